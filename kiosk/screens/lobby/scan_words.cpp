// The table of answers to scans.
#include "kiosk/screens/lobby/scan_words.h"

#include "kiosk/base/texts.h"

namespace vestibule::lobby {

const char* words_of(ScanAnswer answer) {
    switch (answer) {
        case ScanAnswer::not_ours:
            return mark("That isn’t a code of ours. Please scan the QR code of your invitation or of your badge.");
        case ScanAnswer::not_now:
            return mark("Please finish here first, or touch “Back”. Then scan again.");
        case ScanAnswer::unknown:
            return mark("We can’t find that code. Please ask at reception; they’ll be glad to help.");
        case ScanAnswer::not_today:
            return mark("Your appointment is on another day. Please ask at reception; they’ll be glad to help.");
        case ScanAnswer::already_inside:
            return mark("You’re already checked in. If you need another badge, please ask at reception.");
        case ScanAnswer::over:
            return mark("This appointment is no longer open. Please ask at reception; they’ll be glad to help.");
        case ScanAnswer::called_off:
            return mark("This appointment was called off. Please ask at reception; they’ll be glad to help.");
        case ScanAnswer::moved:
            return mark("This appointment has a new time. Please ask at reception; they’ll be glad to help.");
        case ScanAnswer::uninvited:
            return mark("This appointment has changed. Please ask at reception; they’ll be glad to help.");
        case ScanAnswer::turned_down:
            return mark(
                "This appointment was declined in your name. Please ask at reception; they’ll be glad to help.");
        case ScanAnswer::unknown_badge:
            return mark("We can’t find that badge. Please scan it again, or hand it in at reception.");
        case ScanAnswer::not_inside:
            return mark("You’ve already signed out. Thank you, and goodbye.");
        case ScanAnswer::left:
            return mark("You’re signed out. Thank you, and goodbye.");
        case ScanAnswer::failed:
            break;
    }
    return mark("Something went wrong. Please try again.");
}

}  // namespace vestibule::lobby
