// What the outbox knows of a badge's attempts, and the order of printers.
#include "kiosk/desk/print_progress.h"

#include <catch2/catch.hpp>
#include <set>

#include "kiosk/desk/desk.h"

using namespace vestibule;

namespace {

Config two_printers() {
    Config config;
    config.printer.queue = "badge";
    config.printer.fallback = {"front-desk", "ipp://10.0.0.7/ipp/print"};
    return config;
}

using Stops = std::vector<std::string>;

}  // namespace

TEST_CASE("what a job's row says of its attempts is read back as it was written", "[desk]") {
    PrintProgress progress{.stop = "front-desk",
                           .stop_since = from_micros(5),
                           .dropped = {"badge"},
                           .moved_to = "office",
                           .moves = 2,
                           .home = "badge",
                           .reason = "media-empty"};
    progress.attempts = {
        {.number = 1, .queue = "badge", .began = from_micros(1), .ended = from_micros(2), .reason = "x"},
        {.number = 2, .queue = "office", .began = from_micros(3), .handed_over = true}};
    CHECK(print_progress_of(progress_json(progress), 2) == progress);
    CHECK(progress.open_attempt() == &progress.attempts.back());
    progress.attempts.back().ended = from_micros(4);
    CHECK(progress.open_attempt() == nullptr);
}

TEST_CASE("of many attempts the newest are kept: a row without any is read as it was meant", "[desk]") {
    PrintProgress progress;
    for (int i = 1; i <= 40; ++i) progress.attempts.push_back({.number = i, .ended = from_micros(i)});
    const auto kept = print_progress_of(progress_json(progress), 40);
    CHECK(kept.attempts.size() == print_attempts_kept_max);
    CHECK(kept.attempts.back().number == 40);
    CHECK(print_progress_of(Json::object(), 0) == PrintProgress{});
    // Begun by an earlier version, which kept no attempts: it may be at the station's own printer.
    REQUIRE(print_progress_of(Json::object(), 3).open_attempt() != nullptr);
    CHECK(print_progress_of(Json::object(), 3).open_attempt()->number == 1);
    CHECK(print_progress_of({{"attempts", 7}, {"dropped", {1, "a"}}}, 0).dropped == Stops{"a"});
}

TEST_CASE("staff's choice comes first, then the station's own printer, then the fallbacks that policy allows",
          "[desk]") {
    const auto config = two_printers();
    Policy policy;
    PrintProgress progress;
    CHECK(print_stops(config, policy, progress) == Stops{"badge", "front-desk", "ipp://10.0.0.7/ipp/print"});
    progress.moved_to = "front-desk";
    CHECK(print_stops(config, policy, progress) == Stops{"front-desk", "badge", "ipp://10.0.0.7/ipp/print"});
    policy.print_fail_over_after_s = 0;
    progress.moved_to.clear();
    CHECK(print_stops(config, policy, progress) == Stops{"badge"});
    Config with_default;
    progress.home = "the-default";
    progress.moved_to = "the-default";  // as screens call it
    CHECK(print_stops(with_default, policy, progress) == Stops{""});
}

TEST_CASE("the next printer is one that hasn't given the badge up: after the last it's the first again", "[desk]") {
    const Stops stops{"a", "b", "c"};
    PrintProgress progress{.stop = "a"};
    CHECK(next_print_stop(stops, progress) == "b");
    progress.stop = "c";
    CHECK(next_print_stop(stops, progress) == "a");
    progress.dropped = {"a"};
    CHECK(next_print_stop(stops, progress) == "b");
    progress.dropped = {"a", "b"};
    CHECK_FALSE(next_print_stop(stops, progress));
    CHECK_FALSE(next_print_stop({"a"}, PrintProgress{.stop = "a"}));
}

TEST_CASE("each attempt has a name of its own in the spooler, and the first one the job's", "[desk]") {
    const auto job = new_id<JobId>();
    CHECK(print_name_of(job) == print_name_of(job, 1));
    std::set<std::string> names;
    for (int attempt = 1; attempt <= 1000; ++attempt) names.insert(print_name_of(job, attempt));
    CHECK(names.size() == 1000);
    CHECK(print_name_of(job).size() == std::string{"vestibule-"}.size() + 32);
}
