// Which held rows give way to a signed piece of their station's log, and the exchange of them.
#include "kiosk/log/healing_rows.h"

#include <sodium.h>

#include <algorithm>

#include "kiosk/base/json.h"
#include "kiosk/log/continuation.h"
#include "kiosk/log/event_row.h"
#include "kiosk/log/sql.h"

namespace vestibule {
namespace {

using HealedKey = std::array<std::uint8_t, 32>;

// The log refuses to change or to delete a row. What heals it takes its triggers away for as long as it takes.
class WithoutTriggers {
  public:
    [[nodiscard]] static Result<WithoutTriggers> begin(Database& database) {
        WithoutTriggers out;
        VESTIBULE_TRY(rows, database.query(log_sql::event_triggers));
        for (;;) {
            VESTIBULE_TRY(more, rows.step());
            if (!more) break;
            out.names_.emplace_back(rows.text(0));
            out.sql_.emplace_back(rows.text(1));
        }
        for (const auto& name : out.names_)
            VESTIBULE_CHECK(database.run(fmt::format("DROP TRIGGER \"{}\"", name).c_str()));
        return out;
    }
    [[nodiscard]] Result<> end(Database& database) const {
        for (const auto& sql : sql_) VESTIBULE_CHECK(database.run(sql.c_str()));
        return {};
    }

