// Stations at work: opening, two of them on one data folder, printing to files, crashes, mail.
#include "kiosk/desk/imports.h"
#include "kiosk/station/badge_design.h"
#include "kiosk/station/print_round.h"
#include "printing/folder_printer.h"
#include "tests/notify/mail_server.h"
#include "tests/station/building.h"
#include "tests/support/pdf.h"

using namespace vestibule;
using namespace vestibule::station_test;
using test_support::Pdf;

namespace {

// What a worker does just before a crash: the attempt is on disk, the badge is at the printer, nothing is finished.
void crash_while_printing(Building& building, Desk& desk, BadgeId badge, const std::string& left_behind) {
    const auto job = jobs(desk, "print").front();
    const auto printer = printing::Printer::choose({.server = building.config.printer.server,
                                                    .queue = "",
                                                    .folder = badge_folder(building.config, building.folder.path())});
    REQUIRE(printer);
    const PrintProgress begun{.attempts = {{.number = 1, .queue = printer->name(), .began = desk.now()}}};
    must(desk.log().start_job(job.id, "", progress_json(begun)));
    if (left_behind.empty()) return;
    const auto drawings = must(badge_drawings(building.config));
    const auto ticket = printer->print("vestibule-" + to_hex(job.id.bytes), drawings, {},
                                       fields_of(must(desk.badge(badge)).value(), Texts{"/nonexistent", "en"}));
    REQUIRE(ticket);
    std::ofstream{ticket->file} << left_behind;  // a second printing would write over it
}

// Whether the badge was printed taller than wide.
bool stands(const Building& building, Desk& desk, BadgeId badge) {
    const auto job = must(desk.reader().job_for_badge(badge)).value();
    const auto file =
        printing::saved_file(badge_folder(building.config, building.folder.path()), print_name_of(job.id));
    REQUIRE(file);
    const auto page = Pdf{content_of(*file)}.pages().at(0);
    return page.height > page.width;
}

// The shipped policy, with this look for its types that name one.
std::string policy_with_look(const std::string& look) {
    std::ifstream shipped{VESTIBULE_SOURCE "/config/policy.toml"};
    std::string out;
    for (std::string read; std::getline(shipped, read);)
        out += (read.starts_with("badge_template") ? "badge_template = \"" + look + "\"" : read) + "\n";
    return out;
}

void list_anna(Desk& desk) {
    Imported<HostRow> rows;
    rows.taken.push_back({.name = "Anna Berg", .email = "anna@harbour.example"});
    must(import_hosts(desk, rows));
}

}  // namespace

TEST_CASE("a second program on the same station hears that it is running", "[station]") {
    Building building;
    auto first = building.open(Role::lobby);
    const auto second = building.try_open(Role::lobby);
    REQUIRE_FALSE(second);
    CHECK(second.error().remedy == Remedy::retry_later);
    CHECK_THAT(second.error().what, Catch::Contains("already running"));
    first.reset();
    CHECK(building.try_open(Role::lobby));
}

TEST_CASE("a policy file that can't be read or understood is said: nothing is half made", "[station]") {
    Building building;
    const auto good = building.policy_file;
    std::ofstream{building.folder.path() / "broken.toml"} << "version = 1\ncolour = 2\n";
    for (const auto& file :
         {building.folder.path() / "none.toml", building.folder.path(), building.folder.path() / "broken.toml"}) {
        building.policy_file = file;
        const auto refused = building.try_open(Role::lobby);
        REQUIRE_FALSE(refused);
        CHECK_THAT(refused.error().what, Catch::Contains(file.string()));
    }
    building.policy_file = good;
    CHECK(must(building.open(Role::lobby)->new_desk())->policy().types.size() == 5);
    building.policy_file = "/nonexistent";  // from now on the log's policy counts
    CHECK(must(building.open(Role::lobby)->new_desk())->policy().types.size() == 5);
}

TEST_CASE("a data folder that can't be used is a problem for staff", "[station]") {
    Building building;
    std::ofstream{building.folder.path() / "lobby"} << "a file where the folder should be";
    const auto refused = building.try_open(Role::lobby);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().remedy == Remedy::ask_staff);
}

