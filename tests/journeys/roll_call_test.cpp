// A fire, and no office printer is set up: the list is on the display at once, comes out of any printer that there
// is, and lies in a file. By touch and by keyboard, at reception and at the gate.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/journeys/building.h"
#include "tests/support/pdf.h"

using namespace journeys;
using vestibule::test_support::count_of;
using vestibule::test_support::Pdf;
using vestibule_tests_support::PrintServer;

namespace {

// A house whose only printer takes A4; two visitors are inside.
struct House {
    PrintServer printer{{.media_ready = "iso_a4_210x297mm", .takes_raster = false}};
    Building building;

    House() {
        (void)building.file("vestibule.toml", "[display]\nmotion = false\n[printer]\nserver = \"" + printer.server() +
                                                  "\"\nqueue = \"" + printer.queue() + "\"\n");
        building.lobby();
        for (const auto* name : {"Maja Horvat", "Zhang Wei"})
            REQUIRE(building.command({"admit", "--name", name, "--company", "Adria", "--host", "Anna"}).status == 0);
    }
};

// Whoever stands before the list reads it from the display.
void reads_names(Station& station, const std::string& people) {
    const auto list =
        station.until("all who are inside", [&](const Tree& t) { return t.text("roll_call.people") == people; });
    CHECK(list.says("Maja Horvat"));
    CHECK(list.says("Zhang Wei"));
    CHECK(list.says("Adria · to Anna Berg"));
}

std::string saved_at(Station& station) {
    const std::string words = "Saved as ";
    const auto status = station.until("where it was saved",
                                      [&](const Tree& t) { return t.text("roll_call.status").starts_with(words); });
    return status.text("roll_call.status").substr(words.size());
}

}  // namespace

TEST_CASE("in a fire reception reads the list at once, prints it at a printer that there is, and saves it",
          "[printer]") {
    House house;
    auto& reception = house.building.reception();
    reception.sign_in();
    reception.tap("reception.page_inside");
    reception.tap("reception.roll_call");
    reception.on("reception.roll_call");
    reads_names(reception, "2");

    const auto before = house.printer.documents().size();
    reception.tap("roll_call.print");
    reception.on("reception.roll_call/printer");
    reception.tap(reception.id_of("roll_call.to.", house.printer.queue()));
    reception.until("it printed", [&](const Tree& t) {
        return t.text("roll_call.status") == "The roll call is printed. It lies at " + house.printer.queue() + ".";
    });
    REQUIRE(house.printer.documents().size() > before);
    CHECK(count_of(Pdf{content_of(house.printer.documents().back())}.text(), "Zhang Wei") == 1);

    reception.tap("roll_call.save");
    const auto file = saved_at(reception);
    CHECK(count_of(Pdf{content_of(file)}.text(), "Maja Horvat") == 1);

    // Somebody comes in meanwhile.
    REQUIRE(house.building.command({"admit", "--name", "Late Guest"}).status == 0);
    reception.until("the list as it is now", [](const Tree& t) { return t.text("roll_call.people") == "3"; });
    reception.tap("roll_call.back");
    reception.on("reception.inside");
}

TEST_CASE("the same on a keyboard alone", "[printer]") {
    House house;
    auto& reception = house.building.reception();
    reception.sign_in();
    reception.tap("reception.page_inside");
    const auto focused = [](const Tree& t) {
        const auto* widget = t.first([](const Widget& w) { return w.focused; });
        return widget == nullptr ? std::string{} : widget->id;
    };
    const auto walk_to = [&](const std::string& id) {
        for (int i = 0; i < 20; ++i) {
            const auto was = focused(reception.tree());
            if (was == id) return;
            reception.keys("\t");
            reception.until("the next one", [&](const Tree& t) { return focused(t) != was; });
        }
        FAIL("the Tab key doesn't reach " << id);
    };
    walk_to("reception.roll_call");
    reception.keys("\n");
    reception.on("reception.roll_call");
    reads_names(reception, "2");
    walk_to("roll_call.save");
    reception.keys("\n");
    CHECK(std::filesystem::exists(saved_at(reception)));
    walk_to("roll_call.print");
    reception.keys("\n");
    reception.on("reception.roll_call/printer");
    reception.keys("\x1b");
    reception.on("reception.roll_call");
    reception.keys("\x1b");
    reception.on("reception.inside");
}

TEST_CASE("in a fire the guard reads the list from the gate's display, prints and saves it", "[printer]") {
    House house;
    auto& guard = house.building.guard();
    guard.until_admitted(2);
    guard.tap("guard.open_inside");
    guard.enter_pin();
    guard.on("guard.inside");
    guard.tap("guard.roll_call");
    guard.on("guard.roll_call");
    reads_names(guard, "2");
    guard.tap("roll_call.save");
    CHECK(count_of(Pdf{content_of(saved_at(guard))}.text(), "Zhang Wei") == 1);
    guard.tap("roll_call.print");
    guard.tap(guard.id_of("roll_call.to.", house.printer.queue()));
    guard.until("it printed",
                [](const Tree& t) { return t.text("roll_call.status").starts_with("The roll call is printed."); });
    guard.tap("roll_call.back");
    guard.on("guard.inside");
}
