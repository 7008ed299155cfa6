// Hosts and appointments from files: found again, changed, cancelled, erased; importing twice changes nothing.
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

struct Counts {
    int added, changed, unchanged, cancelled;
    bool operator==(const Counts&) const = default;
};
Counts counts(const ImportReport& report) {
    return {report.added, report.changed, report.unchanged, report.cancelled};
}
ImportReport take_hosts(FrontDesk& desk, const std::vector<HostRow>& rows) {
    return must(import_hosts(*desk, {.taken = rows, .refused = {}, .remarks = {}}));
}
std::vector<std::string> names_for(FrontDesk& desk, const char* typed, int count_max = host_choices_max) {
    std::vector<std::string> out;
    for (const auto& host : must(desk->find_hosts(typed, count_max))) out.push_back(host.name);
    return out;
}
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("doors keep the key of an appointment that was moved until its new day is over", "[desk]") {
    FrontDesk desk;
    auto row = desk.appointment("Maja Lindqvist", desk.at(14));
    desk.import({row});
    const auto person = must(desk->day(desk.at(14))).rows.at(0).person;
    row.from = desk.at(14, 0, 9), row.until = desk.at(15, 0, 9), row.sequence = 1;
    CHECK(desk.import({row}).changed == 1);
    must(desk.vault().mark_offered(must(desk.vault().keys_to_offer(100))));
    must(desk.vault().drop_keys_outside(desk.at(23, 0, 9)));
    CHECK(desk.vault().holds(person));
    must(desk.vault().drop_keys_outside(desk.at(0, 0, 10)));
    CHECK_FALSE(desk.vault().holds(person));
}

TEST_CASE("a host is found by name, accents or not, pinyin, initials and department", "[desk]") {
    FrontDesk desk;
    take_hosts(desk, {{.name = "Anna Müller", .department = "Sales", .email = "anna@harbour.example"},
                      {.name = "张伟", .department = "Research", .email = "zw@harbour.example"},
                      {.name = "Li Na", .department = "Research", .email = "ln@harbour.example"}});
    for (const char* typed : {"Anna", "anna", "Müller", "muller", "MULLER", "ann", "am", "annamuller"}) {
        INFO(typed);
        CHECK(names_for(desk, typed) == Names{"Anna Müller"});
    }
    for (const char* typed : {"张", "张伟", "zhangwei", "zhang wei", "Zhang", "zw", "wei"}) {
        INFO(typed);
        CHECK(names_for(desk, typed) == Names{"张伟"});
    }
    CHECK(names_for(desk, "ln") == Names{"Li Na"});
    CHECK(names_for(desk, "research") == Names{"Li Na", "张伟"});
    CHECK(names_for(desk, "research", 1) == Names{"Li Na"});
    for (const char* typed : {"", " ", "xyz", "'", "\xFF", "anna@harbour.example"})
        CHECK(names_for(desk, typed).empty());
}

TEST_CASE("a name that begins as typed stands before one that only holds it", "[desk]") {
    FrontDesk desk;
    take_hosts(desk, {{.name = "Johanna Berg"}, {.name = "Bo Annas"}, {.name = "Anna Berg"}});
    CHECK(names_for(desk, "anna") == Names{"Anna Berg", "Bo Annas", "Johanna Berg"});
}

TEST_CASE("visitors are never among the hosts, nor are staff", "[desk]") {
    FrontDesk desk;
    desk.walk_in("Maja Lindqvist");
    desk.book("Anna Guest", desk.at(14));
    must(desk->add_staff("Bo Guard", "285943", {"guard"}));
    for (const char* typed : {"Maja", "Anna", "Bo"}) CHECK(names_for(desk, typed).empty());
}

TEST_CASE("hosts imported twice are the same hosts: a change is one change", "[desk]") {
    FrontDesk desk;
    HostRow row{.name = "Anna Müller", .department = "Sales", .email = "anna@harbour.example"};
    CHECK(counts(take_hosts(desk, {row})) == Counts{1, 0, 0, 0});
    const auto id = must(desk->find_hosts("anna")).front().id;
    CHECK(counts(take_hosts(desk, {row})) == Counts{0, 0, 1, 0});
    row.department = "Purchase";
    CHECK(counts(take_hosts(desk, {row})) == Counts{0, 1, 0, 0});
    CHECK(must(desk->find_hosts("anna")).front().id == id);
    CHECK(must(desk->find_hosts("anna")).front().department == "Purchase");
    // The same row twice in one file is one host.
    HostRow other{.name = "Bo Ek", .email = "bo@harbour.example"};
    CHECK(counts(take_hosts(desk, {other, other})) == Counts{1, 0, 1, 0});
    CHECK(desk.count(kind::host_listed) == 3);
}

TEST_CASE("appointments imported twice are the same appointments", "[desk]") {
    FrontDesk desk;
    const std::vector<AppointmentRow> rows = {desk.appointment("Maja", desk.at(10)),
                                              desk.appointment("Bo", desk.at(11))};
    CHECK(counts(desk.import(rows)) == Counts{2, 0, 0, 0});
    const auto code = must(desk->day(desk.at(10))).rows.front().code;
    const auto before = must(desk->reader().own_seq());
    CHECK(counts(desk.import(rows)) == Counts{0, 0, 2, 0});
    CHECK(must(desk->reader().own_seq()) == before);
    desk.reopen();
    CHECK(counts(desk.import(rows)) == Counts{0, 0, 2, 0});
    CHECK(must(desk->day(desk.at(10))).rows.size() == 2);
    CHECK(must(desk->day(desk.at(10))).rows.front().code == code);
}

