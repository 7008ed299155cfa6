// Prepared statements of SQLite: values in, rows out.
#include "kiosk/base/ensure.h"
#include "kiosk/sqlite/database.h"

namespace vestibule {
namespace {

int bind_one(sqlite3_stmt* statement, int index, const SqlValue& value, sqlite3_destructor_type copying) {
    const auto bytes = value.bytes();
    switch (value.kind()) {
        case SqlValue::Kind::null:
            return sqlite3_bind_null(statement, index);
        case SqlValue::Kind::integer:
            return sqlite3_bind_int64(statement, index, value.integer());
        case SqlValue::Kind::text:
            return sqlite3_bind_text64(statement, index, text_of(bytes).empty() ? "" : text_of(bytes).data(),
                                       bytes.size(), copying, SQLITE_UTF8);
        case SqlValue::Kind::blob:
            // A null pointer would bind NULL; an empty blob stays a blob.
            if (bytes.empty()) return sqlite3_bind_zeroblob(statement, index, 0);
            return sqlite3_bind_blob64(statement, index, bytes.data(), bytes.size(), copying);
    }
    return SQLITE_MISUSE;
}

}  // namespace

Statement::~Statement() {
    if (cached_.empty()) return;
    sqlite3_reset(handle_);
    sqlite3_clear_bindings(handle_);  // no personal value waits in the cache
    if (connection_->idle.size() < cached_statements_max) connection_->idle.insert(std::move(cached_));
}

void Statement::bind(SqlValues values) {
    bind(values, SQLITE_TRANSIENT);
}

void Statement::bind(SqlValues values, sqlite3_destructor_type copying) {
    reset();
    sqlite3_clear_bindings(handle_);
    bind_failure_ = SQLITE_OK;
    int index = 0;
    for (const auto& value : values) {
        const int code = bind_one(handle_, ++index, value, copying);
        ensure(code != SQLITE_RANGE && code != SQLITE_MISUSE, "more values than the statement has places");
        if (code != SQLITE_OK && bind_failure_ == SQLITE_OK) bind_failure_ = code;
    }
}

Result<bool> Statement::step() {
    if (bind_failure_ != SQLITE_OK) return connection_->problem(bind_failure_);
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) {
        auto failure = connection_->problem(code);
        reset();
        return failure;
    }
    reset();
    return false;
}

Result<int> Statement::run() {
    for (;;) {
        VESTIBULE_TRY(more, step());
        if (!more) return sqlite3_changes(connection_->handle.get());
    }
}

Result<int> Statement::run(SqlValues values) {
    bind(values, SQLITE_STATIC);
    auto changed = run();
    sqlite3_clear_bindings(handle_);  // what they point to is the caller's again
    return changed;
}

void Statement::reset() {
    sqlite3_reset(handle_);
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(handle_, column);
}

std::string_view Statement::text(int column) const {
    const auto* text = sqlite3_column_text(handle_, column);
    if (text == nullptr) return {};
    return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

ByteView Statement::blob(int column) const {
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

}  // namespace vestibule
