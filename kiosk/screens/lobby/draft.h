// What is being typed at the lobby, and what its screens are told to show. Nothing of it is ever kept.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/base/texts.h"
#include "kiosk/base/wipe.h"
#include "kiosk/desk/views.h"

namespace vestibule::lobby {

inline constexpr std::size_t phone_length_max = 24;
inline constexpr std::size_t plate_length_max = 16;
inline constexpr std::size_t code_length_max = 12;  // forgiving: dashes and spaces count too
inline constexpr int companions_most = 20;

struct Draft {
    VisitDraft visit;
    std::string host_typed;                       // what the search field holds
    std::string host_name, host_department;       // of the host who was chosen
    bool host_unknown = false;                    // "I don't know the name"
    std::string code, name, phone_last4;          // to find an appointment
    std::string name_of_host;                     // … that has no phone number
    bool by_host = false, asked_by_host = false;  // what the page asks for, and what was last looked for
    bool turned = false;                          // the page asks for the other: its field waits for typing
    bool name_asked_for = false;                  // they wanted to go on without one
    std::string badge_code;                       // to leave
    std::string staff_name, pin, first_pin;       // staff
};

// Overwrites and empties everything, so that it isn't in memory any more.
void wipe(Draft& draft);
using vestibule::wipe;

// Somebody who is called, and the words of their own language.
struct Call {
    CallView call;
    const Texts* texts = nullptr;
};

// The rest of what the screens show; made by the conductor for each frame.
struct View {
    Instant now{};
    std::string site, clock, directions;
    int hour = 9;
    std::filesystem::path logo;
    std::vector<std::string> languages;
    std::vector<HostView> hosts;           // found for draft.host_typed
    std::vector<std::string> visit_types;  // policy's names; the first is the default one
    std::vector<Call> calls;               // who may come to the display now, in their order
    const SiteZone* zone = nullptr;
    ExchangeView exchange;  // for staff
    PrinterView printer;
    KeypadView keypad{};  // while a PIN is asked for
};

}  // namespace vestibule::lobby
