// Papers: who stands on a roll call and where, the steps of an itinerary, what a form knows, and asking for a print.
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

PersonId host_at(FrontDesk& desk, const std::string& name, const std::string& location) {
    Imported<HostRow> rows;
    rows.taken.push_back({.name = name, .department = "Sales", .location = location});
    must(import_hosts(*desk, rows));
    return must(desk->find_hosts(name)).front().id;
}

VisitId admit(FrontDesk& desk, const std::string& name, std::optional<PersonId> host, int companions = 0) {
    const auto visit = must(desk->register_walk_in({.name = name,
                                                    .company = "Hafen",
                                                    .language = "en",
                                                    .host = host,
                                                    .purpose = "Pumps",
                                                    .plate = "ABC 1",
                                                    .companions = companions}));
    must(desk->admit(visit, desk.staff));
    return visit;
}

RollCall roll_call(FrontDesk& desk, std::optional<Instant> contact = std::nullopt,
                   std::optional<PersonId> staff = std::nullopt) {
    return std::get<RollCall>(must(desk->paper({.kind = PaperKind::roll_call}, contact, staff)));
}

Itinerary itinerary(FrontDesk& desk, const PaperRequest& request) {
    return std::get<Itinerary>(must(desk->paper(request, std::nullopt)));
}

std::vector<std::string> names_at(const RollCallPlace& place) {
    std::vector<std::string> out;
    for (const auto& row : place.rows) out.push_back(row.name);
    return out;
}
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a roll call lists who is inside where their hosts sit, floors in order, names in order", "[desk]") {
    FrontDesk desk;
    const auto high = host_at(desk, "Anna Berg", "Floor 10");
    const auto low = host_at(desk, "Otto Lind", "Floor 2");
    const auto nowhere = host_at(desk, "Priya Raman", "");
    admit(desk, "Zoe", high);
    admit(desk, "Émile", low, 3);
    admit(desk, "adam", low);
    admit(desk, "张伟", low);
    admit(desk, "Nadia", nowhere);
    const auto gone = admit(desk, "Gone", low);
    must(desk->let_out(gone, desk.staff));
    must(desk->register_walk_in({.name = "Waiting", .language = "en"}));

    const auto call = roll_call(desk, desk.at(8, 55));
    REQUIRE(call.places.size() == 3);
    CHECK(call.places[0].name == "Floor 2");
    CHECK(names_at(call.places[0]) == Names{"adam", "Émile", "张伟"});
    CHECK(call.places[0].people == 6);
    CHECK(call.places[1].name == "Floor 10");
    CHECK(call.places[2].name == "Ground floor · Floors 1–2");  // where such a badge may go
    CHECK(call.visitors == 5);
    CHECK(call.people == 8);
    CHECK(call.at == desk.at(9));
    CHECK(call.last_contact == desk.at(8, 55));
    const auto& row = call.places[1].rows.front();
    CHECK(row.company == "Hafen");
    CHECK(row.host == "Anna Berg");
    CHECK(row.plate == "ABC 1");
    CHECK(row.code == shown_code(badge_code(desk.visit(row.visit).badge.value())));
    CHECK(row.since == desk.at(9));
}

TEST_CASE("somebody who was erased is still counted on the roll call, last and without a name", "[desk]") {
    FrontDesk desk;
    CHECK(roll_call(desk).places.empty());
    const auto visit = admit(desk, "Maja Lindqvist", std::nullopt, 1);
    admit(desk, "Zoe", std::nullopt);
    must(desk->erase_person(desk.visit(visit).person, "request"));
    const auto call = roll_call(desk);
    REQUIRE(call.places.size() == 1);
    CHECK(names_at(call.places[0]) == Names{"Zoe", ""});
    CHECK(call.places[0].rows[1].erased);
    CHECK((call.places[0].rows[1].company + call.places[0].rows[1].plate).empty());
    CHECK(call.people == 3);
}

TEST_CASE("an itinerary has the steps that are known, of a visit or of a day", "[desk]") {
    FrontDesk desk;
    const auto host = host_at(desk, "Anna Berg", "Floor 3");
    auto row = desk.appointment("Wang Fang", desk.at(14));
    row.host_email = "";
    desk.import({row});
    admit(desk, "Early Bird", host, 2);
    auto called_off = desk.appointment("Called Off", desk.at(11));
    called_off.key = "uid-2";
    desk.import({called_off});
    const auto day = must(desk->day(desk.at(9)));
    std::map<std::string, VisitId> ids;
    for (const auto& view : day.rows) ids[view.visitor] = view.id;
    must(desk->cancel(ids.at("Called Off")));

    const auto plan = itinerary(desk, {.kind = PaperKind::itinerary, .visit = ids.at("Wang Fang")});
    REQUIRE(plan.steps.size() == 3);
    CHECK(plan.steps[0].kind == StepKind::arrival);
    CHECK(plan.steps[0].from == desk.at(14));
    CHECK(plan.steps[1].kind == StepKind::meeting);
    CHECK(plan.steps[1].what == "Audit of the pumps");
    CHECK(plan.steps[1].until == desk.at(15));
    CHECK(plan.steps[2].kind == StepKind::departure);
    CHECK(plan.steps[2].from == desk.at(15));
    CHECK(plan.rules.zones == Names{"Ground floor", "Floors 1–2"});
    CHECK(plan.rules.escort);

    const auto of_day = itinerary(desk, {.kind = PaperKind::itinerary, .day = desk.at(18)});
    CHECK_FALSE(of_day.visit);
    REQUIRE(of_day.steps.size() == 2);
    CHECK(of_day.steps[0].guest == "Early Bird");
    CHECK(of_day.steps[0].place == "Floor 3");
    CHECK(of_day.steps[0].people == 3);
    CHECK(of_day.steps[1].guest == "Wang Fang");
    for (const int days_off : {-5, 5})  // whoever is still inside by then isn't planned for it
        CHECK(itinerary(desk, {.kind = PaperKind::itinerary, .day = desk.at(9, 0, days_off)}).steps.empty());
}

