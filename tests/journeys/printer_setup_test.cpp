// Setting a printer up by commands: what doctor finds wanting, the commands that it names put right; a test page says
// what the printer's count is worth, and the next badge is judged by that.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

bool says(const Finished& command, const std::string& words) {
    return command.out.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a printer is looked over, tested and believed, by commands alone", "[printer]") {
    Building building{{.printer = true}};
    // A queue of lpadmin's own making: badges could come out of it days late.
    const auto doctor = building.command({"doctor"});
    INFO(doctor.out);
    CHECK(says(doctor, "run `vestibule printer test`"));
    CHECK(says(doctor, "print queue    NOT OK: tries for 7 days"));
    CHECK(says(doctor, "run `lpadmin -p " + building.printer().queue() + " -o printer-error-policy=abort-job`"));
    CHECK(says(doctor, "print server   ok: deletes a badge's document once it is printed"));

    const auto added = building.command(
        {"printer", "add", building.printer().printer_uri(), "--name", building.printer().own_name("lobby")});
    INFO(added.out);
    CHECK(added.status == 0);
    const auto listed = building.command({"printer", "list"});
    CHECK(says(listed, "lobby"));
    CHECK(says(listed, building.printer().printer_uri()));

    const auto status = building.command({"printer", "status", "--json"});
    CHECK(status.status == 0);
    const auto told = nlohmann::json::parse(status.out);
    CHECK(told.at("make_and_model") == "Vestibule Test Printer");
    CHECK(told.at("reasons").empty());

    CHECK(building.command({"printer", "test", "--came-out", "yes"}).status != 0);  // no page was printed yet
    const auto tested = building.command({"printer", "test"});
    INFO(tested.out);
    CHECK(tested.status == 0);
    CHECK(says(tested, "The printer counted 1 page(s)."));
    CHECK(building.printer().documents().size() == 1);
    const auto answered = building.command({"printer", "test", "--came-out", "no"});
    CHECK(says(answered, "Its count can't be trusted"));
    CHECK(says(building.command({"doctor"}), "visitors are asked whether their badge came out"));
}

TEST_CASE("the doctor names every drawing of the company's that can't be used, and its box") {
    const Building building;
    const auto shipped = std::filesystem::path{VESTIBULE_SOURCE "/tests/printing/fixtures/inkscape-visitor.svg"};
    const auto whole = content_of(shipped);
    const auto config = building.file("vestibule.toml", "[printer]\nserver = \"127.0.0.1:1\"\n");
    const auto drawings = config.parent_path() / "drawings";
    std::ofstream{config, std::ios::app} << "drawings = \"" << drawings.string() << "\"\n";
    std::filesystem::create_directory(drawings);
    std::filesystem::copy_file(shipped, drawings / "visitor.svg");
    CHECK(says(building.command({"doctor"}), "badge          ok: visitor"));

    std::ofstream{drawings / "half.svg"} << whole.substr(0, 3000);
    auto boxless = whole;
    boxless.replace(boxless.find("id=\"zones\""), 10, "id=\"zone\"");
    std::ofstream{drawings / "vip.svg"} << boxless;
    const auto doctor = building.command({"doctor"});
    INFO(doctor.out);
    CHECK(doctor.status != 0);
    CHECK(says(doctor, "badge          NOT OK: "));
    CHECK(says(doctor, "half.svg: The badge template isn't an SVG"));
    CHECK(says(doctor, "vip.svg: "));
    CHECK(says(doctor, "no box 'zones'"));
}
