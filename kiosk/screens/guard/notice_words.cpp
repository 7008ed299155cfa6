// The guard's short lines about what has just happened, and the screens' names.
#include "kiosk/screens/common/words.h"
#include "kiosk/screens/guard/view.h"

namespace vestibule::guard {

std::string words_of(const Texts& t, const Notice& notice) {
    switch (notice.about) {
        case Notice::About::let_out:
            return t.say("Let out. Goodbye was recorded.");
        case Notice::About::approved:
            return t.say("Approved. The lobby calls the visitor as soon as it hears of it.");
        case Notice::About::declined:
            return t.say("Declined. They’ve been told.");
        case Notice::About::signed_out:
            return t.say("You’re signed out.");
        case Notice::About::keypad_unlocked:
            return t.say("Unlocked. The station lets staff try again as soon as it hears of it.");
        case Notice::About::failed:
            break;
    }
    return words::problem(t, notice.problem);
}

std::string name_of(const Screen& screen) {
    struct Namer {
        std::string operator()(const Idle&) const { return "guard.idle"; }
        std::string operator()(const ShowVerdict&) const { return "guard.verdict"; }
        std::string operator()(const EnterPin&) const { return "guard.pin"; }
        std::string operator()(const ShowList& s) const {
            const std::string name = s.list == List::inside ? "guard.inside" : "guard.waiting";
            return s.chosen ? name + "/visit" : name;
        }
        std::string operator()(const ShowRollCall& s) const {
            return s.choosing_printer ? "guard.roll_call/printer" : "guard.roll_call";
        }
    };
    return std::visit(Namer{}, screen);
}

}  // namespace vestibule::guard
