// What set-up measured: written whole, read back, and judged by what a person saw.
#include "printing/printer_record.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "tests/printing/temporary_folder.h"

using namespace printing;
using printing_tests::TemporaryFolder;

namespace {

PrinterRecord measured() {
    return {.queue = "badge",
            .device = "ipp://printer.local/ipp/print",
            .count = CountTrust::trusted,
            .came_out = true,
            .impressions = 1,
            .counted_by_printer = true,
            .job_ended = true,
            .seconds = 2.5,
            .medium = "om_card_54x86mm",
            .dpi = 300,
            .make_and_model = "Zebra \"ZD\" 打印机",
            .measured_at = "2026-11-25T09:00:00Z",
            .reasons = {"media-low"}};
}

void overwrite(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("a person's word and the count together say whether the count can be trusted") {
    using enum CountTrust;
    struct Row {
        bool came_out;
        std::optional<int> impressions;
        CountTrust before, after;
    };
    for (const auto& row : {Row{true, 1, not_measured, trusted}, Row{true, 0, not_measured, not_trusted},
                            Row{true, {}, not_measured, not_trusted}, Row{false, 1, not_measured, not_trusted},
                            Row{false, 0, not_measured, not_measured}, Row{false, {}, not_measured, not_measured},
                            // An honest zero leaves what was known.
                            Row{false, 0, trusted, trusted}, Row{false, 1, trusted, not_trusted},
                            // A count that was wrong once isn't trusted because it is right once.
                            Row{true, 1, not_trusted, not_trusted}}) {
        CAPTURE(row.came_out, row.impressions.value_or(-1), static_cast<int>(row.before));
        CHECK(judge_count(row.came_out, row.impressions, row.before) == row.after);
    }
}

TEST_CASE("a record comes back as it was written, for its own queue and device only") {
    const TemporaryFolder folder;
    const auto file = folder.path / "lobby/printer.json";
    REQUIRE(read_record(file, "badge", "ipp://printer.local/ipp/print"));
    CHECK_FALSE(read_record(file, "badge", "ipp://printer.local/ipp/print").value().has_value());
    REQUIRE(write_record(file, measured()));
    auto other = measured();
    other.queue = "reception";
    other.came_out.reset();
    other.impressions.reset();
    other.count = CountTrust::not_measured;
    REQUIRE(write_record(file, other));

    CHECK(read_record(file, "badge", measured().device).value() == measured());
    CHECK(read_record(file, "reception", other.device).value() == other);
    CHECK_FALSE(read_record(file, "badge", "usb://Zebra").value().has_value());

    struct stat info {};
    REQUIRE(::stat(file.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);

    SECTION("a newer one takes its place") {
        auto newer = measured();
        newer.count = CountTrust::not_trusted;
        REQUIRE(write_record(file, newer));
        CHECK(read_record(file, "badge", newer.device).value() == newer);
    }
}

TEST_CASE("a damaged record is an error that says what to do") {
    const TemporaryFolder folder;
    const auto file = folder.path / "printer.json";
    for (const std::string text :
         {"", "{", "[]", R"({"printers": 3})", R"({"printers": [{"queue": "badge"}]})", "\xff\xfe"}) {
        CAPTURE(text);
        overwrite(file, text);
        const auto read = read_record(file, "badge", "");
        REQUIRE_FALSE(read);
        CHECK(read.error().kind == FailureKind::storage);
        CHECK(read.error().what.find("run the printer's test again") != std::string::npos);
        CHECK_FALSE(write_record(file, measured()));
    }
}

TEST_CASE("a device is an address without CUPS' options") {
    CHECK(device_of("ipp://a/ipp/print?contimeout=30") == "ipp://a/ipp/print");
    CHECK(device_of("usb://Zebra/ZD421") == "usb://Zebra/ZD421");
    CHECK(device_of("").empty());
}
