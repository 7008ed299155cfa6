// Staff PINs through libsodium: Argon2id and its generator.
#include "kiosk/desk/pin.h"

#include <sodium.h>

#include <algorithm>
#include <set>

#include "kiosk/base/ensure.h"
#include "kiosk/base/json.h"
#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/private_file.h"

namespace vestibule {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = 19U << 20U;
constexpr int wait_doublings_max = pin_failures_max - pin_failures_free - 1;  // after the next one it is locked
// The PIN of rehearsals of before, which lay in the sources; some have rehearsed on a real site's data.
constexpr std::string_view published_pin = "402718";

bool is_run(std::string_view pin, int step) {
    for (std::size_t i = 1; i < pin.size(); ++i)
        if (pin[i] - pin[i - 1] != step) return false;
    return true;
}

struct Kept {
    std::uint64_t after = 0;  // the wrong PIN's row in the own log
    std::string boot;
    std::chrono::microseconds begun{};
    bool over = false;  // it was seen to have ended: no restart begins it anew
};

// One that is damaged, or isn't there, says nothing.
Kept read_kept(const std::filesystem::path& file) {
    const auto content = read_private(file);
    const auto json = content ? checked_object(text_of(*content)).value_or(Json::object()) : Json::object();
    return {.after = static_cast<std::uint64_t>(std::max<std::int64_t>(int_field(json, "after"), 0)),
            .boot = text_field(json, "boot"),
            .begun = std::chrono::microseconds{int_field(json, "begun")},
            .over = bool_field(json, "over")};
}

Result<> write_kept(const std::filesystem::path& file, const Kept& kept) {
    return write_checked(
        file, {{"after", kept.after}, {"boot", kept.boot}, {"begun", kept.begun.count()}, {"over", kept.over}});
}

}  // namespace

bool is_published_pin(std::string_view pin) {
    return pin == published_pin;
}

Result<> check_new_pin(std::string_view pin) {
    const auto digits = std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || pin.size() < pin_digits_min || pin.size() > pin_digits_max)
        return give_up("A PIN has 6 to 12 digits.");
    if (std::set<char>(pin.begin(), pin.end()).size() < 3 || is_run(pin, 1) || is_run(pin, -1) ||
        is_published_pin(pin))
        return give_up("This PIN is too easy to guess. Please choose another one.");
    return {};
}

std::string made_pin() {
    ensure(sodium_init() >= 0, "the kernel's generator works");
    for (;;) {
        std::string pin;
        for (std::size_t i = 0; i < pin_digits_min; ++i) pin += static_cast<char>('0' + randombytes_uniform(10));
        if (check_new_pin(pin)) return pin;
    }
}

Result<std::string> hash_pin(std::string_view pin) {
    char hash[crypto_pwhash_STRBYTES] = {};
    if (sodium_init() < 0 ||
        crypto_pwhash_str_alg(hash, pin.data(), pin.size(), passes, memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return retry_later("there isn't enough memory to check a PIN now");
    return std::string{hash};
}

bool pin_fits(std::string_view hash, std::string_view pin) {
    char bounded[crypto_pwhash_STRBYTES] = {};
    if (hash.empty() || hash.size() >= sizeof bounded || sodium_init() < 0) return false;
    std::copy(hash.begin(), hash.end(), bounded);
    return crypto_pwhash_str_verify(bounded, pin.data(), pin.size()) == 0;
}

std::chrono::microseconds pause_after(int failures) {
    if (failures < pin_failures_free) return {};
    return std::chrono::minutes{1 << std::min(failures - pin_failures_free, wait_doublings_max)};
}

Result<std::chrono::microseconds> PinPause::left(const KeypadState& keypad, const Uptime& uptime) const {
    const auto whole = pause_after(keypad.failures);
    if (whole.count() == 0 || !keypad.last) return std::chrono::microseconds{0};
    const auto kept = read_kept(file_);
    const bool is_this_one = kept.after == keypad.last->seq;
    if (is_this_one && kept.over) return std::chrono::microseconds{0};
    const bool is_measured = is_this_one && kept.boot == uptime.boot && kept.begun <= uptime.ran;
    if (!is_measured) {
        VESTIBULE_CHECK(write_kept(file_, {.after = keypad.last->seq, .boot = uptime.boot, .begun = uptime.ran}));
        return whole;
    }
    const auto left = whole - (uptime.ran - kept.begun);
    if (left.count() > 0) return left;
    VESTIBULE_CHECK(
        write_kept(file_, {.after = keypad.last->seq, .boot = uptime.boot, .begun = kept.begun, .over = true}));
    return std::chrono::microseconds{0};
}

}  // namespace vestibule
