// The lobby's state machine as a visitor, the desk and the clock see it.
#include "tests/screens/lobby/steps.h"

using namespace vestibule;
using namespace vestibule::lobby;
using namespace vestibule::lobby::step_test;

TEST_CASE("a walk-in is asked one thing after the other, and registered only when all is confirmed") {
    Lobby lobby;
    lobby.on(WalkInChosen{});
    CHECK(lobby.shows<WhoAreYou>());
    lobby.on(Next{});
    CHECK(lobby.shows<ChooseHost>());
    lobby.on(Next{});
    CHECK(lobby.shows<GivePurpose>());
    lobby.on(Next{});
    CHECK(lobby.shows<GiveDetails>());
    lobby.on(Next{});
    CHECK(lobby.shows<Confirm>());
    CHECK(lobby.asked.empty());
    lobby.on(Confirmed{});
    CHECK(lobby.command<Register>() != nullptr);
    CHECK(lobby.shows<Confirm>());  // until the desk has answered
}

TEST_CASE("going back keeps what was typed: only the welcome screen wipes it") {
    auto lobby = at(GiveDetails{});
    for (int i = 0; i < 3; ++i) {
        lobby.on(Back{});
        CHECK(lobby.asked.empty());
    }
    CHECK(lobby.shows<WhoAreYou>());
    lobby.on(Back{});
    CHECK(lobby.shows<Welcome>());
    CHECK(lobby.command<ForgetVisitor>() != nullptr);
}

TEST_CASE("each answer can be changed from where it is read back, and the change leads back there") {
    for (const auto part : {Part::who, Part::host, Part::purpose, Part::details}) {
        auto changed = at(Confirm{});
        changed.on(ChangeAsked{part});
        CHECK_FALSE(changed.shows<Confirm>());
        CHECK(changed.on(Next{}).shows<Confirm>());
        auto left = at(Confirm{});
        CHECK(left.on(ChangeAsked{part}).on(Back{}).shows<Confirm>());
    }
}

TEST_CASE("a registered walk-in waits for the answer, and the draft is wiped as soon as it is written down") {
    auto lobby = at(Confirm{});
    lobby.on(VisitSeen{visit_in(VisitPhase::waiting)});
    CHECK(lobby.screen<Waiting>().visitor == "Amara Okafor");
    CHECK_FALSE(lobby.screen<Waiting>().booked);
    CHECK(lobby.screen<Waiting>().since == morning);
    CHECK(lobby.command<WipeDraft>() != nullptr);
}

TEST_CASE("an approval admits, a badge shows, and it closes by itself") {
    auto lobby = at(waiting());
    lobby.on(VisitSeen{visit_in(VisitPhase::approved)});
    REQUIRE(lobby.command<Admit>() != nullptr);
    lobby.on(BadgeSeen{badge()});
    CHECK(lobby.shows<ShowBadge>());
    CHECK(lobby.after(badge_shown_max - seconds{1}).shows<ShowBadge>());
    CHECK(lobby.after(seconds{1}).shows<Welcome>());
    CHECK(lobby.command<ForgetVisitor>() != nullptr);
}

TEST_CASE("a walk-in whom policy lets in at once is admitted without waiting") {
    auto lobby = at(Confirm{});
    lobby.on(VisitSeen{visit_in(VisitPhase::approved)});
    CHECK(lobby.command<Admit>() != nullptr);
}

TEST_CASE("a refusal is said once, without a reason, and goes") {
    auto lobby = at(waiting());
    lobby.on(VisitSeen{visit_in(VisitPhase::declined)});
    CHECK(lobby.shows<Declined>());
    CHECK(lobby.after(notice_shown_max).shows<Welcome>());
}

TEST_CASE("the next visitor gets the display, and the visit of the one who waits goes on") {
    auto lobby = at(waiting());
    lobby.on(NextVisitorCame{});
    CHECK(lobby.shows<Welcome>());
    CHECK(lobby.command<Cancel>() == nullptr);
    CHECK(lobby.command<ForgetVisitor>() != nullptr);  // nothing of the first one is left on it
}

