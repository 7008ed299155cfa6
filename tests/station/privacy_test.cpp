// Privacy of running stations, on their files: no name in clear anywhere, nothing left of who was erased, and
// retention that happens by itself.

#include "kiosk/sqlite/database.h"
#include "kiosk/station/retention_round.h"
#include "tests/station/building.h"
#include "tests/support/byte_search.h"

using namespace vestibule;
using namespace vestibule::station_test;
using test_support::Form;
using test_support::Hit;
using test_support::hits_in_folder;
namespace fs = std::filesystem;

namespace {

struct Guest {
    const char *name, *company, *phone, *purpose;
};
// Names of several scripts, composed and with more than one byte a letter; long enough not to occur by chance.
constexpr Guest guests[] = {{"Zhang Wei-Testperson", "Hafenpumpen Testfirma", "+46 70 912 34 56", "Testverhandlung"},
                            {"张伟明试验", "试验公司上海", "+86 138 1234 9876", "泵的试验审计"},
                            {"Élodie Çağlayan-Ñúñez", "Société Générée", "+33 6 98 76 54 32", "Révision générale"},
                            {"Дмитрий Испытателев", "ООО Испытание", "+7 912 345 67 89", "Проверка насосов"}};

constexpr std::size_t guests_count = std::size(guests);

std::vector<std::string> texts_of(const Guest& guest) {
    return {guest.name, guest.company, guest.phone, guest.purpose};
}

// A badge that stands in for paper shows the name on purpose: PDFs lie in badges/ alone.
std::vector<Hit> hits_outside_badges(const fs::path& data, std::string_view text) {
    auto hits = hits_in_folder(data, text);
    std::erase_if(hits, [](const Hit& hit) { return hit.where.starts_with("badges/"); });
    return hits;
}

VisitId visit_of(Station& station, const Guest& guest) {
    const auto desk = must(station.new_desk());
    const auto visit = must(desk->register_walk_in(
        {.name = guest.name, .company = guest.company, .phone = guest.phone, .purpose = guest.purpose}));
    must(desk->admit(visit, new_id<PersonId>()));
    return visit;
}

void exchange_all(std::initializer_list<Station*> stations) {
    for (int i = 0; i < 2; ++i)
        for (auto* station : stations) {
            must(station->work_until_idle());
            must(station->exchange_now());
        }
}

// The wrapped subject keys of a person, as keys.db and the central store hold them.
std::vector<std::string> wrapped_keys(const fs::path& file, PersonId person) {
    std::vector<std::string> out;
    auto database = must(Database::open(file, FileAccess::read_only));
    auto rows = must(database.query("SELECT wrapped FROM subject_key WHERE person = ?", {person}));
    while (must(rows.step())) out.emplace_back(text_of(rows.blob(0)));
    return out;
}

}  // namespace

TEST_CASE("the byte search finds a planted text in each of its forms", "[station][privacy]") {
    const TemporaryFolder folder;
    for (const auto& guest : guests) {
        const auto forms = test_support::forms_of(guest.name);
        CHECK(forms.size() >= 5);
        for (const auto& form : forms) {
            INFO(guest.name << " as " << form.name);
            const auto file = folder.path() / "planted";
            std::ofstream{file, std::ios::binary} << std::string(4097, '\7') << form.bytes << "rest";
            CHECK(hits_in_folder(folder.path(), guest.name) ==
                  std::vector<Hit>{{.where = "planted", .form = form.name}});
            fs::remove(file);
        }
    }
    CHECK(hits_in_folder(folder.path(), guests[0].name).empty());
    const auto forms = test_support::forms_of("é");
    const auto has = [&](const std::string& bytes) {
        return std::any_of(forms.begin(), forms.end(), [&](const Form& form) { return form.bytes == bytes; });
    };
    CHECK(has("\xC3\xA9"));
    CHECK(has("e\xCC\x81"));
    CHECK(has(std::string{"\0\xE9", 2}));
    CHECK(has(std::string{"e\0\1\3", 4}));
    CHECK(test_support::forms_of("张伟明").back().bytes.find("m") != std::string::npos);
}

