// The station's printers, its own and its fallbacks: found when they are needed, and what each says of itself.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "kiosk/base/config.h"
#include "kiosk/desk/views.h"
#include "printing/printer.h"

namespace vestibule {

inline constexpr std::chrono::seconds printer_looked_at_every{4};           // shown within 5 s (ACCEPTANCE C2)
inline constexpr std::chrono::seconds printer_unreachable_tried_every{60};  // each try may take seconds

// Thread: the print worker's. Blocks: printing/printer.h's time-outs.
class PrinterBoard {
  public:
    // `folder` takes PDFs where there is no printer; `record` is what set-up measured.
    PrinterBoard(const Config& config, std::filesystem::path folder, std::filesystem::path record);

    // The printer of a destination of print_stops(); the empty one is the server's default or the folder. It stays
    // valid until the next call. Errors: Printer::choose's.
    [[nodiscard]] printing::Result<printing::Printer*> at(const std::string& stop, Instant now);
    // The same by the name that the printer gave itself, the folder's included.
    [[nodiscard]] printing::Result<printing::Printer*> named(const std::string& name, Instant now);
    // What a job of that destination has shown of its printer.
    void heard(const std::string& stop, const std::vector<printing::ReportedReason>& reasons);
    // It failed: it is found anew next time, for the queue may have been changed or removed meanwhile.
    void failed(const std::string& stop, const printing::Failure& failure, Instant now);

    // Asks those printers whose turn it is how they are. `printing_at`: names of printers that are heard of anyhow,
    // by the badges under way there.
    void look(Instant now, std::span<const std::string> printing_at = {});
    // What the station's own destination was called before a restart, where it's the print server's default.
    void remember_usual(const std::string& name);
    [[nodiscard]] PrinterView view() const;

  private:
    struct Known {
        std::optional<printing::Printer> printer;
        OnePrinterView view;
        Instant asked{};  // the epoch: never
        bool answers = true;
    };
    void look(const std::string& stop, Instant now, std::span<const std::string> printing_at);
    void notice_new_record();
    [[nodiscard]] bool is_due(const Known& known, Instant now) const;
    static void take(Known& known, const printing::PrinterCondition& condition);
    static void take(Known& known, const std::vector<printing::ReportedReason>& reasons);
    [[nodiscard]] printing::PrinterSettings settings_of(const std::string& stop) const;
    Known& known(const std::string& stop);

    Config config_;
    std::filesystem::path folder_, record_;
    std::string usual_;  // PrinterSettings::usual
    std::filesystem::file_time_type record_written_{};
    std::map<std::string, Known> known_;
};

// The keyword for what went wrong with a printer or queue: BadgeView::print_reason.
[[nodiscard]] std::string reason_of(const printing::Failure& failure);
// Keywords, those first that keep paper from coming out, then the graver ones.
[[nodiscard]] std::vector<std::string> keywords_of(std::vector<printing::ReportedReason> reasons);

}  // namespace vestibule
