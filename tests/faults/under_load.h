// A real station in a process of its own, worked at by three people at once, until somebody pulls the plug.
#pragma once

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <map>
#include <set>
#include <string>

#include "kiosk/station/station.h"
#include "tests/support/temporary_folder.h"

namespace vestibule::faults_test {

inline Result<std::unique_ptr<Station>> open_station(const std::filesystem::path& folder) {
    ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 1);
    Config config;
    config.printer.server = (folder / "no-cups.sock").string();  // so badges become PDFs in the folder
    return Station::open({.place = {.data = folder, .name = "lobby", .role = Role::lobby},
                          .config = config,
                          .policy_file = VESTIBULE_SOURCE "/config/policy.toml"});
}

// Counts how often each document came out: a badge's file is renamed to its name once for each printing.
class DocumentCounter {
  public:
    explicit DocumentCounter(const std::filesystem::path& folder)
        : descriptor_{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)} {
        std::filesystem::create_directories(folder);
        ::inotify_add_watch(descriptor_, folder.c_str(), IN_MOVED_TO);
    }
    DocumentCounter(const DocumentCounter&) = delete;
    DocumentCounter& operator=(const DocumentCounter&) = delete;
    ~DocumentCounter() { ::close(descriptor_); }

    // By file name; call often, for the kernel's queue isn't endless.
    const std::map<std::string, int>& counts() {
        alignas(inotify_event) std::array<char, 65536> buffer{};
        for (;;) {
            const auto bytes = ::read(descriptor_, buffer.data(), buffer.size());
            if (bytes <= 0) return counts_;
            for (const char* at = buffer.data(); at < buffer.data() + bytes;) {
                const auto* event = reinterpret_cast<const inotify_event*>(at);
                REQUIRE((event->mask & IN_Q_OVERFLOW) == 0);
                ++counts_[event->name];
                at += sizeof(inotify_event) + event->len;
            }
        }
    }

  private:
    int descriptor_;
    std::map<std::string, int> counts_;
};

// What the station said was done, as the lines of its pipe tell.
struct Said {
    std::set<VisitId> registered, left;
    std::set<BadgeId> issued;
    void take(const std::string& line);
};

// Opens what is there after the plug was pulled and holds it against what was said. The documents are counted.
void check_after_kill(const std::filesystem::path& folder, const Said& said);
// Lets the station finish its work; then every badge has come out exactly once. How many.
int check_each_badge_once(const std::filesystem::path& folder, DocumentCounter& documents);

}  // namespace vestibule::faults_test
