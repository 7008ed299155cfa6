// The visit form as pages: all that is known of a visit, lines for what isn't, and who signs (R1, R13).
#include "kiosk/station/paper_pages.h"

namespace vestibule {
namespace {

using printing::OfficeDocument;
using printing::OfficeField;
using printing::OfficeFields;
using printing::OfficeHeading;
using printing::OfficeParagraph;

constexpr double row_mm = 10;
constexpr double signature_mm = 20;

// Of one visit, or of none: then every value is empty.
class Form {
  public:
    Form(const VisitForm& form, const PaperSetting& setting)
        : form_{form}, visit_{form.visit.value_or(VisitView{})}, s_{setting}, t_{setting.texts} {}

    [[nodiscard]] OfficeFields visitor() const {
        return {.rows = {{field(t_.say("Name"), name(), 3), field(t_.say("Company"), visit_.company, 3)},
                         {field(t_.say("Position"), "", 2), field(t_.say("Nationality"), "", 2),
                          field(t_.say("People"), people(), 1), field(t_.say("Plate"), visit_.plate, 2)},
                         {field(t_.say("Phone"), visit_.phone, 3), field(t_.say("Email"), visit_.email, 3)},
                         {field(t_.say("Names of companions"), "", 1)}}};
    }
    [[nodiscard]] OfficeFields visit() const {
        return {.rows = {{field(t_.say("Host"), visit_.host_name.empty() ? visit_.host_text : visit_.host_name, 2),
                          field(t_.say("Department"), visit_.host_department, 2), field(t_.say("Where"), place(), 2)},
                         {field(t_.say("Purpose"), visit_.purpose, 4), field(t_.say("Type of visit"), type(), 2)},
                         {field(t_.say("Planned"), planned(), 3), field(t_.say("Points of interest"), "", 3)}}};
    }
    [[nodiscard]] OfficeFields arrangements() const {
        return {
            .rows = {{field(t_.say("Arrives by (flight, train)"), "", 2),
                      field(t_.say("Returns by (flight, train)"), "", 2), field(t_.say("Pick-up"), "", 2)},
                     {field(t_.say("Lodging"), "", 2), field(t_.say("Meals and dietary needs"), "", 2),
                      field(t_.say("Tour: time and route"), "", 2)},
                     {field(t_.say("Level"), "", 1), field(t_.say("Gifts"), "", 2), field(t_.say("Budget"), "", 1)}}};
    }
    [[nodiscard]] OfficeFields at_the_door() const {
        return {.rows = {{field(t_.say("Time in"), time(visit_.admitted_at), 1),
                          field(t_.say("Time out"), time(visit_.left_at), 1),
                          field(t_.say("Badge code"), form_.badge_code, 1)},
                         {field(t_.say("Areas"), paper_names(s_, form_.rules.zones), 1),
                          field(t_.say("Protective wear"), paper_names(s_, form_.rules.wear), 1),
                          field(t_.say("Escorted by"), "", 1)}}};
    }
    [[nodiscard]] OfficeFields signatures() const {
        OfficeFields out{.rows = {{}}};
        for (const auto& who :
             {t_.say("Visitor’s signature"), t_.say("Host’s signature"), t_.say("Reception’s signature")})
            out.rows[0].push_back({.label = who, .height_mm = signature_mm});
        return out;
    }
    [[nodiscard]] std::string heading_line() const {
        if (!form_.visit) return s_.site.name;
        auto line = s_.site.name + " · " + t_.full_day(visit_.from, s_.zone);
        return visit_.code.empty() ? line : line + " · " + visit_.code;
    }

  private:
    [[nodiscard]] OfficeField field(std::string label, std::string value, int share) const {
        return {.label = std::move(label), .value = std::move(value), .share = share, .height_mm = row_mm};
    }
    [[nodiscard]] std::string name() const {
        return form_.visit ? paper_visitor(s_, visit_.visitor, visit_.erased) : "";
    }
    [[nodiscard]] std::string people() const { return form_.visit ? std::to_string(1 + visit_.companions) : ""; }
    [[nodiscard]] std::string place() const { return visit_.room.empty() ? visit_.host_location : visit_.room; }
    [[nodiscard]] std::string type() const { return visit_.type.empty() ? "" : t_.say(visit_.type); }
    [[nodiscard]] std::string planned() const {
        if (!form_.visit || visit_.walk_in) return "";
        const bool spans = visit_.until > visit_.from;
        return paper_span(s_, visit_.from, spans ? std::optional{visit_.until} : std::nullopt, visit_.from);
    }
    [[nodiscard]] std::string time(std::optional<Instant> at) const {
        return at ? paper_span(s_, *at, std::nullopt, visit_.from) : "";
    }

    const VisitForm& form_;
    VisitView visit_;
    const PaperSetting& s_;
    const Texts& t_;
};

}  // namespace

OfficeDocument pages_of(const VisitForm& form, const PaperSetting& setting) {
    const auto& t = setting.texts;
    const Form made{form, setting};
    OfficeDocument document{.title = t.say("Visitor registration"), .subtitle = made.heading_line()};
    if (!form.visit)
        document.blocks.emplace_back(
            OfficeParagraph{t.say("For when the stations are down. Please enter it there afterwards.")});
    const auto add = [&document](std::string heading, OfficeFields fields) {
        fields.together = true;
        document.blocks.emplace_back(OfficeHeading{std::move(heading)});
        document.blocks.emplace_back(std::move(fields));
    };
    add(t.say("Visitor"), made.visitor());
    add(t.say("Visit"), made.visit());
    add(t.say("Arrangements"), made.arrangements());
    add(t.say("At the door"), made.at_the_door());
    add(t.say("Signatures"), made.signatures());
    return document;
}

}  // namespace vestibule
