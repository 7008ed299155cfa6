// Folds streams and writes what they come to.
#include "kiosk/log/projections.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <set>
#include <vector>

#include "kiosk/base/json.h"
#include "kiosk/log/schema.h"
#include "kiosk/log/sql.h"
#include "kiosk/log/standing_row.h"
#include "kiosk/log/state_json.h"
#include "kiosk/log/stream_groups.h"
#include "kiosk/visit/counting.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

// Rows of stations that are judged anew: more of them, and all projections are made anew, which is faster.
constexpr std::uint64_t judged_anew_apart_max = 2'000;

std::optional<std::int64_t> micros_or_null(const std::optional<Instant>& at) {
    if (!at) return std::nullopt;
    return micros(*at);
}

// The first 40 bits of SHA-256(cti) in Crockford's base32, as printed under the QR (FORMATS.md, "Codes").
std::string printed_code(const StreamId& badge) {
    constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    Hash hash{};
    crypto_hash_sha256(hash.data(), badge.bytes.data(), badge.bytes.size());
    std::uint64_t bits = 0;
    for (int i = 0; i < 5; ++i) bits = bits << 8 | hash[static_cast<std::size_t>(i)];
    std::string code;
    for (int shift = 35; shift >= 0; shift -= 5) code += letters[(bits >> shift) & 31];
    return code;
}

enum class View { visit, badge, person, station, policy };
struct ViewSql {
    std::string_view name, put, same;
};
constexpr ViewSql views[] = {{"visit", log_sql::put_visit, log_sql::same_visit},
                             {"badge", log_sql::put_badge, log_sql::same_badge},
                             {"person", log_sql::put_person, log_sql::same_person},
                             {"station", log_sql::put_station, log_sql::same_station},
                             {"policy", log_sql::put_policy, log_sql::same_policy}};
constexpr std::size_t view_count = std::size(views);

// What a comparison finds.
struct Comparison {
    ViewsCheck result{};
    std::array<std::uint64_t, view_count> expected{};  // rows that the fold comes to

    void differs(View view, std::string what) {
        ++result.differing;
        if (result.named.size() < views_named_max)
            result.named.push_back(fmt::format("{} {}", views[static_cast<std::size_t>(view)].name, what));
    }
};

// Writes what the folds come to, or holds it against what is there. Keeps its statements: they are run again and
// again.
struct Writer {
    Database& database;
    Comparison* comparison = nullptr;  // nothing: it writes
    std::array<std::optional<Statement>, view_count> statements{};

    // `id`: of the row.
    Result<> put(View view, ByteView id, SqlValues values) {
        const auto index = static_cast<std::size_t>(view);
        auto& statement = statements[index];
        if (!statement) {
            VESTIBULE_TRY(prepared, database.query(comparison == nullptr ? views[index].put : views[index].same));
            statement.emplace(std::move(prepared));
        }
        if (comparison != nullptr) return compare(view, id, *statement, values);
        VESTIBULE_CHECK(statement->run(values));
        return {};
    }
    Result<> compare(View view, ByteView id, Statement& statement, SqlValues values) {
        ++comparison->expected[static_cast<std::size_t>(view)];
        ++comparison->result.compared;
        statement.bind(values);
        VESTIBULE_TRY(same, statement.step());
        statement.reset();
        if (!same) comparison->differs(view, to_hex(id));
        return {};
    }

    Result<> put_visit(const StreamId& id, const VisitState& state) {
        const auto known = state.phase != VisitPhase::unknown;
        const auto visitor = known ? std::optional{state.person} : std::nullopt;
        const auto code = state.code.empty() ? std::nullopt : std::optional{std::string_view{state.code}};
        const auto from = known ? std::optional{micros(state.from)} : std::nullopt;
        const auto until = known ? std::optional{micros(state.until)} : std::nullopt;
        return put(
            View::visit, id.bytes,
            {id, name_of(state.phase), visitor, state.host, code, from, until, micros_or_null(state.arrived_at),
             micros_or_null(state.admitted_at), micros_or_null(state.left_at), state.calendar, state_text(state)});
    }

