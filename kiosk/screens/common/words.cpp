// Small phrases of the staffed stations.
#include "kiosk/screens/common/words.h"

#include <algorithm>
#include <cctype>

#include "kiosk/screens/common/plain_words.h"

namespace vestibule::words {
namespace {

// What policy's own types are called; types of a company's own are said as its policy names them.
[[maybe_unused]] constexpr const char* type_names[] = {
    mark("visitor"),  mark("customer"),   mark("official"), mark("supplier"),
    mark("delivery"), mark("contractor"), mark("auditor"),  mark("candidate"),
};

std::string plain_duration(const Texts& texts, std::chrono::microseconds length) {
    using std::chrono::duration_cast, std::chrono::seconds;
    const auto whole = std::max<std::int64_t>(0, duration_cast<seconds>(length).count());
    if (whole < 60) return texts.say_count("{n} s", "{n} s", static_cast<int>(whole));
    const auto all_minutes = whole / 60;
    if (all_minutes >= 48 * 60)
        return texts.say_count("{n} day", "{n} days", static_cast<int>(all_minutes / (24 * 60)));
    const int hours = static_cast<int>(all_minutes / 60), rest = static_cast<int>(all_minutes % 60);
    const auto minutes = texts.say_count("{n} min", "{n} min", rest);
    if (hours == 0) return minutes;
    const auto whole_hours = texts.say_count("{n} h", "{n} h", hours);
    return rest == 0 ? whole_hours : texts.say("{hours} {minutes}", {{"hours", whole_hours}, {"minutes", minutes}});
}

std::string data_age_in_minutes(const Texts& texts, const ExchangeView& exchange, Instant now) {
    if (!exchange.last_contact) return texts.say("no exchange yet");
    const auto age = now - *exchange.last_contact;
    // One minute is added: the display may stand unchanged for that long.
    if (age < std::chrono::minutes{1}) return texts.say("data up to date");
    return texts.say("data {age} old", {{"age", duration(texts, age + std::chrono::minutes{1})}});
}

std::string unparted(std::string_view words) {
    std::string out;
    for (const char c : words)
        if (c == ' ')
            out += "\u00A0";
        else
            out += c;
    return out;
}

// "29 Nov 22:01": a line may end before the hour, not within the day.
std::string with_whole_day(const std::string& moment) {
    const auto hour = moment.rfind(' ');
    if (hour == std::string::npos) return moment;
    return unparted(std::string_view{moment}.substr(0, hour)) + moment.substr(hour);
}

std::string type(const Texts& texts, const VisitView& visit) {
    return visit.type.empty() ? std::string{} : texts.say(visit.type);
}

bool in_chinese(const Texts& texts) {
    return texts.language().starts_with("zh");
}

}  // namespace

// A number is never parted from its unit by a line's end.
std::string duration(const Texts& texts, std::chrono::microseconds length) {
    return unparted(plain_duration(texts, length));
}

std::string data_age(const Texts& texts, const ExchangeView& exchange, Instant now) {
    if (!exchange.last_contact) return texts.say("no exchange yet");
    const auto age = now - *exchange.last_contact;
    if (age < std::chrono::seconds{1}) return texts.say("data up to date");
    return texts.say("data {age} old", {{"age", duration(texts, age)}});
}

std::string exchange_state(const Texts& texts, const ExchangeView& exchange, Instant now) {
    auto state = data_age_in_minutes(texts, exchange, now);
    if (exchange.waiting_events > 0)
        state += " · " + texts.say_count("{n} not sent yet", "{n} not sent yet", exchange.waiting_events);
    return state;
}

std::string clock_trouble(const Texts& texts, const ExchangeView& exchange) {
    if (exchange.clock_ahead > std::chrono::microseconds{0})
        return texts.say("This station’s clock went ahead by {age} at once. If date and time are wrong, set them.",
                         {{"age", duration(texts, exchange.clock_ahead)}});
    if (exchange.clock_behind == std::chrono::microseconds{0}) return {};
    return texts.say("This station’s clock is {age} behind its own records. Set date and time.",
                     {{"age", duration(texts, exchange.clock_behind)}});
}

std::string moment(const Texts& texts, const SiteZone& zone, Instant at, Instant now) {
    return with_whole_day(texts.moment(at, zone, now));
}

std::string end_of(const Texts& texts, const SiteZone& zone, Instant at, Instant now) {
    return with_whole_day(texts.end_of(at, zone, now));
}

std::string span(const Texts& texts, const SiteZone& zone, Instant from, Instant until, Instant now) {
    // A day that is said once needn't be said again.
    const bool one_day = zone.start_of_day(until - std::chrono::seconds{1}) == zone.start_of_day(from);
    return moment(texts, zone, from, now) + "–" + end_of(texts, zone, until, one_day ? from : now);
}

std::string visitor(const Texts& texts, const VisitView& visit) {
    if (!visit.visitor.empty()) return visit.visitor;
    return visit.erased ? texts.say("Erased") : texts.say("Name not known here");
}

std::string host(const Texts& texts, const VisitView& visit) {
    if (!visit.host_name.empty()) return visit.host_name;
    if (!visit.host_text.empty()) return visit.host_text;
    return texts.say("Reception");
}

std::string people(const Texts& texts, int count) {
    return texts.say_count("{n} person", "{n} people", count);
}

std::string heads(const Texts& texts, const Heads& heads) {
    auto out = people(texts, heads.people) + " · " + texts.say_count("{n} visit", "{n} visits", heads.visits);
    if (heads.only_admitted > 0)
        out += " · " +
               texts.say_count("{n} not seen at the gate yet", "{n} not seen at the gate yet", heads.only_admitted);
    return out;
}

std::string inside_caption(const Texts& texts, int only_admitted, int overdue) {
    auto out = texts.say("inside");
    if (only_admitted > 0) out += " · " + texts.say_count("{n} admitted", "{n} admitted", only_admitted);
    if (overdue > 0) out += " · " + texts.say_count("{n} overdue", "{n} overdue", overdue);
    return out;
}

std::string overdue(const Texts& texts, const VisitView& visit, Instant now) {
    if (!visit.badge_until || now - *visit.badge_until < std::chrono::minutes{1}) return texts.say("overdue");
    return texts.say("overdue {time}", {{"time", duration(texts, now - *visit.badge_until)}});
}

std::string company_and_type(const Texts& texts, const VisitView& visit) {
    auto out = visit.company;
    const auto kind = visit.walk_in ? texts.say("walk-in") : type(texts, visit);
    if (!kind.empty()) out += (out.empty() ? "" : " · ") + kind;
    if (visit.companions > 0)
        out += (out.empty() ? "" : " · ") + texts.say_count("{n} companion", "{n} companions", visit.companions);
    return out;
}

std::string company_or_type(const Texts& texts, const VisitView& visit) {
    // What is said of us first: where there's no room, the company's name is what is cut.
    std::string out = visit.companions > 0 ? people(texts, visit.people()) : "";
    if (visit.walk_in) out += (out.empty() ? "" : " · ") + texts.say("walk-in");
    const auto rest = visit.company.empty() && !visit.walk_in ? type(texts, visit) : visit.company;
    if (!rest.empty()) out += (out.empty() ? "" : " · ") + rest;
    return out;
}

std::string problem(const Texts& texts, const Problem& problem) {
    if (problem.what.empty()) return texts.say("Something went wrong. Please try again.");
    return sentence(texts, plain_at_the_desk(texts, problem.what));
}

std::string sentence(const Texts& texts, std::string said) {
    if (said.empty()) return said;
    said.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(said.front())));
    const bool ended = said.ends_with('.') || said.ends_with('!') || said.ends_with("。") || said.ends_with("！");
    return ended ? said : said + (in_chinese(texts) ? "。" : ".");
}

std::string joined(const Texts& texts, std::string first, std::string_view second) {
    if (!in_chinese(texts)) first += ' ';
    return first.append(second);
}

bool waits(const VisitView& visit) {
    return visit.phase == VisitPhase::waiting || (visit.phase == VisitPhase::approved && visit.arrived_at);
}

}  // namespace vestibule::words
