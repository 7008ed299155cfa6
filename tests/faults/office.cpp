// Opening the office, remembering what it acknowledged, and checking what became of it.
#include "tests/faults/office.h"

#include <sodium.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "kiosk/log/log_reader.h"
#include "kiosk/sqlite/database.h"
#include "kiosk/visit/kinds.h"
#include "tests/log/log_fixture.h"

namespace vestibule::faults_test {
namespace {

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::map<JobId, std::string> jobs_of(const std::filesystem::path& log_file) {
    auto database = must(Database::open(log_file, FileAccess::read_only));
    auto rows = must(database.query("SELECT id, state FROM job WHERE worker = 'print'"));
    std::map<JobId, std::string> out;
    while (must(rows.step())) {
        const auto id = rows.id<JobId>(0).value();
        const auto state = rows.text(1);
        CHECK(out.emplace(id, state == "pending" || state == "started" ? "open" : std::string{state}).second);
    }
    return out;
}

// A badge and its job, an outcome and its job's end: written together or not at all.
void check_events_have_their_jobs(const std::vector<Event>& events, const std::map<JobId, std::string>& jobs) {
    std::size_t issued = 0, printed = 0;
    for (const auto& event : events) {
        issued += event.kind == kind::badge_issued;
        printed += event.kind == kind::badge_printed;
    }
    std::size_t done = 0;
    for (const auto& [id, state] : jobs) done += state != "open";
    CHECK(jobs.size() == issued);
    CHECK(done == printed);
}

void check_chain(const std::filesystem::path& log_file) {
    const auto damage = must(verify_log(log_file));
    INFO((damage ? damage->what : ""));
    CHECK_FALSE(damage);
}

// Every sealed event in the log, acknowledged or not, can be read, unless its person was erased.
void check_keys(const std::vector<Event>& events, const Vault& vault) {
    for (const auto& event : events) {
        if (!event.sealed || !event.subject || vault.is_erased(*event.subject)) continue;
        const auto text = vault.unseal(*event.subject, event.kind, event.stream, *event.sealed);
        INFO("event " << event.seq << " " << event.kind << (text ? "" : ": " + text.error().what));
        CHECK(text);
    }
}

}  // namespace

Site::Site()
    : identity{must(open_identity({.data = folder.path(), .name = "lobby", .role = Role::lobby}, Config::Site{}))} {
    config.site.time_zone = "Europe/London";
    config.mail.server = "smtp://127.0.0.1:9";
    const log_test::SigningStation neighbour;
    auto log = must(Log::open(folder / "neighbour.db", neighbour.station));
    const auto visit = new_id<VisitId>();
    neighbours_rows = log_test::append(log, {neighbour.enrolled(), log_test::booked(visit, new_id<PersonId>())}, ten);
    for (auto& row : log_test::append(log, {log_test::event(kind::visit_cancelled, stream_of(visit))}, ten))
        neighbours_rows.push_back(std::move(row));
    neighbours_head = neighbour.head_at(neighbours_rows.back());
}

Result<std::unique_ptr<Office>> Office::open(const Site& site, const std::filesystem::path& folder) {
    VESTIBULE_TRY(vault,
                  Vault::open(folder / "keys.db", site.identity.site_key.view(), site.identity.site_key_generation));
    VESTIBULE_TRY(log, Log::open(folder / "log.db", site.identity.station()));
    std::unique_ptr<Office> office{new Office{site, std::move(vault), std::move(log)}};
    VESTIBULE_TRY(reader, LogReader::open(folder / "log.db"));
    VESTIBULE_TRY(desk, Desk::open({.log = office->log_,
                                    .reader = std::move(reader),
                                    .vault = office->vault_,
                                    .identity = site.identity,
                                    .config = site.config,
                                    .role = Role::lobby,
                                    .clock = [] { return ten; }}));
    office->desk_ = std::move(desk);
    return office;
}

Result<> Office::introduce() {
    const auto& c = site_->identity.certificate;
    VESTIBULE_TRY(policy, parse_policy_toml(content_of(VESTIBULE_SOURCE "/config/policy.toml"), "policy.toml"));
    const auto site = stream_of(site_->identity.trust.site);
    const std::vector<NewEvent> events = {
        log_test::event(
            kind::station_enrolled, site,
            {{"station", to_string(c.station)}, {"name", c.name}, {"role", c.role}, {"key", to_hex(c.key)}}),
        log_test::event(kind::site_policy_set, site, {{"version", 1}, {"policy", policy_json(policy)}})};
    VESTIBULE_CHECK(log_.append(events, {}, ten));
    return desk_->refresh();
}

void Acknowledged::look(Office& office, const std::filesystem::path& folder) {
    const FaultyDisk::Looking looking;
    events = all_events(folder / "log.db");
    jobs = jobs_of(folder / "log.db");
    for (const auto& event : events)
        if (event.kind == kind::person_erased && office.vault().is_erased(PersonId{event.stream.bytes}))
            erased.insert(PersonId{event.stream.bytes});
}

std::vector<Event> all_events(const std::filesystem::path& log_file) {
    std::vector<Event> out;
    const auto reader = must(LogReader::open(log_file));
    must(reader.each_event([&](const Event& event) {
        out.push_back(event);
        return true;
    }));
    return out;
}

std::string integrity_of(const std::filesystem::path& database) {
    log_test::RawConnection raw{database};
    return raw.all("PRAGMA integrity_check");
}

void check_nothing_lost(const Site& site, const std::filesystem::path& folder, const Acknowledged& acknowledged) {
    auto opened = Office::open(site, folder);
    if (!opened) FAIL("it doesn't open any more: " << opened.error().what);
    auto& office = **opened;
    const auto log_file = folder / "log.db";
    const auto events = all_events(log_file);
    const auto jobs = jobs_of(log_file);
    // In order and once: what was acknowledged is a subsequence, and of each station the numbers have no gap.
    auto wanted = acknowledged.events.begin();
    for (const auto& event : events)
        if (wanted != acknowledged.events.end() && event == *wanted) ++wanted;
    CHECK(wanted == acknowledged.events.end());
    for (const auto& [id, state] : acknowledged.jobs) {
        const auto held = jobs.find(id);
        CHECK(held != jobs.end());
        if (held != jobs.end() && state != "open") CHECK(held->second == state);
    }
    check_chain(log_file);
    check_events_have_their_jobs(events, jobs);
    CHECK(integrity_of(log_file) == "ok|\n");
    CHECK(integrity_of(folder / "keys.db") == "ok|\n");
    check_keys(events, office.vault());
    for (const auto& person : acknowledged.erased) CHECK_FALSE(office.vault().holds(person));
    const auto before = log_test::projections_of(log_file);
    must(office.log().rebuild());
    CHECK(before == log_test::projections_of(log_file));
}

void check_says_what_to_do(const Problem& problem, const std::filesystem::path& folder) {
    INFO(problem.what);
    CHECK(problem.remedy == Remedy::ask_staff);
    CHECK(problem.what.find(folder.string()) != std::string::npos);
    const auto says = [&](const char* words) { return problem.what.find(words) != std::string::npos; };
    CHECK((says("make room") || says("check the disk") || says("check that its folder") || says("restore a backup")));
}

}  // namespace vestibule::faults_test
