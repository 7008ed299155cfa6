// The mail that tells a host of a visitor's arrival (R2, R3), in the host's language.
#pragma once

#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/base/ids.h"
#include "kiosk/base/texts.h"
#include "kiosk/notify/mail.h"

namespace vestibule {

// What the mail says; empty fields are left out of it.
struct Arrival {
    std::string visitor_name, visitor_company, purpose;
    int companions = 0;
    bool expected = true;  // false: a walk-in, who waits for a definite answer
    Instant arrived_at;
    std::string site_name;
    std::string host_name, host_email;
    std::string sender;  // config's mail.from
    JobId job;           // the outbox row; makes the Message-ID, so sending again never makes a second mail
};

// `texts` are those of the host's language. Pure. Thread: any.
[[nodiscard]] Mail arrival_mail(const Arrival& arrival, const Texts& texts, const SiteZone& zone);

}  // namespace vestibule
