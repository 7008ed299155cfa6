// vestibule sync once|status.
#include <fmt/format.h>

#include "kiosk/command/command.h"

namespace vestibule {
namespace {

// What lies in the files says nothing of how the exchange goes.
ExchangeView exchange_of(const Station& station) {
    if (!station.only_reads()) return station.health().exchange();
    return {.problem = "the station doesn't answer, or its disk takes nothing: this is what its log says"};
}

Result<int> status(Station& station, Desk& desk, Output& output) {
    const auto view = exchange_of(station);
    VESTIBULE_TRY(own, desk.reader().own_seq());
    VESTIBULE_TRY(acknowledged, desk.reader().acknowledged_seq());
    Json out = {{"station", to_string(station.identity().station())},
                {"own", own},
                {"acknowledged", acknowledged},
                {"waiting", own - std::min(own, acknowledged)},
                {"store", station.store_name()},
                {"problem", view.problem}};
    if (view.last_contact) out["last_contact"] = iso(*view.last_contact);
    output.line(dump(out));
    return view.problem.empty() ? done : answer_is_no;
}

}  // namespace

void add_sync(Verb program, Chosen& chosen) {
    auto sync = program.add_verb("sync", "the exchange with the central store");
    sync.needs_verb();
    const std::pair<const char*, const char*> verbs[] = {{"once", "one exchange now, then its state"},
                                                         {"status", "the state, as JSON"}};
    for (const auto& [name, what] : verbs) {
        auto verb = sync.add_verb(name, what);
        add_json(verb, chosen);
        verb.does([&chosen, once = std::string_view{name} == "once"] {
            chosen.at_station = [once](Station& station, Desk& desk, Output& output) -> Result<int> {
                if (once) VESTIBULE_CHECK(station.exchange_now());
                VESTIBULE_CHECK(desk.refresh());
                return status(station, desk, output);
            };
        });
    }
}

}  // namespace vestibule
