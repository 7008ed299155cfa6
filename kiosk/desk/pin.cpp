// Staff PINs through libsodium's Argon2id.
#include "kiosk/desk/pin.h"

#include <sodium.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "kiosk/base/json.h"
#include "kiosk/vault/private_file.h"

namespace vestibule {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = 19U << 20U;
constexpr int wait_doublings_max = 6;  // 64 minutes at most

bool is_run(std::string_view pin, int step) {
    for (std::size_t i = 1; i < pin.size(); ++i)
        if (pin[i] - pin[i - 1] != step) return false;
    return true;
}

}  // namespace

Result<> check_new_pin(std::string_view pin) {
    const auto digits = std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || pin.size() < pin_digits_min || pin.size() > pin_digits_max)
        return give_up("A PIN has 6 to 12 digits.");
    if (std::set<char>(pin.begin(), pin.end()).size() < 3 || is_run(pin, 1) || is_run(pin, -1))
        return give_up("This PIN is too easy to guess. Please choose another one.");
    return {};
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

PinGuard read_pin_guard(const std::filesystem::path& file) {
    std::ifstream in{file};
    const auto json = parse_object(std::string{std::istreambuf_iterator<char>{in}, {}});
    return {.failures = static_cast<int>(int_field(json, "failures")),
            .pause = std::chrono::microseconds{int_field(json, "pause")},
            .since = from_micros(int_field(json, "since"))};
}

Result<> write_pin_guard(const std::filesystem::path& file, const PinGuard& guard) {
    const auto text =
        dump({{"failures", guard.failures}, {"pause", guard.pause.count()}, {"since", micros(guard.since)}});
    return write_private(file, view(text));
}

std::chrono::microseconds pause_left(const PinGuard& guard, Instant now) {
    return std::clamp(guard.since + guard.pause - now, std::chrono::microseconds{0}, guard.pause);
}

PinGuard after_wrong_pin(PinGuard guard, Instant now) {
    ++guard.failures;
    if (guard.failures < pin_failures_free) return guard;
    const auto doublings = std::min(guard.failures - pin_failures_free, wait_doublings_max);
    guard.pause = std::chrono::minutes{1 << doublings};
    guard.since = now;
    return guard;
}

}  // namespace vestibule