TEST_CASE("the same appointment twice in one file is one appointment", "[desk]") {
    FrontDesk desk;
    const auto row = desk.appointment("Maja", desk.at(10));
    CHECK(counts(desk.import({row, row})) == Counts{1, 0, 1, 0});
    CHECK(desk.count(kind::visit_booked) == 1);
}

TEST_CASE("a newer appointment changes the visit, an older one doesn't", "[desk]") {
    FrontDesk desk;
    auto row = desk.appointment("Maja", desk.at(10));
    row.sequence = 3;
    desk.import({row});
    const auto visit = must(desk->day(desk.at(10))).rows.front();
    row.sequence = 4;
    row.from = desk.at(15);
    row.until = desk.at(16);
    row.purpose = "Another one";
    row.name = "Maja Svensson";
    CHECK(counts(desk.import({row})) == Counts{0, 1, 0, 0});
    const auto changed = desk.visit(visit.id);
    CHECK(changed.from == desk.at(15));
    CHECK(changed.purpose == "Another one");
    CHECK(changed.visitor == "Maja Svensson");
    CHECK(changed.code == visit.code);
    row.sequence = 2;
    row.from = desk.at(12);
    CHECK(counts(desk.import({row})) == Counts{0, 0, 1, 0});
    CHECK(desk.visit(visit.id).from == desk.at(15));
}

TEST_CASE("what a change leaves out is gone", "[desk]") {
    FrontDesk desk;
    auto row = desk.appointment("Maja", desk.at(10));
    desk.import({row});
    const auto visit = must(desk->day(desk.at(10))).rows.front();
    CHECK(visit.plate == "ABC 123");
    row.plate.clear();
    row.sequence = 1;
    desk.import({row});
    CHECK(desk.visit(visit.id).plate.empty());
    CHECK(counts(desk.import({row})) == Counts{0, 0, 1, 0});
}

TEST_CASE("a cancelled appointment is over, and cancelling it again changes nothing", "[desk]") {
    FrontDesk desk;
    auto row = desk.appointment("Maja", desk.at(10));
    desk.import({row});
    const auto visit = must(desk->day(desk.at(10))).rows.front();
    row.cancelled = true;
    row.sequence = 1;
    CHECK(counts(desk.import({row})) == Counts{0, 0, 0, 1});
    CHECK(desk.phase(visit.id) == VisitPhase::cancelled);
    CHECK(must(desk->find_appointment(visit.code)).outcome == Lookup::called_off);
    CHECK(counts(desk.import({row})) == Counts{0, 0, 1, 0});
    auto unknown = desk.appointment("Never booked", desk.at(10));
    unknown.cancelled = true;
    CHECK(counts(desk.import({unknown})) == Counts{0, 0, 1, 0});
}

TEST_CASE("an organiser whom nobody has listed becomes a host, once", "[desk]") {
    FrontDesk desk;
    auto one = desk.appointment("Maja", desk.at(10)), two = desk.appointment("Bo", desk.at(11));
    for (auto* row : {&one, &two}) {
        row->host_email = "anna@harbour.example";
        row->host_name = "Anna Müller";
    }
    desk.import({one, two});
    CHECK(desk.count(kind::host_listed) == 1);
    CHECK(must(desk->day(desk.at(10))).rows.front().host_name == "Anna Müller");
    // The staff list that comes later is about the same person.
    take_hosts(desk, {{.name = "Anna Müller", .department = "Sales", .email = "anna@harbour.example"}});
    CHECK(must(desk->find_hosts("anna")).size() == 1);
    CHECK(must(desk->day(desk.at(10))).rows.front().host_department == "Sales");
}

TEST_CASE("who was erased isn't taken again by an import, and the other rows are", "[desk]") {
    FrontDesk desk;
    auto row = desk.appointment("Maja Lindqvist", desk.at(10));
    desk.import({row});
    HostRow host{.name = "Anna Müller", .email = "anna@harbour.example"};
    take_hosts(desk, {host});
    must(desk->erase_person(must(desk->day(desk.at(10))).rows.front().person, "request"));
    must(desk->erase_person(must(desk->find_hosts("anna")).front().id, "request"));
    row.sequence = 5;
    row.line = 7;
    row.purpose = "Again";
    const auto report = desk.import({row, desk.appointment("Bo", desk.at(11))});
    CHECK(counts(report) == Counts{1, 0, 0, 0});
    REQUIRE(report.refused.size() == 1);
    CHECK(report.refused[0].line == 7);
    host.department = "Sales";
    host.line = 3;
    const auto hosts = take_hosts(desk, {host, {.name = "Bo Ek", .email = "bo@harbour.example"}});
    CHECK(counts(hosts) == Counts{1, 0, 0, 0});
    REQUIRE(hosts.refused.size() == 1);
    CHECK(hosts.refused[0].line == 3);
    CHECK(desk.files_with("Maja Lindqvist").empty());
}

TEST_CASE("more rows than a batch are all taken, and progress is told", "[desk]") {
    FrontDesk desk;
    Imported<AppointmentRow> rows;
    for (int i = 0; i < 1200; ++i) rows.taken.push_back(desk.appointment("Guest " + std::to_string(i), desk.at(10)));
    std::vector<std::size_t> told;
    const auto report = must(import_appointments(*desk, rows, {.progress = [&](std::size_t done, std::size_t all) {
        CHECK(all == 1200);
        told.push_back(done);
    }}));
    CHECK(report.added == 1200);
    CHECK(told == std::vector<std::size_t>{500, 1000, 1200});
    CHECK(must(desk->day(desk.at(10))).rows.size() == 1200);
}
