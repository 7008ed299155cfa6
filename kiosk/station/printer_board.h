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
inline constexpr std::chrono::milliseconds queues_looked_at_every{700};     // one that is gone is said within 1 s

// How a destination of print_stops() is found. `folder` takes PDFs where there is no printer, `record` is what set-up
// measured; what printers say of themselves is kept beside it.
[[nodiscard]] printing::PrinterSettings printer_settings(const Config& config, const std::string& stop,
                                                         const std::filesystem::path& folder,
                                                         const std::filesystem::path& record);

// Thread: the print worker's. Blocks: printing/printer.h's time-outs.
class PrinterBoard {
  public:
    // As printer_settings().
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

    // Asks those printers whose turn it is how they are, and the print server which queues there are. `printing_at`:
    // names of printers that are heard of anyhow, by the badges under way there.
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
        bool heard = false;  // what it says of itself is remembered
    };
    void look(const std::string& stop, Instant now, std::span<const std::string> printing_at);
    void ask(Known& known, const std::string& stop, printing::Printer& printer, Instant now);
    void notice_new_record();
    void notice_queues(Instant now);
    [[nodiscard]] bool stays(const std::string& stop, const printing::Printer& printer) const;
    [[nodiscard]] bool is_due(const Known& known, Instant now) const;
    static void take(Known& known, const printing::PrinterCondition& condition);
    static void take(Known& known, const std::vector<printing::ReportedReason>& reasons);
    [[nodiscard]] printing::PrinterSettings settings_of(const std::string& stop) const;
    [[nodiscard]] std::string view_place(const std::string& stop, bool saves_files) const;
    Known& known(const std::string& stop);

    Config config_;
    std::filesystem::path folder_, record_;
    std::string usual_;  // PrinterSettings::usual
    std::filesystem::file_time_type record_written_{};
    std::map<std::string, Known> known_;
    std::vector<std::string> queues_;
    std::string default_queue_;
    Instant queues_asked_{};  // the epoch: never
    bool server_answers_ = true;
};

// The keyword for what went wrong with a printer or queue: BadgeView::print_reason.
[[nodiscard]] std::string reason_of(const printing::Failure& failure);
// Keywords, those first that keep paper from coming out, then the graver ones.
[[nodiscard]] std::vector<std::string> keywords_of(std::vector<printing::ReportedReason> reasons);

}  // namespace vestibule