    Result<> put_badge(const StreamId& id, const BadgeState& state) {
        const auto of_visit = state.issued ? std::optional{state.visit} : std::nullopt;
        return put(View::badge, id.bytes,
                   {id, of_visit, printed_code(id), micros(state.not_before), micros(state.expires), state.revoked,
                    state_text(state)});
    }

    Result<> put_person(const StreamId& id, const PersonState& state) {
        return put(View::person, id.bytes, {id, state.host, state.staff, state.erased, state_text(state)});
    }

    Result<> put_station(const StationId& id, const StationStanding& standing, const std::optional<Event>& row) {
        std::optional<ByteView> enrolment;
        if (row) enrolment = view(row->body);
        return put(View::station, id.bytes,
                   {id, enrolment, standing.revoked, standing.stolen, static_cast<int>(standing.rights.bits()),
                    standing.named, standing.last});
    }

    // `events`: of the whole stream of the site.
    Result<> put_site(std::span<const Event> events, const SiteJudge& judge) {
        const auto row_of = [&](const std::optional<EventKey>& key) -> std::optional<Event> {
            const auto found = std::ranges::find_if(
                events, [&](const Event& e) { return key && e.station == key->station && e.seq == key->seq; });
            return found == events.end() ? std::nullopt : std::optional{*found};
        };
        const auto site = fold_site(events, judge.certified);
        for (const auto& [id, standing] : site.stations)
            VESTIBULE_CHECK(put_station(id, standing, row_of(standing.enrolment)));
        const auto policy = row_of(site.policy);
        if (policy) return put(View::policy, {}, {view(policy->body)});
        // Without a judge another stream may have it.
        if (judge.certified && comparison == nullptr) VESTIBULE_CHECK(database.execute(log_sql::delete_policy));
        return {};
    }

    Result<> put_stream(StreamKind kind, const StreamId& id, std::span<const Event> events) {
        switch (kind) {
            case StreamKind::visit:
                return put_visit(id, fold_visit(events));
            case StreamKind::badge:
                return put_badge(id, fold_badge(events));
            case StreamKind::person:
                return put_person(id, fold_person(events));
            case StreamKind::site:
            case StreamKind::plan:
            case StreamKind::keypad:
                return {};
        }
        return {};
    }
};

using Touched = std::set<StreamId>;

// All events of one stream: one projection for each kind of stream that its kinds name (one, unless somebody plays).
Result<> put_group(Writer& writer, std::span<const Event> events, CountingRows& counting) {
    std::bitset<6> kinds;
    for (const auto& event : events)
        if (const auto* kind = kind_named(event.kind); kind != nullptr)
            kinds.set(static_cast<std::size_t>(kind->stream));
    kinds.reset(static_cast<std::size_t>(StreamKind::site));
    kinds.reset(static_cast<std::size_t>(StreamKind::plan));
    kinds.reset(static_cast<std::size_t>(StreamKind::keypad));  // few rows, folded when asked for
    if (kinds.none()) return {};
    const auto counted = counting.of(events);
    for (std::size_t kind = 0; kind < kinds.size(); ++kind)
        if (kinds.test(kind))
            VESTIBULE_CHECK(writer.put_stream(static_cast<StreamKind>(kind), events.front().stream, counted));
    return {};
}

// Streams of the site among what was added, folded whole.
Result<bool> put_sites(Database& database, std::span<const Event> added, const SiteJudge& judge) {
    std::set<StreamId> streams;
    for (const auto& event : added) {
        const auto* kind = kind_named(event.kind);
        // In the site's own stream any row may be what others have waited for.
        const bool touches =
            judge.certified ? event.stream == judge.site : kind != nullptr && kind->stream == StreamKind::site;
        if (touches) streams.insert(event.stream);
    }
    Writer writer{database};
    for (const auto& stream : streams) {
        VESTIBULE_TRY(events, stream_to_fold(database, stream));
        VESTIBULE_CHECK(writer.put_site(events, judge));
    }
    return !streams.empty();
}

