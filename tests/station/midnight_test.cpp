// Over midnight, a month's end and both changes of the clocks: whoever is inside keeps the name and the badge until
// the visit ends, at every door; afterwards no door keeps the key.
#include <algorithm>

#include "kiosk/desk/imports.h"
#include "tests/station/building.h"
#include "tests/support/rounds.h"

using namespace vestibule;
using namespace vestibule::station_test;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

struct Evening {
    const char* zone;
    int year, month, day;
};

// A visitor of that night. Times are hours after six o'clock in the evening, as clocks without changes count.
struct Guest {
    std::string name;
    bool booked = false;
    double from = 0, until = 0;  // planned, of a booked one
    double admitted = 0, leaves = 0;
    std::string type = "visitor";
    VisitId visit{};
    std::string token;
    Instant end{};  // of the badge
};

std::vector<Guest> guests() {
    return {{.name = "Night Shift", .booked = true, .from = 4, .until = 12, .admitted = 3.9, .leaves = 12.2},
            {.name = "Late Walk-in", .admitted = 5.6, .leaves = 8},
            {.name = "Long Contractor", .admitted = 1, .leaves = 11, .type = "contractor"},
            {.name = "Overstays", .admitted = 1.5, .leaves = 17},
            {.name = "Whole Day", .booked = true, .from = -18, .until = 6, .admitted = 0.5, .leaves = 6.3},
            {.name = "Brief", .booked = true, .from = 1, .until = 2, .admitted = 1, .leaves = 2.4}};
}

class Night {
  public:
    explicit Night(const Evening& evening) {
        building_.config.site.time_zone = evening.zone;
        const auto zone = SiteZone::named(evening.zone).value();
        start_ = zone.at(evening.year, evening.month, evening.day, 18);
        set(start_);
        for (const auto role : {Role::lobby, Role::guard, Role::reception}) stations_.push_back(building_.open(role));
        book();
    }

    void live(int until = 24) {
        for (const auto& at : instants()) {
            if (at > start_ + hours{until}) return;
            set(at);
            act();
            exchange();
            check_all();
        }
    }
    // A door that is new in the middle of the night hears the names of those inside as well.
    void check_new_door() {
        auto gate =
            must(Station::open({.place = {.data = building_.folder.path(), .name = "gate-2", .role = Role::guard},
                                .config = building_.config,
                                .policy_file = building_.policy_file,
                                .clock = [this] { return from_micros(building_.now_us); },
                                .clock_synchronised = [] { return true; }}));
        must(gate->exchange_now());
        check_names(*gate);
    }
    // A day after the last has left.
    void check_forgotten() {
        set(start_ + hours{48});
        exchange();
        for (const auto& guest : guests_) {
            INFO(guest.name);
            const auto person = must(desk(0)->visit(guest.visit)).value().person;
            CHECK_FALSE(desk(0)->vault().holds(person));
            CHECK_FALSE(desk(1)->vault().holds(person));
            CHECK(desk(2)->vault().holds(person));
        }
    }

  private:
    void set(Instant at) { building_.now_us = micros(at); }
    [[nodiscard]] Instant now() const { return from_micros(building_.now_us); }
    [[nodiscard]] Instant after(double h) const {
        return start_ + std::chrono::minutes{static_cast<int>(h * 60 + (h < 0 ? -0.5 : 0.5))};
    }
    [[nodiscard]] std::unique_ptr<Desk> desk(std::size_t station) { return must(stations_[station]->new_desk()); }

