// What imports share: ids that follow from what they name, and events that are committed many at a time.
#pragma once

#include <array>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/desk/desk.h"

namespace vestibule {

inline constexpr std::size_t import_batch_rows = 500;  // one transaction a batch
using ImportProgress = std::function<void(std::size_t done, std::size_t all)>;

// HMAC with a secret of the site: the id tells nothing of the mail address it was made from, and two stations make
// the same one. Marked as a version 8 UUID (RFC 9562).
[[nodiscard]] std::array<std::uint8_t, 16> import_id(const Identity& identity, std::string_view what,
                                                     std::string_view key);
// The same host (by mail address, else by name) is the same person at every station of the site.
[[nodiscard]] PersonId host_id(const Identity& identity, const std::string& email, const std::string& name);

// A rehearsal gathers nothing and commits nothing: for imports that are only to be looked at.
enum class ImportRun { real, rehearsal };

// Gathers events and commits them a batch at a time. Thread: the desk's.
class ImportBatches {
  public:
    ImportBatches(Desk& desk, ImportProgress progress, std::size_t all, ImportRun run = ImportRun::real);

    void add(NewEvent event);
    [[nodiscard]] Result<> add_sealed(std::string_view kind, StreamId stream, PersonId subject, Json body,
                                      const Json& details);
    [[nodiscard]] Result<> widen_window(PersonId person, DoorWindow window);
    // A row about what this batch is about already must see what the first one said.
    [[nodiscard]] Result<> see(StreamId stream);
    // One row of the file is dealt with; commits where that's many.
    [[nodiscard]] Result<> row_done(std::size_t rows = 1);
    [[nodiscard]] Result<> commit();

  private:
    Desk& desk_;
    KeyBatch keys_;
    ImportProgress progress_;
    std::size_t all_, done_ = 0, committed_ = 0;
    ImportRun run_;
    std::vector<NewEvent> events_;
    std::set<StreamId> seen_;
};

// What an event has sealed, in clear; nothing where the key isn't here, an empty object where nothing is sealed.
[[nodiscard]] Result<std::optional<Json>> import_details(Desk& desk, const std::optional<EventKey>& row);

}  // namespace vestibule
