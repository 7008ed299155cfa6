// The guard's roll call: the page that all staffed stations share, in the guard's own events.
#include "kiosk/screens/common/roll_call.h"
#include "kiosk/screens/guard/view.h"

namespace vestibule::guard {
namespace {

struct Told {
    Event operator()(const RollCallClosed&) const { return Back{}; }
    template <class Asked>
    Event operator()(const Asked& asked) const {
        return asked;
    }
};

}  // namespace

std::optional<Event> draw(ui::Ui& ui, const ShowRollCall& screen, const View& view) {
    const RollCall nobody{.at = view.now};
    const auto problem = screen.notice ? std::optional{screen.notice->problem} : std::nullopt;
    const auto action = draw_roll_call(ui, {.list = view.list_inside ? *view.list_inside : nobody,
                                            .job = view.roll_call,
                                            .problem = problem,
                                            .queues = view.printer.queues,
                                            .office_queue = view.office_queue,
                                            .site = view.site,
                                            .zone = view.zone,
                                            .reading = view.reading,
                                            .data_age_limit = view.data_age_limit,
                                            .choosing_printer = screen.choosing_printer});
    if (!action) return std::nullopt;
    return std::visit(Told{}, *action);
}

}  // namespace vestibule::guard
