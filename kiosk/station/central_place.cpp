// Finds the central store of a station.
#include "kiosk/station/central_place.h"

#include <fmt/format.h>

#include "kiosk/sync/central_enrolment.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

Result<> register_beside(const StationPlace& place, const Certificate& certificate, const CentralLogin& sibling) {
    VESTIBULE_TRY(keeper, CentralKeeper::open(sibling));
    const auto login = keeper.register_station(certificate);
    if (!login)
        return tl::unexpected(
            Problem{login.error().remedy,
                    fmt::format("the station \"{}\" is new and must be made known to the central store first: {}",
                                place.name, login.error().what)});
    return write_central_login(place.data / place.name, *login);
}

}  // namespace

Result<std::optional<CentralLogin>> login_in(const fs::path& data, const std::string& station) {
    VESTIBULE_TRY(own, read_central_login(data / station));
    if (own) return own;
    std::error_code failed;
    for (fs::directory_iterator entry{data, failed}, end; !failed && entry != end; entry.increment(failed)) {
        if (!entry->is_directory(failed)) continue;
        VESTIBULE_TRY(login, read_central_login(entry->path()));
        if (login) return login;
    }
    return std::nullopt;
}

std::string central_store_name(const StationPlace& place) {
    const auto login = read_central_login(place.data / place.name);
    return login && *login ? "PostgreSQL at " + hosts_of((*login)->url) : "central.db";
}

Result<std::unique_ptr<CentralStore>> open_central_store(const StationPlace& place, const Certificate& certificate) {
    VESTIBULE_TRY(login, read_central_login(place.data / place.name));
    if (login) return open_postgres_store(*login);
    VESTIBULE_TRY(sibling, login_in(place.data, place.name));
    if (!sibling) return open_embedded_store(place.data / "central.db");
    VESTIBULE_CHECK(register_beside(place, certificate, *sibling));
    VESTIBULE_TRY(fresh, read_central_login(place.data / place.name));
    return open_postgres_store(*fresh);
}

}  // namespace vestibule
