// The reception of another site, open in this process beside the display's own station.
#pragma once

#include <atomic>
#include <memory>

#include "kiosk/command/sites.h"
#include "kiosk/screens/reception/sites.h"

namespace vestibule {

// A whole station with its workers, its control socket, its staff and its desk. Thread: the window's.
class SiteReception {
  public:
    // Doesn't fail: a site that can't be opened is one that the screens show as such.
    [[nodiscard]] static std::unique_ptr<SiteReception> open(const Globals& globals, const SiteStation& of_site);
    SiteReception(const SiteReception&) = delete;
    SiteReception& operator=(const SiteReception&) = delete;
    ~SiteReception() { stop(); }

    void start();  // after the display is there: its news wake it
    void start_search();
    void stop();
    // For the screens, which go before this does.
    [[nodiscard]] reception::SiteParts parts();
    [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }
    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    explicit SiteReception(std::string name) : name_{std::move(name)} {}
    [[nodiscard]] Result<> open_station(const Globals& globals, const SiteStation& of_site);

    std::string name_;
    std::optional<Problem> problem_;
    std::unique_ptr<Station> station_;
    std::unique_ptr<Desk> desk_, control_desk_;
    std::atomic<bool> news_{false};
};

// Of every other site than `own` that has a reception in the data folder, by name.
[[nodiscard]] std::vector<std::unique_ptr<SiteReception>> open_other_receptions(const Globals& globals,
                                                                                const SiteId& own);

}  // namespace vestibule