TEST_CASE("a badge is printed once, as a file, and the log says so", "[station]") {
    Building building;
    const auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    const auto badge = admit(*desk, "Maja Lindqvist");
    must(lobby->work_until_idle());
    REQUIRE(building.badges().size() == 1);
    CHECK(content_of(building.badges().front()).rfind("%PDF", 0) == 0);
    CHECK(must(desk->badge(badge))->print == PrintOutcome::saved);
    CHECK(count(*desk, kind::badge_printed) == 1);
    CHECK(jobs(*desk, "print").empty());
    const auto to_hand_out = must(desk->saved_badges());
    REQUIRE(to_hand_out.size() == 1);
    CHECK(to_hand_out[0].badge == badge);
    CHECK(to_hand_out[0].visitor == "Maja Lindqvist");
    CHECK(to_hand_out[0].stage == PrintStage::saved);
    CHECK(must(desk->print_queue()).empty());
    must(lobby->work_until_idle());
    CHECK(building.badges().size() == 1);
    CHECK(count(*desk, kind::badge_printed) == 1);
    CHECK(lobby->health().printer().ready);
}

TEST_CASE("a badge that is a file is to be handed out until another one is made, or its visitor has left",
          "[station]") {
    Building building;
    const auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    const auto first = admit(*desk, "Maja Lindqvist");
    must(lobby->work_until_idle());
    const auto visit = must(desk->badge(first))->visit;
    const auto second = must(desk->reprint(visit, "lost", new_id<PersonId>()));
    must(lobby->work_until_idle());
    const auto left = must(desk->saved_badges());
    REQUIRE(left.size() == 1);
    CHECK(left[0].badge == second);
    must(desk->let_out(visit, new_id<PersonId>()));
    CHECK(must(desk->saved_badges()).empty());
}

TEST_CASE("a badge at the printer when the program died isn't printed again", "[station]") {
    Building building;
    building.config.printer.folder = GENERATE("", "badges");
    BadgeId badge{};
    {
        const auto lobby = building.open(Role::lobby);
        const auto desk = must(lobby->new_desk());
        badge = admit(*desk, "Maja Lindqvist");
        crash_while_printing(building, *desk, badge, "already there");
    }
    const auto lobby = building.open(Role::lobby);
    must(lobby->work_until_idle());
    REQUIRE(building.badges().size() == 1);
    CHECK(content_of(building.badges().front()) == "already there");
    const auto desk = must(lobby->new_desk());
    CHECK(must(desk->badge(badge))->print == PrintOutcome::saved);
    CHECK(count(*desk, kind::badge_printed) == 1);
}

TEST_CASE("the folder for badges is absolute, whatever the config and the command line say", "[station]") {
    Config config;
    const auto folder_for = [&](const char* named, const char* data) {
        config.printer.folder = named;
        return badge_folder(config, data);
    };
    CHECK(folder_for("", "/data") == "/data/badges");
    CHECK(folder_for("paper", "/data") == "/data/paper");
    CHECK(folder_for("/srv/paper", "/data") == "/srv/paper");
    CHECK(folder_for("paper", "data") == std::filesystem::current_path() / "data/paper");
}

TEST_CASE("a badge that never reached the printer before the crash is printed after it", "[station]") {
    Building building;
    {
        const auto lobby = building.open(Role::lobby);
        const auto desk = must(lobby->new_desk());
        crash_while_printing(building, *desk, admit(*desk, "Maja Lindqvist"), "");
    }
    const auto lobby = building.open(Role::lobby);
    must(lobby->work_until_idle());
    CHECK(building.badges().size() == 1);
    CHECK(count(*must(lobby->new_desk()), kind::badge_printed) == 1);
}

TEST_CASE("a badge whose printing failed on the way isn't printed twice when it's tried again", "[station]") {
    Building building;
    const auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    const auto badge = admit(*desk, "Maja Lindqvist");
    const auto job = jobs(*desk, "print").front();
    crash_while_printing(building, *desk, badge, "already there");
    must(desk->log().postpone_job(job.id, desk->now(), "the printer broke off"));
    must(lobby->work_until_idle());
    REQUIRE(building.badges().size() == 1);
    CHECK(content_of(building.badges().front()) == "already there");
    CHECK(must(desk->badge(badge))->print == PrintOutcome::saved);
}

TEST_CASE("a badge that was revoked or is over before its turn isn't printed", "[station]") {
    Building building;
    const auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    const auto badge = admit(*desk, "Maja Lindqvist");
    must(desk->revoke(badge, "lost", std::nullopt));
    admit(*desk, "Bo Ek");
    building.wait(std::chrono::hours{24});
    must(lobby->work_until_idle());
    CHECK(building.badges().empty());
    CHECK(jobs(*desk, "print").empty());
    CHECK(must(desk->badge(badge))->print == PrintOutcome::failed);
}

