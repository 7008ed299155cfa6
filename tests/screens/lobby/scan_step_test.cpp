// What a scan does to each screen of the lobby: it acts, or it is said why not, and what somebody is doing stays.
#include "tests/screens/lobby/steps.h"

namespace vestibule::lobby::step_test {
namespace {

// The one command, which says this.
bool says(const Lobby& lobby, ScanAnswer answer) {
    const auto* said = lobby.command<SayOfScan>();
    return lobby.asked.size() == 1 && said != nullptr && said->answer == answer;
}

LookedUp found(VisitView visit) {
    return {{.outcome = Lookup::found, .visit = std::move(visit)}, CodeFrom::scanner};
}

VisitView somebody_else() {
    auto visit = visit_in(VisitPhase::expected);
    visit.id = VisitId{{7}};
    visit.visitor = "Bo Ek";
    return visit;
}

}  // namespace

TEST_CASE("a scan asks the desk wherever nobody is in the middle of something, and does nothing elsewhere") {
    const std::vector<Screen> all{SetUpName{},   SetUpPin{},        OfferSamples{}, Welcome{},    FindByCode{},
                                  FindByName{},  MeetAppointment{}, WhoAreYou{},    ChooseHost{}, GivePurpose{},
                                  GiveDetails{}, Confirm{},         waiting(),      Declined{},   ShowBadge{},
                                  Leaving{},     Goodbye{},         Unavailable{},  EnterPin{},   StaffMenu{}};
    REQUIRE(all.size() == std::variant_size_v<Screen>);
    for (const auto& screen : all) {
        INFO(name_of(screen));
        auto lobby = at(screen);
        lobby.on(Scanned{"VI1:ABCD2345"});
        CHECK(lobby.asked.size() == (takes_scans(screen) ? 1U : 0U));
        if (!takes_scans(screen)) continue;
        REQUIRE(lobby.command<LookUpCode>() != nullptr);
        CHECK(lobby.command<LookUpCode>()->from == CodeFrom::scanner);
        lobby.on(Scanned{"VB1:6BF"});
        REQUIRE(lobby.command<lobby::Leave>() != nullptr);
        CHECK(lobby.command<lobby::Leave>()->from == CodeFrom::scanner);
        CHECK(lobby.state.screen.index() == screen.index());
        // An appointment is met everywhere, and everywhere a badge that was made meanwhile is shown.
        CHECK(at(screen).on(found(somebody_else())).shows<MeetAppointment>());
        CHECK(at(screen).on(BadgeSeen{badge()}).shows<ShowBadge>());
    }
}

TEST_CASE("a scan that leads nowhere leaves the screen as it is and says why") {
    const std::pair<Lookup, ScanAnswer> table[] = {{Lookup::not_found, ScanAnswer::unknown},
                                                   {Lookup::not_today, ScanAnswer::not_today},
                                                   {Lookup::already_inside, ScanAnswer::already_inside},
                                                   {Lookup::over, ScanAnswer::over}};
    for (const auto& screen : {Screen{Welcome{}}, Screen{FindByCode{}}, Screen{FindByName{}},
                               Screen{MeetAppointment{}}, Screen{waiting()}, Screen{Goodbye{}}, Screen{Leaving{}}})
        for (const auto& [outcome, answer] : table) {
            INFO(name_of(screen));
            auto lobby = at(screen);
            lobby.on(LookedUp{{.outcome = outcome}, CodeFrom::scanner});
            CHECK(says(lobby, answer));
            CHECK(lobby.state.screen.index() == screen.index());
        }
    CHECK(says(at(Welcome{}).on(LeftAnswered{{.outcome = vestibule::Leave::not_found}}), ScanAnswer::unknown_badge));
    CHECK(says(at(Welcome{}).on(LeftAnswered{{.outcome = vestibule::Leave::not_inside}}), ScanAnswer::not_inside));
}

TEST_CASE("the next visitor's invitation is met in their language, and who waits goes on without the display") {
    auto lobby = at(waiting());
    lobby.on(found(somebody_else()));
    CHECK(lobby.screen<MeetAppointment>().visit.visitor == "Bo Ek");
    REQUIRE(lobby.asked.size() == 2);
    CHECK(std::holds_alternative<ForgetVisitor>(lobby.asked[0]));
    CHECK(std::get<SetLanguage>(lobby.asked[1]).language == "zh_CN");
}

TEST_CASE("who waits and scans the invitation again waits on, since when they came") {
    auto lobby = at(waiting());
    auto visit = visit_in(VisitPhase::waiting);
    visit.arrived_at = morning - seconds{90};
    lobby.on(found(visit));
    CHECK(lobby.screen<Waiting>().since == morning - seconds{90});
}

TEST_CASE("a badge that is scanned while somebody waits is signed out, and they wait on") {
    auto lobby = at(waiting());
    lobby.on(LeftAnswered{{.outcome = vestibule::Leave::done, .visitor = "Bo Ek"}});
    CHECK(says(lobby, ScanAnswer::left));
    CHECK(lobby.screen<Waiting>().visitor == "Amara Okafor");
}

TEST_CASE("visitors who leave together scan one after the other") {
    auto lobby = at(Goodbye{.visitor = "Amara Okafor", .closes_at = morning + seconds{2}});
    CHECK(lobby.on(Scanned{"VB1:NEXT"}).command<lobby::Leave>() != nullptr);
    lobby.on(LeftAnswered{{.outcome = vestibule::Leave::done, .visitor = "Bo Ek"}});
    CHECK(lobby.screen<Goodbye>().visitor == "Bo Ek");
    CHECK(lobby.screen<Goodbye>().closes_at == morning + goodbye_shown_max);
}

}  // namespace vestibule::lobby::step_test
