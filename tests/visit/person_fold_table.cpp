// A person's fold as a table: seven situations across, every kind down. Visitors, hosts and staff are persons.
#include <fmt/format.h>

#include <array>

#include "tests/visit/fold_tables.h"

namespace vestibule::visit_test {
namespace {

const Step described = {kind::person_described, {{"language", "zh_CN"}}};
const Step listed = {kind::host_listed, {{"languages", "en"}}};
const Step unlisted = {kind::host_unlisted};
const Step staff = {kind::staff_listed, {{"roles", {"guard"}}}};
const Step staff_no_more = {kind::staff_listed, {{"roles", Json::array()}}};
const Step erased = {kind::person_erased, {{"reason", "request"}}};

struct Situation {
    const char* name;
    std::vector<Step> steps;
};
const std::array<Situation, 7> situations = {{
    {"unheard of", {}},
    {"described", {described}},
    {"host", {listed}},
    {"no host any more", {listed, unlisted}},
    {"staff", {staff}},
    {"host and staff", {listed, staff}},
    {"erased", {described, erased}},
}};

// One letter for each: E erased, H host, S staff, l language known; then d and s for rows with details of the person
// and of the staff member: the number of the event in its story. "=": nothing of the whole state changes.
std::string letters(const PersonState& state) {
    std::string out;
    if (state.erased) out += 'E';
    if (state.host) out += 'H';
    if (state.staff) out += 'S';
    if (!state.language.empty()) out += 'l';
    if (state.details) out += fmt::format("d{}", state.details->seq);
    if (state.staff_details) out += fmt::format("s{}", state.staff_details->seq);
    return out;
}

struct Row {
    Step step;
    std::array<const char*, 7> after;
};

// clang-format off
const std::vector<Row> table = {
    //                 unheard  described  host    no host  staff     host and staff  erased
    {described,       {"ld1",   "ld2",     "Hld2", "ld3",   "Sld2s1", "HSld3s2",      "="}},
    {listed,          {"Hd1",   "Hld2",    "Hd2",  "Hd3",   "HSd2s1", "HSd3s2",       "="}},
    {unlisted,        {"=",     "=",       "d1",   "=",     "=",      "Sd1s2",        "="}},
    {staff,           {"Ss1",   "Sld1s2",  "HSd1s2", "Sd1s3", "Ss2",  "HSd1s3",       "="}},
    {staff_no_more,   {"s1",    "ld1s2",   "Hd1s2", "d1s3", "s2",     "Hd1s3",        "="}},
    {erased,          {"E",     "E",       "E",    "E",     "E",      "E",            "="}},
};
const std::vector<Row> table_of_broken_bodies = {
    {{kind::person_described}, {"d1", "ld2", "Hd2", "d3",   "Sd2s1",  "HSd3s2",       "="}},
    {{kind::host_listed},      {"Hd1", "Hld2", "Hd2", "Hd3", "HSd2s1", "HSd3s2",      "="}},
    {{kind::host_unlisted},    {"=",  "=",     "d1", "=",   "=",      "Sd1s2",        "="}},
    {{kind::staff_listed},     {"s1", "ld1s2", "Hd1s2", "d1s3", "s2", "Hd1s3",        "="}},
    {{kind::person_erased},    {"E",  "E",     "E",  "E",   "E",      "E",            "="}},
};
// clang-format on

using Cases = std::span<const PersonCase>;

}  // namespace

std::vector<std::string> complaints(Cases cases, Wanted wanted) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < situations.size() && (wanted == Wanted::all || out.empty()); ++i) {
        const auto& way = situations[i];
        const auto was = fold_person_with(cases, sealed(story(way.steps)));
        const auto check = [&](std::string_view kind, std::string_view after, const std::vector<Event>& events) {
            const auto is = fold_person_with(cases, sealed(events));
            const bool as_wanted = after == "=" ? is == was : letters(is) == after && is != was;
            if (!as_wanted) out.push_back(fmt::format("{} when {}: {}, not {}", kind, way.name, letters(is), after));
        };
        for (const auto& row : table) check(row.step.kind, row.after[i], and_then(story(way.steps), row.step));
        for (const auto& row : table_of_broken_bodies)
            for (const auto& body : broken_bodies)
                check(row.step.kind, row.after[i], story_ending_in(way.steps, row.step.kind, body));
        for (const auto& kind : kinds_without_effect(Fold::person))
            check(kind, "=", and_then(story(way.steps), {kind, described.body}));
    }
    return out;
}

std::vector<std::string> person_kinds_in_table() {
    std::vector<std::string> out;
    for (const auto& row : table) out.emplace_back(row.step.kind);
    return out;
}

}  // namespace vestibule::visit_test
