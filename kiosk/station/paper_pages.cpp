// Roll call and itinerary as pages; and the words that all papers share.
#include "kiosk/station/paper_pages.h"

#include "kiosk/base/region.h"
#include "kiosk/credential/code.h"

namespace vestibule {
namespace {

using printing::OfficeCell;
using printing::OfficeCode;
using printing::OfficeColumnKind;
using printing::OfficeDocument;
using printing::OfficeFields;
using printing::OfficeGroup;
using printing::OfficeHeading;
using printing::OfficeParagraph;
using printing::OfficeTable;

constexpr double roll_call_pt = 14;  // read at night by torchlight
constexpr double roll_call_row_mm = 13;
constexpr double pen_row_mm = 13;
constexpr int rows_for_others = 4;

std::string host_or_reception(const Texts& t, const std::string& host) {
    return host.empty() ? t.say("Reception") : host;
}

std::string moment(const PaperSetting& s, Instant at, Instant day) {
    return s.texts.moment(at, s.zone, day);
}

// --- roll call

std::vector<OfficeCell> cells_of(const RollCallRow& row, const RollCall& call, const PaperSetting& s) {
    return {{},
            {.text = paper_visitor(s, row.name, row.erased), .detail = row.company},
            {.text = host_or_reception(s.texts, row.host), .detail = {}},
            {.text = row.code, .detail = row.plate},
            {.text = moment(s, row.since, call.at), .detail = row.only_admitted ? s.texts.say("admitted") : ""},
            {.text = std::to_string(row.people), .detail = {}}};
}

OfficeTable table_of(const RollCall& call, const PaperSetting& s) {
    const auto& t = s.texts;
    OfficeTable table{.columns = {{.head = "", .kind = OfficeColumnKind::tick},
                                  {.head = t.say("Name, company"), .share = 5, .strong = true},
                                  {.head = t.say("Host"), .share = 3},
                                  {.head = t.say("Badge, plate"), .share = 3.2},
                                  {.head = t.say("Inside since"), .share = 1.8},
                                  {.head = t.say("People"), .share = 1.2, .kind = OfficeColumnKind::number}},
                      .groups = {},
                      .text_pt = roll_call_pt,
                      .row_height_mm = roll_call_row_mm};
    for (const auto& place : call.places) {
        const auto name = place.name.empty() ? t.say("Place not known") : t.say(place.name);
        const auto people = t.say_count("{n} person", "{n} people", place.people);
        OfficeGroup group{.head = name + " · " + people, .continued = name + " · " + t.say("continued"), .rows = {}};
        for (const auto& row : place.rows) group.rows.push_back(cells_of(row, call, s));
        table.groups.push_back(std::move(group));
    }
    return table;
}

// How far the list can be trusted.
OfficeParagraph age_of(const RollCall& call, const PaperSetting& s) {
    const auto& t = s.texts;
    if (!call.last_contact)
        return {.text = t.say("This list knows this station only: it has never reached the central store. "
                              "Please ask at every entrance."),
                .warning = true};
    const auto time = moment(s, *call.last_contact, call.at);
    if (call.at - *call.last_contact > s.data_age_limit)
        return {.text = t.say("This list may be incomplete: the central store was last reached at {time}. "
                              "Please ask at every entrance.",
                              {{"time", time}}),
                .warning = true};
    return {.text = t.say("All stations’ records up to {time} are in this list.", {{"time", time}})};
}

void add_place_for_others(const PaperSetting& s, OfficeDocument& document) {
    const auto& t = s.texts;
    document.blocks.emplace_back(OfficeHeading{t.say("Found, but not on this list")});
    OfficeFields others{.rows = {}, .together = true};
    for (int i = 0; i < rows_for_others; ++i)
        others.rows.push_back({{.label = t.say("Name"), .share = 3, .height_mm = pen_row_mm},
                               {.label = t.say("Company"), .share = 3, .height_mm = pen_row_mm},
                               {.label = t.say("Where"), .share = 2, .height_mm = pen_row_mm}});
    document.blocks.emplace_back(std::move(others));
    document.blocks.emplace_back(
        OfficeFields{.rows = {{{.label = t.say("Checked by"), .share = 3, .height_mm = 18},
                               {.label = t.say("Time"), .share = 2, .height_mm = 18},
                               {.label = t.say("Signature"), .share = 3, .height_mm = 18}}}});
}

OfficeDocument pages_of_roll_call(const RollCall& call, const PaperSetting& s) {
    const auto& t = s.texts;
    OfficeDocument document{
        .title = t.say("Roll call"),
        .subtitle = s.site.name + " · " + t.full_day(call.at, s.zone) + " · " + s.zone.hour_minute(call.at),
        .figure = std::to_string(call.people),
        .figure_label = call.only_admitted > 0 ? t.say_count("person admitted", "people admitted", call.people)
                                               : t.say_count("person inside", "people inside", call.people)};
    document.blocks.emplace_back(age_of(call, s));
    if (call.places.empty()) {
        document.blocks.emplace_back(
            OfficeParagraph{.text = t.say("No visitor is signed in at this time."), .warning = true});
    } else {
        const auto people = t.say_count("{n} person", "{n} people", call.people);
        document.blocks.emplace_back(OfficeParagraph{
            t.say_count("{n} visitor on this list, {people} with companions. Please tick everybody you have seen.",
                        "{n} visitors on this list, {people} with companions. Please tick everybody you have seen.",
                        call.visitors, {{"people", people}})});
        if (call.only_admitted > 0)
            document.blocks.emplace_back(OfficeParagraph{t.say_count(
                "{n} of them hasn’t been seen at the gate yet, but may be inside.",
                "{n} of them haven’t been seen at the gate yet, but may be inside.", call.only_admitted)});
        document.blocks.emplace_back(table_of(call, s));
    }
    add_place_for_others(s, document);
    return document;
}

// --- itinerary

std::string words_of(const ItineraryStep& step, const Texts& t) {
    switch (step.kind) {
        case StepKind::arrival:
            return t.say("Arrival and sign-in");
        case StepKind::meeting:
            return step.what.empty() ? t.say("Meeting") : step.what;
        case StepKind::departure:
            break;
    }
    return t.say("End of the visit: please give back the badge");
}

OfficeTable steps_of_visit(const Itinerary& plan, const PaperSetting& s) {
    const auto& t = s.texts;
    OfficeTable table{.columns = {{.head = t.say("Time"), .share = 3, .strong = true},
                                  {.head = t.say("What"), .share = 4.5},
                                  {.head = t.say("Where"), .share = 3},
                                  {.head = t.say("With"), .share = 3}},
                      .groups = {{.head = {}, .continued = {}, .rows = {}}},
                      .text_pt = 13,
                      .row_height_mm = 14};
    for (const auto& step : plan.steps) {
        const auto person = step.kind == StepKind::meeting ? host_or_reception(t, step.person) : t.say("Reception");
        table.groups[0].rows.push_back({{.text = paper_span(s, step.from, step.until, plan.day)},
                                        {.text = words_of(step, t)},
                                        {.text = step.place},
                                        {.text = person}});
    }
    return table;
}

OfficeTable steps_of_day(const Itinerary& plan, const PaperSetting& s) {
    const auto& t = s.texts;
    OfficeTable table{.columns = {{.head = t.say("Time"), .share = 2.9, .strong = true},
                                  {.head = t.say("Name, company"), .share = 3.8},
                                  {.head = t.say("People"), .share = 1.6, .kind = OfficeColumnKind::number},
                                  {.head = t.say("What"), .share = 3.2},
                                  {.head = t.say("Where"), .share = 2.2},
                                  {.head = t.say("With"), .share = 2.6}},
                      .groups = {{.head = {}, .continued = {}, .rows = {}}},
                      .text_pt = 11,
                      .row_height_mm = 11};
    for (const auto& step : plan.steps)
        table.groups[0].rows.push_back({{.text = paper_span(s, step.from, step.until, plan.day)},
                                        {.text = paper_visitor(s, step.guest, false), .detail = step.company},
                                        {.text = std::to_string(step.people)},
                                        {.text = words_of(step, t)},
                                        {.text = step.place},
                                        {.text = host_or_reception(t, step.person)}});
    return table;
}

// Facts that are known, two a row.
class Facts {
  public:
    void add(std::string label, std::string value) {
        if (value.empty()) return;
        if (fields_.rows.empty() || fields_.rows.back().size() == 2) fields_.rows.emplace_back();
        fields_.rows.back().push_back({.label = std::move(label), .value = std::move(value)});
    }
    void add_to(OfficeDocument& document) && {
        if (fields_.rows.empty()) return;
        if (fields_.rows.back().size() == 1) fields_.rows.back().emplace_back();  // so that columns stay columns
        document.blocks.emplace_back(std::move(fields_));
    }

