// The app's loop: sleeps until something happens, then lets the role's screens draw one frame.
#include "kiosk/command/kiosk_app.h"

#include "kiosk/base/wipe.h"

#include <cstdio>
#include <cstdlib>

#include "kiosk/command/command.h"
#include "kiosk/screens/guard/conductor.h"
#include "kiosk/screens/lobby/conductor.h"
#include "kiosk/screens/reception/conductor.h"
#include "kiosk/screens/reception/sites.h"

namespace vestibule {
namespace {

Role role_asked(AppRequest request) {
    switch (request) {
        case AppRequest::go_guard:
            return Role::guard;
        case AppRequest::go_reception:
            return Role::reception;
        case AppRequest::go_lobby:
        case AppRequest::quit:
            break;
    }
    return Role::lobby;
}

AppRequest request_for(Role role) {
    switch (role) {
        case Role::guard:
            return AppRequest::go_guard;
        case Role::reception:
            return AppRequest::go_reception;
        case Role::lobby:
            break;
    }
    return AppRequest::go_lobby;
}

Result<std::unique_ptr<AppScreen>> open_lobby(Desk& desk, const Surroundings& around,
                                              AppRequest set_up_for = AppRequest::go_lobby) {
    VESTIBULE_TRY(lobby, lobby::Conductor::open({.desk = desk,
                                                 .load_samples = [&desk] { return Station::load_samples(desk); },
                                                 .exchange = around.exchange,
                                                 .printer = around.printer,
                                                 .set_up_for = set_up_for}));
    return std::unique_ptr<AppScreen>{std::move(lobby)};
}

Surroundings surroundings_of(const Station& station, bool shares_display) {
    return {.exchange = [&station] { return station.health().exchange(); },
            .printer = [&station] { return station.health().printer(); },
            .report = [&station] { return station.health().report(); },
            .shares_display = shares_display};
}

void start_searches(Station& station, const OtherSites& others) {
    station.start_search();
    for (const auto& other : others) other->start_search();
}

// The own site comes first: that is where one signs in.
std::unique_ptr<AppScreen> open_sites(Desk& desk, const Station& station, const OtherSites& others,
                                      const ShownBefore& before) {
    auto around = surroundings_of(station, false);
    around.staff = before.staff;
    std::vector<reception::SiteParts> parts;
    parts.push_back({.name = desk.config().site.name, .desk = &desk, .surroundings = std::move(around), .news = {}});
    for (const auto& other : others) parts.push_back(other->parts());
    return std::make_unique<reception::Sites>(std::move(parts));
}

// A reception that serves several sites shows them all.
Result<std::unique_ptr<AppScreen>> open_role(Role role, Desk& desk, const Station& station, const OtherSites& others,
                                             const ShownBefore& before) {
    if (role == Role::reception && !others.empty()) return open_sites(desk, station, others, before);
    return open_screens(role, desk, station, before);
}

// Whichever station of a site is started first asks for the first PIN.
Result<std::unique_ptr<AppScreen>> open_first(Role role, Desk& desk, const Station& station,
                                              const OtherSites& others) {
    VESTIBULE_TRY(has_staff, desk.has_staff());
    if (!has_staff && role != Role::lobby)
        return open_lobby(desk, surroundings_of(station, false), request_for(role));
    // A lobby's display can show the staff's screens behind the PIN; a staffed station shows its own only.
    return open_role(role, desk, station, others, {.shares_display = role == Role::lobby});
}

}  // namespace

Result<std::unique_ptr<AppScreen>> open_screens(Role role, Desk& desk, const Station& station,
                                                const ShownBefore& before) {
    auto around = surroundings_of(station, before.shares_display);
    around.staff = before.staff;
    switch (role) {
        case Role::guard:
            return std::make_unique<guard::Conductor>(desk, around);
        case Role::reception:
            return std::make_unique<reception::Conductor>(desk, around);
        case Role::lobby:
            break;
    }
    return open_lobby(desk, around);
}

Result<> run_app(Station& station, Role role, std::optional<ui::Size> windowed, const OtherSites& others) {
    VESTIBULE_TRY(display,
                  ui::Ui::open({.display = station.options().config.display, .role = role, .windowed = windowed}));
    VESTIBULE_TRY(desk, station.new_desk());
    VESTIBULE_TRY(control_desk, station.new_desk());
    VESTIBULE_TRY(screens, open_first(role, *desk, station, others));
    VESTIBULE_CHECK(station.open_control([&station, &control_desk](const ControlRequest& request) {
        return answer_handed_over(station, *control_desk, request);
    }));
    std::atomic<bool> news{false};
    station.start_workers([&news] {
        news = true;
        ui::Ui::wake();
    });
    for (const auto& other : others) other->start();
    Result<> result;
    const bool traces_start = std::getenv("VESTIBULE_TRACE_START") != nullptr;
    for (bool first = true; display->wait(); first = false) {
        if (news.exchange(false)) screens->on_wake();
        const auto request = screens->frame(*display);
        wipe_stack();  // a short name lies in the frames of the functions that drew it
        if (first) start_searches(station, others);
        if (first && traces_start) std::fputs("first-frame\n", stderr);  // for the bench
        if (!request) continue;
        if (*request == AppRequest::quit) break;
        const ShownBefore before{.shares_display = role == Role::lobby, .staff = screens->handed_over()};
        auto next = open_role(role_asked(*request), *desk, station, others, before);
        if (!next) {
            result = tl::unexpected(next.error());
            break;
        }
        screens = std::move(*next);
        ui::Ui::wake();
    }
    station.close_control();
    station.stop_workers();
    for (const auto& other : others) other->stop();
    return result;
}

}  // namespace vestibule
