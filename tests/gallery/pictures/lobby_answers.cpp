// Pictures of waiting, of the badge in all that may become of it, and of goodbyes.
#include "tests/gallery/pictures/lobby_scene.h"

namespace vestibule::lobby {

using namespace gallery;
using std::chrono::seconds;

namespace {

Waiting waiting(std::string visitor, seconds waited = seconds{75}) {
    return {.visit = numbered<VisitId>(1),
            .visitor = std::move(visitor),
            .booked = false,
            .since = now() - waited,
            .number = 7};
}

ShowBadge shown(BadgeView badge) {
    return {std::move(badge), now() + badge_shown_max};
}

BadgeView ended(PrintOutcome print, std::string place = {}) {
    auto b = badge();
    b.print = print, b.print_place = std::move(place);
    return b;
}

// Each of the sentences that a visitor may read about a printer.
constexpr const char* reasons[] = {"media-empty", "cover-open", "marker-supply-empty", "media-jam",
                                   "paused",      "offline",    "spool-area-full",     "other"};

void add_troubles(Album& album) {
    for (const auto* reason : reasons) {
        auto b = badge();
        b.print_late = true, b.print_reason = reason;
        add(album, {.state = std::string{"late, "} + reason, .screen = shown(std::move(b))});
    }
    auto elsewhere = badge();
    elsewhere.print_late = true, elsewhere.print_reason = "media-empty", elsewhere.print_place = "reception";
    add(album, {.state = "late, comes out elsewhere", .screen = shown(elsewhere)});
    add(album, {.state = "not printed", .screen = shown(ended(PrintOutcome::failed))});
    add(album, {.state = "did it come out?", .screen = shown(ended(PrintOutcome::unknown))});
    auto longest = long_badge();
    longest.print_late = true, longest.print_reason = "spool-area-full";
    auto view = gallery_view();
    view.directions = "The lifts are on your left.";
    add(album, {.state = "late, the longest", .screen = shown(longest), .view = view});
    longest.print = PrintOutcome::unknown;
    add(album, {.state = "did it come out? the longest", .screen = shown(longest), .view = view});
}

}  // namespace

void add_pictures(Of<Waiting>, Album& album) {
    add(album, {.state = "a walk-in", .screen = waiting("Maja Horvat")});
    auto booked = waiting("陈思远", seconds{899});
    booked.booked = true, booked.number = 0;
    add(album, {.state = "booked, for long", .screen = booked});
    add(album, {.state = "just begun, no name", .screen = waiting("", seconds{0})});
    add(album, {.state = "the longest", .screen = waiting(long_name)});
    auto asks = waiting("Maja Horvat");
    asks.asks_reception = true;
    add(album, {.state = "asks reception", .screen = asks});
    asks.asks_reception = false, asks.asks_giving_up = true;
    add(album, {.state = "stops waiting?", .screen = asks});
}

void add_pictures(Of<Declined>, Album& album) {
    add(album,
        {.state = "told", .screen = Declined{.visitor = "Maja Horvat", .closes_at = now() + notice_shown_max}});
}

void add_pictures(Of<ShowBadge>, Album& album) {
    add(album, {.state = "printing", .screen = shown(badge())});
    add(album, {.state = "printed", .screen = shown(ended(PrintOutcome::printed))});
    add(album, {.state = "printed elsewhere", .screen = shown(ended(PrintOutcome::printed, "reception"))});
    add(album, {.state = "printing elsewhere", .screen = shown(ended(PrintOutcome::pending, "reception"))});
    auto view = gallery_view();
    view.directions = "The lifts are on your left.";
    auto escorted = badge();
    escorted.escort = true, escorted.wear = "Shoe covers and safety glasses";
    add(album, {.state = "with an escort", .screen = shown(escorted), .view = view});
    auto bare = badge();
    bare.name = "Ng", bare.company.clear(), bare.host.clear(), bare.zones.clear(), bare.escort = true;
    bare.token.clear();
    add(album, {.state = "from another station, bare", .screen = shown(bare)});
    auto by_hand = gallery_view();
    by_hand.printer = {
        .saves_files = true, .printers = {{.name = "/data/badges", .saves_files = true}}, .queues = {}};
    add(album, {.state = "handed out", .screen = shown(ended(PrintOutcome::saved)), .view = by_hand});
    auto from_reception = ended(PrintOutcome::saved);
    from_reception.token.clear();
    add(album, {.state = "handed out, from another station", .screen = shown(from_reception), .view = by_hand});
    auto longest = long_badge();
    add(album, {.state = "printing, the longest", .screen = shown(longest), .view = view});
    longest.print = PrintOutcome::printed;
    add(album, {.state = "printed, the longest", .screen = shown(longest), .view = view});
    add_troubles(album);
}

void add_pictures(Of<Goodbye>, Album& album) {
    add(album,
        {.state = "named", .screen = Goodbye{.visitor = "Maja Horvat", .closes_at = now() + goodbye_shown_max}});
    add(album, {.state = "no name", .screen = Goodbye{.visitor = "", .closes_at = now() + seconds{1}}});
    add(album, {.state = "the longest", .screen = Goodbye{.visitor = long_name, .closes_at = now() + seconds{9}}});
}

void add_pictures(Of<Unavailable>, Album& album) {
    add(album,
        {.state = "told", .screen = Unavailable{.problem = unreadable_log(), .closes_at = now() + notice_shown_max}});
    add(album, {.state = "may be tried again",
                .screen = Unavailable{
                    .problem = unreadable_log(), .closes_at = now() + notice_shown_max, .may_retry = true}});
}

}  // namespace vestibule::lobby
