// Databases of earlier versions, kept as files: today's program opens them and reads what was written then. Databases
// of a later one are refused and left as they are.
//
// fixtures/version-1.db was made by write_history() below with the program of format 1, as a backup: run
// `log_test "[make-fixture]"`, which makes version-N.db of today's format N where it isn't there yet. Never made
// anew.
#include <fstream>
#include <iterator>

#include "kiosk/log/backup.h"
#include "kiosk/log/schema.h"
#include "tests/log/log_fixture.h"

using namespace vestibule;
using namespace vestibule::log_test;
namespace fs = std::filesystem;

namespace {

const fs::path fixtures = VESTIBULE_SOURCE "/tests/log/fixtures";
const auto own = id<StationId>(1);
const auto other = id<StationId>(2);
const auto site = id<StreamId>(250);

Json whole_visit(std::uint8_t person) {
    return {{"person", to_string(id<PersonId>(person))},
            {"host", to_string(id<PersonId>(60))},
            {"type", "visitor"},
            {"code", "CODE000" + std::to_string(person % 10)},
            {"from", micros(at(0))},
            {"until", micros(at(60))},
            {"companions", 2},
            {"sequence", 4}};
}

NewEvent sealed_for(std::uint8_t person, NewEvent event) {
    event.subject = id<PersonId>(person);
    event.sealed = Bytes{person, 7, 7};
    return event;
}

// A few of everything that a log of format 1 holds.
std::vector<NewEvent> own_history() {
    const auto visit = [](std::uint8_t n) { return id<StreamId>(n); };
    return {
        event(kind::site_policy_set, site, {{"version", 3}, {"policy", {{"name", "Harbour"}}}}),
        sealed_for(60, event(kind::host_listed, id<StreamId>(60), {{"languages", {"de"}}})),
        sealed_for(61, event(kind::host_listed, id<StreamId>(61))),
        event(kind::host_unlisted, id<StreamId>(61)),
        sealed_for(62, event(kind::staff_listed, id<StreamId>(62), {{"roles", {"guard", "reception"}}})),
        event(kind::staff_signed_in, id<StreamId>(62), {{"role", "guard"}}),
        sealed_for(50, event(kind::person_described, id<StreamId>(50), {{"language", "zh_CN"}})),
        sealed_for(51, event(kind::person_described, id<StreamId>(51), {{"language", "en"}})),
        event(kind::person_joined, id<StreamId>(51), {{"with", to_string(id<PersonId>(50))}}),
        event(kind::person_erased, id<StreamId>(51), {{"reason", "asked"}}),
        sealed_for(50, event(kind::visit_booked, visit(10), whole_visit(50))),
        event(kind::visit_arrived, visit(10), {{"needs_answer", true}, {"policy", 3}}),
        event(kind::visit_approved, visit(10), {{"by", to_string(id<PersonId>(62))}}),
        event(kind::badge_issued, id<StreamId>(30),
              {{"visit", to_string(id<VisitId>(10))},
               {"person", to_string(id<PersonId>(50))},
               {"type", "visitor"},
               {"zones", 5},
               {"escort", true},
               {"nbf", micros(at(0))},
               {"exp", micros(at(60))},
               {"template", "card"}}),
        event(kind::visit_admitted, visit(10), {{"badge", to_string(id<BadgeId>(30))}, {"policy", 3}}),
        event(kind::host_told, visit(10), {{"job", to_string(id<JobId>(2))}, {"outcome", "sent"}}),
        event(kind::badge_printed, id<StreamId>(30), {{"outcome", "printed"}, {"printer", "P"}}),
        event(kind::badge_entered, id<StreamId>(30), {{"gate", "north"}}),
        event(kind::visit_requested, visit(11), {{"person", to_string(id<PersonId>(51))}, {"type", "courier"}}),
        event(kind::visit_declined, visit(11), {{"by", to_string(id<PersonId>(62))}}),
        event(kind::visit_booked, visit(12), whole_visit(52)),
        event(kind::visit_cancelled, visit(12), {{"sequence", 5}}),
        event(kind::badge_issued, id<StreamId>(31),
              {{"visit", to_string(id<VisitId>(10))}, {"person", to_string(id<PersonId>(50))}, {"exp", 5}}),
        event(kind::badge_revoked, id<StreamId>(31), {{"reason", "lost"}}),
        event("guest.sang", id<StreamId>(99), {{"song", "of a later version"}}),
    };
}

NewJob job(std::uint8_t number, const char* worker) {
    return {.id = id<JobId>(number),
            .worker = worker,
            .body = {{"badge", to_string(id<BadgeId>(number))}},
            .due = at(number)};
}

void write_history(const fs::path& file, const TemporaryFolder& folder) {
    SigningStation mine, theirs;
    mine.station = own;
    theirs.station = other;
    auto elsewhere = must(Log::open(folder / "elsewhere.db", other));
    const auto foreign =
        append(elsewhere,
               {theirs.enrolled(), event(kind::visit_booked, id<StreamId>(13), whole_visit(53)),
                event(kind::visit_admitted, id<StreamId>(13)), event(kind::visit_left, id<StreamId>(13))},
               at(3));
    auto log = must(Log::open(file, own));
    append(log, {mine.enrolled()});
    const auto rows = append(log, own_history(), at(2));
    must(log.keep_own_head(mine.head_at(rows.back())));
    append(log,
           {event(kind::station_revoked, site, {{"station", to_string(id<StationId>(3))}, {"reason", "stolen"}})});
    must(log.take(foreign, theirs.head_at(foreign.back())));
    must(log.append({}, std::array{job(30, "print"), job(2, "notify"), job(31, "print"), job(4, "print")}, nine));
    must(log.start_job(id<JobId>(30), "at the printer"));
    must(log.note_job(id<JobId>(30), "at the printer", {{"stop", "front-desk"}}));
    must(log.finish_job(id<JobId>(2), JobState::done, "sent", {}, nine));
    must(log.finish_job(id<JobId>(31), JobState::failed, "no paper", {}, nine));
}

std::string content_of(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

TEST_CASE("make the fixture of today's format", "[.][make-fixture]") {
    const TemporaryFolder folder;
    write_history(folder / "log.db", folder);
    must(backup_log(folder / "log.db",
                    fixtures / ("version-" + std::to_string(log_schema::migrations().size()) + ".db")));
}

TEST_CASE("there is a fixture of every format up to today's", "[old]") {
    for (std::size_t version = 1; version <= log_schema::migrations().size(); ++version)
        CHECK(fs::exists(fixtures / ("version-" + std::to_string(version) + ".db")));
}

TEST_CASE("a database of format 1 opens, is whole, and says what was written then", "[old]") {
    const TemporaryFolder folder;
    const auto file = folder / "log.db";
    fs::copy_file(fixtures / "version-1.db", file);
    auto log = must(Log::open(file, own));
    const auto as_opened = projections_of(file);
    must(log.rebuild());
    CHECK(projections_of(file) == as_opened);
    CHECK_FALSE(must(verify_log(file)));

    const auto reader = must(LogReader::open(file));
    CHECK(must(reader.cursor()) == Cursor{{own, 27}, {other, 4}});
    CHECK(must(reader.acknowledged_seq()) == 26);
    CHECK(must(reader.heads()).size() == 2);
    const auto stations = must(reader.stations());
    REQUIRE(stations.size() == 3);
    CHECK(stations[0].name == "North door");
    CHECK(stations[2].revoked);
    CHECK(must(reader.policy()) == Json{{"name", "Harbour"}});
    CHECK(must(reader.hosts()) == std::vector{id<PersonId>(60)});
    CHECK(must(reader.staff()) == std::vector{id<PersonId>(62)});

    const auto visit = must(reader.visit(id<VisitId>(10))).value();
    CHECK(visit == VisitState{.phase = VisitPhase::inside,
                              .person = id<PersonId>(50),
                              .host = id<PersonId>(60),
                              .type = "visitor",
                              .code = "CODE0000",
                              .companions = 2,
                              .sequence = 4,
                              .from = at(0),
                              .until = at(60),
                              .arrived_at = at(2),
                              .decided_at = at(2),
                              .admitted_at = at(2),
                              .door = own,
                              .decided_by = id<PersonId>(62),
                              .badge = id<BadgeId>(30),
                              .host_told = true,
                              .sealed_rows = {{own, 12}}});
    CHECK(must(reader.visit(id<VisitId>(11))).value().phase == VisitPhase::declined);
    CHECK(must(reader.visit(id<VisitId>(12))).value().phase == VisitPhase::cancelled);
    CHECK(must(reader.visit(id<VisitId>(12))).value().sequence == 5);
    CHECK(must(reader.visit(id<VisitId>(13))).value().left_at == at(3));
}

TEST_CASE("a database of format 1 says of badges, persons and jobs what was written then", "[old]") {
    const TemporaryFolder folder;
    const auto file = folder / "log.db";
    fs::copy_file(fixtures / "version-1.db", file);
    auto log = must(Log::open(file, own));
    must(log.rebuild());
    const auto reader = must(LogReader::open(file));
    CHECK(must(reader.badge(id<BadgeId>(30))).value() == BadgeState{.issued = true,
                                                                    .inside = true,
                                                                    .issuer = own,
                                                                    .visit = id<VisitId>(10),
                                                                    .person = id<PersonId>(50),
                                                                    .type = "visitor",
                                                                    .zones = 5,
                                                                    .escort = true,
                                                                    .not_before = at(0),
                                                                    .expires = at(60),
                                                                    .badge_template = "card",
                                                                    .print = PrintOutcome::printed,
                                                                    .printed_at = at(2),
                                                                    .entered_at = at(2),
                                                                    .print_ended_at = at(2),
                                                                    .print_queue = "P",
                                                                    .entered_gate = "north"});
    CHECK(must(reader.badge(id<BadgeId>(31))).value().revoked);
    CHECK(must(reader.person(id<PersonId>(50))).value() ==
          PersonState{.language = "zh_CN", .details = EventKey{own, 8}});
    CHECK(must(reader.person(id<PersonId>(51))).value() == PersonState{.erased = true});
    CHECK(must(reader.person(id<PersonId>(62))).value() ==
          PersonState{.staff = true, .staff_roles = {"guard", "reception"}, .staff_details = EventKey{own, 6}});
    CHECK(must(reader.stream(id<StreamId>(50))).front().sealed == Bytes{50, 7, 7});
    CHECK(must(reader.stream(id<StreamId>(99))).front().kind == "guest.sang");

    const auto jobs = must(reader.all_jobs());
    REQUIRE(jobs.size() == 4);
    CHECK(jobs[0].state == JobState::started);
    CHECK(jobs[0].remark == "at the printer");
    CHECK(jobs[1].state == JobState::done);
    CHECK(jobs[2].state == JobState::failed);
    CHECK(jobs[3].state == JobState::pending);
    CHECK(must(reader.jobs_due("print", at(600), 10)).size() == 2);
}

TEST_CASE("an old database goes on in today's format", "[old]") {
    const TemporaryFolder folder;
    fs::copy_file(fixtures / "version-1.db", folder / "log.db");
    auto log = must(Log::open(folder / "log.db", own));
    append(log, {event(kind::visit_left, id<StreamId>(10))}, at(9));
    CHECK(must(must(LogReader::open(folder / "log.db")).visit(id<VisitId>(10))).value().left_at == at(9));
    CHECK_FALSE(must(verify_log(folder / "log.db")));
}

TEST_CASE("a log of a newer program is refused with a clear word, and not a byte of it changes", "[old]") {
    const TemporaryFolder folder;
    const auto file = folder / "log.db";
    fs::copy_file(fixtures / "version-1.db", file);
    RawConnection{file}.run("PRAGMA user_version = 99");
    const auto before = content_of(file);
    const auto problem = Log::open(file, own).error();
    CHECK(problem.remedy == Remedy::ask_staff);
    CHECK_THAT(problem.what, Catch::Contains("newer version of Vestibule") && Catch::Contains("format 99"));
    CHECK(content_of(file) == before);
    CHECK(std::distance(fs::directory_iterator{folder.path()}, {}) == 1);
}