TEST_CASE("a folder for badges that can't be written is tried again later, and said", "[station]") {
    Building building;
    std::ofstream{building.folder.path() / "badges"} << "a file where the folder should be";
    const auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    const auto badge = admit(*desk, "Maja Lindqvist");
    must(lobby->work_until_idle());
    CHECK(must(desk->badge(badge))->print != PrintOutcome::saved);
    REQUIRE(jobs(*desk, "print").size() == 1);
    CHECK_FALSE(lobby->health().printer().ready);
    CHECK_FALSE(lobby->health().printer().trouble.empty());
    std::filesystem::remove(building.folder.path() / "badges");
    building.wait(std::chrono::minutes{2});
    must(lobby->work_until_idle());
    CHECK(must(desk->badge(badge))->print == PrintOutcome::saved);
    CHECK(lobby->health().printer().ready);
}

TEST_CASE("a look that nobody drew ends the badge at once, with the looks that there are", "[station]") {
    Building building;
    building.config.printer.badge_template = "dignitary";
    building.policy_file = building.folder.path() / "policy.toml";
    SECTION("named by the config, for a type that names none") {
        std::ofstream{building.policy_file} << policy_with_look("");
    }
    SECTION("named by the policy") {
        std::ofstream{building.policy_file} << policy_with_look("dignitary");
    }
    const auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    const auto badge = admit(*desk, "Maja Lindqvist");
    must(lobby->work_until_idle());
    CHECK(must(desk->badge(badge))->print == PrintOutcome::failed);
    const auto job = must(desk->reader().job_for_badge(badge)).value();
    CHECK(job.state == JobState::failed);
    CHECK_THAT(job.remark, Catch::Contains("'dignitary'") && Catch::Contains("visitor, vip, contractor"));
}

TEST_CASE("a company's drawing that is half saved costs no badge, and serves once it's whole", "[station]") {
    Building building;
    const auto drawings = building.folder.path() / "drawings";
    std::filesystem::create_directory(drawings);
    building.config.printer.drawings = drawings.string();
    const auto whole = content_of(VESTIBULE_SOURCE "/assets/badges/cr80-portrait.svg");
    std::ofstream{drawings / "own.svg"} << whole.substr(0, whole.size() / 2);
    const auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    const auto first = admit(*desk, "Maja Lindqvist");
    must(lobby->work_until_idle());
    CHECK(must(desk->badge(first))->print == PrintOutcome::saved);
    CHECK_FALSE(stands(building, *desk, first));
    std::ofstream{drawings / "own.svg"} << whole;
    const auto second = admit(*desk, "Bo Ek");
    must(lobby->work_until_idle());
    CHECK(stands(building, *desk, second));
}

TEST_CASE("drawings that can't be read just now make the badge wait, and blame no printer", "[station]") {
    Building building;
    const TemporaryFolder share;
    const auto own = share.path() / "drawings";
    building.config.printer.drawings = own.string();
    std::filesystem::create_symlink("drawings", own);  // a circle, as unreadable as a share that is gone
    const auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    const auto badge = admit(*desk, "Maja Lindqvist");
    must(lobby->work_until_idle());
    CHECK(must(desk->badge(badge))->print == PrintOutcome::pending);
    CHECK_THAT(must(desk->reader().job_for_badge(badge))->remark, Catch::Contains("Can't read"));
    CHECK(lobby->health().printer().ready);
    std::filesystem::remove(own);
    building.wait(std::chrono::minutes{2});
    must(lobby->work_until_idle());
    CHECK(must(desk->badge(badge))->print == PrintOutcome::saved);
}

TEST_CASE("what reception decides is known in the lobby after an exchange, names and all", "[station]") {
    Building building;
    const auto lobby = building.open(Role::lobby);
    const auto reception = building.open(Role::reception);
    const auto door = must(lobby->new_desk());
    const auto office = must(reception->new_desk());
    const auto visit = must(door->register_walk_in({.name = "Maja Lindqvist", .language = "en"}));
    must(lobby->work_until_idle());
    must(reception->exchange_now());
    must(office->refresh());
    const auto waiting = must(office->waiting());
    REQUIRE(waiting.size() == 1);
    CHECK(waiting.front().visitor == "Maja Lindqvist");
    must(office->approve(visit, new_id<PersonId>()));
    must(reception->exchange_now());
    must(lobby->exchange_now());
    CHECK(must(door->visit(visit))->phase == VisitPhase::approved);
    const auto badge = must(door->admit(visit));
    must(lobby->work_until_idle());
    must(reception->exchange_now());
    CHECK(must(office->badge(badge))->print == PrintOutcome::saved);
    // Only the appending station has the job: nothing is printed a second time.
    must(reception->work_until_idle());
    CHECK(building.badges().size() == 1);
    CHECK(must(office->check(must(door->badge(badge))->token, Passage::in)).result.verdict == Verdict::welcome);
    CHECK(lobby->health().exchange().waiting_events == 0);
    CHECK_FALSE(lobby->health().exchange().stale);
}

