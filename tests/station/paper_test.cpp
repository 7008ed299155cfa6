// Papers at a station: what stands on the pages in both languages, and the worker that prints them at a real printer.
#include <algorithm>

#include "kiosk/credential/code.h"
#include "kiosk/desk/imports.h"
#include "kiosk/station/paper_pages.h"
#include "kiosk/station/paper_round.h"
#include "tests/printing/print_server.h"
#include "tests/station/building.h"
#include "tests/support/pdf.h"

using namespace vestibule;
using namespace vestibule::station_test;
using test_support::count_of;
using test_support::Pdf;
using test_support::without_spaces;
using vestibule_tests_support::PrinterBehaviour;
using vestibule_tests_support::PrintServer;

namespace {

constexpr const char* a4 = "iso_a4_210x297mm";

void list_hosts(Desk& desk) {
    Imported<HostRow> rows;
    rows.taken.push_back(
        {.name = "Anna Berg", .department = "Design", .email = "anna@h.example", .location = "Floor 3"});
    rows.taken.push_back({.name = "张伟", .department = "研发部", .location = "Floor 10"});
    must(import_hosts(desk, rows));
}

VisitId admit_for(Desk& desk, const std::string& name, const std::string& host, int companions = 0) {
    const auto visit = must(desk.register_walk_in({.name = name,
                                                   .company = "Northwind Paper",
                                                   .language = "en",
                                                   .host = must(desk.find_hosts(host)).front().id,
                                                   .plate = "沪A·12345",
                                                   .companions = companions}));
    must(desk.admit(visit, new_id<PersonId>()));
    return visit;
}

// What the print server still keeps of documents: "d00001-001" and their like.
bool spool_is_empty(const PrintServer& server) {
    for (const auto& entry : std::filesystem::directory_iterator{server.folder() / "spool"})
        if (entry.is_regular_file() && entry.path().filename().string().starts_with("d")) return false;
    return true;
}

// Of one station that has all that papers show.
struct House : Building {
    House() {
        config.site.directions = "The lifts are on your left.";
        station = open(Role::reception);
        desk = must(station->new_desk());
        list_hosts(*desk);
    }
    VisitId book(const std::string& name) {
        const AppointmentRow row{.key = "uid " + name,
                                 .from = desk->now() + std::chrono::hours{2},
                                 .until = desk->now() + std::chrono::hours{4},
                                 .name = name,
                                 .company = "Hafen Pumpen",
                                 .phone = "+46 70 123 45 67",
                                 .host_email = "anna@h.example",
                                 .purpose = "Audit of the pumps",
                                 .room = "Room 4",
                                 .type = "auditor",
                                 .companions = 5};
        must(import_appointments(*desk, {.taken = {row}, .refused = {}, .remarks = {}}));
        for (const auto& view : must(desk->day(desk->now())).rows)
            if (view.visitor == name) return view.id;
        FAIL("not booked");
        return {};
    }
    std::string pdf_of(const PaperRequest& request, std::optional<Instant> contact = std::nullopt) {
        const auto document = must(office_document(*desk, {.request = request}, contact));
        const auto pdf = printing::render_office_pdf(document, usual_paper(config));
        REQUIRE(pdf);
        keep(*pdf, std::string{name_of(request.kind)} + (request.visit ? "" : "-all") + request.language +
                       std::to_string(++kept));
        return *pdf;
    }
    // For eyes: VESTIBULE_KEEP_PAPERS=DIR.
    static void keep(const std::string& pdf, const std::string& name) {
        if (const char* folder = std::getenv("VESTIBULE_KEEP_PAPERS"))
            std::ofstream{std::filesystem::path{folder} / (name + ".pdf"), std::ios::binary} << pdf;
    }

    std::unique_ptr<Station> station;
    std::unique_ptr<Desk> desk;
    int kept = 0;
};

// A house with an office printer that has printed a badge already.
struct Office : House {
    Office() {
        config.printer.server = server.server();
        config.printer.office_queue = server.queue();
        restart();
        admit_for(*desk, "Amara Okafor", "Anna", 3);
        must(station->work_until_idle());  // the badge
        before = server.documents().size();
    }
    void restart(std::chrono::seconds later = {}) {
        desk.reset();
        station.reset();
        wait(later);
        station = open(Role::reception);
        desk = must(station->new_desk());
    }

    PrintServer server{{.media_ready = a4, .takes_raster = false, .own_server = true}};  // its spool is looked into
    std::size_t before = 0;                                                              // documents at the printer
};

}  // namespace

