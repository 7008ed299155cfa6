// The roll call on the whole display: who is inside, to be read aloud at once, printed at whatever printer there is,
// or saved. Shared by the stations with staff; its widgets are "roll_call.…" everywhere.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/desk/papers.h"
#include "kiosk/screens/common/reading.h"
#include "kiosk/screens/common/roll_call_events.h"
#include "kiosk/ui/widgets.h"

namespace vestibule {

struct RollCallPage {
    const RollCall& list;
    const std::optional<PaperJobView>& job;  // the last print or file that was asked for
    const std::optional<Problem>& problem;   // why it couldn't even be asked for
    const std::vector<std::string>& queues;  // that exist
    const std::string& office_queue;         // empty: none is set up
    const std::string& site;
    const SiteZone& zone;
    const Reading& reading;
    std::chrono::seconds data_age_limit{3600};
    bool choosing_printer = false;
};

// While a printer is being chosen the choice stays as it was: what appears or goes at the print server moves nothing
// from under a finger. The printers of the next frame, where these are shown.
[[nodiscard]] PrinterView held_for_choice(PrinterView fresh, const PrinterView& shown, bool choosing);

struct RollCallClosed {};  // the page, or the choice of a printer over it
using RollCallAction = std::variant<PrinterChoiceAsked, RollCallPrintAsked, RollCallSaveAsked, RollCallClosed>;

// No I/O, no clock. Arrow and page keys scroll; Tab and Enter reach the buttons, Esc leads back.
[[nodiscard]] std::optional<RollCallAction> draw_roll_call(ui::Ui& ui, const RollCallPage& page);

// While a paper is under way, what becomes of it is looked at so often.
inline constexpr std::chrono::milliseconds roll_call_job_looked_at_every{500};

}  // namespace vestibule
