// The tours through the screens.
#include "tests/journeys/tour.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace journeys {
namespace {

const auto shows = [](std::string id) {
    return [id = std::move(id)](const Tree& t) { return t.find(id) != nullptr; };
};

void tour_set_up(Lobby& lobby, const Visitor& visitor) {
    visitor("set up, the name", lobby.on("lobby.set_up_name"));
    name_first_staff(lobby);
    visitor("set up", lobby.on("lobby.set_up"));
    lobby.tap_digits("set_up.key", staff_pin);
    lobby.tap("set_up.sign_in");
    visitor("set up again", lobby.until("the second PIN", shows("set_up_again.sign_in")));
    lobby.tap_digits("set_up_again.key", staff_pin);
    lobby.tap("set_up_again.sign_in");
    visitor("samples", lobby.on("lobby.samples"));
    lobby.tap("samples.no");
    visitor("welcome", lobby.on("lobby.welcome"));
}

void tour_finding(Lobby& lobby, const Visitor& visitor) {
    lobby.tap("welcome.appointment");
    visitor("find by code", lobby.on("lobby.find_code"));
    lobby.type("find_code.code", "ABCD-EFGH");
    lobby.tap("find_code.next");
    visitor("no such code", lobby.until("the trouble", shows("find_code.trouble")));
    lobby.tap("find_code.other");
    visitor("find by name", lobby.on("lobby.find_name"));
    lobby.tap("find_name.back");
    lobby.on("lobby.find_code");
    lobby.tap("find_code.back");
    lobby.on("lobby.welcome");
    lobby.tap("welcome.leaving");
    visitor("leaving", lobby.on("lobby.leaving"));
    lobby.type("leaving.code", "ABCD-EFGH");
    lobby.tap("leaving.next");
    visitor("no such badge", lobby.until("the trouble", shows("leaving.trouble")));
    lobby.tap("leaving.back");
    lobby.on("lobby.welcome");
}

void tour_questions(Lobby& lobby, const Visitor& visitor) {
    lobby.tap("welcome.walk_in");
    visitor("who", lobby.on("lobby.who"));
    lobby.type("who.name", "Zhang Wei");
    lobby.type("who.company", "Longjing Tea");
    lobby.type("who.phone", "0102");
    visitor("who, by phone", lobby.tree());
    lobby.tap("who.next");
    visitor("host", lobby.on("lobby.host"));
    lobby.type("host.search", "Anna");
    const auto row = lobby.id_of("host.row.", "Anna Berg");
    visitor("hosts found", lobby.tree());
    lobby.tap(row);
    visitor("purpose", lobby.on("lobby.purpose"));
    lobby.tap("purpose.next");
    visitor("details", lobby.on("lobby.details"));
    lobby.tap("details.next");
    visitor("confirm", lobby.on("lobby.confirm"));
    lobby.tap("confirm.next");
    visitor("waiting", lobby.on("lobby.waiting"));
    lobby.tap("waiting.ask");
    visitor("ask reception", lobby.until("the sheet", shows("waiting.reception.primary")));
    lobby.tap("waiting.reception.primary");
    lobby.tap("waiting.give_up");
    visitor("stop waiting", lobby.until("the sheet", shows("waiting.giving_up.primary")));
    lobby.tap("waiting.giving_up.primary");
}

void tour_appointment(Building& building, Lobby& lobby, const Visitor& visitor) {
    const auto people = building.file("people.csv", "from,until,name,company,phone,host_email,purpose\n" +
                                                        building.local_time(-1) + "," + building.local_time(2) +
                                                        ",Maja Horvat,Adria,0101,anna.berg@harbour.example,Design\n");
    REQUIRE(building.command({"import", "people", people}).status == 0);
    const auto code = building.json({"arrivals", "--search", "Maja"}).at("visits")[0].at("code").get<std::string>();
    lobby.scan("VI1:" + code);
    visitor("meet", lobby.on("lobby.meet"));
    lobby.tap("meet.next");
    visitor("badge", lobby.on("lobby.badge"));
    lobby.leave(lobby.take_badge());
    visitor("goodbye", lobby.on("lobby.goodbye"));
    lobby.tap("goodbye.done");
}

// Somebody who left the display to the next one is called back to it.
void tour_called(Lobby& lobby, Reception& reception, const Visitor& visitor) {
    lobby.register_walk_in({.name = "Amara Okafor", .host = "Anna"});
    lobby.tap("waiting.next_visitor");
    lobby.on("lobby.welcome");
    reception.approve("Amara Okafor");
    visitor("called", lobby.until("a call", shows("called.take")));
    lobby.tap("called.take");
    lobby.take_badge();
}

// An appointment of next week, found by the search.
void tour_another_day(Building& building, Reception& reception, const Visitor& visitor) {
    const auto people =
        building.file("later.csv", "from,until,name,host_email\n" + building.local_time(24 * 7) + "," +
                                       building.local_time(24 * 7 + 1) + ",Ines Later,anna.berg@harbour.example\n");
    REQUIRE(building.command({"import", "people", people}).status == 0);
    reception.search("Ines");
    reception.open("Ines Later");
    reception.tap("details.admit");
    visitor("another day", reception.on("reception.today/admit"));
    reception.tap("admit.close");
    reception.tap("details.close");
    reception.keys("\x1b");
}

void tour_corner(Lobby& lobby, const Visitor& visitor) {
    lobby.on("lobby.welcome");
    lobby.hold("welcome.staff_corner", [](const Tree& t) { return t.screen == "lobby.pin"; });
    visitor("pin", lobby.tree());
    lobby.tap_digits("pin.key", staff_pin);
    lobby.tap("pin.sign_in");
    visitor("staff menu", lobby.on("lobby.staff"));
    lobby.tap("staff.back");
    lobby.on("lobby.welcome");
}

}  // namespace

