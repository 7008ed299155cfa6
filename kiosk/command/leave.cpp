// vestibule leave: records that a visitor has left.
#include <fmt/format.h>

#include "kiosk/command/command.h"
#include "kiosk/credential/token.h"

namespace vestibule {
namespace {

Result<int> leave(Desk& desk, const std::string& text, Output& output) {
    if (parse_id<VisitId>(text)) {
        VESTIBULE_TRY(visit, visit_named(desk, text));
        VESTIBULE_CHECK(desk.let_out(visit, PersonId{}));
        output.line("left: " + to_string(visit));
        return done;
    }
    VESTIBULE_TRY(result, desk.leave(text));
    switch (result.outcome) {
        case Leave::done:
            output.line("left");
            return done;
        case Leave::not_found:
            output.remark("no badge is known by that; give a badge's code, token or a visit's id");
            return answer_is_no;
        case Leave::not_inside:
            output.remark("that visitor isn't inside");
            return answer_is_no;
        case Leave::too_many_tries:
            output.remark("too many wrong codes; please wait a minute");
            return answer_is_no;
    }
    return answer_is_no;
}

}  // namespace

void add_leave(Verb program, Chosen& chosen) {
    auto verb = program.add_verb("leave", "records that a visitor has left");
    auto text = std::make_shared<std::string>();
    verb.add_option("badge", *text, "the badge's code or token, or the visit's id").required();
    verb.does([&chosen, text] {
        chosen.at_station = [text](Station&, Desk& desk, Output& output) { return leave(desk, *text, output); };
    });
}

}  // namespace vestibule
