// A disk that fails on purpose: a shim over SQLite's own unix VFS that counts I/O calls and breaks the Nth.
//
//     FaultyDisk disk;                          // every connection opened from now on is on it
//     disk.plan(Fault::power_cut, 17);          // the 17th call from now
//     …                                         // all later I/O fails: the process is as good as dead
//     disk.restart();                           // all connections closed: the files are as after the power came back
//
// What survives a power cut is kept as a model: of each file what was synced, and of each folder which names were.
// Syncs cost nothing here, for the model is the disk.
#pragma once

#include <cstdint>
#include <memory>

namespace vestibule::test_support {

enum class Fault {
    none,
    io_error,     // one call fails
    gone,         // every call fails until heal()
    disk_full,    // every write fails until heal()
    short_write,  // half of one write arrives, then "full"
    power_cut,    // nothing that wasn't synced survives
    torn_page,    // a power cut in the middle of a write: all before it survives, and the first half of it
    reordered,    // a power cut after which any of the unsynced writes may be there
    lying_sync,   // from here on a sync says that it's done and does nothing; ends with cut_power()
};

// Thread: any. One at a time in a process; the VFS is SQLite's default while it lives.
class FaultyDisk {
  public:
    FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;
    ~FaultyDisk();

    // At call number `at` from now, 1 being the next. A fault that only writes can have waits for the next write.
    void plan(Fault fault, std::uint64_t at);
    void heal();       // room was made, the cable is back
    void cut_power();  // now
    // After a power cut, once every connection is closed: makes the files what the disk holds. `seed` chooses
    // among unsynced writes. The disk is whole from then on.
    void restart(std::uint64_t seed = 0);

    [[nodiscard]] std::uint64_t calls() const;  // counted so far
    [[nodiscard]] bool struck() const;          // the planned fault has happened
    [[nodiscard]] bool dead() const;            // no power

    // While one lives, calls of its thread are neither counted nor broken: for looking, never for writing.
    class Looking {
      public:
        Looking();
        Looking(const Looking&) = delete;
        Looking& operator=(const Looking&) = delete;
        ~Looking();
    };

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace vestibule::test_support
