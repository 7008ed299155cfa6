// Copies a log by SQLite's backup API.
#include "kiosk/log/backup.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "kiosk/log/ownership.h"
#include "kiosk/log/schema.h"
#include "kiosk/log/sql.h"
#include "kiosk/sqlite/copy.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Problem> cant(const char* what, const fs::path& file, int code) {
    return ask_staff(fmt::format("{} can't be {} ({}): choose another place, or make room there", file.string(), what,
                                 std::strerror(code)));
}

Result<> sync_path(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return cant("opened", path, errno);
    const auto failed = ::fsync(descriptor) != 0 ? errno : 0;
    ::close(descriptor);
    // Some file systems can't sync a folder; there is nothing more that could be done.
    if (failed != 0 && failed != EINVAL) return cant("written", path, failed);
    return {};
}

Result<> expect_whole(const fs::path& part, const EnrolmentCheck& certified) {
    VESTIBULE_TRY(damage, verify_log(part, {}, certified));
    if (!damage) return {};
    return ask_staff(fmt::format("the log is damaged, so there is no backup: station {} event {}: {}",
                                 to_string(damage->station), damage->seq, damage->what));
}

Result<> give_name(const fs::path& part, const fs::path& file) {
    VESTIBULE_CHECK(sync_path(part));
    if (::renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE) != 0) {
        // Not every file system of a stick knows that flag.
        std::error_code ignored;
        if (errno == EEXIST || fs::exists(file, ignored)) return cant("named", file, EEXIST);
        if (::rename(part.c_str(), file.c_str()) != 0) return cant("named", file, errno);
    }
    return sync_path(file.has_parent_path() ? file.parent_path() : fs::path{"."});
}

}  // namespace

// The read transaction keeps one moment: without it, SQLite would begin anew with every commit of the station.
Result<> copy_log(const fs::path& log, const fs::path& copy) {
    VESTIBULE_TRY(source, Database::open(log, FileAccess::read_only, "PRAGMA query_only=ON;"));
    const auto moment = Transaction::begin(source, Transaction::Kind::read);
    if (!moment) return tl::unexpected(moment.error());
    VESTIBULE_CHECK(expect_log(source));
    VESTIBULE_CHECK(source.number(log_sql::own_seq));  // the moment begins with the first row read
    VESTIBULE_TRY(target, Database::open(copy, FileAccess::read_write));
    VESTIBULE_CHECK(copy_database(source, target));
    return target.run("PRAGMA journal_mode=DELETE;");  // one file, which also a read-only folder can hold
}

Result<> backup_log(const fs::path& log, const fs::path& file, const EnrolmentCheck& certified) {
    std::error_code failed;
    if (fs::exists(file, failed))
        return give_up(fmt::format("{} is there already: choose another name", file.string()));
    const fs::path part = file.string() + ".part";
    fs::remove(part, failed);  // of a backup that was cut off
    auto made = copy_log(log, part);
    if (made) made = expect_whole(part, certified);
    if (made) made = give_name(part, file);
    if (!made) fs::remove(part, failed);
    return made;
}

}  // namespace vestibule
