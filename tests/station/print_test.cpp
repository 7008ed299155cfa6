// Badges at a real print server with two printers: the next printer where one fails, expiry, cancelling, moving,
// reprints, restarts. Paper is counted at the printers.
#include <cstdlib>

#include "tests/station/print_desk.h"

using namespace vestibule;
using namespace vestibule::station_test;

TEST_CASE("a printer that is off: the badge comes out at reception's, once, and the visitor is told where",
          "[print][printer]") {
    PrintDesk building;
    building.own.stop_printer();
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.is_at_printer(badge));
    REQUIRE(building.says(badge, "offline"));
    const auto row = building.row(badge).value();
    CHECK(row.visitor == "Zhang Wei");
    CHECK(row.queue == "badge");
    CHECK(row.next == PrintNext::moves);
    CHECK(row.next_queue == "front-desk");
    CHECK(row.may_move_to == std::vector<std::string>{"front-desk"});

    building.wait(std::chrono::seconds{61});
    REQUIRE(building.comes_to(badge, PrintOutcome::printed));
    CHECK(must(building.desk->badge(badge))->print_place == "reception");
    CHECK(must(building.desk->reader().badge(badge))->print_queue == "front-desk");
    building.own.start_printer();
    building.let_be();
    CHECK(building.own.documents().empty());
    CHECK(building.other.documents().size() == 1);
    CHECK_FALSE(building.row(badge));
}

TEST_CASE("a queue that refuses jobs, is gone, or whose printer drops the badge: the next one gets it at once",
          "[print][printer]") {
    PrintDesk building;
    SECTION("it refuses jobs") {
        REQUIRE(std::system(("/usr/sbin/cupsreject -h " + building.own.server() + " badge").c_str()) == 0);
    }
    SECTION("it was removed") {
        building.own.remove_queue();
    }
    SECTION("the printer drops the job") {
        building.own.behave(PrinterBehaviour::aborts);
    }
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.comes_to(badge, PrintOutcome::printed));
    CHECK(building.other.documents().size() == 1);
    CHECK(must(building.desk->badge(badge))->print_place == "reception");
}

TEST_CASE("a badge that comes back from reception's printer: the visitor is told that it lies in its own",
          "[print][printer]") {
    PrintDesk building;
    building.own.stop_printer();
    building.other.stop_printer();
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.is_at_printer(badge));
    REQUIRE(building.says(badge, "offline"));
    building.wait(std::chrono::seconds{61});
    REQUIRE(building.is_at_printer(badge, 2));
    CHECK(must(building.desk->badge(badge))->print_place == "reception");
    CHECK(must(building.desk->reader().badge(badge))->print_place == "reception");
    building.own.start_printer();
    REQUIRE(soon([&] {
        building.wait(std::chrono::seconds{1});
        const auto row = building.row(badge);
        return !row || row->attempts_made == 3;
    }));
    REQUIRE(building.comes_to(badge, PrintOutcome::printed));
    CHECK(building.own.documents().size() == 1);
    CHECK(must(building.desk->badge(badge))->print_place.empty());
    CHECK(must(building.desk->reader().badge(badge))->print_queue == "badge");
}

TEST_CASE("a badge that staff move to reception's printer: every station says where, also while it waits",
          "[print][printer]") {
    PrintDesk building;
    building.own.stop_printer();
    building.other.stop_printer();
    const auto reception = building.open(Role::reception);
    reception->start_workers([] {});
    const auto office = must(reception->new_desk());
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.is_at_printer(badge));
    REQUIRE(soon([&] { return !must(office->print_queue()).empty(); }));
    CHECK(must(office->move_print(badge, "front-desk", new_id<PersonId>())) == PrintChange::asked);
    REQUIRE(building.is_at_printer(badge, 2));
    CHECK(must(building.desk->badge(badge))->print_place == "reception");
    CHECK(soon([&] { return must(office->badge(badge))->print_place == "reception"; }));
    CHECK(count(*building.desk, kind::badge_print_moved) == 2);

    building.other.start_printer();
    REQUIRE(building.comes_to(badge, PrintOutcome::printed));
    CHECK(building.other.documents().size() == 1);
    CHECK(must(building.desk->badge(badge))->print_place == "reception");
    CHECK(soon([&] { return must(office->badge(badge))->print == PrintOutcome::printed; }));
    CHECK(must(office->badge(badge))->print_place == "reception");
}

