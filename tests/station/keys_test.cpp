// Keys of running stations: a new site key every month, stations that were away, lost files noticed at start.
#include "kiosk/desk/imports.h"
#include "kiosk/sqlite/database.h"
#include "kiosk/vault/healing.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/vault/recovery.h"
#include "kiosk/vault/site_keeper.h"
#include "tests/station/building.h"

using namespace vestibule;
using namespace vestibule::station_test;
namespace fs = std::filesystem;

namespace {

std::string name_at(Station& station, VisitId visit) {
    const auto desk = must(station.new_desk());
    return must(desk->visit(visit)).value().visitor;
}

// A host, of whom doors may keep the key for good.
PersonId list_host(Station& station, const std::string& name) {
    const auto desk = must(station.new_desk());
    Imported<HostRow> rows;
    rows.taken.push_back({.name = name});
    must(import_hosts(*desk, rows));
    return must(desk->find_hosts(name)).at(0).id;
}
std::string host_at(Station& station, PersonId host) {
    const auto view = must(must(station.new_desk())->host(host));
    return view ? view->name : "nobody";
}

std::vector<std::string> site_keys(const Building& building) {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator{building.folder.path() / "site"})
        if (entry.path().filename().string().starts_with("site_key")) out.push_back(entry.path().filename());
    std::sort(out.begin(), out.end());
    return out;
}

// Months at a time, in which the station exchanges once a week.
void live_on(Building& building, Station& station, int months) {
    for (int week = 0; week < months * 5; ++week) {
        building.wait(std::chrono::hours{24 * 7});
        must(station.exchange_now());
    }
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a door that was away for months catches up with the site key, and nobody loses a name", "[station]") {
    Building building;
    VisitId at_lobby, at_guard;
    PersonId host;
    {
        auto lobby = building.open(Role::lobby);
        auto guard = building.open(Role::guard);
        at_lobby = must(must(lobby->new_desk())->register_walk_in({.name = "Maja Lindqvist"}));
        at_guard = must(must(guard->new_desk())->register_walk_in({.name = "Erik Berg"}));
        host = list_host(*lobby, "Ann Hostess");
        must(lobby->exchange_now());
        // The guard's key has not reached the central store when it is switched off.
    }
    Bytes first_key = must(read_private(building.folder.path() / "site" / "site_key"));
    auto reception = building.open(Role::reception);
    live_on(building, *reception, 2);
    CHECK(site_keys(building) == Names{"site_key.3"});
    CHECK(name_at(*reception, at_lobby) == "Maja Lindqvist");

    auto guard = building.open(Role::guard);
    auto lobby = building.open(Role::lobby);
    for (auto* station : {guard.get(), reception.get(), lobby.get()}) must(station->exchange_now());
    CHECK(name_at(*reception, at_guard) == "Erik Berg");
    for (auto* station : {guard.get(), reception.get(), lobby.get()}) CHECK(host_at(*station, host) == "Ann Hostess");
    // What is written now is read everywhere.
    const auto later = must(must(guard->new_desk())->register_walk_in({.name = "Li Na"}));
    for (auto* station : {guard.get(), reception.get()}) must(station->exchange_now());
    CHECK(name_at(*reception, later) == "Li Na");
    for (auto* station : {guard.get(), reception.get(), lobby.get()})
        CHECK(station->health().exchange().problem.empty());

    // The first key opens nothing any more: no key that it wrapped is left, here or in the central store.
    for (const auto* file : {"central.db", "guard/keys.db", "lobby/keys.db", "reception/keys.db"}) {
        INFO(file);
        auto database = must(Database::open(building.folder.path() / file, FileAccess::read_only));
        CHECK(must(database.number("SELECT count(*) FROM subject_key")) > 0);
        CHECK(must(database.number("SELECT count(*) FROM subject_key WHERE generation < 3")) == 0);
    }
    for (const auto& entry : fs::recursive_directory_iterator{building.folder.path()})
        if (entry.is_regular_file())
            CHECK(content_of(entry.path()).find(std::string{text_of(first_key)}) == std::string::npos);
}

TEST_CASE("a running station takes a new site key without a restart", "[station]") {
    Building building;
    auto lobby = building.open(Role::lobby);
    auto reception = building.open(Role::reception);
    const auto host = list_host(*lobby, "Ann Hostess");
    must(lobby->exchange_now());
    must(reception->exchange_now());
    building.wait(site_key_age_max + std::chrono::hours{1});
    for (int i = 0; i < 2; ++i)
        for (auto* station : {reception.get(), lobby.get()}) must(station->exchange_now());
    CHECK(host_at(*lobby, host) == "Ann Hostess");
    CHECK(host_at(*reception, host) == "Ann Hostess");
    CHECK(site_keys(building) == Names{"site_key.2"});
}

