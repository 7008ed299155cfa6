// The keyboard layouts that a scanner may be set to: which letter each key stands for. From xkeyboard-config, through
// xkbcommon.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vestibule::ui {

// A key by its place on the keyboard: USB HID usage ids (HID Usage Tables 1.12, page 7), as SDL's scancodes are.
struct ScanKey {
    std::uint16_t place = 0;
    bool shift = false, alt_gr = false;
    char letter = 0;  // where a scanner said which one it means (Alt and a number), whatever the layout
    bool operator==(const ScanKey&) const = default;
};

inline constexpr char no_letter = '\x1a';  // of a dead key, or one that isn't in ASCII

class ScanLayouts {
  public:
    // Reads one layout more; false when all have been read. Blocks: some milliseconds.
    bool read_next();
    void read_all() {
        while (read_next()) {
        }
    }
    // How many have been read. The first is the one of the United States, which most scanners have when they are new.
    [[nodiscard]] std::size_t count() const { return tables_.size(); }
    [[nodiscard]] static std::vector<std::string> names();  // "us", "de", "ch(fr)", …

    // Does this place type anything at all?
    [[nodiscard]] static bool types(std::uint16_t place);
    // A capital letter, a digit or a sign. Keys of another script mean the Latin letter that stands beside theirs: no
    // scanner types Cyrillic for a code in ASCII.
    [[nodiscard]] char letter(std::size_t layout, const ScanKey& key) const;
    // The key that types it: for playing a scanner.
    [[nodiscard]] std::optional<ScanKey> key_of(std::size_t layout, char letter) const;

  private:
    static constexpr std::size_t places = 140;
    static constexpr std::size_t levels = 4;  // plain, Shift, AltGr, both
    using Table = std::array<std::array<char, levels>, places>;
    [[nodiscard]] static std::optional<Table> read(const char* layout, const char* variant);

    std::vector<Table> tables_;
    std::size_t next_ = 0;  // of those that may be read
};

}  // namespace vestibule::ui
