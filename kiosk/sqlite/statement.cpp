// Prepared statements of SQLite: values in, rows out.
#include "kiosk/base/ensure.h"
#include "kiosk/sqlite/database.h"

namespace vestibule {
namespace {

int bind_one(sqlite3_stmt* statement, int index, const SqlValue& value) {
    const auto bytes = value.bytes();
    switch (value.kind()) {
        case SqlValue::Kind::null:
            return sqlite3_bind_null(statement, index);
        case SqlValue::Kind::integer:
            return sqlite3_bind_int64(statement, index, value.integer());
        case SqlValue::Kind::text:
            return sqlite3_bind_text64(statement, index, text_of(bytes).empty() ? "" : text_of(bytes).data(),
                                       bytes.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        case SqlValue::Kind::blob:
            // A null pointer would bind NULL; an empty blob stays a blob.
            if (bytes.empty()) return sqlite3_bind_zeroblob(statement, index, 0);
            return sqlite3_bind_blob64(statement, index, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
    }
    return SQLITE_MISUSE;
}

}  // namespace

Statement::~Statement() {
    if (!handle_) return;
    sqlite3_reset(handle_.get());
    sqlite3_clear_bindings(handle_.get());  // no personal value waits in the cache
    if (connection_->idle.size() < cached_statements_max) connection_->idle.try_emplace(sql_, std::move(handle_));
}

void Statement::bind(SqlValues values) {
    reset();
    sqlite3_clear_bindings(handle_.get());
    bind_failure_ = SQLITE_OK;
    int index = 0;
    for (const auto& value : values) {
        const int code = bind_one(handle_.get(), ++index, value);
        ensure(code != SQLITE_RANGE && code != SQLITE_MISUSE, "more values than the statement has places");
        if (code != SQLITE_OK && bind_failure_ == SQLITE_OK) bind_failure_ = code;
    }
}

Result<bool> Statement::step() {
    if (bind_failure_ != SQLITE_OK) return connection_->problem(bind_failure_);
    const int code = sqlite3_step(handle_.get());
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

void Statement::reset() {
    sqlite3_reset(handle_.get());
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(handle_.get(), column);
}

std::string_view Statement::text(int column) const {
    const auto* text = sqlite3_column_text(handle_.get(), column);
    if (text == nullptr) return {};
    return {reinterpret_cast<const char*>(text),
            static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

ByteView Statement::blob(int column) const {
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_.get(), column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

}  // namespace vestibule