TEST_CASE("a roll call says who is where, how many, since when and how old it is", "[station]") {
    House house;
    admit_for(*house.desk, "Amara Okafor", "Anna", 3);
    admit_for(*house.desk, "محمد عبد الله", "张伟");
    admit_for(*house.desk, "Freiherr Maximilian Alexander von und zu Hohenlohe-Waldenburg-Schillingsfürst", "Anna");
    for (int i = 0; i < 60; ++i) admit_for(*house.desk, fmt::format("Guest{:02}", i), i % 3 == 0 ? "Anna" : "张伟");
    const Pdf english{house.pdf_of({.kind = PaperKind::roll_call}, house.desk->now() - std::chrono::minutes{3})};
    const auto text = english.text();
    CHECK(count_of(text, "Roll call") >= 1);
    CHECK(count_of(text, "66") >= 1);
    CHECK(count_of(text, "All stations’ records up to 09:57 are in this list.") == 1);
    CHECK(count_of(text, "Saturday 21 November 2026 · 10:00") +
              count_of(text, "Saturday, 21 November 2026 · 10:00") ==
          1);
    for (int i = 0; i < 60; ++i) CHECK(count_of(text, fmt::format("Guest{:02}", i)) == 1);
    CHECK(count_of(text, "محمد") == 1);
    CHECK(text.find("Floor 3 · 25 people") < text.find("Floor 10 · 41 people"));
    CHECK(text.find("Floor 10 · 41 people") != std::string::npos);
    CHECK(count_of(text, "沪A·12345") == 63);
    CHECK(count_of(without_spaces(text), "Schillingsfürst") == 1);
    CHECK(count_of(text, "Found, but not on this list") == 1);

    const auto chinese = Pdf{house.pdf_of({.kind = PaperKind::roll_call, .language = "zh_CN"})}.text();
    for (const char* words : {"点名表", "人在场", "Floor 10 · 41 人", "本站从未连上中心数据库。请向各入口核实。",
                              "2026年11月21日星期六", "含个人信息，用毕请销毁。", "姓名、单位"}) {
        INFO(words);
        CHECK(count_of(without_spaces(chinese), without_spaces(words)) >= 1);
    }
    CHECK(
        count_of(Pdf{house.pdf_of({.kind = PaperKind::roll_call}, house.desk->now() - std::chrono::hours{2})}.text(),
                 "This list may be incomplete: the central store was last reached at 08:00.") == 1);
}

TEST_CASE("the roll call of an empty house says so, and still has room for whoever is found", "[station]") {
    House house;
    const Pdf pdf{house.pdf_of({.kind = PaperKind::roll_call}, house.desk->now())};
    const auto text = pdf.text();
    CHECK(pdf.pages().size() == 1);
    CHECK(count_of(text, "No visitor is signed in at this time.") == 1);
    CHECK(count_of(text, "Found, but not on this list") == 1);
}

TEST_CASE("an itinerary leads through the visit, with the group's code while it's expected", "[station]") {
    House house;
    const auto visit = house.book("Wang Fang 王芳");
    const auto code = house.desk->visit(visit).value().value().code;
    for (const std::string language : {"en", "zh_CN"}) {
        const auto pdf = house.pdf_of({.kind = PaperKind::itinerary, .visit = visit, .language = language});
        const auto text = Pdf{pdf}.text();
        INFO(text);
        for (const char* words : {"Wang Fang 王芳", "Hafen Pumpen", "Room 4", "12:00–14:00", "Anna Berg",
                                  "Audit of the pumps", "The lifts are on your left."})
            CHECK(count_of(text, words) >= 1);
        CHECK(count_of(text, code) == 1);
        CHECK(count_of(text, language == "en" ? "Leader of the group" : "带队人") == 1);
        CHECK(count_of(text, language == "en" ? "Shoe covers and safety glasses" : "鞋套和护目镜") == 1);
    }
    must(house.desk->arrive(visit));
    CHECK(count_of(Pdf{house.pdf_of({.kind = PaperKind::itinerary, .visit = visit})}.text(), code) == 0);
    const auto day = Pdf{house.pdf_of({.kind = PaperKind::itinerary})}.text();
    CHECK(count_of(day, "Wang Fang 王芳") == 1);
    CHECK(count_of(day, "Visits of the day") >= 1);
    CHECK(
        count_of(Pdf{house.pdf_of({.kind = PaperKind::itinerary, .day = house.desk->now() + std::chrono::hours{72}})}
                     .text(),
                 "No visit is planned for this day.") == 1);
}

TEST_CASE("a visit form has what is known, lines for the rest, and who signs: blank it has lines only", "[station]") {
    House house;
    const auto visit = house.book("Wang Fang 王芳");
    const Pdf form{house.pdf_of({.kind = PaperKind::visit_form, .visit = visit})};
    CHECK(form.pages().size() == 1);
    for (const char* words : {"Wang Fang 王芳", "+46 70 123 45 67", "Audit of the pumps", "Design", "Nationality",
                              "Meals and dietary needs", "Host’s signature", "auditor"}) {
        INFO(words);
        CHECK(count_of(form.text(), words) == 1);
    }
    for (const std::string language : {"en", "zh_CN"}) {
        const PaperRequest none{.kind = PaperKind::visit_form, .language = language};
        const Pdf blank{house.pdf_of(none)};
        CHECK(blank.pages().size() == 1);
        house.config.printer.paper = "letter";
        CHECK(Pdf{house.pdf_of(none)}.pages().size() == 1);
        CHECK(count_of(blank.text(), "Wang") == 0);
        CHECK(count_of(blank.text(), language == "en" ? "Host’s signature" : "被访人签名") == 1);
    }
}

