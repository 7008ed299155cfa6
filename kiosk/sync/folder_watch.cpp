// inotify and eventfd.
#include "kiosk/sync/folder_watch.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "kiosk/base/ensure.h"

namespace vestibule {

Result<FolderWatch> FolderWatch::on(const std::filesystem::path& file) {
    const int inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    const int wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    FolderWatch watch{inotify, wake, file.filename().string()};
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    const auto events = IN_MODIFY | IN_DELETE | IN_MOVED_TO;
    if (inotify < 0 || wake < 0 || inotify_add_watch(inotify, folder.c_str(), events) < 0)
        return ask_staff(fmt::format("{} can't be watched: {}", folder.string(), std::strerror(errno)));
    return watch;
}

FolderWatch::FolderWatch(FolderWatch&& other) noexcept
    : inotify_{std::exchange(other.inotify_, -1)},
      wake_{std::exchange(other.wake_, -1)},
      name_{std::move(other.name_)} {}

FolderWatch::~FolderWatch() {
    if (inotify_ >= 0) close(inotify_);
    if (wake_ >= 0) close(wake_);
}

FolderWatch::Outcome FolderWatch::wait(std::chrono::milliseconds timeout) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd fds[] = {{.fd = inotify_, .events = POLLIN, .revents = 0},
                        {.fd = wake_, .events = POLLIN, .revents = 0}};
        const int ready = poll(fds, 2, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return Outcome::timed_out;
        if (fds[1].revents != 0) {
            std::uint64_t count = 0;
            ensure(read(wake_, &count, sizeof count) == sizeof count, "an eventfd that is ready can be read");
            return Outcome::woken;
        }
        if (drain()) return Outcome::changed;
    }
}

void FolderWatch::wake() {
    const std::uint64_t one = 1;
    // It fails only when 2^64 - 2 wakes wait already: awake enough.
    [[maybe_unused]] const auto written = write(wake_, &one, sizeof one);
}

bool FolderWatch::drain() {
    alignas(inotify_event) char buffer[4096];
    bool ours = false;
    for (;;) {
        const auto bytes = read(inotify_, buffer, sizeof buffer);
        if (bytes <= 0) return ours;
        for (std::ptrdiff_t at = 0; at < bytes;) {
            const auto* event = reinterpret_cast<const inotify_event*>(buffer + at);
            // An overflowing queue (no name) has lost events, perhaps ours.
            if (event->len == 0 || std::string_view{event->name}.starts_with(name_)) ours = true;
            at += static_cast<std::ptrdiff_t>(sizeof(inotify_event)) + event->len;
        }
    }
}

}  // namespace vestibule
