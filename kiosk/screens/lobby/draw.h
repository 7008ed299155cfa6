// Every screen's picture: shows a state and the draft, edits the draft, and says what the visitor did.
#pragma once

#include <optional>

#include "kiosk/screens/lobby/draft.h"
#include "kiosk/screens/lobby/screen.h"
#include "kiosk/ui/ui.h"

namespace vestibule::lobby {

using Action = std::optional<Event>;

// No I/O, no clock, nothing static. One file a screen, or a family of them.
Action draw(ui::Ui& ui, const SetUpName& screen, const View& view, Draft& draft);        // staff.cpp
Action draw(ui::Ui& ui, const SetUpPin& screen, const View& view, Draft& draft);         // staff.cpp
Action draw(ui::Ui& ui, const OfferSamples& screen, const View& view, Draft& draft);     // staff.cpp
Action draw(ui::Ui& ui, const EnterPin& screen, const View& view, Draft& draft);         // staff.cpp
Action draw(ui::Ui& ui, const StaffMenu& screen, const View& view, Draft& draft);        // staff.cpp
Action draw(ui::Ui& ui, const Welcome& screen, const View& view, Draft& draft);          // welcome.cpp
Action draw(ui::Ui& ui, const FindByCode& screen, const View& view, Draft& draft);       // find.cpp
Action draw(ui::Ui& ui, const FindByName& screen, const View& view, Draft& draft);       // find.cpp
Action draw(ui::Ui& ui, const MeetAppointment& screen, const View& view, Draft& draft);  // confirm.cpp
Action draw(ui::Ui& ui, const WhoAreYou& screen, const View& view, Draft& draft);        // who.cpp
Action draw(ui::Ui& ui, const ChooseHost& screen, const View& view, Draft& draft);       // host.cpp
Action draw(ui::Ui& ui, const GivePurpose& screen, const View& view, Draft& draft);      // purpose.cpp
Action draw(ui::Ui& ui, const GiveDetails& screen, const View& view, Draft& draft);      // purpose.cpp
Action draw(ui::Ui& ui, const Confirm& screen, const View& view, Draft& draft);          // confirm.cpp
Action draw(ui::Ui& ui, const Waiting& screen, const View& view, Draft& draft);          // waiting.cpp
Action draw(ui::Ui& ui, const Declined& screen, const View& view, Draft& draft);         // waiting.cpp
Action draw(ui::Ui& ui, const ShowBadge& screen, const View& view, Draft& draft);        // badge.cpp
Action draw(ui::Ui& ui, const Leaving& screen, const View& view, Draft& draft);          // leaving.cpp
Action draw(ui::Ui& ui, const Goodbye& screen, const View& view, Draft& draft);          // leaving.cpp
Action draw(ui::Ui& ui, const Unavailable& screen, const View& view, Draft& draft);      // leaving.cpp

// The sheet "Are you still there?" over whatever is shown.                                 still_there.cpp
Action draw_still_there(ui::Ui& ui, Instant until, Instant now);

}  // namespace vestibule::lobby
