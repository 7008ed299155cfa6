// Folds streams and writes what they come to.
#include "kiosk/log/projections.h"

#include <sodium.h>

#include <algorithm>
#include <bitset>
#include <vector>

#include "kiosk/base/json.h"
#include "kiosk/log/schema.h"
#include "kiosk/log/sql.h"
#include "kiosk/log/state_json.h"
#include "kiosk/log/stream_groups.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

template <class IdType>
IdType id_of(const StreamId& stream) {
    return IdType{stream.bytes};
}

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

// Keeps its statements: a rebuild runs them again and again.
struct Writer {
    Database& database;
    std::optional<Statement> visit{}, badge{}, person{};

    Result<> put(std::optional<Statement>& statement, std::string_view sql, SqlValues values) {
        if (!statement) {
            VESTIBULE_TRY(prepared, database.query(sql));
            statement.emplace(std::move(prepared));
        }
        VESTIBULE_CHECK(statement->run(values));
        return {};
    }
    Result<> put_rare(std::string_view sql, SqlValues values) {
        VESTIBULE_CHECK(database.execute(sql, values));
        return {};
    }

    Result<> put_visit(const StreamId& id, const VisitState& state) {
        const auto known = state.phase != VisitPhase::unknown;
        const auto visitor = known ? std::optional{state.person} : std::nullopt;
        const auto code = state.code.empty() ? std::nullopt : std::optional{std::string_view{state.code}};
        const auto from = known ? std::optional{micros(state.from)} : std::nullopt;
        const auto until = known ? std::optional{micros(state.until)} : std::nullopt;
        return put(
            visit, log_sql::put_visit,
            {id, name_of(state.phase), visitor, state.host, code, from, until, micros_or_null(state.arrived_at),
             micros_or_null(state.admitted_at), micros_or_null(state.left_at), state.calendar, state_text(state)});
    }

    Result<> put_badge(const StreamId& id, const BadgeState& state) {
        const auto of_visit = state.issued ? std::optional{state.visit} : std::nullopt;
        return put(badge, log_sql::put_badge,
                   {id, of_visit, printed_code(id), micros(state.not_before), micros(state.expires), state.revoked,
                    state_text(state)});
    }

    Result<> put_person(const StreamId& id, const PersonState& state) {
        return put(person, log_sql::put_person, {id, state.host, state.staff, state.erased, state_text(state)});
    }

    // Site events fold one by one: the newest in the stream's order wins, revoked is absorbing.
    Result<> put_site(const Event& event) {
        if (event.kind == kind::site_policy_set)
            return put_rare(log_sql::put_policy,
                            {view(event.body), event.turn, micros(event.at), event.station, event.seq});
        if (event.kind != kind::station_enrolled && event.kind != kind::station_revoked) return {};
        const auto station = id_field<StationId>(parse_object(event.body), "station");
        if (!station) return {};
        if (event.kind == kind::station_revoked) return put_rare(log_sql::put_revocation, {*station});
        return put_rare(log_sql::put_enrolment,
                        {*station, view(event.body), event.turn, micros(event.at), event.station, event.seq});
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
                return {};
        }
        return {};
    }
};

Result<std::vector<Event>> stream_to_fold(Database& database, const StreamId& stream) {
    VESTIBULE_TRY(rows, database.query(log_sql::folded_stream, {stream}));
    std::vector<Event> events;
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return events;
        read_folded(rows, events.emplace_back());
    }
}

// All events of one stream: one projection for each kind of stream that its kinds name (one, unless somebody plays).
Result<> put_group(Writer& writer, std::span<const Event> events) {
    std::bitset<5> kinds;
    for (const auto& event : events) {
        const auto* kind = kind_named(event.kind);
        if (kind == nullptr) continue;
        if (kind->stream == StreamKind::site) VESTIBULE_CHECK(writer.put_site(event));
        kinds.set(static_cast<std::size_t>(kind->stream));
    }
    for (std::size_t kind = 0; kind < kinds.size(); ++kind)
        if (kinds.test(kind))
            VESTIBULE_CHECK(writer.put_stream(static_cast<StreamKind>(kind), events.front().stream, events));
    return {};
}

}  // namespace

Result<> project(Database& database, std::span<const Event> added) {
    Writer writer{database};
    std::vector<std::pair<StreamKind, StreamId>> touched;
    for (const auto& event : added) {
        const auto* kind = kind_named(event.kind);
        if (kind == nullptr || kind->stream == StreamKind::plan) continue;
        if (kind->stream == StreamKind::site)
            VESTIBULE_CHECK(writer.put_site(event));
        else
            touched.emplace_back(kind->stream, event.stream);
    }
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    for (const auto& [kind, stream] : touched) {
        VESTIBULE_TRY(events, stream_to_fold(database, stream));
        VESTIBULE_CHECK(writer.put_stream(kind, stream, events));
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

}  // namespace

Result<> rebuild_projections(Database& database, std::size_t memory_kib_max) {
    VESTIBULE_TRY(settings, RebuildSettings::apply(database, memory_kib_max));
    VESTIBULE_CHECK(database.run(log_schema::drop_projections));
    VESTIBULE_CHECK(database.run(log_schema::create_projections));
    {
        Writer writer{database};
        VESTIBULE_CHECK(for_each_stream(database, memory_kib_max << 10U,
                                        [&](std::span<const Event> events) { return put_group(writer, events); }));
    }
    VESTIBULE_CHECK(database.run(log_schema::index_projections));
    VESTIBULE_CHECK(database.execute(log_sql::set_meta, {"projection_version", log_schema::projection_version}));
    return {};
}

}  // namespace vestibule
