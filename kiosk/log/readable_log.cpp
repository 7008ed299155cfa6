// Tries the file in place first.
#include "kiosk/log/readable_log.h"

#include "kiosk/sqlite/database.h"

namespace vestibule {
namespace {

// Reads what SQLite has to lock, and to find in the WAL, for any query.
Result<> look_into(const std::filesystem::path& file) {
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_only, looking_pragmas));
    VESTIBULE_CHECK(database.number("SELECT count(*) FROM sqlite_schema"));
    return {};
}

}  // namespace

ReadableLog::ReadableLog(std::filesystem::path original, std::optional<PrivateCopy> copy)
    : original_{std::move(original)},
      file_{copy ? copy->folder() / original_.filename() : original_},
      copy_{std::move(copy)} {}

Result<ReadableLog> ReadableLog::of(const std::filesystem::path& file) {
    if (look_into(file)) return ReadableLog{file, std::nullopt};
    VESTIBULE_TRY(copy, PrivateCopy::of({file}));
    return ReadableLog{file, std::move(copy)};
}

Problem ReadableLog::about(Problem problem) const {
    return copy_ ? copy_->about(std::move(problem), original_.parent_path()) : problem;
}

}  // namespace vestibule
