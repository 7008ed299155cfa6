// Files that rot: one flipped bit anywhere in a station's files, a file cut off, or put back from an older day. Each
// is found at start or by the nightly look, named, healed where another copy is, and never used in silence.
#include <fmt/format.h>

#include <cstdlib>
#include <random>
#include <set>

#include "kiosk/desk/imports.h"
#include "kiosk/sqlite/database.h"
#include "kiosk/station/central_place.h"
#include "kiosk/station/nightly_check.h"
#include "kiosk/vault/site_keeper.h"
#include "tests/station/building.h"
#include "tests/support/rounds.h"

using namespace vestibule;
using namespace vestibule::station_test;
namespace fs = std::filesystem;

namespace {

// How many places rot in one go; 1,000 with VESTIBULE_FLIPS=1000 (tests/run soak).
int flips() {
    const char* chosen = std::getenv("VESTIBULE_FLIPS");
    return chosen != nullptr ? std::stoi(chosen) : test_support::rounds(60, 10);
}
unsigned seed() {
    const char* chosen = std::getenv("VESTIBULE_SEED");
    return chosen != nullptr ? static_cast<unsigned>(std::stoul(chosen)) : 20261201U;
}

// A machine that keeps its site: a lobby and a reception that have worked, met, erased somebody and kept a picture.
struct Machine {
    Building building;
    fs::path data = building.folder.path();

