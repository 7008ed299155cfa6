// Tables of appointments and hosts as the desk takes them: types, what would happen, and what was exported here.
#include "kiosk/desk/import_again.h"
#include "kiosk/desk/visitor_type.h"
#include "kiosk/intake/appointments_csv.h"
#include "kiosk/intake/hosts.h"
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

using Outcomes = std::vector<std::pair<int, ImportOutcome>>;

std::string fixture(const char* file) {
    return content_of(std::filesystem::path{VESTIBULE_SOURCE} / "tests/intake/fixtures" / file);
}

Imported<AppointmentRow> people(FrontDesk& desk, const std::string& content) {
    auto rows = must(read_appointments_csv(content, "people.csv", desk->zone()));
    settle_types(*desk, rows);
    return rows;
}
ImportReport take(FrontDesk& desk, const Imported<AppointmentRow>& rows, ImportRun run = ImportRun::real) {
    return must(import_appointments(*desk, rows, {.run = run, .rows = true}));
}
ImportReport take_hosts(FrontDesk& desk, const std::string& content, ImportRun run = ImportRun::real) {
    return must(import_hosts(*desk, must(read_hosts(content, "hosts.csv")), {.run = run, .rows = true}));
}
Outcomes outcomes(const ImportReport& report) {
    Outcomes out;
    for (const auto& row : report.rows) out.emplace_back(row.line, row.outcome);
    return out;
}

// Policy as a company has it: with a type that the default one lacks.
void set_policy(FrontDesk& desk) {
    auto policy = desk->policy();
    policy.types.push_back({.name = "night shift", .label = "NIGHT", .label_zh = "", .zones = {"public"}});
    must(desk->log().append(std::vector<NewEvent>{{.kind = std::string{kind::site_policy_set},
                                                   .stream = stream_of(desk->identity().trust.site),
                                                   .body = {{"version", 2}, {"policy", policy_json(policy)}}}},
                            {}, desk->now()));
    must(desk->refresh());
}

}  // namespace

TEST_CASE("a type is meant by its name or label, in any case and language: an unknown one is doubted by row",
          "[desk]") {
    FrontDesk desk;
    set_policy(desk);
    auto rows = people(desk, fixture("types.csv"));
    std::vector<std::string> types;
    for (const auto& row : rows.taken) types.push_back(row.type);
    CHECK(types == std::vector<std::string>{"contractor", "contractor", "contractor", "visitor", "contractor"});
    REQUIRE(rows.doubts.size() == 1);
    CHECK(rows.doubts[0].line == 5);
    CHECK(rows.doubts[0].what ==
          "no type is called \"auditors\", so it is taken as visitor; the types are visitor, contractor, candidate, "
          "supplier, auditor, night shift");
    CHECK(take(desk, rows).doubts.size() == 1);

    for (const auto* word :
         {"night shift", "Night-Shift", "NIGHT_SHIFT", "night", "访客", "VISITOR 访客", " Visitor "}) {
        INFO(word);
        CHECK(type_meant(desk->policy(), word) != nullptr);
    }
    for (const auto* word : {"", "vis", "visitors", "夜班"}) {
        INFO(word);
        CHECK(type_meant(desk->policy(), word) == nullptr);
    }
}

TEST_CASE("a dry run says what would become of each row and writes nothing", "[desk]") {
    FrontDesk desk;
    const std::string first = "from,name,phone,company\n2026-11-29 20:00,Ann,123456,A\n2026-11-29 21:00,Bo,1,A\n";
    const std::string second =
        "from,name,phone,company\n2026-11-29 20:00,Ann,123456,B\n2026-11-29 21:00,Bo,1,A\n2026-11-29 22:00,Cy,2,A\n";
    const auto before = must(desk->reader().own_seq());
    const Outcomes new_ones = {{2, ImportOutcome::taken}, {3, ImportOutcome::taken}};
    CHECK(outcomes(take(desk, people(desk, first), ImportRun::rehearsal)) == new_ones);
    CHECK(must(desk->reader().own_seq()) == before);
    CHECK(desk.files_with("123456").empty());
    CHECK(outcomes(take(desk, people(desk, first))) == new_ones);

    const auto held = must(desk->reader().own_seq());
    const Outcomes changes = {{2, ImportOutcome::changed}, {3, ImportOutcome::unchanged}, {4, ImportOutcome::taken}};
    CHECK(outcomes(take(desk, people(desk, second), ImportRun::rehearsal)) == changes);
    CHECK(must(desk->reader().own_seq()) == held);
    CHECK(outcomes(take(desk, people(desk, second))) == changes);
}

