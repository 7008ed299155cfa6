// The checks after healing.
#include "tests/simulation/checks.h"

#include <limits>

#include "kiosk/log/backup.h"
#include "kiosk/sqlite/database.h"
#include "kiosk/station/enrolment.h"
#include "kiosk/vault/certificate_json.h"
#include "kiosk/visit/kinds.h"

namespace vestibule::simulation {
namespace {

using Rows = std::map<EventKey, Hash>;

Rows rows_of(const Machine& machine) {
    Rows out;
    sure(machine.reader().each_event([&](const Event& event) {
        out[{event.station, event.seq}] = event.hash;
        return true;
    }));
    return out;
}

std::string words(const EventKey& key) {
    return fmt::format("station {} event {}", to_string(key.station), key.seq);
}

void expect_same(const Rows& some, const Rows& others, const std::string& which) {
    for (const auto& [key, hash] : some) {
        const auto found = others.find(key);
        if (found == others.end()) throw Broken{fmt::format("{}: {} is missing", which, words(key))};
        if (found->second != hash) throw Broken{fmt::format("{}: {} is another one", which, words(key))};
    }
    if (some.size() != others.size()) expect_same(others, some, which + " (the other way round)");
}

std::string rows_with(const LogReader& reader, std::int64_t number) {
    std::string out;
    sure(reader.each_event([&](const Event& event) {
        if (number_of(event) == number) out += words({event.station, event.seq}) + " (" + event.kind + ") ";
        return true;
    }));
    return out;
}

std::vector<std::string> columns_of(Database& database, const std::string& table) {
    std::vector<std::string> out;
    auto rows = sure(database.query("SELECT name FROM pragma_table_info(?1)", {table}));
    while (sure(rows.step())) out.emplace_back(rows.text(0));
    return out;
}

std::string rows_as_text(Database& database, const std::string& table) {
    std::string cells;
    for (const auto& column : columns_of(database, table))
        cells += (cells.empty() ? "quote(" : " || '|' || quote(") + column + ")";
    std::string out;
    auto rows = sure(database.query(fmt::format("SELECT {} FROM {} ORDER BY 1", cells, table)));
    while (sure(rows.step())) out += table + " " + std::string{rows.text(0)} + "\n";
    return out;
}

std::string projections_of(const std::filesystem::path& log_file) {
    auto database = sure(Database::open(log_file, FileAccess::read_only));
    std::string out;
    for (const char* table : {"visit", "badge", "person", "station", "policy"}) out += rows_as_text(database, table);
    return out;
}

// What no door may say, of things that others have made. Who comes and goes it may: also that somebody stands there
// whose visit was merged into another one.
std::string beyond_a_door(const std::filesystem::path& log_file, const StationId& thief) {
    auto database = sure(Database::open(log_file, FileAccess::read_only));
    // Made by others: an id of a visit under which the thief alone says something is a visit of nobody.
    const auto made = [&](const char* kinds) {
        return fmt::format("id IN (SELECT stream FROM event WHERE station != x'{}' AND kind IN ({}))",
                           to_hex(thief.bytes), kinds);
    };
    const auto lines = [&](const std::string& table, const std::string& values, const std::string& which) {
        std::string out;
        auto rows = sure(database.query(fmt::format("SELECT {} FROM {} WHERE {} ORDER BY 1", values, table, which)));
        while (sure(rows.step())) out += table + " " + std::string{rows.text(0)} + "\n";
        return out;
    };
    const auto of = [](const char* field) { return fmt::format("|| '|' || coalesce(state ->> '$.{}', '')", field); };
    std::string visit =
        "quote(id) || quote(person) || quote(host) || quote(code) || quote(planned_from) || "
        "quote(planned_until) || quote(calendar)";
    for (const char* field : {"type", "series"}) visit += of(field);
    return lines("visit", visit, made("'visit.booked', 'visit.requested'")) +
           lines("badge",
                 "quote(id) || quote(visit) || quote(code) || quote(not_before) || quote(expires) || quote(revoked)",
                 made("'badge.issued'")) +
           lines("person", "quote(id) || quote(host) || quote(staff) || quote(erased) || state",
                 made("'person.described', 'host.listed', 'staff.listed'")) +
           lines("person", "'erased ' || quote(id)", "erased = 1") +
           lines("station", "quote(id) || quote(revoked) || quote(stolen) || quote(rights) || quote(last)",
                 fmt::format("id != x'{}'", to_hex(thief.bytes))) +
           lines("policy", "quote(body)", "1");
}

std::string first_difference(const std::string& one, const std::string& other) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < std::min(one.size(), other.size()) && one[i] == other[i]; ++i)
        if (one[i] == '\n') begin = i + 1;
    const auto line = [&](const std::string& text) {
        return begin < text.size() ? text.substr(begin, text.find('\n', begin) - begin) : std::string{"nothing"};
    };
    return fmt::format("\n  {}\n  {}", line(one), line(other));
}

std::set<PersonId> erased_in(const Machine& machine) {
    const auto erased = sure(machine.reader().erased_persons());
    return {erased.begin(), erased.end()};
}

}  // namespace

std::optional<std::int64_t> number_of(const Event& event) {
    const auto body = parse_object(event.body);
    const auto found = body.find("n");
    if (found == body.end()) return std::nullopt;
    return found->get<std::int64_t>();
}

Numbers numbers_in(const LogReader& reader) {
    Numbers out;
    sure(reader.each_event([&](const Event& event) {
        if (const auto number = number_of(event)) ++out[*number];
        return true;
    }));
    return out;
}

