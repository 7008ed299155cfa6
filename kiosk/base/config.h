// What one station's config file says (config/vestibule.toml): the display, the printer, the mail server.
// Rules of the company are policy (policy.toml), not configuration.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/base/units.h"

namespace vestibule {

enum class Role { lobby, guard, reception };
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> role_named(std::string_view name);

enum class GateDirection { none, in, out, both };  // none: a site without gates has no scans of this kind

inline constexpr std::size_t fallback_queues_max = 8;

struct Config {
    struct Site {
        std::string name = "Harbour House";
        std::string issuer = "VEST";  // of the badge token, at most 4 ASCII characters
        std::string time_zone = "Europe/London";
        std::vector<std::string> languages = {"en", "zh_CN"};  // the first one greets
        std::string directions;  // said on the last screen: "The lifts are on your left."
        // Whether this station does what is done once a site, such as retention: "yes", "no", or "auto" = a reception
        // does, and where there is none, one of the others.
        std::string keeper = "auto";
    } site;
    struct Display {
        // 0: take EDID where plausible, else the reference display of the role (FORMATS.md).
        Millimetres width{0}, height{0};
        std::string brand = "#0A5354";
        std::string logo;  // an SVG; empty = the house's own
        bool motion = true;
        int idle_s = 60;  // without a touch until the warning
    } display;
    struct Printer {
        std::string server;                      // "host:port" of cupsd; empty = the local one
        std::string queue;                       // empty = the default one
        std::string folder;                      // where PDFs go without a queue, from DATA on; empty = DATA/badges
        std::string badge_template = "visitor";  // the look of badges whose type names none
        std::string drawings;                    // a folder of the company's own badges; empty = the bundled ones
        std::string orientation = "any";         // any | landscape | portrait
        std::vector<std::string> fallback;       // queues or ipp:// addresses for when this one fails, in order
        std::string fallback_place;              // where those stand, and where badges are given without a printer,
                                                 // said to the visitor: "reception"
        std::string office_queue;                // for lists and forms; empty = none, they can be saved as PDF files
        std::string paper = "auto";              // of the office printer: "a4", "letter", or "auto"
    } printer;
    struct Mail {
        std::string server;  // "smtp://host:port" or "smtps://…"; empty = hosts aren't told by mail
        std::string from;
        std::string user;
        std::string password_file;  // mode 0600
    } mail;
    struct Gate {
        std::string name = "Gate 1";
        GateDirection direction = GateDirection::both;
    } gate;
};

// Errors: give_up with file, line and the allowed values; unknown keys are refused by name.
[[nodiscard]] Result<Config> read_config(const std::filesystem::path& file);
[[nodiscard]] Result<Config> parse_config(std::string_view toml, std::string_view file_name);

}  // namespace vestibule
