// Runs reception's screens: keeps their state, carries out their commands at the desk, reads their views anew.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/base/texts.h"
#include "kiosk/desk/desk.h"
#include "kiosk/screens/app_screen.h"
#include "kiosk/screens/common/scan_notice.h"
#include "kiosk/screens/common/surroundings.h"
#include "kiosk/screens/reception/view.h"

namespace vestibule::reception {

// Thread: the window's, which owns the desk as well. Blocks: at most one local commit, or one PIN's hash.
class Conductor final : public AppScreen {
  public:
    // `desk` outlives this. Texts are in the site's first language.
    Conductor(Desk& desk, Surroundings surroundings);

    [[nodiscard]] std::optional<AppRequest> frame(ui::Ui& ui) override;
    void on_wake() override { stale_ = true, count_due_ = true; }
    // A badge or an invitation opens its visit.
    void on_scan(const Scan& scan) override;

    // --- one of several sites (sites.h)
    struct Who {  // wiped at sign-out
        std::string name, pin;
    };
    struct Around {
        std::vector<SiteRow> sites;
        std::size_t shown = 0;
        bool fresh = false;
        std::optional<std::size_t> way_back;
    };
    // What the next frame says of all sites.
    void tell_sites(Around around);
    // The site that was asked for in the last frame, once.
    [[nodiscard]] std::optional<std::size_t> take_asked_site() { return std::exchange(asked_site_, std::nullopt); }
    // In place of a frame while another site is shown: time passes, and those who wait are counted.
    void rest();
    [[nodiscard]] SiteRow row() const;
    // Another site is shown from now on: what was looked for here is forgotten.
    void leave();
    void touched() { handle(Touched{}); }
    void sign_out() { handle(SignOutAsked{}); }
    [[nodiscard]] bool signed_in() const { return state_.session.staff.has_value(); }
    // Who is signed in, for sign_in_as() at other sites; only where there are some.
    [[nodiscard]] const Who& who() const { return who_; }
    // Signs in who is staff here as well; says whether somebody is signed in now.
    bool sign_in_as(const Who& who);

    [[nodiscard]] const State& state() const { return state_; }
    // What is drawn; tests look at it.
    [[nodiscard]] const View& view() const { return view_; }

  private:
    struct Listed {  // what view_.rows were made for
        Page page = Page::today;
        Filter filter = Filter::all;
        std::string text;
        bool operator==(const Listed&) const = default;
    };
    void handle(Event event);
    [[nodiscard]] Event run(const Command& command);
    [[nodiscard]] Event said(const Result<>& result, Done done, VisitId visit);
    [[nodiscard]] Event change_print(VisitId visit, Done done,
                                     const std::function<Result<PrintChange>(BadgeId)>& change);
    [[nodiscard]] Result<std::optional<VisitId>> visit_of(const ScanReading& reading);
    void refresh();
    void read_anew();
    void read_parts();
    void read_roll_call();
    [[nodiscard]] bool awaits_paper() const;
    void refresh_rows(const Day& day);
    void add_other_days(const Day& day);
    void refresh_open(std::optional<VisitId> visit);
    void forget();
    void close_sheet();
    void ask_for_next_frame(ui::Ui& ui) const;

    Desk& desk_;
    Surroundings surroundings_;
    Texts texts_;
    State state_;
    Draft draft_;
    View view_;
    std::vector<VisitView> today_, inside_;
    std::optional<JobId> roll_call_;
    std::optional<Listed> listed_;
    std::optional<AppRequest> request_;
    ScanNotice scan_notice_;
    Who who_;
    std::optional<std::size_t> asked_site_;
    int waiting_ = 0;
    Instant counted_day_{};
    Instant day_start_{};
    std::int64_t seen_touch_ms_ = 0;
    bool stale_ = true, count_due_ = true;
};

}  // namespace vestibule::reception
