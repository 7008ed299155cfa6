// What reception's screens show: a value made anew whenever something changed, and what is being typed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/texts.h"
#include "kiosk/desk/papers.h"
#include "kiosk/screens/common/reading.h"
#include "kiosk/screens/reception/screen.h"
#include "kiosk/visit/keeper.h"

namespace vestibule::ui {
class Ui;
}

namespace vestibule::reception {

// Where one reception works for several sites: how each of them is.
struct SiteRow {
    std::string name;
    int waiting = 0;                   // people
    bool stale = false;                // its exchange, longer than its policy allows
    std::optional<Problem> problem{};  // it can't be shown
};

struct View {
    std::string site;
    std::filesystem::path logo;
    SiteZone zone;
    Instant now{};
    ExchangeView exchange;
    PrinterView printer;
    SiteReport report;
    Reading reading;
    bool has_staff = true, shares_display = false;
    KeypadView keypad;                         // at the sign-in
    std::vector<LockedKeypad> locked_keypads;  // of other stations
    DayView day;                               // its rows are not used: see `rows`
    int inside = 0;                            // people in the building now, whatever the day they came
    std::vector<VisitView> rows;         // of the page, its filter and what was typed; then visits of other days
    int rows_in_all = 0;                 // of the page, without filter and search
    Heads heads;                         // of the rows that aren't of other days
    std::size_t other_days_from = 0;     // the row with which visits of other days begin, or the end of them all
    std::size_t other_days_matches = 0;  // with those that the list has no room for
    bool searched = false;               // something is typed
    bool other_days_ready = false;       // they can be searched
    std::optional<VisitView> open;       // whose sheet is open
    AdmitQuestion question;              // before that one is admitted
    std::optional<BadgeView> badge;
    std::vector<PrintJobView> jobs;         // of the site, on their way to paper or not come out
    std::vector<PrintJobView> saved;        // where there's no printer: to be handed out by hand
    std::optional<RollCall> list_inside;    // while the roll call is shown
    std::optional<PaperJobView> roll_call;  // the one that was asked for last, since the sign-in
    std::string office_queue;               // empty: none is set up
    std::chrono::seconds data_age_limit{3600};
    std::optional<PrintJobView> job;  // of the visit whose sheet is open
    std::vector<SiteRow> sites;       // in the sidebar's order; empty where there's one site
    std::size_t site_shown = 0;
    bool site_fresh = false;                 // the first frame in which it is shown
    std::optional<std::size_t> way_back;     // at the sign-in: the site where somebody is signed in
    std::string noticed;                     // the name in the notice
    std::optional<VisitView> noticed_visit;  // … as it is now
};

// What is being typed; wiped at sign-out.
struct Draft {
    std::string search, pin;
};

// "reception.sign_in", "reception.today", "reception.inside", "reception.badges", "reception.roll_call"; with a sheet
// "…/details", "…/reprint", "…/move", "…/admit", "…/printer".
[[nodiscard]] std::string name_of(const Screen& screen);

[[nodiscard]] bool shown_by(Filter filter, const VisitView& visit);

// Each draws one screen and says what was done to it. No I/O, no clock.
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const EnterPin& screen, const View& view, Draft& draft);
// With `behind_sheet` it can be seen but not touched.
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const Day& screen, const State& state, const View& view,
                                        Draft& draft, bool behind_sheet);
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const Details& screen, const View& view);
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const Reprint& screen, const View& view);
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const MovePrint& screen, const View& view);
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const AdmitAnyway& screen, const View& view);
[[nodiscard]] std::optional<Event> draw(ui::Ui& ui, const ShowRollCall& screen, const View& view);

}  // namespace vestibule::reception
