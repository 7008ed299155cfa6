// Copies of database files for who only looks, where they can't be opened in place: SQLite needs room beside a WAL,
// which a full or a read-only disk hasn't. Rows that lie in the WAL alone come with it.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "kiosk/base/result.h"

namespace vestibule {

inline constexpr int copy_attempts_max = 8;  // while another process writes

// A folder of mode 0700 in memory or on a temporary disk, which goes with this object, also when SIGINT, SIGTERM or
// SIGHUP end the process. What a process that was killed has left behind is removed by the next one.
// Thread: one. At most one at a time. Blocks: reads and writes the whole files.
class PrivateCopy {
  public:
    // Each of `databases` with its WAL, as both were at one moment; the copies have the same names. The place:
    // TMPDIR, else memory, else the temporary disks; the first that has room. Errors: ask_staff where a file can't be
    // read or no place has room; retry_later where a file changes all the time.
    [[nodiscard]] static Result<PrivateCopy> of(const std::vector<std::filesystem::path>& databases);
    PrivateCopy(PrivateCopy&&) noexcept;
    PrivateCopy& operator=(PrivateCopy&&) = delete;
    ~PrivateCopy();

    [[nodiscard]] const std::filesystem::path& folder() const;
    // What is wrong, said of the files themselves instead of their copies in `original`.
    [[nodiscard]] Problem about(Problem problem, const std::filesystem::path& original) const;

  private:
    struct State;
    explicit PrivateCopy(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace vestibule
