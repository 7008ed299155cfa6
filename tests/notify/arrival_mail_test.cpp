// What a host reads when a visitor has arrived.
#include "kiosk/notify/arrival_mail.h"

#include <catch2/catch.hpp>

#include "mail_server.h"

using namespace vestibule;

namespace {

Arrival some_arrival() {
    const auto zone = *SiteZone::named("Europe/London");
    return {.visitor_name = "Zhang Wei",
            .visitor_company = "Longjing Tea",
            .purpose = "Tasting",
            .companions = 2,
            .arrived_at = zone.at(2026, 7, 21, 9, 41),
            .site_name = "Harbour House",
            .host_name = "Anna Berg",
            .host_email = "anna.berg@harbour.example",
            .sender = "Harbour House <reception@harbour.example>",
            .job = {.bytes = {1, 2, 3}}};
}

Mail in_english(const Arrival& arrival) {
    return arrival_mail(arrival, Texts{"/nonexistent", "en"}, *SiteZone::named("Europe/London"));
}

}  // namespace

TEST_CASE("the host reads who has arrived, when and why", "[notify]") {
    const auto mail = in_english(some_arrival());
    CHECK(mail.subject == "Your visitor Zhang Wei has arrived");
    CHECK(mail.to == "anna.berg@harbour.example");
    CHECK(mail.message_id == "01020300-0000-0000-0000-000000000000@harbour.example");
    CHECK(mail.text ==
          "Dear Anna Berg,\n\nZhang Wei of Longjing Tea arrived at 09:41.\nPurpose: Tasting\nWith 2 companions\n\n"
          "Your visitor is waiting in the lobby. Please come to meet them, or call reception.\n\nHarbour House\n");
}

TEST_CASE("a walk-in asks for an answer, and what isn't known is left out", "[notify]") {
    auto arrival = some_arrival();
    arrival.expected = false;
    arrival.visitor_company = arrival.purpose = arrival.host_name = "";
    arrival.companions = 0;
    CHECK(
        in_english(arrival).text ==
        "Hello,\n\nZhang Wei arrived at 09:41.\n\n"
        "This visit was not booked. Please tell reception whether you can receive your visitor.\n\nHarbour House\n");
}

TEST_CASE("a hostile name makes a mail that still arrives as one mail", "[notify]") {
    const MailServerProcess server;
    auto arrival = some_arrival();
    arrival.visitor_name = "Eve\r\nBcc: evil@x.example\r\n\r\n.\r\nQUIT {name}" + std::string(1000, 'x');
    arrival.purpose = "\r\n.\r\nMAIL FROM:<evil@x.example>";
    REQUIRE(send_mail({.url = server.url()}, in_english(arrival)));
    const auto mails = server.mails();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].find("\nBcc:") == std::string::npos);
    CHECK(mails[0].starts_with("X-Envelope: reception@harbour.example anna.berg@harbour.example\r\n"));
}
