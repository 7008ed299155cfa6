// The guard's state machine: what a scan, a PIN, a touch and time lead to.
#include <catch2/catch.hpp>

#include "kiosk/screens/guard/screen.h"

namespace vestibule::guard {
using namespace std::chrono_literals;

namespace {

const Instant noon = from_micros(1'795'262'400'000'000);

CheckView verdict(Verdict verdict, Refusal refusal = Refusal::none) {
    CheckView view;
    view.result = {.verdict = verdict, .refusal = refusal};
    view.token = "VB1:TOKEN";
    return view;
}

StaffView li_na() {
    return {.id = new_id<PersonId>(), .name = "Li Na", .roles = {"guard"}};
}

// A station in use: remembers its state and the commands that its last event gave.
struct Station {
    State state;
    std::vector<Command> commands;
    Instant now = noon;

    void happens(const Event& event) {
        auto next = step(state, event, now);
        state = std::move(next.next);
        commands = std::move(next.commands);
    }
    void later(std::chrono::seconds by) {
        now += by;
        happens(TimePassed{});
    }
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
    void signs_in(const StaffView& staff) {
        happens(SignInAsked{});
        happens(PinEntered{"271828"});
        happens(SignInAnswered{{.staff = staff, .keypad = {.tries_left = 5}}});
    }
};

}  // namespace

TEST_CASE("a scan is checked in the gate's direction from every screen") {
    Station station;
    const auto at = GENERATE(0, 1, 2, 3, 4);
    if (at == 1) station.happens(Checked{verdict(Verdict::welcome)});
    if (at == 2) station.happens(SignInAsked{});
    if (at >= 3) {
        station.signs_in(li_na());
        station.happens(ListAsked{List::inside});
        if (at == 4) station.happens(VisitChosen{new_id<VisitId>()});
    }
    station.state.passage = Passage::out;
    station.happens(Scanned{"VB1:NEXT"});
    CHECK(station.only_command<Check>().text == "VB1:NEXT");
    CHECK(station.only_command<Check>().passage == Passage::out);
    station.happens(Checked{verdict(Verdict::goodbye)});
    CHECK(station.screen<ShowVerdict>().check.result.verdict == Verdict::goodbye);
}

TEST_CASE("an empty scan asks nothing") {
    Station station;
    station.happens(Scanned{""});
    CHECK(station.commands.empty());
    CHECK(station.shows<Idle>());
}

TEST_CASE("a welcome goes away by itself, a stop stays until somebody clears it") {
    Station station;
    SECTION("welcome") {
        station.happens(Checked{verdict(Verdict::welcome)});
        CHECK(next_change(station.state) == noon + welcome_shown_max);
        station.later(welcome_shown_max - 1s);
        CHECK(station.shows<ShowVerdict>());
        station.later(1s);
        CHECK(station.shows<Idle>());
    }
    SECTION("stop") {
        station.happens(Checked{verdict(Verdict::refused, Refusal::forged)});
        CHECK_FALSE(next_change(station.state));
        station.later(std::chrono::hours{9});
        CHECK(station.shows<ShowVerdict>());
        SECTION("by hand") {
            station.happens(Back{});
            CHECK(station.shows<Idle>());
        }
        SECTION("by the next badge") {
            station.happens(Checked{verdict(Verdict::welcome)});
            CHECK(next_change(station.state));
        }
    }
    SECTION("compare") {
        station.happens(Checked{verdict(Verdict::details_missing)});
        CHECK(next_change(station.state) == noon + compare_shown_max);
        station.later(compare_shown_max);
        CHECK(station.shows<Idle>());
    }
}

TEST_CASE("only a badge that is inside already, or of unknown details, may be let in with a PIN") {
    struct Row {
        CheckView check;
        bool allowed;
    };
    const auto row = GENERATE(
        Row{verdict(Verdict::refused, Refusal::already_inside), true}, Row{verdict(Verdict::details_missing), true},
        Row{verdict(Verdict::refused, Refusal::unreadable), false},
        Row{verdict(Verdict::refused, Refusal::forged), false},
        Row{verdict(Verdict::refused, Refusal::wrong_site), false},
        Row{verdict(Verdict::refused, Refusal::revoked), false},
        Row{verdict(Verdict::refused, Refusal::unknown_key), false},
        Row{verdict(Verdict::refused, Refusal::expired), false},
        Row{verdict(Verdict::refused, Refusal::not_yet_valid), false}, Row{verdict(Verdict::welcome), false},
        Row{verdict(Verdict::refused, Refusal::visit_over), false},
        Row{verdict(Verdict::refused, Refusal::erased), false}, Row{verdict(Verdict::goodbye), false});
    Station station;
    station.happens(Checked{row.check});
    station.happens(LetInAsked{});
    CHECK(station.shows<EnterPin>() == row.allowed);
    CHECK(may_be_let_in(row.check) == row.allowed);
}

TEST_CASE("letting in asks the PIN even of someone who is signed in, and names them") {
    Station station;
    station.signs_in(li_na());
    station.happens(Checked{verdict(Verdict::refused, Refusal::already_inside)});
    station.happens(LetInAsked{});
    REQUIRE(station.shows<EnterPin>());
    const auto other = li_na();
    station.happens(PinEntered{"314159"});
    CHECK(station.only_command<SignIn>().pin == "314159");
    station.happens(SignInAnswered{{.staff = other, .keypad = {.tries_left = 5}}});
    CHECK(station.only_command<LetInNow>().staff == other.id);
    CHECK(station.only_command<LetInNow>().check.token == "VB1:TOKEN");
    station.happens(Checked{verdict(Verdict::welcome)});
    CHECK(station.screen<ShowVerdict>().check.result.verdict == Verdict::welcome);
}

TEST_CASE("a let-in that the desk refuses keeps the stop on the display and says why") {
    Station station;
    station.happens(Checked{verdict(Verdict::details_missing)});
    station.happens(LetInAsked{});
    station.happens(SignInAnswered{{.staff = li_na(), .keypad = {.tries_left = 5}}});
    station.happens(Failed{{.remedy = Remedy::ask_staff, .what = "The disk is full."}});
    REQUIRE(station.shows<ShowVerdict>());
    CHECK(station.screen<ShowVerdict>().check.result.verdict == Verdict::details_missing);
    CHECK(station.screen<ShowVerdict>().notice->problem.what == "The disk is full.");
}

TEST_CASE("a badge refused as inside already may be scanned out by a touch") {
    Station station;
    station.happens(Checked{verdict(Verdict::refused, Refusal::already_inside)});
    station.happens(GoingOutAsked{});
    CHECK(station.only_command<Check>().passage == Passage::out);
    CHECK(station.only_command<Check>().text == "VB1:TOKEN");
    CHECK(station.state.passage == Passage::in);

    station.happens(Checked{verdict(Verdict::refused, Refusal::revoked)});
    station.happens(GoingOutAsked{});
    CHECK(station.commands.empty());
}

TEST_CASE("the lists open only for someone who is signed in") {
    Station station;
    station.happens(ListAsked{List::waiting});
    REQUIRE(station.shows<EnterPin>());
    station.happens(SignInAnswered{{.staff = li_na(), .keypad = {.tries_left = 5}}});
    REQUIRE(station.shows<ShowList>());
    CHECK(station.screen<ShowList>().list == List::waiting);
    station.happens(Back{});
    station.happens(ListAsked{List::inside});
    CHECK(station.screen<ShowList>().list == List::inside);
}

TEST_CASE("a wrong PIN is said, and whether another may be tried is the desk's to say") {
    Station station;
    station.happens(SignInAsked{});
    station.happens(SignInAnswered{{.staff = std::nullopt, .keypad = {.tries_left = 2}}});
    CHECK(station.screen<EnterPin>().wrong);
    station.happens(SignInAnswered{{.staff = std::nullopt, .keypad = {.wait_s = 30}}});
    station.happens(PinEntered{"271828"});
    CHECK(station.commands.size() == 1);
}

TEST_CASE("a keypad is unlocked from the lists by whoever is signed in") {
    Station station;
    const auto keypad = new_id<StationId>();
    station.happens(UnlockAsked{keypad});
    CHECK(station.commands.empty());
    station.signs_in(li_na());
    station.happens(ListAsked{});
    station.happens(UnlockAsked{keypad});
    REQUIRE(station.commands.size() == 1);
    const auto* asked = std::get_if<UnlockKeypad>(&station.commands.front());
    REQUIRE(asked != nullptr);
    CHECK(asked->station == keypad);
    CHECK(asked->staff == station.state.session.staff->id);
    station.happens(VisitDone{Notice::About::keypad_unlocked});
    CHECK(station.screen<ShowList>().notice->about == Notice::About::keypad_unlocked);
}

TEST_CASE("waiting walk-ins are answered, and those inside let out, in the name of who is signed in") {
    Station station;
    const auto staff = li_na();
    const auto visit = new_id<VisitId>();
    station.signs_in(staff);

    SECTION("approve and decline") {
        station.happens(ListAsked{List::waiting});
        station.happens(LetOutAsked{});
        CHECK(station.commands.empty());
        station.happens(Approved{});
        CHECK(station.commands.empty());  // nobody is chosen yet
        station.happens(VisitChosen{visit});
        station.happens(LetOutAsked{});
        CHECK(station.commands.empty());  // a waiting visitor isn't inside
        station.happens(Approved{});
        CHECK(station.only_command<Answer>().approve);
        CHECK(station.only_command<Answer>().visit == visit);
        CHECK(station.only_command<Answer>().staff == staff.id);
        station.happens(Declined{});
        CHECK_FALSE(station.only_command<Answer>().approve);
        station.happens(VisitDone{Notice::About::declined});
        CHECK_FALSE(station.screen<ShowList>().chosen);
        CHECK(station.screen<ShowList>().notice->about == Notice::About::declined);
    }
    SECTION("let out") {
        station.happens(ListAsked{List::inside});
        station.happens(VisitChosen{visit});
        station.happens(Approved{});
        CHECK(station.commands.empty());
        station.happens(LetOutAsked{});
        CHECK(station.only_command<LetOut>().visit == visit);
        CHECK(station.only_command<LetOut>().staff == staff.id);
        station.happens(VisitDone{Notice::About::let_out});
        station.later(notice_shown_max);
        CHECK_FALSE(station.screen<ShowList>().notice);
    }
}

TEST_CASE("nobody stays signed in at an unattended gate") {
    Station station;
    station.signs_in(li_na());
    station.happens(ListAsked{List::inside});
    station.later(guard_session_max - 1s);
    CHECK(station.shows<ShowList>());
    station.happens(Touched{});
    station.later(guard_session_max - 1s);
    CHECK(station.shows<ShowList>());
    station.later(1s);
    CHECK(station.shows<Idle>());
    CHECK_FALSE(station.state.session.staff);
}

TEST_CASE("a sign-in that ends under a verdict doesn't take the verdict away") {
    Station station;
    station.signs_in(li_na());
    station.now += guard_session_max - 5s;
    station.happens(Checked{verdict(Verdict::refused, Refusal::revoked)});
    station.later(5s);
    CHECK(station.shows<ShowVerdict>());
    CHECK_FALSE(station.state.session.staff);
}

TEST_CASE("back leads one step back, signing out leads home") {
    Station station;
    station.happens(Checked{verdict(Verdict::refused, Refusal::already_inside)});
    station.happens(LetInAsked{});
    station.happens(Back{});
    CHECK(station.shows<ShowVerdict>());
    station.happens(Back{});
    CHECK(station.shows<Idle>());
    station.signs_in(li_na());
    station.happens(ListAsked{List::inside});
    station.happens(VisitChosen{new_id<VisitId>()});
    station.happens(Back{});
    CHECK_FALSE(station.screen<ShowList>().chosen);
    station.happens(Back{});
    CHECK(station.shows<Idle>());
    station.happens(SignOutAsked{});
    CHECK_FALSE(station.state.session.staff);
    CHECK(station.screen<Idle>().notice->about == Notice::About::signed_out);
    station.later(notice_shown_max);
    CHECK_FALSE(station.screen<Idle>().notice);
}

TEST_CASE("an unattended PIN pad goes home, and what was wrong isn't forgotten by a touch") {
    Station station;
    station.happens(SignInAsked{});
    station.happens(SignInAnswered{{.staff = std::nullopt, .keypad = {.wait_s = 60}}});
    station.now += 20s;
    station.happens(Touched{});
    CHECK(station.screen<EnterPin>().wrong);
    station.later(pin_shown_max);
    CHECK(station.shows<Idle>());
}

TEST_CASE("the roll call opens from a list, is printed or saved, and leads back to it") {
    Station station;
    const auto staff = li_na();
    station.happens(RollCallAsked{});
    CHECK(station.shows<Idle>());  // nobody has said who they are
    station.signs_in(staff);
    station.happens(ListAsked{List::inside});
    station.happens(RollCallAsked{});
    REQUIRE(station.shows<ShowRollCall>());
    station.happens(PrinterChoiceAsked{});
    CHECK(station.screen<ShowRollCall>().choosing_printer);
    station.happens(RollCallPrintAsked{"front-desk"});
    CHECK(station.only_command<SendRollCall>().way.queue == "front-desk");
    CHECK(station.only_command<SendRollCall>().staff == staff.id);
    station.happens(RollCallSaveAsked{});
    CHECK(station.only_command<SendRollCall>().way.as_file);
    station.happens(Failed{{Remedy::ask_staff, "the disk is full"}});
    CHECK(station.screen<ShowRollCall>().notice);
    station.happens(Back{});
    CHECK(station.screen<ShowList>().list == List::inside);
}

TEST_CASE("a scan over the roll call is judged as ever, and then the names go on") {
    Station station;
    station.signs_in(li_na());
    station.happens(ListAsked{List::inside});
    station.happens(RollCallAsked{});
    station.later(guard_session_max + 60s);  // read aloud, and nothing touched
    REQUIRE(station.shows<ShowRollCall>());
    station.happens(Scanned{"VB1:NEXT"});
    CHECK(station.only_command<Check>().text == "VB1:NEXT");
    station.happens(Checked{verdict(Verdict::goodbye)});
    REQUIRE(station.shows<ShowVerdict>());
    SECTION("by itself") {
        station.later(welcome_shown_max);
    }
    SECTION("by a touch") {
        station.happens(Back{});
    }
    SECTION("after the next one") {
        station.happens(Checked{verdict(Verdict::refused, Refusal::forged)});
        station.happens(Back{});
    }
    CHECK(station.shows<ShowRollCall>());
    station.later(roll_call_shown_max);
    CHECK(station.shows<Idle>());
    CHECK_FALSE(station.state.session.staff);
}

}  // namespace vestibule::guard
