// What the guard's screens show: a value made anew whenever something changed, and what is being typed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/config.h"
#include "kiosk/base/texts.h"
#include "kiosk/screens/common/reading.h"
#include "kiosk/screens/guard/screen.h"

namespace vestibule::ui {
class Ui;
}

namespace vestibule::guard {

struct View {
    std::string gate;
    GateDirection direction = GateDirection::both;
    SiteZone zone;
    Instant now{};
    ExchangeView exchange;
    Reading reading;
    bool has_staff = true, shares_display = false;
    KeypadView keypad;                                            // while a PIN is asked for
    std::vector<LockedKeypad> locked_keypads;                     // of other stations, while staff are signed in
    int inside = 0, only_admitted = 0, waiting = 0, overdue = 0;  // people
    std::vector<VisitView> rows;  // of the open list, as far as they match what was typed
    int rows_in_all = 0;
    std::string site;
    PrinterView printer;
    std::optional<RollCall> list_inside;    // while the roll call is shown
    std::optional<PaperJobView> roll_call;  // the one that was asked for last, since the sign-in
    std::string office_queue;               // empty: none is set up
    std::chrono::seconds data_age_limit{3600};
};

// What is being typed; survives everything but its own use, and is wiped when nobody is there.
struct Draft {
    std::string code, search, pin;
    bool operator==(const Draft&) const = default;
};

// "guard.idle", "guard.verdict", "guard.pin", "guard.inside", "guard.waiting", "guard.roll_call"; with an
// open sheet "guard.inside/visit", "guard.roll_call/printer".
[[nodiscard]] std::string name_of(const Screen& screen);

// Each draws one screen and says what was done to it. No I/O, no clock.
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const Idle& screen, const State& state, const View& view,
                                        Draft& draft);
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const ShowVerdict& screen, const View& view);
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const EnterPin& screen, const View& view, Draft& draft);
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const ShowList& screen, const State& state, const View& view,
                                        Draft& draft);

[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const ShowRollCall& screen, const View& view);

// The line about what has just happened, in words; and whether it is trouble.
[[nodiscard]] std::string words_of(const Texts& texts, const Notice& notice);

}  // namespace vestibule::guard