TEST_CASE("who comes back by name goes on where they were: to waiting, to the badge, to the refusal") {
    struct Row {
        VisitPhase phase;
        bool arrived;
        std::string_view leads_to;
    };
    for (const auto& row :
         {Row{VisitPhase::waiting, true, "lobby.waiting"}, Row{VisitPhase::declined, true, "lobby.declined"},
          Row{VisitPhase::expected, false, "lobby.meet"}, Row{VisitPhase::approved, false, "lobby.meet"}}) {
        auto visit = visit_in(row.phase);
        visit.phone = "+46 70 123 45 67";
        if (row.arrived) visit.arrived_at = morning - seconds{90};
        auto lobby = at(FindByName{});
        lobby.on(LookedUp{{.outcome = Lookup::found, .visit = visit}});
        CHECK(name_of(lobby.state.screen) == row.leads_to);
        CHECK(lobby.command<Admit>() == nullptr);
    }
    auto called = visit_in(VisitPhase::approved);
    called.arrived_at = morning - seconds{90};
    auto lobby = at(FindByName{});
    lobby.on(LookedUp{{.outcome = Lookup::found, .visit = called}});
    REQUIRE(lobby.command<Admit>() != nullptr);
    lobby.on(BadgeSeen{badge()});
    CHECK(lobby.shows<ShowBadge>());
}

TEST_CASE("who comes back has waited since they came, and knows the number by which they are called") {
    auto visit = visit_in(VisitPhase::waiting);
    visit.arrived_at = morning - seconds{90};
    visit.walk_in = true;
    visit.phone = "4567";
    visit.number = 12;
    auto lobby = at(FindByName{});
    lobby.on(LookedUp{{.outcome = Lookup::found, .visit = visit}});
    CHECK(lobby.screen<Waiting>().since == morning - seconds{90});
    CHECK(lobby.screen<Waiting>().number == 12);
    CHECK_FALSE(lobby.screen<Waiting>().booked);
    auto without_phone = at(Confirm{});
    without_phone.on(VisitSeen{visit_in(VisitPhase::waiting)});
    CHECK(without_phone.shows<Waiting>());
}

TEST_CASE("who is called and touches it gets the badge, in their own language") {
    Lobby lobby;
    auto visit = visit_in(VisitPhase::approved);
    visit.arrived_at = morning;
    lobby.on(CallTaken{visit.id});
    REQUIRE(lobby.command<ShowVisit>() != nullptr);
    CHECK(lobby.command<ShowVisit>()->visit == visit.id);
    lobby.on(VisitSeen{visit});
    REQUIRE(lobby.command<Admit>() != nullptr);
    CHECK(lobby.command<SetLanguage>()->language == "zh_CN");
    lobby.on(BadgeSeen{badge()});
    CHECK(lobby.shows<ShowBadge>());
}

TEST_CASE("who is called to a refusal reads it, and it is remembered whose it was") {
    Lobby lobby;
    auto visit = visit_in(VisitPhase::declined);
    visit.arrived_at = morning;
    lobby.on(CallTaken{visit.id}).on(VisitSeen{visit});
    CHECK(lobby.screen<Declined>().visit == visit.id);
}

TEST_CASE("a call that is over when it's touched leads to where the visit is now") {
    Lobby lobby;
    lobby.on(VisitSeen{visit_in(VisitPhase::cancelled)});
    CHECK(lobby.shows<Welcome>());
    lobby.on(VisitSeen{visit_in(VisitPhase::waiting)});
    CHECK(lobby.shows<Waiting>());
}

TEST_CASE("somebody else who is called takes the display from one who waits, whose visit goes on") {
    auto lobby = at(waiting());
    auto other = visit_in(VisitPhase::approved);
    other.id = VisitId{{7}}, other.arrived_at = morning;
    lobby.on(CallTaken{other.id});
    CHECK(lobby.shows<Welcome>());
    CHECK(lobby.command<ForgetVisitor>() != nullptr);
    CHECK(lobby.command<ShowVisit>()->visit == other.id);
    CHECK(lobby.command<Cancel>() == nullptr);
    lobby.on(VisitSeen{other});
    CHECK(lobby.command<Admit>()->visit == other.id);
}

TEST_CASE("turning the page of those called goes back by itself") {
    Lobby lobby;
    lobby.on(CallsTurned{3}).on(Touched{});
    CHECK(lobby.screen<Welcome>().calls_from == 3);
    lobby.after(lobby.state.idle);
    CHECK(lobby.screen<Welcome>().calls_from == 0);
}

