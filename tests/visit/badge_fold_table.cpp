// A badge's fold as a table: eleven situations across, every kind down.
#include <fmt/format.h>

#include <array>
#include <functional>

#include "tests/visit/fold_tables.h"

namespace vestibule::visit_test {
namespace {

const Step printed = {kind::badge_printed, {{"outcome", "printed"}}};
const Step printed_here = {kind::badge_printed, {{"outcome", "printed"}, {"printer", "badge"}, {"place", ""}}};
const Step printed_there = {kind::badge_printed,
                            {{"outcome", "printed"}, {"printer", "front-desk"}, {"place", "reception"}}};
const Step printed_nowhere = {kind::badge_printed, {{"outcome", "printed"}, {"place", 7}}};
const Step failed = {kind::badge_printed, {{"outcome", "failed"}}};
const Step revoked = {kind::badge_revoked, {{"reason", "lost"}}};
const Step entered = {kind::badge_entered, {{"gate", "Gate 1"}}};
const Step cancelled = {kind::badge_print_cancelled, {{"by", to_string(guard)}}};
const Step sent_on = {kind::badge_print_moved, {{"queue", "front-desk"}, {"place", "reception"}}};
const Step moved = {kind::badge_print_moved, {{"queue", "office"}, {"by", to_string(guard)}}};
const Step went_out = {kind::badge_left, {{"gate", "Gate 1"}}};

struct Situation {
    const char* name;
    std::vector<Step> steps;
};
const std::array<Situation, 11> situations = {{
    {"unheard of", {}},
    {"issued", {issued()}},
    {"printed", {issued(), printed}},
    {"inside", {issued(), entered}},
    {"out again", {issued(), entered, went_out}},
    {"revoked", {issued(), revoked}},
    {"revoked inside", {issued(), entered, revoked}},
    {"revoked unissued", {revoked}},
    {"cancelled", {issued(), cancelled}},
    {"moved", {issued(), moved}},
    {"sent on", {issued(), sent_on}},
}};

// One letter for each: I issued, R revoked, N inside, C printing cancelled, a digit: moved so often by staff, > at
// the front desk's printer, @ that stands at reception; then how printing went: - pending, p printed, s saved, f
// failed, u unknown. "=": nothing of the whole state changes.
std::string letters(const BadgeState& state) {
    std::string out;
    if (state.issued) out += 'I';
    if (state.revoked) out += 'R';
    if (state.inside) out += 'N';
    if (state.print_cancelled) out += 'C';
    if (state.print_moves > 0) out += static_cast<char>('0' + state.print_moves);
    if (state.print_queue == "front-desk") out += '>';
    if (state.print_place == "reception") out += '@';
    constexpr std::string_view prints = "-psfu";
    return out + prints[static_cast<std::size_t>(state.print)];
}

struct Row {
    Step step;
    std::array<const char*, 11> after;
};

// clang-format off
const std::vector<Row> table = {
    //                 unheard  issued   printed  inside    out again  revoked   rev. inside  rev. unissued  cancelled  moved     sent on
    {issued(),        {"I-",    "=",     "=",     "=",      "=",       "=",      "=",         "IR-",         "=",       "=",      "="}},
    {printed,         {"p",     "Ip",    "Ip",    "INp",    "Ip",      "IRp",    "IRNp",      "Rp",          "ICp",     "I1p",    "I>@p"}},
    {printed_here,    {"p",     "Ip",    "Ip",    "INp",    "Ip",      "IRp",    "IRNp",      "Rp",          "ICp",     "I1p",    "Ip"}},
    {printed_there,   {">@p",   "I>@p",  "I>@p",  "IN>@p",  "I>@p",    "IR>@p",  "IRN>@p",    "R>@p",        "IC>@p",   "I1>@p",  "I>@p"}},
    {printed_nowhere, {"p",     "Ip",    "Ip",    "INp",    "Ip",      "IRp",    "IRNp",      "Rp",          "ICp",     "I1p",    "I>@p"}},
    {failed,          {"f",     "If",    "If",    "INf",    "If",      "IRf",    "IRNf",      "Rf",          "ICf",     "I1f",    "I>@f"}},
    {cancelled,       {"C-",    "IC-",   "=",     "INC-",   "IC-",     "IRC-",   "IRNC-",     "RC-",         "=",       "IC1-",   "IC>@-"}},
    {sent_on,         {">@-",   "I>@-",  "=",     "IN>@-",  "I>@-",    "IR>@-",  "IRN>@-",    "R>@-",        "=",       "I1>@-",  "="}},
    {moved,           {"1-",    "I1-",   "=",     "IN1-",   "I1-",     "IR1-",   "IRN1-",     "R1-",         "=",       "I2-",    "I1-"}},
    {revoked,         {"R-",    "IR-",   "IRp",   "IRN-",   "IR-",     "=",      "=",         "=",           "IRC-",    "IR1-",   "IR>@-"}},
    {entered,         {"N-",    "IN-",   "INp",   "IN-",    "IN-",     "IRN-",   "IRN-",      "RN-",         "INC-",    "IN1-",   "IN>@-"}},
    {went_out,        {"=",     "=",     "=",     "I-",     "=",       "=",      "IR-",       "=",           "=",       "=",      "="}},
};
const std::vector<Row> table_of_broken_bodies = {
    {{kind::badge_issued},          {"=",  "=",    "=",     "=",    "=",       "=",     "=",         "=",    "=",       "=",     "="}},
    {{kind::badge_printed},         {"u",  "Iu",   "Iu",    "INu",  "Iu",      "IRu",   "IRNu",      "Ru",   "ICu",     "I1u",   "I>@u"}},
    {{kind::badge_print_cancelled}, {"C-", "IC-",  "=",     "INC-", "IC-",     "IRC-",  "IRNC-",     "RC-",  "=",       "IC1-",  "IC>@-"}},
    {{kind::badge_print_moved},     {"=",  "=",    "=",     "=",    "=",       "=",     "=",         "=",    "=",       "=",     "="}},
    {{kind::badge_revoked},         {"R-", "IR-",  "IRp",   "IRN-", "IR-",     "=",     "=",         "=",    "IRC-",    "IR1-",  "IR>@-"}},
    {{kind::badge_entered},         {"N-", "IN-",  "INp",   "IN-",  "IN-",     "IRN-",  "IRN-",      "RN-",  "INC-",    "IN1-",  "IN>@-"}},
    {{kind::badge_left},            {"=",  "=",    "=",     "I-",   "=",       "=",     "IR-",       "=",    "=",       "=",     "="}},
};
// clang-format on

using Cases = std::span<const BadgeCase>;

void compare(std::vector<std::string>& out, const std::string& what, std::string_view wanted, const BadgeState& was,
             const BadgeState& is) {
    const bool as_wanted = wanted == "=" ? is == was : letters(is) == wanted && is != was;
    if (!as_wanted) out.push_back(fmt::format("{}: {}, not {}", what, letters(is), wanted));
}

}  // namespace

std::vector<std::string> complaints(Cases cases, Wanted wanted) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < situations.size() && (wanted == Wanted::all || out.empty()); ++i) {
        const auto& way = situations[i];
        const auto was = fold_badge_with(cases, story(way.steps));
        const auto check = [&](std::string_view kind, std::string_view after, const std::vector<Event>& events) {
            compare(out, fmt::format("{} when {}", kind, way.name), after, was, fold_badge_with(cases, events));
        };
        for (const auto& row : table) check(row.step.kind, row.after[i], and_then(story(way.steps), row.step));
        for (const auto& row : table_of_broken_bodies)
            for (const auto& body : broken_bodies)
                check(row.step.kind, row.after[i], story_ending_in(way.steps, row.step.kind, body));
        for (const auto& kind : kinds_without_effect(Fold::badge))
            check(kind, "=", and_then(story(way.steps), {kind, issued().body}));
    }
    return out;
}

std::vector<std::string> badge_kinds_in_table() {
    std::vector<std::string> out;
    for (const auto& row : table) out.emplace_back(row.step.kind);
    return out;
}

}  // namespace vestibule::visit_test
