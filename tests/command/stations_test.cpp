// Which stations a folder has, where a verb's work is done, and the logs of all of them.
#include <sqlite3.h>

#include "kiosk/command/at_station.h"
#include "kiosk/command/known_stations.h"
#include "kiosk/command/log_check.h"
#include "tests/station/building.h"

using namespace vestibule;
using namespace vestibule::station_test;

namespace {

struct House : Building {
    [[nodiscard]] Globals globals(std::string station = "") const {
        return {.data = folder.path(), .station = std::move(station), .config_file = {}, .folder = folder.path()};
    }
    void begin(Role role) { admit(*must(open(role)->new_desk()), "Zhang Wei"); }
    void change(const std::string& station, const std::string& sql) const {
        sqlite3* log = nullptr;
        REQUIRE(sqlite3_open((folder.path() / station / "log.db").c_str(), &log) == SQLITE_OK);
        std::string triggers;
        const auto note = [](void* out, int, char** row, char**) {
            *static_cast<std::string*>(out) += std::string{"DROP TRIGGER \""} + row[0] + "\";";
            return 0;
        };
        sqlite3_exec(log, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", note, &triggers, nullptr);
        const int done = sqlite3_exec(log, (triggers + sql).c_str(), nullptr, nullptr, nullptr);
        INFO(sqlite3_errmsg(log));
        CHECK(done == SQLITE_OK);
        sqlite3_close(log);
    }
};

Json verified(const Globals& globals, int status) {
    auto asked = globals;
    asked.json = true;
    Output output;
    CHECK(must(verify_logs(asked, output)) == status);
    return parse_object(output.out);
}

}  // namespace

TEST_CASE("a station is one that has a log or keys: another name is refused with the names there are", "[command]") {
    const TemporaryFolder folder;
    Globals globals{.data = folder.path(), .station = {}, .config_file = {}, .folder = {}};
    CHECK(station_names(folder.path()).empty());
    CHECK(station_name_of(globals) == "lobby");
    CHECK_THAT(expect_station(globals, "lobby", NewStation::never).error().what,
               Catch::Contains("no station in " + folder.path().string()));
    CHECK(expect_station(globals, "lobby", NewStation::first));
    CHECK_THAT(words_of_beginning(globals, "lobby"), Catch::Contains("\"lobby\" of a new site"));
    for (const auto* name : {"guard", "site", "badges", "reception"})
        std::filesystem::create_directories(folder.path() / name);
    std::ofstream{folder.path() / "site/site.json"} << "{}";
    std::ofstream{folder.path() / "guard/log.db"} << "";
    std::ofstream{folder.path() / "reception/identity.json"} << "{}";
    CHECK(station_names(folder.path()) == std::vector<std::string>{"guard", "reception"});
    CHECK_THAT(expect_station(globals, "lobby", NewStation::first).error().what,
               Catch::Contains("has the stations guard and reception: say which one with --station"));
    globals.station = "gaurd";
    CHECK_THAT(expect_station(globals, "gaurd", NewStation::first).error().what,
               Catch::Contains("no station \"gaurd\"") && Catch::Contains("is \"guard\" meant?"));
    CHECK_FALSE(expect_named_station(globals));
    CHECK(expect_station(globals, "gaurd", NewStation::any));
    CHECK_THAT(words_of_beginning(globals, "gaurd"), Catch::Contains("beside guard and reception"));
    CHECK(words_of_beginning(globals, "guard").empty());
}

TEST_CASE("log verify checks every station's log, and names the first bad row of the first bad one", "[command]") {
    House house;
    for (const auto role : {Role::lobby, Role::reception, Role::guard}) house.begin(role);
    const auto whole = verified(house.globals(), done);
    CHECK(whole.at("ok") == true);
    CHECK(whole.at("logs").size() == 3);
    CHECK(whole.at("stations") == 3);
    CHECK(whole.at("events").get<int>() > 10);
    CHECK(verified(house.globals("lobby"), done).at("logs").size() == 1);

    house.change("reception", "UPDATE event SET body = x'7b7d' WHERE seq = (SELECT max(seq) FROM event)");
    const auto damaged = verified(house.globals(), answer_is_no);
    CHECK(damaged.at("ok") == false);
    CHECK(damaged.at("log") == "reception");
    CHECK(damaged.at("seq").get<int>() > 0);
    CHECK(damaged.at("station").get<std::string>().size() == 36);
    CHECK(damaged.at("logs")[0].at("ok") == true);  // guard
    CHECK(verified(house.globals("lobby"), done).at("ok") == true);
    Output output;
    CHECK(must(verify_logs(house.globals(), output)) == answer_is_no);
    CHECK_THAT(output.out, Catch::Contains("lobby: ok: ") && Catch::Contains("reception: damaged: station "));

    // A log that is gone or no database is as bad.
    std::filesystem::remove(house.folder.path() / "guard/log.db");
    CHECK(verified(house.globals(), answer_is_no).at("log") == "guard");
    std::ofstream{house.folder.path() / "guard/log.db"} << std::string(8192, 'x');
    const auto garbage = verified(house.globals(), answer_is_no);
    CHECK(garbage.at("log") == "guard");
    CHECK_THAT(garbage.at("what").get<std::string>(), Catch::Contains("guard/log.db"));
}

TEST_CASE("log verify holds views against the events where it's asked to, and every log against what others hold",
          "[command]") {
    House house;
    for (const auto role : {Role::lobby, Role::reception}) house.begin(role);
    for (const auto role : {Role::reception, Role::lobby}) house.open(role);  // each hears of the other
    auto asked = house.globals();
    asked.json = true;
    const auto with_views = [&](int status) {
        Output output;
        CHECK(must(verify_logs(asked, output, Views::compared)) == status);
        return parse_object(output.out);
    };
    CHECK(with_views(done).at("views").at("compared").get<int>() > 4);
    house.change("lobby", "UPDATE visit SET phase = 'left'");
    // The triggers are gone as well: that is said of the file as a whole.
    CHECK(verified(house.globals("lobby"), answer_is_no).at("what").get<std::string>().find("trigger") !=
          std::string::npos);
    CHECK(with_views(answer_is_no).at("logs")[0].at("views").at("differing").get<int>() > 0);

    house.change("reception",
                 "DELETE FROM event WHERE station = (SELECT value FROM meta WHERE name = 'own_station') AND seq = "
                 "(SELECT value FROM (SELECT max(seq) AS value FROM event WHERE station = (SELECT value FROM meta "
                 "WHERE name = 'own_station'))); DELETE FROM head");
    const auto cut = verified(house.globals("reception"), answer_is_no);
    CHECK(cut.at("damages").size() >= 1);
    CHECK(dump(cut.at("damages")).find("others hold events of this station up to") != std::string::npos);
}

TEST_CASE("a deed beside a hanging command waits for its lock: a question is answered from the files", "[command]") {
    House house;
    house.begin(Role::lobby);
    const StationOptions options{.place = {.data = house.folder.path(), .name = "lobby", .role = Role::lobby},
                                 .config = house.config,
                                 .policy_file = house.policy_file,
                                 .clock = [&house] { return from_micros(house.now_us); }};
    const auto count_inside = [](Station&, Desk& desk, Output& output) -> Result<int> {
        VESTIBULE_TRY(inside, desk.inside());
        output.line(std::to_string(inside.size()));
        return done;
    };
    std::optional<StationLock> held;
    auto taken = must(StationLock::take(house.folder.path() / "lobby"));
    REQUIRE(taken);
    held.emplace(std::move(*taken));
    for (const auto effect : {Effect::reads, Effect::reads_live}) {
        Output output;
        CHECK(must(read_at_station(options, count_inside, effect, {"roll-call"}, house.globals(), output)) == done);
        CHECK(output.out == "1\n");
    }
    std::atomic<int> words{0};
    std::string said;  // read after the thread that says it
    Output output{.progress = [&](std::string_view line) {
        said = line;
        ++words;
    }};
    std::atomic<int> status{-1};
    std::thread deed{[&] {
        status = write_at_station(options, count_inside, {"roll-call"}, house.globals(), output).value_or(-2);
    }};
    CHECK(soon([&] { return words == 1; }));
    CHECK(status == -1);
    held.reset();
    deed.join();
    CHECK(status == done);
    CHECK(words == 1);
    CHECK_THAT(said, Catch::Contains("\"lobby\" is busy"));
}

TEST_CASE("a question to files that can't be read is wrong usage, never a no", "[command]") {
    House house;
    house.begin(Role::lobby);
    std::ofstream{house.folder.path() / "lobby/keys.db"} << "no keys";
    const StationOptions options{.place = {.data = house.folder.path(), .name = "lobby", .role = Role::lobby},
                                 .config = house.config,
                                 .policy_file = house.policy_file};
    Output output;
    const auto asked = read_at_station(
        options, [](Station&, Desk&, Output&) -> Result<int> { return done; }, Effect::reads, {"arrivals"},
        house.globals(), output);
    REQUIRE_FALSE(asked);
    CHECK(asked.error().remedy == Remedy::give_up);
    CHECK_THAT(asked.error().what, Catch::Contains("lobby/keys.db"));
}
