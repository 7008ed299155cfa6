// The desk's use cases of staff: the first PIN, signing in, pauses after wrong PINs.
#include "kiosk/base/text.h"
#include "kiosk/desk/desk.h"
#include "kiosk/desk/pin.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

std::filesystem::path guard_file(const Log& log) {
    return log.file().parent_path() / "pin_guard.json";
}

int seconds_left(const PinGuard& guard, Instant now) {
    return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(pause_left(guard, now)).count());
}

}  // namespace

Result<bool> Desk::has_staff() {
    VESTIBULE_TRY(ids, reader_.staff());
    return !ids.empty();
}

Result<StaffView> Desk::add_staff(std::string_view name, std::string_view pin, std::vector<std::string> roles) {
    VESTIBULE_CHECK(check_new_pin(pin));
    VESTIBULE_TRY(hash, hash_pin(pin));
    const auto id = new_id<PersonId>();
    const auto clean = clean_line(name, name_length_max);
    VESTIBULE_TRY(listed, sealed_event(kind::staff_listed, stream_of(id), id, {{"roles", roles}},
                                       {{"name", clean}, {"pin", hash}}));
    VESTIBULE_CHECK(append({listed}));
    return StaffView{.id = id, .name = clean, .roles = std::move(roles)};
}

Result<std::optional<StaffView>> Desk::staff_with(std::string_view pin, std::optional<std::string_view> name) {
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

Result<> Desk::note_sign_in(PersonId staff) {
    return append({NewEvent{.kind = std::string{kind::staff_signed_in},
                            .stream = stream_of(staff),
                            .body = {{"role", std::string{name_of(role_)}}}}});
}

Result<std::optional<StaffView>> Desk::sign_in_as(std::string_view name, std::string_view pin) {
    if (pause_left(read_pin_guard(guard_file(log_)), now()).count() > 0) return std::nullopt;
    VESTIBULE_TRY(staff, staff_with(pin, name));
    if (staff) VESTIBULE_CHECK(note_sign_in(staff->id));
    return std::move(staff);
}

Result<SignInResult> Desk::sign_in(std::string_view pin) {
    const auto file = guard_file(log_);
    auto guard = read_pin_guard(file);
    if (guard.since > now()) {  // the clock was set back: the pause begins now
        guard.since = now();
        VESTIBULE_CHECK(write_pin_guard(file, guard));
    }
    if (const auto wait = seconds_left(guard, now()); wait > 0) return SignInResult{.wait_s = wait};
    VESTIBULE_TRY(staff, staff_with(pin, std::nullopt));
    if (staff) {
        if (guard.failures > 0) VESTIBULE_CHECK(write_pin_guard(file, {}));
        VESTIBULE_CHECK(note_sign_in(staff->id));
        return SignInResult{.staff = std::move(staff)};
    }
    guard = after_wrong_pin(guard, now());
    VESTIBULE_CHECK(write_pin_guard(file, guard));
    return SignInResult{.wait_s = seconds_left(guard, now()),
                        .tries_left = std::max(0, pin_failures_free - guard.failures)};
}

}  // namespace vestibule