std::vector<Event> all_events_of(CentralStore& store) {
    std::vector<Event> out;
    Cursor cursor;
    for (;;) {
        const auto batches = sure(store.pull(cursor, StationId{}, pull_events_max));
        if (batches.empty()) return out;
        for (const auto& batch : batches) {
            out.insert(out.end(), batch.events.begin(), batch.events.end());
            cursor[batch.head.station] = batch.head.seq;
        }
    }
}

void check_same_events(const Machines& machines, CentralStore& store) {
    const auto reference = rows_of(*machines.front());
    for (const auto& machine : machines)
        expect_same(reference, rows_of(*machine), machine->name() + " against " + machines.front()->name());
    Rows central;
    for (const auto& event : all_events_of(store)) central[{event.station, event.seq}] = event.hash;
    expect_same(reference, central, "the central store");
}

std::uint64_t check_none_lost_or_doubled(const Machines& machines, const Expectation& expectation) {
    const auto held = numbers_in(machines.front()->reader());
    for (const auto number : expectation.written)
        if (!held.contains(number) && !expectation.may_be_gone.contains(number))
            throw Broken{fmt::format("event number {} is lost", number)};
    std::uint64_t doubled = 0;
    for (const auto& [number, count] : held) {
        if (!expectation.written.contains(number)) throw Broken{fmt::format("nobody wrote number {}", number)};
        if (count > 1 && !expectation.may_be_doubled.contains(number))
            throw Broken{fmt::format("event number {} is held {} times: {}", number, count,
                                     rows_with(machines.front()->reader(), number))};
        if (count > 1) ++doubled;
    }
    return doubled;
}

void check_all_acknowledged(const Machines& machines) {
    for (const auto& machine : machines)
        if (sure(machine->reader().acknowledged_seq()) != sure(machine->reader().own_seq()))
            throw Broken{machine->name() + " has events that were never acknowledged"};
}

void check_logs_verify(const Machines& machines) {
    for (const auto& machine : machines) {
        const auto& trust = machine->identity().trust;
        const auto damage =
            sure(verify_log(machine->log_file(), {}, [&](const Json& body) { return is_certified(body, trust); }));
        if (damage)
            throw Broken{
                fmt::format("{}: {}: {}", machine->name(), words({damage->station, damage->seq}), damage->what)};
    }
}

std::string check_projections(const Machines& machines) {
    const auto reference = projections_of(machines.front()->log_file());
    for (const auto& machine : machines) {
        const auto text = projections_of(machine->log_file());
        if (text != reference)
            throw Broken{fmt::format("{} and {} see it differently:{}", machines.front()->name(), machine->name(),
                                     first_difference(reference, text))};
        sure(machine->log().rebuild());
        const auto anew = projections_of(machine->log_file());
        if (anew != reference)
            throw Broken{fmt::format("{}: a rebuild changes what is seen:{}", machine->name(),
                                     first_difference(reference, anew))};
    }
    return reference;
}

void check_erased_are_gone(const Machines& machines, CentralStore& store, Instant now) {
    const auto erased = erased_in(*machines.front());
    const auto gives_key_of_erased = [&] {
        const auto news = sure(store.fetch_keys(Role::reception, now, {}));
        return std::ranges::any_of(news.keys, [&](const auto& key) { return erased.contains(key.person); });
    };
    if (gives_key_of_erased()) throw Broken{"the central store holds an erased person's key"};
    std::vector<WrappedKey> offered;
    for (const auto& person : erased) offered.push_back({.person = person, .wrapped = Bytes(72, 1), .window = {}});
    sure(store.offer_keys(offered));
    if (gives_key_of_erased()) throw Broken{"the central store takes an erased person's key"};
    for (const auto& person : erased) {
        for (const auto& machine : machines) {
            if (machine->vault().holds(person)) throw Broken{machine->name() + " holds an erased person's key"};
            if (!machine->vault().is_erased(person)) throw Broken{machine->name() + " hasn't erased a person"};
        }
    }
}

void check_thief_was_ignored(const Machines& machines, const StationId& thief, const std::filesystem::path& copy) {
    const auto& machine = *machines.front();
    sure(copy_log(machine.log_file(), copy));
    {
        auto database = sure(Database::open(copy, FileAccess::read_write));
        sure(database.run("DROP TRIGGER event_is_never_changed"));
        sure(database.execute("UPDATE event SET kind = 'unknown' WHERE station = ?1 AND seq > 1", {thief}));
    }
    sure(sure(Log::open(copy, machine.identity().station(), judge_of(machine.identity().trust))).rebuild());
    const auto with = beyond_a_door(machine.log_file(), thief), without = beyond_a_door(copy, thief);
    if (with != without) throw Broken{fmt::format("the thief was believed:{}", first_difference(without, with))};
}

void check_keys_arrived(const Machines& machines) {
    std::vector<Event> sealed;
    sure(machines.front()->reader().each_event([&](const Event& event) {
        if (event.sealed && event.subject) sealed.push_back(event);
        return true;
    }));
    for (const auto& event : sealed) {
        // A door whose window is over has let go of a key that it may still have in its memory.
        const auto reads = [&](const auto& machine) {
            return machine->vault().holds(*event.subject) &&
                   machine->vault().unseal(*event.subject, event.kind, event.stream, *event.sealed).has_value();
        };
        const auto reader = std::find_if(machines.begin(), machines.end(), reads);
        if (reader == machines.end()) continue;
        for (const auto& machine : machines)
            if (machine->role() == Role::reception && !reads(machine))
                throw Broken{fmt::format("{} reads {}, {} can't", (*reader)->name(),
                                         words({event.station, event.seq}), machine->name())};
    }
}

}  // namespace vestibule::simulation
