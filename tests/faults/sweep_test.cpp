// The fault sweep: a day at the desk, and the disk fails at its first, second, third… call, until there are no more.
#include <fmt/format.h>

#include <cstdlib>

#include "kiosk/visit/kinds.h"
#include "tests/faults/day.h"
#include "tests/support/rounds.h"

using namespace vestibule;
using namespace vestibule::faults_test;

namespace {

// Every how manieth call fails in one go; all of them with VESTIBULE_FAULT_STRIDE=1 (tests/run soak).
std::uint64_t stride() {
    const char* chosen = std::getenv("VESTIBULE_FAULT_STRIDE");
    return chosen != nullptr ? std::stoull(chosen) : vestibule::test_support::rounds(41ULL, 251ULL);
}

std::uint64_t calls_of_a_day(const Site& site) {
    const TemporaryFolder folder;
    Day day{.site = site, .folder = folder.path()};
    day.live();
    REQUIRE(day.told == 0);
    day.office.reset();
    const auto calls = day.disk.calls();
    day.look_after(0);
    return calls;
}

// Fails at each `stride`-th call; says how many calls there were and what came of them.
void sweep(const char* name, Fault fault) {
    const Site site;
    const auto calls = calls_of_a_day(site);
    int runs = 0, struck = 0, told = 0;
    for (std::uint64_t at = 1 + static_cast<std::uint64_t>(fault) % stride(); at <= calls; at += stride()) {
        const TemporaryFolder folder;
        Day day{.site = site, .folder = folder.path()};
        INFO(name << " at call " << at << " of " << calls);
        day.disk.plan(fault, at);
        day.live();
        ++runs;
        struck += day.disk.struck();
        told += day.told;
        day.look_after(at);
    }
    fmt::print("{}: {} I/O calls in a day, {} of them broken, {} steps failed and said so\n", name, calls, struck,
               told);
    CHECK(runs > 0);
    CHECK(struck > 0);
    CHECK(told > 0);
}

// What a lie of the disk has left behind.
enum class Found { whole, shorter, named };

// A log that is neither damaged by its own words nor a clean beginning of what was acknowledged fails the test.
Found found_after_lie(const Day& day) {
    const auto log_file = day.folder / "log.db";
    const auto opened = Office::open(day.site, day.folder);
    if (!opened) {
        INFO(opened.error().what);
        CHECK(opened.error().remedy == Remedy::ask_staff);
        return Found::named;
    }
    const auto damage = verify_log(log_file);
    if (!damage || *damage) {
        CHECK_FALSE((damage ? (*damage)->what : damage.error().what).empty());
        return Found::named;
    }
    CHECK(integrity_of(log_file) == "ok|\n");
    const auto& told = day.acknowledged.events;
    const auto held = all_events(log_file);
    std::map<StationId, std::uint64_t> ends;
    for (const auto& event : held) ends[event.station] = event.seq;
    auto expected = told;
    std::erase_if(expected, [&](const Event& event) { return event.seq > ends[event.station]; });
    CHECK(held == expected);
    return held.size() == told.size() ? Found::whole : Found::shorter;
}

}  // namespace

TEST_CASE("where the disk lied about a sync, what it broke is found and named", "[sweep]") {
    const Site site;
    const auto calls = calls_of_a_day(site);
    std::map<Found, int> found;
    for (std::uint64_t at = 1; at <= calls; at += stride()) {
        const TemporaryFolder folder;
        Day day{.site = site, .folder = folder.path()};
        INFO("syncs lie from call " << at << " of " << calls);
        day.disk.plan(Fault::lying_sync, at);
        day.live();
        CHECK(day.told == 0);
        day.disk.cut_power();
        day.office.reset();
        day.disk.restart(at);
        ++found[found_after_lie(day)];
    }
    fmt::print(
        "lying syncs: {} I/O calls in a day; {} times damage was found and named, {} times only a clean end of the "
        "log was missing, {} times nothing\n",
        calls, found[Found::named], found[Found::shorter], found[Found::whole]);
    CHECK(found[Found::named] > 0);
}

