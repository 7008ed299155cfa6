// The one door to SQLite: connections, cached statements, transactions, numbered migrations, failures as Problems.
//
//     VESTIBULE_TRY(database, Database::open(file, FileAccess::read_write, "PRAGMA journal_mode=WAL;"));
//     VESTIBULE_TRY(transaction, Transaction::begin(database));
//     VESTIBULE_CHECK(database.execute("INSERT INTO visit(id, turn) VALUES(?, ?)", {visit, 7}));
//     VESTIBULE_CHECK(transaction.commit());
//     VESTIBULE_TRY(rows, database.query("SELECT id, turn FROM visit WHERE turn > ?", {3}));
//     for (;;) {
//         VESTIBULE_TRY(more, rows.step());
//         if (!more) break;
//         use(rows.id<VisitId>(0), rows.integer(1));
//     }
//
// Thread: a Database, its statements and transactions belong to one thread at a time (opened with NOMUTEX).
// Errors of all functions: ask_staff on a full, read-only, unreadable or damaged file (with path and what to do);
// retry_later where another connection holds the lock for longer than busy_timeout_ms; give_up where a constraint or
// our own SQL refuses.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/bytes.h"
#include "kiosk/base/ids.h"
#include "kiosk/base/result.h"

namespace vestibule {

inline constexpr int busy_timeout_ms = 5'000;  // how long a lock of another connection is waited for
// For who only looks, and has another way where a file doesn't answer (private_copy.h): half a second for a lock.
inline constexpr const char* looking_pragmas =
    "PRAGMA query_only=ON; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=500;";
inline constexpr std::size_t cached_statements_max = 64;  // a connection; more are prepared anew

// Whether SQLite finds this file damaged, or no database at all, as soon as it opens it.
[[nodiscard]] bool is_damaged(const std::filesystem::path& file);

// Of the library that is loaded.
[[nodiscard]] std::string sqlite_version();

struct SqliteCloser {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
};
using SqliteHandle = std::unique_ptr<sqlite3, SqliteCloser>;
using StatementHandle = std::unique_ptr<sqlite3_stmt, SqliteCloser>;

// What is bound to a `?`: borrowed until the call that takes it returns (SQLite keeps a copy of its own).
class SqlValue {
  public:
    enum class Kind { null, integer, text, blob };

    SqlValue(std::nullopt_t) {}
    SqlValue(int value) : kind_{Kind::integer}, integer_{value} {}
    SqlValue(std::int64_t value) : kind_{Kind::integer}, integer_{value} {}
    SqlValue(std::uint64_t value) : kind_{Kind::integer}, integer_{static_cast<std::int64_t>(value)} {}
    SqlValue(bool value) : kind_{Kind::integer}, integer_{value ? 1 : 0} {}
    SqlValue(std::string_view text) : kind_{Kind::text}, bytes_{view(text)} {}
    SqlValue(const std::string& text) : SqlValue{std::string_view{text}} {}
    SqlValue(const char* text) : SqlValue{std::string_view{text}} {}
    SqlValue(ByteView blob) : kind_{Kind::blob}, bytes_{blob} {}
    SqlValue(const Bytes& blob) : SqlValue{ByteView{blob}} {}
    template <std::size_t N>
    SqlValue(const std::array<std::uint8_t, N>& blob) : SqlValue{ByteView{blob}} {}
    template <class Tag>
    SqlValue(const Id<Tag>& id) : SqlValue{ByteView{id.bytes}} {}
    template <class T>
    SqlValue(const std::optional<T>& value) : SqlValue{value ? SqlValue{*value} : SqlValue{std::nullopt}} {}

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] std::int64_t integer() const { return integer_; }
    [[nodiscard]] ByteView bytes() const { return bytes_; }

  private:
    Kind kind_ = Kind::null;
    std::int64_t integer_ = 0;
    ByteView bytes_;
};
using SqlValues = std::initializer_list<SqlValue>;

// One open connection and its idle statements; Database, Statement and Transaction share it. Not for use elsewhere.
struct SqliteConnection {
    SqliteHandle handle;
    std::string path;
    using Idle = std::map<std::string, StatementHandle, std::less<>>;
    Idle idle;

    [[nodiscard]] tl::unexpected<Problem> problem(int code) const;
};

// A prepared statement on loan from its connection's cache; goes back, reset and without its values, when destroyed.
// Must not outlive its Database.
class Statement {
  public:
    Statement(Statement&&) noexcept = default;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    // Starts anew with these values for ?1, ?2, …; those left out are NULL.
    void bind(SqlValues values);
    // True: there is a row to read. False: the end, and the statement is reset.
    [[nodiscard]] Result<bool> step();
    // Steps to the end. Returns how many rows were inserted, updated or deleted (of a SELECT or DDL: meaningless).
    [[nodiscard]] Result<int> run();
    // The same with these values, which aren't copied: the cheapest way to write many rows.
    [[nodiscard]] Result<int> run(SqlValues values);
    void reset();

