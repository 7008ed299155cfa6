// Whether a file is a log, and whose.
#include "kiosk/log/ownership.h"

#include "kiosk/log/schema.h"
#include "kiosk/log/sql.h"

namespace vestibule {
namespace {

Result<bool> is_log(Database& database) {
    VESTIBULE_TRY(id, database.number("PRAGMA application_id"));
    return id == log_schema::application_id;
}

tl::unexpected<Problem> no_log(const Database& database) {
    return ask_staff(fmt::format("{} isn't a log of Vestibule: move it aside", database.path()));
}

// Whether the file says already whose log it is. Errors: ask_staff where it's another station's.
Result<bool> is_claimed(Database& database, const StationId& own) {
    VESTIBULE_TRY(row, database.query(log_sql::get_meta, {"own_station"}));
    VESTIBULE_TRY(found, row.step());
    if (!found || row.id<StationId>(0) == own) return found;
    return ask_staff(fmt::format("{} is another station's log: this station is {}", database.path(), to_string(own)));
}

}  // namespace

Result<> expect_log(Database& database) {
    VESTIBULE_TRY(ours, is_log(database));
    return ours ? Result<>{} : no_log(database);
}

// The number in the header of another program's file would be another one.
Result<> claim_file(Database& database) {
    VESTIBULE_TRY(ours, is_log(database));
    if (ours) return {};
    VESTIBULE_TRY(id, database.number("PRAGMA application_id"));
    VESTIBULE_TRY(version, database.number("PRAGMA user_version"));
    VESTIBULE_TRY(tables, database.number("SELECT count(*) FROM sqlite_schema"));
    if (id != 0 || version != 0 || tables != 0) return no_log(database);
    return database.run(fmt::format("PRAGMA application_id={};", log_schema::application_id).c_str());
}

Result<> expect_station(Database& database, const StationId& own) {
    VESTIBULE_TRY(claimed, is_claimed(database, own));
    if (claimed) return {};
    return retry_later(fmt::format("{} doesn't say yet whose log it is: start its station once", database.path()));
}

Result<> claim_station(Database& database, const StationId& own) {
    VESTIBULE_TRY(claimed, is_claimed(database, own));
    if (claimed) return {};
    VESTIBULE_CHECK(database.execute(log_sql::set_meta, {"own_station", own}));
    return {};
}

}  // namespace vestibule