    void book() {
        Imported<AppointmentRow> rows;
        for (const auto& guest : guests_)
            if (guest.booked)
                rows.taken.push_back({.key = guest.name,
                                      .from = after(guest.from),
                                      .until = after(guest.until),
                                      .name = guest.name,
                                      .type = guest.type});
        const auto reception = desk(2);
        must(import_appointments(*reception, rows));
        for (const auto& row : must(reception->day(start_)).rows)
            for (auto& guest : guests_)
                if (guest.name == row.visitor) guest.visit = row.id;
        exchange();
    }
    // Each hour, and just before and after whatever happens.
    [[nodiscard]] std::vector<Instant> instants() const {
        std::vector<Instant> out;
        for (int hour = 0; hour <= 19; ++hour) out.push_back(start_ + hours{hour});
        for (const auto& guest : guests_)
            for (const double h : {guest.admitted, guest.leaves}) out.push_back(after(h));
        for (const int minute : {-1, 1, 2}) out.push_back(start_ + hours{6} + minutes{minute});
        std::sort(out.begin(), out.end());
        return out;
    }
    void act() {
        for (auto& guest : guests_) {
            if (guest.token.empty() && now() >= after(guest.admitted)) admit(guest);
            if (inside(guest) && now() >= after(guest.leaves)) must(desk(1)->let_out(guest.visit, staff_));
        }
    }
    void admit(Guest& guest) {
        const auto lobby = desk(0);
        if (!guest.booked)
            guest.visit = must(lobby->register_walk_in({.name = guest.name, .language = "en", .type = guest.type}));
        const auto badge = must(lobby->admit(guest.visit, staff_));
        const auto view = must(lobby->badge(badge)).value();
        guest.token = view.token, guest.end = view.expires;
        exchange();
    }
    bool inside(const Guest& guest) {
        if (guest.token.empty()) return false;
        const auto view = must(desk(1)->visit(guest.visit));
        return view && view->phase == VisitPhase::inside;
    }
    void exchange() {
        for (int round = 0; round < 2; ++round)
            for (auto& station : stations_) must(station->exchange_now());
    }
    void check_names(Station& station) {
        const auto here = must(station.new_desk());
        for (const auto& row : must(here->inside())) {
            INFO(station.options().place.name << " at " << here->zone().iso_day(now()) << " "
                                              << here->zone().hour_minute(now()));
            const auto guest =
                std::find_if(guests_.begin(), guests_.end(), [&](const Guest& one) { return one.visit == row.id; });
            REQUIRE(guest != guests_.end());
            CHECK(row.visitor == guest->name);
        }
    }
    void check_all() {
        for (auto& station : stations_) check_names(*station);
        const auto gate = desk(1);
        for (const auto& guest : guests_) {
            if (!inside(guest)) continue;
            INFO(guest.name << " at " << gate->zone().hour_minute(now()));
            const auto verdict = must(gate->check(guest.token, Passage::check)).result;
            const auto counts = now() < guest.end + seconds{gate->policy().clock_skew_s};
            CHECK((verdict.verdict == Verdict::welcome) == counts);
            if (!counts) CHECK(verdict.refusal == Refusal::expired);
            CHECK(must(gate->visit(guest.visit)).value().overdue == (now() >= guest.end));
        }
    }

    Building building_;
    std::vector<std::unique_ptr<Station>> stations_;
    Instant start_{};
    std::vector<Guest> guests_ = guests();
    PersonId staff_ = new_id<PersonId>();
};

}  // namespace

TEST_CASE("whoever is inside keeps name and badge over midnight, whatever the calendar and the clocks do",
          "[station]") {
    // The ordinary one and that of the hour which isn't there; then a month's end, the hour that comes twice, and a
    // day that has no midnight.
    const std::vector<Evening> evenings{{"Europe/London", 2026, 11, 21},
                                        {"Europe/Berlin", 2026, 3, 28},
                                        {"Asia/Shanghai", 2026, 11, 30},
                                        {"Europe/Berlin", 2026, 10, 24},
                                        {"Asia/Beirut", 2022, 3, 26}};
    const auto evening =
        evenings[GENERATE_COPY(range(std::size_t{0}, test_support::rounds(evenings.size(), std::size_t{2})))];
    INFO(evening.zone << " " << evening.year << "-" << evening.month << "-" << evening.day);
    Night night{evening};
    night.live();
    night.check_forgotten();
}

TEST_CASE("a door that is new in the night hears who is inside, also past their end", "[station]") {
    Night night{{"Europe/London", 2026, 11, 21}};
    night.live(14);
    night.check_new_door();
}
