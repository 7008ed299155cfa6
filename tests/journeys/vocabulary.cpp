// What people do at the lobby, at the gate and at reception, tap by tap.
#include <catch2/catch.hpp>
#include <regex>
#include <thread>

#include "tests/journeys/building.h"

namespace journeys {

void name_first_staff(Station& station) {
    station.on("lobby.set_up_name");
    station.type("set_up_name.name", first_staff);
    station.tap("set_up_name.next");
}

void set_first_pin(Station& station) {
    station.until("the set-up", [](const Tree& t) { return t.screen.starts_with("lobby.set_up"); });
    if (station.tree().screen == "lobby.set_up_name") name_first_staff(station);
    station.on("lobby.set_up");
    for (const std::string pad : {"set_up", "set_up_again"}) {
        station.tap_digits(pad + ".key", staff_pin);
        station.tap(pad + ".sign_in");
    }
}

void Lobby::set_up(bool with_samples) {
    set_first_pin(*this);
    on("lobby.samples");
    tap(with_samples ? "samples.yes" : "samples.no");
    on("lobby.welcome");
}

void Lobby::say_who(const WalkIn& visitor) {
    on("lobby.who");
    if (visitor.on_glass) {
        tap_keys("who.name", visitor.name);
        tap("who.next");
        until("the next field", [](const Tree& t) { return t.find("who.company")->focused; });
    } else {
        type("who.name", visitor.name);
    }
    if (!visitor.company.empty()) type("who.company", visitor.company);
    type("who.phone", visitor.phone);
    tap("who.next");
}

void Lobby::choose_host(const std::string& part_of_name) {
    on("lobby.host");
    if (part_of_name.empty()) {
        tap("host.unknown");
    } else {
        type("host.search", part_of_name);
        tap(id_of("host.row.", part_of_name));
    }
}

void Lobby::fill_in(const WalkIn& visitor) {
    on("lobby.welcome");
    tap("welcome.walk_in");
    say_who(visitor);
    choose_host(visitor.host);
    on("lobby.purpose");
    if (!visitor.purpose.empty()) type("purpose.text", visitor.purpose);
    tap("purpose.next");
    on("lobby.details");
    for (int i = 0; i < visitor.companions; ++i) tap("details.companions.more");
    if (!visitor.plate.empty()) type("details.plate", visitor.plate);
    tap("details.next");
    on("lobby.confirm");
}

void Lobby::register_walk_in(const WalkIn& visitor) {
    fill_in(visitor);
    tap("confirm.next");
    on_one_of({"lobby.waiting", "lobby.badge"});
}

std::string Lobby::take_badge() {
    on("lobby.badge");
    const auto code = text("badge.code");
    tap("badge.done");
    on("lobby.welcome");
    return code;
}

void Lobby::leave(const std::string& code) {
    on("lobby.welcome");
    tap("welcome.leaving");
    on("lobby.leaving");
    type("leaving.code", code);
    tap("leaving.next");
}

void Lobby::open_staff_menu() {
    on("lobby.welcome");
    hold("welcome.staff_corner", [](const Tree& t) { return t.screen == "lobby.pin"; });
    tap_digits("pin.key", staff_pin);
    tap("pin.sign_in");
    on("lobby.staff");
}

Tree Guard::check(const std::string& token_or_code) {
    on("guard.idle");
    if (token_or_code.starts_with("VB1:")) {
        constexpr std::chrono::milliseconds apart{3100};
        if (token_or_code == scanned_) std::this_thread::sleep_until(scanned_at_ + apart);
        scan(token_or_code);
        scanned_ = token_or_code;
        scanned_at_ = std::chrono::steady_clock::now();
    } else {
        type("guard.code", token_or_code);
        tap("guard.check");
    }
    return on("guard.verdict");
}

void Guard::clear() {
    tap("guard.clear");
    on("guard.idle");
}

void Guard::enter_pin() {
    until("the sign-in", [](const Tree& t) { return t.find("guard.pin.key.1") != nullptr; });
    until("staff known here", [](const Tree& t) { return t.text("guard.pin.message").empty(); });
    tap_digits("guard.pin.key", staff_pin);
    tap("guard.pin.sign_in");
}

void Guard::open_waiting() {
    on("guard.idle");
    until("somebody waiting", [](const Tree& t) {
        const auto* card = t.find("guard.open_waiting");
        return card != nullptr && card->value != "0";
    });
    tap("guard.open_waiting");
    enter_pin();
}

void Guard::until_admitted(int people, int patiences) {
    until(
        std::to_string(people) + " admitted",
        [people](const Tree& t) {
            static const std::regex awaited{"([0-9]+) (admitted|人已放行)"};
            const auto* card = t.find("guard.open_inside");
            if (card == nullptr) return false;
            std::smatch found;
            const auto more = std::regex_search(card->label, found, awaited) ? std::stoi(found[1]) : 0;
            return std::stoi(card->value) + more == people;
        },
        patiences);
}

void Reception::sign_in(std::string_view pin) {
    on("reception.sign_in");
    until("staff known here", [](const Tree& t) { return t.text("sign_in.message").empty(); });
    tap_digits("sign_in.key", pin);
    tap("sign_in.sign_in");
}

void Reception::search(const std::string& text) {
    type("reception.search", text);
}

Tree Reception::open(const std::string& visitor) {
    const auto sheet = [](const Tree& t) { return t.find("details.close") != nullptr; };
    // What stands above the list may go at that very moment, and the row moves up: who misses it touches it again.
    constexpr int tries_max = 3;
    for (int tries = 1; tries < tries_max; ++tries) {
        tap(id_of("visit.", visitor));
        if (shows_soon(sheet)) return tree();
    }
    tap(id_of("visit.", visitor));
    return until("the visit's sheet", sheet);
}

void Reception::approve(const std::string& visitor) {
    open(visitor);
    tap("details.approve");
    on("reception.today");
}

void Reception::decline(const std::string& visitor) {
    open(visitor);
    tap("details.decline");
    on("reception.today");
}

}  // namespace journeys
