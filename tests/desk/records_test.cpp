// Reception's records: the day, search, erasing a person, and that no file holds a name in clear.
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;
using std::chrono::seconds;

namespace {

std::vector<std::string> visitors_of(const std::vector<VisitView>& rows) {
    std::vector<std::string> out;
    for (const auto& row : rows) out.push_back(row.visitor);
    return out;
}
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a day shows what needs a person first, then the hours, what is over last", "[desk]") {
    FrontDesk desk;
    desk.book("Late", desk.at(16));
    desk.book("Missed", desk.at(7));
    const auto inside = desk.walk_in("Inside");
    must(desk->admit(inside, desk.staff));
    const auto gone = desk.walk_in("Gone");
    must(desk->admit(gone, desk.staff));
    must(desk->let_out(gone, desk.staff));
    desk.walk_in("Waiting");
    desk.book("Tomorrow", desk.at(10, 0, 1));
    const auto day = must(desk->day(desk.at(12)));
    CHECK(visitors_of(day.rows) == Names{"Waiting", "Inside", "Late", "Missed", "Gone"});
    CHECK(day.expected == 1);
    CHECK(day.no_show == 1);
    CHECK(day.waiting == 1);
    CHECK(day.inside == 1);
    CHECK(day.left == 1);
    CHECK(visitors_of(must(desk->day(desk.at(12, 0, 1))).rows) == Names{"Inside", "Tomorrow"});
}

TEST_CASE("search finds by every field that reception would think of", "[desk]") {
    FrontDesk desk;
    const auto host = desk.list_host("Anna Berg", "Sales");
    must(desk->register_walk_in({.name = "张伟",
                                 .company = "Hafen Müller GmbH",
                                 .phone = "+46 70-123 45 67",
                                 .email = "w.zhang@hafen.example",
                                 .host = host,
                                 .purpose = "Pumps",
                                 .plate = "ABC 123"}));
    desk.walk_in("Somebody Else");
    const auto rows = must(desk->day(desk.at(9))).rows;
    for (const char* typed : {"张伟", "zhang", "zw", "hafen", "muller", "anna", "berg", "pumps", "abc123", "ABC 1",
                              "1234567", "w.zhang@", "sales"}) {
        INFO(typed);
        const auto found = Desk::search(rows, typed);
        CHECK(visitors_of(found) == Names{"张伟"});
    }
    CHECK(Desk::search(rows, "").size() == 2);
    CHECK(Desk::search(rows, "45").empty());  // too few digits to tell a person
    CHECK(Desk::search(rows, "nobody").empty());
    CHECK(visitors_of(must(desk->find_visits("zhangwei"))) == Names{"张伟"});
}

TEST_CASE("all visits ever are found, newest first", "[desk]") {
    FrontDesk desk;
    desk.walk_in("Maja Lindqvist");
    desk.set_clock(desk.at(9, 0, 5));
    desk.walk_in("Maja Svensson");
    CHECK(visitors_of(must(desk->find_visits("maja"))) == Names{"Maja Svensson", "Maja Lindqvist"});
}

TEST_CASE("an erased person is gone from every view: counts stay and the chain holds", "[desk]") {
    FrontDesk desk;
    const auto visit = must(desk->register_walk_in({.name = "Maja Lindqvist",
                                                    .company = "Hafen",
                                                    .phone = "+46701234567",
                                                    .purpose = "Pumps",
                                                    .plate = "ABC 1"}));
    const auto badge = must(desk->admit(visit, desk.staff));
    const auto token = desk.token(badge);
    const auto before = must(desk->day(desk.at(9)));
    must(desk->erase_person(desk.visit(visit).person, "request"));
    for (const bool restarted : {false, true}) {
        if (restarted) desk.reopen();
        const auto view = desk.visit(visit);
        CHECK(view.erased);
        CHECK_FALSE(view.name_known);
        CHECK((view.visitor + view.company + view.phone + view.purpose + view.plate).empty());
        CHECK(must(desk->badge(badge))->name.empty());
        CHECK(must(desk->find_visits("maja")).empty());
        CHECK(must(desk->find_visits("pumps")).empty());
        const auto day = must(desk->day(desk.at(9)));
        CHECK(day.rows.size() == before.rows.size());
        CHECK(day.inside == before.inside);
        CHECK(desk.scan(token) == refused(Refusal::erased));
    }
    must(desk->erase_person(desk.visit(visit).person, "request"));  // again is no harm
    CHECK(desk.count(kind::person_erased) == 1);
    CHECK_FALSE(desk->erase_person(new_id<PersonId>(), "request"));
    desk.chain_must_hold();
}

TEST_CASE("a person's details can't be written again after erasing", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja Lindqvist");
    const auto person = desk.visit(visit).person;
    must(desk->erase_person(person, "request"));
    CHECK_FALSE(desk.vault().seal(person, kind::person_described, stream_of(person), "{}"));
    CHECK_FALSE(desk.vault().holds(person));
}

TEST_CASE("no file of a station holds a name, number or word of a person in clear", "[desk]") {
    FrontDesk desk;
    const auto host = desk.list_host("Hostess Berglund", "Secretdepartment", "hostess@harbour.example");
    must(desk->add_staff("Staffan Guardman", "285943", {"guard"}));
    auto row = desk.appointment("Booked Lindqvist", desk.at(10));
    row.host_email = "organiser@harbour.example";
    row.host_name = "Organiser Ek";
    row.email = "booked@guest.example";
    desk.import({row});
    const auto visit = must(desk->register_walk_in({.name = "Maja Walkin",
                                                    .company = "Hafenpumpen",
                                                    .phone = "+46701112233",
                                                    .email = "maja@guest.example",
                                                    .language = "en",
                                                    .host = host,
                                                    .host_text = "the lady downstairs",
                                                    .purpose = "Verhandlung",
                                                    .plate = "PLATE77"}));
    const auto badge = must(desk->admit(visit, desk.staff));
    CHECK(desk.scan(desk.token(badge)) == welcome);
    must(desk->reprint(visit, "damaged by Maja Walkin", desk.staff));
    CHECK(Desk::search(must(desk->day(desk.at(9))).rows, "maja").size() == 1);
    const auto gone = desk.walk_in("张伟 Erasedperson");
    must(desk->erase_person(desk.visit(gone).person, "张伟 Erasedperson asked"));
    must(desk->sign_in("705318"));

    // The search itself works, in the database or its write-ahead log: these do stand there.
    REQUIRE_FALSE(desk.files_with("visit.requested").empty());
    REQUIRE_FALSE(desk.files_with("Gate 1").empty());
    REQUIRE(std::filesystem::exists(desk.log_file().string() + "-wal"));
    std::ofstream{desk.folder() / "planted"} << "... Maja Walkin ...";
    CHECK(desk.files_with("Maja Walkin") == std::vector<std::string>{"planted"});
    std::filesystem::remove(desk.folder() / "planted");

    for (const char* secret :
         {"Maja",       "Walkin",      "walkin",   "majawalkin", "Hafenpumpen", "701112233",        "maja@guest",
          "the lady",   "Verhandlung", "PLATE77",  "Hostess",    "Berglund",    "Secretdepartment", "hostess@",
          "Booked",     "Lindqvist",   "booked@",  "123 45 67",  "Audit of",    "ABC 123",          "Organiser",
          "organiser@", "Staffan",     "Guardman", "285943",     "705318",      "argon2",           "张伟",
          "zhangwei",   "Erasedperson"}) {
        INFO(secret);
        CHECK(desk.files_with(secret).empty());
    }
}
