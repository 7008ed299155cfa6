// What verbs share: options of a station, views as JSON and as lines.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "kiosk/base/paths.h"
#include "kiosk/command/command.h"
#include "kiosk/credential/code.h"

namespace vestibule {
namespace {

void add_time(Json& into, const char* key, const std::optional<Instant>& at) {
    if (at) into[key] = iso(*at);
}

}  // namespace

std::string iso(Instant at) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(at)));
}

Result<Config> config_of(const Globals& globals) {
    if (!globals.config_file.empty()) return read_config(globals.resolved(globals.config_file));
    const auto file = config_folder() / "vestibule.toml";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return Config{};
    return read_config(file);
}

void add_json(Verb verb, Chosen& chosen) {
    verb.add_flag("--json", chosen.globals.json, "the answer in JSON, for machines");
}

Result<StationOptions> station_options(const Globals& globals, std::string name, Role role) {
    const auto plain = !name.empty() && name.size() <= 40 && name != "site" && name != "badges" &&
                       name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
    if (!plain)
        return give_up(fmt::format("\"{}\" can't be a station's name; use small letters, digits and dashes", name));
    VESTIBULE_TRY(config, config_of(globals));
    return StationOptions{.place = {.data = globals.data, .name = std::move(name), .role = role},
                          .config = std::move(config),
                          .policy_file = config_folder() / "policy.toml"};
}

Json json_of(const VisitView& view, const SiteZone&) {
    Json out = {{"visit", to_string(view.id)},
                {"phase", std::string{name_of(view.phase)}},
                {"state", std::string{state_name_of(view)}},
                {"walk_in", view.walk_in},
                {"type", view.type},
                {"companions", view.companions},
                {"no_show", view.no_show},
                {"overdue", view.overdue}};
    for (const auto& [key, text] : {std::pair{"visitor", &view.visitor},
                                    {"company", &view.company},
                                    {"phone", &view.phone},
                                    {"email", &view.email},
                                    {"host", &view.host_name},
                                    {"asked_for", &view.host_text},
                                    {"purpose", &view.purpose},
                                    {"plate", &view.plate},
                                    {"code", &view.code}})
        add_text(out, key, *text);
    out["from"] = iso(view.from);
    out["until"] = iso(view.until);
    add_time(out, "arrived_at", view.arrived_at);
    add_time(out, "called_at", view.called_at);
    if (view.number > 0) out["number"] = view.number;
    add_time(out, "admitted_at", view.admitted_at);
    add_time(out, "inside_since", view.inside_since);
    add_time(out, "left_at", view.left_at);
    if (view.erased) out["erased"] = true;
    add_text(out, "cancelled_why", view.cancelled_why);
    if (view.badge) out["badge"] = to_string(*view.badge);
    add_time(out, "badge_until", view.badge_until);
    return out;
}

std::string row_of(const VisitView& view, const SiteZone& zone) {
    const auto name = view.name_known ? view.visitor : std::string{view.erased ? "(erased)" : "(name not here)"};
    return fmt::format(
        "{}  {:<9}  {}{}{}{}  ->  {}  {}", zone.hour_minute(view.arrived_at.value_or(view.from)), state_name_of(view),
        name, view.companions > 0 ? fmt::format(" +{}", view.companions) : "", view.company.empty() ? "" : ", ",
        view.company,
        view.host_name.empty() ? (view.host_text.empty() ? "reception" : view.host_text) : view.host_name,
        to_string(view.id));
}

Result<StationId> station_named(const std::vector<StationRecord>& stations, const std::string& text) {
    std::vector<StationId> named;
    for (const auto& s : stations) {
        if (to_string(s.station) == text) return s.station;
        if (s.name == text && !s.revoked) named.push_back(s.station);
    }
    if (named.size() == 1) return named.front();
    if (named.empty())
        return give_up(fmt::format("no trusted station is called \"{}\"; see `vestibule station list`", text));
    return give_up(
        fmt::format("{} stations are called \"{}\" (a restored one has earlier incarnations): give its id from "
                    "`vestibule station list`",
                    named.size(), text));
}

Result<VisitId> visit_named(Desk& desk, const std::string& text) {
    if (const auto id = parse_id<VisitId>(text)) {
        VESTIBULE_TRY(state, desk.reader().visit(*id));
        if (state) return *id;
    }
    if (const auto code = parse_code(text)) {
        VESTIBULE_TRY(visit, desk.reader().visit_of_code(*code));
        if (visit) return *visit;
        VESTIBULE_TRY(badge, desk.reader().badge_of_code(*code));
        if (badge) {
            VESTIBULE_TRY(state, desk.reader().badge(*badge));
            if (state) return state->visit;
        }
    }
    return give_up(
        fmt::format("no visit is known by \"{}\"; give a visit's id, an appointment code or a badge code", text));
}

}  // namespace vestibule
