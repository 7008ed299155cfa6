// Brings the events of each stream together: in memory as long as they fit, else by SQLite's sorting.
#include "kiosk/log/stream_groups.h"

#include <algorithm>
#include <deque>
#include <memory_resource>
#include <vector>

#include "kiosk/log/sql.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

// Hands on the events of a stream once the next stream begins. Their memory is used again.
class Grouping {
  public:
    explicit Grouping(const FoldStream& fold) : fold_{fold} {}

    // A place for the next event, which is of `stream`.
    [[nodiscard]] Result<Event*> next(const StreamId& stream) {
        if (held_ > 0 && stream != events_.front().stream) VESTIBULE_CHECK(end());
        if (held_ == events_.size()) events_.emplace_back();
        return &events_[held_++];
    }
    [[nodiscard]] Result<> end() {
        const auto held = std::exchange(held_, 0);
        return held == 0 ? Result<>{} : fold_({events_.data(), held});
    }

  private:
    const FoldStream& fold_;
    std::vector<Event> events_;
    std::size_t held_ = 0;
};

// A row of a kind that this version doesn't know has no effect, but counts among those of its stream.
constexpr Kind unknown_kind{.name = "", .stream = StreamKind::plan, .version = 1, .body = "", .sealed = ""};

// Events as small as they can lie in memory.
class RowsInMemory {
  public:
    [[nodiscard]] std::size_t bytes() const { return rows_.size() * (sizeof(Row) + sizeof(Place)) + body_bytes_; }

    void add(const Statement& row) {
        const auto* known = kind_named(row.text(4));
        const auto* kind = known != nullptr ? known : &unknown_kind;
        rows_.push_back({.stream = row.id<StreamId>(5).value_or(StreamId{}),
                         .station = row.id<StationId>(0).value_or(StationId{}),
                         .seq = static_cast<std::uint64_t>(row.integer(1)),
                         .turn = static_cast<std::uint64_t>(row.integer(2)),
                         .at = from_micros(row.integer(3)),
                         .kind = kind,
                         .body = kept(known != nullptr ? text_of(row.blob(6)) : std::string_view{}),
                         .sealed = row.integer(7) != 0});
    }

    [[nodiscard]] Result<> group(const FoldStream& fold) const {
        Grouping grouping{fold};
        for (const auto& place : sorted()) {
            const auto& row = *place.row;
            VESTIBULE_TRY(event, grouping.next(row.stream));
            event->station = row.station;
            event->seq = row.seq;
            event->turn = row.turn;
            event->at = row.at;
            event->kind.assign(row.kind->name);
            event->stream = row.stream;
            event->body.assign(row.body);
            event->sealed.reset();
            if (row.sealed) event->sealed.emplace();
        }
        return grouping.end();
    }

  private:
    struct Row {
        StreamId stream;
        StationId station;
        std::uint64_t seq;
        std::uint64_t turn;
        Instant at;
        const Kind* kind;
        std::string_view body;
        bool sealed;
    };
    // Most comparisons are decided by the first bytes, without a look at the row.
    struct Place {
        std::uint64_t first_bytes;
        const Row* row;
        bool operator<(const Place& other) const {
            if (first_bytes != other.first_bytes) return first_bytes < other.first_bytes;
            return row->stream < other.row->stream;
        }
    };

    std::string_view kept(std::string_view body) {
        body_bytes_ += body.size();
        auto* to = static_cast<char*>(bodies_.allocate(body.size(), 1));
        std::ranges::copy(body, to);
        return {to, body.size()};
    }
    [[nodiscard]] std::vector<Place> sorted() const {
        std::vector<Place> places;
        places.reserve(rows_.size());
        for (const auto& row : rows_) {
            std::uint64_t first_bytes = 0;
            for (std::size_t i = 0; i < 8; ++i) first_bytes = first_bytes << 8U | row.stream.bytes[i];
            places.push_back({first_bytes, &row});
        }
        std::sort(places.begin(), places.end());
        return places;
    }

    std::deque<Row> rows_;
    std::pmr::monotonic_buffer_resource bodies_;
    std::size_t body_bytes_ = 0;
};

// False: they don't fit, and nothing was folded.
Result<bool> group_in_memory(Database& database, std::size_t memory_bytes_max, const FoldStream& fold) {
    RowsInMemory held;
    {
        VESTIBULE_TRY(rows, database.query(log_sql::folded_all));
        for (;;) {
            VESTIBULE_TRY(more, rows.step());
            if (!more) break;
            held.add(rows);
            if (held.bytes() > memory_bytes_max) return false;
        }
    }
    VESTIBULE_CHECK(held.group(fold));
    return true;
}

Result<> group_by_sqlite(Database& database, const FoldStream& fold) {
    Grouping grouping{fold};
    VESTIBULE_TRY(rows, database.query(log_sql::folded_all_sorted));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return grouping.end();
        VESTIBULE_TRY(event, grouping.next(rows.id<StreamId>(5).value_or(StreamId{})));
        read_folded(rows, *event);
    }
}

}  // namespace

void read_folded(const Statement& row, Event& event) {
    event.station = row.id<StationId>(0).value_or(StationId{});
    event.seq = static_cast<std::uint64_t>(row.integer(1));
    event.turn = static_cast<std::uint64_t>(row.integer(2));
    event.at = from_micros(row.integer(3));
    event.kind.assign(row.text(4));
    event.stream = row.id<StreamId>(5).value_or(StreamId{});
    event.body.assign(text_of(row.blob(6)));
    event.sealed.reset();
    if (row.integer(7) != 0) event.sealed.emplace();
}

Result<> for_each_stream(Database& database, std::size_t memory_bytes_max, const FoldStream& fold) {
    VESTIBULE_TRY(done, group_in_memory(database, memory_bytes_max, fold));
    if (done) return {};
    return group_by_sqlite(database, fold);
}

}  // namespace vestibule