TEST_CASE("what the visitor says of the badge is written down, and then shown") {
    for (const bool came_out : {true, false}) {
        auto lobby = at(ShowBadge{badge(PrintOutcome::unknown), morning + seconds{5}});
        lobby.on(PrintReported{came_out});
        REQUIRE(lobby.command<ReportPrint>() != nullptr);
        CHECK(lobby.command<ReportPrint>()->badge == badge().id);
        CHECK(lobby.command<ReportPrint>()->came_out == came_out);
        lobby.on(BadgeSeen{badge(came_out ? PrintOutcome::printed : PrintOutcome::failed)});
        const auto shown = came_out ? badge_shown_max : trouble_pass_shown_max;
        CHECK(lobby.screen<ShowBadge>().closes_at == morning + shown);
    }
}

TEST_CASE("another visitor's visit doesn't move the one who waits") {
    auto lobby = at(waiting());
    auto other = visit_in(VisitPhase::approved);
    other.id = VisitId{{9}};
    lobby.on(VisitSeen{other});
    CHECK(lobby.shows<Waiting>());
    CHECK(lobby.asked.empty());
}

TEST_CASE("waiting can be given up, but not by one touch") {
    auto lobby = at(waiting());
    lobby.on(GivingUpAsked{});
    CHECK(lobby.screen<Waiting>().asks_giving_up);
    CHECK(lobby.command<Cancel>() == nullptr);
    CHECK_FALSE(Lobby{lobby}.on(Closed{}).screen<Waiting>().asks_giving_up);
    lobby.on(GivenUp{});
    CHECK(lobby.command<Cancel>() != nullptr);
    CHECK(lobby.shows<Goodbye>());
}

TEST_CASE("the name of one who waits doesn't stay on the display for ever: the visit does") {
    auto lobby = at(waiting());
    CHECK(lobby.after(waiting_shown_max - seconds{1}).shows<Waiting>());
    CHECK(lobby.after(seconds{1}).shows<Welcome>());
    CHECK(lobby.command<Cancel>() == nullptr);
}

TEST_CASE("an invitation scanned at the welcome screen leads to its appointment, in its language") {
    Lobby lobby;
    lobby.on(Scanned{"VI1:ABCD2345"});
    REQUIRE(lobby.command<LookUpCode>() != nullptr);
    CHECK(lobby.command<LookUpCode>()->text == "VI1:ABCD2345");
    lobby.on(LookedUp{{.outcome = Lookup::found, .visit = visit_in(VisitPhase::expected)}});
    CHECK(lobby.shows<MeetAppointment>());
    REQUIRE(lobby.command<SetLanguage>() != nullptr);
    CHECK(lobby.command<SetLanguage>()->language == "zh_CN");
    lobby.on(Confirmed{});
    CHECK(lobby.command<Arrive>() != nullptr);
    lobby.on(VisitSeen{visit_in(VisitPhase::waiting)});
    CHECK(lobby.screen<Waiting>().booked);
}

TEST_CASE("a badge scanned at the welcome screen signs its visitor out") {
    Lobby lobby;
    lobby.on(Scanned{"VB1:6BF"});
    REQUIRE(lobby.command<lobby::Leave>() != nullptr);
    lobby.on(LeftAnswered{{.outcome = vestibule::Leave::done, .visitor = "Amara Okafor"}});
    CHECK(lobby.screen<Goodbye>().visitor == "Amara Okafor");
    CHECK(lobby.after(goodbye_shown_max).shows<Welcome>());
}

TEST_CASE("a code that leads nowhere is told apart, politely, and can be tried again") {
    struct Row {
        Lookup outcome;
        NotFound why;
    };
    for (const auto& row :
         {Row{Lookup::not_found, NotFound::unknown}, Row{Lookup::not_today, NotFound::not_today},
          Row{Lookup::already_inside, NotFound::already_inside}, Row{Lookup::over, NotFound::over},
          Row{Lookup::called_off, NotFound::called_off}, Row{Lookup::moved, NotFound::moved},
          Row{Lookup::uninvited, NotFound::uninvited}, Row{Lookup::turned_down, NotFound::turned_down}}) {
        auto lobby = at(FindByCode{});
        lobby.on(CodeEntered{"ABCD-2345"});
        CHECK(lobby.command<LookUpCode>() != nullptr);
        lobby.on(LookedUp{{.outcome = row.outcome}});
        CHECK(lobby.screen<FindByCode>().why == row.why);
        CHECK(lobby.on(CodeEntered{"ABCD-2346"}).command<LookUpCode>() != nullptr);
    }
}

