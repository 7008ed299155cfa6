// A byte changed behind the log's back is found and named.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

struct Place {
    std::filesystem::path data, log;
};

Finished run_app(const Place& place, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), VESTIBULE_BUILD "/vestibule");
    arguments.insert(arguments.end(), {"--data", place.data});
    return run(arguments, own_files());
}

std::string sql(const Place& place, const std::string& text) {
    const auto done = run({"sqlite3", place.log, text});
    INFO(text << ": " << done.err);
    REQUIRE(done.status == 0);
    return done.out.substr(0, done.out.find('\n'));
}

void drop_triggers(const Place& place) {
    const auto names = run({"sqlite3", place.log, "SELECT name FROM sqlite_master WHERE type = 'trigger'"}).out;
    for (std::size_t at = 0; at < names.size();) {
        const auto end = names.find('\n', at);
        sql(place, "DROP TRIGGER \"" + names.substr(at, end - at) + "\"");
        at = end + 1;
    }
}

}  // namespace

TEST_CASE("the log refuses changes, and one byte changed in body, sealed or hash makes verify name the row") {
    const Folder folder;
    const Place place{.data = folder.path() / "data", .log = folder.path() / "data/lobby/log.db"};
    REQUIRE(run_app(place, {"import", "hosts", VESTIBULE_SOURCE "/assets/samples/hosts.csv"}).status == 0);
    for (const auto* name : {"Zhang Wei", "Maja Horvat"})
        REQUIRE(run_app(place, {"admit", "--name", name}).status == 0);
    CHECK(run_app(place, {"log", "verify"}).status == 0);
    for (const auto* change : {"UPDATE event SET body = '{}'", "DELETE FROM event",
                               "INSERT OR REPLACE INTO event SELECT * FROM event LIMIT 1"}) {
        INFO(change);
        CHECK(run({"sqlite3", "-cmd", "PRAGMA recursive_triggers=ON", place.log, change}).status != 0);
    }

    drop_triggers(place);
    const auto pristine = folder.path() / "pristine.db";
    sql(place, "PRAGMA wal_checkpoint(TRUNCATE)");
    std::filesystem::copy_file(place.log, pristine);
    for (const std::string column : {"body", "sealed", "hash"}) {
        INFO(column);
        std::filesystem::copy_file(pristine, place.log, std::filesystem::copy_options::overwrite_existing);
        const auto seq = sql(place, "SELECT max(seq) - 2 FROM event WHERE " + column + " IS NOT NULL");
        const auto row = " FROM event WHERE seq = (SELECT max(seq) FROM event WHERE seq <= " + seq + " AND " +
                         column + " IS NOT NULL)";
        const auto which = sql(place, "SELECT seq" + row);
        const auto old = sql(place, "SELECT hex(" + column + ")" + row);
        const auto changed = (old[0] == '0' ? "1" : "0") + old.substr(1);
        sql(place, "UPDATE event SET " + column + " = x'" + changed + "' WHERE seq = " + which);
        const auto verified = run_app(place, {"log", "verify"});
        CHECK(verified.status == 1);
        const auto json = nlohmann::json::parse(run_app(place, {"log", "verify", "--json"}).out);
        CHECK(json.at("ok") == false);
        CHECK(json.at("seq") == std::stoi(which));
        std::string station = json.at("station");
        std::erase(station, '-');
        CHECK(sql(place, "SELECT lower(hex(station)) FROM event WHERE seq = " + which) == station);
    }

    SECTION("a lost row, and a tail that was cut off") {
        for (const auto* cut : {"DELETE FROM event WHERE seq = 3", "DELETE FROM event WHERE seq >= 5"}) {
            std::filesystem::copy_file(pristine, place.log, std::filesystem::copy_options::overwrite_existing);
            sql(place, cut);
            INFO(cut);
            CHECK(run_app(place, {"log", "verify"}).status == 1);
        }
    }
}