TEST_CASE("a roll call that was asked for comes out once at the office printer, and nothing of it stays",
          "[station][printer]") {
    Office house;
    auto& server = house.server;
    const auto before = house.before;
    const auto staff = new_id<PersonId>();
    const auto id = must(house.desk->print_paper({.kind = PaperKind::roll_call}, staff));
    const auto view = must(house.station->wait_for_paper(*house.desk, id));
    INFO(view.remark);
    CHECK(view.phase == PaperPhase::printed);
    REQUIRE(server.documents().size() == before + 1);
    CHECK(count_of(Pdf{content_of(server.documents().back())}.text(), "Amara Okafor") == 1);
    CHECK(count(*house.desk, kind::staff_looked_up) == 1);
    CHECK(house.station->health().office_printer().ready);
    CHECK(soon([&] { return spool_is_empty(server); }));

    SECTION("printed after a crash between handing over and record: the printer is asked first") {
        const auto again = must(house.desk->print_paper({.kind = PaperKind::roll_call}));
        const auto document = must(office_document(*house.desk, {}, std::nullopt));
        must(house.desk->log().start_job(again, ""));
        REQUIRE(printing::print_office_pages({.server = server.server(), .queue = server.queue()},
                                             print_name_of(again), document));
        house.restart();
        CHECK(must(house.station->wait_for_paper(*house.desk, again)).phase == PaperPhase::printed);
        CHECK(server.documents().size() == before + 2);
    }
    SECTION("out of paper: unknown, with the reason in an office's words") {
        server.behave(PrinterBehaviour::runs_out_of_media);
        const auto second = must(house.desk->print_paper({.kind = PaperKind::roll_call}));
        const auto unknown = must(house.station->wait_for_paper(*house.desk, second));
        CHECK(unknown.phase == PaperPhase::unknown);
        CHECK(unknown.remark == "The office printer is out of paper. Put some in.");
        CHECK_FALSE(house.station->health().office_printer().ready);
    }
    SECTION("a queue that is gone: tried again for a while, then failed, and said") {
        house.config.printer.office_queue = "gone";
        house.restart();
        const auto third = must(house.desk->print_paper({.kind = PaperKind::visit_form}));
        must(house.station->work_until_idle());
        house.wait(paper_retry);
        must(house.station->work_until_idle());
        CHECK(must(house.desk->paper_job(third))->phase == PaperPhase::waiting);
        CHECK_FALSE(house.station->health().office_printer().ready);
        house.wait(paper_patience);
        must(house.station->work_until_idle());
        const auto failed = must(house.desk->paper_job(third)).value();
        CHECK(failed.phase == PaperPhase::failed);
        CHECK_FALSE(failed.remark.empty());
        CHECK(server.documents().size() == before + 1);
    }
}

TEST_CASE("a paper that is stuck in the printer with nobody to see to it is taken back, and nobody knows",
          "[station][printer]") {
    Office house;
    house.server.behave(PrinterBehaviour::hangs);
    const auto stuck = must(house.desk->print_paper({.kind = PaperKind::roll_call}));
    StationHealth health;
    PaperRound round{must(house.station->new_desk()), health};
    REQUIRE(soon([&] {
        round.once();
        return house.server.documents().size() == house.before + 1;
    }));
    house.wait(paper_wait_max);
    round.once();
    CHECK(must(house.desk->paper_job(stuck))->phase == PaperPhase::printing);
    house.wait(paper_printing_max);
    round.once();
    const auto unknown = must(house.desk->paper_job(stuck)).value();
    CHECK(unknown.phase == PaperPhase::unknown);
    CHECK_THAT(unknown.remark, Catch::Contains("see what came out"));
    CHECK_FALSE(round.watching());
    const auto printer = printing::Printer::choose({.server = house.server.server(), .queue = house.server.queue()});
    REQUIRE(printer);
    const auto ticket = printer->find(print_name_of(stuck));
    REQUIRE(ticket);
    REQUIRE(*ticket);
    CHECK(soon([&] {
        const auto outcome = printer->outcome(**ticket).value();
        return outcome.left_queue || outcome.ended();  // its queue has taken it back
    }));
}

TEST_CASE("a paper of the evening whose turn is in the morning isn't printed: nobody waits for it",
          "[station][printer]") {
    Office house;
    const auto old = must(house.desk->print_paper({.kind = PaperKind::roll_call}));
    SECTION("never begun with") {}
    SECTION("begun, but the printer has nothing of it") {
        must(house.desk->log().start_job(old, ""));
    }
    house.restart(std::chrono::hours{10});
    const auto failed = must(house.station->wait_for_paper(*house.desk, old));
    CHECK(failed.phase == PaperPhase::failed);
    CHECK_THAT(failed.remark, Catch::Contains("ask for it again"));
    CHECK(house.server.documents().size() == house.before);
}
