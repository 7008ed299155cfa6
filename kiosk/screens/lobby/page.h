// The frame that the lobby's screens share: header, question, keyboard or action at the bottom, the content between.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/screens/lobby/draft.h"
#include "kiosk/screens/lobby/screen.h"
#include "kiosk/ui/keyboard.h"

namespace vestibule::lobby {

struct PageSpec {
    std::string_view id;      // "who": widgets are "who.question", "who.back", "who.next", …
    int step = 0, steps = 0;  // 0: no progress shown
    std::string question, hint;
    bool compact = false;                   // wide displays: a smaller question, for trouble stands below it
    std::optional<ui::FieldKind> keyboard;  // shown while a field has the focus
    bool at_start_of_word = false;
    std::string action;  // of the primary button or the keyboard's key; empty: none
    bool action_enabled = true;
    std::string back;  // empty: no way back here
};

struct Page {
    ui::Rect content;
    ui::Rect aside;  // wide displays: what is left below the question, above the way back
    bool next = false, back = false;
    std::optional<Event> staff{};  // the corner was held
};

// Upright: everything hangs from the top. Wide: the question stands left, the content right of it.
[[nodiscard]] Page begin_page(ui::Ui& ui, const View& view, const PageSpec& spec);

// Logo, site and clock on the top line of `area`, which it cuts off. The corner held for 2 s answers StaffAsked.
[[nodiscard]] std::optional<Event> header(ui::Ui& ui, const View& view, std::string_view id, ui::Rect& area);
// The display without its margins.
[[nodiscard]] ui::Rect page_area(const ui::Ui& ui);
[[nodiscard]] float button_height(const ui::Ui& ui);  // of a second choice
// A word of a list, such as policy's "auditor", where it stands alone: "Auditor".
[[nodiscard]] std::string standing_alone(std::string word);
// A message in the middle: icon or ring above, then words. Returns the rectangle below the words.
struct Message {
    std::string_view id;
    std::string icon;
    ui::Tone tone = ui::Tone::brand;
    std::string title, text;
};
ui::Rect message(ui::Ui& ui, ui::Rect area, const Message& message);
[[nodiscard]] float message_height(ui::Ui& ui, float width, const Message& message);
// A message with one button below it, which closes by itself.
// Where `again` has words, there is a second button with them, which answers Back.
[[nodiscard]] std::optional<Event> closing_message(ui::Ui& ui, const View& view, std::string_view id,
                                                   const Message& words, Instant closes_at,
                                                   const std::string& again = {});
// A polite line about what didn't work, in `page.aside` or else on top of `area`.
void trouble(ui::Ui& ui, std::string_view id, const std::string& words, const Page& page, ui::Rect& area);
// "Closes by itself in 12 s"; asks for the next frame.
void closing_line(ui::Ui& ui, std::string_view id, ui::Rect rect, Instant closes_at, Instant now);

// After too many wrong codes: how long until the next.
[[nodiscard]] std::string wait_words(const Texts& texts, Instant again_at, Instant now);

// Whether a code has all its letters, however it is parted.
[[nodiscard]] bool code_complete(const std::string& code);

}  // namespace vestibule::lobby