TEST_CASE("a batch of an import is there whole or not at all, and may be brought in again", "[sweep]") {
    const Site site;
    const auto bring_in = [](Day& day) { return day.import(import_batch_rows + 20); };
    std::uint64_t begin = 0, calls = 0;
    {
        const TemporaryFolder folder;
        Day day{.site = site, .folder = folder.path()};
        must(day.open());
        must(day.office->introduce());
        begin = day.disk.calls();
        must(bring_in(day));
        calls = day.disk.calls() - begin;
    }
    int runs = 0;
    const auto step = stride() == 1 ? 1 : std::min<std::uint64_t>(calls / 6, 40 * stride());
    for (const auto fault : {Fault::power_cut, Fault::disk_full})
        for (std::uint64_t at = (step + 1) / 2; at <= calls; at += step) {
            const TemporaryFolder folder;
            Day day{.site = site, .folder = folder.path()};
            INFO("call " << at << " of " << calls << " of the import");
            must(day.open());
            must(day.office->introduce());
            day.disk.plan(fault, at);
            const auto done = bring_in(day);
            if (!done) check_says_what_to_do(done.error(), folder.path());
            day.look_after(at);
            const auto booked = [&] {
                const auto events = all_events(folder / "log.db");
                return std::count_if(events.begin(), events.end(),
                                     [](const Event& event) { return event.kind == kind::visit_booked; });
            };
            const auto whole_batches = std::set<std::ptrdiff_t>{0, import_batch_rows, import_batch_rows + 20};
            CHECK(whole_batches.contains(booked()));
            must(day.open());
            must(bring_in(day));
            CHECK(booked() == import_batch_rows + 20);
            ++runs;
        }
    fmt::print("imports: {} I/O calls, {} of them broken\n", calls, runs);
}

TEST_CASE("who is told that it failed may try again: then it hasn't been done", "[sweep]") {
    const Site site;
    const auto before_leaving = [](Day& day) {
        for (const auto& step : {&Day::open, &Day::list_host, &Day::come_in, &Day::admit}) must((day.*step)());
    };
    const auto phase = [](Day& day) { return must(day.office->desk().reader().visit(day.walk_in)).value().phase; };
    int failed = 0, through = 0;
    for (std::uint64_t at = 1; through < 3; ++at) {
        const TemporaryFolder folder;
        Day day{.site = site, .folder = folder.path()};
        before_leaving(day);
        INFO("call " << at << " of leaving fails");
        day.disk.plan(Fault::io_error, at);
        const auto left = day.leave();
        through += day.disk.struck() ? 0 : 1;
        day.disk.plan(Fault::none, 0);
        CHECK(phase(day) == (left ? VisitPhase::left : VisitPhase::inside));
        failed += left ? 0 : 1;
        if (!left) must(day.leave());
    }
    CHECK(failed > 0);
}

TEST_CASE("a call of the disk that fails loses nothing, and the next one works", "[sweep]") {
    sweep("one call fails", Fault::io_error);
}
TEST_CASE("a disk that is gone loses nothing, and once it is back the same program goes on", "[sweep]") {
    sweep("the disk is gone", Fault::gone);
}
TEST_CASE("a full disk loses nothing, and once there is room the same program goes on", "[sweep]") {
    sweep("the disk is full", Fault::disk_full);
}
TEST_CASE("half a write loses nothing", "[sweep]") {
    sweep("half a write", Fault::short_write);
}
TEST_CASE("a power cut loses nothing that was acknowledged", "[sweep]") {
    sweep("power cut", Fault::power_cut);
}
TEST_CASE("a power cut in the middle of a page loses nothing that was acknowledged", "[sweep]") {
    sweep("torn page", Fault::torn_page);
}
TEST_CASE("a power cut that keeps any of the unsynced writes loses nothing that was acknowledged", "[sweep]") {
    sweep("reordered writes", Fault::reordered);
}
