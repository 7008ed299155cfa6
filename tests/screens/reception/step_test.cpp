// The reception's state machine: sign-in, lists, one visit's sheet, printing again, and time.
#include <catch2/catch.hpp>

#include "kiosk/screens/reception/screen.h"

namespace vestibule::reception {
using namespace std::chrono_literals;

namespace {

const Instant noon = from_micros(1'795'262'400'000'000);

// A station in use: remembers its state and the commands that its last event gave.
struct Station {
    State state;
    std::vector<Command> commands;
    Instant now = noon;
    StaffView staff{.id = new_id<PersonId>(), .name = "J. Ferrer", .roles = {"reception"}};
    VisitId visit = new_id<VisitId>();

    void happens(const Event& event) {
        auto next = step(state, event, now);
        state = std::move(next.next);
        commands = std::move(next.commands);
    }
    void later(std::chrono::seconds by) {
        now += by;
        happens(TimePassed{});
    }
    void signs_in() { happens(SignInAnswered{{.staff = staff, .keypad = {.tries_left = 5}}}); }
    template <class S>
    [[nodiscard]] bool shows() const {
        return std::holds_alternative<S>(state.screen);
    }
    template <class S>
    [[nodiscard]] const S& screen() const {
        return std::get<S>(state.screen);
    }
    template <class C>
    [[nodiscard]] const C& only_command() const {
        REQUIRE(commands.size() == 1);
        return std::get<C>(commands.front());
    }
};

}  // namespace

TEST_CASE("nothing but a right PIN opens the day") {
    Station station;
    const std::vector<Event> others = {
        PageChosen{},        FilterChosen{},  RowChosen{},          DetailsAsked{},
        Approved{},          Declined{},      AdmitAsked{},         LetOutAsked{},
        ReprintAsked{},      ReasonChosen{},  MoveAsked{},          QueueChosen{},
        PrintCancelAsked{},  RollCallAsked{}, PrinterChoiceAsked{}, RollCallPrintAsked{},
        RollCallSaveAsked{}, Back{},          SignOutAsked{},       Touched{},
        TimePassed{},        VisitDone{},     BadgeSeen{}};
    for (const auto& event : others) {
        station.happens(event);
        CHECK(station.shows<EnterPin>());
        CHECK(station.commands.empty());
    }
    station.happens(PinEntered{"271828"});
    CHECK(station.only_command<SignIn>().pin == "271828");
    station.happens(SignInAnswered{{.staff = std::nullopt, .keypad = {.tries_left = 3}}});
    CHECK(station.screen<EnterPin>().wrong);
    station.signs_in();
    CHECK(station.shows<Day>());
    CHECK(station.state.session.staff->name == "J. Ferrer");
}

TEST_CASE("whether a PIN may be tried is the desk's to say: a clock that was set ahead opens no pause here") {
    Station station;
    station.happens(SignInAnswered{{.staff = std::nullopt, .keypad = {.wait_s = 60}}});
    CHECK_FALSE(next_change(station.state));
    station.now += 48h;
    station.happens(PinEntered{"271828"});
    CHECK(station.only_command<SignIn>().pin == "271828");
    CHECK(station.shows<EnterPin>());
}

TEST_CASE("a keypad is unlocked by whoever is signed in and from the list alone") {
    Station station;
    const auto keypad = new_id<StationId>();
    station.happens(UnlockAsked{keypad});
    CHECK(station.commands.empty());
    station.signs_in();
    station.happens(UnlockAsked{keypad});
    CHECK(station.only_command<UnlockKeypad>().station == keypad);
    CHECK(station.only_command<UnlockKeypad>().staff == station.staff.id);
    station.happens(VisitDone{.done = Done::keypad_unlocked});
    CHECK(station.screen<Day>().notice->done == Done::keypad_unlocked);
}

TEST_CASE("a session ends where the clock was set back, for nobody knows how long it stood") {
    Station station;
    station.signs_in();
    station.now -= 30s;
    station.happens(TimePassed{});
    CHECK(station.shows<Day>());
    station.now -= 1h;
    station.happens(TimePassed{});
    CHECK(station.shows<EnterPin>());
}

TEST_CASE("a counter filters, and the same one again shows everything") {
    Station station;
    station.signs_in();
    station.happens(FilterChosen{Filter::waiting});
    CHECK(station.screen<Day>().filter == Filter::waiting);
    station.happens(FilterChosen{Filter::inside});
    CHECK(station.screen<Day>().filter == Filter::inside);
    station.happens(FilterChosen{Filter::inside});
    CHECK(station.screen<Day>().filter == Filter::all);
    station.happens(PageChosen{Page::inside});
    CHECK(station.screen<Day>().page == Page::inside);
    station.happens(FilterChosen{Filter::left});
    CHECK(station.screen<Day>().page == Page::today);
}

TEST_CASE("a sheet opens over the list and closes to the same row") {
    Station station;
    station.signs_in();
    station.happens(FilterChosen{Filter::expected});
    station.happens(RowChosen{station.visit});
    station.happens(DetailsAsked{station.visit});
    REQUIRE(station.shows<Details>());
    station.happens(Back{});
    CHECK(station.screen<Day>().row == station.visit);
    CHECK(station.screen<Day>().filter == Filter::expected);
    station.happens(Back{});
    CHECK(station.screen<Day>().filter == Filter::all);
    CHECK_FALSE(station.screen<Day>().row);
}

TEST_CASE("what a sheet offers is done in the name of who is signed in") {
    Station station;
    station.signs_in();
    station.happens(DetailsAsked{station.visit});
    SECTION("approve") {
        station.happens(Approved{});
        CHECK(station.only_command<Answer>().approve);
        CHECK(station.only_command<Answer>().visit == station.visit);
        CHECK(station.only_command<Answer>().staff == station.staff.id);
    }
    SECTION("decline") {
        station.happens(Declined{});
        CHECK_FALSE(station.only_command<Answer>().approve);
    }
    SECTION("admit by hand") {
        station.happens(AdmitAsked{});
        CHECK(station.only_command<Admit>().visit == station.visit);
        CHECK(station.only_command<Admit>().staff == station.staff.id);
    }
    SECTION("let out") {
        station.happens(LetOutAsked{});
        CHECK(station.only_command<LetOut>().visit == station.visit);
        CHECK(station.only_command<LetOut>().staff == station.staff.id);
    }
    station.happens(VisitDone{Done::admitted, station.visit});
    REQUIRE(station.shows<Day>());
    CHECK(station.screen<Day>().notice->done == Done::admitted);
    station.later(notice_shown_max);
    CHECK_FALSE(station.screen<Day>().notice);
}

TEST_CASE("what is to be asked before admitting is asked, and admitted only after a yes") {
    Station station;
    station.signs_in();
    station.happens(DetailsAsked{station.visit});
    station.happens(AdmitAsked{.has_question = true});
    CHECK(station.commands.empty());
    REQUIRE(station.shows<AdmitAnyway>());
    SECTION("yes") {
        station.happens(AdmitConfirmed{});
        CHECK(station.only_command<Admit>().visit == station.visit);
        CHECK(station.only_command<Admit>().staff == station.staff.id);
        CHECK(station.only_command<Admit>().another_day == AnotherDay::wanted);
        station.happens(VisitDone{Done::admitted, station.visit});
        CHECK(station.screen<Day>().notice->done == Done::admitted);
    }
    SECTION("no") {
        station.happens(Back{});
        CHECK(station.screen<Details>().visit == station.visit);
        CHECK(station.commands.empty());
    }
    SECTION("nobody answers") {
        station.later(reception_session_max);
        CHECK(station.shows<EnterPin>());
    }
    SECTION("a yes without a question is nothing") {
        station.happens(Back{});
        station.happens(AdmitConfirmed{});
        CHECK(station.commands.empty());
    }
}

TEST_CASE("a badge is printed again only with a reason") {
    Station station;
    station.signs_in();
    station.happens(DetailsAsked{station.visit});
    station.happens(ReprintAsked{});
    CHECK(station.commands.empty());
    REQUIRE(station.shows<Reprint>());
    station.happens(ReasonChosen{ReprintReason::damaged});
    CHECK(station.only_command<PrintAgain>().reason == ReprintReason::damaged);
    CHECK(station.only_command<PrintAgain>().visit == station.visit);
    CHECK(station.only_command<PrintAgain>().staff == station.staff.id);
    SECTION("done") {
        station.happens(VisitDone{Done::reprinted, station.visit});
        CHECK(station.screen<Day>().notice->done == Done::reprinted);
    }
    SECTION("not done: the sheet stays and says why, long enough to read") {
        station.happens(Failed{{.remedy = Remedy::give_up, .what = "This visit isn't inside."}});
        CHECK(station.screen<Reprint>().notice->problem.what == "This visit isn't inside.");
        station.later(notice_shown_max);
        CHECK(station.screen<Reprint>().notice);
        station.later(failure_shown_max);
        CHECK_FALSE(station.screen<Reprint>().notice);
    }
    SECTION("thought better of") {
        station.happens(Back{});
        CHECK(station.shows<Details>());
        CHECK(station.screen<Details>().visit == station.visit);
    }
}

TEST_CASE("a badge that waits is sent to another printer only when one is chosen, and one comes back to the list") {
    Station station;
    station.signs_in();
    station.happens(PageChosen{Page::badges});
    station.happens(DetailsAsked{station.visit});
    station.happens(MoveAsked{});
    CHECK(station.commands.empty());
    REQUIRE(station.shows<MovePrint>());
    SECTION("chosen") {
        station.happens(QueueChosen{"front-desk"});
        CHECK(station.only_command<PrintElsewhere>().queue == "front-desk");
        CHECK(station.only_command<PrintElsewhere>().visit == station.visit);
        CHECK(station.only_command<PrintElsewhere>().staff == station.staff.id);
        station.happens(VisitDone{Done::print_moved, station.visit});
        REQUIRE(station.shows<Day>());
        CHECK(station.screen<Day>().page == Page::badges);
        CHECK(station.screen<Day>().notice->done == Done::print_moved);
    }
    SECTION("thought better of") {
        station.happens(Back{});
        CHECK(station.shows<Details>());
    }
    SECTION("a reason for a reprint is no queue") {
        station.happens(ReasonChosen{});
        CHECK(station.commands.empty());
        CHECK(station.shows<MovePrint>());
    }
}

TEST_CASE("a badge isn't printed any more once staff say so on its visit's sheet") {
    Station station;
    station.signs_in();
    station.happens(PrintCancelAsked{});
    CHECK(station.commands.empty());  // no sheet, no badge
    station.happens(DetailsAsked{station.visit});
    station.happens(PrintCancelAsked{});
    CHECK(station.only_command<DontPrint>().visit == station.visit);
    CHECK(station.only_command<DontPrint>().staff == station.staff.id);
}

TEST_CASE("a badge that came out is noted by whoever is signed in, on its visit's sheet") {
    Station station;
    station.signs_in();
    station.happens(BadgeSeen{});
    CHECK(station.commands.empty());
    station.happens(DetailsAsked{station.visit});
    station.happens(BadgeSeen{});
    CHECK(station.only_command<ReportBadge>().visit == station.visit);
    CHECK(station.only_command<ReportBadge>().staff == station.staff.id);
}

TEST_CASE("the roll call is on the display at once, and printed or saved by whoever is signed in") {
    Station station;
    station.signs_in();
    station.happens(PageChosen{Page::inside});
    station.happens(RollCallAsked{});
    REQUIRE(station.shows<ShowRollCall>());
    CHECK(station.commands.empty());
    SECTION("at the office printer") {
        station.happens(RollCallPrintAsked{});
        CHECK(station.only_command<SendRollCall>().staff == station.staff.id);
        CHECK(station.only_command<SendRollCall>().way.queue.empty());
        CHECK_FALSE(station.only_command<SendRollCall>().way.as_file);
        station.happens(VisitDone{Done::roll_call_asked});
    }
    SECTION("at one that is chosen") {
        station.happens(PrinterChoiceAsked{});
        CHECK(station.screen<ShowRollCall>().choosing_printer);
        station.happens(RollCallPrintAsked{"front-desk"});
        CHECK(station.only_command<SendRollCall>().way.queue == "front-desk");
        CHECK_FALSE(station.screen<ShowRollCall>().choosing_printer);
    }
    SECTION("as a file") {
        station.happens(RollCallSaveAsked{});
        CHECK(station.only_command<SendRollCall>().way.as_file);
    }
    SECTION("what can't even be asked for is said, for a while") {
        station.happens(RollCallPrintAsked{});
        station.happens(Failed{{Remedy::ask_staff, "the disk is full"}});
        CHECK(station.screen<ShowRollCall>().notice->problem.what == "the disk is full");
        station.later(failure_shown_max);
        CHECK_FALSE(station.screen<ShowRollCall>().notice);
    }
    SECTION("no printer after all") {
        station.happens(PrinterChoiceAsked{});
        station.happens(Back{});
        REQUIRE(station.shows<ShowRollCall>());
    }
    REQUIRE(station.shows<ShowRollCall>());
    station.happens(Back{});
    CHECK(station.screen<Day>().page == Page::inside);
}

TEST_CASE("whoever reads names aloud touches nothing: the roll call stays, but not for ever") {
    Station station;
    station.signs_in();
    station.happens(RollCallAsked{});
    station.later(roll_call_shown_max - 1s);
    REQUIRE(station.shows<ShowRollCall>());
    CHECK(next_change(station.state) == noon + roll_call_shown_max);
    SECTION("back in the list the usual time begins anew") {
        station.happens(Back{});
        station.later(1s);
        CHECK(station.shows<Day>());
    }
    SECTION("left alone it goes") {
        station.later(1s);
        CHECK(station.shows<EnterPin>());
        CHECK_FALSE(station.state.session.staff);
    }
}

TEST_CASE("reasons have the words that are kept in the log") {
    CHECK(name_of(ReprintReason::lost) == "lost");
    CHECK(name_of(ReprintReason::damaged) == "damaged");
    CHECK(name_of(ReprintReason::not_printed) == "not-printed");
    CHECK(name_of(ReprintReason::wrong_data) == "wrong-data");
}

TEST_CASE("whatever is open, an unattended desk signs out: a touch keeps it") {
    Station station;
    station.signs_in();
    const auto depth = GENERATE(0, 1, 2);
    if (depth >= 1) station.happens(DetailsAsked{station.visit});
    if (depth >= 2) station.happens(ReprintAsked{});
    station.now += reception_session_max - 1s;
    station.happens(Touched{});
    CHECK(next_change(station.state) == station.now + reception_session_max);
    station.later(reception_session_max - 1s);
    CHECK_FALSE(station.shows<EnterPin>());
    station.later(1s);
    CHECK(station.shows<EnterPin>());
    CHECK_FALSE(station.state.session.staff);
}

TEST_CASE("another site is asked for from the list and from the sign-in, never from under a sheet") {
    Station station;
    station.happens(SiteChosen{1});
    CHECK(station.only_command<ShowSite>().site == 1);
    CHECK(station.shows<EnterPin>());
    station.signs_in();
    station.happens(FilterChosen{Filter::waiting});
    station.happens(VisitDone{Done::admitted, station.visit});
    station.happens(SiteChosen{2});
    CHECK(station.only_command<ShowSite>().site == 2);
    CHECK(station.screen<Day>().filter == Filter::waiting);
    CHECK_FALSE(station.screen<Day>().notice);
    station.happens(DetailsAsked{station.visit});
    station.happens(SiteChosen{1});
    CHECK(station.commands.empty());
    station.happens(ReprintAsked{});
    station.happens(SiteChosen{1});
    CHECK(station.commands.empty());
    CHECK(station.shows<Reprint>());
}

TEST_CASE("signing out closes whatever is open") {
    Station station;
    station.signs_in();
    const auto depth = GENERATE(0, 1, 2);
    if (depth >= 1) station.happens(DetailsAsked{station.visit});
    if (depth >= 2) station.happens(ReprintAsked{});
    station.happens(SignOutAsked{});
    CHECK(station.shows<EnterPin>());
    CHECK_FALSE(station.state.session.staff);
}

}  // namespace vestibule::reception
