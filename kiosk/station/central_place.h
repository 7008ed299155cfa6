// Which central store a station meets the others in.
#pragma once

#include <memory>
#include <optional>

#include "kiosk/sync/central_store.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

// PostgreSQL where DATA/<station>/central.json says so, else DATA/central.db. A new station beside ones that use
// PostgreSQL is registered there first, by the login of one of them.
// Errors: retry_later where that needs the store and it can't be reached; ask_staff where it's refused, or a file is
// damaged.
[[nodiscard]] Result<std::unique_ptr<CentralStore>> open_central_store(const StationPlace& place,
                                                                       const Certificate& certificate);

// What that store is called, without meeting it.
[[nodiscard]] std::string central_store_name(const StationPlace& place);

// A login of this data folder that may enrol stations, the station's own first. Nothing where DATA/central.db is
// used.
[[nodiscard]] Result<std::optional<CentralLogin>> login_in(const std::filesystem::path& data,
                                                           const std::string& station);

}  // namespace vestibule
