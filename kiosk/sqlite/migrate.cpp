// Numbered migrations: PRAGMA user_version says how far a file has come.
#include <map>
#include <string>

#include "kiosk/base/ensure.h"
#include "kiosk/sqlite/database.h"

namespace vestibule {
namespace {

Result<int> version_of(Database& database) {
    VESTIBULE_TRY(version, database.number("PRAGMA user_version"));
    return static_cast<int>(version.value_or(0));
}

Result<> apply(Database& database, const Migration& migration) {
    VESTIBULE_TRY(transaction, Transaction::begin(database));
    VESTIBULE_TRY(version, version_of(database));
    if (version >= migration.version) return {};  // another process was faster
    VESTIBULE_CHECK(database.run(migration.sql));
    VESTIBULE_CHECK(database.run(fmt::format("PRAGMA user_version={}", migration.version).c_str()));
    return transaction.commit();
}

}  // namespace

Result<> refuse_newer(Database& database, std::span<const Migration> migrations) {
    VESTIBULE_TRY(version, version_of(database));
    const int newest = static_cast<int>(migrations.size());
    if (version <= newest) return {};
    return ask_staff(
        fmt::format("{} was written by a newer version of Vestibule (format {}, this program knows {}): "
                    "install the newer program",
                    database.path(), version, newest));
}

Result<> expect_up_to_date(Database& database, std::span<const Migration> migrations) {
    VESTIBULE_CHECK(refuse_newer(database, migrations));
    VESTIBULE_TRY(version, version_of(database));
    if (version == static_cast<int>(migrations.size())) return {};
    return retry_later(fmt::format("{} is in an older format, which the next start of its station brings up to date",
                                   database.path()));
}

Result<> migrate(Database& database, std::span<const Migration> migrations) {
    VESTIBULE_CHECK(refuse_newer(database, migrations));
    VESTIBULE_TRY(version, version_of(database));
    int expected = 0;
    for (const auto& migration : migrations) {
        ensure(migration.version == ++expected, "migrations are numbered 1, 2, 3 without a gap");
        if (migration.version > version) VESTIBULE_CHECK(apply(database, migration));
    }
    return {};
}

Result<std::string> integrity_fault(Database& database) {
    VESTIBULE_TRY(row, database.query("PRAGMA integrity_check(1)"));
    VESTIBULE_TRY(found, row.step());
    if (!found) return "SQLite says nothing of its structure";
    return row.text(0) == "ok" ? std::string{} : std::string{row.text(0)};
}

namespace {

using Parts = std::map<std::string, std::string>;  // "table visit" and how it is made

Result<Parts> parts_of(Database& database) {
    Parts out;
    VESTIBULE_TRY(rows, database.query("SELECT type || ' ' || name, sql FROM sqlite_schema"));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return out;
        out[std::string{rows.text(0)}] = rows.text(1);
    }
}

}  // namespace

Result<std::string> schema_difference(Database& held, Database& fresh) {
    VESTIBULE_TRY(here, parts_of(held));
    VESTIBULE_TRY(made, parts_of(fresh));
    for (const auto& [name, sql] : made) {
        const auto found = here.find(name);
        if (found == here.end()) return fmt::format("the {} is missing", name);
        if (found->second != sql) return fmt::format("the {} isn't as this program makes it", name);
    }
    for (const auto& [name, unused] : here)
        if (!made.contains(name)) return fmt::format("the {} isn't this program's", name);
    return "";
}

}  // namespace vestibule
