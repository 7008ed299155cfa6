// The rehearsal: walk-in at the lobby, approval at reception, badge printed, exchange, scan at the guard's.
#include "kiosk/command/rehearsal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "kiosk/base/paths.h"
#include "kiosk/command/kiosk_app.h"
#include "kiosk/command/player.h"
#include "kiosk/command/rehearsal_folder.h"
#include "kiosk/desk/imports.h"
#include "kiosk/desk/pin.h"
#include "kiosk/screens/guard/conductor.h"
#include "kiosk/screens/lobby/conductor.h"
#include "kiosk/station/badge_design.h"
#include "kiosk/station/print_round.h"
#include "printing/badge_render.h"
#include "printing/folder_printer.h"

namespace vestibule {
namespace {

constexpr int picture_dpi = 300;
constexpr ui::Size display_size{1080, 1920};

// One role of the rehearsal: its own station with its own log, so that what others see has really been exchanged.
struct Part {
    std::unique_ptr<Station> station;
    std::unique_ptr<Desk> desk;
    std::unique_ptr<AppScreen> screens;
};

Result<Part> open_part(const Globals& places, Role role) {
    VESTIBULE_TRY(options, station_options(places, std::string{name_of(role)}, role));
    Part part;
    VESTIBULE_TRY(station, Station::open(std::move(options)));
    part.station = std::move(station);
    VESTIBULE_TRY(desk, part.station->new_desk());
    part.desk = std::move(desk);
    return part;
}

Result<> check_type(const RehearsalInput& input, const Policy& policy) {
    std::vector<std::string> types;
    for (const auto& type : policy.types) types.push_back(type.name);
    return check_rehearsal_type(input, types);
}

Result<> open_screens_of(Part& part, Role role) {
    VESTIBULE_TRY(screens, open_screens(role, *part.desk, *part.station, {}));
    part.screens = std::move(screens);
    return {};
}

struct Stage {
    Part lobby, reception, guard;
    std::unique_ptr<ui::Ui> display;
    std::filesystem::path out;
    RehearsalInput input;
    std::string pin = made_pin();  // nobody else ever knows it