TEST_CASE("lost keys of the site are said at start while the station goes on: nothing is made anew", "[station]") {
    Building building;
    VisitId visit;
    {
        auto lobby = building.open(Role::lobby);
        visit = must(must(lobby->new_desk())->register_walk_in({.name = "Maja Lindqvist"}));
        CHECK(lobby->health().exchange().problem.empty());
    }
    const auto site = building.folder.path() / "site";
    const auto recovery = recovery_files_in(building.folder.path());
    REQUIRE(recovery.size() == 1);
    for (const auto* name : {"root.key", "site_key", "import_key"}) {
        INFO(name);
        const auto whole = must(read_private(site / name));
        if (name != std::string_view{"root.key"}) fs::rename(site / name, site / "elsewhere");
        for (const std::string_view damage : {"", "garbage"}) {
            if (name == std::string_view{"root.key"}) must(write_private(site / name, view(damage)));
            {
                auto lobby = building.open(Role::lobby);
                const auto problem = lobby->health().exchange().problem;
                CHECK(problem.find((site / name).string()) != std::string::npos);
                CHECK(problem.find("station recover --file") != std::string::npos);
                CHECK(name_at(*lobby, visit) == "Maja Lindqvist");
            }
            CHECK(content_of(site / name) == (name == std::string_view{"root.key"} ? damage : ""));
        }
        must(write_private(site / name, whole));
        must(remove_private(site / "elsewhere"));
    }
    fs::rename(site, building.folder.path() / "elsewhere");
    {
        auto lobby = building.open(Role::lobby);
        CHECK(lobby->health().exchange().problem.find(site.string() + " is missing") != std::string::npos);
    }
    CHECK_FALSE(fs::exists(site));
    must(recover_site(building.folder.path(), recovery.front()));
    auto lobby = building.open(Role::lobby);
    CHECK(lobby->health().exchange().problem.empty());
    CHECK(name_at(*lobby, visit) == "Maja Lindqvist");
}

TEST_CASE("damaged files of the site and of the station come back from each other at the next start", "[station]") {
    Building building;
    VisitId visit;
    { visit = must(must(building.open(Role::lobby)->new_desk())->register_walk_in({.name = "Maja Lindqvist"})); }
    for (const auto* name : {"site/site_key", "site/import_key", "site/site.json", "lobby/identity.json"}) {
        INFO(name);
        const auto file = building.folder.path() / name;
        must(write_private(file, view("garbage")));
        auto lobby = building.open(Role::lobby);
        CHECK(lobby->health().exchange().problem.empty());
        CHECK(name_at(*lobby, visit) == "Maja Lindqvist");
        CHECK(content_of(file.string() + ".damaged") == "garbage");
        CHECK(damaged_files(lobby->options().place).size() == 1);
        fs::remove(file.string() + ".damaged");
    }
}

TEST_CASE("a station without its keys or its log doesn't start, and makes no new one", "[station]") {
    Building building;
    { admit(*must(building.open(Role::lobby)->new_desk()), "Maja Lindqvist"); }
    const auto folder = building.folder.path() / "lobby";
    fs::rename(building.folder.path() / "site" / "root.key", building.folder.path() / "root.key");
    for (const auto* name : {"keys.db", "log.db", "identity.json", "station.key"}) {
        INFO(name);
        const auto file = folder / name;
        const auto whole = content_of(file);
        for (const auto* what : {"missing", "empty", "garbage"}) {
            INFO(what);
            if (what == std::string_view{"missing"})
                fs::remove(file);
            else
                std::ofstream{file, std::ios::binary}
                    << (what == std::string_view{"empty"} ? "" : std::string(whole.size(), '#'));
            const auto damaged = content_of(file);
            const auto opened = building.try_open(Role::lobby);
            REQUIRE_FALSE(opened);
            CHECK(opened.error().remedy == Remedy::ask_staff);
            CHECK(opened.error().what.find(folder.string()) != std::string::npos);
            CHECK(fs::exists(file) == (what != std::string_view{"missing"}));
            CHECK(content_of(file) == damaged);
            for (const auto* end : {"-wal", "-shm"}) fs::remove(file.string() + end);
        }
        std::ofstream{file, std::ios::binary} << whole;
    }
    auto lobby = building.open(Role::lobby);
    CHECK(must(must(lobby->new_desk())->inside()).at(0).visitor == "Maja Lindqvist");
}
