// Waits until something happens to a file, by inotify on its folder, or until woken.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "kiosk/base/result.h"

namespace vestibule {

// Thread: wait() one at a time; wake() any.
class FolderWatch {
  public:
    // Errors: ask_staff when the kernel gives no watch (too many, or the folder is gone).
    [[nodiscard]] static Result<FolderWatch> on(const std::filesystem::path& file);
    FolderWatch(FolderWatch&& other) noexcept;
    FolderWatch& operator=(FolderWatch&&) = delete;
    ~FolderWatch();

    enum class Outcome { changed, woken, timed_out };
    // `changed`: the file, or one whose name begins with its name (a journal), was written, deleted or moved.
    [[nodiscard]] Outcome wait(std::chrono::milliseconds timeout);
    void wake();

  private:
    FolderWatch(int inotify, int wake, std::string name) : inotify_{inotify}, wake_{wake}, name_{std::move(name)} {}
    [[nodiscard]] bool drain();  // was it our file?

    int inotify_, wake_;
    std::string name_;
};

}  // namespace vestibule
