// Mounting in a namespace of one's own.
#include "tests/journeys/small_disk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

namespace journeys {
namespace {

// An ordinary user is let mount in a user namespace of its own, under its own name.
bool own_mounts() {
    const auto user = ::getuid();
    const auto group = ::getgid();
    if (::unshare(user == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    if (user != 0) {
        std::ofstream{"/proc/self/setgroups"} << "deny";
        std::ofstream{"/proc/self/uid_map"} << fmt::format("{0} {0} 1", user);
        std::ofstream{"/proc/self/gid_map"} << fmt::format("{0} {0} 1", group);
    }
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

}  // namespace

SmallDisk::SmallDisk(std::filesystem::path place) : place_{std::move(place)}, read_only_{place_.string() + "-seen"} {
    std::filesystem::create_directories(place_);
    std::filesystem::create_directories(read_only_);
    mounted_ = own_mounts() && ::mount("small", place_.c_str(), "tmpfs", 0, "size=64m") == 0 &&
               ::mount(place_.c_str(), read_only_.c_str(), nullptr, MS_BIND, nullptr) == 0 &&
               ::mount(nullptr, read_only_.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0;
}

SmallDisk::~SmallDisk() {
    if (!mounted_) return;
    ::umount2(read_only_.c_str(), MNT_DETACH);
    ::umount2(place_.c_str(), MNT_DETACH);
}

std::filesystem::path SmallDisk::read_only_data() const {
    return read_only_ / "data";
}

void SmallDisk::fill() const {
    const int file = ::open((place_ / "filler").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    REQUIRE(file >= 0);
    for (const std::size_t piece : {std::size_t{65536}, std::size_t{4096}, std::size_t{1}}) {
        const std::string bytes(piece, 'x');
        while (::write(file, bytes.data(), bytes.size()) > 0) {
        }
    }
    ::close(file);
}

void SmallDisk::make_room() const {
    std::filesystem::remove(place_ / "filler");
}

}  // namespace journeys