    // Everybody's workers, a round at a time, as their threads would.
    [[nodiscard]] Result<> exchange_all() {
        for (auto* part : {&lobby, &reception, &guard, &lobby}) {
            VESTIBULE_CHECK(part->station->work_until_idle());
            VESTIBULE_CHECK(part->desk->refresh());
        }
        return {};
    }
};

// A staff PIN and the host: what a site has before its first visitor.
Result<> furnish(Stage& stage) {
    VESTIBULE_CHECK(stage.reception.desk->add_staff("Rehearsal", stage.pin, {"reception", "guard"}));
    if (!stage.input.host_name.empty()) {
        Imported<HostRow> hosts;
        hosts.taken.push_back({.name = stage.input.host_name, .email = stage.input.host_email});
        VESTIBULE_CHECK(import_hosts(*stage.reception.desk, hosts));
    }
    return stage.exchange_all();
}

Result<Stage> set_stage(const Globals& places, const std::filesystem::path& out, const RehearsalInput& input) {
    VESTIBULE_TRY(lobby, open_part(places, Role::lobby));
    VESTIBULE_CHECK(check_type(input, lobby.desk->policy()));
    std::error_code failed;
    std::filesystem::create_directories(out / "screens", failed);
    if (failed)
        return ask_staff(
            fmt::format("can't make {}: {}; choose another folder with --out", out.string(), failed.message()));
    // No display is needed: SDL draws into memory. Set before SDL starts; nobody else reads the environment yet.
    ::setenv("SDL_VIDEODRIVER", "offscreen", 0);  // NOLINT(concurrency-mt-unsafe)
    Stage stage{.out = out, .input = input};
    stage.lobby = std::move(lobby);
    VESTIBULE_TRY(reception, open_part(places, Role::reception));
    stage.reception = std::move(reception);
    VESTIBULE_TRY(guard, open_part(places, Role::guard));
    stage.guard = std::move(guard);
    VESTIBULE_CHECK(mark_stations_of_rehearsal(places.data));
    VESTIBULE_CHECK(furnish(stage));
    VESTIBULE_TRY(display, ui::Ui::open({.display = stage.lobby.station->options().config.display,
                                         .role = Role::lobby,
                                         .windowed = display_size}));
    stage.display = std::move(display);
    VESTIBULE_CHECK(open_screens_of(stage.lobby, Role::lobby));
    VESTIBULE_CHECK(open_screens_of(stage.reception, Role::reception));
    VESTIBULE_CHECK(open_screens_of(stage.guard, Role::guard));
    return stage;
}

// Rows are named after what they show, so a player takes the first one.
std::string first_with(const ui::WidgetTree& tree, std::string_view prefix) {
    const auto found = std::find_if(tree.widgets.begin(), tree.widgets.end(),
                                    [&](const ui::Widget& w) { return w.id.starts_with(prefix) && w.enabled; });
    return found == tree.widgets.end() ? "" : found->id;
}

Result<> choose_host(Stage& stage, Player& player) {
    VESTIBULE_CHECK(player.until_screen("lobby.host"));
    if (stage.input.host_name.empty()) return player.tap("host.unknown");
    VESTIBULE_CHECK(player.type("host.search", stage.input.host_name));
    VESTIBULE_CHECK(player.until([](const ui::WidgetTree& t) { return !first_with(t, "host.row.").empty(); },
                                 "the host in the list"));
    VESTIBULE_CHECK(player.picture("host"));
    return player.tap(first_with(player.tree(), "host.row."));
}

// From the welcome screen to "please take a seat".
Result<> register_at_lobby(Stage& stage, Player& player) {
    const auto& visitor = stage.input;
    player.show(*stage.lobby.screens, {});
    VESTIBULE_CHECK(player.until_screen("lobby.welcome"));
    const auto language = "welcome.language." + visitor.language;
    if (player.tree().find(language) != nullptr) VESTIBULE_CHECK(player.tap(language));
    VESTIBULE_CHECK(player.picture("welcome"));
    VESTIBULE_CHECK(player.tap("welcome.walk_in"));
    VESTIBULE_CHECK(player.until_screen("lobby.who"));
    VESTIBULE_CHECK(player.type("who.name", visitor.name));
    VESTIBULE_CHECK(player.type("who.company", visitor.company));
    VESTIBULE_CHECK(player.type("who.phone", visitor.phone));
    VESTIBULE_CHECK(player.picture("who"));
    // The button leads through the fields that were left empty, then on.
    constexpr int fields = 3;
    for (int i = 0; i < fields && player.tree().screen == "lobby.who"; ++i) VESTIBULE_CHECK(player.tap("who.next"));
    VESTIBULE_CHECK(choose_host(stage, player));
    VESTIBULE_CHECK(player.until_screen("lobby.purpose"));
    VESTIBULE_CHECK(player.type("purpose.text", visitor.purpose));
    if (!visitor.type.empty() && player.tree().find("purpose.type." + visitor.type) != nullptr)
        VESTIBULE_CHECK(player.tap("purpose.type." + visitor.type));
    VESTIBULE_CHECK(player.picture("purpose"));
    VESTIBULE_CHECK(player.tap("purpose.next"));
    VESTIBULE_CHECK(player.until_screen("lobby.details"));
    for (int i = 0; i < visitor.companions; ++i) VESTIBULE_CHECK(player.tap("details.companions.more"));
    VESTIBULE_CHECK(player.type("details.plate", visitor.plate));
    VESTIBULE_CHECK(player.picture("details"));
    VESTIBULE_CHECK(player.tap("details.next"));
    VESTIBULE_CHECK(player.until_screen("lobby.confirm"));
    VESTIBULE_CHECK(player.picture("confirm"));
    VESTIBULE_CHECK(player.tap("confirm.next"));
    return player.until(
        [](const ui::WidgetTree& t) { return t.screen == "lobby.waiting" || t.screen == "lobby.badge"; },
        "the answer to the registration");
}

Result<> approve_at_reception(Stage& stage, Player& player) {
    VESTIBULE_CHECK(stage.exchange_all());
    player.show(*stage.reception.screens, {});
    VESTIBULE_CHECK(player.until_screen("reception.sign_in"));
    VESTIBULE_CHECK(player.picture("reception-sign-in"));
    for (const char digit : stage.pin) VESTIBULE_CHECK(player.tap(fmt::format("sign_in.key.{}", digit)));
    VESTIBULE_CHECK(player.tap("sign_in.sign_in"));
    VESTIBULE_CHECK(player.until_screen("reception.today"));
    VESTIBULE_CHECK(player.picture("reception-today"));
    VESTIBULE_CHECK(player.tap(first_with(player.tree(), "visit.")));
    VESTIBULE_CHECK(player.until_widget("details.approve"));
    VESTIBULE_CHECK(player.picture("reception-decide"));
    VESTIBULE_CHECK(player.tap("details.approve"));
    VESTIBULE_CHECK(player.picture("reception-approved"));
    return stage.exchange_all();
}

// The lobby sees the approval, admits, and the badge comes out.
Result<BadgeView> collect_badge(Stage& stage, Player& player) {
    player.show(*stage.lobby.screens, {});
    VESTIBULE_CHECK(player.until_screen("lobby.badge"));
    VESTIBULE_CHECK(player.picture("badge"));
    VESTIBULE_CHECK(stage.lobby.station->work_until_idle());
    VESTIBULE_CHECK(stage.exchange_all());
    VESTIBULE_TRY(inside, stage.lobby.desk->inside());
    if (inside.empty() || !inside.back().badge) return ask_staff("the visit wasn't admitted");
    VESTIBULE_TRY(badge, stage.lobby.desk->badge(*inside.back().badge));
    if (!badge) return ask_staff("the badge can't be read back");
    // Where the printer couldn't tell, the screen asks the visitor, and nobody is here who could know.
    if (badge->print == PrintOutcome::unknown) return *badge;
    VESTIBULE_CHECK(player.tap("badge.done"));
    VESTIBULE_CHECK(player.until_screen("lobby.welcome"));
    return *badge;
}

Result<> scan_at_guard(Stage& stage, Player& player, const BadgeView& badge) {
    player.show(*stage.guard.screens, {});
    VESTIBULE_CHECK(player.picture("guard-idle"));
    VESTIBULE_CHECK(player.scan(badge.token));
    VESTIBULE_CHECK(player.until_screen("guard.verdict"));
    VESTIBULE_CHECK(player.picture("guard-verdict"));
    return stage.exchange_all();
}

Result<> save(const std::filesystem::path& file, std::string_view content) {
    const auto saved = printing::save_to_folder(file.parent_path(), file.filename().string(), content);
    if (!saved) return ask_staff(saved.error().what);
    return {};
}

Result<> save_badge(const Stage& stage, const BadgeView& badge) {
    VESTIBULE_TRY(drawing, card_drawing(badge, stage.lobby.desk->config()));
    const Texts paper{catalogue_folder(), stage.lobby.desk->config().site.languages.front()};
    const auto fields = fields_of(badge, paper);
    const auto png = printing::render_png(drawing, fields, picture_dpi);
    if (!png) return ask_staff(png.error().what);
    const auto pdf = printing::render_pdf(drawing, fields);
    if (!pdf) return ask_staff(pdf.error().what);
    VESTIBULE_CHECK(save(stage.out / "badge.png", *png));
    VESTIBULE_CHECK(save(stage.out / "badge.pdf", *pdf));
    return save(stage.out / "token.txt", badge.token + "\n");
}

Result<Json> report_of(Stage& stage, const Player& player, const BadgeView& before) {
    VESTIBULE_TRY(visit, stage.lobby.desk->visit(before.visit));
    VESTIBULE_TRY(badge, stage.lobby.desk->badge(before.id));
    if (!visit || !badge) return ask_staff("the visit can't be read back");
    VESTIBULE_TRY(acknowledged, stage.lobby.desk->reader().acknowledged_seq());
    const auto* shown = dynamic_cast<const guard::Conductor*>(stage.guard.screens.get());
    const auto* screen = shown == nullptr ? nullptr : std::get_if<guard::ShowVerdict>(&shown->state().screen);
    return Json{
        {"visit", to_string(visit->id)},
        {"admitted", visit->phase == VisitPhase::inside},
        {"taps", player.taps()},
        {"printed",
         {{"printer", stage.lobby.station->health().printer().name},
          {"outcome", std::string{name_of(badge->print)}}}},
        {"synced", {{"acknowledged", acknowledged}}},
        {"verified", {{"verdict", screen == nullptr ? "none" : std::string{name_of(screen->check.result.verdict)}}}}};
}

}  // namespace

Result<Json> play(const Globals& places, const std::filesystem::path& out, const RehearsalInput& input) {
    VESTIBULE_TRY(stage, set_stage(places, out, input));
    Player player{*stage.display, out / "screens"};
    VESTIBULE_CHECK(register_at_lobby(stage, player));
    if (player.tree().screen == "lobby.waiting") {
        VESTIBULE_CHECK(player.picture("waiting"));
        VESTIBULE_CHECK(approve_at_reception(stage, player));
    }
    VESTIBULE_TRY(badge, collect_badge(stage, player));
    VESTIBULE_CHECK(save_badge(stage, badge));
    VESTIBULE_CHECK(scan_at_guard(stage, player, badge));
    VESTIBULE_TRY(report, report_of(stage, player, badge));
    VESTIBULE_CHECK(save(out / "report.json", report.dump(2) + "\n"));
    return report;
}

}  // namespace vestibule
