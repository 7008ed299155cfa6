// What the site's root lets a station write (ARCHITECTURE "Who may write what").
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace vestibule {

enum class Right : std::uint8_t {
    reception = 1,  // the site's policy, lists, staff and bookings; includes all others
    keeper = 2,     // erases persons
    staffed = 4,    // its staff corner is used: answers, overrides, letting out by hand
    door = 8,       // what every station may
};

class Rights {
  public:
    constexpr Rights() = default;
    constexpr Rights(std::initializer_list<Right> rights) {
        for (const auto right : rights) bits_ = static_cast<std::uint8_t>(bits_ | static_cast<std::uint8_t>(right));
    }
    // Bits that no right has are dropped.
    [[nodiscard]] static constexpr Rights of_bits(std::int64_t bits) {
        Rights out;
        out.bits_ = static_cast<std::uint8_t>(bits & 15);
        return out;
    }
    [[nodiscard]] constexpr std::uint8_t bits() const { return bits_; }
    [[nodiscard]] constexpr bool has(Right right) const {
        constexpr auto reception = static_cast<std::uint8_t>(Right::reception);
        return (bits_ & (reception | static_cast<std::uint8_t>(right))) != 0;
    }
    [[nodiscard]] constexpr Rights operator|(Rights other) const { return of_bits(bits_ | other.bits_); }
    bool operator==(const Rights&) const = default;

  private:
    std::uint8_t bits_ = 0;
};

inline constexpr Rights every_right{Right::reception, Right::keeper, Right::staffed, Right::door};

// What a certificate means that names a role alone. Another word than a role's: none.
[[nodiscard]] Rights rights_of_role(std::string_view role);
// "reception,keeper,staffed,door": the form that is signed and read back.
[[nodiscard]] std::string text_of(Rights rights);
// Nothing where a word isn't a right's; what text_of() writes is read as it was.
[[nodiscard]] std::optional<Rights> rights_named(std::string_view text);

// What the root's signature on an enrolment gives its station. `named`: right by right (VC2), not by a role (VC1).
struct CertifiedRights {
    Rights rights;
    bool named = false;
};

}  // namespace vestibule
