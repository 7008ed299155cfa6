// The fold of a visit. Each kind names the phases in which it has an effect; everything else is ignored.
#include "kiosk/visit/visit_state.h"

#include <algorithm>
#include <initializer_list>
#include <tuple>

#include "kiosk/visit/fold_cases.h"
#include "kiosk/visit/instant_field.h"
#include "kiosk/visit/kinds.h"
#include "kiosk/visit/stream_order.h"

namespace vestibule {
namespace {

using enum VisitPhase;

bool is(VisitPhase phase, std::initializer_list<VisitPhase> any) {
    return std::find(any.begin(), any.end(), phase) != any.end();
}

// Takes a decision in one of the phases that are `open` to it, or where it is stricter than the one at its own turn.
bool decide(VisitFolding& f, const Event& event, Strictness how, std::initializer_list<VisitPhase> open) {
    const bool same_turn = f.decision != Strictness::none && f.decision_turn == event.turn;
    const bool takes_back = same_turn && is(f.state.phase, {declined, merged});
    if (same_turn && how <= f.decision) return false;
    if (!is(f.state.phase, open) && !takes_back) return false;
    f.decision = how;
    f.decision_turn = event.turn;
    f.state.merged_into.reset();
    return true;
}

void decided_by_someone(VisitState& state, VisitPhase phase, const Event& event, const JsonFields& body) {
    state.phase = phase;
    state.decided_at = event.at;
    state.decided_by = id_field<PersonId>(body, "by");
    state.called_at.reset();  // another answer is another call
}

void stands_at(VisitState& state, const Event& event, const JsonFields& body) {
    state.arrived_at = event.at;
    state.door = event.station;
    if (const auto n = int_field(body, "number", 0); n > 0 && n <= call_number_max)
        state.number = static_cast<int>(n);
}

// An empty host says that there is none; a missing one says nothing.
void take_plan(VisitState& state, const JsonFields& body) {
    if (const auto host = id_field<PersonId>(body, "host"))
        state.host = host;
    else if (const auto* none = body.find("host"); none != nullptr && none->kind == JsonFields::Field::Kind::text)
        if (none->text.empty()) state.host.reset();
    if (const auto type = text_field(body, "type"); !type.empty()) state.type = type;
    if (const auto from = instant_field(body, "from")) state.from = *from;
    if (const auto until = instant_field(body, "until")) state.until = *until;
    if (const auto n = int_field(body, "companions", -1); n >= 0 && n <= 1000) state.companions = static_cast<int>(n);
}

// A word of a calendar bears its revision, which counts before the turn: stations that were apart took in the same
// revisions in other orders. Events of before bear no `taken`; among them order decides.
enum class Word { none, older, newer };

Word hear(VisitFolding& f, const Event& event, const JsonFields& body) {
    auto& state = f.state;
    const auto said = revision_field(body);
    if (!said) {
        const auto sequence = int_field(body, "sequence", -1);
        if (sequence <= state.sequence) return Word::none;
        state.sequence = sequence;
        state.stamp = state.taken = Instant{};
        return Word::none;
    }
    const auto held = state.revision();
    if (std::tie(*said, event.station) < std::tie(held, f.word_by)) return Word::older;
    state.sequence = said->sequence;
    state.stamp = said->stamp;
    state.taken = said->taken;
    f.word_by = event.station;
    state.apart = text_field(body, "apart");
    state.base = Revision{.sequence = std::max<std::int64_t>(-1, int_field(body, "base_sequence", -1)),
                          .stamp = instant_field(body, "base_stamp").value_or(Instant{}),
                          .taken = {}};
    state.said.reset();
    if (const auto calendar = id_field<StreamId>(body, "calendar")) {
        state.calendar = calendar;
        state.occurrence = text_field(body, "occurrence");
        state.series = text_field(body, "series");
    }
    return Word::newer;
}

void add_feed(VisitState& state, const JsonFields& body) {
    const auto feed = text_field(body, "feed");
    const auto place = std::lower_bound(state.feeds.begin(), state.feeds.end(), feed);
    if (!feed.empty() && (place == state.feeds.end() || *place != feed)) state.feeds.emplace(place, feed);
}

// The calendar's newest word has the visit: it is expected, and nothing that came of the former word holds.
void expect(VisitFolding& f, const JsonFields& body) {
    add_feed(f.state, body);
    take_plan(f.state, body);
    if (f.state.phase != cancelled) return;
    f.state.phase = expected;
    f.state.cancelled_why.clear();
    f.state.arrived_at.reset();
    f.state.door.reset();
    f.state.number = 0;
    f.state.called_at.reset();
    f.state.decided_at.reset();
    f.state.decided_by.reset();
    f.state.host_told = false;
    f.decision = Strictness::none;
}

// Before the first change by hand, so that the calendar's next word can be compared with its last.
void remember_what_was_said(VisitState& state) {
    if (state.said || state.taken == Instant{}) return;
    state.said =
        CalendarPlan{.from = state.from,
                     .until = state.until,
                     .type = state.type,
                     .host = state.host,
                     .companions = state.companions,
                     .details = state.sealed_rows.empty() ? std::nullopt : std::optional{state.sealed_rows.back()}};
}

bool booked(VisitFolding& f, const Event& event, const JsonFields& body) {
    const auto person = id_field<PersonId>(body, "person");
    if (!person) return false;
    if (f.state.phase != unknown) {  // another station, which didn't know of it, took the same appointment in
        if (!revision_field(body) || hear(f, event, body) != Word::newer) return false;
        expect(f, body);
        return true;
    }
    f.state.phase = expected;
    f.state.person = *person;
    f.state.code = text_field(body, "code");
    (void)hear(f, event, body);
    f.state.series = text_field(body, "series");
    add_feed(f.state, body);
    take_plan(f.state, body);
    return true;
}

bool requested(VisitFolding& f, const Event& event, const JsonFields& body) {
    const auto person = id_field<PersonId>(body, "person");
    if (f.state.phase != unknown || !person) return false;
    f.state.walk_in = true;
    f.state.phase = bool_field(body, "needs_approval", true) ? waiting : approved;
    f.state.person = *person;
    stands_at(f.state, event, body);
    f.state.sequence = std::max(f.state.sequence, int_field(body, "sequence", -1));
    take_plan(f.state, body);
    return true;
}

bool changed(VisitFolding& f, const Event& event, const JsonFields& body) {
    if (f.state.phase == unknown) return false;
    switch (hear(f, event, body)) {
        case Word::older:
            return false;
        case Word::newer:
            expect(f, body);
            return true;
        case Word::none:
            break;
    }
    if (!text_field(body, "feed").empty()) {  // one more file has it, and says nothing new of it
        add_feed(f.state, body);
        return true;
    }
    remember_what_was_said(f.state);
    take_plan(f.state, body);
    return true;
}

bool described(VisitFolding& f, const Event&, const JsonFields& body) {
    remember_what_was_said(f.state);
    if (const auto n = int_field(body, "companions", -1); n >= 0 && n <= 1000)
        f.state.companions = static_cast<int>(n);
    return true;
}

bool arrived(VisitFolding& f, const Event& event, const JsonFields& body) {
    if (!is(f.state.phase, {expected, approved})) return false;
    const auto answered = f.state.phase == approved;
    stands_at(f.state, event, body);
    f.state.phase = bool_field(body, "needs_answer", true) && !answered ? waiting : approved;
    return true;
}

bool approve(VisitFolding& f, const Event& event, const JsonFields& body) {
    if (!decide(f, event, Strictness::approve, {expected, waiting, declined})) return false;
    decided_by_someone(f.state, approved, event, body);
    return true;
}

bool decline(VisitFolding& f, const Event& event, const JsonFields& body) {
    if (!decide(f, event, Strictness::decline, {expected, waiting, approved})) return false;
    decided_by_someone(f.state, declined, event, body);
    return true;
}

// By the calendar, which says its revision, or by hand. What lies in several feeds is over once none has it.
bool cancelled_by(VisitFolding& f, const Event& event, const JsonFields& body) {
    const bool by_calendar = revision_field(body).has_value();
    if (by_calendar) {
        if (f.state.phase == unknown || hear(f, event, body) == Word::older) return false;
        if (const auto feed = text_field(body, "feed"); !feed.empty()) {
            std::erase(f.state.feeds, feed);
            if (!f.state.feeds.empty()) return true;
        }
    }
    if (!decide(f, event, Strictness::cancel, {expected, waiting, approved})) return by_calendar;
    if (!by_calendar) {
        f.state.sequence = std::max(f.state.sequence, int_field(body, "sequence", -1));
        remember_what_was_said(f.state);
    }
    f.state.phase = cancelled;
    f.state.cancelled_why = text_field(body, "reason", text_field(body, "by"));
    return true;
}

bool merged_with(VisitFolding& f, const Event& event, const JsonFields& body) {
    const auto into = id_field<VisitId>(body, "into");
    if (!into || !decide(f, event, Strictness::merge, {expected, waiting, approved})) return false;
    f.state.phase = merged;
    f.state.merged_into = into;
    return true;
}

bool admitted(VisitFolding& f, const Event& event, const JsonFields& body) {
    // Somebody is in the building: a decision made meanwhile elsewhere doesn't take them off the roll call. A second
    // admission, written without knowledge of the first, only adds a badge; the first time in stays.
    if (is(f.state.phase, {unknown, left})) return false;
    f.state.phase = inside;
    f.state.merged_into.reset();
    f.state.badge = id_field<BadgeId>(body, "badge");
    if (!f.state.admitted_at) f.state.admitted_at = event.at;
    if (!f.state.arrived_at) f.state.arrived_at = event.at;
    return true;
}

bool called(VisitFolding& f, const Event& event, const JsonFields&) {
    if (!is(f.state.phase, {approved, declined}) || !f.state.arrived_at || f.state.called_at) return false;
    f.state.called_at = event.at;
    return true;
}

bool left_now(VisitFolding& f, const Event& event, const JsonFields&) {
    if (f.state.phase != inside) return false;
    f.state.phase = left;
    f.state.left_at = event.at;
    return true;
}

bool told(VisitFolding& f, const Event&, const JsonFields& body) {
    f.state.host_told = f.state.host_told || text_field(body, "outcome") == "sent";
    return true;
}

constexpr VisitCase visit_table[] = {
    {kind::visit_booked, booked},       {kind::visit_requested, requested},    {kind::visit_changed, changed},
    {kind::visit_described, described}, {kind::visit_arrived, arrived},        {kind::visit_approved, approve},
    {kind::visit_declined, decline},    {kind::visit_cancelled, cancelled_by}, {kind::visit_admitted, admitted},
    {kind::visit_left, left_now},       {kind::visit_merged, merged_with},     {kind::host_told, told},
    {kind::visit_called, called},
};

}  // namespace

std::string_view name_of(VisitPhase phase) {
    switch (phase) {
        case unknown:
            return "unknown";
        case expected:
            return "expected";
        case waiting:
            return "waiting";
        case approved:
            return "approved";
        case declined:
            return "declined";
        case inside:
            return "inside";
        case left:
            return "left";
        case cancelled:
            return "cancelled";
        case merged:
            return "merged";
    }
    return "unknown";
}

std::span<const VisitCase> visit_cases() {
    return visit_table;
}

VisitState fold_visit_with(std::span<const VisitCase> with, std::span<const Event> events) {
    VisitFolding f;
    JsonFields body;
    for (const auto* event : in_order(events)) {
        const auto* found = case_of(with, event->kind);
        if (found == nullptr) continue;
        body.read(event->body);
        if (!found->apply(f, *event, body)) continue;
        if (event->sealed) f.state.sealed_rows.push_back({event->station, event->seq});
    }
    return f.state;
}

VisitState fold_visit(std::span<const Event> events) {
    return fold_visit_with(visit_table, events);
}

}  // namespace vestibule
