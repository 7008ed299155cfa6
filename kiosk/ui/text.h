// Text of every script: shaped by Pango once, kept as a texture, drawn as a tinted quad.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/ui/sprites.h"
#include "kiosk/ui/theme.h"

typedef struct _PangoContext PangoContext;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoLayout PangoLayout;

namespace vestibule::ui {

inline constexpr std::size_t shown_text_bytes_max = 4096;  // what is longer is cut before it is shaped

// start: where a line of the display's language begins; so does one in another script.
enum class Align { start, centre, end };

// How a text is set; sizes in window px.
struct TextSetting {
    float size_px = 38;
    Weight weight = Weight::regular;
    Align align = Align::start;
    float wrap_px = 0;     // 0: one line, as long as it is
    int lines_max = 0;     // 0: as many as it takes; else "…" at the end of the last one
    bool tabular = false;  // digits of one width
    float line_height = 1.35F;
    float tracking = 0;  // of the size; negative is tighter
    Colour emoji_ink;    // ink of letters in a string that holds emoji
};

class TextPainter {
  public:
    // Errors: ask_staff with the packages to install when there is no font at all.
    [[nodiscard]] static Result<> check_fonts();

    explicit TextPainter(SpriteCache& sprites);
    TextPainter(const TextPainter&) = delete;
    TextPainter& operator=(const TextPainter&) = delete;
    ~TextPainter();

    // POSIX name of the language; decides the forms of Han letters.
    void set_language(std::string_view language);
    // The sprite's box without its pixels. Good until the frame's end.
    [[nodiscard]] const Sprite& measure(std::string_view text, const TextSetting& setting);
    [[nodiscard]] const Sprite& draw(std::string_view text, const TextSetting& setting);
    // Where the caret stands in a one-line text, from its left edge; `byte` is an index into the UTF-8.
    [[nodiscard]] float caret_x(std::string_view text, const TextSetting& setting, std::size_t byte);
    [[nodiscard]] std::size_t byte_at(std::string_view text, const TextSetting& setting, float x);
    void end_frame();  // the text that was set last isn't kept
    // Loads the fonts of scripts that a first visitor may need, so that the first such text isn't slow.
    void warm_up();

  private:
    Sprite& entry(std::string_view text, const TextSetting& setting, std::string& shown);
    void set_up(std::string_view text, const TextSetting& setting);
    void rasterise(Sprite& sprite, const std::string& text, const TextSetting& setting);

    SpriteCache& sprites_;
    std::string language_ = "en";
    PangoFontMap* map_ = nullptr;
    PangoContext* context_ = nullptr;
    PangoLayout* layout_ = nullptr;
};

// Byte index of the next or previous place where a caret may stand (grapheme borders).
[[nodiscard]] std::size_t next_grapheme(std::string_view text, std::size_t byte);
[[nodiscard]] std::size_t previous_grapheme(std::string_view text, std::size_t byte);

}  // namespace vestibule::ui