    explicit Machine(int visitors = 12) {
        auto lobby = building.open(Role::lobby);
        auto reception = building.open(Role::reception);
        work(*lobby, visitors);
        work(*reception, visitors);
        const auto desk = must(reception->new_desk());
        const auto wei = new_id<PersonId>();
        must(desk->vault().put_blob(wei, Bytes(3000, 7), desk->now() + std::chrono::hours{24 * 30}));
        for (int i = 0; i < 2; ++i)
            for (auto* station : {lobby.get(), reception.get()}) must(station->exchange_now());
        const auto visit = must(desk->register_walk_in({.name = "Ann Erased", .language = "en"}));
        must(desk->erase_person(must(desk->visit(visit)).value().person, "asked"));
        for (auto* station : {reception.get(), lobby.get()}) must(station->exchange_now());
        must(reception->work_until_idle());
    }
    static void work(Station& station, int visitors) {
        const auto desk = must(station.new_desk());
        for (int i = 0; i < visitors; ++i) admit(*desk, fmt::format("Visitor {}", i));
    }
};

// All files that a station reads: its own folder's and the site's.
std::vector<fs::path> files_of(const fs::path& data) {
    std::vector<fs::path> out;
    for (const auto* folder : {"reception", "site"})
        for (const auto& entry : fs::recursive_directory_iterator{data / folder})
            if (entry.is_regular_file() && entry.file_size() > 0) out.push_back(fs::relative(entry.path(), data));
    std::ranges::sort(out);
    return out;
}

std::string table(Database& database, const std::string& sql) {
    std::string out;
    auto rows = database.query(sql);
    if (!rows) return rows.error().what;
    for (;;) {
        const auto more = rows->step();
        if (!more) return out + more.error().what;
        if (!*more) return out;
        out += std::string{rows->text(0)} + "\n";
    }
}

// Everything in the files that the program goes by, but for when the nightly look was. What is left out of it has no
// check value yet: the windows of keys, and whose a picture is and when it expires (Vault's rows besides the keys).
std::string content_of_station(const fs::path& data) {
    auto log = must(Database::open(data / "reception/log.db", FileAccess::read_only));
    auto keys = must(Database::open(data / "reception/keys.db", FileAccess::read_only));
    std::string out;
    for (const char* sql :
         {"SELECT quote(station) || seq || '|' || turn || '|' || at || kind || quote(stream) || quote(subject) || "
          "quote(body) || quote(sealed) || quote(prev) || quote(hash) FROM event ORDER BY station, seq",
          "SELECT quote(station) || seq || quote(hash) FROM head ORDER BY station, seq",
          "SELECT number || quote(id) || worker || quote(body) || quote(badge) || state || attempts || '|' || due || "
          "remark || progress FROM job ORDER BY number",
          "SELECT name || quote(value) FROM meta WHERE name NOT LIKE 'note: %' ORDER BY name",
          "SELECT quote(id) || phase || quote(person) || quote(host) || quote(code) || quote(planned_from) || "
          "quote(planned_until) || quote(arrived_at) || quote(admitted_at) || quote(left_at) || quote(calendar) || "
          "state FROM visit ORDER BY id",
          "SELECT quote(id) || quote(visit) || code || not_before || '|' || expires || revoked || state FROM badge "
          "ORDER BY id",
          "SELECT quote(id) || host || staff || erased || state FROM person ORDER BY id",
          "SELECT quote(id) || quote(enrolment) || revoked || stolen || rights || named || last FROM station ORDER "
          "BY "
          "id",
          "SELECT quote(body) FROM policy", "SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"})
        out += table(log, sql);
    for (const char* sql :
         {"SELECT quote(person) || quote(id) || quote(wrapped) || generation FROM subject_key ORDER BY person, id",
          "SELECT quote(person) FROM tombstone ORDER BY person", "SELECT quote(id) FROM blob ORDER BY id",
          "SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"})
        out += table(keys, sql);
    for (const auto& file : files_of(data))
        if (const auto name = file.filename().string(); name.find(".db") == std::string::npos &&
                                                        name.find(".damaged") == std::string::npos &&
                                                        name.find("clock") == std::string::npos)
            out += file.string() + content_of(data / file);
    return out;
}

struct Outcome {
    std::string refused;             // what the start said
    std::vector<std::string> found;  // what the nightly look said, and then the exchange
    std::string difference;          // the first one: what they say now | what they said
    bool as_before = false;          // afterwards the files say what they said before they rotted
};

// One start of the station, its nightly look, an exchange, and what they say.
Outcome start_and_look(Building& building, const fs::path& data, const std::string& before) {
    Outcome out;
    {
        const StationPlace place{.data = data, .name = "reception", .role = Role::reception};
        auto station = Station::open({.place = place,
                                      .config = building.config,
                                      .policy_file = building.policy_file,
                                      .clock = [&] { return from_micros(building.now_us); },
                                      .clock_synchronised = [] { return true; }});
        if (!station) {
            out.refused = station.error().what;
            return out;
        }
        const auto desk = must((*station)->new_desk());
        NightlyCheck check{place, [&] { return open_central_store(place, (*station)->identity().certificate); }};
        const auto answer = check.look(*desk);
        out.found = answer ? answer->found : std::vector{answer.error().what};
        if (const auto exchanged = (*station)->exchange_now(); !exchanged)
            out.found.push_back(exchanged.error().what);
    }
    const auto after = content_of_station(data);
    out.as_before = after == before;
    const auto [here, there] = std::ranges::mismatch(after, before);
    if (!out.as_before)
        out.difference = fmt::format("{} | {}", after.substr(static_cast<std::size_t>(here - after.begin()), 60),
                                     before.substr(static_cast<std::size_t>(there - before.begin()), 60));
    return out;
}

void copy_folder(const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
}

void write_bytes(const fs::path& file, std::string_view content) {
    std::ofstream{file, std::ios::binary | std::ios::trunc} << content;
}

// Named: by a file of the station in the words that are said.
bool is_accounted_for(const Outcome& outcome) {
    const auto names_a_file = [](const std::string& what) {
        return what.find("reception") != std::string::npos || what.find("site") != std::string::npos ||
               what.find(".db") != std::string::npos || what.find("picture") != std::string::npos;
    };
    if (!outcome.refused.empty()) return names_a_file(outcome.refused);
    if (!outcome.found.empty()) return std::ranges::all_of(outcome.found, names_a_file);
    return outcome.as_before;
}

}  // namespace

