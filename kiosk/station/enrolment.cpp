// Makes the event station.enrolled, and judges those of others.
#include "kiosk/station/enrolment.h"

#include "kiosk/vault/certificate_json.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {

NewEvent enrolment_of(const Certificate& certificate) {
    auto body = certificate_json(certificate);
    body.erase("site");  // the stream says it
    return {
        .kind = std::string{kind::station_enrolled}, .stream = stream_of(certificate.site), .body = std::move(body)};
}

SiteJudge judge_of(const SiteTrust& trust) {
    return {.site = stream_of(trust.site),
            .certified = [trust](const Json& enrolment) { return certified_rights(enrolment, trust); }};
}

}  // namespace vestibule
