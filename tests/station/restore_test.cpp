// A log restored from a backup: nothing lost that anybody holds, nothing done twice, old badges good, cut off
// anywhere.
#include "kiosk/station/restore.h"

#include "kiosk/log/backup.h"
#include "kiosk/vault/certificate_json.h"
#include "tests/station/building.h"

using namespace vestibule;
using namespace vestibule::station_test;
namespace fs = std::filesystem;

namespace {

struct Restoring : Building {
    fs::path lobby = folder.path() / "lobby", backup = folder.path() / "backup.db";

    StationOptions options() {
        return {.place = {.data = folder.path(), .name = "lobby", .role = Role::lobby},
                .config = config,
                .policy_file = policy_file,
                .clock = [this] { return from_micros(now_us); }};
    }
    void lose_log() const {
        for (const char* end : {"", "-wal", "-shm"}) fs::remove(lobby.string() + "/log.db" + end);
    }
    // Ada's badge is printed and known everywhere; Bob's is neither, when the backup is made.
    struct Before {
        StationId station;
        BadgeId ada, bob;
    };
    Before work_and_back_up() {
        auto station = open(Role::lobby);
        const auto desk = must(station->new_desk());
        const auto ada = admit(*desk, "Ada");
        must(station->work_until_idle());
        const auto bob = admit(*desk, "Bob");
        must(backup_log(station->log_file(), backup));
        return {station->identity().station(), ada, bob};
    }
    static std::vector<std::string> visitors(Station& station) {
        const auto desk = must(station.new_desk());
        std::vector<std::string> names;
        for (const auto& view : must(desk->inside())) names.push_back(view.visitor);
        std::sort(names.begin(), names.end());
        return names;
    }
};

std::vector<std::pair<std::string, std::string>> contents(const fs::path& folder) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& entry : fs::recursive_directory_iterator{folder})
        if (entry.is_regular_file()) out.emplace_back(entry.path().string(), content_of(entry.path()));
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

TEST_CASE("after a lost disk the backup's own events go on under a new station, and nothing is printed twice",
          "[restore]") {
    Restoring b;
    const auto before = b.work_and_back_up();
    b.lose_log();
    const auto restored = must(restore_station(b.options(), b.backup));
    CHECK(restored.before == before.station);
    CHECK(restored.now != before.station);
    CHECK(restored.pulled > 0);
    CHECK(restored.written_anew > 0);
    CHECK(restored.jobs_unknown >= 1);
    CHECK(restored.kept_aside.empty());

    auto lobby = b.open(Role::lobby);
    CHECK(lobby->identity().station() == restored.now);
    must(lobby->work_until_idle());
    CHECK(b.badges().size() == 1);  // Ada's
    CHECK(b.visitors(*lobby) == std::vector<std::string>{"Ada", "Bob"});
    const auto desk = must(lobby->new_desk());
    CHECK(must(desk->reader().badge(before.ada))->issuer == before.station);
    CHECK(must(desk->reader().badge(before.bob))->print == PrintOutcome::unknown);
    const auto health = lobby->health().exchange();
    CHECK(health.problem.empty());

    auto reception = b.open(Role::reception);
    must(reception->work_until_idle());
    CHECK(b.visitors(*reception) == std::vector<std::string>{"Ada", "Bob"});
    CHECK_FALSE(must(verify_log(reception->log_file())));
    CHECK_FALSE(must(verify_log(lobby->log_file())));
}