TEST_CASE("a dry run of hosts says the same as the real one, also where rows are about one host", "[desk]") {
    for (const auto* file : {"h-nomail.csv", "h-basic.csv", "h-swap.csv", "h-swap.2.csv", "h-dup.csv"}) {
        INFO(file);
        FrontDesk desk;
        take_hosts(desk, fixture("h-swap.csv"));
        const auto before = must(desk->reader().own_seq());
        const auto said = take_hosts(desk, fixture(file), ImportRun::rehearsal);
        CHECK(must(desk->reader().own_seq()) == before);
        CHECK(outcomes(said) == outcomes(take_hosts(desk, fixture(file))));
    }
    FrontDesk desk;
    const std::string twice = "name,department\nA,Sales\nA,Sales\nA,Research\n";
    const Outcomes right = {{2, ImportOutcome::taken}, {3, ImportOutcome::unchanged}, {4, ImportOutcome::changed}};
    CHECK(outcomes(take_hosts(desk, twice, ImportRun::rehearsal)) == right);
    CHECK(outcomes(take_hosts(desk, twice)) == right);
}

TEST_CASE("an exported row is about the visit that it names", "[desk]") {
    FrontDesk desk;
    take(desk, people(desk, "from,name,phone\n2026-11-21 20:00,Ann,123456\n"));
    const auto visit = must(desk->day(desk.at(20))).rows.front();
    const auto row = [&](const std::string& phase, const std::string& purpose) {
        return "visit,phase,name,purpose,type,from,until,phone\n" + to_string(visit.id) + "," + phase + ",Ann," +
               purpose + ",visitor,2026-11-21T20:00:00Z,2026-11-21T21:00:00Z,123456\n";
    };
    auto same = people(desk, row("expected", ""));
    CHECK(must(set_aside_held(*desk, same)).size() == 1);
    CHECK(same.taken.empty());

    auto changed = people(desk, row("expected", "Tea"));
    CHECK(must(set_aside_held(*desk, changed)).empty());
    CHECK(outcomes(take(desk, changed)) == Outcomes{{2, ImportOutcome::changed}});
    CHECK(desk.visit(visit.id).purpose == "Tea");

    must(desk->admit(visit.id, desk.staff));
    auto late = people(desk, row("expected", "Coffee"));
    CHECK(must(set_aside_held(*desk, late)).empty());
    CHECK(late.taken.empty());
    REQUIRE(late.refused.size() == 1);
    CHECK(late.refused[0].line == 2);
    CHECK(late.refused[0].what.find("is inside already") != std::string::npos);
    CHECK(must(desk->day(desk.at(20))).rows.size() == 1);
}

TEST_CASE("a walk-in that was exported comes back as itself", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja", "070 1");
    const auto view = desk.visit(visit);
    const auto iso = [&](Instant at) { return desk->zone().iso_day(at) + " " + desk->zone().hour_minute(at); };
    auto rows = people(desk, "visit,phase,name,type,from,until,phone,language\n" + to_string(visit) +
                                 ",waiting,Maja,visitor," + iso(view.from) + "," + iso(view.until) + ",070 1,en\n");
    CHECK(must(set_aside_held(*desk, rows)).size() == 1);
    CHECK(rows.taken.empty());
}

TEST_CASE("rows of another site are appointments of their own, and those called off there aren't expected here",
          "[desk]") {
    FrontDesk desk;
    auto rows =
        people(desk,
               "visit,phase,name,from\n00000000-0000-4000-8000-000000000001,expected,Ann,2026-11-21 20:00\n"
               "00000000-0000-4000-8000-000000000002,cancelled,Bo,2026-11-21 20:00\n"
               "00000000-0000-4000-8000-000000000003,declined,Cy,2026-11-21 20:00\nno id,expected,Di,2026-11-21\n");
    CHECK(must(set_aside_held(*desk, rows)).empty());
    take(desk, rows);
    std::vector<std::string> names;
    for (const auto& row : must(desk->day(desk.at(20))).rows) names.push_back(row.visitor);
    std::sort(names.begin(), names.end());
    CHECK(names == std::vector<std::string>{"Ann", "Di"});
}

