// Opening the receptions of other sites.
#include "kiosk/command/site_reception.h"

namespace vestibule {

std::unique_ptr<SiteReception> SiteReception::open(const Globals& globals, const SiteStation& of_site) {
    std::unique_ptr<SiteReception> reception{new SiteReception{of_site.site_name}};
    if (const auto opened = reception->open_station(globals, of_site); !opened) {
        reception->problem_ = opened.error();
        reception->desk_.reset();
        reception->control_desk_.reset();
        reception->station_.reset();
    }
    return reception;
}

Result<> SiteReception::open_station(const Globals& globals, const SiteStation& of_site) {
    VESTIBULE_TRY(options, options_of(globals, of_site));
    options.exchanges_first = false;  // the screen comes before the network
    VESTIBULE_TRY(station, Station::open(std::move(options)));
    station_ = std::move(station);
    VESTIBULE_TRY(desk, station_->new_desk());
    desk_ = std::move(desk);
    VESTIBULE_TRY(control_desk, station_->new_desk());
    control_desk_ = std::move(control_desk);
    return station_->open_control(
        [this](const ControlRequest& request) { return answer_handed_over(*station_, *control_desk_, request); });
}

void SiteReception::start() {
    if (!station_) return;
    station_->start_workers([this] {
        news_ = true;
        ui::Ui::wake();
    });
}

void SiteReception::start_search() {
    if (station_) station_->start_search();
}

void SiteReception::stop() {
    if (!station_) return;
    station_->close_control();
    station_->stop_workers();
}

reception::SiteParts SiteReception::parts() {
    if (!station_) return {.name = name_, .problem = problem_};
    const auto& health = station_->health();
    return {.name = name_,
            .desk = desk_.get(),
            .surroundings = {.exchange = [&health] { return health.exchange(); },
                             .printer = [&health] { return health.printer(); },
                             .report = [&health] { return health.report(); }},
            .news = [this] { return news_.exchange(false); }};
}

std::vector<std::unique_ptr<SiteReception>> open_other_receptions(const Globals& globals, const SiteId& own) {
    std::vector<std::unique_ptr<SiteReception>> out;
    for (const auto& of_site : stations_of_sites(globals.data, Role::reception))
        if (of_site.problem || of_site.site != own) out.push_back(SiteReception::open(globals, of_site));
    return out;
}

}  // namespace vestibule
