// A visit's fold as a table: nine phases across, every kind down, and what holds for decisions at one turn.
#include <fmt/format.h>

#include <array>
#include <optional>

#include "tests/visit/fold_tables.h"

namespace vestibule::visit_test {
namespace {

using enum VisitPhase;

struct Way {
    VisitPhase phase;
    std::vector<Step> steps;
};

const std::array<Way, 9> ways = {{
    {unknown, {}},
    {expected, {booked()}},
    {waiting, {requested(true)}},
    {approved, {requested(false)}},
    {declined, {requested(true), refusal()}},
    {inside, {booked(), admitted(1)}},
    {left, {booked(), admitted(1), {kind::visit_left}}},
    {cancelled, {booked(), {kind::visit_cancelled}}},
    {merged, {booked(), merged_into(9)}},
}};

constexpr std::optional<VisitPhase> same{};  // nothing of the whole state may change, sealed rows included

struct Row {
    Step step;
    // In the order of `ways`: the phase after the step, which has changed something besides the list of sealed rows.
    std::array<std::optional<VisitPhase>, 9> after;
};

const Step changed = {kind::visit_changed, {{"type", "auditor"}}};
const Step described = {kind::visit_described, {{"companions", 3}}};
const Step cancellation = {kind::visit_cancelled};
const Step went = {kind::visit_left};
const Step called = {kind::visit_called};
const Step told = {kind::host_told, {{"outcome", "sent"}}};

// clang-format off
const std::vector<Row> table = {
    //                    unknown   expected   waiting    approved   declined  inside  left  cancelled  merged
    {booked(),           {expected, same,      same,      same,      same,     same,   same, same,      same}},
    {requested(true),    {waiting,  same,      same,      same,      same,     same,   same, same,      same}},
    {requested(false),   {approved, same,      same,      same,      same,     same,   same, same,      same}},
    {changed,            {same,     expected,  waiting,   approved,  declined, inside, left, cancelled, merged}},
    {described,          {unknown,  expected,  waiting,   approved,  declined, inside, left, cancelled, merged}},
    {arrived(true),      {same,     waiting,   same,      approved,  same,     same,   same, same,      same}},
    {arrived(false),     {same,     approved,  same,      approved,  same,     same,   same, same,      same}},
    {approval(),         {same,     approved,  approved,  same,      approved, same,   same, same,      same}},
    {refusal(),          {same,     declined,  declined,  declined,  same,     same,   same, same,      same}},
    {cancellation,       {same,     cancelled, cancelled, cancelled, same,     same,   same, same,      same}},
    // Who has been admitted is inside and on the roll call, whatever was decided meanwhile elsewhere.
    {admitted(2),        {same,     inside,    inside,    inside,    inside,   inside, same, inside,    inside}},
    {called,             {same,     same,      same,      approved,  declined, same,   same, same,      same}},
    {went,               {same,     same,      same,      same,      same,     left,   same, same,      same}},
    {merged_into(9),     {same,     merged,    merged,    merged,    same,     same,   same, same,      same}},
    {told,               {unknown,  expected,  waiting,   approved,  declined, inside, left, cancelled, merged}},
};

// What each kind does where its body says nothing: only what needs no field. In the order of `ways`.
const std::vector<Row> table_of_broken_bodies = {
    //                          unknown   expected   waiting    approved   declined  inside  left  cancelled  merged
    {{kind::visit_booked},     {same,     same,      same,      same,      same,     same,   same, same,      same}},
    {{kind::visit_requested},  {same,     same,      same,      same,      same,     same,   same, same,      same}},
    {{kind::visit_changed},    {same,     same,      same,      same,      same,     same,   same, same,      same}},
    {{kind::visit_described},  {same,     same,      same,      same,      same,     same,   same, same,      same}},
    {{kind::visit_arrived},    {same,     waiting,   same,      approved,  same,     same,   same, same,      same}},
    {{kind::visit_approved},   {same,     approved,  approved,  same,      approved, same,   same, same,      same}},
    {{kind::visit_declined},   {same,     declined,  declined,  declined,  same,     same,   same, same,      same}},
    {{kind::visit_cancelled},  {same,     cancelled, cancelled, cancelled, same,     same,   same, same,      same}},
    {{kind::visit_admitted},   {same,     inside,    inside,    inside,    inside,   inside, same, inside,    inside}},
    {{kind::visit_called},     {same,     same,      same,      approved,  declined, same,   same, same,      same}},
    {{kind::visit_left},       {same,     same,      same,      same,      same,     left,   same, same,      same}},
    {{kind::visit_merged},     {same,     same,      same,      same,      same,     same,   same, same,      same}},
    {{kind::host_told},        {same,     same,      same,      same,      same,     same,   same, same,      same}},
};

// Two written at one turn, knowing nothing of each other: the phase that follows, whatever the clocks say.
struct AtOneTurn {
    std::vector<Step> before;
    Step one, other;
    VisitPhase after;
};
const std::vector<AtOneTurn> table_of_ties = {
    {{requested(true)}, approval(),   refusal(),      declined},
    {{requested(true)}, approval(),   merged_into(9), merged},
    {{requested(true)}, approval(),   cancellation,   cancelled},
    {{requested(true)}, refusal(),    merged_into(9), merged},
    {{requested(true)}, refusal(),    cancellation,   cancelled},
    {{requested(true)}, cancellation, merged_into(9), cancelled},
    {{booked()},        approval(),   refusal(),      declined},
    {{booked()},        refusal(),    cancellation,   cancelled},
    {{booked()},        cancellation, merged_into(9), cancelled},
    {{booked()},        approval(),   arrived(true),  approved},
    {{requested(false)}, refusal(),   approval(),     declined},
    {{requested(false)}, refusal(),   cancellation,   cancelled},
    {{requested(true)}, admitted(1),  approval(),     inside},
    {{requested(true)}, admitted(1),  refusal(),      inside},
    {{requested(true)}, admitted(1),  cancellation,   inside},
    {{booked()},        admitted(1),  merged_into(9), inside},
    {{booked()},        admitted(1),  arrived(true),  inside},
    {{booked(), admitted(1)}, admitted(2), went,      left},
};
// clang-format on

using Cases = std::span<const VisitCase>;

VisitState state_after(Cases cases, const std::vector<Event>& events) {
    return fold_visit_with(cases, sealed(events));
}

// The state but for the list of sealed rows: a row without a field of its own changes nothing else.
VisitState without_rows(VisitState state) {
    state.sealed_rows.clear();
    return state;
}

// Collects what differs. `over` as soon as enough is known.
class Comparison {
  public:
    Comparison(Cases cases, Wanted wanted) : cases_{cases}, wanted_{wanted} {
        for (const auto& way : ways) was_.push_back(state_after(cases_, story(way.steps)));
    }
    [[nodiscard]] bool over() const { return wanted_ == Wanted::first && !complaints.empty(); }