TEST_CASE("no file of a site holds a visitor's data in clear, but the badge itself", "[station][privacy]") {
    Building building;
    auto lobby = building.open(Role::lobby);
    auto reception = building.open(Role::reception);
    for (const auto& guest : guests) visit_of(*lobby, guest);
    exchange_all({lobby.get(), reception.get()});
    REQUIRE(building.badges().size() == std::size(guests));
    const auto desk = must(reception->new_desk());
    for (const auto& guest : guests) {
        CHECK(must(desk->find_people(guest.name)).size() == 1);  // reception can read it all
        for (const auto& text : texts_of(guest)) {
            INFO(text);
            for (const auto& hit : hits_outside_badges(building.folder.path(), text))
                FAIL_CHECK(hit.where << " as " << hit.form);
        }
    }
    std::ofstream{building.folder.path() / "lobby" / "planted"} << guests[2].name;
    CHECK(hits_outside_badges(building.folder.path(), guests[2].name).size() == 1);
}

TEST_CASE("nothing is left of an erased person in any file of the site, also of a station that was away",
          "[station][privacy]") {
    Building building;
    const auto data = building.folder.path();
    std::vector<VisitId> visits;
    std::vector<PersonId> persons;
    {
        auto lobby = building.open(Role::lobby);
        auto reception = building.open(Role::reception);
        auto guard = building.open(Role::guard);
        for (const auto& guest : guests) visits.push_back(visit_of(*lobby, guest));
        exchange_all({lobby.get(), reception.get(), guard.get()});
        for (const auto& visit : visits)
            persons.push_back(must(must(lobby->new_desk())->visit(visit)).value().person);
    }
    std::vector<std::string> keys;
    for (const auto* file : {"lobby/keys.db", "guard/keys.db", "reception/keys.db", "central.db"})
        for (const auto& person : persons)
            for (const auto& key : wrapped_keys(data / file, person)) keys.push_back(key);
    REQUIRE(keys.size() >= guests_count * 3);
    const auto hits_of_key = [&](const std::string& key) {
        // The ciphertext of the key, and its nonce: each alone would do.
        return hits_in_folder(data, {Form{"key", key.substr(24)}, Form{"nonce", key.substr(0, 24)}});
    };
    for (const auto& key : keys) REQUIRE_FALSE(hits_of_key(key).empty());  // the control
    REQUIRE(building.badges().size() == guests_count);
    const auto badge_bytes = content_of(building.badges().front());

    auto reception = building.open(Role::reception);
    const auto inside_before = must(must(reception->new_desk())->inside()).size();
    for (const auto& person : persons) must(must(reception->new_desk())->erase_person(person, "request"));
    exchange_all({reception.get()});
    // The lobby, which printed the badges, and the guard were away.
    auto lobby = building.open(Role::lobby);
    auto guard = building.open(Role::guard);
    exchange_all({lobby.get(), guard.get(), reception.get()});

    for (const auto& guest : guests)
        for (const auto& text : texts_of(guest)) {
            INFO(text);
            for (const auto& hit : hits_in_folder(data, text)) FAIL_CHECK(hit.where << " as " << hit.form);
        }
    for (const auto& key : keys)
        for (const auto& hit : hits_of_key(key)) FAIL_CHECK(hit.where << " holds " << hit.form);
    CHECK(building.badges().empty());
    for (auto* station : {lobby.get(), guard.get(), reception.get()}) {
        CHECK_FALSE(must(verify_log(station->log_file())));
        const auto desk = must(station->new_desk());
        CHECK(must(desk->inside()).size() == inside_before);
        for (const auto& person : persons) {
            CHECK(desk->vault().is_erased(person));
            CHECK_FALSE(desk->vault().holds(person));
        }
        for (const auto& visit : visits) CHECK(must(desk->visit(visit)).value().visitor.empty());
    }
    // The same search finds what lies there.
    std::ofstream{data / "central.db-journal"} << guests[1].name;
    CHECK(hits_in_folder(data, guests[1].name).size() == 1);
    fs::remove(data / "central.db-journal");
    std::ofstream{data / "spooled", std::ios::binary} << keys.back();
    CHECK(hits_of_key(keys.back()).size() == 2);
}

