// What a printer says of itself counts, whatever its queue advertises: which rasters it takes, and what lies in it.
#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <thread>

#include "printing/heard_printers.h"
#include "printing/printer.h"
#include "printing/printer_test.h"
#include "tests/printing/faults.h"
#include "tests/printing/picture.h"
#include "tests/printing/print_server.h"
#include "tests/printing/sample_badges.h"
#include "tests/printing/temporary_folder.h"

using namespace printing;
using namespace printing_tests;
using vestibule_tests_support::PrintServer;

namespace {

constexpr const char* first_job = "vestibule-00000000000000000000000000000001";

// Bits a dot of the last document that arrived at the printer, once there are so many.
unsigned bits_printed(const PrintServer& server, std::size_t documents = 1) {
    const Stopwatch watch;
    for (;;) {
        if (server.documents().size() >= documents) {
            // A document is whole once its job has ended.
            try {
                if (const auto rows = read_rows(read_file(server.documents().back())); !rows.rows.empty())
                    return rows.bits_per_pixel;
            } catch (const std::exception&) {
            }
        }
        if (watch.seconds() > 60) FAIL("nothing came out");
        std::this_thread::sleep_for(station_poll_interval);
    }
}

}  // namespace

TEST_CASE("a printer of black alone gets one bit a dot, though its queue advertises gray", "[real][printer]") {
    const TemporaryFolder folder;
    PrintServer server({.raster_types = "black_1"});
    const PrinterSettings settings{.server = server.server(),
                                   .queue = server.queue(),
                                   .record = folder.path / "printer.json",
                                   .heard = folder.path / "heard-printers.json"};
    const auto printer = Printer::choose(settings).value();
    REQUIRE(printer.capabilities()->raster_types == std::vector{RasterType::black_1});

    SECTION("a badge") {
        REQUIRE(printer.print(first_job, bundled_drawings(), {}, sample_fields()));
        CHECK(bits_printed(server) == 1);
    }
    SECTION("the test page of set-up") {
        REQUIRE(run_printer_test(printer, [](const std::string&) {}));
        CHECK(bits_printed(server) == 1);
    }
    SECTION("a badge that is made while it is off, by a station that was started meanwhile") {
        server.stop_printer();
        const auto later = Printer::choose(settings).value();
        REQUIRE(later.print(first_job, bundled_drawings(), {}, sample_fields()));
        server.start_printer();
        CHECK(bits_printed(server) == 1);
    }
    SECTION("where nothing was ever heard of it, its queue's word has to do") {
        server.stop_printer();
        std::filesystem::remove(settings.heard);
        const auto blind = Printer::choose(settings).value();
        CHECK(blind.capabilities()->raster_types.size() == 2);
        CHECK_FALSE(blind.capabilities()->told_by_printer);
    }
}

TEST_CASE("a printer that takes gray gets gray, by its queue as by its address", "[real][printer]") {
    PrintServer server({.raster_types = "sgray_8"});
    for (const auto& queue : {server.queue(), server.printer_uri()})
        CHECK(Printer::choose({.server = server.server(), .queue = queue})->capabilities()->raster_types ==
              std::vector{RasterType::sgray_8});
}

TEST_CASE("a printer that takes no raster gets PDF through its queue, which would take raster too",
          "[real][printer]") {
    PrintServer server({.takes_raster = false});
    const auto printer = Printer::choose({.server = server.server(), .queue = server.queue()}).value();
    CHECK_FALSE(printer.capabilities()->takes_raster);
    REQUIRE(printer.print(first_job, bundled_drawings(), {}, sample_fields()));
    const Stopwatch watch;
    while (server.documents().empty() && watch.seconds() < 40) std::this_thread::sleep_for(station_poll_interval);
    REQUIRE(server.documents().size() == 1);
    CHECK(server.documents().front().extension() == ".pdf");
}

