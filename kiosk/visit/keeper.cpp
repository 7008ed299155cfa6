// The order of those who may keep a site.
#include "kiosk/visit/keeper.h"

#include <algorithm>
#include <tuple>

namespace vestibule {
namespace {

// An earlier incarnation of a restored station: another one of its name is heard of, or comes after it.
bool is_superseded(const KeeperCandidate& one, std::span<const KeeperCandidate> all, const SiteReport& report) {
    if (report.heard.contains(one.station)) return false;
    return std::ranges::any_of(all, [&](const KeeperCandidate& other) {
        if (other.name != one.name || other.station == one.station || other.revoked) return false;
        return report.heard.contains(other.station) || other.station > one.station;
    });
}

bool is_gone(const KeeperCandidate& one, std::span<const KeeperCandidate> all, const SiteReport& report,
             std::chrono::hours absence) {
    if (one.revoked || is_superseded(one, all, report)) return true;
    const auto heard = report.heard.find(one.station);
    return report.at && heard != report.heard.end() && *report.at - heard->second > absence;
}

auto rank(const KeeperCandidate& one) {
    return std::tuple{!one.reception, one.station};
}

}  // namespace

bool is_keeper(std::span<const KeeperCandidate> stations, StationId self, const SiteReport& report,
               std::chrono::hours absence) {
    const auto own = std::ranges::find(stations, self, &KeeperCandidate::station);
    if (own == stations.end() || own->revoked) return false;
    return std::ranges::none_of(stations, [&](const KeeperCandidate& other) {
        return rank(other) < rank(*own) && !is_gone(other, stations, report, absence);
    });
}

}  // namespace vestibule
