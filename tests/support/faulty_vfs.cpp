// The shim: SQLite's C interface for files, forwarded to the unix VFS unless the plan says otherwise.
#include "tests/support/faulty_vfs.h"

#include <sqlite3.h>

#include <cerrno>
#include <mutex>
#include <new>
#include <string>

#include "kiosk/base/ensure.h"
#include "tests/support/disk_model.h"

namespace vestibule::test_support {
namespace {

enum class Call { read, write, truncate, sync, size, open, remove, map };

thread_local int looking = 0;
FaultyDisk::State* current = nullptr;

bool is_power_cut(Fault fault) {
    return fault == Fault::power_cut || fault == Fault::torn_page || fault == Fault::reordered;
}

// What SQLite's own VFS answers when such a call fails.
int error_of(Call call) {
    switch (call) {
        case Call::read:
            return SQLITE_IOERR_READ;
        case Call::write:
            return SQLITE_IOERR_WRITE;
        case Call::truncate:
            return SQLITE_IOERR_TRUNCATE;
        case Call::sync:
            return SQLITE_IOERR_FSYNC;
        case Call::size:
            return SQLITE_IOERR_FSTAT;
        case Call::open:
            return SQLITE_CANTOPEN;
        case Call::remove:
            return SQLITE_IOERR_DELETE;
        case Call::map:
            return SQLITE_IOERR_SHMMAP;
    }
    return SQLITE_IOERR;
}

}  // namespace

struct FaultyDisk::State {
    sqlite3_vfs* real = nullptr;
    sqlite3_vfs vfs{};
    std::recursive_mutex mutex;
    DiskModel model;
    Fault fault = Fault::none;
    std::uint64_t at = 0, count = 0;
    int open_files = 0, last_errno = 0;
    bool struck = false, dead = false;