TEST_CASE("policy's retention happens by itself at the keeper, also where the station was off",
          "[station][privacy]") {
    Building building;
    VisitId visit;
    PersonId person;
    {
        auto lobby = building.open(Role::lobby);
        const auto desk = must(lobby->new_desk());
        visit = visit_of(*lobby, guests[0]);
        must(desk->let_out(visit, new_id<PersonId>()));
        person = must(desk->visit(visit)).value().person;
        must(lobby->work_until_idle());
        REQUIRE(building.badges().size() == 1);
        const auto picture = must(desk->vault().put_blob(person, Bytes(9, 9), desk->now() + std::chrono::hours{1}));
        lobby->start_workers([] {});
        CHECK(soon([&] { return lobby->health().exchange().last_contact.has_value(); }));
        lobby->stop_workers();
        CHECK(desk->vault().holds(person));
        CHECK(must(desk->vault().blob(picture)) == Bytes(9, 9));
    }
    building.wait(std::chrono::hours{24 * 91});
    auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    CHECK_FALSE(desk->vault().is_erased(person));
    lobby->start_workers([] {});
    CHECK(soon([&] {
        must(desk->refresh());
        return desk->vault().is_erased(person) && building.badges().empty();
    }));
    lobby->stop_workers();
    CHECK(count(*desk, kind::person_erased) == 1);
    CHECK(must(desk->visit(visit)).value().phase == VisitPhase::left);
    CHECK(must(desk->vault().blobs_of(person)).empty());
    for (const auto& text : texts_of(guests[0])) CHECK(hits_in_folder(building.folder.path(), text).empty());
}

TEST_CASE("a clock that went ahead by months erases nobody before staff had a day to see it", "[station][privacy]") {
    Building building;
    building.clock_synchronised = false;
    auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    const auto visit = visit_of(*lobby, guests[0]);
    must(desk->let_out(visit, new_id<PersonId>()));
    const auto person = must(desk->visit(visit)).value().person;
    StationHealth health;
    RetentionRound round{
        must(lobby->new_desk()),
        ClockWatch{lobby->folder() / "clock.json", [&] { return building.clock_synchronised.load(); }}, health};
    CHECK(round.once() == retention_interval);
    building.wait(std::chrono::hours{24 * 91});
    CHECK(round.once() == retention_retry);
    CHECK(health.exchange().clock_ahead == std::chrono::hours{24 * 91});
    SECTION("it is set right") {
        building.wait(-std::chrono::hours{24 * 91});
        CHECK(round.once() == retention_interval);
        CHECK(health.exchange().clock_ahead == std::chrono::hours{0});
        CHECK_FALSE(desk->vault().is_erased(person));
    }
    SECTION("it was right, as the network says") {
        building.clock_synchronised = true;
        CHECK(round.once() == retention_interval);
        CHECK(desk->vault().is_erased(person));
    }
    SECTION("nobody corrects it, though the station is switched off at night") {
        std::chrono::minutes watched{0};
        while (!desk->vault().is_erased(person) && watched < std::chrono::hours{48}) {
            const bool night = watched.count() % 480 == 0;
            building.wait(night ? std::chrono::hours{16} : std::chrono::minutes{10});
            watched += std::chrono::minutes{10};
            round.once();
        }
        CHECK(watched > std::chrono::hours{17});
        CHECK(watched <= clock_doubt);
    }
}
