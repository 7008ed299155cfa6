// What was scanned last, and a line over whatever is shown that says why a scan did nothing.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/ui/ui.h"

namespace vestibule {

inline constexpr std::chrono::seconds scan_notice_shown{8};
inline constexpr std::chrono::seconds scan_again_after{3};  // the same code sooner is one scan

// Scanners read a code twice when it is held still. `code` counts as read again each time, so that one that stays
// under the scanner is one scan for as long as it does.
class LastScan {
  public:
    [[nodiscard]] bool is_repeated(std::string_view code, Instant now);

  private:
    std::optional<std::size_t> code_;  // its hash: a code is kept nowhere longer than it's needed
    Instant at_{};
};

class ScanNotice {
  public:
    // `english`: marked for the catalogue; the language is that of the display when it is drawn.
    void say(const char* english, Instant now) { english_ = english, until_ = now + scan_notice_shown; }
    void close() { english_ = nullptr; }
    // Call last in a frame. It goes by itself, at a touch, and with the next one.
    void draw(ui::Ui& ui, Instant now);

  private:
    const char* english_ = nullptr;  // none: nothing to say
    Instant until_{};
};

}  // namespace vestibule
