// Damaged files of which another copy lies on this machine come back from it, and the others are named.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/vault/recovery.h"

namespace vestibule {

// Before a station is opened. Where this machine keeps the site: site.json, the site key and the import key come back
// from what the station has of them, its identity.json from the log's certificate and the site's keys. What was
// damaged stays beside it (set_aside). What has no other copy here stays as it is, for whoever opens it to say.
// Errors: ask_staff where a file can't be written.
[[nodiscard]] Result<> heal_from_copies(const StationPlace& place, const CertificateOf& certificate_of);

// One sentence for each file of the station's folder and of DATA/site whose check value doesn't fit, or that was set
// aside because it was damaged, DATA/central.db among them, in the order of their paths. Only reads.
[[nodiscard]] std::vector<std::string> damaged_files(const StationPlace& place);

// Databases that were set aside as damaged and hold wrapped keys: DATA/central.db's and the station's keys.db's, with
// their journals. Whoever is erased must be gone from there, too. Only reads.
[[nodiscard]] std::vector<std::filesystem::path> keys_set_aside(const StationPlace& place);

}  // namespace vestibule