TEST_CASE("a host that a row names by name alone is the one who bears it, and no second one is made", "[desk]") {
    FrontDesk desk;
    take_hosts(desk, "name,email,department\nAnna Berg,anna@harbour.example,Design\n");
    const auto rows = "from,until,name,host\n2026-11-21 10:00,2026-11-21 11:00,Maja Horvat,anna berg\n";
    take(desk, people(desk, rows));
    const auto hosts = must(desk->find_hosts("Anna"));
    REQUIRE(hosts.size() == 1);
    CHECK(hosts[0].department == "Design");
    const auto visit = must(desk->day(desk.at(9))).rows.at(0);
    CHECK(visit.host_name == "Anna Berg");
    CHECK(visit.host_department == "Design");
    // The same again changes nothing; where two bear the name, and only then, it stays a host of its own.
    CHECK(outcomes(take(desk, people(desk, rows))) == Outcomes{{2, ImportOutcome::unchanged}});
    take_hosts(desk, "name,email,department\nBo Ek,bo@harbour.example,A\nBo Ek,bo.ek@harbour.example,B\n");
    take(desk, people(desk, "from,until,name,host\n2026-11-21 12:00,2026-11-21 13:00,Ana Horvat,Bo Ek\n"));
    CHECK(must(desk->find_hosts("Bo Ek")).size() == 3);
}

TEST_CASE("whom a table of people named by name alone is the host whom a later list has with an address", "[desk]") {
    FrontDesk desk;
    const auto rows = "from,until,name,host\n2026-11-21 10:00,2026-11-21 11:00,Maja Horvat,Anna Berg\n";
    const std::string hosts = "name,email,department\nAnna Berg,anna@harbour.example,Design\n";
    take(desk, people(desk, rows));
    const auto said = take_hosts(desk, hosts, ImportRun::rehearsal);
    CHECK(outcomes(said) == outcomes(take_hosts(desk, hosts)));
    const auto found = must(desk->find_hosts("Anna"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].email == "anna@harbour.example");
    CHECK(must(desk->day(desk.at(9))).rows.at(0).host_department == "Design");
    // Each again, in either order, changes nothing; nor does another address make her another one's namesake.
    CHECK(outcomes(take(desk, people(desk, rows))) == Outcomes{{2, ImportOutcome::unchanged}});
    CHECK(outcomes(take_hosts(desk, hosts)) == Outcomes{{2, ImportOutcome::unchanged}});
    take_hosts(desk, "name,email\nAnna Berg,anna.berg@harbour.example\n");
    CHECK(must(desk->find_hosts("Anna")).size() == 2);
}

TEST_CASE("two rows of one list of hosts are two hosts, though one has no address", "[desk]") {
    FrontDesk desk;
    const std::string hosts = "name,email,department\nBo Ek,,Sales\nBo Ek,bo@harbour.example,IT\n";
    take_hosts(desk, "name,department\nBo Ek,Sales\n");
    for (int i = 0; i < 2; ++i) {
        take_hosts(desk, hosts);
        CHECK(must(desk->find_hosts("Bo Ek")).size() == 2);
    }
}

TEST_CASE("where a list has two of the name, neither is taken for whom a table named by name alone", "[desk]") {
    FrontDesk desk;
    take(desk, people(desk, "from,until,name,host\n2026-11-21 10:00,2026-11-21 11:00,Maja Horvat,Bo Ek\n"));
    take_hosts(desk, "name,email,department\nBo Ek,bo@harbour.example,A\nBo Ek,bo.ek@harbour.example,B\n");
    CHECK(must(desk->find_hosts("Bo Ek")).size() == 3);
    CHECK(must(desk->day(desk.at(9))).rows.at(0).host_department.empty());
}

TEST_CASE("a row that names a listed host with the address that the list lacks gives it, once", "[desk]") {
    FrontDesk desk;
    take_hosts(desk, "name,department\nAnna Berg,Design\n");
    const auto rows =
        "from,until,name,host,host_email\n"
        "2026-11-21 10:00,2026-11-21 11:00,Maja Horvat,Anna Berg,anna@harbour.example\n"
        "2026-11-21 12:00,2026-11-21 13:00,Ana Kos,Anna Berg,anna@harbour.example\n";
    for (int i = 0; i < 2; ++i) {
        take(desk, people(desk, rows));
        const auto found = must(desk->find_hosts("Anna"));
        REQUIRE(found.size() == 1);
        CHECK(found[0].email == "anna@harbour.example");
        CHECK(found[0].department == "Design");
        CHECK(desk.count(kind::host_listed) == 2);
    }
}