TEST_CASE("a visit form knows its visit: a blank one knows nothing", "[desk]") {
    FrontDesk desk;
    const auto visit = admit(desk, "Maja Lindqvist", host_at(desk, "Anna Berg", "Floor 3"));
    const auto form =
        std::get<VisitForm>(must(desk->paper({.kind = PaperKind::visit_form, .visit = visit}, std::nullopt)));
    REQUIRE(form.visit);
    CHECK(form.visit->visitor == "Maja Lindqvist");
    CHECK(form.badge_code.size() == 9);
    CHECK_FALSE(std::get<VisitForm>(must(desk->paper({.kind = PaperKind::visit_form}, std::nullopt))).visit);
    for (const auto kind : {PaperKind::visit_form, PaperKind::itinerary}) {
        const auto nobody = desk->paper({.kind = kind, .visit = new_id<VisitId>()}, std::nullopt);
        REQUIRE_FALSE(nobody);
        CHECK(nobody.error().remedy == Remedy::give_up);
    }
}

TEST_CASE("whom a member of staff sees on a paper is noted, once an hour", "[desk]") {
    FrontDesk desk;
    admit(desk, "Maja", std::nullopt);
    const auto zoe = admit(desk, "Zoe", std::nullopt);
    roll_call(desk);
    CHECK(desk.count(kind::staff_looked_up) == 0);
    roll_call(desk, std::nullopt, desk.staff);
    CHECK(desk.count(kind::staff_looked_up) == 2);
    must(desk->paper({.kind = PaperKind::visit_form, .visit = zoe}, std::nullopt, desk.staff));
    must(desk->paper({.kind = PaperKind::itinerary, .day = desk.at(9)}, std::nullopt, desk.staff));
    CHECK(desk.count(kind::staff_looked_up) == 2);
    desk.wait(std::chrono::hours{1});
    must(desk->paper({.kind = PaperKind::itinerary, .day = desk.at(9)}, std::nullopt, desk.staff));
    CHECK(desk.count(kind::staff_looked_up) == 4);
}

TEST_CASE("a paper is asked for in the outbox by ids alone: without an office printer it's said what to do",
          "[desk]") {
    FrontDesk desk;
    const auto visit = admit(desk, "Maja Lindqvist", std::nullopt);
    const auto refused_print = desk->print_paper({.kind = PaperKind::roll_call});
    REQUIRE_FALSE(refused_print);
    CHECK(refused_print.error().remedy == Remedy::ask_staff);
    CHECK_THAT(refused_print.error().what, Catch::Contains("office_queue"));
    CHECK(desk.jobs("paper").empty());

    desk.config.printer.office_queue = "office";
    desk.reopen();
    const PaperRequest request{.kind = PaperKind::itinerary, .visit = visit, .day = desk.at(0), .language = "zh_CN"};
    const auto id = must(desk->print_paper(request, desk.staff));
    const auto jobs = desk.jobs("paper");
    REQUIRE(jobs.size() == 1);
    CHECK(jobs[0].id == id);
    CHECK(dump(jobs[0].body) ==
          fmt::format(R"({{"asked":{},"by":"{}","day":"2026-11-21","language":"zh_CN","paper":"itinerary",)"
                      R"("visit":"{}"}})",
                      micros(desk.at(9)), to_string(desk.staff), to_string(visit)));
    const auto back = paper_job_of(jobs[0].body, desk->zone());
    REQUIRE(back);
    CHECK(back->request.kind == request.kind);
    CHECK(back->request.visit == request.visit);
    CHECK(back->request.day == request.day);
    CHECK(back->request.language == request.language);
    CHECK(back->staff == desk.staff);
    CHECK(back->asked == desk.at(9));
    CHECK_FALSE(paper_job_of({{"paper", "newspaper"}}, desk->zone()));

    CHECK(must(desk->paper_job(id))->phase == PaperPhase::waiting);
    must(desk->log().finish_job(id, JobState::failed, "The paper is out.", {}, desk.at(9)));
    CHECK(must(desk->paper_job(id))->phase == PaperPhase::failed);
    CHECK(must(desk->paper_job(id))->remark == "The paper is out.");
    CHECK_FALSE(must(desk->paper_job(new_id<JobId>())));
    CHECK_FALSE(desk->print_paper({.kind = PaperKind::visit_form, .visit = new_id<VisitId>()}));
}

TEST_CASE("a paper may go to another queue, or into a file, without an office printer", "[desk]") {
    FrontDesk desk;
    for (const auto& way : {PaperWay{.queue = "front-desk"}, PaperWay{.as_file = true}}) {
        const auto id = must(desk->print_paper({.kind = PaperKind::roll_call}, desk.staff, way));
        const auto back = paper_job_of(desk.jobs("paper").back().body, desk->zone());
        REQUIRE(back);
        CHECK(back->way.queue == way.queue);
        CHECK(back->way.as_file == way.as_file);
        CHECK(must(desk->paper_job(id))->queue == way.queue);
        CHECK(must(desk->paper_job(id))->phase == PaperPhase::waiting);
        must(desk->log().finish_job(id, JobState::done, "", {}, desk.at(9), saved_paper_progress("/data/p.pdf")));
        CHECK(must(desk->paper_job(id))->phase == (way.as_file ? PaperPhase::saved : PaperPhase::printed));
        CHECK(must(desk->paper_job(id))->file == (way.as_file ? "/data/p.pdf" : ""));
    }
}
