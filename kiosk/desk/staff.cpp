// The desk's use cases of staff: who they are, signing in, and the keypads at which wrong PINs were typed.
#include <algorithm>

#include "kiosk/base/text.h"
#include "kiosk/desk/desk.h"
#include "kiosk/desk/pin.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

PinPause pause_beside(const Log& log) {
    return PinPause{log.file().parent_path() / "pin_pause.json"};
}

Result<std::string> staff_name(std::string_view typed) {
    auto name = clean_line(typed, name_length_max);
    if (name.empty()) return give_up("a member of staff needs a name: it stands beside all that they do");
    return name;
}

Result<> check_roles(const std::vector<std::string>& roles) {
    const auto known = [](const std::string& role) { return role == "admin" || role_named(role).has_value(); };
    if (!roles.empty() && std::ranges::all_of(roles, known)) return {};
    return give_up("staff work as guard, reception or admin");
}

}  // namespace

Result<bool> Desk::has_staff() {
    VESTIBULE_TRY(ids, reader_.staff());
    return !ids.empty();
}

Result<std::vector<StaffView>> Desk::staff() const {
    VESTIBULE_TRY(ids, reader_.staff());
    std::vector<StaffView> out;
    for (const auto& id : ids) {
        VESTIBULE_TRY(state, reader_.person(id));
        if (!state || !state->staff_details) continue;
        const auto details = unsealed(*state->staff_details);
        out.push_back(
            {.id = id, .name = details ? text_field(*details, "name") : std::string{}, .roles = state->staff_roles});
    }
    std::ranges::stable_sort(out, {}, &StaffView::name);
    return out;
}

// Of two with one PIN nobody could tell who signs in.
Result<std::string> Desk::hash_of_new_pin(std::string_view pin) {
    VESTIBULE_CHECK(check_new_pin(pin));
    VESTIBULE_TRY(taken, staff_with(pin, std::nullopt));
    if (taken) return give_up("This PIN is too easy to guess. Please choose another one.");
    return hash_pin(pin);
}

Result<StaffView> Desk::list_staff(const StaffView& as, const std::string& hash) {
    VESTIBULE_TRY(listed, sealed_event(kind::staff_listed, stream_of(as.id), as.id, {{"roles", as.roles}},
                                       {{"name", as.name}, {"pin", hash}}));
    VESTIBULE_CHECK(append({listed}));
    return as;
}

Result<StaffView> Desk::add_staff(std::string_view name, std::string_view pin, std::vector<std::string> roles) {
    VESTIBULE_CHECK(check_roles(roles));
    VESTIBULE_TRY(clean, staff_name(name));
    VESTIBULE_TRY(hash, hash_of_new_pin(pin));
    return list_staff({.id = new_id<PersonId>(), .name = clean, .roles = std::move(roles)}, hash);
}

Result<StaffView> Desk::change_staff(PersonId id, const StaffChange& change) {
    VESTIBULE_TRY(state, reader_.person(id));
    if (!state || !state->staff || !state->staff_details) return give_up("there is no such member of staff");
    VESTIBULE_TRY(details, unsealed(*state->staff_details));
    StaffView as{.id = id, .name = text_field(details, "name"), .roles = state->staff_roles};
    auto hash = text_field(details, "pin");
    if (!change.name.empty()) {
        VESTIBULE_TRY(name, staff_name(change.name));
        as.name = name;
    }
    if (!change.roles.empty()) {
        VESTIBULE_CHECK(check_roles(change.roles));
        as.roles = change.roles;
    }
    if (!change.pin.empty()) {
        VESTIBULE_TRY(fresh, hash_of_new_pin(change.pin));
        hash = fresh;
    }
    return list_staff(as, hash);
}

Result<> Desk::end_staff(PersonId id) {
    VESTIBULE_TRY(ids, reader_.staff());
    if (std::ranges::find(ids, id) == ids.end()) return give_up("there is no such member of staff");
    // The first screen of a site without staff lets whoever stands before it be the first.
    if (ids.size() == 1) return give_up("this is the only member of staff: add another one first");
    return append({NewEvent{
        .kind = std::string{kind::staff_listed}, .stream = stream_of(id), .body = {{"roles", Json::array()}}}});
}

