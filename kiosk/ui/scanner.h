// Tells a barcode scanner, which types like a keyboard, from a person. Pure: time is an argument.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vestibule::ui {

inline constexpr std::int64_t scan_gap_ms_max = 40;          // between two keys of a scanner
inline constexpr std::int64_t scan_prefix_gap_ms_max = 250;  // once it has said VB1: or VI1:
inline constexpr std::size_t scan_letters_min = 6;           // without a known prefix
inline constexpr std::size_t scan_bytes_max = 512;           // longer is neither a scan nor typing: dropped

struct Typed {  // a person's letters, late by at most a gap
    std::string text;
};
struct Scan {  // a whole code; for VB1: and VI1: in capitals, as base45 and Crockford are
    std::string text;
};
enum class Ender { enter, tab };
using ScannerOutput = std::variant<Typed, Scan, Ender>;  // an Ender that ended no scan is the key itself

// Feed it every letter and every Enter or Tab; it holds letters back until it knows.
// Letters that come fast and end in Enter or Tab are a scan only where no field waits for typing, or with a prefix.
class ScannerDetector {
  public:
    [[nodiscard]] std::vector<ScannerOutput> letters(std::string_view utf8, std::int64_t at_ms);
    [[nodiscard]] std::vector<ScannerOutput> ended(Ender by, std::int64_t at_ms, bool field_focused);
    // Call when the deadline has come (and before anything else that the visitor did): gives held letters back.
    [[nodiscard]] std::vector<ScannerOutput> idle(std::int64_t at_ms);
    // When idle() is due, if letters are held.
    [[nodiscard]] std::optional<std::int64_t> deadline_ms() const;
    // Gives everything held back at once.
    [[nodiscard]] std::vector<ScannerOutput> flush();

  private:
    [[nodiscard]] bool has_prefix() const;
    [[nodiscard]] std::int64_t gap_max() const;

    std::string held_;
    std::int64_t last_ms_ = 0;
    bool overflown_ = false;
};

}  // namespace vestibule::ui
