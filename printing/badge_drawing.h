// Draws one badge with cairo: artwork, photo, fitted texts, the escort's mark and the QR.
#pragma once

#include <cairo/cairo.h>

#include <functional>
#include <vector>

#include "printing/badge_fields.h"
#include "printing/badge_photo.h"
#include "printing/badge_template.h"
#include "printing/result.h"

namespace printing {

enum class Purpose {
    paper,   // a QR that no scanner could read is refused
    screen,  // a picture of the badge: the QR may be as small as the screen makes it
};

struct DrawScale {
    double dots_per_mm = 0;        // of the template: smaller than the next where the badge is made smaller
    double dots_per_paper_mm = 0;  // of the printer; judges whether the QR can be scanned
    Purpose purpose = Purpose::paper;
    Tones tones = Tones::continuous;  // black_and_white: the photo comes as dots, the rest stays crisp
    double photo_per_dot = 1;         // of the photo's pixels; less than 1 where a dot is finer than a photo needs
};

struct BoxDots {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

// One thing on a badge and where it lies; it paints nothing outside that.
struct DrawingStep {
    BoxDots place;
    std::function<Result<>(cairo_t*)> draw;
};

// A badge whose texts are fitted, whose photo is in dots and whose code is encoded: drawn as often as a page has
// bands. Thread: one at a time. Its unit is one dot, its top left corner the origin; the QR's modules are whole dots,
// placed on whole dots, never antialiased, its box painted white first, so no artwork enters the quiet zone.
class PreparedBadge {
  public:
    // Errors: bad_input (token, photo, logo), too_small.
    [[nodiscard]] static Result<PreparedBadge> prepare(const BadgeTemplate& badge_template, const BadgeFields& fields,
                                                       const DrawScale& scale);
    // What the clip of `cairo` shows of it. Errors: bad_template (artwork that can't be drawn).
    [[nodiscard]] Result<> draw(cairo_t* cairo) const;

  private:
    std::vector<DrawingStep> steps_;
};

// Both in one.
[[nodiscard]] Result<> draw_badge(cairo_t* cairo, const BadgeTemplate& badge_template, const BadgeFields& fields,
                                  const DrawScale& scale);

}  // namespace printing
