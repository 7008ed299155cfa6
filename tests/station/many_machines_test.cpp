// A site on several machines that meet in PostgreSQL: enrolled by one-time codes, living on after clones, backups and
// revocations.
#include <thread>

#include "kiosk/log/backup.h"
#include "kiosk/station/enrolment_round.h"
#include "kiosk/station/join.h"
#include "kiosk/sync/central_enrolment.h"
#include "tests/station/building.h"
#include "tests/support/central_database.h"

using namespace vestibule;
using namespace vestibule::station_test;
namespace fs = std::filesystem;

namespace {

// The machine where the site is made, with a reception that keeps it; its clock is the real one, as the server's is.
struct Headquarters {
    test_support::PostgresServer& server = test_support::postgres_server();
    std::string database = test_support::installed_database(server);
    Building machine;
    std::string url = server.station_url(database);

    Headquarters() {
        machine.now_us = micros(system_now());
        const auto identity = must(open_identity(
            {.data = machine.folder.path(), .name = "reception", .role = Role::reception}, machine.config.site));
        must(write_central_login(
            machine.folder.path() / "reception",
            test_support::login_of(server, database, identity.trust, identity.certificate, true)));
    }
};

// Another machine: nothing on it but what a code brings.
struct Outpost {
    Building machine;
    Outpost() { machine.now_us = micros(system_now()); }

    Result<Joined> try_join(const Headquarters& site, const std::string& code, const std::string& name = "") {
        return join({.data = machine.folder.path(),
                     .code = code,
                     .url = site.url,
                     .name = name,
                     .site = machine.config.site,
                     .clock = [this] { return from_micros(machine.now_us); }});
    }
};

std::string code_for(Station& keeper, Role role, const std::string& name) {
    // Staff answer at each of them: the tests' visitors needn't wait for reception.
    const StationToEnrol station{.role = role, .name = name, .staffed = true};
    return must(open_code(keeper.options().place, station, keeper.options().clock())).code;
}

// The keeper's worker answers while the guest waits.
Joined enrol(Headquarters& site, Station& keeper, Outpost& outpost, Role role) {
    const auto code = code_for(keeper, role, std::string{name_of(role)});
    std::atomic<bool> over{false};
    std::thread worker{[&] {
        while (!over) {
            (void)keeper.exchange_now();
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
    }};
    auto joined = outpost.try_join(site, code);
    over = true;
    worker.join();
    return must(std::move(joined));
}

std::string visitor_at(Station& station, VisitId visit) {
    const auto view = must(must(station.new_desk())->visit(visit));
    return view ? view->visitor : "unknown";
}

void exchange(std::initializer_list<Station*> stations) {
    for (int i = 0; i < 2; ++i)
        for (auto* station : stations) must(station->exchange_now());
}

}  // namespace

TEST_CASE("a station on another machine is enrolled with a code, and the site is one", "[station][postgres]") {
    Headquarters site;
    auto reception = site.machine.open(Role::reception);
    Outpost gate;
    const auto joined = enrol(site, *reception, gate, Role::guard);
    CHECK(joined.name == "guard");
    CHECK_FALSE(joined.reborn);
    CHECK_FALSE(fs::exists(gate.machine.folder.path() / "site"));
    CHECK((fs::status(gate.machine.folder.path() / "guard" / "central.json").permissions() & fs::perms::mask) ==
          (fs::perms::owner_read | fs::perms::owner_write));

    auto guard = gate.machine.open(Role::guard);
    const auto visit = must(must(reception->new_desk())->register_walk_in({.name = "Zhang Wei"}));
    exchange({reception.get(), guard.get()});
    CHECK(visitor_at(*guard, visit) == "Zhang Wei");
    // The policy came with the log, not from a file here.
    CHECK(count(*must(guard->new_desk()), kind::site_policy_set) == 1);
    const auto at_gate = must(must(guard->new_desk())->register_walk_in({.name = "Li Na"}));
    exchange({guard.get(), reception.get()});
    CHECK(visitor_at(*reception, at_gate) == "Li Na");
    site.machine.wait(std::chrono::minutes{6});
    must(reception->exchange_now());
    CHECK(reception->health().report().heard.size() == 2);
    for (auto* station : {reception.get(), guard.get()}) CHECK_FALSE(must(verify_log(station->log_file())));
}

TEST_CASE("a code enrols once, in its time, and only by the one who knows all of it", "[station][postgres]") {
    Headquarters site;
    auto reception = site.machine.open(Role::reception);
    Outpost gate, thief;
    const auto folder = site.machine.folder.path() / "site" / "codes";
    const auto codes = [&] { return std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}); };
    SECTION("twice") {
        auto code = code_for(*reception, Role::guard, "guard");
        std::atomic<bool> over{false};
        std::thread worker{[&] {
            while (!over) (void)reception->exchange_now();
        }};
        must(gate.try_join(site, code));
        const auto again = thief.try_join(site, code);
        over = true;
        worker.join();
        REQUIRE_FALSE(again);
        CHECK(again.error().remedy == Remedy::ask_staff);
        CHECK(codes() == 0);
    }
    SECTION("a mistyped one") {
        auto code = code_for(*reception, Role::guard, "guard");
        code.back() = code.back() == 'A' ? 'B' : 'A';
        CHECK(thief.try_join(site, code).error().remedy == Remedy::ask_staff);
        CHECK(thief.try_join(site, "1234").error().remedy == Remedy::give_up);
        CHECK_FALSE(fs::exists(thief.machine.folder.path() / "guard" / "identity.json"));
    }
    SECTION("an expired one") {
        const auto code = code_for(*reception, Role::guard, "guard");
        site.machine.wait(std::chrono::seconds{code_lasts} + std::chrono::seconds{1});
        CHECK(must(answer_codes(reception->options().place, reception->options().clock())) == 0);
        CHECK(codes() == 0);
    }
    SECTION("a machine without the root key gives none") {
        (void)enrol(site, *reception, gate, Role::reception);
        auto second = gate.machine.open(Role::reception);
        CHECK(
            open_code(second->options().place, {.role = Role::guard, .name = "guard"}, system_now()).error().remedy ==
            Remedy::ask_staff);
    }
}

