// What imports share: derived ids, and events that are committed many at a time.
#include "kiosk/desk/import_batches.h"

#include <sodium.h>

#include <algorithm>

#include "kiosk/base/text.h"

namespace vestibule {

std::array<std::uint8_t, 16> import_id(const Identity& identity, std::string_view what, std::string_view key) {
    crypto_auth_hmacsha256_state state;
    const auto secret = identity.import_key.view();
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> mac{};
    crypto_auth_hmacsha256_init(&state, secret.data(), secret.size());
    for (const auto part : {what, std::string_view{"\n"}, key})
        crypto_auth_hmacsha256_update(&state, view(part).data(), part.size());
    crypto_auth_hmacsha256_final(&state, mac.data());
    std::array<std::uint8_t, 16> id{};
    std::copy_n(mac.begin(), id.size(), id.begin());
    id[6] = static_cast<std::uint8_t>((id[6] & 0x0FU) | 0x80U);
    id[8] = static_cast<std::uint8_t>((id[8] & 0x3FU) | 0x80U);
    return id;
}

PersonId host_id(const Identity& identity, const std::string& email, const std::string& name) {
    const auto key = email.empty() ? "name:" + fold_for_matching(name) : "mail:" + fold_for_matching(email);
    return PersonId{import_id(identity, "host", key)};
}

ImportBatches::ImportBatches(Desk& desk, ImportProgress progress, std::size_t all, ImportRun run)
    : desk_{desk}, keys_{desk.vault().batch()}, progress_{std::move(progress)}, all_{all}, run_{run} {}

void ImportBatches::add(NewEvent event) {
    if (run_ == ImportRun::real) events_.push_back(std::move(event));
}

Result<> ImportBatches::add_sealed(std::string_view kind, StreamId stream, PersonId subject, Json body,
                                   const Json& details) {
    if (run_ == ImportRun::rehearsal) return {};
    VESTIBULE_TRY(sealed, keys_.seal(subject, kind, stream, dump(details)));
    add({.kind = std::string{kind}, .stream = stream, .subject = subject, .body = std::move(body), .sealed = sealed});
    return {};
}

Result<> ImportBatches::widen_window(PersonId person, DoorWindow window) {
    if (run_ == ImportRun::rehearsal) return {};
    return keys_.widen_window(person, window);
}

Result<> ImportBatches::see(StreamId stream) {
    if (seen_.insert(stream).second) return {};
    VESTIBULE_CHECK(commit());
    seen_.insert(stream);
    return {};
}

Result<> ImportBatches::row_done(std::size_t rows) {
    done_ += rows;
    if (done_ / import_batch_rows != committed_ / import_batch_rows) return commit();
    return {};
}

Result<> ImportBatches::commit() {
    VESTIBULE_CHECK(keys_.commit());  // first: a row whose key is lost can never be read
    if (!events_.empty()) VESTIBULE_CHECK(desk_.log().append(events_, {}, desk_.now()));
    events_.clear();
    seen_.clear();
    committed_ = done_;
    if (progress_) progress_(done_, all_);
    return {};
}

Result<std::optional<Json>> import_details(Desk& desk, const std::optional<EventKey>& row) {
    if (!row) return Json::object();
    VESTIBULE_TRY(event, desk.reader().event(*row));
    if (!event || !event->subject || !event->sealed) return Json::object();
    const auto text = desk.vault().unseal(*event->subject, event->kind, event->stream, *event->sealed);
    if (!text) return std::nullopt;
    return parse_object(*text);
}

}  // namespace vestibule
