// vestibule import calendar|people|hosts F: idempotent; says row by row what was taken and what was refused.
#include <fmt/format.h>

#include "kiosk/command/command.h"
#include "kiosk/command/import_report.h"
#include "kiosk/desk/import_again.h"
#include "kiosk/desk/import_calendar.h"
#include "kiosk/desk/imports.h"
#include "kiosk/desk/visitor_type.h"
#include "kiosk/intake/appointments_csv.h"
#include "kiosk/intake/calendar.h"
#include "kiosk/intake/encoding.h"
#include "kiosk/intake/hosts.h"
#include "kiosk/intake/import_file.h"

namespace vestibule {
namespace {

struct ImportOptions {
    std::string file, encoding, feed;
    bool whole = false, sure = false, dry_run = false;
};

// Each batch that is committed, where there is more than one.
ImportProgress progress_on(const Output& output) {
    return [&output](std::size_t rows, std::size_t all) {
        if (output.progress && rows > 0 && rows < all)
            output.progress(fmt::format("{} of {} rows are in", rows, all));
    };
}

Result<ImportReport> import_people(Desk& desk, std::string_view content, const std::string& name,
                                   const ImportOptions& options, const ImportWay& way) {
    const auto& languages = desk.config().site.languages;
    VESTIBULE_TRY(rows, read_appointments_csv(content, name, desk.zone(),
                                              {.encoding = options.encoding, .languages = languages}));
    settle_types(desk, rows);
    VESTIBULE_TRY(held, set_aside_held(desk, rows));
    VESTIBULE_TRY(report, import_appointments(desk, rows, way));
    report.unchanged += static_cast<int>(held.size());
    if (way.rows) report.rows.insert(report.rows.end(), held.begin(), held.end());
    return report;
}

Result<ImportReport> import_calendar_file(Desk& desk, std::string content, const std::string& name,
                                          const ImportOptions& options, const ImportWay& way) {
    if (!options.encoding.empty()) {
        VESTIBULE_TRY(decoded, decode_text(content, name, {.encoding = options.encoding, .known = {}}));
        content = std::move(decoded.text);
    }
    VESTIBULE_TRY(read,
                  read_calendar(content, name,
                                {.own_domains = desk.policy().own_domains, .zone = desk.zone(), .now = desk.now()}));
    return import_calendar(desk, read,
                           {.way = way, .feed = options.feed, .whole = options.whole, .sure = options.sure});
}

Result<ImportReport> import_file(Desk& desk, const std::string& what, const std::filesystem::path& file,
                                 const ImportOptions& options, const ImportWay& way) {
    VESTIBULE_TRY(content, read_import_file(file));
    const auto name = file.string();
    if (what == "people") return import_people(desk, content, name, options, way);
    if (what == "calendar") return import_calendar_file(desk, std::move(content), name, options, way);
    VESTIBULE_TRY(rows, read_hosts(content, name, options.encoding));
    return import_hosts(desk, rows, way);
}

Result<int> do_import(Desk& desk, const std::string& what, const ImportOptions& options, const Globals& globals,
                      Output& output) {
    const ImportWay way{.run = options.dry_run ? ImportRun::rehearsal : ImportRun::real,
                        .rows = options.dry_run || globals.json,
                        .progress = options.dry_run ? ImportProgress{} : progress_on(output)};
    VESTIBULE_TRY(report, import_file(desk, what, globals.resolved(options.file), options, way));
    return say_import(report, way, desk, globals, output);
}

void add_calendar_options(Verb& verb, ImportOptions& options) {
    verb.add_option("--feed", options.feed, "the calendar's name, where it is imported again and again");
    verb.add_flag("--whole", options.whole,
                  "with --feed: the file is all there is; what it no longer has is withdrawn");
    verb.add_flag("--yes", options.sure,
                  "with --whole: also where the file is empty, cut off, or lacks more than half");
}

}  // namespace

void add_import(Verb program, Chosen& chosen) {
    auto verb =
        program.add_verb("import", "takes appointments or hosts from a file; the same file twice changes nothing");
    verb.needs_verb();
    struct Kind {
        const char *name, *what, *file;
    };
    constexpr Kind kinds[] = {
        {"calendar", "appointments from an iCalendar file", "as calendars export it or send it by mail (.ics)"},
        {"people", "appointments from a CSV file",
         "a heading row, then a row a visitor. Needed: from, name. Taken as well: until, company, phone, email, "
         "host_name, host_email, purpose, room, type, level, companions, plate, language"},
        {"hosts", "hosts from a CSV file",
         "a heading row, then a row a host. Needed: name. Taken as well: department, email, phone, location, "
         "delegate_email, languages"}};
    for (const auto& [name, what, file] : kinds) {
        auto kind = verb.add_verb(name, what);
        auto options = std::make_shared<ImportOptions>();
        kind.add_option("file", options->file, file).required();
        kind.add_option("--encoding", options->encoding,
                        "of the file, such as GB18030 or windows-1252; default: what its text reads like");
        kind.add_flag("--dry-run", options->dry_run, "says what would become of each row, and writes nothing");
        kind.add_flag("--json", chosen.globals.json, "row by row: line, outcome, reason");
        if (name == std::string_view{"calendar"}) add_calendar_options(kind, *options);
        kind.does([&chosen, options, name = std::string{name}] {
            chosen.at_station = [options, name, globals = chosen.globals](Station&, Desk& desk, Output& output) {
                return do_import(desk, name, *options, globals, output);
            };
        });
    }
}

}  // namespace vestibule
