// Opening a station for looking alone: beside whoever owns it, and where its disk takes nothing more.
#include "kiosk/log/private_copy.h"
#include "kiosk/station/central_place.h"
#include "kiosk/station/enrolment.h"
#include "kiosk/station/station.h"
#include "kiosk/vault/private_file.h"

namespace vestibule {

// A folder with the log and the keys in it, and the folder of the blobs.
struct Station::ReadPlace {
    std::filesystem::path files, blobs;
};

Result<std::unique_ptr<Station>> Station::open_to_read(StationOptions options) {
    std::unique_ptr<Station> station{new Station{std::move(options)}};
    const auto folder = station->folder();
    const ReadPlace in_place{.files = folder, .blobs = folder / "blobs"};
    if (station->read_files(in_place)) return station;
    VESTIBULE_TRY(copy, PrivateCopy::of({folder / "log.db", folder / "keys.db"}));
    station->copy_.emplace(std::move(copy));
    const ReadPlace copied{.files = station->copy_->folder(), .blobs = in_place.blobs};
    auto opened = station->bring_copy_up_to_date();
    if (opened) opened = station->read_files(copied);
    if (!opened) return tl::unexpected(station->copy_->about(opened.error(), folder));
    return station;
}

std::string Station::store_name() const {
    return store_ ? store_->name() : central_store_name(options_.place);
}

Result<> Station::read_identity() {
    VESTIBULE_TRY(known, is_there(folder() / "identity.json"));  // else it would be made
    if (!known)
        return ask_staff(fmt::format(
            "there is no identity.json in {}: restore it from a backup, or see \"If keys are lost\" in README",
            folder().string()));
    VESTIBULE_TRY(identity, open_identity(options_.place, options_.config.site));
    identity_ = std::make_unique<Identity>(std::move(identity));
    options_.place.role = role_named(identity_->certificate.role).value_or(options_.place.role);
    return {};
}

// The identity is read anew for each: keys are wrapped anew while the station runs.
Result<> Station::read_files(const ReadPlace& place) {
    VESTIBULE_CHECK(read_identity());
    VESTIBULE_TRY(log, Log::open_to_read(place.files / "log.db", identity_->station()));
    VESTIBULE_TRY(vault, Vault::open_to_read(place.files / "keys.db", place.blobs, identity_->site_key.view(),
                                             identity_->site_key_generation));
    log_ = std::make_unique<Log>(std::move(log));
    vault_ = std::make_unique<Vault>(std::move(vault));
    return {};
}

// An older program may have written them, and what lies in a WAL alone may still have to be taken into the file.
Result<> Station::bring_copy_up_to_date() {
    VESTIBULE_CHECK(read_identity());
    VESTIBULE_CHECK(Log::open(copy_->folder() / "log.db", identity_->station(), judge_of(identity_->trust)));
    return Vault::open(copy_->folder() / "keys.db", identity_->site_key.view(), identity_->site_key_generation,
                       KeysFile::must_be_there)
        .map([](const Vault&) {});
}

}  // namespace vestibule
