// The people of one VEVENT, read by libical.
#include "kiosk/intake/calendar_people.h"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <set>

#include "kiosk/base/text.h"
#include "kiosk/intake/calendar_value.h"
#include "kiosk/intake/fields.h"

namespace vestibule {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string without_escapes(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size();
        const int high = escape ? hex_digit(text[i + 1]) : -1, low = escape ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            out += text[i];
            continue;
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::string parameter_text(icalproperty* property, icalparameter_kind kind,
                           const char* (*get)(const icalparameter*)) {
    auto* parameter = icalproperty_get_first_parameter(property, kind);
    return parameter == nullptr ? std::string{} : line_of(get(parameter), name_length_max);
}

// The address in the value, else the EMAIL parameter that Apple writes beside its own URIs.
std::string mail_of(icalproperty* property, const char* value) {
    if (value != nullptr)
        if (auto mail = mail_of_uri(value); !mail.empty()) return mail;
    return mail_of_uri(parameter_text(property, ICAL_EMAIL_PARAMETER, icalparameter_get_email));
}

// Many programs leave CN out or put the address there; "jane.doe@…" then reads "Jane Doe".
std::string name_of(icalproperty* property, const std::string& mail) {
    auto name = parameter_text(property, ICAL_CN_PARAMETER, icalparameter_get_cn);
    while (!name.empty() && (name.front() == '"' || name.front() == '\'')) name.erase(0, 1);
    while (!name.empty() && (name.back() == '"' || name.back() == '\'')) name.pop_back();
    if (!name.empty() && !mail_address(name)) return name;
    bool start = true;
    name.clear();
    for (const char c : std::string_view{mail}.substr(0, mail.find('@'))) {
        const bool gap = c == '.' || c == '_';
        name += gap ? ' ' : start && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        start = gap;
    }
    return clean_line(name, name_length_max);
}

bool is_own(const CalendarOptions& options, const std::string& mail) {
    return std::any_of(options.own_domains.begin(), options.own_domains.end(),
                       [&](const std::string& domain) { return is_in_domain(mail, domain); });
}

bool is_person(icalproperty* attendee) {
    auto* kind = icalproperty_get_first_parameter(attendee, ICAL_CUTYPE_PARAMETER);
    if (kind == nullptr) return true;
    const auto type = icalparameter_get_cutype(kind);
    return type != ICAL_CUTYPE_ROOM && type != ICAL_CUTYPE_RESOURCE;
}

bool has_declined(icalproperty* attendee) {
    auto* status = icalproperty_get_first_parameter(attendee, ICAL_PARTSTAT_PARAMETER);
    return status != nullptr && icalparameter_get_partstat(status) == ICAL_PARTSTAT_DECLINED;
}

void take_host(EventPeople& out, icalproperty* property, const std::string& mail) {
    out.host_email = mail;
    out.host_name = name_of(property, mail);
}

}  // namespace

std::string mail_of_uri(std::string_view uri) {
    constexpr std::string_view scheme = "mailto:";
    auto address = clean_line(uri, mail_length_max * 3);  // each character may be an escape
    if (same_ignoring_case(std::string_view{address}.substr(0, scheme.size()), scheme)) {
        const auto end = address.find('?');
        address = without_escapes(std::string_view{address}.substr(0, end).substr(scheme.size()));
    }
    return mail_address(clean_line(address, mail_length_max + 1)).value_or("");
}

Result<EventPeople> people_of(icalcomponent* event, const CalendarOptions& options) {
    EventPeople out;
    if (icalcomponent_count_properties(event, ICAL_ATTENDEE_PROPERTY) > static_cast<int>(attendees_max))
        return give_up(fmt::format("it has more than {} attendees; import such a crowd as CSV", attendees_max));
    auto* organizer = icalcomponent_get_first_property(event, ICAL_ORGANIZER_PROPERTY);
    const auto organizer_mail = organizer == nullptr ? "" : mail_of(organizer, icalproperty_get_organizer(organizer));
    // With no domain of our own, the organizer is the only one known to be staff.
    const bool ours = options.own_domains.empty() || is_own(options, organizer_mail);
    if (!organizer_mail.empty() && ours) take_host(out, organizer, organizer_mail);
    std::set<std::string> seen;
    each_property(event, ICAL_ATTENDEE_PROPERTY, [&](icalproperty* attendee) {
        out.nobody_listed = false;
        if (!is_person(attendee)) return;
        const auto mail = mail_of(attendee, icalproperty_get_attendee(attendee));
        if (mail.empty()) {
            out.left_out.push_back(parameter_text(attendee, ICAL_CN_PARAMETER, icalparameter_get_cn));
        } else if (is_own(options, mail) || (ours && mail == organizer_mail)) {
            if (out.host_email.empty() && !has_declined(attendee)) take_host(out, attendee, mail);
        } else if (seen.insert(mail).second) {
            const auto language = parameter_text(attendee, ICAL_LANGUAGE_PARAMETER, icalparameter_get_language);
            out.visitors.push_back({.name = name_of(attendee, mail),
                                    .email = mail,
                                    .language = language_name(language).value_or(""),
                                    .declined = has_declined(attendee)});
        }
    });
    return out;
}

}  // namespace vestibule
