// The widgets of the visitor's screens, and those that all screens share. Each draws itself, reports itself to the
// widget tree and says what the visitor did. See ui.h for how they're used; rectangles are window px.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/ui.h"

namespace vestibule::ui {

// The colours of a message; never alone, always with words.
enum class Tone { neutral, brand, attention, welcome, stop };
struct ToneColours {
    Colour ink, wash;
};
[[nodiscard]] ToneColours colours_of(const Palette& palette, Tone tone);

// --- text ------------------------------------------------------------------------------------------------------
struct LabelSpec {
    std::string_view id;  // empty: drawn but not reported (decoration)
    Rect rect;
    std::string_view text;
    TextLook look = {};  // colour {0,0,0,255} stays black: see ink() below
    Within within = Within::top;
    Colour ground = {};  // what it stands on, for the widget tree; alpha 0 = paper
};
// Draws a text and returns the height it took.
float label(Ui& ui, const LabelSpec& spec);
// The least width that sets the text in as many lines as `width` does, so that no word stands alone on the last one.
[[nodiscard]] float balanced_width(Ui& ui, std::string_view text, const TextLook& look, float width);
// Looks in the theme's ink, for short calls.
[[nodiscard]] TextLook ink(const Ui& ui, Type type, Weight weight = Weight::regular, Align align = Align::start);
[[nodiscard]] TextLook second_ink(const Ui& ui, Type type, Align align = Align::start);

// Words on a widget that was reported as `id`; the tree says so where they have no room there.
void words_on(Ui& ui, std::string_view id, Rect rect, std::string_view text, const TextLook& look,
              Within within = Within::top);

// --- buttons ---------------------------------------------------------------------------------------------------
enum class ButtonKind {
    primary,    // brand ground: the next step, one a screen
    welcome,    // green ground: what somebody has been waiting for
    secondary,  // a line around it
    quiet,      // words only
    stop,       // refuses or ends something
    inverse,    // white on a coloured ground (the guard's verdict)
    outline_on_colour,
};
struct ButtonSpec {
    std::string_view id;
    Rect rect;
    std::string_view label;
    std::string_view icon = {};  // a name in assets/icons
    ButtonKind kind = ButtonKind::primary;
    Type type = Type::choice;
    bool enabled = true;
    bool icon_after = false;
    bool by_enter = false;              // as TouchSpec's
    std::optional<Colour> ground = {};  // for inverse kinds: the colour they stand on
};
bool button(Ui& ui, const ButtonSpec& spec);

struct ChoiceSpec {  // a card with an icon, a title and a line below it
    std::string_view id;
    Rect rect;
    std::string_view icon;
    std::string_view title;
    std::string_view subtitle = {};
    bool primary = false;
    bool chevron = false;
};
bool choice_card(Ui& ui, const ChoiceSpec& spec);

struct PillSpec {  // a language, a filter
    std::string_view id;
    Rect rect;
    std::string_view label;
    bool selected = false;
    std::string_view icon = {};
    Type type = Type::caption;
};
bool pill(Ui& ui, const PillSpec& spec);
[[nodiscard]] float pill_width(Ui& ui, std::string_view label, Type type = Type::caption, bool icon = false);

// --- fields ----------------------------------------------------------------------------------------------------
enum class FieldKind { words, name, digits, code, secret };
struct FieldSpec {
    std::string_view id;
    Rect rect;
    std::string label = {};  // small, above the text, inside the field
    std::string placeholder = {};
    FieldKind kind = FieldKind::words;
    std::size_t length_max = 120;  // code points
    std::string_view icon = {};
    Type type = Type::body;
    bool valid = true;  // false: attention line
};
struct FieldResult {
    bool changed = false;
    bool submitted = false;  // Enter
    bool focused = false;
};
FieldResult field(Ui& ui, const FieldSpec& spec, std::string& text);
[[nodiscard]] float field_height(const Ui& ui, bool with_label);

struct StepperSpec {
    std::string_view id;  // its buttons are id.less and id.more
    Rect rect;
    std::string_view label;
    int least = 0, most = 9;
};
bool stepper(Ui& ui, const StepperSpec& spec, int& value);

// Digits for a code or a PIN: returns each "0"…"9", "back" or "clear" that was tapped or typed in this frame, in
// order. Ids: id.0 … id.back.
[[nodiscard]] std::vector<std::string> keypad(Ui& ui, std::string_view id, Rect rect);
[[nodiscard]] float keypad_height(const Ui& ui);
void pin_dots(Ui& ui, std::string_view id, Rect rect, std::size_t filled, std::size_t of, std::string_view label);

// --- lists -----------------------------------------------------------------------------------------------------
struct ListRowSpec {
    std::string_view id;
    Rect rect;
    std::string_view monogram = {};  // one letter in a circle …
    std::string_view icon = {};      // … or an icon in it
    std::string_view title;
    std::string_view subtitle = {};
    bool line_above = false;
    bool plain = false;  // a neutral circle, not the brand's
    float corner_top = 0, corner_bottom = 0;
};
bool list_row(Ui& ui, const ListRowSpec& spec);
// A card to put rows, or anything else, on.
void card(Ui& ui, Rect rect, float radius = -1);

// --- states ----------------------------------------------------------------------------------------------------
void progress(Ui& ui, std::string_view id, Rect rect, int done, int of, std::string_view label);
void ring(Ui& ui, std::string_view id, Rect rect, float part, std::string_view text, std::string_view label);
// Holds its words: it is measured and drawn in different statements.
struct BannerSpec {
    std::string_view id;
    Rect rect;
    std::string_view icon = {};
    std::string title;
    std::string text = {};
    Tone tone = Tone::attention;
    std::string action = {};  // label of a button at its end: "<id>.action"; empty: there is none
};
// Answers whether the button was pressed.
bool banner(Ui& ui, const BannerSpec& spec);
[[nodiscard]] float banner_height(Ui& ui, const BannerSpec& spec);  // for spec.rect.width
// A small coloured word; returns its width. `rect` gives the left edge, the middle and the height.
float status_pill(Ui& ui, std::string_view id, Rect rect, std::string_view text, Tone tone, bool outlined = false);
void monogram(Ui& ui, Rect circle, std::string_view letter, std::string_view icon, bool plain);
// A QR code on white with its quiet zone. `label` is for those who can't see it.
void qr_code(Ui& ui, std::string_view id, Rect rect, std::string_view text, std::string_view label);

// A sheet over everything: darkens, draws a card of `size` in the middle and returns the inside of it.
[[nodiscard]] Rect sheet(Ui& ui, std::string_view id, Size size);
// The house's mark or the company's logo (display.logo).
void logo(Ui& ui, std::string_view id, Rect box, const std::filesystem::path& file);
void focus_ring(Ui& ui, Rect rect, float radius);

}  // namespace vestibule::ui
