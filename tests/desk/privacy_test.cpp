// Finding a person, erasing them whole with all who are joined with them, and what policy keeps no longer.
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;
using std::chrono::hours;

namespace {

// Two registrations of one human being, as reception would say so.
void join(FrontDesk& desk, PersonId one, PersonId other) {
    const NewEvent joined{.kind = std::string{kind::person_joined},
                          .stream = stream_of(one),
                          .subject = {},
                          .body = {{"with", to_string(other)}},
                          .sealed = {}};
    must(desk->log().append({&joined, 1}, {}, desk->now()));
    must(desk->refresh());
}

std::vector<std::string> names_of(const std::vector<PersonView>& people) {
    std::vector<std::string> names;
    for (const auto& view : people) names.push_back(view.name);
    std::sort(names.begin(), names.end());
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("visitors, hosts and staff are found by name, company, phone, mail and pinyin", "[desk]") {
    FrontDesk desk;
    desk.list_host("Ann Hostess", "Pumps", "ann@harbour.example");
    must(desk->add_staff("Staffan Guard", "285943", {"guard"}));
    desk.walk_in("张伟", "+46701234567");
    must(desk->register_walk_in({.name = "Maja Lindqvist", .company = "Hafen AG"}));
    CHECK(names_of(must(desk->find_people("ann"))) == Names{"Ann Hostess"});
    CHECK(names_of(must(desk->find_people("zhangwei"))) == Names{"张伟"});
    CHECK(names_of(must(desk->find_people("234567"))) == Names{"张伟"});
    CHECK(names_of(must(desk->find_people("hafen"))) == Names{"Maja Lindqvist"});
    CHECK(names_of(must(desk->find_people("ann@harbour"))) == Names{"Ann Hostess"});
    CHECK(must(desk->find_people("")).empty());
    const auto maja = must(desk->find_people("maja")).at(0);
    CHECK(maja.kind == PersonKind::visitor);
    CHECK(maja.visits == 1);
    CHECK(must(desk->find_people("staffan")).at(0).kind == PersonKind::staff);
}

TEST_CASE("staff who look people up leave a trace, once an hour", "[desk]") {
    FrontDesk desk;
    desk.walk_in("Maja Lindqvist");
    desk.walk_in("Erik Berg");
    must(desk->find_people("maja"));
    CHECK(desk.count(kind::staff_looked_up) == 0);  // a command, nobody is signed in
    must(desk->find_people("maja", desk.staff));
    must(desk->find_people("maj", desk.staff));
    CHECK(desk.count(kind::staff_looked_up) == 1);
    must(desk->find_people("maja", new_id<PersonId>()));
    CHECK(desk.count(kind::staff_looked_up) == 2);
    desk.wait(hours{1});
    must(desk->find_people("maja", desk.staff));
    CHECK(desk.count(kind::staff_looked_up) == 3);
}

TEST_CASE("who was joined with an erased person is erased with them, however they were joined", "[desk]") {
    FrontDesk desk;
    const auto first = desk.visit(desk.walk_in("Maja Lindqvist")).person;
    const auto second = desk.visit(desk.walk_in("Maja L.")).person;
    const auto third = desk.visit(desk.walk_in("M. Lindqvist")).person;
    const auto other = desk.visit(desk.walk_in("Erik Berg")).person;
    join(desk, second, first);
    join(desk, second, third);
    must(desk->erase_person(third, "request"));
    for (const auto& person : {first, second, third}) {
        CHECK(desk.vault().is_erased(person));
        CHECK(must(desk->reader().person(person))->erased);
    }
    CHECK_FALSE(desk.vault().is_erased(other));
    CHECK(desk.count(kind::person_erased) == 3);

    // Joined after the erasure, as at a station that hadn't heard of it.
    join(desk, other, first);
    must(desk->finish_erasures());
    CHECK(desk.vault().is_erased(other));
    must(desk->finish_erasures());
    CHECK(desk.count(kind::person_erased) == 4);
    desk.chain_must_hold();
}

TEST_CASE("an erased visitor's printed badges go with them, also unfinished ones", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja Lindqvist"), other = desk.walk_in("Erik Berg");
    const auto badge = must(desk->admit(visit, desk.staff)), kept = must(desk->admit(other, desk.staff));
    const auto folder = desk.folder() / "badges";
    std::filesystem::create_directories(folder);
    const auto file_of = [&](BadgeId id) {
        return print_name_of(must(desk->reader().job_for_badge(id))->id) + ".pdf";
    };
    // As they are called today, as before, and half written.
    for (const auto& name : {"7K2M-9QXA_" + file_of(badge), file_of(badge), file_of(kept),
                             ".7K2M-9QXA_" + file_of(badge) + ".4711", "." + file_of(badge) + ".4711"})
        std::ofstream{folder / name} << "Maja Lindqvist";
    must(desk->erase_person(desk.visit(visit).person, "request"));
    Names left;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) left.push_back(entry.path().filename());
    CHECK(left == Names{file_of(kept)});
    // A job that was still to be printed prints no empty badge.
    CHECK(must(desk->badge(badge))->revoked);
}

TEST_CASE("databases of keys that were set aside as damaged go with whoever is erased first", "[desk]") {
    FrontDesk desk;
    const auto first = desk.visit(desk.walk_in("Maja Lindqvist")).person;
    desk.walk_in("Erik Berg");
    const auto station = desk.folder() / "lobby";
    const std::vector<std::filesystem::path> aside = {desk.folder() / "central.db.damaged-20261130T030000",
                                                      desk.folder() / "central.db.damaged-20261130T030000-journal",
                                                      station / "keys.db.damaged", station / "keys.db.damaged-wal"};
    for (const auto& file : aside) std::ofstream{file} << "wrapped keys";
    must(desk->erase_person(first, "request"));
    for (const auto& file : aside) CHECK_FALSE(std::filesystem::exists(file));
    // One of a later day holds no key of hers, and stays for who wants to know what happened.
    std::ofstream{aside[0]} << "wrapped keys";
    must(desk->finish_erasures());
    CHECK(std::filesystem::exists(aside[0]));
    CHECK(std::filesystem::exists(station / "keys.db"));
}

TEST_CASE("policy's days after the last visit a person is due, all who are joined at once", "[desk]") {
    FrontDesk desk;
    const auto left_person = desk.visit(desk.walk_in("Left Today")).person;
    const auto visit = must(desk->reader().visits_of_person(left_person)).at(0).first;
    must(desk->admit(visit, desk.staff));
    must(desk->let_out(visit, desk.staff));
    const auto inside = desk.walk_in("Still Inside");
    must(desk->admit(inside, desk.staff));
    const auto planned = desk.book("Comes Later", desk.at(10, 0, 100)).person;
    const auto host = desk.list_host("Ann Hostess");
    const auto returned = desk.visit(desk.walk_in("Returned Later")).person;
    const auto days = desk->policy().retention_days;
    REQUIRE(days == 90);

    desk.set_clock(desk.at(9, 0, days) - std::chrono::seconds{1});
    CHECK(must(desk->due_for_erasure()).empty());
    desk.set_clock(desk.at(23, 59, days));
    join(desk, returned, planned);
    CHECK(must(desk->due_for_erasure()) == std::vector{left_person});
    desk.set_clock(desk.at(23, 59, 100 + days));
    auto due = must(desk->due_for_erasure());
    for (const auto& person : due) must(desk->erase_person(person, "retention"));
    for (const auto& person : {left_person, returned, planned}) CHECK(desk.vault().is_erased(person));
    CHECK_FALSE(desk.vault().is_erased(host));
    CHECK(desk.visit(inside).name_known);
    CHECK(must(desk->due_for_erasure()).empty());
    desk.chain_must_hold();
}

TEST_CASE("the only station keeps the site, unless its configuration says otherwise", "[desk]") {
    FrontDesk desk;
    CHECK(must(desk->is_keeper()));
    for (const auto& [word, keeps] : {std::pair{"no", false}, std::pair{"yes", true}}) {
        desk.config.site.keeper = word;
        desk.reopen();
        CHECK(must(desk->is_keeper()) == keeps);
    }
    // A reception that is known takes it over.
    desk.config.site.keeper = "auto";
    desk.reopen();
    const auto reception =
        must(open_identity({.data = desk.folder(), .name = "reception", .role = Role::reception}, desk.config.site));
    const NewEvent enrolled{.kind = std::string{kind::station_enrolled},
                            .stream = desk.site_stream(),
                            .subject = {},
                            .body = certificate_json(reception.certificate),
                            .sealed = {}};
    must(desk->log().append({&enrolled, 1}, {}, desk->now()));
    CHECK_FALSE(must(desk->is_keeper()));
}
