// What the visitor reads about their badge: the truth about the printer, who hands it out, what comes next.
#include "kiosk/screens/lobby/badge_words.h"

#include <algorithm>

#include "kiosk/screens/common/printer_words.h"

namespace vestibule::lobby {
namespace {

// Its queue was deleted, or nobody has said which one it is: nothing will come out, and nobody has to wait to see it.
bool is_missing(const OnePrinterView& printer) {
    return !printer.reasons.empty() &&
           (printer.reasons.front() == "not-found" || printer.reasons.front() == "not-chosen");
}

bool no_printer_there(const View& view) {
    const auto& printers = view.printer.printers;
    return !printers.empty() && std::ranges::all_of(printers, is_missing);
}

bool in_trouble(const BadgeView& badge, const View& view) {
    const auto goes_nowhere = badge.print == PrintOutcome::pending && no_printer_there(view);
    return badge.print == PrintOutcome::failed || badge.print == PrintOutcome::unknown || badge.print_late ||
           goes_nowhere;
}

bool is_out(const BadgeView& badge) {
    return badge.print == PrintOutcome::printed || badge.print == PrintOutcome::saved;
}

// Somebody hands it out: it came, or comes, out of another station's printer, or there is none and it is a file.
bool is_handed_out(const BadgeView& badge, const View& view) {
    if (badge.token.empty()) return true;
    const auto may_be_saved = badge.print == PrintOutcome::pending || badge.print == PrintOutcome::failed;
    return badge.print == PrintOutcome::saved || (view.printer.saves_files && may_be_saved);
}

std::string who_hands_out(const Texts& texts, const BadgeView& badge, const View& view) {
    auto place = badge.print_place;
    if (place.empty() && view.printer.saves_files && !view.printer.printers.empty())
        place = view.printer.printers.front().place;
    return place.empty() ? texts.say("Reception will give you your badge.")
                         : texts.say("You’ll get your badge at {place}.", {{"place", texts.say(place)}});
}

// Another station's badge has no code to be scanned here, but its letters count as well.
std::string what_counts(const Texts& texts, const BadgeView& badge) {
    return badge.token.empty() ? texts.say("Please note the code: it’s your pass until then.")
                               : texts.say("Please take a photo of the code: it’s your pass until then.");
}

// What the printer says, where the badge will come out, and what counts until then.
std::string words_in_trouble(const Texts& texts, const BadgeView& badge, const View& view) {
    if (badge.print == PrintOutcome::unknown)
        return texts.say(
            "If not, please take a photo of the code: it’s your pass. Reception will give you your badge.");
    const auto where = badge.print_place.empty() ? texts.say("Reception will give you your badge.")
                                                 : texts.say("Your badge will come out at {place}.",
                                                             {{"place", texts.say(badge.print_place)}});
    const auto& reason =
        badge.print_reason.empty() && no_printer_there(view) ? view.printer.reason : badge.print_reason;
    return words::printer_for_visitor(texts, reason) + "\n" + where + "\n" + what_counts(texts, badge);
}

// About the badge itself.
std::string first_steps(const Texts& texts, const BadgeView& badge, const View& view) {
    if (is_handed_out(badge, view)) return what_counts(texts, badge);
    if (in_trouble(badge, view)) return words_in_trouble(texts, badge, view);
    auto out = texts.say("Please wear it where it can be seen.");
    if (is_out(badge) || badge.print_place.empty()) return out;
    return texts.say("It will come out at {place}.", {{"place", texts.say(badge.print_place)}}) + "\n" + out;
}

}  // namespace

bool is_pass(const BadgeView& badge, const View& view) {
    return in_trouble(badge, view) || is_handed_out(badge, view);
}

std::string badge_title(const Texts& texts, const BadgeView& badge, const View& view) {
    if (badge.print == PrintOutcome::unknown) return texts.say("Did your badge come out?");
    if (is_handed_out(badge, view)) return who_hands_out(texts, badge, view);
    if (in_trouble(badge, view)) return texts.say("Your badge isn’t printed yet.");
    if (is_out(badge) && !badge.print_place.empty())
        return texts.say("Your badge is at {place}.", {{"place", texts.say(badge.print_place)}});
    return is_out(badge) ? texts.say("Here is your badge.") : texts.say("Your badge is printing.");
}

std::string badge_steps(const Texts& texts, const BadgeView& badge, const View& view) {
    auto out = first_steps(texts, badge, view);
    // Whose badge is at reception goes there, and isn't told to wait here.
    const bool waits_here = !badge.host.empty() && !badge.token.empty();
    if (badge.escort)
        out += "\n" + (waits_here ? texts.say("Please wait here: {host} will walk with you.", {{"host", badge.host}})
                                  : texts.say("Someone will come and walk with you."));
    if (!badge.wear.empty()) out += "\n" + texts.say("Please put on: {wear}.", {{"wear", texts.say(badge.wear)}});
    if (!view.directions.empty()) out += "\n" + texts.say(view.directions);
    return out;
}

}  // namespace vestibule::lobby
