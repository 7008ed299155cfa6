// Copying page by page.
#include "kiosk/sqlite/copy.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>

namespace vestibule {
namespace {

constexpr int pages_a_step = 1024;

struct BackupEnder {
    void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

}  // namespace

Result<> copy_database(Database& from, Database& to) {
    const std::unique_ptr<sqlite3_backup, BackupEnder> backup{
        sqlite3_backup_init(to.handle(), "main", from.handle(), "main")};
    int code = backup ? SQLITE_OK : sqlite3_errcode(to.handle());
    while (code == SQLITE_OK) code = sqlite3_backup_step(backup.get(), pages_a_step);
    if (code == SQLITE_DONE) return {};
    return ask_staff(fmt::format("{} can't be written ({}): choose another place, or make room there", to.path(),
                                 sqlite3_errstr(code)));
}

}  // namespace vestibule