Result<std::optional<StaffView>> Desk::staff_with(std::string_view pin, std::optional<std::string_view> name) {
    if (is_published_pin(pin)) return std::nullopt;
    VESTIBULE_TRY(ids, reader_.staff());
    for (const auto& id : ids) {
        VESTIBULE_TRY(state, reader_.person(id));
        if (!state || !state->staff_details) continue;
        const auto details = unsealed(*state->staff_details);
        if (!details || (name && text_field(*details, "name") != *name)) continue;
        if (!pin_fits(text_field(*details, "pin"), pin)) continue;
        return StaffView{.id = id, .name = text_field(*details, "name"), .roles = state->staff_roles};
    }
    return std::nullopt;
}

NewEvent Desk::signed_in(PersonId staff) const {
    return {.kind = std::string{kind::staff_signed_in},
            .stream = stream_of(staff),
            .body = {{"role", std::string{name_of(role_)}}}};
}

NewEvent Desk::at_keypad(std::string_view kind, StationId keypad, std::optional<PersonId> by) const {
    NewEvent event{.kind = std::string{kind}, .stream = stream_of(keypad), .body = Json::object()};
    if (by) event.body["by"] = to_string(*by);
    return event;
}

Result<KeypadView> Desk::keypad_view(const KeypadState& state) const {
    if (state.locked()) return KeypadView{.locked = true};
    VESTIBULE_TRY(left, pause_beside(log_).left(state, uptime_()));
    return KeypadView{.wait_s = static_cast<int>(std::chrono::ceil<std::chrono::seconds>(left).count()),
                      .tries_left = std::max(0, pin_failures_free - state.failures)};
}

Result<KeypadView> Desk::keypad() const {
    VESTIBULE_TRY(state, reader_.keypad(identity_.station()));
    return keypad_view(state);
}

Result<std::optional<StaffView>> Desk::sign_in_as(std::string_view name, std::string_view pin) {
    VESTIBULE_TRY(before, keypad());
    if (before.locked || before.wait_s > 0) return std::nullopt;
    VESTIBULE_TRY(staff, staff_with(pin, name));
    if (staff) VESTIBULE_CHECK(append({signed_in(staff->id)}));
    return std::move(staff);
}

// What follows a try is in the log before it is told, so nobody learns more by pulling the plug or filling the disk.
Result<SignInResult> Desk::sign_in(std::string_view pin) {
    const auto own = identity_.station();
    VESTIBULE_TRY(state, reader_.keypad(own));
    VESTIBULE_TRY(before, keypad_view(state));
    if (before.locked || before.wait_s > 0) return SignInResult{.keypad = before};
    VESTIBULE_TRY(staff, staff_with(pin, std::nullopt));
    std::vector<NewEvent> words;
    if (staff) words.push_back(signed_in(staff->id));
    if (staff && state.failures > 0) words.push_back(at_keypad(kind::keypad_accepted, own, staff->id));
    if (!staff) words.push_back(at_keypad(kind::keypad_refused, own));
    VESTIBULE_CHECK(append(std::move(words)));
    VESTIBULE_TRY(after, keypad());
    return SignInResult{.staff = std::move(staff), .keypad = after};
}

Result<std::vector<LockedKeypad>> Desk::locked_keypads() const {
    VESTIBULE_TRY(keypads, reader_.keypads());
    std::erase_if(keypads, [](const auto& one) { return !one.second.locked(); });
    std::vector<LockedKeypad> out;
    if (keypads.empty()) return out;
    VESTIBULE_TRY(stations, reader_.stations());
    for (const auto& station : stations)
        if (const auto found = keypads.find(station.station); found != keypads.end())
            out.push_back({.station = station.station,
                           .name = station.name,
                           .failures = found->second.failures,
                           .since = found->second.since});
    return out;
}

// Who failed at a keypad isn't known, for it asks for a PIN alone. Whoever has shown theirs at another one isn't
// locked out, so is another.
Result<> Desk::unlock_keypad(StationId station, std::optional<PersonId> staff) {
    if (staff && station == identity_.station())
        return give_up("a keypad is unlocked at another station, by another member of staff");
    VESTIBULE_TRY(state, reader_.keypad(station));
    if (!state.locked()) return give_up("this keypad isn't locked");
    return append({at_keypad(kind::keypad_unlocked, station, staff)});
}

}  // namespace vestibule
