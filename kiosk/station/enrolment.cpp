// Makes the event station.enrolled, and judges those of others.
#include "kiosk/station/enrolment.h"

#include <memory>
#include <unordered_map>

#include "kiosk/log/log_reader.h"
#include "kiosk/vault/certificate_json.h"
#include "kiosk/vault/identity_file.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

constexpr std::size_t judged_max = 1'000;

}  // namespace

NewEvent enrolment_of(const Certificate& certificate) {
    auto body = certificate_json(certificate);
    body.erase("site");  // the stream says it
    return {
        .kind = std::string{kind::station_enrolled}, .stream = stream_of(certificate.site), .body = std::move(body)};
}

SiteJudge judge_of(const SiteTrust& trust) {
    // The same enrolments are judged again with each event of the site: their signatures are checked once.
    using Judged = std::unordered_map<std::string, std::optional<CertifiedRights>>;
    return {.site = stream_of(trust.site),
            .certified = [trust, judged = std::make_shared<Judged>()](const Json& enrolment) {
                if (judged->size() >= judged_max) judged->clear();
                const auto [found, is_new] = judged->try_emplace(dump(enrolment));
                if (is_new) found->second = certified_rights(enrolment, trust);
                return found->second;
            }};
}

CertificateOf certificates_in(const std::filesystem::path& log_file, SiteId site) {
    return [log_file, site](const PublicKey& key) -> std::optional<Certificate> {
        const auto reader = LogReader::open(log_file);
        if (!reader) return std::nullopt;
        const auto stations = reader->stations();
        if (!stations) return std::nullopt;
        for (const auto& station : *stations)
            if (station.key == key) return certificate_of_enrolment(station.enrolment, site);
        return std::nullopt;
    };
}

CertificateOf certificates_here(const StationPlace& place) {
    return [place](const PublicKey& key) -> std::optional<Certificate> {
        const auto site = read_site_file(place.data / "site" / "site.json");
        if (!site) return std::nullopt;
        return certificates_in(place.data / place.name / "log.db", site->trust.site)(key);
    };
}

}  // namespace vestibule
