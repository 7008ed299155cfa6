// A station's own notes: the last one counts, and no event tells of them.
#include "tests/log/log_fixture.h"

using namespace vestibule;
using namespace vestibule::log_test;

TEST_CASE("a note is what was noted last under its name, also after a restart, and is no event", "[log]") {
    const TemporaryFolder folder;
    const auto file = folder / "log.db";
    const auto station = new_id<StationId>();
    {
        auto log = must(Log::open(file, station));
        const auto reader = must(LogReader::open(file));
        CHECK(must(reader.remembered("calendars")) == std::nullopt);
        must(log.remember("calendars", "one"));
        must(log.remember("calendars", "two \xE4\xB8\xAD"));
        must(log.remember("own_station", "not the log's own setting of that name"));
        CHECK(must(reader.own_seq()) == 0);
    }
    auto log = must(Log::open(file, station));
    const auto reader = must(LogReader::open(file));
    CHECK(must(reader.remembered("calendars")) == "two \xE4\xB8\xAD");
    CHECK(must(reader.own_station()) == station);
    must(log.rebuild());
    CHECK(must(reader.remembered("calendars")) == "two \xE4\xB8\xAD");
}
