// printer-state-reasons (RFC 8011 §5.4.12, PWG 5100.9) made safe: known keywords as values, the rest as bounded text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace printing {

enum class PrinterReason {
    connecting,
    cover_open,
    door_open,
    input_tray_missing,
    marker_supply_empty,
    marker_supply_low,
    marker_waste_almost_full,
    marker_waste_full,
    media_empty,
    media_jam,
    media_low,
    media_needed,
    moving_to_paused,
    offline,
    other,
    paused,
    shutdown,
    spool_area_full,
    stopped,  // not a word of a printer's: it has stopped and names no reason that would explain it
    stopped_partly,
    timed_out,
    toner_empty,
    toner_low,
    unknown,  // a word that isn't in the register; see `text`
};

// As the suffix says. A reason without one is an error (RFC 8011 §5.4.12) where its kind stops a printer, else a
// report: CUPS puts what it does just now there without a suffix.
enum class Severity { report, warning, error };

struct ReportedReason {
    PrinterReason reason = PrinterReason::unknown;
    Severity severity = Severity::report;
    std::string text;  // the keyword without its suffix; UTF-8, printable, at most `reason_length_max` bytes

    bool operator==(const ReportedReason&) const = default;
};

inline constexpr std::size_t reason_length_max = 64;
inline constexpr std::size_t reasons_max = 16;

// One keyword from a printer or CUPS: anything at all may stand in it. "none" and words without a printable
// character are no reason: `text` is empty then.
[[nodiscard]] ReportedReason parse_reason(std::string_view keyword);

// Adds what isn't there yet, up to `reasons_max`; of one reason said twice the graver severity stays.
void merge_reason(std::vector<ReportedReason>& reasons, ReportedReason reason);

// For a printer whose printer-state is stopped: makes the reasons say so, whatever their suffixes, for some printers
// name only words of their vendor's or call an empty tray a warning. Up to `reasons_max`.
void explain_stop(std::vector<ReportedReason>& reasons);

// The IPP keyword, for logs and for choosing a translation: "media-empty".
[[nodiscard]] std::string_view keyword(PrinterReason reason);

// Plain English for staff: what is the matter and what to do.
[[nodiscard]] std::string_view plain_words(PrinterReason reason);
// The same, softer where the printer goes on all the same.
[[nodiscard]] std::string_view plain_words(const ReportedReason& reported);

// Whether paper can't come out before a person has done something: of this kind, if it's an error.
[[nodiscard]] bool stops_printing(PrinterReason reason);
// … and as it was reported: a warning of one tray or supply doesn't keep a job from completing (RFC 8011 §5.4.12),
// but CUPS calls a jam of a printer that it asks by SNMP "media-jam-warning" and one that it can't reach
// "offline-report".
[[nodiscard]] bool stops_printing(const ReportedReason& reported);

}  // namespace printing
