// Every screen is reached by touching what leads there, in the real app on real data; and what must hold on each of
// them. All their states, on all displays and in all languages, are in tests/gallery.
#include <catch2/catch.hpp>

#include "tests/journeys/tour.h"
#include "tests/support/screen_rules.h"

using namespace journeys;
using namespace vestibule::test_support;

namespace {

Visitor inspector(Pixels size, bool for_visitors, std::set<std::string>& reached) {
    return [size, for_visitors, &reached](const std::string& name, const Tree& tree) {
        reached.insert(tree.screen);
        INFO(name);
        for (const auto& fault :
             faults_of(tree, {.width = size.width, .height = size.height, .for_visitors = for_visitors})) {
            UNSCOPED_INFO(text_of(fault));
            CHECK(fault.what.empty());
        }
    };
}

}  // namespace

TEST_CASE("every screen of the lobby is reached by touch: it fits, can be touched and read") {
    Building building{{.lobby_size = small_lobby}};
    std::set<std::string> reached;
    tour_lobby(building, inspector(small_lobby, true, reached));
    CHECK(reached == lobby_screens());
}

TEST_CASE("every screen of the guard and of reception is reached by touch: it fits and can be read") {
    Building building;
    std::set<std::string> reached;
    tour_staff(building, [&](const std::string& name, const Tree& tree) {
        inspector(tree.screen.starts_with("guard") ? upright : wide, false, reached)(name, tree);
    });
    const std::set<std::string> all = {"guard.idle",
                                       "guard.verdict",
                                       "guard.pin",
                                       "guard.waiting",
                                       "guard.waiting/visit",
                                       "guard.inside",
                                       "guard.inside/visit",
                                       "guard.roll_call",
                                       "reception.roll_call",
                                       "reception.roll_call/printer",
                                       "reception.sign_in",
                                       "reception.today",
                                       "reception.inside",
                                       "reception.today/details",
                                       "reception.today/reprint",
                                       "reception.today/admit",
                                       "reception.badges"};
    CHECK(reached == all);
}
