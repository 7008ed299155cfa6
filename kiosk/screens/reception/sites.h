// One reception for several sites: a conductor for each, one of them on the display, and how the others are.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/screens/reception/conductor.h"

namespace vestibule::reception {

struct SiteParts {
    std::string name;
    Desk* desk = nullptr;  // outlives the screens; none: `problem` says why
    Surroundings surroundings;
    std::function<bool()> news;  // has anything of this site changed since it was last asked? Must not block
    std::optional<Problem> problem{};
};

// The sign-in is once: who is staff of another site too, of the same name and with the same PIN, is signed in there
// when they come there; anybody else is asked for that site's PIN. Signing out, or leaving the desk alone, ends it at
// all sites and shows the first one.
// Thread: the window's, which owns the desks as well. Blocks: as Conductor, and one PIN's hash when a site is chosen.
class Sites final : public AppScreen {
  public:
    // At least one site; the first one has a desk: that's where one signs in.
    explicit Sites(std::vector<SiteParts> sites);

    [[nodiscard]] std::optional<AppRequest> frame(ui::Ui& ui) override;
    void on_wake() override;
    void on_scan(const Scan& scan) override { shown().on_scan(scan); }

    [[nodiscard]] const Conductor& shown_site() const { return *sites_[shown_].screens; }

  private:
    struct Site {
        SiteParts parts;
        std::unique_ptr<Conductor> screens;  // none where there's no desk
    };
    [[nodiscard]] Conductor& shown() { return *sites_[shown_].screens; }
    [[nodiscard]] std::vector<SiteRow> rows() const;
    [[nodiscard]] std::optional<std::size_t> way_back() const;
    [[nodiscard]] bool anybody_signed_in() const;
    void let_others_rest(bool touched);
    void take_news();
    void show(std::size_t site);
    void sign_in_at(std::size_t site);
    void sign_out();

    std::vector<Site> sites_;
    std::size_t shown_ = 0;
    std::size_t came_from_ = 0;
    std::int64_t seen_touch_ms_ = 0;
    bool fresh_ = true;
};

}  // namespace vestibule::reception