TEST_CASE("what may be on paper already is unknown, and is printed nowhere again by itself", "[print][printer]") {
    PrintDesk building;
    SECTION("the printer doesn't count") {
        building.own.behave(PrinterBehaviour::prints_without_count);
    }
    SECTION("the printer is out of paper, but calls the job done") {
        building.own.behave(PrinterBehaviour::runs_out_of_media);
    }
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.comes_to(badge, PrintOutcome::unknown));
    building.stop();
    building.start();
    building.wait(std::chrono::seconds{300});
    building.let_be();
    CHECK(building.outcome(badge) == PrintOutcome::unknown);
    CHECK(building.papers() == 1);
    CHECK(building.row(badge)->stage == PrintStage::unknown);
}

TEST_CASE("a printer that hangs with the badge: it's taken back, and nobody knows: it isn't printed again",
          "[print][printer]") {
    PrintDesk building;
    building.own.behave(PrinterBehaviour::hangs);
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(soon([&] { return !building.own.documents().empty(); }));
    SECTION("for minutes") {}
    SECTION("and goes off in the middle of it") {
        building.own.stop_printer();
        REQUIRE(building.says(badge, "offline"));
        building.wait(std::chrono::seconds{61});
    }
    REQUIRE(soon([&] {
        building.wait(std::chrono::seconds{1});
        return building.outcome(badge) != PrintOutcome::pending;
    }));
    CHECK(building.outcome(badge) == PrintOutcome::unknown);
    building.let_be();
    CHECK(building.other.documents().empty());
}

TEST_CASE("a printer that only warns of an empty tray prints the badge: it isn't taken back", "[print][printer]") {
    PrintDesk building;
    building.own.run_for_each_job(
        "echo 'STATE: +media-empty' >&2; sleep 6; echo 'ATTR: job-impressions=1 job-impressions-completed=1' >&2");
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.says(badge, "media-empty"));
    building.wait(std::chrono::seconds{61});
    REQUIRE(soon([&] { return building.outcome(badge) != PrintOutcome::pending; }));
    CHECK(building.outcome(badge) == PrintOutcome::printed);
    building.let_be();
    CHECK(building.own.documents().size() == 1);
    CHECK(building.other.documents().empty());
}

TEST_CASE("with no other printer a badge waits until its own is back, and comes out once", "[print][printer]") {
    PrintDesk building{false};
    building.own.stop_printer();
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.is_at_printer(badge));
    REQUIRE(building.says(badge, "offline"));
    CHECK(building.row(badge)->next == PrintNext::retries);
    building.wait(std::chrono::seconds{61});
    REQUIRE(soon([&] { return building.row(badge)->stage == PrintStage::waiting; }));
    building.own.start_printer();
    building.wait(std::chrono::seconds{61});
    CHECK(building.comes_to(badge, PrintOutcome::printed));
    building.let_be();
    CHECK(building.papers() == 1);
}

TEST_CASE("nothing prints after its badge's expiry, also what waits in the spooler", "[print][printer]") {
    PrintDesk building;
    building.own.stop_printer();
    building.other.stop_printer();
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.is_at_printer(badge));
    SECTION("the day is over") {
        building.wait(std::chrono::hours{24});
        REQUIRE(building.comes_to(badge, PrintOutcome::failed));
        CHECK(must(building.desk->badge(badge))->print_reason == "expired");
    }
    SECTION("it was revoked") {
        must(building.desk->revoke(badge, "lost", std::nullopt));
        REQUIRE(building.comes_to(badge, PrintOutcome::failed));
        CHECK(must(building.desk->badge(badge))->print_reason == "revoked");
    }
    SECTION("the day is over while the station is off") {
        building.stop();
        building.wait(std::chrono::hours{24});
        building.start();
        REQUIRE(building.comes_to(badge, PrintOutcome::failed));
    }
    building.own.start_printer();
    building.other.start_printer();
    building.let_be();
    CHECK(building.papers() == 0);
}

TEST_CASE("staff cancel a badge that waits: one that is on paper they can't, and are told", "[print][printer]") {
    PrintDesk building;
    const auto printed = building.admit("Maja Lindqvist");
    REQUIRE(building.comes_to(printed, PrintOutcome::printed));
    const auto events = must(building.desk->reader().own_seq());
    CHECK(must(building.desk->cancel_print(printed, new_id<PersonId>())) == PrintChange::already_printed);
    CHECK(must(building.desk->move_print(printed, "front-desk", new_id<PersonId>())) == PrintChange::already_printed);
    CHECK(must(building.desk->reader().own_seq()) == events);

    building.own.stop_printer();
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.is_at_printer(badge));
    CHECK(must(building.desk->cancel_print(badge, new_id<PersonId>())) == PrintChange::asked);
    REQUIRE(building.comes_to(badge, PrintOutcome::failed));
    CHECK(must(building.desk->badge(badge))->print_reason == "cancelled");
    CHECK(must(building.desk->cancel_print(badge, new_id<PersonId>())) == PrintChange::already_over);
    building.own.start_printer();
    building.let_be();
    CHECK(building.papers() == 1);
}

