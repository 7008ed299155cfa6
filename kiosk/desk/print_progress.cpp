// Attempts as JSON, and the order of destinations.
#include "kiosk/desk/print_progress.h"

#include <algorithm>

namespace vestibule {
namespace {

std::optional<Instant> instant_of(const Json& json, const char* key) {
    const auto us = int_field(json, key, -1);
    if (us < 0) return std::nullopt;
    return from_micros(us);
}

Json attempt_json(const PrintAttempt& attempt) {
    Json out = {{"number", attempt.number}, {"queue", attempt.queue}, {"began", micros(attempt.began)}};
    if (attempt.handed_over) out["handed_over"] = true;
    if (attempt.ended) out["ended"] = micros(*attempt.ended);
    if (!attempt.reason.empty()) out["reason"] = attempt.reason;
    return out;
}

PrintAttempt attempt_of(const Json& json) {
    return {.number = static_cast<int>(int_field(json, "number", 1)),
            .queue = text_field(json, "queue"),
            .began = instant_of(json, "began").value_or(Instant{}),
            .handed_over = bool_field(json, "handed_over"),
            .ended = instant_of(json, "ended"),
            .reason = text_field(json, "reason")};
}

}  // namespace

const PrintAttempt* PrintProgress::open_attempt() const {
    return attempts.empty() || attempts.back().ended ? nullptr : &attempts.back();
}

PrintProgress print_progress_of(const Json& json, int attempts_made) {
    PrintProgress out{.stop = text_field(json, "stop"),
                      .stop_since = instant_of(json, "stop_since").value_or(Instant{}),
                      .moved_to = text_field(json, "moved_to"),
                      .moves = static_cast<int>(int_field(json, "moves")),
                      .home = text_field(json, "home"),
                      .reason = text_field(json, "reason")};
    if (const auto found = json.find("attempts"); found != json.end() && found->is_array())
        for (const auto& attempt : *found) out.attempts.push_back(attempt_of(attempt));
    if (const auto found = json.find("dropped"); found != json.end() && found->is_array())
        for (const auto& stop : *found)
            if (stop.is_string()) out.dropped.push_back(stop.get<std::string>());
    if (out.attempts.empty() && attempts_made > 0) out.attempts.push_back({});
    return out;
}

Json progress_json(const PrintProgress& progress) {
    auto attempts = Json::array();
    const auto kept = std::min(progress.attempts.size(), print_attempts_kept_max);
    for (auto i = progress.attempts.size() - kept; i < progress.attempts.size(); ++i)
        attempts.push_back(attempt_json(progress.attempts[i]));
    return {{"attempts", std::move(attempts)},
            {"stop", progress.stop},
            {"stop_since", micros(progress.stop_since)},
            {"dropped", progress.dropped},
            {"moved_to", progress.moved_to},
            {"moves", progress.moves},
            {"home", progress.home},
            {"reason", progress.reason}};
}

const std::string& current_print_stop(const std::vector<std::string>& stops, const PrintProgress& progress) {
    const bool known = std::ranges::find(stops, progress.stop) != stops.end();
    return known ? progress.stop : stops.front();
}

std::vector<std::string> print_stops(const Config& config, const Policy& policy, const PrintProgress& progress) {
    std::vector<std::string> out;
    const auto add = [&](const std::string& stop) {
        if (std::ranges::find(out, stop) == out.end()) out.push_back(stop);
    };
    const auto& own = config.printer.queue;
    if (!progress.moved_to.empty()) add(progress.moved_to == progress.home ? own : progress.moved_to);
    add(own);
    if (policy.print_fail_over_after_s > 0)
        for (const auto& queue : config.printer.fallback) add(queue);
    return out;
}

std::optional<std::string> next_print_stop(const std::vector<std::string>& stops, const PrintProgress& progress) {
    const auto at = static_cast<std::size_t>(std::ranges::find(stops, progress.stop) - stops.begin());
    for (std::size_t i = 1; i <= stops.size(); ++i) {
        const auto& stop = stops[(at + i) % stops.size()];
        if (stop != progress.stop && std::ranges::find(progress.dropped, stop) == progress.dropped.end()) return stop;
    }
    return std::nullopt;
}

bool is_fallback(const Config& config, const std::string& stop) {
    return stop != config.printer.queue &&
           std::ranges::find(config.printer.fallback, stop) != config.printer.fallback.end();
}

}  // namespace vestibule
