// Runs the guard's screens: keeps their state, carries out their commands at the desk, reads their views anew.
#pragma once

#include <deque>
#include <string>

#include "kiosk/base/texts.h"
#include "kiosk/desk/desk.h"
#include "kiosk/screens/app_screen.h"
#include "kiosk/screens/common/scan_notice.h"
#include "kiosk/screens/common/surroundings.h"
#include "kiosk/screens/guard/view.h"

namespace vestibule::guard {

// Thread: the window's, which owns the desk as well. Blocks: at most one local commit, or one PIN's hash.
class Conductor final : public AppScreen {
  public:
    // `desk` outlives this. Texts are in the site's first language.
    Conductor(Desk& desk, Surroundings surroundings);

    [[nodiscard]] std::optional<AppRequest> frame(ui::Ui& ui) override;
    void on_wake() override { stale_ = true; }
    void on_scan(const Scan& scan) override;

    [[nodiscard]] const State& state() const { return state_; }
    // What is drawn; tests look at it.
    [[nodiscard]] const View& view() const { return view_; }

  private:
    struct Searched {
        List list = List::inside;
        std::string text;
        bool operator==(const Searched&) const = default;
    };
    void handle(Event event);
    [[nodiscard]] Event run(const Command& command);
    void refresh();
    void read_anew();
    void read_roll_call();
    [[nodiscard]] bool awaits_paper() const;
    void refresh_rows(List list);
    void tidy_draft();
    void ask_for_next_frame(ui::Ui& ui) const;

    Desk& desk_;
    Surroundings surroundings_;
    Texts texts_;
    State state_;
    Draft draft_;
    View view_;
    std::vector<VisitView> inside_, waiting_;
    std::optional<Searched> searched_;  // what view_.rows were made for
    std::optional<JobId> roll_call_;
    std::optional<AppRequest> request_;
    LastScan last_scan_;
    ScanNotice scan_notice_;
    std::int64_t seen_touch_ms_ = 0;
    bool stale_ = true;
    bool another_verdict_ = false;  // than the display shows
};

}  // namespace vestibule::guard
