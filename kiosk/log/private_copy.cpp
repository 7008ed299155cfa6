// Copying database and WAL, and taking the copies away whatever happens.
#include "kiosk/log/private_copy.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

#include "kiosk/base/ensure.h"

namespace vestibule {

// What the signal's handler takes away: made before and freed after it's set here, and only read meanwhile.
struct Doomed {
    std::vector<std::string> files;
    std::string folder;
};

// A lock on the folder itself says that its owner lives.
class FolderLock {
  public:
    static std::optional<FolderLock> take(const fs::path& folder) {
        const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (descriptor < 0) return std::nullopt;
        FolderLock lock{descriptor};
        struct stat about {};
        const auto own = ::fstat(descriptor, &about) == 0 && about.st_uid == ::geteuid();
        if (!own || ::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return std::nullopt;
        return lock;
    }
    FolderLock(FolderLock&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

  private:
    explicit FolderLock(int descriptor) : descriptor_{descriptor} {}
    int descriptor_;
};

namespace {

namespace fs = std::filesystem;

constexpr std::string_view folder_start = "vestibule-look-";
constexpr std::uintmax_t room_besides = 4U << 20U;  // for SQLite's own files beside the copies
constexpr std::array signals_that_end{SIGINT, SIGTERM, SIGHUP};
constexpr std::array file_ends{"", "-wal", "-shm", "-journal"};

std::atomic<const Doomed*> doomed{nullptr};

// Async-signal-safe calls only. It returns before the process ends, to where errno may just be looked at.
void take_away_and_end(int signal) {
    const int errno_before = errno;
    if (const auto* what = doomed.load()) {
        for (const auto& file : what->files) ::unlink(file.c_str());
        ::rmdir(what->folder.c_str());
    }
    ::signal(signal, SIG_DFL);
    ::raise(signal);
    errno = errno_before;
}

fs::path with_end(const fs::path& file, const char* end) {
    return file.string() + end;
}

std::vector<fs::path> places() {
    std::vector<fs::path> out;
    for (const auto* name : {"TMPDIR", "XDG_RUNTIME_DIR"})
        if (const char* value = std::getenv(name); value != nullptr && *value == '/') out.emplace_back(value);
    for (const auto* place : {"/dev/shm", "/tmp", "/var/tmp"}) out.emplace_back(place);
    return out;
}

// What killed processes have left here.
void remove_left_behind(const fs::path& place) {
    std::error_code failed;
    std::vector<fs::path> found;
    for (fs::directory_iterator entry{place, failed}, end; !failed && entry != end; entry.increment(failed))
        if (entry->path().filename().string().starts_with(folder_start)) found.push_back(entry->path());
    for (const auto& folder : found)
        if (const auto lock = FolderLock::take(folder)) fs::remove_all(folder, failed);
}

// What tells whether a database or its WAL has been written anew: rows that come to the WAL's end do no harm, the
// copy is then of a moment before them.
struct Moment {
    std::array<std::int64_t, 4> database{};  // inode, size, time
    std::string wal_header;                  // its salts change when it begins anew
    bool operator==(const Moment&) const = default;

    static Moment of(const fs::path& file) {
        constexpr std::streamsize header_bytes = 32;
        Moment moment;
        struct stat about {};
        if (::stat(file.c_str(), &about) == 0)
            moment.database = {static_cast<std::int64_t>(about.st_ino), about.st_size, about.st_mtim.tv_sec,
                               about.st_mtim.tv_nsec};
        std::ifstream wal{with_end(file, "-wal"), std::ios::binary};
        moment.wal_header.resize(header_bytes);
        wal.read(moment.wal_header.data(), header_bytes);
        moment.wal_header.resize(static_cast<std::size_t>(wal.gcount()));
        return moment;
    }
};

std::uintmax_t size_of(const fs::path& file) {
    std::error_code none;
    const auto size = fs::file_size(file, none);
    return none ? 0 : size;
}

// Errors: the copying's own, which is about `from`, or about the place that it goes to.
std::error_code copy_one(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, failed);
    if (!failed) fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, failed);
    return failed;
}

std::error_code copy_with_wal(const fs::path& file, const fs::path& folder) {
    const auto to = folder / file.filename();
    if (const auto failed = copy_one(file, to)) return failed;
    const auto wal = with_end(file, "-wal"), wal_copy = with_end(to, "-wal");
    std::error_code none;
    if (size_of(wal) > 0) return copy_one(wal, wal_copy);
    fs::remove(wal_copy, none);
    return {};
}

// Names the file where it can't be read; nothing where the place may be at fault.
std::optional<Problem> unreadable(const fs::path& file) {
    if (::access(file.c_str(), R_OK) == 0) return std::nullopt;
    return Problem{Remedy::ask_staff, fmt::format("{} can't be read ({}): check that it is there, its owner and mode",
                                                  file.string(), std::strerror(errno))};
}

}  // namespace

struct PrivateCopy::State {
    fs::path folder;
    FolderLock lock;
    Doomed what;
    std::array<struct sigaction, signals_that_end.size()> before{};

