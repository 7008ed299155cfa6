// The mail that tells a host of a visitor's arrival.
#include "kiosk/notify/arrival_mail.h"

#include <fmt/format.h>

#include "kiosk/base/text.h"

namespace vestibule {
namespace {

std::string who_arrived(const Arrival& a, const Texts& texts, const std::string& time) {
    const auto name = clean_line(a.visitor_name, name_length_max);
    const auto company = clean_line(a.visitor_company, name_length_max);
    if (company.empty()) return texts.say("{name} arrived at {time}.", {{"name", name}, {"time", time}});
    return texts.say("{name} of {company} arrived at {time}.",
                     {{"name", name}, {"company", company}, {"time", time}});
}

std::string details(const Arrival& a, const Texts& texts) {
    std::string out;
    if (const auto purpose = clean_line(a.purpose, line_length_max); !purpose.empty())
        out += texts.say("Purpose: {purpose}", {{"purpose", purpose}}) + "\n";
    if (a.companions > 0) out += texts.say_count("With {n} companion", "With {n} companions", a.companions) + "\n";
    return out;
}

// "reception@harbour.example" and "House <reception@harbour.example>" alike.
std::string domain_of_sender(std::string_view sender) {
    const auto at = sender.rfind('@');
    if (at == std::string_view::npos) return "vestibule.invalid";
    const auto domain = sender.substr(at + 1);
    return std::string{domain.substr(0, domain.find_first_of("> "))};
}

}  // namespace

Mail arrival_mail(const Arrival& a, const Texts& texts, const SiteZone& zone) {
    const auto host = clean_line(a.host_name, name_length_max);
    std::string text = host.empty() ? texts.say("Hello,") : texts.say("Dear {name},", {{"name", host}});
    text += "\n\n" + who_arrived(a, texts, zone.hour_minute(a.arrived_at)) + "\n" + details(a, texts) + "\n";
    text += a.expected
                ? texts.say("Your visitor is waiting in the lobby. Please come to meet them, or call reception.")
                : texts.say("This visit was not booked. Please tell reception whether you can receive your visitor.");
    text += "\n\n" + clean_line(a.site_name, name_length_max) + "\n";
    return {.from = a.sender,
            .to = a.host_email,
            .subject =
                texts.say("Your visitor {name} has arrived", {{"name", clean_line(a.visitor_name, name_length_max)}}),
            .text = std::move(text),
            .message_id = fmt::format("{}@{}", to_string(a.job), domain_of_sender(a.sender)),
            .written_at = a.arrived_at};
}

}  // namespace vestibule
