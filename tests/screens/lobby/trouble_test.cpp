// The lobby's state machine when the disk is full or the printer in trouble.
#include "tests/screens/lobby/steps.h"

using namespace vestibule;
using namespace vestibule::lobby;
using namespace vestibule::lobby::step_test;

TEST_CASE("a full disk sends the visitor to reception, from wherever it is met") {
    for (const Screen& screen : std::vector<Screen>{MeetAppointment{}, FindByCode{}, Leaving{}, waiting()}) {
        auto lobby = at(screen);
        lobby.on(Failed{{Remedy::ask_staff, "disk full"}});
        CHECK(lobby.shows<Unavailable>());
        CHECK(lobby.command<WipeDraft>() != nullptr);
        lobby.on(Back{});
        CHECK(lobby.shows<Unavailable>());
        CHECK(lobby.after(notice_shown_max).shows<Welcome>());
    }
}

TEST_CASE("a disk that is full at the last step loses nothing typed while the visitor stands there") {
    auto lobby = at(Confirm{});
    lobby.on(Failed{{Remedy::ask_staff, "disk full"}});
    REQUIRE(lobby.shows<Unavailable>());
    CHECK(lobby.command<WipeDraft>() == nullptr);
    lobby.on(Back{});
    CHECK(lobby.shows<Confirm>());
}

TEST_CASE("a disk that fills up once the visit is written doesn't let it be written again") {
    auto lobby = at(Confirm{});
    lobby.on(VisitSeen{visit_in(VisitPhase::approved)});
    REQUIRE(lobby.command<Admit>() != nullptr);
    lobby.on(Failed{{Remedy::ask_staff, "disk full"}});
    REQUIRE(lobby.shows<Unavailable>());
    lobby.on(Back{});
    CHECK(lobby.shows<Unavailable>());
}

TEST_CASE("a badge that is saved as a file is a pass on the display, which stays as long") {
    auto lobby = at(ShowBadge{badge(), morning + badge_shown_max});
    lobby.on(BadgeSeen{badge(PrintOutcome::saved)});
    CHECK(lobby.screen<ShowBadge>().closes_at == morning + trouble_pass_shown_max);
    lobby.on(Closed{});
    CHECK(lobby.shows<Welcome>());
}

TEST_CASE("printer trouble keeps the pass on the display longer") {
    auto lobby = at(ShowBadge{badge(), morning + badge_shown_max});
    lobby.on(BadgeSeen{badge(PrintOutcome::failed)});
    CHECK(lobby.screen<ShowBadge>().closes_at == morning + trouble_pass_shown_max);
    lobby.now += seconds{5};
    lobby.on(BadgeSeen{badge(PrintOutcome::failed)});
    CHECK(lobby.screen<ShowBadge>().closes_at == morning + trouble_pass_shown_max);
}