    State(fs::path made, FolderLock taken) : folder{std::move(made)}, lock{std::move(taken)} {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
        doomed = nullptr;
        for (std::size_t i = 0; i < signals_that_end.size(); ++i)
            ::sigaction(signals_that_end[i], &before[i], nullptr);
    }

    // Nothing where no folder can be made there.
    static std::unique_ptr<State> make(const fs::path& place) {
        constexpr int tries = 3;  // another process that removes what was left behind may take it for that
        for (int i = 0; i < tries; ++i) {
            auto name = (place / (std::string{folder_start} + "XXXXXX")).string();
            if (::mkdtemp(name.data()) == nullptr) return nullptr;
            if (auto lock = FolderLock::take(name)) return std::make_unique<State>(name, std::move(*lock));
        }
        return nullptr;
    }

    void watch_signals(const std::vector<fs::path>& databases) {
        what.folder = folder.string();
        for (const auto& file : databases)
            for (const auto* end : file_ends) what.files.push_back(with_end(folder / file.filename(), end).string());
        ensure(doomed.exchange(&what) == nullptr, "two private copies at a time");
        for (std::size_t i = 0; i < signals_that_end.size(); ++i) {
            ::sigaction(signals_that_end[i], nullptr, &before[i]);
            if (before[i].sa_handler == SIG_IGN) continue;  // nohup's
            struct sigaction action {};
            action.sa_handler = take_away_and_end;
            ::sigaction(signals_that_end[i], &action, nullptr);
        }
    }

    // False: there's no room for them here.
    Result<bool> take(const std::vector<fs::path>& databases) const {
        for (const auto& file : databases) {
            VESTIBULE_TRY(taken, take_one(file));
            if (!taken) return false;
        }
        return true;
    }

    // As it was at one moment.
    Result<bool> take_one(const fs::path& file) const {
        for (int i = 0; i < copy_attempts_max; ++i) {
            const auto moment = Moment::of(file);
            const auto failed = copy_with_wal(file, folder);
            if (!failed && moment == Moment::of(file)) return true;
            if (failed == std::errc::no_space_on_device || failed.value() == EDQUOT) return false;
            if (failed && failed != std::errc::no_such_file_or_directory)
                return ask_staff(fmt::format("{} can't be copied to look into it ({}): check the disk and its cable",
                                             file.string(), failed.message()));
        }
        return retry_later(fmt::format("{} changes all the time; please try again", file.string()));
    }
};

PrivateCopy::PrivateCopy(std::unique_ptr<State> state) : state_{std::move(state)} {}
PrivateCopy::PrivateCopy(PrivateCopy&&) noexcept = default;
PrivateCopy::~PrivateCopy() = default;

const fs::path& PrivateCopy::folder() const {
    return state_->folder;
}

Problem PrivateCopy::about(Problem problem, const fs::path& original) const {
    const auto copy = state_->folder.string();
    for (auto at = problem.what.find(copy); at != std::string::npos; at = problem.what.find(copy, at))
        problem.what.replace(at, copy.size(), original.string());
    return problem;
}

Result<PrivateCopy> PrivateCopy::of(const std::vector<fs::path>& databases) {
    std::uintmax_t needed = room_besides;
    for (const auto& file : databases) {
        if (auto problem = unreadable(file)) return tl::unexpected(std::move(*problem));
        needed += size_of(file) + size_of(with_end(file, "-wal"));
    }
    std::string tried;
    for (const auto& place : places()) {
        std::error_code unknown;
        tried += (tried.empty() ? "" : ", ") + place.string();
        remove_left_behind(place);
        if (const auto space = fs::space(place, unknown); unknown || space.available < needed) continue;
        auto state = State::make(place);
        if (!state) continue;
        state->watch_signals(databases);
        VESTIBULE_TRY(taken, state->take(databases));
        if (taken) return PrivateCopy{std::move(state)};
    }
    return ask_staff(fmt::format(
        "{} can't be opened where it lies, and for a copy of it {} MB are missing in all of {}: make room in "
        "one of them, or name another folder in TMPDIR",
        databases.front().string(), (needed >> 20U) + 1, tried));
}

}  // namespace vestibule
