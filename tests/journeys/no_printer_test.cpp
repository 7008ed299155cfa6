// Printers as a house has them: none, several to choose from, one whose queue is gone. Staff read it wherever they
// look, and no visitor is sent to a printer that isn't there.
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"
#include "tests/printing/own_server.h"

using namespace journeys;
using vestibule_tests_support::of_its_own;
using vestibule_tests_support::PrintServer;
using vestibule_tests_support::PrintServerSettings;

namespace {

bool holds(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("without a printer staff read that badges are saved, and the visitor who gives them theirs") {
    Building building;
    auto& lobby = building.lobby();
    lobby.open_staff_menu();
    lobby.until("how badges are made",
                [](const Tree& t) { return holds(t.text("staff.hint"), "No printer: badges are saved as files"); });
    lobby.tap("staff.back");

    auto& reception = building.reception();
    lobby.register_walk_in({.name = "Zhang Wei", .phone = "0102", .host = "Anna"});
    reception.sign_in();
    reception.approve("Zhang Wei");
    const auto pass = lobby.until("who gives the badge", [](const Tree& t) {
        return t.text("badge.title") == "Reception will give you your badge.";
    });
    CHECK(pass.find("badge.qr") != nullptr);
    CHECK(holds(pass.text("badge.text"), "take a photo of the code"));
    CHECK(building.printed(1).size() == 1);

    reception.tap("reception.page_badges");
    const auto page = reception.until(
        "no printer", [](const Tree& t) { return t.text("reception.printer.0.name") == "No printer"; });
    CHECK(page.text("reception.printer.0.state") == "Badges are saved as files");
    CHECK(page.text("reception.printer") == "No printer: badges are saved as files");
    const auto row = reception.id_of("job.", "Zhang Wei");
    CHECK(holds(reception.tree().text(row), "Print and hand out"));
    reception.save_picture(std::string{VESTIBULE_BUILD} + "/no-printer-badges.png");

    const auto folder = (building.data() / "badges").string();
    const auto status = building.command({"printer", "status"});
    CHECK(status.status == 0);
    CHECK(status.out == "No printer: badges are saved as files in " + folder + "\n");
    CHECK(building.json({"printer", "status"}).at("printer").is_null());
    CHECK(building.command({"printer", "test"}).status == 1);
    const auto doctor = building.command({"doctor"});
    CHECK(holds(doctor.out, "printer        ok: no printer: badges are saved as files in " + folder));
}

TEST_CASE("a queue that is deleted is missed at reception and by doctor, with those that there are", "[printer]") {
    PrintServer own(of_its_own(PrintServerSettings{.is_default = false}));
    const PrintServer other{own, "front-desk"};
    Building building;
    (void)building.file("vestibule.toml", "[display]\nmotion = false\n[printer]\nserver = \"" + own.server() +
                                              "\"\nqueue = \"" + own.queue() + "\"\n");
    building.lobby();
    auto& reception = building.reception();
    reception.sign_in();
    reception.until("the printer",
                    [](const Tree& t) { return t.text("reception.printer") == "Badge printer ready"; });
    own.remove_queue();
    const auto missed = "There is no print queue " + own.queue() + ". There are: " + other.queue() + ".";
    reception.until("the queue missed",
                    [&](const Tree& t) { return holds(t.text("reception.printer_trouble"), missed); });
    CHECK(reception.tree().text("reception.printer") == missed);
    CHECK(holds(building.command({"doctor"}).out, "printer        NOT OK: " + missed));
    const auto status = building.command({"printer", "status"});
    CHECK(status.status == 1);
    CHECK(holds(status.err, missed));
    own.add_queue();
    reception.until("it again", [](const Tree& t) { return t.text("reception.printer") == "Badge printer ready"; });
}

TEST_CASE("several queues and none the default: staff are told to choose, and nothing is saved in silence",
          "[printer]") {
    PrintServer own(of_its_own(PrintServerSettings{.is_default = false}));
    const PrintServer other{own, "front-desk"};
    Building building;
    (void)building.file("vestibule.toml",
                        "[display]\nmotion = false\n[printer]\nserver = \"" + own.server() + "\"\n");
    building.lobby();
    auto& reception = building.reception();
    reception.sign_in();
    reception.until("the choice", [&](const Tree& t) {
        const auto banner = t.text("reception.printer_trouble");
        return holds(banner, "Choose a printer: ") && holds(banner, own.queue()) && holds(banner, other.queue());
    });
    const auto doctor = building.command({"doctor"});
    CHECK(holds(doctor.out, "printer        NOT OK: Choose a printer: "));
    CHECK(holds(doctor.out, "lpadmin -d NAME"));
    REQUIRE(building.command({"admit", "--name", "Zhang Wei"}).status == 0);
    CHECK_FALSE(std::filesystem::exists(building.data() / "badges"));
}
