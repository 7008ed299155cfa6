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
    int inside = 0, waiting = 0, overdue = 0;
    std::vector<VisitView> rows;  // of the open list, as far as they match what was typed
    int rows_in_all = 0;
};

// What is being typed; survives everything but its own use, and is wiped when nobody is there.
struct Draft {
    std::string code, search, pin;
    bool operator==(const Draft&) const = default;
};

// "guard.idle", "guard.verdict", "guard.pin", "guard.inside", "guard.waiting"; with an open sheet
// "guard.inside/visit".
[[nodiscard]] std::string name_of(const Screen& screen);

// Each draws one screen and says what was done to it. No I/O, no clock.
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const Idle& screen, const State& state, const View& view,
                                        Draft& draft);
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const ShowVerdict& screen, const View& view);
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const EnterPin& screen, const View& view, Draft& draft);
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const ShowList& screen, const State& state, const View& view,
                                        Draft& draft);

// The line about what has just happened, in words; and whether it is trouble.
[[nodiscard]] std::string words_of(const Texts& texts, const Notice& notice);

}  // namespace vestibule::guard
