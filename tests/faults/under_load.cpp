// What a killed station said, held against its files.
#include "tests/faults/under_load.h"

#include "kiosk/log/log_reader.h"
#include "kiosk/vault/identity.h"
#include "kiosk/visit/kinds.h"
#include "tests/faults/office.h"

namespace vestibule::faults_test {
namespace {

template <class Set>
void add_id(Set& into, const std::string& text) {
    using Id = typename Set::value_type;
    const auto id = parse_id<Id>(text);
    REQUIRE(id);
    CHECK(into.insert(*id).second);
}

// How many events of this kind each stream has.
std::map<StreamId, int> streams_with(const std::vector<Event>& events, std::string_view kind) {
    std::map<StreamId, int> out;
    for (const auto& event : events)
        if (event.kind == kind) ++out[event.stream];
    return out;
}

// Each of `said` has happened, and nothing has happened twice.
template <class Set>
void check_once(const std::vector<Event>& events, std::string_view kind, const Set& said) {
    const auto streams = streams_with(events, kind);
    INFO(kind);
    CHECK(std::all_of(streams.begin(), streams.end(), [](const auto& entry) { return entry.second == 1; }));
    CHECK(std::all_of(said.begin(), said.end(), [&](const auto& id) { return streams.contains(stream_of(id)); }));
}

void check_details_can_be_read(const std::filesystem::path& folder, const std::vector<Event>& events) {
    const auto identity = must(open_identity({.data = folder, .name = "lobby", .role = Role::lobby}, Config::Site{}));
    const auto vault =
        must(Vault::open(folder / "lobby" / "keys.db", identity.site_key.view(), identity.site_key_generation));
    int unread = 0;
    for (const auto& event : events)
        if (event.sealed && event.subject)
            unread += !vault.unseal(*event.subject, event.kind, event.stream, *event.sealed);
    CHECK(unread == 0);
}

}  // namespace

void Said::take(const std::string& line) {
    REQUIRE(line.size() > 2);
    const auto id = line.substr(2);
    switch (line.front()) {
        case 'R':
            return add_id(registered, id);
        case 'A':
            return add_id(issued, id);
        case 'L':
            return add_id(left, id);
        default:
            FAIL(line);
    }
}

void check_after_kill(const std::filesystem::path& folder, const Said& said) {
    const auto log_file = folder / "lobby" / "log.db";
    for (const auto& file : {log_file, folder / "lobby" / "keys.db", folder / "central.db"})
        if (std::filesystem::exists(file)) CHECK(integrity_of(file) == "ok|\n");
    if (said.registered.empty()) return;  // it may have died before its first event
    const auto damage = must(verify_log(log_file));
    INFO((damage ? damage->what : ""));
    CHECK_FALSE(damage);
    const auto events = all_events(log_file);
    check_once(events, kind::visit_requested, said.registered);
    check_once(events, kind::badge_issued, said.issued);
    check_once(events, kind::visit_left, said.left);
    check_once(events, kind::badge_printed, std::set<BadgeId>{});
    check_details_can_be_read(folder, events);
}

int check_each_badge_once(const std::filesystem::path& folder, DocumentCounter& documents) {
    const auto station = must(open_station(folder));
    const auto desk = must(station->new_desk());
    for (int i = 0; i < 1000; ++i) {
        must(station->work_until_idle());
        if (!must(desk->reader().next_due("print"))) break;
    }
    const auto events = all_events(station->log_file());
    const auto issued = streams_with(events, kind::badge_issued), printed = streams_with(events, kind::badge_printed);
    CHECK(issued == printed);
    int files = 0;
    for (const auto& [name, count] : documents.counts()) {
        INFO(name);
        CHECK(count == 1);
        ++files;
    }
    CHECK(files == static_cast<int>(issued.size()));
    return files;
}

}  // namespace vestibule::faults_test