TEST_CASE("a station started beside ones that use PostgreSQL is made known there by itself", "[station][postgres]") {
    Headquarters site;
    auto reception = site.machine.open(Role::reception);
    auto lobby = site.machine.open(Role::lobby);
    const auto visit = must(must(lobby->new_desk())->register_walk_in({.name = "Erik Berg"}));
    exchange({lobby.get(), reception.get()});
    CHECK(visitor_at(*reception, visit) == "Erik Berg");
    CHECK(site.server.sql(site.database, "SELECT count(*) FROM vestibule.station WHERE keeps_site").at(0) == "2");
    CHECK_FALSE(fs::exists(site.machine.folder.path() / "central.db"));
}

TEST_CASE("a revoked station is told, its later badges count nowhere, and the site gets a new key on every machine",
          "[station][postgres]") {
    Headquarters site;
    auto reception = site.machine.open(Role::reception);
    Outpost gate, entrance;
    (void)enrol(site, *reception, gate, Role::guard);
    (void)enrol(site, *reception, entrance, Role::lobby);
    auto guard = gate.machine.open(Role::guard);
    auto lobby = entrance.machine.open(Role::lobby);
    exchange({guard.get(), lobby.get(), reception.get()});

    must(must(reception->new_desk())->revoke_station(lobby->identity().station(), {.reason = "stolen"}));
    exchange({reception.get(), guard.get(), reception.get(), guard.get()});
    const auto refused = lobby->exchange_now();
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().what, Catch::Contains("revoked"));
    // The stolen machine goes on signing badges; nobody lets them in.
    auto stolen = must(lobby->new_desk());
    const auto badge = admit(*stolen, "Mallory");
    const auto token = must(stolen->badge(badge))->token;
    auto at_gate = must(guard->new_desk());
    must(at_gate->refresh());
    CHECK(must(at_gate->check(token, Passage::check)).result.verdict != Verdict::welcome);

    // A month of names is read by the new key at the gate, and not by the one that was revoked.
    const auto later = must(must(reception->new_desk())->register_walk_in({.name = "Maja Lindqvist"}));
    exchange({reception.get(), guard.get()});
    CHECK(visitor_at(*guard, later) == "Maja Lindqvist");
    CHECK(guard->identity().station() != lobby->identity().station());
    CHECK(site.server.sql(site.database, "SELECT min(generation) FROM vestibule.subject_key").at(0) == "2");
    CHECK(fs::exists(site.machine.folder.path() / "site" / "site_key.2"));
    CHECK_FALSE(fs::exists(site.machine.folder.path() / "site" / "site_key"));
}

