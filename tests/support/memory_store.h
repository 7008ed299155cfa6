// A central store in memory, shared by its connections: as quick as a test needs it, and it can be put back to what
// it was. It passes the contract suite of the real ones.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "kiosk/sync/central_store.h"

namespace vestibule::test_support {

// All that the store holds. A copy is a backup of it.
struct MemoryContent {
    struct StationLog {
        Certificate certificate;
        std::vector<Event> events;
        std::map<std::uint64_t, Head> heads;  // by seq
        bool revoked = false;
    };
    struct Key {
        int generation = 0;
        Bytes wrapped;
        std::uint64_t change = 0;
    };
    struct Blob {
        SealedBlob blob;
        std::uint64_t change = 0;
    };
    // Rows of a login that isn't trusted stand beside the others', as a server keeps them.
    struct Strangers {
        std::vector<std::pair<std::uint64_t, WrappedKey>> keys;  // with the number of their change
        std::vector<std::pair<std::uint64_t, SealedBlob>> blobs;
    };
    std::map<StationId, StationLog> logs;
    Strangers strangers;
    std::map<std::pair<PersonId, SubjectKeyId>, Key> keys;
    std::map<PersonId, DoorWindow> windows;
    std::map<BlobId, Blob> blobs;
    std::set<PersonId> tombstones;
    std::set<PersonId> staff;
    std::uint64_t change = 0;
    std::map<StationId, Instant> heard;
};

// What the connections share. Thread: any, under the mutex.
struct MemoryCentral {
    std::mutex mutex;
    std::condition_variable news;
    MemoryContent content;
    std::uint64_t writes = 0;
    std::string epoch = "memory";
};

enum class Login { trusted, door };
// A connection; by a door's login what only those in charge may do is refused. Thread: one at a time, wake() from
// any.
[[nodiscard]] std::unique_ptr<CentralStore> open_memory_store(std::shared_ptr<MemoryCentral> central,
                                                              Login login = Login::trusted);

}  // namespace vestibule::test_support
