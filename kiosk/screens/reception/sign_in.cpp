// Reception's sign-in: nothing of any visitor is seen before it.
#include "kiosk/screens/common/pin_pad.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/screens/reception/view.h"

namespace vestibule::reception {
namespace {

std::string message_of(const Texts& t, const EnterPin& screen, const View& view) {
    if (!view.has_staff) return t.say("No PIN is set on this site yet. It is set when a station is started anew.");
    if (screen.notice) return words::problem(t, screen.notice->problem);
    if (const auto closed = words::keypad_closed(t, view.keypad); !closed.empty()) return closed;
    if (!screen.wrong) return view.reading.problem ? words::problem(t, *view.reading.problem) : std::string{};
    return words::pin_wrong(t, view.keypad);
}

// At a site where one isn't known yet it says which one asks.
std::string reason_of(const Texts& t, const View& view) {
    return view.way_back ? t.say("You aren’t signed in at {site} yet.", {{"site", view.site}})
                         : t.say("Visitors’ names are only for staff.");
}

// Empty where there is no way back.
std::string back_of(const Texts& t, const View& view) {
    if (view.way_back) return t.say("Back");
    return view.shares_display ? t.say("Lobby") : std::string{};
}

}  // namespace

std::optional<Event> draw(ui::Ui& ui, const EnterPin& screen, const View& view, Draft& draft) {
    auto& t = ui.texts();
    auto page = ui.display().inset(ui.px(56));
    auto header = page.cut_top(ui.px(64));
    ui::logo(ui, "sign_in.logo", header.cut_left(ui.px(52)).middle({ui.px(52), ui.px(52)}), view.logo);
    header.cut_left(ui.px(20));
    ui::label(ui, {.id = "sign_in.site",
                   .rect = header,
                   .text = view.site + " · " + t.say("Reception"),
                   .look = {.type = ui::Type::caption,
                            .weight = ui::Weight::semibold,
                            .colour = ui.palette().ink,
                            .lines_max = 1},
                   .within = ui::Within::middle});
    const auto answer = pin_pad(ui,
                                {.screen = "sign_in",
                                 .rect = page,
                                 .title = t.say("Your PIN, please"),
                                 .reason = reason_of(t, view),
                                 .message = message_of(t, screen, view),
                                 .back = back_of(t, view),
                                 .locked = view.keypad.wait_s > 0 || view.keypad.locked},
                                draft.pin);
    if (answer == PinAnswer::submitted) return PinEntered{draft.pin};
    if (answer == PinAnswer::back && view.way_back) return SiteChosen{*view.way_back};
    if (answer == PinAnswer::back) return LobbyAsked{};
    return std::nullopt;
}

std::string name_of(const Screen& screen) {
    struct Namer {
        std::string operator()(const EnterPin&) const { return "reception.sign_in"; }
        std::string operator()(const Day& s) const {
            switch (s.page) {
                case Page::today:
                    return "reception.today";
                case Page::inside:
                    return "reception.inside";
                case Page::badges:
                    break;
            }
            return "reception.badges";
        }
        std::string operator()(const Details& s) const { return (*this)(s.behind) + "/details"; }
        std::string operator()(const Reprint& s) const { return (*this)(s.behind.behind) + "/reprint"; }
        std::string operator()(const MovePrint& s) const { return (*this)(s.behind.behind) + "/move"; }
        std::string operator()(const AdmitAnyway& s) const { return (*this)(s.behind.behind) + "/admit"; }
        std::string operator()(const ShowRollCall& s) const {
            return s.choosing_printer ? "reception.roll_call/printer" : "reception.roll_call";
        }
    };
    return std::visit(Namer{}, screen);
}

bool shown_by(Filter filter, const VisitView& visit) {
    const bool at_the_door = words::waits(visit);
    switch (filter) {
        case Filter::all:
            return true;
        case Filter::expected:
            return (visit.phase == VisitPhase::expected && !visit.no_show) ||
                   (visit.phase == VisitPhase::approved && !at_the_door);
        case Filter::waiting:
            return at_the_door;
        case Filter::inside:
            return visit.phase == VisitPhase::inside;
        case Filter::left:
            return visit.phase == VisitPhase::left;
        case Filter::no_show:
            return visit.no_show;
    }
    return true;
}

}  // namespace vestibule::reception
