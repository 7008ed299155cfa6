// Random revisions of an event in random order, some of them twice: what is expected in the end is what a fresh
// import of the newest gives. VESTIBULE_SEEDS plays more of them; a failure prints its seed.
#include <cstdlib>
#include <map>

#include "tests/desk/calendar_history.h"
#include "tests/support/rounds.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

const unsigned seeds = [] {
    const char* wanted = std::getenv("VESTIBULE_SEEDS");
    return wanted == nullptr ? vestibule::test_support::rounds(60U, 15U)
                             : static_cast<unsigned>(std::strtoul(wanted, nullptr, 10));
}();

// What stands at the door's list of one visit.
struct Plan {
    Instant from{}, until{};
    std::string type;
    std::optional<PersonId> host;
    bool operator==(const Plan&) const = default;
};
using Expected = std::map<VisitId, Plan>;

Expected expected_at(FrontDesk& desk) {
    Expected out;
    for (const auto& [id, state] : all_visits(desk))
        if (state.phase == VisitPhase::expected)
            out[id] = {.from = state.from, .until = state.until, .type = state.type, .host = state.host};
    return out;
}

std::string shown(const Expected& visits) {
    std::string out;
    for (const auto& [id, plan] : visits)
        out += fmt::format("  {} {}-{}\n", to_string(id).substr(0, 8), utc(plan.from), utc(plan.until));
    return out;
}

// The numbers of sayings in the order in which they come: some never, some twice.
std::vector<std::size_t> deliveries(std::size_t count, std::mt19937& random) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < count; ++i)
        for (auto times = random() % 8; times > 0; times = times > 5 ? 1 : 0) out.push_back(i);
    std::shuffle(out.begin(), out.end(), random);
    return out;
}

// The newest whole alone, and what was said apart since.
Expected truth(FrontDesk& site, const std::string& name, const std::vector<CalendarSaying>& sayings,
               std::vector<std::size_t> heard) {
    std::sort(heard.begin(), heard.end());
    heard.erase(std::unique(heard.begin(), heard.end()), heard.end());
    auto from = heard.end();
    while (from != heard.begin() && !sayings[*std::prev(from)].whole) --from;
    if (from != heard.begin()) --from;
    FrontDesk fresh{site, name};
    for (auto saying = from; saying != heard.end(); ++saying) take_calendar(fresh, sayings[*saying].file);
    return expected_at(fresh);
}

std::string told(const std::vector<CalendarSaying>& sayings, const std::vector<std::size_t>& order) {
    std::string out = "in this order:";
    for (const auto i : order) out += " " + std::to_string(i);
    for (std::size_t i = 0; i < sayings.size(); ++i) out += fmt::format("\n--- {}\n{}", i, sayings[i].file);
    return out;
}

}  // namespace

TEST_CASE("whatever order revisions come in, those are expected whom the newest one gives", "[desk]") {
    std::size_t played = 0, compared = 0;
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        const auto sayings = CalendarHistory{seed}.sayings(8);
        std::mt19937 random{seed * 7919};
        const auto order = deliveries(sayings.size(), random);
        FrontDesk desk;
        for (const auto i : order) {
            take_calendar(desk, sayings[i].file);
            desk.wait(std::chrono::seconds{1});
        }
        played += order.size();
        const auto is = expected_at(desk), wanted = truth(desk, "fresh", sayings, order);
        INFO("seed " << seed << "\nexpected:\n" << shown(is) << "wanted:\n" << shown(wanted) << told(sayings, order));
        REQUIRE(is == wanted);
        compared += wanted.size();
        // And the newest once more changes nothing.
        const auto written = must(desk->reader().own_seq());
        if (!order.empty()) take_calendar(desk, sayings[order.back()].file);
        REQUIRE(must(desk->reader().own_seq()) == written);
    }
    WARN(played << " revisions of " << seeds << " events were played, " << compared << " visits expected in the end");
    CHECK(compared >= seeds);
}

TEST_CASE("two stations that hear the same revisions in opposite orders agree, and on the newest", "[desk]") {
    std::size_t played = 0;
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        const auto sayings = CalendarHistory{seed + 100'000}.sayings(7);
        std::mt19937 random{seed * 104'729};
        auto order = deliveries(sayings.size(), random);
        if (order.empty()) continue;
        FrontDesk one;
        FrontDesk other{one, "other"};
        auto backwards = order;
        std::reverse(backwards.begin(), backwards.end());
        // Some hear of each other in between, others only in the end; their clocks differ.
        const auto meet = random() % (order.size() + 1);
        other.wait(std::chrono::seconds{static_cast<int>(random() % 100) - 50});
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (i == meet) {
                one.hear_from(other);
                other.hear_from(one);
            }
            take_calendar(one, sayings[order[i]].file);
            take_calendar(other, sayings[backwards[i]].file);
        }
        one.hear_from(other);
        other.hear_from(one);
        played += 2 * order.size();
        const auto wanted = truth(one, "fresh", sayings, order);
        INFO("seed " << seed << ", met before " << meet << "\none:\n"
                     << shown(expected_at(one)) << "wanted:\n"
                     << shown(wanted) << told(sayings, order));
        REQUIRE(all_visits(one) == all_visits(other));
        REQUIRE(expected_at(one) == wanted);
    }
    WARN(played << " revisions were played at two stations");
}

TEST_CASE("who came in between stays inside, and the rest is as the newest revision says", "[desk]") {
    for (unsigned seed = 1; seed <= seeds / 2; ++seed) {
        const auto sayings = CalendarHistory{seed + 200'000}.sayings(6);
        std::mt19937 random{seed};
        const auto order = deliveries(sayings.size(), random);
        FrontDesk desk;
        std::optional<VisitId> inside;
        for (const auto i : order) {
            take_calendar(desk, sayings[i].file);
            const auto expected = expected_at(desk);
            if (inside || expected.empty() || random() % 2 == 0) continue;
            inside = expected.begin()->first;
            const std::vector<NewEvent> admitted = {{.kind = std::string{kind::visit_admitted},
                                                     .stream = stream_of(*inside),
                                                     .subject = {},
                                                     .body = {{"badge", to_string(new_id<BadgeId>())}},
                                                     .sealed = {}}};
            must(desk->log().append(admitted, {}, desk->now()));
        }
        auto wanted = truth(desk, "fresh", sayings, order);
        if (inside) wanted.erase(*inside);
        INFO("seed " << seed << told(sayings, order));
        REQUIRE(expected_at(desk) == wanted);
        if (inside) REQUIRE(desk.phase(*inside) == VisitPhase::inside);
    }
}