  private:
    OfficeFields fields_{.rows = {}, .boxed = false, .strong = true};
};

void add_invitation(const VisitView& visit, const Texts& t, OfficeDocument& document) {
    const auto code = parse_code(visit.code);
    const bool still_to_come =
        !visit.arrived_at && (visit.phase == VisitPhase::expected || visit.phase == VisitPhase::approved);
    if (!code || !still_to_come) return;
    document.blocks.emplace_back(OfficeHeading{t.say("Your invitation")});
    document.blocks.emplace_back(
        OfficeCode{.content = std::string{invitation_prefix} + *code,
                   .head = shown_code(*code),
                   .text = t.say("Please hold this code in front of the screen at the entrance, or type it there.")});
}

OfficeDocument pages_of_itinerary(const Itinerary& plan, const PaperSetting& s) {
    const auto& t = s.texts;
    OfficeDocument document{.title = t.say("Itinerary"),
                            .subtitle = s.site.name + " · " + t.full_day(plan.day, s.zone)};
    if (!plan.visit) {
        document.title = t.say("Visits of the day");
        if (plan.steps.empty())
            document.blocks.emplace_back(OfficeParagraph{t.say("No visit is planned for this day.")});
        else
            document.blocks.emplace_back(steps_of_day(plan, s));
        return document;
    }
    const auto& visit = *plan.visit;
    Facts who;
    who.add(visit.companions > 0 ? t.say("Leader of the group") : t.say("Guest"),
            paper_visitor(s, visit.visitor, visit.erased));
    who.add(t.say("Company"), visit.company);
    who.add(t.say("People"), std::to_string(1 + visit.companions));
    who.add(t.say("Host"),
            visit.host_department.empty() ? visit.host_name : visit.host_name + " · " + visit.host_department);
    std::move(who).add_to(document);
    document.blocks.emplace_back(steps_of_visit(plan, s));
    Facts rules;
    rules.add(t.say("Areas"), paper_names(s, plan.rules.zones));
    rules.add(t.say("Protective wear"), paper_names(s, plan.rules.wear));
    if (plan.rules.escort) rules.add(t.say("Escort"), t.say("Your host comes to meet you and stays with you."));
    rules.add(t.say("The way"), s.site.directions);
    std::move(rules).add_to(document);
    add_invitation(visit, t, document);
    return document;
}

struct PagesOf {
    const PaperSetting& setting;
    OfficeDocument operator()(const RollCall& call) const { return pages_of_roll_call(call, setting); }
    OfficeDocument operator()(const Itinerary& plan) const { return pages_of_itinerary(plan, setting); }
    OfficeDocument operator()(const VisitForm& form) const { return pages_of(form, setting); }
};

std::string paper_foot(const PaperSetting& s, const std::string& title) {
    const auto when = s.texts.short_day(s.now, s.zone, Instant{}) + " " + s.zone.hour_minute(s.now);
    return s.site.name + " · " + title + " · " + s.texts.say("printed {when}", {{"when", when}}) + " · " +
           s.texts.say("Personal data: please destroy after use.");
}

}  // namespace

OfficeDocument pages_of(const Paper& paper, const PaperSetting& setting) {
    auto document = std::visit(PagesOf{setting}, paper);
    document.language = setting.texts.language();
    document.foot = paper_foot(setting, document.title);
    return document;
}

std::optional<printing::OfficePaper> configured_paper(const Config& config) {
    if (config.printer.paper == "a4") return printing::OfficePaper::a4;
    if (config.printer.paper == "letter") return printing::OfficePaper::letter;
    return std::nullopt;
}

printing::OfficePaper usual_paper(const Config& config) {
    if (const auto paper = configured_paper(config)) return *paper;
    return uses_letter_paper(config.site.time_zone) ? printing::OfficePaper::letter : printing::OfficePaper::a4;
}

std::string paper_span(const PaperSetting& s, Instant from, std::optional<Instant> until, Instant day) {
    auto out = moment(s, from, day);
    if (!until) return out;
    const auto last = *until - std::chrono::seconds{1};
    const bool ends_day = *until == s.zone.start_of_day(*until);  // midnight ends the day before (ISO 8601)
    const auto end = ends_day ? std::string{"24:00"} : s.zone.hour_minute(*until);
    if (s.zone.start_of_day(last) == s.zone.start_of_day(from)) return out + "–" + end;
    return out + " – " + s.texts.short_day(last, s.zone, day) + " " + end;
}

std::string paper_names(const PaperSetting& s, const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names)
        if (!name.empty()) out.append(out.empty() ? "" : " · ").append(s.texts.say(name));
    return out;
}

std::string paper_visitor(const PaperSetting& s, const std::string& name, bool erased) {
    if (!name.empty()) return name;
    return erased ? s.texts.say("Erased") : s.texts.say("Name not known here");
}

}  // namespace vestibule
