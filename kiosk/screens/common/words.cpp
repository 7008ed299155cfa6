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
    if (whole < 60) return texts.say("{n} s", {{"n", std::to_string(whole)}});
    const auto minutes = whole / 60;
    if (minutes < 60) return texts.say("{n} min", {{"n", std::to_string(minutes)}});
    if (minutes >= 48 * 60) {
        const int days = static_cast<int>(minutes / (24 * 60));
        return texts.say_count("{n} day", "{n} days", days);
    }
    if (minutes % 60 == 0) return texts.say("{n} h", {{"n", std::to_string(minutes / 60)}});
    return texts.say("{h} h {m} min", {{"h", std::to_string(minutes / 60)}, {"m", std::to_string(minutes % 60)}});
}

}  // namespace

// A number is never parted from its unit by a line's end.
std::string duration(const Texts& texts, std::chrono::microseconds length) {
    std::string out;
    for (const char c : plain_duration(texts, length)) {
        if (c == ' ') {
            out += "\u00A0";
        } else {
            out += c;
        }
    }
    return out;
}

std::string data_age(const Texts& texts, const ExchangeView& exchange, Instant now) {
    if (!exchange.last_contact) return texts.say("no exchange yet");
    const auto age = now - *exchange.last_contact;
    if (age < std::chrono::seconds{1}) return texts.say("data up to date");
    return texts.say("data {age} old", {{"age", duration(texts, age)}});
}

std::string data_age_in_minutes(const Texts& texts, const ExchangeView& exchange, Instant now) {
    if (!exchange.last_contact) return texts.say("no exchange yet");
    const auto age = now - *exchange.last_contact;
    // One minute is added: the display may stand unchanged for that long.
    if (age < std::chrono::minutes{1}) return texts.say("data up to date");
    return texts.say("data {age} old", {{"age", duration(texts, age + std::chrono::minutes{1})}});
}

std::string exchange_state(const Texts& texts, const ExchangeView& exchange, Instant now) {
    auto state = data_age_in_minutes(texts, exchange, now);
    if (exchange.waiting_events > 0)
        state += " · " + texts.say("{n} not sent yet", {{"n", std::to_string(exchange.waiting_events)}});
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
    if (zone.start_of_day(at) == zone.start_of_day(now)) return zone.hour_minute(at);
    return texts.short_day(at, zone, now) + " " + zone.hour_minute(at);
}

std::string end_of(const Texts& texts, const SiteZone& zone, Instant at, Instant now) {
    const auto last = at - std::chrono::seconds{1};
    if (at != zone.start_of_day(at)) return moment(texts, zone, at, now);
    if (zone.start_of_day(last) == zone.start_of_day(now)) return "24:00";
    return texts.short_day(last, zone) + " 24:00";
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

std::string type(const Texts& texts, const VisitView& visit) {
    return visit.type.empty() ? std::string{} : texts.say(visit.type);
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
    auto out = visit.company.empty() && !visit.walk_in ? type(texts, visit) : visit.company;
    if (visit.walk_in) out += (out.empty() ? "" : " · ") + texts.say("walk-in");
    if (visit.companions > 0) out += " · +" + std::to_string(visit.companions);
    return out;
}

std::string problem(const Texts& texts, const Problem& problem) {
    auto said = plain(texts, problem.what);
    if (said.empty()) return texts.say("Something went wrong. Please try again.");
    said.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(said.front())));
    const bool chinese = texts.language().starts_with("zh");
    const bool ended = said.ends_with('.') || said.ends_with('!') || said.ends_with("。") || said.ends_with("！");
    return ended ? said : said + (chinese ? "。" : ".");
}

bool waits(const VisitView& visit) {
    return visit.phase == VisitPhase::waiting || (visit.phase == VisitPhase::approved && visit.arrived_at);
}

}  // namespace vestibule::words
