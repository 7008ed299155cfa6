// One table of keywords and words; everything that a printer says goes through it.
#include "printing/printer_reason.h"

#include <algorithm>
#include <array>

#include "printing/printable_text.h"

namespace printing {
namespace {

struct Row {
    PrinterReason reason;
    std::string_view keyword;
    bool stops;
    std::string_view words;
};

constexpr std::array rows{
    Row{PrinterReason::connecting, "connecting-to-device", false, "The printer is being contacted. Please wait."},
    Row{PrinterReason::cover_open, "cover-open", true, "The printer's cover is open. Close it."},
    Row{PrinterReason::door_open, "door-open", true, "The printer's door is open. Close it."},
    Row{PrinterReason::input_tray_missing, "input-tray-missing", true, "The printer's tray is missing. Put it in."},
    Row{PrinterReason::marker_supply_empty, "marker-supply-empty", true, "The ribbon or ink is used up. Replace it."},
    Row{PrinterReason::marker_supply_low, "marker-supply-low", false, "The ribbon or ink is nearly used up."},
    Row{PrinterReason::marker_waste_almost_full, "marker-waste-almost-full", false,
        "The printer's waste box is nearly full."},
    Row{PrinterReason::marker_waste_full, "marker-waste-full", true, "The printer's waste box is full. Empty it."},
    Row{PrinterReason::media_empty, "media-empty", true, "The printer is out of badges. Put in a new roll or cards."},
    Row{PrinterReason::media_jam, "media-jam", true, "A badge is stuck in the printer. Open it and take it out."},
    Row{PrinterReason::media_low, "media-low", false, "The printer is nearly out of badges."},
    Row{PrinterReason::media_needed, "media-needed", true, "The printer needs another kind of badge. Put it in."},
    Row{PrinterReason::moving_to_paused, "moving-to-paused", true, "The printer is being paused."},
    Row{PrinterReason::offline, "offline", true,
        "The printer is off or not connected. Switch it on; check its cable."},
    Row{PrinterReason::other, "other", false, "The printer reports a problem. Look at its display."},
    Row{PrinterReason::paused, "paused", true, "The printer is paused. Resume it."},
    Row{PrinterReason::shutdown, "shutdown", true, "The printer is off. Switch it on."},
    Row{PrinterReason::spool_area_full, "spool-area-full", true,
        "The printer's memory is full. Delete waiting jobs or restart it."},
    Row{PrinterReason::stopped_partly, "stopped-partly", false, "A part of the printer has stopped."},
    Row{PrinterReason::timed_out, "timed-out", true,
        "The printer doesn't answer. Check that it is on and connected."},
    Row{PrinterReason::toner_empty, "toner-empty", true, "The toner is used up. Replace it."},
    Row{PrinterReason::toner_low, "toner-low", false, "The toner is nearly used up."},
    Row{PrinterReason::unknown, "unknown", false,
        "The printer reports a problem that isn't known. Look at its display."},
};

const Row& row_of(PrinterReason reason) {
    return *std::find_if(rows.begin(), rows.end(), [reason](const Row& row) { return row.reason == reason; });
}

}  // namespace

ReportedReason parse_reason(std::string_view raw) {
    ReportedReason reported{.text = printable_text(raw, reason_length_max)};
    constexpr std::array suffixes{std::pair{std::string_view("-error"), Severity::error},
                                  std::pair{std::string_view("-warning"), Severity::warning},
                                  std::pair{std::string_view("-report"), Severity::report}};
    for (const auto& [suffix, severity] : suffixes) {
        if (!reported.text.ends_with(suffix)) continue;
        reported.text.resize(reported.text.size() - suffix.size());
        reported.severity = severity;
        break;
    }
    if (reported.text == "none") reported.text.clear();
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const Row& candidate) { return candidate.keyword == reported.text; });
    if (row != rows.end()) reported.reason = row->reason;
    return reported;
}

void merge_reason(std::vector<ReportedReason>& reasons, ReportedReason reason) {
    if (reason.text.empty() || reasons.size() >= reasons_max) return;
    const bool known = std::any_of(reasons.begin(), reasons.end(), [&](const ReportedReason& other) {
        return other.reason == reason.reason && other.text == reason.text;
    });
    if (!known) reasons.push_back(std::move(reason));
}

std::string_view keyword(PrinterReason reason) {
    return row_of(reason).keyword;
}
std::string_view plain_words(PrinterReason reason) {
    return row_of(reason).words;
}
bool stops_printing(PrinterReason reason) {
    return row_of(reason).stops;
}

}  // namespace printing
