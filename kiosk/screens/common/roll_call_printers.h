// What has become of a roll call that was printed or saved, and the choice of a printer for it.
#pragma once

#include "kiosk/screens/common/roll_call.h"

namespace vestibule {

// The office printer has failed, or is waited for: whoever touches Print again wants another one.
[[nodiscard]] bool asks_for_another_printer(const std::optional<PaperJobView>& job);

// A line above the buttons; no height where nothing was asked for.
[[nodiscard]] float roll_call_status_height(ui::Ui& ui, float width, const RollCallPage& page);
void draw_roll_call_status(ui::Ui& ui, ui::Rect rect, const RollCallPage& page);

// The sheet over the page.
[[nodiscard]] std::optional<RollCallAction> draw_printer_choice(ui::Ui& ui, const RollCallPage& page);

}  // namespace vestibule
