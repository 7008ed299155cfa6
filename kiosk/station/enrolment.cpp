// Makes the event station.enrolled, and judges those of others.
#include "kiosk/station/enrolment.h"

#include <memory>
#include <unordered_map>

#include "kiosk/vault/certificate_json.h"
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

}  // namespace vestibule
