// Opening one-time codes and answering who used one.
#include "kiosk/station/enrolment_round.h"

#include <fmt/format.h>

#include <filesystem>

#include "kiosk/credential/code.h"
#include "kiosk/station/central_place.h"
#include "kiosk/sync/central_enrolment.h"
#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/private_file.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

// DATA/site/codes/<id>.json; mode 0600, for its key opens what is asked under the code.
struct PendingCode {
    EnrolmentId id{};
    SecretBytes key;
    std::string role, name;
    Rights rights;
    Instant expires{};
};

fs::path codes_folder(const StationPlace& place) {
    return place.data / "site" / "codes";
}

fs::path file_of(const StationPlace& place, const EnrolmentId& id) {
    return codes_folder(place) / (to_hex(id) + ".json");
}

Result<> write_code(const StationPlace& place, const PendingCode& code) {
    const Json json = {
        {"id", to_hex(code.id)}, {"key", to_hex(code.key.view())}, {"role", code.role},
        {"name", code.name},     {"rights", text_of(code.rights)}, {"expires_us", micros(code.expires)}};
    VESTIBULE_CHECK(make_private_folder(codes_folder(place)));
    return write_checked(file_of(place, code.id), json);
}

// What is damaged counts as expired: another code is soon made.
PendingCode read_code(const fs::path& file) {
    const auto json = read_checked(file).value_or(Json::object());
    auto key = from_hex(text_field(json, "key")).value_or(Bytes{});
    const auto id = from_hex(text_field(json, "id"));
    return {.id = (id ? fixed<8>(*id) : std::nullopt).value_or(EnrolmentId{}),
            .key = SecretBytes{std::move(key)},
            .role = text_field(json, "role"),
            .name = text_field(json, "name"),
            .rights = rights_named(text_field(json, "rights")).value_or(Rights{}),
            .expires = from_micros(int_field(json, "expires_us"))};
}

Result<std::vector<PendingCode>> codes_open(const StationPlace& place, Instant now) {
    std::vector<PendingCode> out;
    std::error_code failed;
    std::vector<fs::path> over;
    for (fs::directory_iterator entry{codes_folder(place), failed}, end; !failed && entry != end;
         entry.increment(failed)) {
        auto code = read_code(entry->path());
        // A clock that was set back doesn't make a code last longer.
        if (code.expires > now && code.expires - now <= code_lasts)
            out.push_back(std::move(code));
        else
            over.push_back(entry->path());
    }
    for (const auto& file : over) VESTIBULE_CHECK(remove_private(file));
    return out;
}

Result<> answer(CentralKeeper& keeper, const StationPlace& place, const PendingCode& code, ByteView sealed) {
    const auto ask = opened_ask(code.key.view(), sealed);
    // Whoever asked didn't know the code; the right one may still come with another code.
    if (!ask) return remove_private(file_of(place, code.id));
    VESTIBULE_TRY(enroller, read_enroller(place.data / "site"));
    auto draft = ask->draft;
    draft.name = code.name;
    const auto identity = certified_by(enroller, draft, code.role, code.rights);
    VESTIBULE_CHECK(
        keeper.answer(code.id, identity.certificate, ask->verifier, sealed_answer(code.key.view(), identity)));
    return remove_private(file_of(place, code.id));
}

Result<CentralLogin> keeper_login(const StationPlace& place) {
    VESTIBULE_TRY(keeps_site, is_there(place.data / "site" / "root.key"));
    if (!keeps_site)
        return ask_staff(fmt::format("{} isn't there: enrol stations on the machine where the site was made",
                                     (place.data / "site" / "root.key").string()));
    VESTIBULE_TRY(login, read_central_login(place.data / place.name));
    if (login) return *login;
    return ask_staff(
        "stations on other machines meet in PostgreSQL: run `vestibule central install --admin-url URL` first. A "
        "station on this machine needs no code: start it with `vestibule run --role ROLE`");
}

}  // namespace

Result<OpenedCode> open_code(const StationPlace& keeper, const StationToEnrol& station, Instant now) {
    VESTIBULE_TRY(login, keeper_login(keeper));
    const auto first = random_code(), second = random_code();
    auto secrets = secrets_of_code(first + second);
    VESTIBULE_TRY(central, CentralKeeper::open(login));
    VESTIBULE_CHECK(central.close_codes({}));
    VESTIBULE_CHECK(central.open_code(secrets.id, secrets.password, code_lasts));
    const auto rights = rights_of_role(name_of(station.role));
    VESTIBULE_CHECK(write_code(keeper, {.id = secrets.id,
                                        .key = std::move(secrets.key),
                                        .role = std::string{name_of(station.role)},
                                        .name = station.name,
                                        .rights = station.staffed ? rights | Rights{Right::staffed} : rights,
                                        .expires = now + code_lasts}));
    return OpenedCode{.code = shown_code(first) + "-" + shown_code(second), .url = login.url};
}

Result<int> answer_codes(const StationPlace& keeper, Instant now) {
    VESTIBULE_TRY(codes, codes_open(keeper, now));
    if (codes.empty()) return 0;
    VESTIBULE_TRY(login, keeper_login(keeper));
    VESTIBULE_TRY(central, CentralKeeper::open(login));
    VESTIBULE_TRY(requests, central.requests());
    int enrolled = 0;
    for (const auto& request : requests)
        for (const auto& code : codes)
            if (code.id == request.id) {
                VESTIBULE_CHECK(answer(central, keeper, code, request.sealed));
                ++enrolled;
            }
    return enrolled;
}

}  // namespace vestibule