TEST_CASE("one flipped bit anywhere in a station's files is found and named, or says nothing", "[rot][long]") {
    Machine machine;
    const TemporaryFolder place;
    const auto whole = place / "whole", rotten = place / "rotten";
    // A start and a look at the whole files: what they say when nothing has rotted.
    REQUIRE(start_and_look(machine.building, machine.data, "").found.empty());
    copy_folder(machine.data, whole);
    const auto before = content_of_station(whole);
    const auto files = files_of(whole);
    std::mt19937 random{seed()};
    std::map<std::string, int> refused, healed, named, harmless;
    for (int i = 0; i < flips(); ++i) {
        copy_folder(whole, rotten);
        // The databases in half of all cases, the small files as often as each other.
        const fs::path databases[] = {"reception/log.db", "reception/keys.db"};
        const auto& file = random() % 2 == 0 ? databases[random() % 2] : files[random() % files.size()];
        auto bytes = content_of(rotten / file);
        const auto bit = random() % (8 * bytes.size());
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
        write_bytes(rotten / file, bytes);
        const auto outcome = start_and_look(machine.building, rotten, before);
        INFO("flip " << i << ": bit " << bit << " of " << file << "; refused: " << outcome.refused << "; differs: "
                     << outcome.difference << "; found: " << fmt::format("{}", fmt::join(outcome.found, "; ")));
        CHECK(is_accounted_for(outcome));
        auto& kind = !outcome.refused.empty() ? refused
                     : outcome.found.empty()  ? harmless
                     : outcome.as_before      ? healed
                                              : named;
        ++kind[file.filename().string().substr(0, 16)];
    }
    for (const auto& [what, counts] : {std::pair{"refused at start, with the file's name", &refused},
                                       {"found and healed", &healed},
                                       {"found and named", &named},
                                       {"without effect: all content reads as before", &harmless}})
        for (const auto& [file, count] : *counts) fmt::print("{:>5} {:<17} {}\n", count, file, what);
}

TEST_CASE("a file that is cut off is found and named", "[rot]") {
    Machine machine{4};
    const TemporaryFolder place;
    const auto whole = place / "whole", rotten = place / "rotten";
    copy_folder(machine.data, whole);
    const auto before = content_of_station(whole);
    for (const auto& file : files_of(whole)) {
        copy_folder(whole, rotten);
        const auto bytes = content_of(rotten / file);
        write_bytes(rotten / file, std::string_view{bytes}.substr(0, bytes.size() / 2));
        const auto outcome = start_and_look(machine.building, rotten, before);
        INFO(file << "; refused: " << outcome.refused
                  << "; found: " << fmt::format("{}", fmt::join(outcome.found, "; ")));
        CHECK(is_accounted_for(outcome));
        CHECK((!outcome.refused.empty() || !outcome.found.empty() ||
               file.extension() == ".db-shm"));  // SQLite makes that anew
    }
}

TEST_CASE("a file that was put back from an older day is found, or the station goes on as before", "[rot]") {
    Machine machine{4};
    const TemporaryFolder place;
    const auto older = place / "older", whole = place / "whole", mixed = place / "mixed";
    copy_folder(machine.data, older);
    {
        auto reception = machine.building.open(Role::reception);
        Machine::work(*reception, 3);
        machine.building.wait(site_key_age_max + std::chrono::hours{1});
        for (int i = 0; i < 2; ++i) must(reception->exchange_now());
        must(reception->work_until_idle());
    }
    copy_folder(machine.data, whole);
    const auto before = content_of_station(whole);
    for (const auto& file : files_of(older)) {
        if (!fs::exists(whole / file) || content_of(whole / file) == content_of(older / file)) continue;
        copy_folder(whole, mixed);
        fs::copy_file(older / file, mixed / file, fs::copy_options::overwrite_existing);
        const auto outcome = start_and_look(machine.building, mixed, before);
        INFO(file << "; refused: " << outcome.refused << "; differs: " << outcome.difference
                  << "; found: " << fmt::format("{}", fmt::join(outcome.found, "; ")));
        // Shares are made anew where they are of an older site key, with other random bytes; a clock of an older day
        // has run on since.
        const bool is_taken_anew = outcome.as_before || file.filename() == "clock.json" ||
                                   file.filename() == "recovery_share.json" ||
                                   file.parent_path().filename() == "shares";
        CHECK((!outcome.refused.empty() || !outcome.found.empty() || is_taken_anew));
    }
}
