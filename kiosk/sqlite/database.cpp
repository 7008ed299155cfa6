// Connections and transactions of SQLite, and what its result codes mean for people.
#include "kiosk/sqlite/database.h"

#include <cerrno>
#include <system_error>

#include "kiosk/base/ensure.h"

namespace vestibule {
namespace {

// A full disk shows itself also where a file can't be made, a sync writes at last what was put off, or the index of
// the WAL can't grow: SQLite calls those I/O errors.
bool is_for_want_of_room(sqlite3* handle, int code) {
    const int primary = code & 0xFF;
    if (code == SQLITE_IOERR_SHMSIZE) return true;
    if (handle == nullptr || (primary != SQLITE_IOERR && primary != SQLITE_CANTOPEN)) return false;
    const int cause = sqlite3_system_errno(handle);
    return cause == ENOSPC || cause == EDQUOT;
}

int begin_or_end(sqlite3* handle, const char* sql) {
    return sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
}

}  // namespace

std::string sqlite_version() {
    return sqlite3_libversion();
}

tl::unexpected<Problem> SqliteConnection::problem(int code) const {
    const std::string why = handle ? sqlite3_errmsg(handle.get()) : sqlite3_errstr(code);
    if (is_for_want_of_room(handle.get(), code)) code = SQLITE_FULL;
    switch (code & 0xFF) {
        case SQLITE_FULL:
            return ask_staff(fmt::format("the disk is full: make room for {}, then try again", path));
        case SQLITE_CANTOPEN:
            return ask_staff(
                fmt::format("{} can't be opened ({}): check that its folder exists and may be written", path, why));
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return ask_staff(
                fmt::format("{} can't be written ({}): check owner and mode of the file and its folder, "
                            "and that the disk isn't mounted read-only",
                            path, why));
        case SQLITE_IOERR:
            return ask_staff(
                fmt::format("reading or writing {} failed ({}): check the disk and its cable", path, why));
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return ask_staff(fmt::format("{} is damaged ({}): keep the file aside and restore a backup", path, why));
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
        case SQLITE_INTERRUPT:
        case SQLITE_NOMEM:
            return retry_later(fmt::format("{} is in use just now ({})", path, why));
        default:
            return give_up(fmt::format("{} refused: {}", path, why));
    }
}

Result<Database> Database::open(const std::filesystem::path& file, FileAccess access, const char* pragmas) {
    std::error_code ignored;
    const bool existed = file == in_memory || std::filesystem::exists(file, ignored);
    const int flags =
        access == FileAccess::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    auto connection = std::make_unique<SqliteConnection>();
    connection->path = file.string();
    sqlite3* raw = nullptr;
    const int code =
        sqlite3_open_v2(connection->path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    connection->handle.reset(raw);  // adopted before checking: SQLite can return a handle with a failure
    if (code != SQLITE_OK) return connection->problem(code);
    if (!existed) {
        std::error_code failed;
        std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                     failed);
        if (failed)
            return ask_staff(fmt::format("the mode of {} can't be set: {}", connection->path, failed.message()));
    }
    sqlite3_busy_timeout(raw, busy_timeout_ms);
    Database database{std::move(connection)};
    VESTIBULE_CHECK(database.run(pragmas));
    return database;
}

bool is_damaged(const std::filesystem::path& file) {
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    const SqliteHandle handle{raw};
    if (opened != SQLITE_OK) return false;
    const int code = sqlite3_exec(raw, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr) & 0xFF;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

Result<> Database::run(const char* sql) {
    const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return connection_->problem(code);
    return {};
}

Result<Statement> Database::prepared(std::string_view sql) {
    auto& idle = connection_->idle;
    if (const auto cached = idle.find(sql); cached != idle.end())
        return Statement{*connection_, idle.extract(cached)};
    sqlite3_stmt* raw = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &raw, &rest);
    StatementHandle handle{raw};
    if (code != SQLITE_OK) return connection_->problem(code);
    ensure(raw != nullptr, "a query without a statement");
    SqliteConnection::Idle place;
    place.try_emplace(std::string{sql}, std::move(handle));
    return Statement{*connection_, place.extract(place.begin())};
}

Result<Statement> Database::query(std::string_view sql, SqlValues values) {
    VESTIBULE_TRY(statement, prepared(sql));
    statement.bind(values);
    return std::move(statement);
}

Result<int> Database::execute(std::string_view sql, SqlValues values) {
    VESTIBULE_TRY(statement, prepared(sql));
    return statement.run(values);
}

Result<std::optional<std::int64_t>> Database::number(std::string_view sql, SqlValues values) {
    VESTIBULE_TRY(statement, query(sql, values));
    VESTIBULE_TRY(found, statement.step());
    if (!found || statement.is_null(0)) return std::nullopt;
    return statement.integer(0);
}

Result<> Database::empty_wal() {
    VESTIBULE_TRY(busy, number("PRAGMA wal_checkpoint(TRUNCATE)"));
    if (busy.value_or(0) != 0)
        return retry_later(fmt::format("old pages of {} are still being read, so they can't be removed yet", path()));
    return {};
}

Result<Transaction> Transaction::begin(Database& database, Kind kind) {
    const int code = begin_or_end(database.handle(), kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
    if (code != SQLITE_OK) return database.connection_->problem(code);
    return Transaction{*database.connection_};
}

Transaction::~Transaction() {
    // A full disk or an I/O error may have rolled it back already; then there is nothing left to do.
    if (connection_ != nullptr && sqlite3_get_autocommit(connection_->handle.get()) == 0)
        begin_or_end(connection_->handle.get(), "ROLLBACK");
}

Result<> Transaction::commit() {
    ensure(connection_ != nullptr, "a transaction is committed twice");
    // Rolled back by SQLite after a full disk or an I/O error: COMMIT fails with "no transaction is active".
    const int code = begin_or_end(connection_->handle.get(), "COMMIT");
    if (code != SQLITE_OK) return connection_->problem(code);
    connection_ = nullptr;
    return {};
}

Result<Savepoint> Savepoint::begin(Database& database) {
    const int code = begin_or_end(database.handle(), "SAVEPOINT part");
    if (code != SQLITE_OK) return database.connection_->problem(code);
    return Savepoint{*database.connection_};
}

Savepoint::~Savepoint() {
    if (connection_ != nullptr) (void)undo();
}

Result<> Savepoint::keep() {
    ensure(connection_ != nullptr, "a savepoint is ended twice");
    const int code = begin_or_end(connection_->handle.get(), "RELEASE part");
    if (code != SQLITE_OK) return connection_->problem(code);
    connection_ = nullptr;
    return {};
}

Result<> Savepoint::undo() {
    ensure(connection_ != nullptr, "a savepoint is ended twice");
    auto& connection = *std::exchange(connection_, nullptr);
    const int code = begin_or_end(connection.handle.get(), "ROLLBACK TO part; RELEASE part");
    if (code != SQLITE_OK) return connection.problem(code);
    return {};
}

}  // namespace vestibule
