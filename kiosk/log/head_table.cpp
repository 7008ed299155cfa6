// Heads of the log, thinned.
#include "kiosk/log/head_table.h"

#include "kiosk/log/sql.h"

namespace vestibule {
namespace {

Result<std::vector<std::uint64_t>> newest_two(Database& database, const StationId& station) {
    VESTIBULE_TRY(rows, database.query(log_sql::newest_head_seqs, {station}));
    std::vector<std::uint64_t> seqs;
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return seqs;
        seqs.push_back(static_cast<std::uint64_t>(rows.integer(0)));
    }
}

}  // namespace

Result<> keep_head(Database& database, const Head& head) {
    VESTIBULE_TRY(kept, newest_two(database, head.station));
    if (!kept.empty() && kept[0] >= head.seq) return {};
    const auto before_newest = kept.size() == 2 ? kept[1] : 0;
    if (!kept.empty() && head.seq - before_newest <= events_between_heads_max)
        VESTIBULE_CHECK(database.execute(log_sql::delete_head, {head.station, kept[0]}));
    VESTIBULE_CHECK(database.execute(log_sql::insert_head, {head.station, head.seq, head.hash, head.signature}));
    return {};
}

}  // namespace vestibule
