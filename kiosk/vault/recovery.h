// The way back when a site's keys are lost: a recovery file, made at set-up and kept away from this machine, opens
// the recovery share that lies in DATA/site and in each station's folder and is replaced with every new site key.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/vault/site.h"

namespace vestibule {

// Makes DATA/recovery-<site name>.vestibule, mode 0600 (never over another one), and answers its public key, which
// the site keeps.
[[nodiscard]] Result<PublicKey> make_recovery_file(const std::filesystem::path& data, const SiteTrust& site);
// Recovery files that still lie in DATA, where a thief of the machine would find them.
[[nodiscard]] std::vector<std::filesystem::path> recovery_files_in(const std::filesystem::path& data);

// DATA/site/recovery_share.json: root key, site key and import key, sealed to the site's recovery key, signed by the
// root key. Written where the generation that counts has none yet; a damaged one is set aside.
[[nodiscard]] Result<> keep_recovery_share(const std::filesystem::path& data, const Enroller& enroller);
// A station's folder holds a copy, so that one folder is enough to come back from.
[[nodiscard]] Result<> copy_recovery_share(const StationPlace& place);

struct Recovered {
    Enroller enroller;
    std::vector<std::string> done;  // what was put back, a sentence each
};
// Puts back what is missing or damaged of DATA/site. A damaged file is kept beside it as "….damaged"; what is whole
// stays as it is. Errors: ask_staff where the file is no recovery file, or opens none of the shares found in DATA.
[[nodiscard]] Result<Recovered> recover_site(const std::filesystem::path& data,
                                             const std::filesystem::path& recovery_file);

// What the log says of the station that has this signing key.
using CertificateOf = std::function<std::optional<Certificate>(const PublicKey& key)>;
// Puts back a station's identity.json where it is missing, damaged, or doesn't open the newest site key. Answers what
// was done, empty = nothing. Errors: ask_staff where station.key is lost (such a station must be enrolled anew).
[[nodiscard]] Result<std::string> recover_station(const std::filesystem::path& data, const std::string& station,
                                                  const Enroller& enroller, const CertificateOf& certificate_of);

}  // namespace vestibule