  private:
    std::vector<std::string> names_, sql_;
};

Result<std::optional<Event>> held_row(Database& database, const StationId& station, std::uint64_t seq) {
    VESTIBULE_TRY(row, database.query(log_sql::event_at, {station, seq}));
    VESTIBULE_TRY(found, row.step());
    if (!found) return std::nullopt;
    return event_row(row);  // nothing as well where it hasn't the form of an event
}

// By the newest enrolment that the site's root has certified.
Result<std::optional<HealedKey>> key_in_views(Database& database, const StationId& station) {
    VESTIBULE_TRY(row, database.query("SELECT enrolment FROM station WHERE id = ?1", {station}));
    VESTIBULE_TRY(found, row.step());
    if (!found || row.is_null(0)) return std::nullopt;
    const auto key = from_hex(text_field(parse_object(text_of(row.blob(0))), "key"));
    return key ? fixed<32>(*key) : std::nullopt;
}

Result<std::vector<Head>> signed_heads(Database& database, const StationId& station, std::uint64_t from) {
    VESTIBULE_TRY(key, key_in_views(database, station));
    std::vector<Head> out;
    VESTIBULE_TRY(rows, database.query(log_sql::heads_of_station, {station, from - 1}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return out;
        const auto head = head_row(rows);
        if (!head || !key) continue;
        const auto message = signed_part(*head);
        if (crypto_sign_verify_detached(head->signature.data(), message.data(), message.size(), key->data()) == 0)
            out.push_back(*head);
    }
}

// What is held from a number on: how far rows are what they say and continue each other, and how far a head that
// their station has signed covers them.
struct Standing {
    std::uint64_t sound = 0, covered = 0;
};
Result<Standing> standing_from(Database& database, const StationId& station, Tail tail) {
    Standing standing{.sound = tail.seq, .covered = tail.seq};
    VESTIBULE_TRY(heads, signed_heads(database, station, tail.seq + 1));
    for (;;) {
        VESTIBULE_TRY(row, held_row(database, station, tail.seq + 1));
        if (!row || row->prev != tail.hash || row->hash != hash_of(*row)) return standing;
        tail = {row->seq, row->hash};
        standing.sound = row->seq;
        if (std::ranges::any_of(heads, [&](const Head& h) { return h.seq == row->seq && h.hash == row->hash; }))
            standing.covered = row->seq;
    }
}

// The piece holds by itself, and continues what is held before it.
Result<> expect_piece(Database& database, std::span<const Event> events, const Head& head) {
    const auto refused = [&](std::uint64_t seq, std::string_view why) {
        return give_up(fmt::format("station {} event {}: {}", to_string(head.station), seq, why));
    };
    if (events.empty() || events.front().seq == 0) return refused(head.seq, "nothing came to put in its place");
    const auto& first = events.front();
    const auto none = [](std::uint64_t) -> Result<std::optional<Hash>> { return std::nullopt; };
    VESTIBULE_TRY(piece, continuation_of({first.seq - 1, first.prev}, none, events, head));
    if (piece.continuity != Continuity::continues) return refused(piece.seq, piece.what);
    if (first.seq == 1) return first.prev == Hash{} ? Result<>{} : refused(1, "it continues a row before the first");
    VESTIBULE_TRY(before, held_row(database, head.station, first.seq - 1));
    if (!before || before->hash != first.prev) return refused(first.seq, "it doesn't continue the row before it");
    return {};
}

// A log that has lost its own end has lost what it knew of its outbox as well: it goes on as a new incarnation.
Result<> expect_no_lost_end(Database& database, std::span<const Event> events) {
    VESTIBULE_TRY(newest, database.number(log_sql::newest_of_station, {events.front().station}));
    if (events.back().seq <= static_cast<std::uint64_t>(newest.value_or(0))) return {};
    return give_up("the end of this station's own log is missing: it needs a new incarnation");
}

// What continued a row that gave way, and doesn't continue the one that took its place.
Result<> drop_false_end(Database& database, const Head& head) {
    VESTIBULE_TRY(next, held_row(database, head.station, head.seq + 1));
    if (!next || next->prev == head.hash) return {};  // one that can't be read is the next piece's to heal
    VESTIBULE_CHECK(database.execute(log_sql::delete_events_after, {head.station, head.seq}));
    VESTIBULE_CHECK(
        database.execute(log_sql::delete_heads_between, {head.station, head.seq + 1, std::int64_t{INT64_MAX}}));
    return {};
}

Result<> put_head(Database& database, std::uint64_t first, const Head& head) {
    VESTIBULE_CHECK(database.execute(log_sql::delete_heads_between, {head.station, first, head.seq}));
    VESTIBULE_CHECK(database.execute(log_sql::insert_head, {head.station, head.seq, head.hash, head.signature}));
    return {};
}

}  // namespace

Result<int> heal_rows(Database& database, const StationId& own, std::span<const Event> events, const Head& head) {
    VESTIBULE_CHECK(expect_piece(database, events, head));
    if (head.station == own) VESTIBULE_CHECK(expect_no_lost_end(database, events));
    const auto& first = events.front();
    VESTIBULE_TRY(standing, standing_from(database, head.station, {first.seq - 1, first.prev}));
    // A station's own rows need no head to count.
    const auto kept = head.station == own ? standing.sound : standing.covered;
    std::vector<const Event*> fresh;
    for (const auto& event : events) {
        VESTIBULE_TRY(held, held_row(database, head.station, event.seq));
        if (held == event) continue;
        const bool is_what_it_says = held && held->hash == hash_of(*held);
        if (held && (event.seq <= kept || (head.station == own && is_what_it_says)))
            return give_up(fmt::format("station {} event {}: another event is held under that number (a fork)",
                                       to_string(head.station), event.seq));
        fresh.push_back(&event);
    }
    VESTIBULE_TRY(triggers, WithoutTriggers::begin(database));
    for (const auto* event : fresh) {
        VESTIBULE_CHECK(database.execute(log_sql::delete_event, {event->station, event->seq}));
        VESTIBULE_TRY(insert, database.query(log_sql::insert_event));
        VESTIBULE_CHECK(insert_event(insert, *event));
    }
    if (head.station != own && !fresh.empty()) VESTIBULE_CHECK(drop_false_end(database, head));
    VESTIBULE_CHECK(triggers.end(database));
    VESTIBULE_CHECK(put_head(database, first.seq, head));
    return static_cast<int>(fresh.size());
}

}  // namespace vestibule
