// Setting a printer up by commands: what doctor finds wanting, the commands that it names put right; a test page says
// what the printer's count is worth, and the next badge is judged by that.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

bool says(const Finished& command, const std::string& words) {
    return command.out.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a printer is looked over, tested and believed, by commands alone") {
    Building building{{.printer = true}};
    // A queue of lpadmin's own making: badges could come out of it days late.
    const auto doctor = building.command({"doctor"});
    INFO(doctor.out);
    CHECK(says(doctor, "run `vestibule printer test`"));
    CHECK(says(doctor, "print queue    NOT OK: tries for 7 days"));
    CHECK(says(doctor, "run `lpadmin -p badge -o printer-error-policy=abort-job`"));
    CHECK(says(doctor, "print server   ok: deletes a badge's document once it is printed"));

    const auto added = building.command({"printer", "add", building.printer().printer_uri(), "--name", "lobby"});
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
