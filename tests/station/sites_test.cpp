// Two sites in one central store, each with a reception in one data folder: each sees its own site and nothing else.
#include <thread>

#include "kiosk/station/enrolment_round.h"
#include "kiosk/station/join.h"
#include "tests/station/building.h"
#include "tests/support/central_database.h"

using namespace vestibule;
using namespace vestibule::station_test;

namespace {

// The one database of the company.
struct Store {
    test_support::PostgresServer& server = test_support::postgres_server();
    std::string database = test_support::installed_database(server);
};

// A site's own machine, whose reception keeps the site.
struct Site {
    Building machine;
    std::unique_ptr<Station> reception;

    Site(const Store& store, const std::string& name) {
        machine.config.site.name = name;
        machine.now_us = micros(system_now());
        const auto identity = must(open_identity(
            {.data = machine.folder.path(), .name = "reception", .role = Role::reception}, machine.config.site));
        must(write_central_login(
            machine.folder.path() / "reception",
            test_support::login_of(store.server, store.database, identity.trust, identity.certificate, true)));
        reception = machine.open(Role::reception);
    }
};

// The company's machine.
struct Headquarters {
    Building machine;
    Headquarters() { machine.now_us = micros(system_now()); }

    std::unique_ptr<Station> joins(const Store& store, Site& site, const std::string& name) {
        const auto& keeps = site.reception->options();
        const auto code = must(open_code(keeps.place, {.role = Role::reception, .name = name}, keeps.clock())).code;
        std::atomic<bool> over{false};
        std::thread keeper{[&] {
            while (!over) {
                (void)site.reception->exchange_now();
                std::this_thread::sleep_for(std::chrono::milliseconds{50});
            }
        }};
        const auto joined = join({.data = machine.folder.path(),
                                  .code = code,
                                  .url = store.server.station_url(store.database),
                                  .name = name,
                                  .site = machine.config.site,
                                  .clock = [this] { return from_micros(machine.now_us); }});
        over = true;
        keeper.join();
        must(joined);
        return must(Station::open({.place = {.data = machine.folder.path(), .name = name, .role = Role::reception},
                                   .config = machine.config,
                                   .policy_file = machine.policy_file,
                                   .clock = [this] { return from_micros(machine.now_us); },
                                   .clock_synchronised = [] { return true; }}));
    }
};

std::vector<std::string> visitors_at(Station& station) {
    std::vector<std::string> out;
    auto desk = must(station.new_desk());
    for (const auto& row : must(desk->day(desk->now())).rows) out.push_back(row.visitor);
    return out;
}

}  // namespace

TEST_CASE("the receptions of two sites in one data folder and one store don't see each other's visits",
          "[station][postgres]") {
    const Store store;
    Site london{store, "London"}, paris{store, "Paris"};
    Headquarters company;
    const auto at_london = company.joins(store, london, "reception-london"),
               at_paris = company.joins(store, paris, "reception-paris");
    CHECK(at_london->identity().trust.site == london.reception->identity().trust.site);
    CHECK(at_paris->identity().trust.site == paris.reception->identity().trust.site);

    const auto amara =
        must(must(london.reception->new_desk())->register_walk_in({.name = "Amara Okafor", .language = "en"}));
    const auto liu = must(must(paris.reception->new_desk())->register_walk_in({.name = "刘洋", .language = "zh_CN"}));
    static_cast<void>(must(must(paris.reception->new_desk())->add_staff("M. Dupont", "482915", {"reception"})));
    for (int i = 0; i < 2; ++i)
        for (auto* station : {london.reception.get(), paris.reception.get(), at_london.get(), at_paris.get()})
            must(station->exchange_now());

    CHECK(visitors_at(*at_london) == std::vector<std::string>{"Amara Okafor"});
    CHECK(visitors_at(*at_paris) == std::vector<std::string>{"刘洋"});
    CHECK(must(must(at_london->new_desk())->waiting_count()) == 1);
    CHECK_FALSE(must(must(at_london->new_desk())->visit(liu)));
    CHECK_FALSE(must(must(at_paris->new_desk())->visit(amara)));
    CHECK(must(must(at_london->new_desk())->find_people("刘")).empty());
    CHECK_FALSE(must(must(at_london->new_desk())->has_staff()));
    CHECK(must(must(at_paris->new_desk())->sign_in("482915")).staff);
    // What is decided at headquarters reaches its own site.
    must(must(at_paris->new_desk())->approve(liu, new_id<PersonId>()));
    must(at_paris->exchange_now());
    must(paris.reception->exchange_now());
    CHECK(must(must(paris.reception->new_desk())->visit(liu))->phase == VisitPhase::approved);
}
