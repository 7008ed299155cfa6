// Runs the lobby: owns its state and draft, does its commands on the desk, and feeds back what comes of them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "kiosk/desk/desk.h"
#include "kiosk/screens/app_screen.h"
#include "kiosk/screens/common/scan_notice.h"
#include "kiosk/screens/lobby/draft.h"
#include "kiosk/screens/lobby/screen.h"
#include "kiosk/ui/ui.h"

namespace vestibule::lobby {

inline constexpr std::chrono::seconds poll_every{1};  // of a visit or a badge that is on the display

struct ConductorParts {
    Desk& desk;
    // Imports the sample hosts and appointments; empty: set-up doesn't offer them.
    std::function<Result<>()> load_samples;
    // Must not block. Asked once a frame.
    std::function<ExchangeView()> exchange = [] { return ExchangeView{}; };
    std::function<PrinterView()> printer = [] { return PrinterView{}; };
    // Another role's station that has no staff yet: once the first PIN is set, its screens are asked for.
    AppRequest set_up_for = AppRequest::go_lobby;
};

// Thread: the window's. Blocks: at most one local commit (and some 20 ms where a PIN is checked).
class Conductor final : public AppScreen {
  public:
    // Starts with setting a PIN where the site has no staff yet. Errors: as the desk's.
    [[nodiscard]] static Result<std::unique_ptr<Conductor>> open(ConductorParts parts);

    [[nodiscard]] std::optional<AppRequest> frame(ui::Ui& ui) override;
    void on_wake() override { woken_ = true; }
    [[nodiscard]] std::optional<StaffView> handed_over() override {
        return std::exchange(handed_over_, std::nullopt);
    }
    void on_scan(const Scan& scan) override;

  private:
    explicit Conductor(ConductorParts parts);
    void apply(const Event& event);
    void apply_with_answers(const Event& event);
    // What the desk answered; nothing for commands that only change what is shown.
    using Answer = std::optional<Event>;
    [[nodiscard]] Answer run(const LookUpCode& command);
    [[nodiscard]] Answer run(const LookUpName& command);
    [[nodiscard]] Answer run(const ShowVisit& command);
    [[nodiscard]] Answer run(const Arrive& command);
    [[nodiscard]] Answer run(const Register& command);
    [[nodiscard]] Answer run(const Admit& command);
    [[nodiscard]] Answer run(const Cancel& command);
    [[nodiscard]] Answer run(const ReportPrint& command);
    [[nodiscard]] Answer run(const lobby::Leave& command);
    [[nodiscard]] Answer run(const SayOfScan& command);
    [[nodiscard]] Answer run(const SignIn& command);
    [[nodiscard]] Answer run(const SetPin& command);
    [[nodiscard]] Answer run(const LoadSamples& command);
    [[nodiscard]] Answer run(const SetLanguage& command);
    [[nodiscard]] Answer run(const ToggleComfort& command);
    [[nodiscard]] Answer run(const WipeDraft& command);
    [[nodiscard]] Answer run(const ForgetVisitor& command);
    [[nodiscard]] Answer run(const ForgetSecrets& command);
    [[nodiscard]] Answer run(const KeepFirstPin& command);
    [[nodiscard]] Answer run(const Ask& command);
    [[nodiscard]] static Event failed(const Problem& problem);
    [[nodiscard]] Event look_up(const Result<LookupResult>& result, CodeFrom from) const;
    [[nodiscard]] Event visit_seen(VisitId visit);
    [[nodiscard]] Event badge_seen(BadgeId badge);
    void say_of_scan(ScanAnswer answer);
    void forget_visitor();
    void read_anew();
    void leave_set_up_if_done_elsewhere();
    void read_calls();
    void read_keypad();
    void note_heard();
    void find_hosts();
    [[nodiscard]] View view() const;
    [[nodiscard]] const Texts& texts() { return texts_of(language_); }
    [[nodiscard]] const Texts& texts_of(const std::string& language);
    void schedule(ui::Ui& ui) const;

    Desk& desk_;
    std::function<Result<>()> load_samples_;
    std::function<ExchangeView()> exchange_;
    std::function<PrinterView()> printer_;
    State state_;
    Draft draft_;
    std::string language_;
    std::map<std::string, Texts> texts_;
    ui::Comfort comfort_;
    std::vector<Call> calls_;
    std::size_t calls_read_for_ = 0;  // the screen, of which it depends who is called
    std::set<VisitId> heard_;         // who has read their answer here isn't called again
    std::vector<HostView> hosts_;
    std::string hosts_for_;
    std::optional<AppRequest> request_;
    std::optional<StaffView> handed_over_;
    KeypadView keypad_;
    LastScan last_scan_;
    ScanNotice scan_notice_;
    Instant polled_{};
    std::int64_t last_touch_ms_ = 0;
    bool woken_ = true, changed_ = false, visitor_here_ = false, forget_ = false;
};

}  // namespace vestibule::lobby
