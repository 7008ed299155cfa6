// Tells a barcode scanner, which is a keyboard, from a person at one. Pure but for the layouts: time is an argument.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "kiosk/base/scan.h"
#include "kiosk/ui/scan_layouts.h"
#include "kiosk/ui/stroke.h"

namespace vestibule::ui {

inline constexpr std::int64_t scan_gap_ms_max = 40;        // between two keys of a scanner
inline constexpr std::int64_t scan_code_gap_ms_max = 250;  // once it has begun a code of ours
inline constexpr std::int64_t scan_tail_ms = 100;          // what ends a scan may come in several keys
inline constexpr std::size_t scan_letters_min = 6;         // of a code that isn't ours
inline constexpr std::size_t scan_letters_min_ended = 3;   // … where no field waits for typing, and Enter ends it
inline constexpr std::size_t scan_keys_max = 512;          // longer is neither a scan nor typing: dropped

// A key that went down.
struct PressedKey {
    ScanKey key;
    bool prints = false;             // types a letter, of which typed() tells afterwards
    bool ends = false;               // Enter or Tab: with these scanners end
    bool again = false;              // the system takes it for one that is held down
    std::optional<Stroke> stroke{};  // what else it does where a person presses it
};

using ScannerOutput = std::variant<Stroke, Scan>;

// Feed it every key; it holds all back for a gap, until it knows whose they are. Of a scan nothing else comes out: no
// letter, no Enter, nothing that stands before or behind the code.
// A scan is what holds the beginning of a code of ours under any layout; or so many letters at a scanner's speed that
// end in Enter or Tab, or that come where no field waits for typing.
class ScannerDetector {
  public:
    // `layouts` outlives this; it reads on where it isn't complete yet.
    explicit ScannerDetector(ScanLayouts& layouts) : layouts_{layouts} {}

    [[nodiscard]] std::vector<ScannerOutput> pressed(const PressedKey& key, std::int64_t at_ms, bool in_field);
    [[nodiscard]] std::vector<ScannerOutput> typed(std::string_view utf8);
    // Call when the deadline has come: gives back what is held.
    [[nodiscard]] std::vector<ScannerOutput> idle(std::int64_t at_ms, bool in_field);
    [[nodiscard]] std::optional<std::int64_t> deadline_ms() const;
    // Gives everything back at once: something else was done.
    [[nodiscard]] std::vector<ScannerOutput> flush(bool in_field);
    // Nobody looked for keys before that: those that come now may have been pressed at any time since the last one.
    void looks_from(std::int64_t at_ms) { looks_from_ms_ = at_ms; }

  private:
    [[nodiscard]] std::int64_t gap_max() const { return has_code_ ? scan_code_gap_ms_max : scan_gap_ms_max; }
    [[nodiscard]] bool holds_any() const { return !keys_.empty() || !strokes_.empty() || overflown_; }
    [[nodiscard]] bool is_scan(bool ended, bool in_field) const;
    [[nodiscard]] bool in_tail(const PressedKey& key, std::int64_t at_ms);
    [[nodiscard]] Scan scan() const;
    void look_for_code();
    void forget();

    ScanLayouts& layouts_;
    std::vector<ScanKey> keys_;    // those that print
    std::vector<Stroke> strokes_;  // what they all do if a person pressed them
    std::size_t bytes_ = 0;        // of typed text in `strokes_`
    std::int64_t last_ms_ = 0, looks_from_ms_ = 0, tail_until_ms_ = 0;
    bool has_code_ = false, overflown_ = false;
};

}  // namespace vestibule::ui
