// Which site is shown, and who is signed in where.
#include "kiosk/screens/reception/sites.h"

#include <algorithm>

#include "kiosk/base/ensure.h"
#include "kiosk/ui/ui.h"

namespace vestibule::reception {

Sites::Sites(std::vector<SiteParts> sites) {
    for (auto& parts : sites) {
        Site site{.parts = std::move(parts), .screens = nullptr};
        if (site.parts.desk != nullptr)
            site.screens = std::make_unique<Conductor>(*site.parts.desk, site.parts.surroundings);
        sites_.push_back(std::move(site));
    }
    ensure(!sites_.empty() && sites_.front().screens, "a reception has a site of its own");
    for (auto& site : sites_)
        if (site.screens) site.screens->rest();
}

std::vector<SiteRow> Sites::rows() const {
    std::vector<SiteRow> out;
    for (const auto& site : sites_) {
        auto row = site.screens ? site.screens->row() : SiteRow{};
        row.name = site.parts.name;
        row.problem = site.parts.problem;
        out.push_back(std::move(row));
    }
    return out;
}

bool Sites::anybody_signed_in() const {
    return std::ranges::any_of(sites_, [](const Site& site) { return site.screens && site.screens->signed_in(); });
}

// From the sign-in of a site where one isn't known yet.
std::optional<std::size_t> Sites::way_back() const {
    if (shown_site().signed_in() || !anybody_signed_in()) return std::nullopt;
    return came_from_;
}

void Sites::take_news() {
    for (auto& site : sites_)
        if (site.screens && site.parts.news && site.parts.news()) site.screens->on_wake();
}

void Sites::on_wake() {
    for (auto& site : sites_)
        if (site.screens) site.screens->on_wake();
}

void Sites::let_others_rest(bool touched) {
    for (std::size_t i = 0; i < sites_.size(); ++i) {
        if (i == shown_ || !sites_[i].screens) continue;
        if (touched) sites_[i].screens->touched();
        sites_[i].screens->rest();
    }
}

void Sites::sign_in_at(std::size_t at) {
    for (const auto& site : sites_)
        if (site.screens && site.screens->signed_in() && sites_[at].screens->sign_in_as(site.screens->who())) return;
}

void Sites::show(std::size_t site) {
    if (site == shown_ || site >= sites_.size() || !sites_[site].screens) return;
    if (!sites_[site].screens->signed_in()) sign_in_at(site);
    if (shown().signed_in()) came_from_ = shown_;
    shown().leave();
    shown_ = site;
    fresh_ = true;
}

void Sites::sign_out() {
    for (auto& site : sites_)
        if (site.screens) site.screens->sign_out();
    show(0);
    came_from_ = 0;
}

std::optional<AppRequest> Sites::frame(ui::Ui& ui) {
    take_news();
    let_others_rest(ui.last_touch_ms() != seen_touch_ms_);
    seen_touch_ms_ = ui.last_touch_ms();
    if (!shown().signed_in() && shown_ != 0 && !anybody_signed_in()) sign_out();
    if (fresh_) ui.blur(), ui.scroll_offset("reception.rows") = 0;
    const bool was_signed_in = shown().signed_in();
    shown().tell_sites(
        {.sites = rows(), .shown = shown_, .fresh = std::exchange(fresh_, false), .way_back = way_back()});
    const auto request = shown().frame(ui);
    if (was_signed_in && !shown().signed_in()) sign_out();
    if (const auto asked = shown().take_asked_site()) show(*asked);
    if (fresh_) ui.redraw_in(1);
    return request;
}

}  // namespace vestibule::reception
