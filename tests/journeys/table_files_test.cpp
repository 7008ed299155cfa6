// Tables in and out by the command line: row by row, tried without writing, and back exactly as they went out.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/journeys/bench.h"

using namespace journeys;
using Json = nlohmann::json;

namespace {

// A reception holds everybody's names for good; a lobby only those of the next days.
const std::vector<std::string> at_reception = {"--station", "reception"};

std::string fixture(const std::string& name) {
    return std::string{VESTIBULE_SOURCE} + "/tests/intake/fixtures/" + name;
}

Finished at(const Bench& bench, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), at_reception.begin(), at_reception.end());
    return bench.vestibule(std::move(arguments));
}

std::string exported(const Bench& bench, bool excel = false) {
    std::vector<std::string> arguments = {"export", "visits", "--days", "3660", "--ahead", "3660"};
    if (excel) arguments.emplace_back("--excel");
    const auto done = at(bench, std::move(arguments));
    INFO(done.err);
    REQUIRE(done.status == 0);
    return done.out;
}

// All but the visits' ids, which are each site's own, in no order.
std::multiset<std::string> rows_of(const std::string& csv) {
    std::multiset<std::string> rows;
    std::istringstream in{csv};
    for (std::string line; std::getline(in, line);) rows.insert(line.substr(line.find(',') + 1));
    return rows;
}

Json imported(const Bench& bench, const std::string& what, const std::string& file, const std::string& option = "") {
    std::vector<std::string> arguments = {"import", what, file, "--json"};
    if (!option.empty()) arguments.push_back(option);
    const auto done = at(bench, std::move(arguments));
    INFO(done.out << done.err);
    auto json = Json::parse(done.out, nullptr, false);
    REQUIRE(json.is_object());
    CHECK(done.status == (json.at("refused") == 0 ? 0 : 1));
    return json;
}

}  // namespace

TEST_CASE("an import tells a machine what became of each row: its line, the outcome, the reason") {
    const Bench bench;
    const auto types = imported(bench, "people", fixture("types.csv"));
    CHECK(types.at("taken") == 5);
    REQUIRE(types.at("rows").size() == 5);
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(types["rows"][i].at("line") == i + 2);
        CHECK(types["rows"][i].at("outcome") == "taken");
        CHECK(types["rows"][i].contains("reason") == (i == 3));
    }
    CHECK(says(types["rows"][3].at("reason"), "no type is called \"auditors\""));

    const auto twins = imported(bench, "people", fixture("twins-sci.csv"));
    CHECK(twins.at("refused") == 2);
    for (const auto& row : twins.at("rows")) {
        CHECK(row.at("outcome") == "refused");
        CHECK(says(row.at("reason"), "lost its digits"));
    }
    CHECK(twins["rows"][0].at("line") == 2);

    const auto mails = imported(bench, "people", fixture("mail-bad.csv"));
    std::vector<int> lines;
    for (const auto& row : mails.at("rows")) lines.push_back(row.at("line"));
    CHECK(lines == std::vector<int>{2, 3, 4, 5});

    const auto hosts = imported(bench, "hosts", fixture("h-dup.csv"));
    CHECK(hosts["rows"][0].at("host") == "A");
    CHECK(hosts["rows"][1].at("outcome") == "refused");
    CHECK(imported(bench, "hosts", fixture("h-dup.csv"))["rows"][0].at("outcome") == "unchanged");
}

TEST_CASE("a dry run of an import says what would happen, and then that happens") {
    const Bench bench;
    bench.begin_station({at_reception.begin(), at_reception.end()});
    for (const auto& [what, file] : {std::pair{"people", "update.csv"},
                                     {"people", "update.2.csv"},
                                     {"hosts", "h-nomail.csv"},
                                     {"hosts", "h-swap.csv"}}) {
        INFO(file);
        const auto before = exported(bench);
        auto said = imported(bench, what, fixture(file), "--dry-run");
        CHECK(said.at("dry_run") == true);
        CHECK(exported(bench) == before);
        auto done = imported(bench, what, fixture(file));
        CHECK(done.at("dry_run") == false);
        said.erase("dry_run"), done.erase("dry_run");
        CHECK(said == done);
    }
    const auto shown = at(bench, {"import", "people", fixture("cp1252-conceicao.csv"), "--dry-run"});
    CHECK(says(shown.out, "Ana Conceição  (line 2)"));
    CHECK(says(shown.out, "nothing was written"));
    CHECK(says(shown.err, "read as windows-1252, for instance \"Conceição\""));
}

