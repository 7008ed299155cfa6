// vestibule import calendar|people|hosts F: idempotent; says row by row what was taken and what was refused.
#include <fmt/format.h>

#include "kiosk/command/command.h"
#include "kiosk/desk/imports.h"
#include "kiosk/intake/appointments_csv.h"
#include "kiosk/intake/calendar.h"
#include "kiosk/intake/hosts.h"
#include "kiosk/intake/import_file.h"

namespace vestibule {
namespace {

int report(const ImportReport& result, const std::vector<std::string>& remarks, Output& output) {
    for (const auto& remark : remarks) output.remark(remark);
    for (const auto& refused : result.refused) output.remark(fmt::format("line {}: {}", refused.line, refused.what));
    output.line(fmt::format("{} added, {} changed, {} cancelled, {} unchanged, {} refused", result.added,
                            result.changed, result.cancelled, result.unchanged, result.refused.size()));
    return result.refused.empty() ? done : answer_is_no;
}

// Each batch that is committed, where there is more than one.
ImportProgress progress_on(const Output& output) {
    return [&output](std::size_t rows, std::size_t all) {
        if (output.progress && rows < all) output.progress(fmt::format("{} of {} rows are in", rows, all));
    };
}

Result<int> import_file(Desk& desk, const std::string& what, const std::filesystem::path& file, Output& output) {
    VESTIBULE_TRY(content, read_import_file(file));
    const auto progress = progress_on(output);
    const auto name = file.string();
    if (what == "hosts") {
        VESTIBULE_TRY(rows, read_hosts(content, name));
        VESTIBULE_TRY(result, import_hosts(desk, rows, progress));
        return report(result, rows.remarks, output);
    }
    if (what == "people") {
        VESTIBULE_TRY(rows, read_appointments_csv(content, name, desk.zone()));
        VESTIBULE_TRY(result, import_appointments(desk, rows, progress));
        return report(result, rows.remarks, output);
    }
    VESTIBULE_TRY(rows,
                  read_calendar(content, name,
                                {.own_domains = desk.policy().own_domains, .zone = desk.zone(), .now = desk.now()}));
    VESTIBULE_TRY(result, import_appointments(desk, rows, progress));
    return report(result, rows.remarks, output);
}

}  // namespace

void add_import(Verb program, Chosen& chosen) {
    auto verb =
        program.add_verb("import", "takes appointments or hosts from a file; the same file twice changes nothing");
    verb.needs_verb();
    const std::pair<const char*, const char*> kinds[] = {{"calendar", "appointments from an iCalendar file"},
                                                         {"people", "appointments from a CSV file"},
                                                         {"hosts", "hosts from a CSV file"}};
    for (const auto& [name, what] : kinds) {
        auto kind = verb.add_verb(name, what);
        auto file = std::make_shared<std::string>();
        kind.add_option("file", *file).required();
        kind.does([&chosen, file, name = std::string{name}] {
            chosen.at_station = [file, name, globals = chosen.globals](Station&, Desk& desk, Output& output) {
                return import_file(desk, name, globals.resolved(*file), output);
            };
        });
    }
}

}  // namespace vestibule
