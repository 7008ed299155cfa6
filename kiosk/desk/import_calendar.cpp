// Takes what a calendar says into the log.
#include "kiosk/desk/import_calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "kiosk/desk/calendar_import.h"

namespace vestibule {
namespace {

// The feed's visits that lie ahead: those that the file hasn't any more, and how many there are in all.
struct OfFeed {
    HeldVisits absent;
    std::size_t all = 0;
};

Result<OfFeed> visits_of_feed(Desk& desk, const CalendarImport& import, const CalendarRead& read) {
    std::set<StreamId> present;
    for (const auto& item : read.items) present.insert(import.calendar_of(item.uid));
    for (const auto& uid : read.uids_unread) present.insert(import.calendar_of(uid));
    OfFeed out;
    for (const auto phase : {VisitPhase::expected, VisitPhase::approved}) {
        VESTIBULE_TRY(visits, desk.reader().visits_in(phase));
        for (auto& visit : visits) {
            const auto& state = visit.second;
            if (state.from <= desk.now() || !std::ranges::count(state.feeds, import.feed())) continue;
            ++out.all;
            if (state.calendar && !present.contains(*state.calendar)) out.absent.push_back(std::move(visit));
        }
    }
    return out;
}

// Why the file may not be all there is; nothing where it may.
std::optional<std::string> damage_of(const CalendarRead& read, const OfFeed& visits) {
    constexpr auto sure = "if it is right all the same, import it with --yes";
    if (read.empty) return fmt::format("the file is empty, and would withdraw all: nothing was taken; {}", sure);
    if (read.cut_off)
        return fmt::format("the file is cut off, and what it lacks would be withdrawn: nothing was taken; {}", sure);
    if (visits.absent.size() * 2 > visits.all)
        return fmt::format(
            "the file lacks {} of the {} visits that the feed had, more than half: nothing was taken; {}",
            visits.absent.size(), visits.all, sure);
    return std::nullopt;
}

std::size_t rows_of(const CalendarRead& read) {
    std::size_t rows = 0;
    for (const auto& item : read.items) rows += std::max<std::size_t>(1, item.rows.size());
    return rows;
}

}  // namespace

Result<ImportReport> import_calendar(Desk& desk, const CalendarRead& read, const CalendarWay& way) {
    if (way.whole && way.feed.empty())
        return give_up("--whole withdraws what a feed had and the file hasn't: say which one with --feed NAME");
    VESTIBULE_TRY(memory, CalendarMemory::load(desk.reader()));
    CalendarImport import{desk, way, std::move(memory), rows_of(read)};
    import.report().refused = read.refused;
    import.report().remarks = read.remarks;
    OfFeed of_feed;
    if (way.whole) {
        VESTIBULE_TRY(visits, visits_of_feed(desk, import, read));
        if (const auto damage = damage_of(read, visits); damage && !way.sure) {
            import.report().refused.insert(import.report().refused.begin(), {.line = 0, .what = *damage});
            return std::move(import.report());
        }
        of_feed = std::move(visits);
    }
    VESTIBULE_CHECK(import.load_old_bookings());
    for (const auto& item : read.items) VESTIBULE_CHECK(import.take(item));
    VESTIBULE_CHECK(import.withdraw_absent(of_feed.absent));
    return import.finish();
}

}  // namespace vestibule
