// The verbs, one row each. A test holds them against the options that each verb takes.
#include "kiosk/command/verb_table.h"

#include <algorithm>

namespace vestibule {
namespace {

constexpr auto reads = Effect::reads;
constexpr auto live = Effect::reads_live;
constexpr auto writes = Effect::writes;
constexpr auto never = NewStation::never;
constexpr auto first = NewStation::first;
constexpr auto any = NewStation::any;
constexpr auto real = OfRehearsal::refused;

constexpr VerbRow rows[] = {
    {"run", writes, any, "run --role reception --windowed 1920x1080", real},
    {"rehearse", writes, any, "rehearse --input visit.json --out rehearsal"},
    {"admit", writes, never, "admit --name \"Zhang Wei\" --company \"Longjing Tea\" --host Anna"},
    {"leave", writes, never, "leave 7KQM-4TXD"},
    {"arrivals", reads, never, "arrivals --search tea --json"},
    {"roll-call", reads, never, "roll-call --pdf roll-call.pdf"},
    {"badge verify", reads, never, "badge verify 7KQM-4TXD --json"},
    {"badge issue", writes, never, "badge issue --visit 7KQM-4TXD"},
    {"badge revoke", writes, never, "badge revoke --visit 7KQM-4TXD --reason lost"},
    {"badge queue", reads, never, "badge queue --json"},
    {"badge cancel", writes, never, "badge cancel --visit 7KQM-4TXD"},
    {"badge move", writes, never, "badge move --visit 7KQM-4TXD --to reception-printer"},
    {"badge reprint", writes, never, "badge reprint --visit 7KQM-4TXD --reason damaged"},
    {"badge render", reads, never, "badge render --sample --template my-badge.svg --out my-badge.png --format png"},
    {"paper itinerary", reads, never, "paper itinerary --day 2026-11-21 --out day.pdf"},
    {"paper visit-form", reads, never, "paper visit-form --blank --out form.pdf"},
    {"import calendar", writes, first, "import calendar appointments.ics"},
    {"import people", writes, first, "import people appointments.csv"},
    {"import hosts", writes, first, "import hosts hosts.csv"},
    {"export visits", reads, never, "export visits --days 7"},
    {"export events", reads, never, "export events"},
    {"export person", reads, never, "export person 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"},
    {"log verify", reads, never, "log verify --json"},
    {"log stats", reads, never, "log stats --station lobby"},
    {"log backup", reads, never, "log backup lobby-backup.db --station lobby", real},
    {"log restore", writes, any, "log restore lobby-backup.db --station lobby", real},
    {"log rebuild", writes, never, "log rebuild --station lobby"},
    {"sync once", writes, never, "sync once"},
    {"sync status", live, never, "sync status"},
    {"central install", writes, never, "central install --admin-url postgresql://admin@db.example.com/vestibule",
     real},
    {"person find", live, never, "person find zhang"},
    {"person erase", writes, never, "person erase 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"},
    {"staff list", reads, never, "staff list"},
    {"staff add", writes, never, "staff add \"Li Na\" --role reception"},
    {"staff change", writes, never, "staff change \"Li Na\" --new-pin"},
    {"staff end", writes, never, "staff end \"Li Na\""},
    {"staff unlock", writes, never, "staff unlock east-gate"},
    {"station enroll", writes, first, "station enroll --role guard --name east-gate", real},
    {"station list", live, never, "station list"},
    {"station grant", writes, never, "station grant east-door staffed"},
    {"station revoke", writes, never, "station revoke east-gate --reason stolen"},
    {"station recover", writes, never, "station recover --file recovery-harbour-house.vestibule", real},
    {"printer list", reads, never, "printer list"},
    {"printer add", writes, never, "printer add ipp://badge-printer.local/ipp/print --name badge"},
    {"printer test", writes, never, "printer test"},
    {"printer status", reads, never, "printer status --json"},
    {"doctor", reads, never, "doctor"},
    {"help", reads, any, "help log verify"},
};

}  // namespace

std::span<const VerbRow> verb_rows() {
    return rows;
}

VerbRow row_of_verb(std::string_view verb) {
    const auto* found = std::ranges::find(rows, verb, &VerbRow::verb);
    return found == std::end(rows) ? VerbRow{.verb = verb} : *found;
}

void add_verbs(Verb program, Chosen& chosen) {
    for (const auto add :
         {add_run, add_rehearse, add_admit, add_leave, add_arrivals, add_badge, add_paper, add_import, add_export,
          add_log, add_sync, add_central, add_person, add_staff, add_station, add_printer, add_doctor, add_help})
        add(program, chosen);
}

}  // namespace vestibule
