// The vocabulary of the log's tests: a folder that goes, stations with keys, events in a word, a raw connection.
#pragma once

#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/log/log.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/visit/kinds.h"
#include "tests/support/temporary_folder.h"

namespace vestibule::log_test {

using test_support::must;
using test_support::TemporaryFolder;

inline const Instant nine = from_micros(1'800'000'000'000'000);
inline Instant at(int minutes) {
    return nine + std::chrono::minutes{minutes};
}

template <class IdType>
IdType id(std::uint8_t number) {
    IdType out{};
    out.bytes[15] = number;
    return out;
}

inline NewEvent event(std::string_view kind, StreamId stream, Json body = Json::object()) {
    return {.kind = std::string{kind}, .stream = stream, .subject = {}, .body = std::move(body), .sealed = {}};
}
inline NewEvent booked(VisitId visit, PersonId person, const std::string& code = "ABCDEFGH") {
    return event(kind::visit_booked, stream_of(visit),
                 {{"person", to_string(person)},
                  {"type", "visitor"},
                  {"code", code},
                  {"from", micros(at(0))},
                  {"until", micros(at(60))}});
}

// A station that signs heads, as sync does.
struct SigningStation {
    StationId station = new_id<StationId>();
    std::array<std::uint8_t, 32> key{};
    std::array<std::uint8_t, 64> secret{};

    SigningStation() { crypto_sign_keypair(key.data(), secret.data()); }

    [[nodiscard]] NewEvent enrolled() const {
        return event(
            kind::station_enrolled, id<StreamId>(200),
            {{"station", to_string(station)}, {"name", "North door"}, {"role", "lobby"}, {"key", to_hex(key)}});
    }
    [[nodiscard]] Head head_at(const Event& last) const {
        Head head{.station = station, .seq = last.seq, .hash = last.hash};
        const auto message = signed_part(head);
        crypto_sign_detached(head.signature.data(), nullptr, message.data(), message.size(), secret.data());
        return head;
    }
};

inline std::vector<Event> append(Log& log, std::vector<NewEvent> events, Instant now = nine) {
    return must(log.append(events, {}, now));
}

// What an intruder with the sqlite3 shell can do: no pragmas of ours, no wrapper.
class RawConnection {
  public:
    explicit RawConnection(const std::filesystem::path& file) {
        REQUIRE(sqlite3_open(file.c_str(), &handle_) == SQLITE_OK);
    }
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;
    ~RawConnection() { sqlite3_close(handle_); }

    // The error message, empty when it was done.
    std::string run(const std::string& sql) {
        char* message = nullptr;
        sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message);
        const std::string said = message == nullptr ? "" : message;
        sqlite3_free(message);
        return said;
    }
    void drop_triggers() {
        for (const char* name : {"event_is_never_changed", "event_is_never_deleted", "event_is_never_replaced"})
            REQUIRE(run(std::string{"DROP TRIGGER IF EXISTS "} + name) == "");
    }
    // All rows as text, cells quoted: two databases with equal content give equal text.
    std::string all(const std::string& sql) {
        std::string out;
        const auto add = [](void* text, int columns, char** values, char**) {
            for (int i = 0; i < columns; ++i) *static_cast<std::string*>(text) += std::string{values[i]} + "|";
            *static_cast<std::string*>(text) += "\n";
            return 0;
        };
        REQUIRE(sqlite3_exec(handle_, sql.c_str(), add, &out, nullptr) == SQLITE_OK);
        return out;
    }

  private:
    sqlite3* handle_ = nullptr;
};

// Everything that the folds have made of a log.
inline std::string projections_of(const std::filesystem::path& file) {
    RawConnection raw{file};
    return raw.all("SELECT quote(id), phase, quote(person), quote(code), state FROM visit ORDER BY id") +
           raw.all(
               "SELECT quote(id), quote(visit), code, not_before, expires, revoked, state FROM badge ORDER BY id") +
           raw.all("SELECT quote(id), host, staff, erased, state FROM person ORDER BY id") +
           raw.all("SELECT quote(id), quote(enrolment), revoked FROM station ORDER BY id") +
           raw.all("SELECT quote(body) FROM policy");
}

}  // namespace vestibule::log_test
