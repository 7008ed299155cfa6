// vestibule person find|erase.
#include <fmt/format.h>

#include "kiosk/command/command.h"
#include "kiosk/desk/matching.h"

namespace vestibule {
namespace {

Result<int> find(Desk& desk, const std::string& typed, Output& output) {
    VESTIBULE_TRY(rows, desk.find_visits(typed));
    for (const auto& row : rows)
        output.line(fmt::format("{}  {}  {}  {}", to_string(row.person), row.visitor, row.company, iso(row.from)));
    return rows.empty() ? answer_is_no : done;
}

Result<int> erase(Desk& desk, const std::string& text, Output& output) {
    const auto id = parse_id<PersonId>(text);
    if (!id) return give_up("give the person's id; see `vestibule person find`");
    VESTIBULE_CHECK(desk.erase_person(*id, "request"));
    output.line("erased: " + to_string(*id));
    return done;
}

}  // namespace

void add_person(Verb program, Chosen& chosen) {
    auto person = program.add_verb("person", "find or erase a person's data");
    person.needs_verb();
    auto text = std::make_shared<std::string>();
    auto find_verb = person.add_verb("find", "by part of a name, company or phone");
    find_verb.add_option("text", *text).required();
    find_verb.does([&chosen, text] {
        chosen.at_station = [text](Station&, Desk& desk, Output& output) { return find(desk, *text, output); };
    });
    auto erase_verb = person.add_verb("erase", "destroys the person's key and with it all that was sealed for them");
    erase_verb.add_option("person", *text, "the person's id").required();
    erase_verb.does([&chosen, text] {
        chosen.at_station = [text](Station&, Desk& desk, Output& output) { return erase(desk, *text, output); };
    });
}

}  // namespace vestibule
