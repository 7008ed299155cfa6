// vestibule leave: records that a visitor has left.
#include <fmt/format.h>

#include "kiosk/command/command.h"
#include "kiosk/credential/token.h"

namespace vestibule {
namespace {

std::string_view name_of(Leave outcome) {
    switch (outcome) {
        case Leave::done:
            return "left";
        case Leave::not_found:
            return "not-found";
        case Leave::not_inside:
            return "not-inside";
        case Leave::too_many_tries:
            break;
    }
    return "too-many-tries";
}

std::string_view reason_of(Leave outcome) {
    switch (outcome) {
        case Leave::done:
            return "";
        case Leave::not_found:
            return "no badge is known by that; give a badge's code, token or a visit's id";
        case Leave::not_inside:
            return "that visitor isn't inside";
        case Leave::too_many_tries:
            break;
    }
    return "too many wrong codes; please wait a minute";
}

Result<int> leave(Desk& desk, const std::string& text, bool json, Output& output) {
    if (parse_id<VisitId>(text)) {
        VESTIBULE_TRY(visit, visit_named(desk, text));
        VESTIBULE_CHECK(desk.let_out(visit, PersonId{}));
        const auto id = to_string(visit);
        output.line(json ? dump({{"outcome", name_of(Leave::done)}, {"visit", id}}) : "left: " + id);
        return done;
    }
    VESTIBULE_TRY(result, desk.leave(text));
    const auto outcome = result.outcome;
    if (json)
        output.line(dump({{"outcome", name_of(outcome)}}));
    else if (outcome == Leave::done)
        output.line(name_of(outcome));
    if (outcome != Leave::done) output.remark(reason_of(outcome));
    return outcome == Leave::done ? done : answer_is_no;
}

}  // namespace

void add_leave(Verb program, Chosen& chosen) {
    auto verb = program.add_verb("leave", "records that a visitor has left");
    auto text = std::make_shared<std::string>();
    verb.add_option("badge", *text, "the badge's code or token, or the visit's id").required();
    add_json(verb, chosen);
    verb.does([&chosen, text] {
        chosen.at_station = [text, json = chosen.globals.json](Station&, Desk& desk, Output& output) {
            return leave(desk, *text, json, output);
        };
    });
}

}  // namespace vestibule
