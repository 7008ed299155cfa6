// Runs reception's screens: keeps their state, carries out their commands at the desk, reads their views anew.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kiosk/base/texts.h"
#include "kiosk/desk/desk.h"
#include "kiosk/screens/app_screen.h"
#include "kiosk/screens/common/surroundings.h"
#include "kiosk/screens/reception/view.h"

namespace vestibule::reception {

// Thread: the window's, which owns the desk as well. Blocks: at most one local commit, or one PIN's hash.
class Conductor final : public AppScreen {
  public:
    // `desk` outlives this. Texts are in the site's first language.
    Conductor(Desk& desk, Surroundings surroundings);

    [[nodiscard]] std::optional<AppRequest> frame(ui::Ui& ui) override;
    void on_wake() override { stale_ = true; }
    // A badge or its code opens its visit, a PIN typed fast signs in; anything else is looked for.
    void on_scan(std::string_view text) override;

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
    void refresh();
    void read_anew();
    void read_parts();
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
    std::optional<Listed> listed_;
    std::optional<AppRequest> request_;
    Instant day_start_{};
    std::int64_t seen_touch_ms_ = 0;
    bool stale_ = true;
};

}  // namespace vestibule::reception