    // What the plan does to this call: SQLITE_OK, or the error. `half` is set where half of a write arrives.
    int meet(Call call, bool extends, bool& half) {
        if (looking > 0) return SQLITE_OK;
        if (dead) return failed(error_of(call), EIO);
        ++count;
        if (fault == Fault::none || count < at) return SQLITE_OK;
        const bool writes = call == Call::write || (call == Call::map && extends);
        switch (fault) {
            case Fault::none:
                return SQLITE_OK;
            case Fault::io_error:
                fault = Fault::none;
                [[fallthrough]];
            case Fault::gone:
                struck = true;
                return failed(error_of(call), EIO);
            case Fault::disk_full:
                if (!writes) return SQLITE_OK;
                struck = true;
                return failed(call == Call::map ? SQLITE_IOERR_SHMSIZE : SQLITE_FULL, ENOSPC);
            case Fault::short_write:
                if (call != Call::write) return SQLITE_OK;
                fault = Fault::none;
                struck = half = true;
                return failed(SQLITE_FULL, ENOSPC);
            case Fault::torn_page:
                if (call != Call::write) return SQLITE_OK;
                half = true;
                [[fallthrough]];
            case Fault::power_cut:
            case Fault::reordered:
                struck = dead = true;
                return failed(error_of(call), EIO);
            case Fault::lying_sync:
                struck = true;
                return SQLITE_OK;
        }
        return SQLITE_OK;
    }
    int failed(int code, int why) {
        last_errno = why;
        return code;
    }
    [[nodiscard]] bool syncs_lie() const { return fault == Fault::lying_sync && count >= at; }
};

namespace {

// Stands before the unix VFS's own file in the memory that SQLite gives us.
struct File {
    sqlite3_file base;
    bool is_temporary;
    std::string* path;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File& of(sqlite3_file* file) {
    return *reinterpret_cast<File*>(file);
}
using Lock = std::lock_guard<std::recursive_mutex>;

int meet(Call call, bool extends = false) {
    bool half = false;
    return current->meet(call, extends, half);
}

int close_file(sqlite3_file* file) {
    const Lock lock{current->mutex};
    --current->open_files;
    const int code = of(file).real()->pMethods->xClose(of(file).real());
    delete of(file).path;
    return code;
}
int read_file(sqlite3_file* file, void* into, int bytes, sqlite3_int64 offset) {
    const Lock lock{current->mutex};
    if (const int code = meet(Call::read); code != SQLITE_OK) return code;
    return of(file).real()->pMethods->xRead(of(file).real(), into, bytes, offset);
}
int write_file(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 offset) {
    const Lock lock{current->mutex};
    bool half = false;
    const int code = current->meet(Call::write, true, half);
    if (code != SQLITE_OK && !half) return code;
    const int arriving = half ? bytes / 2 : bytes;
    if (!of(file).is_temporary)
        current->model.wrote(*of(file).path, static_cast<std::uint64_t>(offset),
                             {static_cast<const char*>(from), static_cast<std::size_t>(arriving)});
    const int written = of(file).real()->pMethods->xWrite(of(file).real(), from, arriving, offset);
    return code == SQLITE_OK ? written : code;
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    const Lock lock{current->mutex};
    if (const int code = meet(Call::truncate); code != SQLITE_OK) return code;
    if (!of(file).is_temporary) current->model.truncated(*of(file).path, static_cast<std::uint64_t>(size));
    return of(file).real()->pMethods->xTruncate(of(file).real(), size);
}
int sync_file(sqlite3_file* file, int) {
    const Lock lock{current->mutex};
    if (const int code = meet(Call::sync); code != SQLITE_OK) return code;
    if (!of(file).is_temporary && !current->syncs_lie()) current->model.synced(*of(file).path);
    return SQLITE_OK;
}
int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    const Lock lock{current->mutex};
    if (const int code = meet(Call::size); code != SQLITE_OK) return code;
    return of(file).real()->pMethods->xFileSize(of(file).real(), size);
}
int lock_file(sqlite3_file* file, int level) {
    return of(file).real()->pMethods->xLock(of(file).real(), level);
}
int unlock_file(sqlite3_file* file, int level) {
    return of(file).real()->pMethods->xUnlock(of(file).real(), level);
}
int check_lock(sqlite3_file* file, int* out) {
    return of(file).real()->pMethods->xCheckReservedLock(of(file).real(), out);
}
// A hint to reserve room may be left; anything else is the unix VFS's.
int control_file(sqlite3_file* file, int what, void* argument) {
    if (what == SQLITE_FCNTL_SIZE_HINT) return SQLITE_NOTFOUND;
    return of(file).real()->pMethods->xFileControl(of(file).real(), what, argument);
}
int sector_size(sqlite3_file* file) {
    return of(file).real()->pMethods->xSectorSize(of(file).real());
}
int characteristics(sqlite3_file* file) {
    return of(file).real()->pMethods->xDeviceCharacteristics(of(file).real());
}
int map_shared(sqlite3_file* file, int page, int bytes, int extend, void volatile** out) {
    const Lock lock{current->mutex};
    if (const int code = meet(Call::map, extend != 0); code != SQLITE_OK) return code;
    return of(file).real()->pMethods->xShmMap(of(file).real(), page, bytes, extend, out);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
    return of(file).real()->pMethods->xShmLock(of(file).real(), offset, count, flags);
}
void shared_barrier(sqlite3_file* file) {
    of(file).real()->pMethods->xShmBarrier(of(file).real());
}
int unmap_shared(sqlite3_file* file, int remove) {
    return of(file).real()->pMethods->xShmUnmap(of(file).real(), current->dead ? 0 : remove);
}

constexpr sqlite3_io_methods methods{.iVersion = 2,  // no memory-mapped reading: every read is counted
                                     .xClose = close_file,
                                     .xRead = read_file,
                                     .xWrite = write_file,
                                     .xTruncate = truncate_file,
                                     .xSync = sync_file,
                                     .xFileSize = size_of_file,
                                     .xLock = lock_file,
                                     .xUnlock = unlock_file,
                                     .xCheckReservedLock = check_lock,
                                     .xFileControl = control_file,
                                     .xSectorSize = sector_size,
                                     .xDeviceCharacteristics = characteristics,
                                     .xShmMap = map_shared,
                                     .xShmLock = lock_shared,
                                     .xShmBarrier = shared_barrier,
                                     .xShmUnmap = unmap_shared,
                                     .xFetch = nullptr,
                                     .xUnfetch = nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    const Lock lock{current->mutex};
    file->pMethods = nullptr;
    if (const int code = meet(Call::open); code != SQLITE_OK) return code;
    const bool is_temporary = name == nullptr || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    const bool is_journal = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0;
    if (!is_temporary && (flags & SQLITE_OPEN_CREATE) != 0) current->model.opened(name, is_journal);
    auto& made = of(file);
    const int code = current->real->xOpen(current->real, name, made.real(), flags, out_flags);
    if (made.real()->pMethods == nullptr) return code;
    file->pMethods = &methods;
    made.is_temporary = is_temporary;
    made.path = new std::string{name == nullptr ? "" : name};
    ++current->open_files;
    return code;
}
int delete_file(sqlite3_vfs*, const char* name, int sync_folder) {
    const Lock lock{current->mutex};
    if (const int code = meet(Call::remove); code != SQLITE_OK) return code;
    current->model.deleted(name, sync_folder != 0 && !current->syncs_lie());
    return current->real->xDelete(current->real, name, 0);
}
int last_error(sqlite3_vfs*, int, char*) {
    const Lock lock{current->mutex};
    return current->last_errno;
}

}  // namespace

FaultyDisk::FaultyDisk() : state_{std::make_unique<State>()} {
    ensure(current == nullptr, "one faulty disk at a time");
    state_->real = sqlite3_vfs_find("unix");
    state_->vfs = *state_->real;  // the rest of the unix VFS's functions don't look at the VFS they are called with
    state_->vfs.pNext = nullptr;
    state_->vfs.zName = "faulty";
    state_->vfs.szOsFile = static_cast<int>(sizeof(File)) + state_->real->szOsFile;
    state_->vfs.xOpen = open_file;
    state_->vfs.xDelete = delete_file;
    state_->vfs.xGetLastError = last_error;
    current = state_.get();
    sqlite3_vfs_register(&state_->vfs, 1);
}

FaultyDisk::~FaultyDisk() {
    sqlite3_vfs_unregister(&state_->vfs);
    sqlite3_vfs_register(state_->real, 1);
    current = nullptr;
}

void FaultyDisk::plan(Fault fault, std::uint64_t at) {
    const Lock lock{state_->mutex};
    state_->fault = fault;
    state_->at = state_->count + at;
    state_->struck = false;
}

void FaultyDisk::heal() {
    const Lock lock{state_->mutex};
    if (!is_power_cut(state_->fault)) state_->fault = Fault::none;
}

void FaultyDisk::cut_power() {
    const Lock lock{state_->mutex};
    state_->dead = true;
}

void FaultyDisk::restart(std::uint64_t seed) {
    const Lock lock{state_->mutex};
    ensure(state_->open_files == 0, "a connection outlived the power cut");
    const auto survivors = state_->fault == Fault::torn_page ? Survivors::all
                           : state_->fault == Fault::reordered || state_->fault == Fault::lying_sync
                               ? Survivors::some
                               : Survivors::none;
    state_->model.write_back(survivors, seed);
    state_->model.forget();
    state_->fault = Fault::none;
    state_->dead = false;
}

std::uint64_t FaultyDisk::calls() const {
    const Lock lock{state_->mutex};
    return state_->count;
}

bool FaultyDisk::struck() const {
    const Lock lock{state_->mutex};
    return state_->struck;
}

bool FaultyDisk::dead() const {
    const Lock lock{state_->mutex};
    return state_->dead;
}

FaultyDisk::Looking::Looking() {
    ++looking;
}

FaultyDisk::Looking::~Looking() {
    --looking;
}

}  // namespace vestibule::test_support
