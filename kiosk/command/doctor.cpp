// vestibule doctor: every dependency, one line each: ok, or why not and what to do. Changes nothing.
#include <fmt/format.h>
#include <unistd.h>

#include "kiosk/base/paths.h"
#include "kiosk/base/whole_file.h"
#include "kiosk/command/command.h"
#include "kiosk/command/log_check.h"
#include "kiosk/command/printer_setup.h"
#include "kiosk/log/readable_log.h"
#include "kiosk/station/badge_design.h"
#include "kiosk/station/nightly_check.h"
#include "kiosk/station/paper_pages.h"
#include "kiosk/ui/text.h"
#include "kiosk/ui/window.h"
#include "kiosk/vault/recovery.h"
#include "printing/printer.h"

namespace vestibule {
namespace {

struct Examination {
    Globals globals;
    Output& output;
    int troubles = 0;

    void report(std::string_view what, const Result<std::string>& finding) {
        if (!finding) ++troubles;
        const auto& words = finding ? *finding : finding.error().what;
        if (globals.json)
            output.line(dump({{"check", what}, {"ok", finding.has_value()}, {"what", words}}));
        else
            output.line(fmt::format("{:<14} {}{}", what, finding ? "ok: " : "NOT OK: ", words));
    }
};

Result<std::string> data_folder(const Globals& globals) {
    auto existing = globals.data;
    std::error_code ignored;
    while (!std::filesystem::exists(existing, ignored) && existing.has_relative_path())
        existing = existing.parent_path();
    if (::access(existing.c_str(), W_OK | X_OK) != 0)
        return ask_staff(fmt::format(
            "{} can't be written; choose another folder with --data or give this user the right", existing.string()));
    const auto space = std::filesystem::space(existing, ignored);
    constexpr std::uintmax_t least = 200ULL << 20U;
    if (!ignored && space.available < disk_room_min)
        return ask_staff(fmt::format("the disk is full: make room for {}, then try again", existing.string()));
    if (!ignored && space.available < least)
        return ask_staff(
            fmt::format("{} has only {} MB left; free some space", existing.string(), space.available >> 20U));
    return fmt::format("{} ({} MB free)", globals.data.string(), space.available >> 20U);
}

Result<std::string> policy_file() {
    const auto file = config_folder() / "policy.toml";
    const auto text = read_whole(file, "policy file", settings_bytes_max);
    if (!text) return ask_staff(fmt::format("{}, or copy it from the sources' config folder", text.error().what));
    VESTIBULE_TRY(policy, parse_policy_toml(*text, file.string()));
    return fmt::format("{} types, {} zones", policy.types.size(), policy.zones.size());
}

Result<std::string> display() {
    VESTIBULE_TRY(window, ui::Window::open({.windowed = ui::Size{64, 64}}));
    return std::string{window ? "a window with OpenGL opens" : ""};
}

Result<std::string> fonts() {
    VESTIBULE_CHECK(ui::TextPainter::check_fonts());
    return std::string{"fonts are installed"};
}

Result<std::string> catalogues(const Config& config) {
    for (const auto& language : config.site.languages) {
        const auto file = catalogue_folder() / language / "LC_MESSAGES/vestibule.mo";
        std::error_code ignored;
        if (language != "en" && !std::filesystem::exists(file, ignored))
            return ask_staff(fmt::format(
                "there are no texts for \"{}\" at {}; take it out of site.languages or build the catalogues",
                language, file.string()));
    }
    return fmt::format("{} language(s)", config.site.languages.size());
}

Result<std::string> badge_drawing(const Config& config) {
    VESTIBULE_TRY(drawings, badge_drawings(config));
    if (const auto mistakes = drawings.mistakes(); !mistakes.empty())
        return ask_staff(fmt::format("{}", fmt::join(mistakes, " ")));
    const auto looks = drawings.looks();
    if (std::ranges::count(looks, config.printer.badge_template) == 0)
        return ask_staff(fmt::format("nobody drew the look \"{}\" (printer.badge_template); there are: {}",
                                     config.printer.badge_template, fmt::join(looks, ", ")));
    return fmt::format("{}", fmt::join(looks, ", "));
}

Result<std::string> office_printer(const Config& config) {
    const auto& queue = config.printer.office_queue;
    const auto capabilities = printing::Spooler::at(config.printer.server).capabilities(queue);
    if (!capabilities) return ask_staff(fmt::format("queue {}: {}", queue, capabilities.error().what));
    if (!capabilities->takes_pdf) return ask_staff(fmt::format("{} takes no PDF; make a CUPS queue for it", queue));
    const auto paper = configured_paper(config).value_or(printing::paper_in(*capabilities, usual_paper(config)));
    const auto name = printing::medium_of(paper).name;
    if (!printing::may_hold(*capabilities, paper))
        return ask_staff(
            fmt::format("queue {}: no {} lies in the printer, so its pages wait there; put some in", queue, name));
    return fmt::format("queue {}, {}", queue, name);
}

Result<std::string> mail(const Config& config) {
    if (config.mail.server.empty())
        return std::string{"not set up; hosts aren't told by mail (mail.server in the config)"};
    return config.mail.server;
}

Result<std::string> log_of(const Globals& globals) {
    const auto file = globals.data / station_name_of(globals) / "log.db";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return std::string{"none yet; the first start makes it"};
    VESTIBULE_TRY(log, ReadableLog::of(file));
    const auto certified = check_of_enrolments(globals.data / station_name_of(globals));
    VESTIBULE_TRY(damage, verify_log(log.file(), {}, certified ? *certified : EnrolmentCheck{}));
    if (damage)
        return ask_staff(fmt::format("station {} seq {}: {}; keep the file and ask for help",
                                     to_string(damage->station), damage->seq, damage->what));
    VESTIBULE_TRY(stats, log_stats(log.file()));
    return fmt::format("{} events, chains and heads hold", stats.events);
}

// What the last look through all files found, healed or not.
Result<std::string> last_night(const Globals& globals, const Config& config) {
    const auto file = globals.data / station_name_of(globals) / "log.db";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return std::string{"none yet; the first start makes it"};
    VESTIBULE_TRY(log, ReadableLog::of(file));
    VESTIBULE_TRY(reader, LogReader::open(log.file()));
    VESTIBULE_TRY(last, last_check(reader));
    if (!last) return std::string{"none yet; the station looks through its files when it runs"};
    VESTIBULE_TRY(zone, SiteZone::named(config.site.time_zone));
    const auto when = fmt::format("{} {}", zone.iso_day(last->at), zone.hour_minute(last->at));
    if (!last->found.empty()) return ask_staff(fmt::format("{}: {}", when, fmt::join(last->found, "; ")));
    return fmt::format("{}: {} events, views, keys and files are whole{}", when, last->events,
                       last->asked_others ? "" : "; the central store couldn't be asked");
}

// Keys are whole, and the file that gives them back doesn't lie where a thief of the machine finds it.
Result<std::string> keys_of(const Globals& globals, const Config& config) {
    const auto name = station_name_of(globals);
    std::error_code ignored;
    if (!std::filesystem::exists(globals.data / name / "identity.json", ignored))
        return std::string{"none yet; the first start makes them"};
    const StationPlace place{.data = globals.data, .name = name};
    VESTIBULE_TRY(identity, open_identity(place, config.site));
    VESTIBULE_CHECK(check_site_folder(place, identity));
    if (const auto files = recovery_files_in(globals.data); !files.empty())
        return ask_staff(
            fmt::format("{} still lies on this machine; move it to a safe place", files.front().string()));
    return fmt::format("site key of generation {}", identity.site_key_generation);
}

// What this station may write, and whether whoever takes this machine away has the whole site.
Result<std::string> rights_of(const Globals& globals) {
    const auto file = globals.data / station_name_of(globals) / "log.db";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return std::string{"none yet; the first start has them certified"};
    VESTIBULE_TRY(log, ReadableLog::of(file));
    VESTIBULE_TRY(reader, LogReader::open(log.file()));
    VESTIBULE_TRY(own, reader.own_station());
    VESTIBULE_TRY(stations, reader.stations());
    const auto here = std::ranges::find(stations, own, &StationRecord::station);
    if (here == stations.end()) return ask_staff("the site's root hasn't certified this station: enrol it anew");
    const bool has_root = std::filesystem::exists(globals.data / "site" / "root.key", ignored);
    return fmt::format("{}; the site's root key lies {}",
                       here->named ? text_of(here->rights) : "a site of before: all",
                       has_root ? "here: keep this machine where nobody takes it away" : "on another machine");
}

// Connects as the station does, and asks which store it is.
Result<std::string> central_store_of(const Globals& globals) {
    const auto name = station_name_of(globals);
    VESTIBULE_TRY(login, read_central_login(globals.data / name));
    if (!login) return fmt::format("{}, for the stations of this machine", (globals.data / "central.db").string());
    VESTIBULE_TRY(store, open_postgres_store(*login));
    VESTIBULE_CHECK(store->epoch());
    return fmt::format("PostgreSQL at {}, trusted by its certificate", hosts_of(login->url));
}

// As Desk::clock_behind: no station is opened here, for it may be running.
Result<std::string> clock_of(const Globals& globals) {
    const auto file = globals.data / station_name_of(globals) / "log.db";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return std::string{"nothing written yet to hold it against"};
    VESTIBULE_TRY(log, ReadableLog::of(file));
    VESTIBULE_TRY(reader, LogReader::open(log.file()));
    VESTIBULE_TRY(newest, reader.newest_of_own(clock_rows_looked_at));
    const auto behind = std::chrono::floor<std::chrono::minutes>(newest - system_now());
    if (behind > clock_behind_max)
        return ask_staff(fmt::format("the clock is {} minutes behind this station's own records; set date and time",
                                     behind.count()));
    return std::string{"not behind this station's own records"};
}

Result<int> examine(const Globals& globals, Output& output) {
    Examination e{.globals = globals, .output = output};
    const auto config = config_of(globals);
    e.report("config", config ? Result<std::string>{"read"} : tl::unexpected(config.error()));
    const Config used = config.value_or(Config{});
    e.report("policy", policy_file());
    e.report("data folder", data_folder(globals));
    e.report("log", log_of(globals));
    e.report("nightly check", last_night(globals, used));
    e.report("keys", keys_of(globals, used));
    e.report("rights", rights_of(globals));
    e.report("central store", central_store_of(globals));
    e.report("clock", clock_of(globals));
    e.report("display", display());
    e.report("fonts", fonts());
    e.report("texts", catalogues(used));
    e.report("badge", badge_drawing(used));
    e.report("printer", examine_printer(used, globals));
    e.report("print queue", examine_queue(used, globals));
    e.report("print server", examine_print_server(used, globals));
    e.report("other printers", examine_network_printers(used));
    if (!used.printer.office_queue.empty()) e.report("office printer", office_printer(used));
    e.report("mail", mail(used));
    return e.troubles == 0 ? done : answer_is_no;
}

}  // namespace

void add_doctor(Verb program, Chosen& chosen) {
    auto doctor = program.add_verb("doctor", "checks everything that the station needs");
    add_json(doctor, chosen);
    doctor.does([&chosen] { chosen.alone = examine; });
}

}  // namespace vestibule
