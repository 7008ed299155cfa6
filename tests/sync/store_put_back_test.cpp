// A central store that is put back to an older state behind its stations' backs: its name, inode and connections
// stay.
#include <algorithm>

#include "tests/sync/sync_fixture.h"

using namespace vestibule;
using namespace vestibule::sync_test;

namespace {

struct PutBack {
    std::shared_ptr<test_support::MemoryCentral> central = std::make_shared<test_support::MemoryCentral>();
    Site site{{"memory", [this](const std::filesystem::path&) -> StoreSeat {
                   return {.open = [this](const Identity*) { return test_support::open_memory_store(central); }};
               }}};
    Station lobby{site, "lobby", Role::lobby};
    Station reception{site, "reception", Role::reception};

    void sync_all() {
        for (int i = 0; i < 2; ++i)
            for (auto* station : {&lobby, &reception}) station->sync();
    }
    // All is gone; its changes are counted from `change`, which may be beyond what stations have seen of it.
    void lose_all(std::uint64_t change) {
        central->content = {};
        central->content.change = change;
    }
    KeyNews news() { return must(site.open_store()->fetch_keys(Role::reception, nine, {})); }
};

}  // namespace

TEST_CASE("a store that has lost events of a station gets that one's keys again and buries whom it had buried",
          "[sync]") {
    PutBack s;
    const auto person = s.lobby.describe("Zhang Wei", this_week), gone = s.lobby.describe("Jonas Weber", this_week);
    s.sync_all();
    must(s.reception.vault.erase(gone));
    s.reception.write(kind::person_erased, stream_of(gone), {{"reason", "asked"}});
    s.sync_all();
    const auto keys = s.news().keys;
    REQUIRE(keys.size() == 1);
    CHECK(keys.front().person == person);
    s.lose_all(GENERATE(0, 20));
    CHECK(s.news().keys.empty());
    s.reception.sync();
    CHECK(s.news().keys == keys);
    must(s.site.open_store()->offer_keys({{.person = gone, .wrapped = Bytes(72, 1), .window = this_week}}));
    CHECK(s.news().keys == keys);
}

TEST_CASE("what a store has lost unseen by a station is there again within a day", "[sync]") {
    PutBack s;
    const auto person = s.reception.describe("Zhang Wei", {.from = day(20), .until = day(50)});
    s.sync_all();
    s.lose_all(20);
    s.lobby.sync();  // relays both logs, and has no key of the visitor
    s.reception.sync(day(0) + std::chrono::hours{23});
    CHECK(s.news().keys.empty());
    s.reception.sync(day(1));
    REQUIRE(s.news().keys.size() == 1);
    CHECK(s.news().keys.front().person == person);
}