void tour_lobby(Building& building, const Visitor& visitor) {
    auto& lobby = building.lobby_before_set_up();
    tour_set_up(lobby, visitor);
    building.bring_in_hosts();
    tour_finding(lobby, visitor);
    tour_questions(lobby, visitor);
    auto& reception = building.reception();
    reception.sign_in();
    reception.decline("Zhang Wei");
    visitor("declined", lobby.on("lobby.declined"));
    lobby.tap("declined.done");
    lobby.on("lobby.welcome");
    tour_appointment(building, lobby, visitor);
    tour_called(lobby, reception, visitor);
    tour_corner(lobby, visitor);
}

void tour_staff(Building& building, const Visitor& visitor) {
    auto& lobby = building.lobby();
    auto& guard = building.guard();
    auto& reception = building.reception();
    REQUIRE(building.command({"admit", "--name", "Maja Horvat", "--company", "Adria", "--host", "Anna"}).status == 0);
    lobby.register_walk_in({.name = "Zhang Wei", .phone = "0102", .host = "Anna"});

    visitor("reception's sign-in", reception.on("reception.sign_in"));
    reception.sign_in();
    reception.id_of("visit.", "Zhang Wei");
    visitor("reception's day", reception.tree());
    visitor("a walk-in's sheet", reception.open("Zhang Wei"));
    reception.tap("details.close");
    visitor("an admitted visitor's sheet", reception.open("Maja Horvat"));
    reception.tap("details.reprint");
    visitor("reprint", reception.until("the reasons", shows("reprint.close")));
    reception.tap("reprint.close");
    reception.tap("details.close");
    tour_another_day(building, reception, visitor);
    reception.tap("reception.page_inside");
    visitor("reception's inside list", reception.on("reception.inside"));
    reception.tap("reception.roll_call");
    visitor("reception's roll call",
            reception.until("who is inside", [](const Tree& t) { return t.text("roll_call.people") == "1"; }));
    reception.tap("roll_call.print");
    visitor("no printer for it", reception.on("reception.roll_call/printer"));
    reception.tap("roll_call.no_printer");
    reception.tap("roll_call.save");
    visitor("where it was saved", reception.until("the file", [](const Tree& t) {
        return t.text("roll_call.status").find(".pdf") != std::string::npos;
    }));
    reception.tap("roll_call.back");
    reception.tap("reception.page_badges");
    visitor("reception's printers and badges", reception.on("reception.badges"));

    guard.until_admitted(1);
    visitor("guard at rest", guard.tree());
    visitor("an unknown code", guard.check("ABCD-EFGH"));
    guard.clear();
    const auto token = building.printed(1).at(0);
    visitor("welcome at the gate", guard.check(token));
    guard.check(token);
    visitor("already inside", guard.until("a refusal", shows("guard.is_leaving")));
    guard.clear();
    guard.tap("guard.open_waiting");
    visitor("the guard's PIN", guard.on("guard.pin"));
    guard.enter_pin();
    visitor("the guard's waiting list", guard.on("guard.waiting"));
    guard.tap(guard.id_of("guard.row.", "Zhang Wei"));
    visitor("a decision at the gate", guard.on("guard.waiting/visit"));
    guard.tap("visit.close");
    guard.tap("guard.tab_inside");
    visitor("the guard's inside list", guard.on("guard.inside"));
    guard.tap("guard.roll_call");
    visitor("the guard's roll call",
            guard.until("who is inside", [](const Tree& t) { return t.text("roll_call.people") == "1"; }));
    guard.tap("roll_call.back");
    guard.on("guard.inside");
    guard.tap(guard.id_of("guard.row.", "Maja Horvat"));
    visitor("letting out at the gate", guard.on("guard.inside/visit"));
}

const std::set<std::string>& lobby_screens() {
    static const std::set<std::string> names = {
        "lobby.set_up_name", "lobby.set_up",  "lobby.samples", "lobby.welcome", "lobby.find_code",
        "lobby.find_name",   "lobby.meet",    "lobby.who",     "lobby.host",    "lobby.purpose",
        "lobby.details",     "lobby.confirm", "lobby.waiting", "lobby.badge",   "lobby.leaving",
        "lobby.declined",    "lobby.goodbye", "lobby.pin",     "lobby.staff"};
    return names;
}

}  // namespace journeys