TEST_CASE("what a door says in a backup of its betters' enrolments makes nobody more or less", "[restore]") {
    Restoring b;
    const auto before = b.work_and_back_up();
    auto door = must(open_identity({.data = b.folder.path(), .name = "door"}, Config::Site{}));
    door.certificate = must(certified_with(b.folder.path(), door.certificate, {Right::door}));
    {
        auto forged = parse_object(must(must(LogReader::open(b.backup)).event({before.station, 1})).value().body);
        REQUIRE(forged["role"] == "lobby");
        forged["role"] = "reception";
        std::vector<Event> rows;
        for (const auto& body : {certificate_json(door.certificate), forged}) {
            rows.push_back({.station = door.station(),
                            .seq = rows.size() + 1,
                            .turn = rows.size() + 2,
                            .at = from_micros(b.now_us),
                            .kind = std::string{kind::station_enrolled},
                            .stream = stream_of(door.trust.site),
                            .subject = {},
                            .body = dump(body),
                            .sealed = {},
                            .prev = rows.empty() ? Hash{} : rows.back().hash});
            rows.back().hash = hash_of(rows.back());
        }
        Head head{.station = door.station(), .seq = rows.size(), .hash = rows.back().hash};
        head.signature = sign(door, signed_part(head));
        must(must(Log::open(b.backup, before.station)).take(rows, head));
    }
    b.lose_log();
    must(restore_station(b.options(), b.backup));
    CHECK(b.open(Role::lobby)->identity().certificate.role == "lobby");
}

TEST_CASE("restoring twice from one backup writes its own events anew only once", "[restore]") {
    Restoring b;
    b.work_and_back_up();
    b.lose_log();
    CHECK(must(restore_station(b.options(), b.backup)).written_anew > 0);
    must(b.open(Role::lobby)->work_until_idle());
    CHECK(must(restore_station(b.options(), b.backup)).written_anew == 0);
    auto lobby = b.open(Role::lobby);
    must(lobby->work_until_idle());
    CHECK(count(*must(lobby->new_desk()), kind::visit_admitted) == 2);
    CHECK_FALSE(must(verify_log(lobby->log_file())));
}

TEST_CASE("what the others learnt after the backup comes back from the central store, once", "[restore]") {
    Restoring b;
    const auto before = b.work_and_back_up();
    {
        auto lobby = b.open(Role::lobby);
        must(lobby->work_until_idle());
        admit(*must(lobby->new_desk()), "Cyd");
        must(lobby->work_until_idle());
        CHECK(b.badges().size() == 3);
    }
    const auto restored = must(restore_station(b.options(), b.backup));
    CHECK(restored.written_anew == 0);
    CHECK(restored.only_aside == 0);
    CHECK(fs::exists(restored.kept_aside));
    CHECK_FALSE(must(verify_log(restored.kept_aside)));
    auto lobby = b.open(Role::lobby);
    must(lobby->work_until_idle());
    CHECK(b.badges().size() == 3);
    CHECK(b.visitors(*lobby) == std::vector<std::string>{"Ada", "Bob", "Cyd"});
    CHECK(must(must(lobby->new_desk())->reader().badge(before.bob))->print == PrintOutcome::saved);
    CHECK_FALSE(must(verify_log(lobby->log_file())));
}

TEST_CASE("on a new machine the keys come from the central store", "[restore]") {
    Restoring b;
    b.work_and_back_up();
    {
        auto reception = b.open(Role::reception);
        must(reception->work_until_idle());
    }
    {
        auto lobby = b.open(Role::lobby);
        must(lobby->work_until_idle());
    }
    fs::remove_all(b.lobby);
    must(restore_station(b.options(), b.backup));
    auto lobby = b.open(Role::lobby);
    must(lobby->work_until_idle());
    CHECK(b.visitors(*lobby) == std::vector<std::string>{"Ada", "Bob"});
}

TEST_CASE("a restored station keeps the site, its earlier incarnation doesn't stand in its way", "[restore]") {
    Restoring b;
    b.work_and_back_up();
    b.lose_log();
    must(restore_station(b.options(), b.backup));
    auto lobby = b.open(Role::lobby);
    CHECK(must(must(lobby->new_desk())->is_keeper()));
}

TEST_CASE("a station goes on from its backup although the central store was lost as well", "[restore]") {
    Restoring b;
    b.work_and_back_up();
    b.lose_log();
    fs::remove(b.folder.path() / "central.db");
    const auto restored = must(restore_station(b.options(), b.backup));
    CHECK(restored.pulled == 0);
    CHECK(restored.from_backup > 0);
    auto lobby = b.open(Role::lobby);
    must(lobby->work_until_idle());
    auto reception = b.open(Role::reception);
    must(reception->work_until_idle());
    CHECK(b.visitors(*lobby) == std::vector<std::string>{"Ada", "Bob"});
    CHECK(must(must(reception->new_desk())->reader().cursor()).size() == 3);
}