TEST_CASE("after too many wrong codes there is a pause that a touch can't shorten") {
    auto lobby = at(FindByName{});
    lobby.on(LookedUp{{.outcome = Lookup::too_many_tries, .visit = {}, .wait_s = 60}});
    CHECK(lobby.screen<FindByName>().why == NotFound::too_many_tries);
    lobby.on(NameEntered{"Amara", "1234"});
    CHECK(lobby.asked.empty());
    lobby.state.touched = morning + seconds{59};
    lobby.after(seconds{60});
    CHECK(lobby.screen<FindByName>().why == NotFound::none);
    CHECK(lobby.on(NameEntered{"Amara", "1234"}).command<LookUpName>() != nullptr);
}

TEST_CASE("nobody there: a warning for at least 20 s, then everything is forgotten") {
    static_assert(still_there_shown >= seconds{20});
    auto lobby = at(WhoAreYou{});
    lobby.after(seconds{59});
    CHECK_FALSE(lobby.state.still_there);
    lobby.after(seconds{1});
    REQUIRE(lobby.state.still_there);
    CHECK(lobby.shows<WhoAreYou>());
    CHECK(lobby.after(still_there_shown - seconds{1}).shows<WhoAreYou>());
    lobby.after(seconds{1});
    CHECK(lobby.shows<Welcome>());
    CHECK_FALSE(lobby.state.still_there);
    CHECK(lobby.command<ForgetVisitor>() != nullptr);
}

TEST_CASE("a touch answers the warning, and the draft stays") {
    auto lobby = at(GivePurpose{});
    lobby.after(seconds{60});
    REQUIRE(lobby.state.still_there);
    lobby.on(StillHere{});
    CHECK_FALSE(lobby.state.still_there);
    CHECK(lobby.shows<GivePurpose>());
    CHECK(lobby.asked.empty());
    CHECK_FALSE(lobby.after(seconds{59}).state.still_there);
}

TEST_CASE("every screen that holds a visitor's data asks whether they're there: the others don't") {
    const std::vector<Screen> all{SetUpName{},   SetUpPin{},        OfferSamples{}, Welcome{},    FindByCode{},
                                  FindByName{},  MeetAppointment{}, WhoAreYou{},    ChooseHost{}, GivePurpose{},
                                  GiveDetails{}, Confirm{},         waiting(),      Declined{},   ShowBadge{},
                                  Leaving{},     Goodbye{},         Unavailable{},  EnterPin{},   StaffMenu{}};
    REQUIRE(all.size() == std::variant_size_v<Screen>);
    const std::vector<std::string_view> asked{"lobby.find_code", "lobby.find_name", "lobby.meet",
                                              "lobby.who",       "lobby.host",      "lobby.purpose",
                                              "lobby.details",   "lobby.confirm",   "lobby.leaving"};
    for (const auto& screen : all) {
        auto lobby = at(screen);
        lobby.after(seconds{60});
        INFO(name_of(screen));
        const bool expected = std::find(asked.begin(), asked.end(), name_of(screen)) != asked.end();
        CHECK(lobby.state.still_there.has_value() == expected);
    }
}

TEST_CASE("a badge that came out keeps the time it had") {
    auto lobby = at(ShowBadge{badge(), morning + badge_shown_max});
    lobby.on(BadgeSeen{badge(PrintOutcome::printed)});
    CHECK(lobby.screen<ShowBadge>().badge.print == PrintOutcome::printed);
    CHECK(lobby.screen<ShowBadge>().closes_at == morning + badge_shown_max);
}

TEST_CASE("staff pass the corner with their PIN only, and the menu closes by itself") {
    Lobby lobby;
    lobby.on(StaffAsked{});
    CHECK(lobby.shows<EnterPin>());
    lobby.on(PinEntered{"271828"});
    REQUIRE(lobby.command<SignIn>() != nullptr);
    lobby.on(SignInAnswered{{.staff = {}, .keypad = {.wait_s = 60}}});
    CHECK(lobby.screen<EnterPin>().wrong);
    CHECK(lobby.command<ForgetSecrets>() != nullptr);
    // Whether it may be tried now is the desk's to say, which has another clock.
    CHECK(lobby.on(PinEntered{"314159"}).command<SignIn>() != nullptr);
    lobby.on(SignInAnswered{{.staff = StaffView{.id = {}, .name = "J. Ferrer", .roles = {}}}});
    CHECK(lobby.screen<StaffMenu>().staff.name == "J. Ferrer");
    auto chosen = lobby;
    chosen.on(MenuChosen{AppRequest::go_guard});
    REQUIRE(chosen.command<Ask>() != nullptr);
    CHECK(chosen.command<Ask>()->request == AppRequest::go_guard);
    CHECK(chosen.command<Ask>()->staff.name == "J. Ferrer");  // and isn't asked for the PIN again
    lobby.state.touched = lobby.now;
    CHECK(lobby.after(staff_idle_max).shows<Welcome>());
}