TEST_CASE("while stations run, decisions and badges flow by themselves", "[station]") {
    Building building;
    const auto lobby = building.open(Role::lobby);
    const auto reception = building.open(Role::reception);
    const auto door = must(lobby->new_desk());
    const auto office = must(reception->new_desk());
    std::atomic<int> news{0};
    lobby->start_workers([&] { ++news; });
    reception->start_workers([] {});
    const auto visit = must(door->register_walk_in({.name = "Maja Lindqvist", .language = "en"}));
    REQUIRE(soon([&] { return must(office->waiting()).size() == 1; }));
    must(office->approve(visit, new_id<PersonId>()));
    REQUIRE(soon([&] { return must(door->visit(visit))->phase == VisitPhase::approved; }));
    const auto badge = must(door->admit(visit));
    CHECK(soon([&] {
        const auto seen = must(office->badge(badge));
        return seen && seen->print == PrintOutcome::saved;
    }));
    CHECK(building.badges().size() == 1);
    CHECK(news > 0);
    lobby->stop_workers();
    reception->stop_workers();
}

TEST_CASE("erasing at reception erases in the lobby too", "[station]") {
    Building building;
    const auto lobby = building.open(Role::lobby);
    const auto reception = building.open(Role::reception);
    const auto door = must(lobby->new_desk());
    const auto office = must(reception->new_desk());
    const auto visit = must(door->register_walk_in({.name = "Maja Lindqvist", .language = "en"}));
    must(lobby->exchange_now());
    must(reception->exchange_now());
    must(office->erase_person(must(office->visit(visit))->person, "request"));
    must(reception->exchange_now());
    must(lobby->exchange_now());
    must(door->refresh());
    CHECK(must(door->visit(visit))->erased);
    CHECK(must(door->visit(visit))->visitor.empty());
}

TEST_CASE("a host is told by mail, once, and the log says so", "[station]") {
    Building building;
    const MailServerProcess server;
    building.config.mail = {.server = server.url(), .from = "reception@harbour.example"};
    const auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    list_anna(*desk);
    const auto host = must(desk->find_hosts("Anna")).front().id;
    const auto visit = must(desk->register_walk_in({.name = "Maja Lindqvist", .language = "en", .host = host}));
    must(lobby->work_until_idle());
    must(lobby->work_until_idle());
    REQUIRE(server.mails().size() == 1);
    CHECK_THAT(server.mails().front(), Catch::Contains("Maja Lindqvist"));
    CHECK_THAT(server.mails().front(), Catch::Contains("anna@harbour.example"));
    CHECK(must(desk->visit(visit))->host_told);
    CHECK(jobs(*desk, "notify").empty());
}

TEST_CASE("a mail that is refused for good is given up: one for later is kept", "[station]") {
    Building building;
    const auto refused = GENERATE(true, false);
    const MailServerProcess server{refused ? MailServerMode::refuse : MailServerMode::busy};
    building.config.mail = {.server = server.url(), .from = "reception@harbour.example"};
    const auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    list_anna(*desk);
    const auto host = must(desk->find_hosts("Anna")).front().id;
    const auto visit = must(desk->register_walk_in({.name = "Maja Lindqvist", .language = "en", .host = host}));
    must(lobby->work_until_idle());
    CHECK_FALSE(must(desk->visit(visit))->host_told);
    const auto open = jobs(*desk, "notify");
    REQUIRE(open.size() == (refused ? 0U : 1U));
    CHECK(count(*desk, kind::host_told) == (refused ? 1 : 0));
    for (const auto& job : open) CHECK_THAT(job.remark, !Catch::Contains("anna@"));
    // What lies in the log about it names nobody.
    for (const char* file : {"log.db", "log.db-wal"})
        CHECK(content_of(lobby->folder() / file).find("anna@harbour") == std::string::npos);
}
