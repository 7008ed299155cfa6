// A site of before rights were signed: all counts as it did, and its own machine says who may what at the next start.
#include <algorithm>

#include "kiosk/desk/imports.h"
#include "tests/station/building.h"

using namespace vestibule;
using namespace vestibule::station_test;

namespace {

// As an older program wrote it.
void make_certificate_of_before(const Building& building, Role role) {
    const auto folder = building.folder.path();
    const std::string name{name_of(role)};
    must(open_identity({.data = folder, .name = name, .role = role}, building.config.site));
    const auto file = folder / name / "identity.json";
    auto json = Json::parse(content_of(file));
    for (const char* field : {"rights", "rights_certificate"}) CHECK(json["certificate"].erase(field) == 1);
    json.erase("check");
    std::ofstream{file} << json.dump(2);
}

std::vector<std::string> rights_known_at(Station& station) {
    std::vector<std::string> out;
    for (const auto& one : must(must(station.new_desk())->reader().stations()))
        out.push_back(one.role + ": " + (one.named ? text_of(one.rights) : "of before"));
    std::ranges::sort(out);
    return out;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a site of before counts all rows, and at the next start its machine has its stations' rights signed",
          "[station]") {
    Building building;
    for (const auto role : {Role::lobby, Role::guard}) make_certificate_of_before(building, role);
    VisitId visit;
    {
        auto lobby = building.open(Role::lobby), guard = building.open(Role::guard);
        auto desk = must(lobby->new_desk());
        // What today only a reception, or a station with staff, may write: this lobby has always done so.
        Imported<HostRow> hosts;
        hosts.taken.push_back({.name = "Anna Berg"});
        must(import_hosts(*desk, hosts));
        visit = must(desk->register_walk_in({.name = "Zhang Wei", .language = "en"}));
        must(desk->approve(visit, new_id<PersonId>()));
        must(lobby->exchange_now());
        must(guard->exchange_now());
        CHECK(rights_known_at(*guard) == Words{"guard: of before", "lobby: of before"});
        CHECK(must(must(guard->new_desk())->visit(visit))->phase == VisitPhase::approved);
        CHECK(must(must(guard->new_desk())->reader().policy()));
    }
    // The upgrade: the first of its stations speaks for both.
    auto guard = building.open(Role::guard);
    const auto all = text_of(every_right);
    CHECK(rights_known_at(*guard) == Words{"guard: " + all, "lobby: " + all});
    CHECK(must(must(guard->new_desk())->visit(visit))->phase == VisitPhase::approved);
    CHECK(must(must(guard->new_desk())->reader().policy()));
    auto lobby = building.open(Role::lobby);
    for (int i = 0; i < 2; ++i)
        for (auto* station : {guard.get(), lobby.get()}) must(station->exchange_now());
    CHECK(rights_known_at(*lobby) == rights_known_at(*guard));
    CHECK(must(must(lobby->new_desk())->has_hosts()));
    // Once is enough.
    const auto rows = must(must(guard->new_desk())->reader().own_seq());
    guard.reset();
    guard = building.open(Role::guard);
    CHECK(must(must(guard->new_desk())->reader().own_seq()) == rows);
}
