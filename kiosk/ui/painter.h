// Draws shapes, text and icons into this frame. The only file that knows ImGui is painter.cpp.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "kiosk/ui/icon.h"
#include "kiosk/ui/text.h"
#include "kiosk/ui/theme.h"

namespace vestibule::ui {

// How a text looks, in the theme's words.
struct TextLook {
    Type type = Type::body;
    Weight weight = Weight::regular;
    Colour colour;
    Align align = Align::start;
    int lines_max = 0;  // 0: as many as it takes; else "…"
    bool tabular = false;
};

enum class Within { top, middle, bottom };  // where in its rectangle a text stands

struct DrawnText {
    Rect rect;  // of the letters' lines
    bool ellipsized = false;
};

// Thread: the window's. Everything is drawn in the order of the calls.
class Painter {
  public:
    explicit Painter(std::filesystem::path icon_folder);
    Painter(const Painter&) = delete;
    Painter& operator=(const Painter&) = delete;
    ~Painter();

    void begin_frame(const Theme& theme, std::string_view language, float seconds);
    // Renders; `opacity` and `shift` apply to what was drawn after mark_content() (a screen's change).
    void end_frame(float opacity, Point shift);
    // Renders the last frame again, for a picture of it.
    void render_again();
    void mark_content();
    // Drops every texture; a frame must follow.
    void forget() { sprites_.clear(); }

    void paper(Colour colour) { paper_ = colour; }  // the ground of the whole window
    void fill(Rect rect, Colour colour, float radius = 0);
    void fill_circle(Point centre, float radius, Colour colour);
    void outline(Rect rect, Colour colour, float width, float radius = 0);
    // Part of a circle from twelve o'clock, clockwise, 1 = all of it; round ends.
    void ring(Point centre, float radius, float part, Colour colour, float width);
    void push_clip(Rect rect);
    void pop_clip();
    [[nodiscard]] Rect clip() const;

    [[nodiscard]] Size text_size(std::string_view text, const TextLook& look, float wrap_px = 0);
    DrawnText text(Rect rect, std::string_view text, const TextLook& look, Within within = Within::top);
    void icon(std::string_view name, Rect box, Colour colour);
    void drawing(const std::filesystem::path& file, Rect box);
    // Returns the side it took: a whole number of pixels a module, at most the box.
    float qr(std::string_view text, Rect box, Colour dark);

    [[nodiscard]] TextPainter& texts() { return texts_; }
    [[nodiscard]] TextSetting setting(const TextLook& look, float wrap_px) const;

  private:
    void sprite(const Sprite& sprite, Point at, Colour tint);

    struct Context;
    std::unique_ptr<Context> context_;
    SpriteCache sprites_;
    TextPainter texts_;
    IconPainter icons_;
    const Theme* theme_ = nullptr;
    Colour paper_;
    int content_from_ = 0;
};

}  // namespace vestibule::ui
