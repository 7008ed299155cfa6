// Made-up people and what happens to them.
#include "tests/gallery/pictures/facts.h"

#include <array>

#include "kiosk/base/ensure.h"
#include "kiosk/base/text.h"
#include "kiosk/base/texts.h"

namespace vestibule::gallery {
namespace {

static_assert(std::string_view{long_name}.size() <= name_length_max &&
              std::string_view{long_company}.size() <= name_length_max &&
              std::string_view{long_purpose}.size() <= line_length_max);

using std::chrono::hours, std::chrono::minutes, std::chrono::seconds;

struct Guest {
    const char *name, *company, *phone, *email, *purpose, *plate, *type;
};
constexpr std::array<Guest, 8> guests{{
    {"Maja Horvat", "Adria Robotics", "+385 1 555 0101", "maja.horvat@adria.example", "Design review", "ZG 1234-AB",
     "visitor"},
    {"陈思远", "龙井茶业有限公司", "+86 138 0013 8000", "chen.siyuan@longjing.example", "技术交流", "", "visitor"},
    {"José María Muñoz", "Sur Logística", "+34 600 555 102", "jm.munoz@sur.example", "Invoices and terms", "",
     "supplier"},
    {"Анна Иванова", "Северный Мост", "+7 495 555 0103", "anna.ivanova@most.example", "Audit", "", "auditor"},
    {"Amara Okafor", "", "", "", "", "", "candidate"},
    {"ليلى حداد", "شركة الميناء", "+971 4 555 0104", "layla.haddad@almina.example", "Contract", "D 48213", "visitor"},
    {"Ng", "NP", "1", "", "Lift", "", "contractor"},
    {"Siobhán O’Sullivan-Fitzgerald", "Northwind Paper and Packaging", "+353 1 555 0105", "siobhan@northwind.example",
     "Yearly inspection of the sprinklers", "12-D-34567", "contractor"},
}};

struct Colleague {
    const char *name, *department, *location;
};
constexpr std::array<Colleague, 5> colleagues{{{"Anna Berg", "Design", "Floor 3"},
                                               {"张伟", "研发部", "Floor 4"},
                                               {"李娜 Li Na", "市场部", "Floor 4"},
                                               {"Otto Lindqvist", "Design", "Floor 3"},
                                               {"Tomás O’Sullivan", "Finance and controlling", "Floor 2"}}};

// What has happened so far follows from the phase.
void tell_times(VisitView& v, unsigned number) {
    const auto came = v.from + minutes{number % 9};
    const bool arrived = v.phase != VisitPhase::expected && v.phase != VisitPhase::cancelled;
    if (arrived) v.arrived_at = came;
    if (arrived && v.phase != VisitPhase::waiting) v.decided_at = came + minutes{2}, v.decided_by = "J. Ferrer";
    if (v.phase == VisitPhase::inside || v.phase == VisitPhase::left) v.admitted_at = came + minutes{3};
    if (v.phase == VisitPhase::left) v.left_at = came + minutes{40};
    if (v.phase != VisitPhase::inside && v.phase != VisitPhase::left) return;
    v.badge = numbered<BadgeId>(number);
    v.badge_until = at(18);
    v.inside_since = v.admitted_at;
    v.print = PrintOutcome::printed;
    v.printed_at = came + minutes{4};
}

RollCallRow row_of(const VisitView& v) {
    return {.visit = v.id,
            .person = v.person,
            .name = v.visitor,
            .company = v.company,
            .host = v.host_name,
            .plate = v.plate,
            .code = "7K2M-9QXA",
            .since = v.admitted_at.value_or(now()),
            .people = v.people()};
}

}  // namespace

const SiteZone& zone() {
    static const auto london = [] {
        auto named = SiteZone::named("Europe/London");
        ensure(named.has_value(), "tzdata knows London");
        return *named;
    }();
    return london;
}

Instant at(int hour, int minute) {
    return zone().at(2026, 11, 25, hour, minute);
}

Instant now() {
    return at(9, 41);
}

HostView host(unsigned number) {
    const auto& c = colleagues.at(number % colleagues.size());
    return {.id = numbered<PersonId>(1000 + number),
            .name = c.name,
            .department = c.department,
            .location = c.location,
            .email = {},
            .language = "en"};
}

HostView long_host() {
    return {.id = numbered<PersonId>(999),
            .name = long_name,
            .department = long_department,
            .location = long_place,
            .email = {},
            .language = "en"};
}

VisitView visit(unsigned number, VisitPhase phase) {
    const auto& g = guests.at(number % guests.size());
    const auto met = host(number);
    VisitView v;
    v.id = numbered<VisitId>(number), v.person = numbered<PersonId>(number);
    v.phase = phase, v.name_known = true, v.walk_in = number % 3 == 2;
    v.visitor = g.name, v.company = g.company, v.phone = g.phone, v.email = g.email;
    v.purpose = g.purpose, v.plate = g.plate, v.type = g.type;
    v.host = met.id, v.host_name = met.name, v.host_department = met.department, v.host_location = met.location;
    v.room = number % 2 == 0 ? "Room 3.12" : "";
    v.code = v.walk_in ? "" : "7K2M9QXA";
    v.language = "en";
    v.companions = number % 5 == 1 ? 2 : 0;
    v.from = at(v.phase == VisitPhase::left ? 8 : 9) + minutes{3 * (number % 14)}, v.until = v.from + hours{2};
    tell_times(v, number);
    return v;
}

VisitView long_visit(VisitPhase phase) {
    auto v = visit(8000, phase);
    const auto met = long_host();
    v.visitor = long_name, v.company = long_company, v.phone = "+44 20 7946 0101 - 12345";
    v.email = "wilhelmina.konstantinopolskaja-papadopoulou@calibration.example";
    v.purpose = long_purpose, v.plate = "LLANFAIR-123456", v.room = long_place;
    v.host_name = met.name, v.host_department = met.department, v.host_location = met.location;
    v.companions = 20, v.type = "contractor", v.walk_in = false, v.code = "7K2M9QXA";
    return v;
}

VisitView bare_visit(VisitPhase phase) {
    VisitView v;
    v.id = numbered<VisitId>(8001), v.phase = phase, v.erased = true;
    v.from = at(9), v.until = at(11);
    tell_times(v, 1);
    return v;
}

std::vector<VisitView> visits(std::size_t count) {
    constexpr std::array<VisitPhase, 7> phases{VisitPhase::waiting,  VisitPhase::approved, VisitPhase::expected,
                                               VisitPhase::inside,   VisitPhase::left,     VisitPhase::declined,
                                               VisitPhase::cancelled};
    std::vector<VisitView> out;
    for (unsigned i = 0; i < count; ++i) {
        out.push_back(visit(i + 1, phases.at(i % phases.size())));
        auto& v = out.back();
        v.no_show = v.phase == VisitPhase::expected && i % 2 == 0;
        v.overdue = v.phase == VisitPhase::inside && i % 4 == 3;
        if (v.overdue) v.badge_until = now() - minutes{23};
        if (v.phase == VisitPhase::inside && i % 3 == 1) v.print = PrintOutcome::failed;
    }
    return out;
}

std::vector<VisitView> visits(std::size_t count, VisitPhase phase) {
    std::vector<VisitView> out;
    for (unsigned i = 0; i < count; ++i) out.push_back(visit(i + 1, phase));
    return out;
}

BadgeView badge() {
    BadgeView b;
    b.id = numbered<BadgeId>(1), b.visit = numbered<VisitId>(1);
    b.type_label = "VISITOR 访客", b.name = "Maja Horvat", b.company = "Adria Robotics", b.host = "李娜 Li Na";
    b.date_line = "25 Nov · until 18:00", b.zones = "Floors 1–2", b.code = "7K2M-9QXA";
    b.token = "VB1:" + std::string(190, 'A');
    b.issued_at = now() - seconds{5}, b.expires = at(18);
    return b;
}

BadgeView long_badge() {
    auto b = badge();
    b.type_label = "CONTRACTOR 承包商", b.name = long_name, b.company = long_company, b.host = long_name;
    b.zones = "Ground floor, Floors 1–2, Workshop, Calibration laboratory";
    b.escort = true, b.wear = "Shoe covers and safety glasses", b.print_place = long_place;
    return b;
}

StaffView staff() {
    return {.id = numbered<PersonId>(500), .name = "J. Ferrer", .roles = {"guard", "reception", "admin"}};
}

StaffView long_staff() {
    return {.id = numbered<PersonId>(501), .name = long_name, .roles = {}};
}

std::vector<LockedKeypad> locked_keypads() {
    return {{.station = numbered<StationId>(600), .name = "east-gate", .failures = 10, .since = now() - minutes{7}},
            {.station = numbered<StationId>(601),
             .name = "north-gate-for-lorries-and-deliveries-two",
             .failures = 10,
             .since = now() - hours{30}}};
}

ExchangeView in_touch() {
    return {.last_contact = now() - seconds{20}, .problem = {}, .disk_trouble = {}};
}

ExchangeView out_of_touch() {
    return {.last_contact = now() - hours{3} - minutes{12},
            .waiting_events = 1280,
            .stale = true,
            .problem = "the central store doesn't answer",
            .disk_trouble = {}};
}

ExchangeView never_in_touch() {
    return {.last_contact = {}, .stale = true, .problem = {}, .disk_trouble = {}};
}

Problem unreadable_log() {
    return {
        Remedy::ask_staff,
        "/var/lib/vestibule/station/log.db is damaged (database disk image is malformed): keep the file aside and "
        "restore a backup"};
}

RollCall roll_call(std::size_t count) {
    RollCall list{.at = now(), .last_contact = now() - seconds{20}};
    for (const auto* place : {"Floor 2", "Floor 3", "Floor 4"}) list.places.push_back({.name = place, .rows = {}});
    for (const auto& v : visits(count, VisitPhase::inside)) {
        const bool only_admitted = v.companions > 0;
        auto& place = list.places.at(list.visitors % list.places.size());
        place.rows.push_back(row_of(v));
        place.rows.back().only_admitted = only_admitted;
        place.people += v.people();
        list.people += v.people();
        list.only_admitted += only_admitted ? v.people() : 0;
        ++list.visitors;
    }
    std::erase_if(list.places, [](const RollCallPlace& place) { return place.rows.empty(); });
    return list;
}

RollCall long_roll_call() {
    RollCall list{.at = now(), .last_contact = {}, .visitors = 2, .people = 22, .only_admitted = 21};
    auto longest = row_of(long_visit(VisitPhase::inside)), bare = row_of(bare_visit(VisitPhase::inside));
    longest.only_admitted = bare.erased = true;
    list.places = {{.name = long_place, .people = 21, .rows = {longest}}, {.name = {}, .people = 1, .rows = {bare}}};
    return list;
}

const std::set<std::string>& data_words() {
    static const auto words = [] {
        std::set<std::string> all{long_name,
                                  long_company,
                                  long_department,
                                  long_purpose,
                                  long_site,
                                  long_place,
                                  "Harbour House",
                                  "North gate for lorries and deliveries",
                                  "Gate 1",
                                  "Gate 2",
                                  "The lifts are on your left",
                                  "Shoe covers and safety glasses",
                                  "Ground floor",
                                  "Floors 1–2",
                                  "Workshop",
                                  "Calibration laboratory",
                                  "VISITOR",
                                  "CONTRACTOR",
                                  "25 Nov · until 18:00",
                                  "J. Ferrer",
                                  "east-gate",
                                  "north-gate-for-lorries-and-deliveries-two",
                                  "Room 3.12",
                                  "7K2M",
                                  "9QXA",
                                  "LLANFAIR-123456",
                                  "Tomás",
                                  "wilhelmina.konstantinopolskaja-papadopoulou@calibration.example",
                                  "brand ambassador",
                                  "Brand ambassador",
                                  "journalist",
                                  "Journalist",
                                  "badge-lobby",
                                  "front-desk",
                                  "hall-north",
                                  "Black",
                                  "Ribbon YMCKO",
                                  "Lager Süd",
                                  "Shipping",
                                  "office",
                                  "Maria-Magdalena von und zu Hohenlohe-Waldenburg-Schillingsfürst und Langenburg",
                                  "阿不都热合曼·买买提明·艾合买提江",
                                  "/var/lib/vestibule/station"};
        for (const auto& g : guests)
            for (const auto* word : {g.name, g.company, g.phone, g.email, g.purpose, g.plate})
                if (*word != 0) all.insert(word);
        for (const auto& c : colleagues) all.insert({c.name, c.department, c.location});
        for (const auto* language : twelve_languages) all.insert(own_name_of(language));
        return all;
    }();
    return words;
}

}  // namespace vestibule::gallery
