// One table of keywords and words; everything that a printer says goes through it.
#include "printing/printer_reason.h"

#include <algorithm>
#include <array>

#include "printing/printable_text.h"

namespace printing {
namespace {

// Whether a reason keeps paper from coming out: not at all, unless it's a mere warning of one tray or supply of
// several, or whatever its suffix. "-report" isn't told from an error: ippeveprinter writes it for all that it's
// told.
enum class Stops { never, unless_warned, always };

struct Row {
    PrinterReason reason;
    std::string_view keyword;
    Stops stops;
    std::string_view words;
};

constexpr std::array rows{
    Row{PrinterReason::connecting, "connecting-to-device", Stops::never,
        "The printer is being contacted. Please wait."},
    Row{PrinterReason::cover_open, "cover-open", Stops::always, "The printer's cover is open. Close it."},
    Row{PrinterReason::door_open, "door-open", Stops::always, "The printer's door is open. Close it."},
    Row{PrinterReason::input_tray_missing, "input-tray-missing", Stops::unless_warned,
        "The printer's tray is missing. Put it in."},
    Row{PrinterReason::marker_supply_empty, "marker-supply-empty", Stops::unless_warned,
        "The ribbon or ink is used up. Replace it."},
    Row{PrinterReason::marker_supply_low, "marker-supply-low", Stops::never, "The ribbon or ink is nearly used up."},
    Row{PrinterReason::marker_waste_almost_full, "marker-waste-almost-full", Stops::never,
        "The printer's waste box is nearly full."},
    Row{PrinterReason::marker_waste_full, "marker-waste-full", Stops::unless_warned,
        "The printer's waste box is full. Empty it."},
    Row{PrinterReason::media_empty, "media-empty", Stops::unless_warned,
        "The printer is out of badges. Put in a new roll or cards."},
    Row{PrinterReason::media_jam, "media-jam", Stops::always,
        "A badge is stuck in the printer. Open it and take it out."},
    Row{PrinterReason::media_low, "media-low", Stops::never, "The printer is nearly out of badges."},
    Row{PrinterReason::media_needed, "media-needed", Stops::unless_warned,
        "The printer needs another kind of badge. Put it in."},
    Row{PrinterReason::moving_to_paused, "moving-to-paused", Stops::always, "The printer is being paused."},
    Row{PrinterReason::offline, "offline", Stops::always,
        "The printer is off or not connected. Switch it on; check its cable."},
    Row{PrinterReason::other, "other", Stops::never, "The printer reports a problem. Look at its display."},
    Row{PrinterReason::paused, "paused", Stops::always, "The printer is paused. Resume it."},
    Row{PrinterReason::shutdown, "shutdown", Stops::always, "The printer is off. Switch it on."},
    Row{PrinterReason::spool_area_full, "spool-area-full", Stops::always,
        "The printer's memory is full. Delete waiting jobs or restart it."},
    Row{PrinterReason::stopped, "printer-stopped", Stops::always,
        "The printer reports a problem. Look at its display."},
    Row{PrinterReason::stopped_partly, "stopped-partly", Stops::never, "A part of the printer has stopped."},
    Row{PrinterReason::timed_out, "timed-out", Stops::always,
        "The printer doesn't answer. Check that it is on and connected."},
    Row{PrinterReason::toner_empty, "toner-empty", Stops::unless_warned, "The toner is used up. Replace it."},
    Row{PrinterReason::toner_low, "toner-low", Stops::never, "The toner is nearly used up."},
    Row{PrinterReason::unknown, "unknown", Stops::never,
        "The printer reports a problem that isn't known. Look at its display."},
};

constexpr std::string_view one_tray_empty = "A tray of the printer is empty. Put badges in if they belong there.";

const Row& row_of(PrinterReason reason) {
    return *std::find_if(rows.begin(), rows.end(), [reason](const Row& row) { return row.reason == reason; });
}

}  // namespace

ReportedReason parse_reason(std::string_view raw) {
    ReportedReason reported{.text = printable_text(raw, reason_length_max)};
    constexpr std::array suffixes{std::pair{std::string_view("-error"), Severity::error},
                                  std::pair{std::string_view("-warning"), Severity::warning},
                                  std::pair{std::string_view("-report"), Severity::report}};
    const auto said =
        std::ranges::find_if(suffixes, [&](const auto& one) { return reported.text.ends_with(one.first); });
    if (said != suffixes.end()) {
        reported.text.resize(reported.text.size() - said->first.size());
        reported.severity = said->second;
    }
    if (reported.text == "none") reported.text.clear();
    const auto row = std::ranges::find(rows, std::string_view(reported.text), &Row::keyword);
    if (row == rows.end()) return reported;
    reported.reason = row->reason;
    if (said == suffixes.end() && row->stops != Stops::never) reported.severity = Severity::error;
    return reported;
}

void merge_reason(std::vector<ReportedReason>& reasons, ReportedReason reason) {
    if (reason.text.empty()) return;
    const auto known = std::ranges::find_if(reasons, [&](const ReportedReason& other) {
        return other.reason == reason.reason && other.text == reason.text;
    });
    if (known != reasons.end())
        known->severity = std::max(known->severity, reason.severity);
    else if (reasons.size() < reasons_max)
        reasons.push_back(std::move(reason));
}

void explain_stop(std::vector<ReportedReason>& reasons) {
    if (std::ranges::any_of(reasons, [](const auto& reported) { return stops_printing(reported); })) return;
    bool explained = false;
    for (auto& reported : reasons) {
        if (!stops_printing(reported.reason)) continue;
        reported.severity = Severity::error;
        explained = true;
    }
    if (explained) return;
    if (reasons.size() >= reasons_max) reasons.pop_back();
    reasons.insert(reasons.begin(), {.reason = PrinterReason::stopped,
                                     .severity = Severity::error,
                                     .text = std::string(keyword(PrinterReason::stopped))});
}

std::string_view keyword(PrinterReason reason) {
    return row_of(reason).keyword;
}
std::string_view plain_words(PrinterReason reason) {
    return row_of(reason).words;
}
std::string_view plain_words(const ReportedReason& reported) {
    const bool goes_on = reported.reason == PrinterReason::media_empty && !stops_printing(reported);
    return goes_on ? one_tray_empty : plain_words(reported.reason);
}
bool stops_printing(PrinterReason reason) {
    return row_of(reason).stops != Stops::never;
}
bool stops_printing(const ReportedReason& reported) {
    const auto stops = row_of(reported.reason).stops;
    return stops == Stops::always || (stops == Stops::unless_warned && reported.severity != Severity::warning);
}

}  // namespace printing