TEST_CASE("staff at another station cancel and move: the issuing station does it", "[print][printer]") {
    PrintDesk building;
    building.own.stop_printer();
    const auto reception = building.open(Role::reception);
    reception->start_workers([] {});
    const auto office = must(reception->new_desk());
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(soon([&] { return !must(office->print_queue()).empty(); }));
    const auto row = must(office->print_queue()).front();
    CHECK(row.elsewhere);
    CHECK(row.stage == PrintStage::waiting);
    SECTION("cancelled") {
        CHECK(must(office->cancel_print(badge, new_id<PersonId>())) == PrintChange::asked);
        CHECK(must(office->print_queue()).front().cancelling);
        REQUIRE(building.comes_to(badge, PrintOutcome::failed));
        CHECK(soon([&] { return must(office->badge(badge))->print_reason == "cancelled"; }));
        CHECK(building.papers() == 0);
    }
    SECTION("moved") {
        CHECK(must(office->move_print(badge, "front-desk", new_id<PersonId>())) == PrintChange::asked);
        REQUIRE(building.comes_to(badge, PrintOutcome::printed));
        CHECK(building.other.documents().size() == 1);
        CHECK(soon([&] { return must(office->badge(badge))->print == PrintOutcome::printed; }));
    }
    SECTION("moved to a queue that isn't there: it goes where it would have gone") {
        CHECK(must(office->move_print(badge, "no-such-queue", new_id<PersonId>())) == PrintChange::asked);
        REQUIRE(building.is_at_printer(badge, 2));
        building.own.start_printer();
        REQUIRE(building.comes_to(badge, PrintOutcome::printed));
        CHECK(building.papers() == 1);
    }
}

TEST_CASE("a reprint while the old badge still waits: the old one is taken back first, one paper comes out",
          "[print][printer]") {
    PrintDesk building;
    building.own.stop_printer();
    const auto old = building.admit("Zhang Wei");
    REQUIRE(building.is_at_printer(old));
    const auto fresh =
        must(building.desk->reprint(must(building.desk->badge(old))->visit, "not-printed", new_id<PersonId>()));
    REQUIRE(building.comes_to(old, PrintOutcome::failed));
    REQUIRE(building.is_at_printer(fresh));
    building.own.start_printer();
    REQUIRE(building.comes_to(fresh, PrintOutcome::printed));
    building.let_be();
    CHECK(building.papers() == 1);
    const auto visit = must(building.desk->visit(must(building.desk->badge(fresh))->visit));
    CHECK(visit->badge == fresh);
    CHECK(visit->printed_at.has_value());
}

TEST_CASE("a badge in the spooler outlives the print server, and a clock that is set", "[print][printer]") {
    PrintDesk building;
    building.own.stop_printer();
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.is_at_printer(badge));
    SECTION("which is restarted") {
        building.own.stop_server(SIGTERM);
        REQUIRE(building.says(badge, "unreachable"));
        building.own.start_server();
    }
    SECTION("back by hours") {
        building.wait(std::chrono::hours{-3});
    }
    SECTION("ahead by half an hour") {
        building.wait(std::chrono::minutes{30});
    }
    building.own.start_printer();
    building.wait(std::chrono::seconds{10});
    REQUIRE(soon([&] {
        building.wait(std::chrono::seconds{1});
        return building.outcome(badge) != PrintOutcome::pending;
    }));
    CHECK(building.outcome(badge) == PrintOutcome::printed);
    building.let_be();
    CHECK(building.papers() == 1);
}

TEST_CASE("a print server that dies and forgets a badge that it had: nobody knows, so it isn't printed again",
          "[print][printer]") {
    PrintDesk building;
    building.own.stop_printer();
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.is_at_printer(badge));
    REQUIRE(building.says(badge, "offline"));
    // Within seconds of the job CUPS hasn't written it down yet; but its backend lives on and may still print it.
    building.own.stop_server(SIGKILL);
    REQUIRE(building.says(badge, "unreachable"));
    building.own.start_server();
    SECTION("with its queue") {}
    SECTION("and the queue is made anew") {
        building.own.add_queue();
    }
    building.own.start_printer();
    building.wait(std::chrono::seconds{10});
    REQUIRE(building.comes_to(badge, PrintOutcome::unknown));
    building.wait(std::chrono::seconds{120});
    building.let_be();
    CHECK(building.outcome(badge) == PrintOutcome::unknown);
    CHECK(building.own.documents().size() <= 1);
    CHECK(building.other.documents().empty());
}