    // Columns of the row, from 0. Views hold until the next step, bind, reset or destruction; NULL reads as 0 or
    // empty.
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] ByteView blob(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    // Nothing where the column doesn't hold 16 bytes.
    template <class IdType>
    [[nodiscard]] std::optional<IdType> id(int column) const {
        const auto bytes = fixed<16>(blob(column));
        if (!bytes) return std::nullopt;
        return IdType{*bytes};
    }

  private:
    friend class Database;
    Statement(SqliteConnection& connection, SqliteConnection::Idle::node_type cached)
        : connection_{&connection}, cached_{std::move(cached)}, handle_{cached_.mapped().get()} {}
    void bind(SqlValues values, sqlite3_destructor_type copying);

    SqliteConnection* connection_;
    SqliteConnection::Idle::node_type cached_;  // its place in the cache; empty once moved from
    sqlite3_stmt* handle_;
    int bind_failure_ = SQLITE_OK;
};

inline constexpr const char* in_memory = ":memory:";  // instead of a file: a database that goes with its connection

enum class FileAccess { read_write, read_only };

class Database {
  public:
    // Read-write makes the file where there is none, for its owner's eyes only (mode 0600, also its journal or WAL).
    // `pragmas` is SQL that is run before anything else. The folder must be there.
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& file, FileAccess access,
                                               const char* pragmas = "");

    // Runs SQL text of one or several statements, without values.
    [[nodiscard]] Result<> run(const char* sql);
    // Prepares (or takes from the cache) one statement; `values` are bound to ?1, ?2, …
    [[nodiscard]] Result<Statement> query(std::string_view sql, SqlValues values = {});
    // The same, run to its end: how many rows were changed.
    [[nodiscard]] Result<int> execute(std::string_view sql, SqlValues values = {});
    // The integer in the first column of the first row; nothing where there is no row or it's NULL.
    [[nodiscard]] Result<std::optional<std::int64_t>> number(std::string_view sql, SqlValues values = {});

    // Takes all content out of the WAL into the file, and cuts the WAL off: needed after erasing.
    // Errors: retry_later while another connection still reads old pages.
    [[nodiscard]] Result<> empty_wal();

    [[nodiscard]] const std::string& path() const { return connection_->path; }
    // For what this door doesn't offer (hooks, backup). The Database keeps owning it.
    [[nodiscard]] sqlite3* handle() const { return connection_->handle.get(); }

  private:
    friend class Transaction;
    friend class Savepoint;
    explicit Database(std::unique_ptr<SqliteConnection> connection) : connection_{std::move(connection)} {}
    [[nodiscard]] Result<Statement> prepared(std::string_view sql);
    std::unique_ptr<SqliteConnection> connection_;
};

// All or nothing: what isn't committed is rolled back by the destructor. Must not outlive its Database.
class Transaction {
  public:
    enum class Kind { write, read };  // write: BEGIN IMMEDIATE, so that a lock is waited for here and nowhere later

    [[nodiscard]] static Result<Transaction> begin(Database& database, Kind kind = Kind::write);
    Transaction(Transaction&& other) noexcept : connection_{std::exchange(other.connection_, nullptr)} {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    // Durable (as far as PRAGMA synchronous says) when it returns. On an error nothing has been written once this
    // goes.
    [[nodiscard]] Result<> commit();

  private:
    explicit Transaction(SqliteConnection& connection) : connection_{&connection} {}
    SqliteConnection* connection_;
};

// A part of a transaction that can be taken back alone; taken back by the destructor unless kept. Not nested.
class Savepoint {
  public:
    [[nodiscard]] static Result<Savepoint> begin(Database& database);
    Savepoint(Savepoint&& other) noexcept : connection_{std::exchange(other.connection_, nullptr)} {}
    Savepoint& operator=(Savepoint&&) = delete;
    ~Savepoint();

    [[nodiscard]] Result<> keep();
    // Errors: the transaction itself is gone, or must be given up.
    [[nodiscard]] Result<> undo();

  private:
    explicit Savepoint(SqliteConnection& connection) : connection_{&connection} {}
    SqliteConnection* connection_;
};

struct Migration {
    int version;  // 1, 2, 3…: never edited once released
    const char* sql;
};

// Brings the schema up to date, forward only, each step in a transaction of its own; PRAGMA user_version remembers.
// Several processes may do so at once. Errors: ask_staff where the file was written by a newer program.
// Call refuse_newer() first where opening would already change the file.
[[nodiscard]] Result<> refuse_newer(Database& database, std::span<const Migration> migrations);
// For who only looks. Errors: as refuse_newer(); retry_later where the file must be brought up to date first.
[[nodiscard]] Result<> expect_up_to_date(Database& database, std::span<const Migration> migrations);
[[nodiscard]] Result<> migrate(Database& database, std::span<const Migration> migrations);

// What SQLite finds first that is wrong with the file's structure (PRAGMA integrity_check); empty: nothing.
// Blocks: reads the whole file.
[[nodiscard]] Result<std::string> integrity_fault(Database& database);

// The first table, index or trigger of `held` that isn't as in `fresh`, or is missing, in words; empty: none.
[[nodiscard]] Result<std::string> schema_difference(Database& held, Database& fresh);

}  // namespace vestibule
