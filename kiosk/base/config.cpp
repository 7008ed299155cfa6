// Reads config/vestibule.toml strictly: an unknown key or a wrong type is an error that names its line.
#include "kiosk/base/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "kiosk/base/clock.h"
#include "kiosk/base/toml.h"
#include "kiosk/base/whole_file.h"

namespace vestibule {
namespace {

using Setter = std::function<std::string(const toml::node&)>;  // an empty string, or what is wrong

Setter text(std::string& into) {
    return [&into](const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::string>();
        if (!value) return "must be a text in quotes";
        into = *value;
        return "";
    };
}

bool is_colour(std::string_view text) {
    return text.size() == 7 && text[0] == '#' &&
           text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

Setter checked_text(std::string& into, bool (*good)(std::string_view), const char* must) {
    return [&into, good, must](const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::string>();
        if (!value || !good(*value)) return must;
        into = *value;
        return "";
    };
}

Setter colour(std::string& into) {
    return checked_text(into, is_colour, "must be a colour such as \"#0A5354\"");
}

Setter issuer(std::string& into) {
    const auto good = [](std::string_view text) {
        return !text.empty() && text.size() <= 4 &&
               std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    };
    return checked_text(into, good, "must have 1 to 4 letters or digits; it stands in every badge's code");
}

Setter keeper(std::string& into) {
    const auto good = [](std::string_view text) { return text == "auto" || text == "yes" || text == "no"; };
    return checked_text(into, good, "must be \"auto\", \"yes\" or \"no\"");
}

Setter paper(std::string& into) {
    const auto good = [](std::string_view text) { return text == "auto" || text == "a4" || text == "letter"; };
    return checked_text(into, good, "must be \"auto\", \"a4\" or \"letter\"");
}

Setter time_zone(std::string& into) {
    return [&into](const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::string>();
        if (!value) return "must be a text in quotes";
        const auto zone = SiteZone::named(*value);
        if (!zone) return ": " + zone.error().what;
        into = *value;
        return "";
    };
}

Setter millimetres(Millimetres& into) {
    return [&into](const toml::node& node) -> std::string {
        const auto value = node.value<double>();
        // Asked this way round, NaN isn't a length either.
        if (!value || !node.is_number() || !(*value >= 0 && *value <= 10'000))
            return "must be a length in millimetres, 0 to 10000";
        into = Millimetres{static_cast<float>(*value)};
        return "";
    };
}

Setter boolean(bool& into) {
    return [&into](const toml::node& node) -> std::string {
        const auto value = node.value_exact<bool>();
        if (!value) return "must be true or false";
        into = *value;
        return "";
    };
}

Setter seconds(int& into, int least, int most) {
    return [&into, least, most](const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < least || *value > most)
            return fmt::format("must be a whole number of seconds, {} to {}", least, most);
        into = static_cast<int>(*value);
        return "";
    };
}

std::optional<std::vector<std::string>> texts_of(const toml::node& node) {
    const auto* array = node.as_array();
    if (array == nullptr) return std::nullopt;
    std::vector<std::string> out;
    for (const auto& item : *array) {
        const auto value = item.value_exact<std::string>();
        if (!value) return std::nullopt;
        out.push_back(*value);
    }
    return out;
}

Setter texts(std::vector<std::string>& into) {
    return [&into](const toml::node& node) -> std::string {
        auto out = texts_of(node);
        if (!out || out->empty()) return "must be a list of texts, such as [\"en\", \"zh_CN\"]";
        into = *std::move(out);
        return "";
    };
}

Setter queues(std::vector<std::string>& into) {
    return [&into](const toml::node& node) -> std::string {
        auto out = texts_of(node);
        const auto good = out && out->size() <= fallback_queues_max &&
                          std::ranges::none_of(*out, [](const std::string& queue) { return queue.empty(); });
        if (!good)
            return fmt::format("must be a list of {} queues or ipp:// addresses at most, such as [\"front-desk\"]",
                               fallback_queues_max);
        into = *std::move(out);
        return "";
    };
}

Setter direction(GateDirection& into) {
    return [&into](const toml::node& node) -> std::string {
        static const std::map<std::string, GateDirection> names = {{"none", GateDirection::none},
                                                                   {"in", GateDirection::in},
                                                                   {"out", GateDirection::out},
                                                                   {"both", GateDirection::both}};
        const auto found = names.find(node.value_or(std::string{}));
        if (found == names.end()) return "must be \"in\", \"out\", \"both\" or \"none\"";
        into = found->second;
        return "";
    };
}

Setter orientation(std::string& into) {
    return [&into](const toml::node& node) -> std::string {
        const auto word = node.value_or(std::string{});
        if (word != "any" && word != "landscape" && word != "portrait")
            return "must be \"any\", \"landscape\" or \"portrait\"";
        into = word;
        return "";
    };
}

using Section = std::map<std::string, Setter, std::less<>>;

std::map<std::string, Section, std::less<>> sections_of(Config& c) {
    return {
        {"site",
         {{"name", text(c.site.name)},
          {"issuer", issuer(c.site.issuer)},
          {"time_zone", time_zone(c.site.time_zone)},
          {"languages", texts(c.site.languages)},
          {"directions", text(c.site.directions)},
          {"keeper", keeper(c.site.keeper)}}},
        {"display",
         {{"width_mm", millimetres(c.display.width)},
          {"height_mm", millimetres(c.display.height)},
          {"brand", colour(c.display.brand)},
          {"logo", text(c.display.logo)},
          {"motion", boolean(c.display.motion)},
          {"idle_s", seconds(c.display.idle_s, 20, 3600)}}},
        {"printer",
         {{"server", text(c.printer.server)},
          {"queue", text(c.printer.queue)},
          {"folder", text(c.printer.folder)},
          {"badge_template", text(c.printer.badge_template)},
          {"drawings", text(c.printer.drawings)},
          {"orientation", orientation(c.printer.orientation)},
          {"fallback", queues(c.printer.fallback)},
          {"fallback_place", text(c.printer.fallback_place)},
          {"office_queue", text(c.printer.office_queue)},
          {"paper", paper(c.printer.paper)}}},
        {"mail",
         {{"server", text(c.mail.server)},
          {"from", text(c.mail.from)},
          {"user", text(c.mail.user)},
          {"password_file", text(c.mail.password_file)}}},
        {"gate", {{"name", text(c.gate.name)}, {"direction", direction(c.gate.direction)}}},
    };
}

std::string names_in(const auto& map) {
    std::string out;
    for (const auto& [name, unused] : map) out += (out.empty() ? "" : ", ") + name;
    return out;
}

auto line_of(const toml::node& node) {
    return node.source().begin.line;
}

Result<> read_section(const toml::table& table, std::string_view section_name, const Section& section,
                      std::string_view file) {
    for (const auto& [key, node] : table) {
        const auto found = section.find(key.str());
        if (found == section.end())
            return give_up(fmt::format("{}:{}: \"{}\" is not a setting of [{}]; the settings are {}", file,
                                       line_of(node), key.str(), section_name, names_in(section)));
        if (const auto wrong = found->second(node); !wrong.empty())
            return give_up(fmt::format("{}:{}: {}.{} {}", file, line_of(node), section_name, key.str(), wrong));
    }
    return {};
}

}  // namespace

std::string_view name_of(Role role) {
    switch (role) {
        case Role::lobby:
            return "lobby";
        case Role::guard:
            return "guard";
        case Role::reception:
            return "reception";
    }
    return "lobby";
}

std::optional<Role> role_named(std::string_view name) {
    for (const auto role : {Role::lobby, Role::guard, Role::reception})
        if (name_of(role) == name) return role;
    return std::nullopt;
}

Result<Config> parse_config(std::string_view toml_text, std::string_view file_name) try {
    const auto table = toml::parse(toml_text, file_name);
    Config config;
    const auto sections = sections_of(config);
    for (const auto& [key, node] : table) {
        const auto found = sections.find(key.str());
        if (found == sections.end() || !node.is_table())
            return give_up(fmt::format("{}:{}: \"{}\" is not a section; the sections are {}", file_name,
                                       line_of(node), key.str(), names_in(sections)));
        VESTIBULE_CHECK(read_section(*node.as_table(), key.str(), found->second, file_name));
    }
    return config;
} catch (const toml::parse_error& error) {
    return give_up(fmt::format("{}:{}: {}; please correct this line", file_name, error.source().begin.line,
                               error.description()));
} catch (const std::logic_error&) {
    return give_up(
        fmt::format("{}: it can't be read as TOML; look for a bracket that isn't closed in its line", file_name));
}

Result<Config> read_config(const std::filesystem::path& file) {
    VESTIBULE_TRY(content, read_whole(file, "config file", settings_bytes_max));
    return parse_config(content, file.string());
}

}  // namespace vestibule
