// A station opened for looking alone: beside its owner, without one, and where its files can't be opened in place.
#include "kiosk/sqlite/database.h"
#include "tests/station/building.h"

using namespace vestibule;
using namespace vestibule::station_test;

namespace {

struct ReadBuilding : Building {
    Result<std::unique_ptr<Station>> read(const std::string& name = "lobby") {
        return Station::open_to_read({.place = {.data = folder.path(), .name = name, .role = Role::lobby},
                                      .config = config,
                                      .policy_file = policy_file,
                                      .clock = [this] { return from_micros(now_us); }});
    }
    [[nodiscard]] std::filesystem::path file(const char* name) const { return folder.path() / "lobby" / name; }
};

std::vector<std::string> inside(Station& station) {
    std::vector<std::string> names;
    for (const auto& view : must(must(station.new_desk())->inside())) names.push_back(view.visitor);
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("who looks beside a working station sees what it has written, and can change nothing", "[station]") {
    ReadBuilding building;
    const auto owner = building.open(Role::lobby);
    const auto desk = must(owner->new_desk());
    admit(*desk, "Zhang Wei");
    CHECK_FALSE(owner->only_reads());
    const auto looking = must(building.read());
    CHECK(looking->only_reads());
    CHECK(looking->store_name() == "central.db");
    CHECK(inside(*looking) == Names{"Zhang Wei"});
    admit(*desk, "Maja Horvat");
    CHECK(inside(*looking).size() == 2);

    const auto events = must(desk->reader().own_seq());
    const auto looks = must(looking->new_desk());
    CHECK_FALSE(looks->register_walk_in({.name = "Nobody", .language = "en"}));
    CHECK_FALSE(looks->let_out(must(looks->inside()).front().id, PersonId{}));
    CHECK_FALSE(looks->erase_person(must(looks->inside()).front().person, "request"));
    CHECK(must(desk->reader().own_seq()) == events);
    CHECK(inside(*looking).size() == 2);
}

TEST_CASE("who looks hears nothing of what an erased person was called", "[station]") {
    ReadBuilding building;
    const auto owner = building.open(Role::lobby);
    const auto desk = must(owner->new_desk());
    admit(*desk, "Zhang Wei");
    must(desk->erase_person(must(desk->inside()).front().person, "request"));
    CHECK(inside(*must(building.read())) == Names{""});
}

TEST_CASE("files that were closed are looked at as well, and nothing is made", "[station]") {
    ReadBuilding building;
    admit(*must(building.open(Role::lobby)->new_desk()), "Zhang Wei");
    CHECK(inside(*must(building.read())) == Names{"Zhang Wei"});
    CHECK_FALSE(building.read("guard"));
    CHECK_FALSE(std::filesystem::exists(building.folder.path() / "guard"));
}

TEST_CASE("a log of an older program is brought up to date in a copy alone", "[station]") {
    ReadBuilding building;
    admit(*must(building.open(Role::lobby)->new_desk()), "Zhang Wei");
    {
        auto log = must(Database::open(building.file("log.db"), FileAccess::read_write));
        must(log.run("UPDATE meta SET value = 1 WHERE name = 'projection_version'; DELETE FROM visit;"));
    }
    TemporaryFolder room;
    ::setenv("TMPDIR", room.path().c_str(), 1);
    {
        const auto looking = must(building.read());
        CHECK(inside(*looking) == Names{"Zhang Wei"});
        CHECK_FALSE(std::filesystem::is_empty(room.path()));
    }
    ::unsetenv("TMPDIR");
    CHECK(std::filesystem::is_empty(room.path()));
    auto log = must(Database::open(building.file("log.db"), FileAccess::read_only));
    CHECK(must(log.number("SELECT count(*) FROM visit")) == 0);
}

TEST_CASE("what is wrong is said of the station's files, never of a copy", "[station]") {
    ReadBuilding building;
    admit(*must(building.open(Role::lobby)->new_desk()), "Zhang Wei");
    for (const auto* name : {"log.db", "keys.db", "identity.json"}) {
        const auto whole = content_of(building.file(name));
        std::ofstream{building.file(name), std::ios::binary} << std::string(8192, 'x');
        const auto refused = building.read();
        REQUIRE_FALSE(refused);
        INFO(refused.error().what);
        CHECK_THAT(refused.error().what, Catch::Contains(building.file(name).string()));
        std::filesystem::remove(building.file(name));
        CHECK_FALSE(building.read());
        CHECK_FALSE(std::filesystem::exists(building.file(name)));
        std::ofstream{building.file(name), std::ios::binary} << whole;
        CHECK(building.read());
    }
}