TEST_CASE("where the encoding stays doubtful the import asks, and takes the answer") {
    const Bench bench;
    const auto asked = at(bench, {"import", "people", fixture("utf8-broken.csv")});
    CHECK(asked.status == 2);
    CHECK(says(asked.err, "which encoding?"));
    CHECK(says(asked.err, "--encoding NAME"));
    const auto broken = at(bench, {"import", "people", fixture("utf8-broken.csv"), "--encoding", "UTF-8"});
    CHECK(broken.status == 1);
    CHECK(says(broken.out, "1 added"));
    CHECK(says(broken.err, "line 3:"));
    CHECK(at(bench, {"import", "people", fixture("mac-roman.csv"), "--encoding", "mac-roman"}).status == 0);
    const auto unknown = at(bench, {"import", "hosts", fixture("h-basic.csv"), "--encoding", "klingon"});
    CHECK(unknown.status == 2);
    CHECK(says(unknown.err, "no encoding is called \"klingon\""));
}

TEST_CASE("an export comes back exactly: as nothing new where it was made, as the same elsewhere") {
    const Bench here;
    for (const auto* file :
         {"formula.csv", "null-names.csv", "basic.csv", "embedded-newline.csv", "quotes.csv", "types.csv",
          "until-time.csv", "phone.csv", "erase.csv", "ctl-names.csv", "cp1252-mixed.csv"})
        (void)imported(here, "people", fixture(file));
    const auto long_phone =
        here.file("phone.csv", "from,name,phone,purpose\n2026-11-29 20:00,Li,8613800138000.0,'=1\n");
    (void)imported(here, "people", long_phone);
    for (const bool excel : {false, true}) {
        INFO(excel);
        const auto csv = exported(here, excel);
        const auto file = here.file("visits.csv", csv);
        const auto again = imported(here, "people", file);
        CHECK(again.at("taken") == 0);
        CHECK(again.at("changed") == 0);
        CHECK(again.at("refused") == 0);
        CHECK(again.at("unchanged") == rows_of(csv).size() - 1);
        CHECK(exported(here, excel) == csv);

        const Bench elsewhere;
        const auto taken = imported(elsewhere, "people", file);
        CHECK(taken.at("taken") == rows_of(csv).size() - 1);
        CHECK(taken.at("remarks").empty());
        CHECK(rows_of(exported(elsewhere, excel)) == rows_of(csv));
    }
}

TEST_CASE("an export opens right in a spreadsheet: marked, guarded, one row a line") {
    const Bench bench;
    (void)imported(bench, "people", fixture("formula.csv"));
    const auto phones = bench.file("p.csv", "from,name,phone\n2026-11-29 20:00,Li,8613800138000\n");
    (void)imported(bench, "people", phones);
    const auto csv = exported(bench, true);
    CHECK(csv.starts_with("\xEF\xBB\xBF\"visit\",\"phase\",\"name\""));
    CHECK(says(csv, "\"'＝1+1\""));
    CHECK(says(csv, "\"'=cmd|' /C calc'!A0\""));
    CHECK(says(csv, "\"'8613800138000\""));
    std::size_t ends = 0;
    for (std::size_t i = 0; i < csv.size(); ++i)
        if (csv[i] == '\n') {
            CHECK(csv[i - 1] == '\r');
            ++ends;
        }
    CHECK(ends == rows_of(csv).size());
    const auto plain = exported(bench);
    CHECK(plain.starts_with("\"visit\""));
    CHECK(says(plain, "\"'＝1+1\""));
    CHECK(says(plain, "\"8613800138000\""));
}

TEST_CASE("who is held under signs or pictures is found by them, and who was erased is refused by the row's line") {
    const Bench bench;
    (void)imported(bench, "people", fixture("erase.csv"));
    for (const auto* typed : {"-", "👩‍👩‍👧"}) {
        const auto found = at(bench, {"person", "find", typed, "--json"});
        INFO(typed << found.out << found.err);
        REQUIRE(found.status == 0);
        const auto first = Json::parse(found.out.substr(0, found.out.find('\n')));
        CHECK(first.at("name") == typed);
        CHECK(at(bench, {"person", "erase", first.at("person")}).status == 0);
    }
    CHECK(at(bench, {"person", "find", "🚀"}).status == 1);
    const auto again = at(bench, {"import", "people", fixture("erase.csv")});
    CHECK(again.status == 1);
    CHECK(says(again.err, "line 6: this person's data was erased"));
    CHECK(says(again.err, "line 11: this person's data was erased"));
    CHECK_FALSE(says(again.err, "line 0"));
}
