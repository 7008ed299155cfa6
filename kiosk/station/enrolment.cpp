// Makes the event station.enrolled.
#include "kiosk/station/enrolment.h"

#include "kiosk/visit/kinds.h"

namespace vestibule {

NewEvent enrolment_of(const Identity& identity) {
    const auto& c = identity.certificate;
    return {.kind = std::string{kind::station_enrolled},
            .stream = stream_of(identity.trust.site),
            .body = {{"station", to_string(c.station)},
                     {"name", c.name},
                     {"role", c.role},
                     {"key", to_hex(c.key)},
                     {"box_key", to_hex(c.box_key)},
                     {"certificate", to_hex(c.signature)}}};
}

}  // namespace vestibule