    void ways_lead_there() {
        for (std::size_t i = 0; i < ways.size(); ++i)
            if (was_[i].phase != ways[i].phase)
                complaints.push_back(fmt::format("the way to {} doesn't lead there", name_of(ways[i].phase)));
    }
    void rows() {
        for (const auto& row : table)
            for (std::size_t i = 0; i < ways.size() && !over(); ++i)
                compare(row.step.kind, i, row.after[i], and_then(story(ways[i].steps), row.step));
    }
    void broken_rows() {
        for (const auto& row : table_of_broken_bodies)
            for (const auto& body : broken_bodies)
                for (std::size_t i = 0; i < ways.size() && !over(); ++i) compare_broken(row, body, i);
    }
    void ties() {
        for (const auto& tie : table_of_ties)
            for (const bool swapped : {false, true})
                if (!over()) compare_tie(tie, swapped);
    }
    void rows_without_effect() {
        for (const auto& kind : kinds_without_effect(Fold::visit))
            for (std::size_t i = 0; i < ways.size() && !over(); ++i)
                compare(kind, i, same, and_then(story(ways[i].steps), {kind, booked().body}));
    }

    std::vector<std::string> complaints;

  private:
    void compare(std::string_view kind, std::size_t way, std::optional<VisitPhase> wanted,
                 const std::vector<Event>& events) {
        const auto is = state_after(cases_, events);
        const bool as_wanted =
            wanted ? is.phase == *wanted && without_rows(is) != without_rows(was_[way]) : is == was_[way];
        if (!as_wanted)
            complaints.push_back(fmt::format("{} when {}: {}, not {}", kind, name_of(ways[way].phase),
                                             name_of(is.phase), wanted ? name_of(*wanted) : "the same"));
    }
    void compare_broken(const Row& row, const std::string& body, std::size_t way) {
        const auto is = state_after(cases_, story_ending_in(ways[way].steps, row.step.kind, body));
        const auto wanted = row.after[way];
        const bool as_wanted = wanted ? is.phase == *wanted : without_rows(is) == without_rows(was_[way]);
        if (!as_wanted)
            complaints.push_back(fmt::format("{} with the body {} when {}: {}", row.step.kind, body,
                                             name_of(ways[way].phase), name_of(is.phase)));
    }
    void compare_tie(const AtOneTurn& tie, bool swapped) {
        auto events = story(tie.before);
        const auto turn = events.size() + 1;
        events.push_back(event(tie.one, turn, at(swapped ? 20 : 10), lobby, 50));
        events.push_back(event(tie.other, turn, at(swapped ? 10 : 20), reception, 1));
        const auto is = state_after(cases_, events).phase;
        if (is != tie.after)
            complaints.push_back(fmt::format("{} and {} at one turn{}: {}, not {}", tie.one.kind, tie.other.kind,
                                             swapped ? ", swapped" : "", name_of(is), name_of(tie.after)));
    }

    Cases cases_;
    Wanted wanted_;
    std::vector<VisitState> was_;
};

}  // namespace

std::vector<std::string> complaints(Cases cases, Wanted wanted) {
    Comparison comparison{cases, wanted};
    comparison.ways_lead_there();
    comparison.rows();
    comparison.ties();
    comparison.broken_rows();
    comparison.rows_without_effect();
    return comparison.complaints;
}

std::vector<std::string> visit_kinds_in_table() {
    std::vector<std::string> out;
    for (const auto& row : table) out.emplace_back(row.step.kind);
    return out;
}

std::vector<std::string> visit_phases_in_table() {
    std::vector<std::string> out;
    for (const auto& way : ways) out.emplace_back(name_of(way.phase));
    return out;
}

std::vector<std::string> visit_kinds_in_broken_table() {
    std::vector<std::string> out;
    for (const auto& row : table_of_broken_bodies) out.emplace_back(row.step.kind);
    return out;
}

}  // namespace vestibule::visit_test
