// Comparing views in one read transaction.
#include "kiosk/log/views_check.h"

#include "kiosk/base/ensure.h"
#include "kiosk/log/projections.h"
#include "kiosk/log/schema.h"
#include "kiosk/log/sql.h"

namespace vestibule {

Result<ViewsCheck> check_views(const std::filesystem::path& log_file, const SiteJudge& judge,
                               std::size_t memory_kib_max) {
    ensure(static_cast<bool>(judge.certified), "views are compared without knowing whose rows count");
    VESTIBULE_TRY(database, Database::open(log_file, FileAccess::read_only, "PRAGMA query_only=ON;"));
    const auto snapshot = Transaction::begin(database, Transaction::Kind::read);
    if (!snapshot) return tl::unexpected(snapshot.error());
    VESTIBULE_TRY(version, database.number(log_sql::get_meta, {"projection_version"}));
    if (version != log_schema::projection_version)
        return retry_later(fmt::format("{} has views of another form, which the next start of its station makes anew",
                                       log_file.string()));
    return compare_projections(database, judge, memory_kib_max);
}

}  // namespace vestibule