TEST_CASE("a PIN that is easy to guess is refused before it is typed a second time") {
    for (const char* pin : {"111111", "123456", "654321", "12345"}) {
        auto lobby = at(SetUpPin{});
        lobby.on(PinEntered{pin});
        INFO(pin);
        CHECK_FALSE(lobby.screen<SetUpPin>().repeating);
        CHECK_FALSE(lobby.screen<SetUpPin>().refused.empty());
        CHECK(lobby.command<KeepFirstPin>() == nullptr);
    }
}

TEST_CASE("where another role's station is the first one, its screens follow the first PIN, signed in") {
    auto gate = at(SetUpPin{.repeating = true});
    gate.state.set_up_for = AppRequest::go_guard;
    gate.state.samples_offered = true;
    gate.on(PinSet{{.id = {}, .name = "J. Ferrer", .roles = {}}});
    REQUIRE(gate.command<Ask>() != nullptr);
    CHECK(gate.command<Ask>()->request == AppRequest::go_guard);
    CHECK(gate.command<Ask>()->staff.name == "J. Ferrer");
}

TEST_CASE("the first PIN is typed twice, and a difference starts anew") {
    auto lobby = at(SetUpPin{});
    lobby.state.samples_offered = true;
    lobby.on(PinEntered{"271828"});
    CHECK(lobby.command<KeepFirstPin>() != nullptr);
    CHECK(lobby.command<SetPin>() == nullptr);
    CHECK(lobby.screen<SetUpPin>().repeating);
    auto differed = lobby;
    differed.on(PinEntered{"271829"}).on(PinRefused{});
    CHECK(differed.screen<SetUpPin>().differed);
    CHECK_FALSE(differed.screen<SetUpPin>().repeating);
    lobby.on(PinEntered{"271828"});
    CHECK(lobby.command<SetPin>() != nullptr);
    lobby.on(PinSet{});
    CHECK(lobby.shows<OfferSamples>());
    CHECK(lobby.on(SamplesAnswered{true}).command<LoadSamples>() != nullptr);
    CHECK(lobby.on(SamplesLoaded{}).shows<Welcome>());
}

TEST_CASE("a language chosen and left is reset for the next person") {
    Lobby lobby;
    lobby.on(LanguageChosen{"zh_CN"});
    CHECK(lobby.command<SetLanguage>() != nullptr);
    lobby.on(Touched{});
    lobby.after(seconds{60});
    CHECK(lobby.command<ForgetVisitor>() != nullptr);
}

TEST_CASE("time changes something at the moment that is announced, and not before") {
    for (const Screen& screen : std::vector<Screen>{
             WhoAreYou{}, waiting(), EnterPin{}, Goodbye{.visitor = {}, .closes_at = morning + seconds{7}},
             ShowBadge{.badge = {}, .closes_at = morning + seconds{9}},
             FindByCode{.why = NotFound::too_many_tries, .again_at = morning + seconds{11}}}) {
        auto lobby = at(screen);
        const auto due = next_change(lobby.state);
        INFO(name_of(screen));
        REQUIRE(due);
        const auto early = step(lobby.state, TimePassed{}, *due - std::chrono::microseconds{1});
        CHECK(early.commands.empty());
        CHECK_FALSE(early.next.still_there);
        CHECK(early.next.screen.index() == screen.index());
        const auto late = step(lobby.state, TimePassed{}, *due);
        const auto* code = std::get_if<FindByCode>(&late.next.screen);
        CHECK((!late.commands.empty() || late.next.still_there || late.next.screen.index() != screen.index() ||
               (code != nullptr && code->why == NotFound::none)));
    }
}

TEST_CASE("a wiped draft holds nothing, not even in the memory of its strings") {
    Draft draft;
    draft.visit.name = "A name that is long enough to lie on the heap";
    draft.visit.companions = 3;
    draft.pin = "271828";
    const char* bytes = draft.visit.name.data();
    const auto size = draft.visit.name.size();
    wipe(draft);
    CHECK(draft.visit.name.empty());
    CHECK(draft.pin.empty());
    CHECK(draft.visit.companions == 0);
    REQUIRE(draft.visit.name.data() == bytes);  // same memory, and it is zero
    CHECK(std::all_of(bytes, bytes + size, [](char c) { return c == 0; }));
}
