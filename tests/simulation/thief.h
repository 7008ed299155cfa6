// Whoever carried a door away: its key, its keys.db's secret and its login are theirs, and they write, push and offer
// whatever these allow. What all others see must be as if it had never been written, but for what a door may say.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include "kiosk/base/json.h"
#include "kiosk/sync/central_store.h"
#include "kiosk/vault/identity.h"
#include "tests/simulation/random.h"
#include "tests/simulation/run.h"

namespace vestibule::simulation {

class Thief {
  public:
    // A station of this site as it is enrolled on a machine of its own. `store`: by its login, where there are any.
    // `store_forgets`: it may be put back. A log that is forked after that nobody can tell from an honest one.
    Thief(std::uint64_t seed, Counts& counts, const std::filesystem::path& data, std::unique_ptr<CentralStore> store,
          bool has_login, bool store_forgets);

    // One evil deed; its name.
    std::string_view act(Instant now);
    [[nodiscard]] StationId station() const { return identity_.station(); }

  private:
    struct Other {
        Certificate certificate;
        Event last;
    };
    void learn(Instant now);
    std::string_view write_rows(Instant now);
    std::string_view write_a_monster(Instant now);
    std::string_view push_what_is_none(Instant now);
    std::string_view offer_keys(Instant now);
    std::string_view offer_photos(Instant now);
    std::string_view misuse_the_store(Instant now);

    [[nodiscard]] Event row(std::string kind, StreamId stream, std::string body, Instant now);
    [[nodiscard]] Event forged_row(Instant now);
    [[nodiscard]] std::string forged_kind();
    [[nodiscard]] std::string forged_body(std::string_view kind, Instant now);
    [[nodiscard]] Json forged_value(const std::string& field, Instant now);
    [[nodiscard]] StreamId some_stream();
    [[nodiscard]] PersonId some_person();
    [[nodiscard]] std::uint64_t some_turn(StreamId stream);
    [[nodiscard]] Instant some_time(Instant now);
    [[nodiscard]] Bytes some_bytes(int most);
    [[nodiscard]] DoorWindow some_window(Instant now);
    [[nodiscard]] Head signed_head(const Event& last) const;
    void append_and_push(std::vector<Event> rows);
    void must_not_take(const Batch& batch, const char* what);

    Random random_;
    Counts& counts_;
    Identity identity_;
    bool has_login_, store_forgets_;
    std::unique_ptr<CentralStore> store_;
    Event last_;  // of its own that the store has

    // What it has heard.
    Cursor cursor_;
    std::vector<Event> seen_;
    std::map<StreamId, std::uint64_t> turns_;
    std::map<StationId, Other> others_;
    std::vector<WrappedKey> keys_;
};

}  // namespace vestibule::simulation