TEST_CASE("the ends of a range of sizes are never taken as a page", "[real][printer]") {
    SECTION("by their names") {
        for (const char* name : {"custom_max_100x2000mm", "custom_min_10x10mm", "roll_max_62x3000mm",
                                 "roll_min_12x25.4mm", "roll_max-62_62x3000mm", "custom_max.tray-1_8.5x14in",
                                 "custom_maximum_100x2000mm", "roll_max62_62x3000mm"}) {
            CAPTURE(name);
            CHECK(is_end_of_range(name));
            CHECK_FALSE(medium_named(name));
        }
        for (const char* name : {"custom_mini_54x86mm", "custom_maxi-card_54x86mm", "om_card_54x86mm",
                                 "roll_dk2205-continuous_2.4x1200in", "roll_current_62x0mm", "custom_", ""}) {
            CAPTURE(name);
            CHECK_FALSE(is_end_of_range(name));
        }
    }
    SECTION("where they are ready beside a card, the card is printed on") {
        PrintServer server({.media_ready = "custom_max_100x2000mm,custom_min_10x10mm,om_card_54x86mm"});
        const auto printer = Printer::choose({.server = server.server(), .queue = server.queue()}).value();
        const auto media = printer.capabilities()->media_ready;
        REQUIRE(media.size() == 1);
        CHECK(media.front().name == "om_card_54x86mm");
        REQUIRE(printer.print(first_job, bundled_drawings(), {}, sample_fields()));
        CHECK(bits_printed(server) == 8);
        CHECK(read_raster(read_file(server.documents().back())).width == 638);  // 54 mm at 300 dpi
    }
    SECTION("where nothing else is ready, the page is a card, not the whole roll") {
        PrintServer server({.media_ready = "roll_max_62x3000mm,roll_min_12x25mm"});
        const auto printer = Printer::choose({.server = server.server(), .queue = server.queue()}).value();
        CHECK(printer.capabilities()->media_ready.empty());
        REQUIRE(printer.print(first_job, bundled_drawings(), {}, sample_fields()));
        CHECK(bits_printed(server) == 8);
        CHECK(read_raster(read_file(server.documents().back())).width == 638);
    }
}

TEST_CASE("what was heard of printers is kept once each, and a damaged file is begun anew") {
    const TemporaryFolder folder;
    const auto file = folder.path / "heard-printers.json";
    Capabilities told{.told_by_printer = true,
                      .takes_raster = true,
                      .raster_dpi = {203, 300},
                      .default_dpi = 203,
                      .raster_types = {RasterType::black_1},
                      .media_ready = {medium_named("om_card_54x86mm").value()},
                      .media_default = card_medium()};
    CHECK_FALSE(heard_of(file, "ipp://a/"));
    REQUIRE(remember_heard(file, "ipp://a/", told));
    CHECK(heard_of(file, "ipp://a/") == told);
    CHECK_FALSE(heard_of(file, "ipp://b/"));
    const auto written = std::filesystem::last_write_time(file);
    REQUIRE(remember_heard(file, "ipp://a/", told));  // nothing new: nothing is written
    CHECK(std::filesystem::last_write_time(file) == written);
    told.raster_types = {RasterType::sgray_8, RasterType::srgb_8};
    told.colour = true;
    REQUIRE(remember_heard(file, "ipp://a/", told));
    CHECK(heard_of(file, "ipp://a/")->raster_types == told.raster_types);
    for (int i = 0; i < 60; ++i) REQUIRE(remember_heard(file, "ipp://" + std::to_string(i) + "/", told));
    CHECK_FALSE(heard_of(file, "ipp://a/"));
    CHECK(heard_of(file, "ipp://59/"));
    for (const char* damaged : {"", "{", "[1, {\"device\": \"ipp://a/\"}]", "{\"device\": 7}"}) {
        CAPTURE(damaged);
        std::ofstream{file} << damaged;
        CHECK_FALSE(heard_of(file, "ipp://a/"));
        REQUIRE(remember_heard(file, "ipp://a/", told));
        CHECK(heard_of(file, "ipp://a/"));
    }
}
