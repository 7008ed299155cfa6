// The vocabulary of sync's tests: a site with a central store of any kind, and stations that are real down to their
// keys.
#pragma once

#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/log/log.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/sync/central_store.h"
#include "kiosk/sync/exchange.h"
#include "kiosk/vault/identity.h"
#include "kiosk/vault/vault.h"
#include "kiosk/visit/kinds.h"
#include "tests/support/memory_store.h"
#include "tests/support/shared_servers.h"
#include "tests/support/temporary_folder.h"

namespace vestibule::sync_test {

using test_support::must;
using test_support::TemporaryFolder;

inline const Instant nine = from_micros(1'800'000'000'000'000);
inline Instant day(int days) {
    return nine + std::chrono::hours{24 * days};
}

// A central store that tests can open several connections to. Each kind of store is one row of store_kinds().
struct StoreSeat {
    // As that station where the store asks who is calling; nothing: as a reception that has no log.
    std::function<std::unique_ptr<CentralStore>(const Identity*)> open;
    std::function<void(Instant)> set_clock = [](Instant) {};  // the store's own, where it has one
};
struct StoreKind {
    std::string name;
    std::function<StoreSeat(const std::filesystem::path& folder)> make;
};
[[nodiscard]] StoreSeat postgres_seat(const std::filesystem::path& folder);  // postgres_seat.cpp
// All kinds; where a run has no servers, those that need none.
inline std::vector<StoreKind> store_kinds() {
    std::vector<StoreKind> kinds = {
        {"embedded",
         [](const std::filesystem::path& folder) -> StoreSeat {
             return {
                 .open = [file = folder / "central.db"](const Identity*) { return must(open_embedded_store(file)); }};
         }},
        {"memory", [](const std::filesystem::path&) -> StoreSeat {
             return {.open = [central = std::make_shared<test_support::MemoryCentral>()](const Identity*) {
                 return test_support::open_memory_store(central);
             }};
         }}};
    if (test_support::has_servers()) kinds.push_back({"postgres", postgres_seat});
    return kinds;
}

struct Site {
    TemporaryFolder folder;
    std::string kind;
    StoreSeat seat;
    std::function<StoreSeat(const std::filesystem::path& folder)> make;
    explicit Site(const StoreKind& store) : kind{store.name}, seat{store.make(folder.path())}, make{store.make} {}
    // An empty one of the same kind, for this site's stations.
    [[nodiscard]] StoreSeat another_store() const {
        std::filesystem::create_directories(folder.path() / "another");
        return make(folder.path() / "another");
    }
    [[nodiscard]] std::unique_ptr<CentralStore> open_store(const Identity* identity = nullptr) const {
        return seat.open(identity);
    }
};

// A station of the site, without screens: identity, vault, log, and a connection of its own to the central store.
struct Station {
    Role role;
    std::filesystem::path place;
    Identity identity;
    Vault vault;
    Log log;
    LogReader reader;
    std::function<void(Instant)> set_clock;
    std::unique_ptr<CentralStore> store;

    Station(const Site& site, const std::string& name, Role as)
        : role{as},
          place{site.folder.path() / name},
          identity{must(open_identity({.data = site.folder.path(), .name = name, .role = as}, Config::Site{}))},
          vault{must(Vault::open(place / "keys.db", identity.site_key.view(), identity.site_key_generation))},
          log{must(Log::open(place / "log.db", identity.station()))},
          reader{must(LogReader::open(place / "log.db"))},
          set_clock{site.seat.set_clock},
          store{site.open_store(&identity)} {
        if (identity.fresh) enrol();
    }

    void enrol() {
        const auto& c = identity.certificate;
        write(kind::station_enrolled, stream_of(identity.trust.site),
              {{"station", to_string(c.station)},
               {"name", c.name},
               {"role", c.role},
               {"key", to_hex(c.key)},
               {"box_key", to_hex(c.box_key)},
               {"certificate", to_hex(c.signature)}});
    }
    Event write(std::string_view kind, StreamId stream, Json body = Json::object()) {
        const NewEvent event{
            .kind = std::string{kind}, .stream = stream, .subject = {}, .body = std::move(body), .sealed = {}};
        return must(log.append({&event, 1}, {}, nine)).front();
    }
    // A person with a name, sealed, and a window for the doors.
    PersonId describe(const std::string& name, DoorWindow window) {
        const auto person = new_id<PersonId>();
        const auto stream = stream_of(person);
        const NewEvent event{.kind = std::string{kind::person_described},
                             .stream = stream,
                             .subject = person,
                             .body = Json::object(),
                             .sealed = must(vault.seal(person, kind::person_described, stream, name))};
        must(log.append({&event, 1}, {}, nine));
        must(vault.widen_window(person, window));
        return person;
    }
    // The name, or nothing where it can't be read here.
    [[nodiscard]] std::optional<std::string> name_of_person(const PersonId& person) const {
        for (const auto& event : must(reader.stream(stream_of(person)))) {
            if (!event.sealed) continue;
            const auto text = vault.unseal(person, event.kind, event.stream, *event.sealed);
            if (text) return *text;
        }
        return std::nullopt;
    }
    [[nodiscard]] ExchangeParts parts() {
        return {.identity = identity, .role = role, .log = log, .reader = reader, .vault = vault, .store = *store};
    }
    Result<ExchangeResult> try_sync(Instant now = nine) {
        set_clock(now);
        return vestibule::exchange(parts(), now);
    }
    ExchangeResult sync(Instant now = nine) { return must(try_sync(now)); }
    [[nodiscard]] std::uint64_t events() const { return must(log_stats(place / "log.db")).events; }

    // The own log from `after`, with a head signed as exchange does.
    [[nodiscard]] Batch batch(std::uint64_t after, int count) const {
        Batch out{.certificate = identity.certificate,
                  .events = must(reader.events_after(identity.station(), after, count))};
        out.head = {.station = identity.station(), .seq = out.events.back().seq, .hash = out.events.back().hash};
        sign_head(out);
        return out;
    }
    void sign_head(Batch& batch) const { batch.head.signature = sign(identity, signed_part(batch.head)); }
};

inline const DoorWindow this_week{.from = day(-1), .until = day(7)};

}  // namespace vestibule::sync_test