// How many rows of a station were held before `added` came.
Result<std::uint64_t> held_before(Database& database, const StationId& station, std::span<const Event> added) {
    const auto first = std::ranges::find(added, station, &Event::station);
    if (first != added.end()) return first->seq - 1;
    VESTIBULE_TRY(newest, database.number(log_sql::newest_of_station, {station}));
    return static_cast<std::uint64_t>(newest.value_or(0));
}

// Rows that were held already and count now, or no longer: their streams, as far as there aren't too many of them.
Result<std::uint64_t> rows_judged_anew(Database& database, const SiteState& before, const SiteState& after,
                                       std::span<const Event> added, Touched& touched) {
    // From now on rights are asked for, of all that write here.
    if (before.is_judged() != after.is_judged()) {
        VESTIBULE_TRY(held, database.number(log_sql::some_rows, {added.size() + 1}));
        return static_cast<std::uint64_t>(held.value_or(0)) > added.size() ? judged_anew_apart_max + 1 : 0;
    }
    std::uint64_t rows = 0;
    for (const auto& [id, standing] : after.stations) {
        VESTIBULE_TRY(held, held_before(database, id, added));
        const auto known = before.stations.find(id);
        const auto last = known == before.stations.end() ? every_row : known->second.last;
        const bool same = before.rights_of(id) == after.rights_of(id);
        if (held == 0 || (same && std::min(held, last) == std::min(held, standing.last))) continue;
        rows += held;
        if (rows > judged_anew_apart_max) return rows;
        VESTIBULE_TRY(streams, database.query(log_sql::streams_of_station, {id, held}));
        for (;;) {
            VESTIBULE_TRY(more, streams.step());
            if (!more) break;
            touched.insert(streams.id<StreamId>(0).value_or(StreamId{}));
        }
    }
    return rows;
}

}  // namespace

Result<std::vector<Event>> stream_to_fold(Database& database, const StreamId& stream) {
    VESTIBULE_TRY(rows, database.query(log_sql::folded_stream, {stream}));
    std::vector<Event> events;
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return events;
        read_folded(rows, events.emplace_back());
    }
}

Result<SiteState> read_site(Database& database) {
    SiteState site;
    VESTIBULE_TRY(rows, database.query(log_sql::stations));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return site;
        site.stations.emplace(rows.id<StationId>(0).value_or(StationId{}), standing_row(rows));
    }
}

Result<> project(Database& database, std::span<const Event> added, const SiteJudge& judge) {
    VESTIBULE_TRY(before, read_site(database));
    VESTIBULE_TRY(of_site, put_sites(database, added, judge));
    Touched touched;
    if (of_site) {
        VESTIBULE_TRY(after, read_site(database));
        VESTIBULE_TRY(rows, rows_judged_anew(database, before, after, added, touched));
        if (rows > judged_anew_apart_max) return rebuild_projections(database, judge);
        before = std::move(after);
    }
    // Also one of a kind that is unknown here lets others count that have waited for it.
    for (const auto& event : added) touched.insert(event.stream);
    Writer writer{database};
    CountingRows counting{before};
    for (const auto& stream : touched) {
        VESTIBULE_TRY(events, stream_to_fold(database, stream));
        VESTIBULE_CHECK(put_group(writer, events, counting));
    }
    return {};
}