TEST_CASE("a running station isn't restored", "[restore]") {
    Restoring b;
    b.work_and_back_up();
    const auto lobby = b.open(Role::lobby);
    CHECK(restore_station(b.options(), b.backup).error().remedy == Remedy::retry_later);
}

TEST_CASE("a restore that can't be done says why and changes nothing", "[restore]") {
    Restoring b;
    b.work_and_back_up();
    { std::ofstream{b.folder.path() / "lobby" / "lock", std::ios::app}; }
    std::string expected;
    SECTION("no root key here") {
        fs::rename(b.folder.path() / "site" / "root.key", b.folder.path() / "elsewhere");
        expected = "root.key";
    }
    SECTION("a changed byte in the backup") {
        auto content = content_of(b.backup);
        const auto place = content.find("visit.admitted");
        REQUIRE(place != std::string::npos);
        content[place] = 'w';
        std::ofstream{b.backup, std::ios::binary} << content;
        expected = "can't be used";
    }
    SECTION("the backup of another site") {
        Restoring other;
        other.work_and_back_up();
        fs::copy_file(other.backup, b.backup, fs::copy_options::overwrite_existing);
        expected = "no enrolment by the site";
    }
    SECTION("keys without an identity") {
        fs::remove(b.lobby / "identity.json");
        expected = "station recover";
    }
    SECTION("no backup") {
        std::ofstream{b.backup, std::ios::binary}
            << "this is only a text, but one that is long enough to look like more";
        expected = "damaged";
    }
    SECTION("no file") {
        fs::remove(b.backup);
        expected = "no file";
    }
    const auto held = contents(b.lobby);
    const auto restored = restore_station(b.options(), b.backup);
    REQUIRE_FALSE(restored);
    CHECK_THAT(restored.error().what, Catch::Contains(expected));
    CHECK(contents(b.lobby) == held);
}

TEST_CASE("a restore that is cut off while it's prepared leaves the station as it was", "[restore]") {
    Restoring b;
    const auto before = b.work_and_back_up();
    const auto options = b.options();
    must(prepare_restore(options, b.backup, certified_here(options)));
    fs::rename(b.lobby / "restore.ready", b.lobby / "restore.part");
    CHECK(b.open(Role::lobby)->identity().station() == before.station);
}

TEST_CASE("a restore that is cut off later goes on with the next start", "[restore]") {
    Restoring b;
    const auto before = b.work_and_back_up();
    const auto ready = b.lobby / "restore.ready";
    const auto options = b.options();
    const auto restored = must(prepare_restore(options, b.backup, certified_here(options)));
    const auto aside = restored.kept_aside;
    SECTION("when all is ready") {}
    SECTION("when the log is kept aside") {
        fs::rename(b.lobby / "log.db", aside);
    }
    SECTION("when the new log is in place") {
        fs::rename(b.lobby / "log.db", aside);
        fs::rename(ready / "log.db", b.lobby / "log.db");
    }
    SECTION("when the new key is in place") {
        fs::rename(b.lobby / "log.db", aside);
        fs::rename(ready / "log.db", b.lobby / "log.db");
        fs::rename(ready / "station.key", b.lobby / "station.key");
    }
    SECTION("when only the folder is left") {
        must(finish_restore(b.lobby));
        fs::create_directory(ready);
    }
    auto lobby = b.open(Role::lobby);
    CHECK(lobby->identity().station() == restored.now);
    CHECK_FALSE(fs::exists(ready));
    CHECK(must(LogReader::open(aside)).own_station().value() == before.station);
    must(lobby->work_until_idle());
    CHECK(b.visitors(*lobby) == std::vector<std::string>{"Ada", "Bob"});
    CHECK(b.badges().size() == 1);
}
