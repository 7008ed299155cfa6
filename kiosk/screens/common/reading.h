// What came of a staffed station's last look at the log, and the banner that says so when it couldn't be read.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/base/wipe.h"
#include "kiosk/ui/widgets.h"

namespace vestibule {

inline constexpr std::chrono::seconds reading_retry{5};  // after a look that failed

struct Reading {
    std::optional<Problem> problem{};  // the first one of the last look; none: all was read
    Instant read_at{};                 // when all was read last; nothing yet: the epoch
    Instant tried_at{};

    // A look is begin(), take() for each part, end(). A part that can't be read stays as it was.
    void begin(Instant now) { problem.reset(), tried_at = now; }
    template <class Value>
    void take(Result<Value> part, Value& into) {
        if (part)
            replace_wiped(into, std::move(*part));
        else
            note(std::move(part).error());
    }
    void note(Problem found) {
        if (!problem) problem = std::move(found);
    }
    void end() {
        if (!problem) read_at = tried_at;
    }
    [[nodiscard]] bool due_again(Instant now) const { return problem && now >= tried_at + reading_retry; }
};

// Draws the banner at the top of `rect`, when there is need of it, and returns the height that it took with the gap
// below it.
float draw_reading(ui::Ui& ui, std::string_view id, ui::Rect rect, const Reading& reading, const SiteZone& zone,
                   Instant now);

}  // namespace vestibule