TEST_CASE("a cloned disk is told apart, and the clone goes on as a new incarnation with all it wrote",
          "[station][postgres]") {
    Headquarters site;
    auto reception = site.machine.open(Role::reception);
    Outpost entrance, clone;
    (void)enrol(site, *reception, entrance, Role::lobby);
    auto lobby = entrance.machine.open(Role::lobby);
    const auto before = must(must(lobby->new_desk())->register_walk_in({.name = "Before Cloning"}));
    must(lobby->exchange_now());
    lobby.reset();
    fs::copy(entrance.machine.folder.path() / "lobby", clone.machine.folder.path() / "lobby",
             fs::copy_options::recursive);

    lobby = entrance.machine.open(Role::lobby);
    auto second = clone.machine.open(Role::lobby);
    const auto here = must(must(lobby->new_desk())->register_walk_in({.name = "At The First"}));
    const auto there = must(must(second->new_desk())->register_walk_in({.name = "At The Clone"}));
    must(lobby->exchange_now());
    const auto fork = second->exchange_now();
    REQUIRE_FALSE(fork);
    CHECK_THAT(fork.error().what, Catch::Contains("cloned") && Catch::Contains("station enroll"));

    const auto old_station = second->identity().station();
    second.reset();
    const auto joined = enrol(site, *reception, clone, Role::lobby);
    REQUIRE(joined.reborn);
    CHECK(joined.reborn->before == old_station);
    CHECK(joined.reborn->written_anew > 0);
    CHECK(fs::exists(joined.reborn->kept_aside));
    second = clone.machine.open(Role::lobby);
    CHECK(second->identity().station() != old_station);
    exchange({second.get(), lobby.get(), reception.get()});
    for (const auto& [visit, name] :
         {std::pair{before, "Before Cloning"}, {here, "At The First"}, {there, "At The Clone"}})
        for (auto* station : {reception.get(), second.get()}) CHECK(visitor_at(*station, visit) == name);
    for (auto* station : {reception.get(), lobby.get(), second.get()})
        CHECK_FALSE(must(verify_log(station->log_file())));
}

TEST_CASE("a station restored from a backup goes on as a new incarnation at PostgreSQL, where the root key is",
          "[station][postgres]") {
    Headquarters site;
    auto reception = site.machine.open(Role::reception);
    must(reception->exchange_now());
    const auto backup = site.machine.folder.path() / "backup.db";
    must(backup_log(reception->log_file(), backup));
    const auto after = must(must(reception->new_desk())->register_walk_in({.name = "After The Backup"}));
    must(reception->exchange_now());
    const auto old_station = reception->identity().station();
    const auto options = reception->options();
    reception.reset();
    const auto restored = must(restore_station(options, backup));
    CHECK(restored.before == old_station);
    reception = site.machine.open(Role::reception);
    must(reception->exchange_now());
    CHECK(visitor_at(*reception, after) == "After The Backup");
    CHECK(reception->identity().station() != old_station);
    CHECK(site.server.sql(site.database, "SELECT count(*) FROM vestibule.station WHERE seq > 0").at(0) == "2");
}
