// The folded states as text: proper JSON with sorted keys, and back without a loss.
#include <catch2/catch.hpp>

#include "kiosk/base/json.h"
#include "kiosk/log/state_json.h"

using namespace vestibule;

namespace {

template <class IdType>
IdType some() {
    return new_id<IdType>();
}

const Instant noon = from_micros(1'800'000'000'123'456);

VisitState full_visit() {
    return {.phase = VisitPhase::inside,
            .walk_in = true,
            .person = some<PersonId>(),
            .host = some<PersonId>(),
            .type = "a \"b\" \\ \n \t 访客 \x01",
            .code = "ABCDEFGH",
            .companions = 3,
            .sequence = 0,
            .stamp = noon,
            .taken = noon,
            .calendar = some<StreamId>(),
            .occurrence = "20261207T090000Z",
            .series = "a series",
            .apart = "visitor",
            .base = {.sequence = 0, .stamp = noon, .taken = {}},
            .feeds = {"one", "two \"2\""},
            .said = CalendarPlan{.from = noon,
                                 .until = from_micros(-7),
                                 .type = "visitor",
                                 .host = some<PersonId>(),
                                 .companions = 2,
                                 .details = EventKey{some<StationId>(), 4}},
            .cancelled_why = "moved",
            .from = noon,
            .until = noon,
            .arrived_at = from_micros(0),
            .decided_at = noon,
            .admitted_at = noon,
            .left_at = from_micros(-5),
            .door = some<StationId>(),
            .number = 12,
            .called_at = noon,
            .decided_by = some<PersonId>(),
            .badge = some<BadgeId>(),
            .merged_into = some<VisitId>(),
            .host_told = true,
            .sealed_rows = {{some<StationId>(), 1}, {some<StationId>(), 18'446'744'073'709'551'615U}}};
}

BadgeState full_badge() {
    return {.issued = true,
            .revoked = true,
            .inside = true,
            .issuer = some<StationId>(),
            .visit = some<VisitId>(),
            .person = some<PersonId>(),
            .type = "visitor",
            .zones = 65535,
            .escort = true,
            .not_before = noon,
            .expires = noon,
            .badge_template = "card",
            .print = PrintOutcome::saved,
            .printed_at = noon,
            .entered_at = noon,
            .print_ended_at = noon,
            .print_reason = "media-empty",
            .print_cancelled = true,
            .print_moves = 2,
            .print_wanted = "a \"b\"",
            .print_queue = "front-desk",
            .print_place = "Empfang",
            .entered_gate = "Tor \"Süd\"",
            .revoked_reason = "lost"};
}

PersonState full_person() {
    return {.erased = true,
            .host = true,
            .staff = true,
            .staff_roles = {"guard", "a,\"b"},
            .language = "zh_CN",
            .details = EventKey{some<StationId>(), 7},
            .staff_details = EventKey{some<StationId>(), 8}};
}

}  // namespace

TEST_CASE("a state's text is what a JSON library would write", "[state]") {
    for (const auto& text : {state_text(full_visit()), state_text(VisitState{}), state_text(full_badge()),
                             state_text(BadgeState{}), state_text(full_person()), state_text(PersonState{})})
        CHECK(dump(parse_object(text)) == text);
}

TEST_CASE("a state is read back from its text without a loss", "[state]") {
    const auto visit = full_visit();
    CHECK(visit_state_of(state_text(visit)) == visit);
    CHECK(visit_state_of(state_text(VisitState{})) == VisitState{});
    const auto badge = full_badge();
    CHECK(badge_state_of(state_text(badge)) == badge);
    CHECK(badge_state_of(state_text(BadgeState{})) == BadgeState{});
    const auto person = full_person();
    CHECK(person_state_of(state_text(person)) == person);
    CHECK(person_state_of(state_text(PersonState{})) == PersonState{});
}

TEST_CASE("text that isn't UTF-8 can't break a state's text", "[state]") {
    VisitState visit;
    visit.type = "\xC3(";
    CHECK(visit_state_of(state_text(visit)).type == "\xEF\xBF\xBD(");
}
