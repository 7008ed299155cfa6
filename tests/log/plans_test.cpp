// How SQLite answers the log's questions: by an index, so that screens are as quick with a million events as with
// none.
#include <algorithm>
#include <array>

#include "kiosk/log/sql.h"
#include "kiosk/sqlite/database.h"
#include "tests/log/log_fixture.h"

using namespace vestibule;
using namespace vestibule::log_test;

namespace {

// What reads everything because it asks for everything; no screen asks these.
constexpr std::array asks_for_all = {log_sql::all_events,   log_sql::folded_all, log_sql::folded_all_sorted,
                                     log_sql::all_heads,    log_sql::all_jobs,   log_sql::persons,
                                     log_sql::newest_heads, log_sql::stats,      log_sql::streams_of_sites,
                                     log_sql::checked_jobs, log_sql::view_sizes};

// The steps that read a whole table which grows with the days.
std::vector<std::string> scans_in_plan(Database& database, std::string_view sql) {
    std::vector<std::string> scans;
    auto plan = must(database.query("EXPLAIN QUERY PLAN " + std::string{sql}));
    while (must(plan.step())) {
        const std::string step{plan.text(3)};
        for (const char* table : {"event", "visit", "badge", "person", "job", "head"})
            if (step.starts_with(std::string{"SCAN "} + table) &&
                step.find(" event_of_joining") == std::string::npos && !sql.ends_with("LIMIT ?1)"))  // it stops there
                scans.push_back(step);  // that index holds nothing but what is asked for
    }
    return scans;
}

}  // namespace

TEST_CASE("no question of a screen or a worker reads a whole table", "[log]") {
    const TemporaryFolder folder;
    const auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    auto database = must(Database::open(folder / "log.db", FileAccess::read_write));
    CHECK_FALSE(scans_in_plan(database, log_sql::all_events).empty());  // the control
    for (const auto sql : log_sql::all) {
        if (sql.starts_with("PRAGMA") || std::ranges::find(asks_for_all, sql) != asks_for_all.end()) continue;
        INFO(sql);
        CHECK(scans_in_plan(database, sql) == std::vector<std::string>{});
    }
}
