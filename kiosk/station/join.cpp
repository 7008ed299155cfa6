// The guest's side of an enrolment.
#include "kiosk/station/join.h"

#include <fmt/format.h>

#include <thread>

#include "kiosk/credential/code.h"
#include "kiosk/sync/central_enrolment.h"
#include "kiosk/vault/private_file.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds ask_again_every{500};
constexpr std::size_t half_a_code = 8;

// 16 letters; case, dashes, spaces and O/0, I/1 are forgiven.
Result<std::string> code_of(std::string_view typed) {
    std::string letters;
    for (const char c : typed)
        if (c != '-' && c != ' ') letters += c;
    if (letters.size() == 2 * half_a_code) {
        const auto first = parse_code(letters.substr(0, half_a_code)),
                   second = parse_code(letters.substr(half_a_code));
        if (first && second) return *first + *second;
    }
    return give_up(
        fmt::format("\"{}\" isn't a code: it has 16 letters and digits, such as 7KQM-4TXD-0PZW-9RVA", typed));
}

Result<IdentityFile> answer_to(const JoinRequest& request, const EnrolmentSecrets& secrets, const EnrolmentAsk& ask) {
    VESTIBULE_TRY(
        guest, CentralGuest::open(
                   {.url = request.url, .role = guest_role(secrets.id), .password = secrets.password, .site = {}}));
    if (const auto asked = guest.request(sealed_ask(secrets, ask)); !asked) {
        if (asked.error().remedy != Remedy::ask_staff) return tl::unexpected(asked.error());
        return ask_staff(
            fmt::format("the code doesn't open anything (mistyped, used, or expired?): check it, or make "
                        "another one. {}",
                        asked.error().what));
    }
    request.progress("asked; waiting for the station that keeps the site to answer");
    const auto until = std::chrono::steady_clock::now() + answer_wait_max;
    for (;;) {
        VESTIBULE_TRY(sealed, guest.answer());
        if (sealed) {
            const auto file = opened_answer(secrets, *sealed);
            if (file && file->certificate.key == ask.draft.key && holds(file->certificate, file->site.trust.root))
                return *file;
            return ask_staff("the answer isn't from the station that gave the code: make another code");
        }
        if (std::chrono::steady_clock::now() > until)
            return retry_later(
                "nobody answered: is the station that keeps the site running, with a network? Then make "
                "another code there");
        std::this_thread::sleep_for(ask_again_every);
    }
}

// The files of the new station, or of the new incarnation, in `folder`.
Result<> write_station(const fs::path& folder, const IdentityFile& file, const StationKeys& keys,
                       const CentralLogin& login) {
    VESTIBULE_CHECK(make_private_folder(folder));
    VESTIBULE_CHECK(write_central_login(folder, login));
    return write_identity(folder, file, keys.secret);
}

Result<> expect_same_site(const fs::path& folder, const IdentityFile& fresh) {
    VESTIBULE_TRY(known, is_there(folder / "identity.json"));
    if (!known) return {};
    VESTIBULE_TRY(file, read_identity_file(folder / "identity.json"));
    if (file.site.trust.site == fresh.site.trust.site && file.certificate.role == fresh.certificate.role) return {};
    return ask_staff(
        fmt::format("{} holds a station of another site or role: name another one with --station", folder.string()));
}

}  // namespace

Result<Joined> join(const JoinRequest& request) {
    VESTIBULE_TRY(code, code_of(request.code));
    const auto secrets = secrets_of_code(code);
    const auto keys = new_station_keys(request.name.empty() ? "station" : request.name);
    CentralLogin login{.url = request.url, .role = {}, .password = new_password(), .site = {}};
    VESTIBULE_TRY(verifier, scram_verifier(login.password));
    VESTIBULE_TRY(file, answer_to(request, secrets, {.draft = keys.draft, .verifier = verifier}));
    login.role = station_role(keys.draft.station);
    login.site = file.site.trust.site;

    Joined joined{.name = request.name.empty() ? file.certificate.name : request.name,
                  .role = file.certificate.role,
                  .reborn = std::nullopt};
    const auto folder = request.data / joined.name;
    VESTIBULE_CHECK(expect_same_site(folder, file));
    VESTIBULE_TRY(lock, StationLock::take(folder));
    if (!lock)
        return ask_staff(fmt::format("the station \"{}\" is running: stop it, make another code, then enrol it again",
                                     joined.name));
    VESTIBULE_TRY(has_log, is_there(folder / "log.db"));
    if (!has_log) {
        VESTIBULE_CHECK(write_station(folder, file, keys, login));
        return joined;
    }
    const StationOptions options{
        .place = {.data = request.data, .name = joined.name, .role = role_named(joined.role).value_or(Role::lobby)},
        .config = {.site = request.site},
        .policy_file = {},
        .clock = request.clock};
    VESTIBULE_TRY(reborn, restore_as(options, folder / "log.db",
                                     [&](const StationPlace& place, const fs::path& part) -> Result<Identity> {
                                         VESTIBULE_CHECK(write_station(part, file, keys, login));
                                         return read_incarnation(place, part, request.site);
                                     }));
    joined.reborn = reborn;
    return joined;
}

}  // namespace vestibule