namespace {

// Indexes are sorted in memory instead of in files, and what holds no personal data isn't overwritten: twice as fast.
class RebuildSettings {
  public:
    [[nodiscard]] static Result<RebuildSettings> apply(Database& database, std::size_t memory_kib_max) {
        VESTIBULE_TRY(pages, database.number("PRAGMA cache_size"));
        VESTIBULE_TRY(overwriting, database.number("PRAGMA secure_delete"));
        VESTIBULE_CHECK(
            database.run(fmt::format("PRAGMA cache_size=-{}; PRAGMA secure_delete=OFF;", memory_kib_max).c_str()));
        return RebuildSettings{database,
                               fmt::format("PRAGMA cache_size={}; PRAGMA secure_delete={}; PRAGMA shrink_memory;",
                                           pages.value_or(0), overwriting.value_or(1))};
    }
    RebuildSettings(RebuildSettings&& other) noexcept
        : database_{std::exchange(other.database_, nullptr)}, before_{std::move(other.before_)} {}
    RebuildSettings& operator=(RebuildSettings&&) = delete;
    ~RebuildSettings() {
        if (database_ != nullptr) (void)database_->run(before_.c_str());
    }

  private:
    RebuildSettings(Database& database, std::string before) : database_{&database}, before_{std::move(before)} {}
    Database* database_;
    std::string before_;
};

// Without a judge any stream may be a site's: all are looked through.
Result<> put_all_sites(Database& database, Writer& writer, const SiteJudge& judge) {
    std::vector<StreamId> streams{judge.site};
    if (!judge.certified) {
        streams.clear();
        VESTIBULE_TRY(rows, database.query(log_sql::streams_of_sites));
        for (;;) {
            VESTIBULE_TRY(more, rows.step());
            if (!more) break;
            streams.push_back(rows.id<StreamId>(0).value_or(StreamId{}));
        }
    }
    for (const auto& stream : streams) {
        VESTIBULE_TRY(events, stream_to_fold(database, stream));
        if (!events.empty()) VESTIBULE_CHECK(writer.put_site(events, judge));
    }
    return {};
}

}  // namespace

Result<> rebuild_projections(Database& database, const SiteJudge& judge, std::size_t memory_kib_max) {
    VESTIBULE_TRY(settings, RebuildSettings::apply(database, memory_kib_max));
    VESTIBULE_CHECK(database.run(log_schema::drop_projections));
    VESTIBULE_CHECK(database.run(log_schema::create_projections));
    {
        Writer writer{database};
        // Who may write what comes first.
        VESTIBULE_CHECK(put_all_sites(database, writer, judge));
        VESTIBULE_TRY(site, read_site(database));
        CountingRows counting{site};
        VESTIBULE_CHECK(for_each_stream(database, memory_kib_max << 10U, [&](std::span<const Event> events) {
            return put_group(writer, events, counting);
        }));
    }
    VESTIBULE_CHECK(database.run(log_schema::index_projections));
    VESTIBULE_CHECK(database.execute(log_sql::set_meta, {"projection_version", log_schema::projection_version}));
    return {};
}

Result<ViewsCheck> compare_projections(Database& database, const SiteJudge& judge, std::size_t memory_kib_max) {
    Comparison comparison;
    Writer writer{.database = database, .comparison = &comparison};
    VESTIBULE_TRY(events, stream_to_fold(database, judge.site));
    if (!events.empty()) VESTIBULE_CHECK(writer.put_site(events, judge));
    const auto site = fold_site(events, judge.certified);
    CountingRows counting{site};
    VESTIBULE_CHECK(for_each_stream(database, memory_kib_max << 10U, [&](std::span<const Event> stream) {
        return put_group(writer, stream, counting);
    }));
    VESTIBULE_TRY(row, database.query(log_sql::view_sizes));
    VESTIBULE_CHECK(row.step());
    for (std::size_t i = 0; i < view_count; ++i) {
        const auto held = static_cast<std::uint64_t>(row.integer(static_cast<int>(i)));
        if (held > comparison.expected[i])
            comparison.differs(static_cast<View>(i),
                               fmt::format("has {} rows that no event gives", held - comparison.expected[i]));
    }
    return std::move(comparison.result);
}

}  // namespace vestibule
