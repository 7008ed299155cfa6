// The disk fills up while a visitor stands at the lobby: a calm page, nothing typed is lost, and later all goes on.
#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

// A small disk: a tmpfs in a mount namespace of this process's own, which its children see and nobody else.
class SmallDisk {
  public:
    explicit SmallDisk(std::filesystem::path place) : place_{std::move(place)} {
        std::filesystem::create_directories(place_);
        mounted_ = own_mounts() && ::mount("small", place_.c_str(), "tmpfs", 0, "size=64m") == 0;
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(place_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    // False where this machine lets nobody make a namespace.
    [[nodiscard]] bool is_there() const { return mounted_; }
    [[nodiscard]] std::filesystem::path data() const { return place_ / "data"; }

    // Takes every byte that is left.
    void fill() const {
        const int file = ::open((place_ / "filler").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        REQUIRE(file >= 0);
        for (const std::size_t piece : {std::size_t{65536}, std::size_t{4096}, std::size_t{1}}) {
            const std::string bytes(piece, 'x');
            while (::write(file, bytes.data(), bytes.size()) > 0) {
            }
        }
        ::close(file);
    }
    void make_room() const { std::filesystem::remove(place_ / "filler"); }

  private:
    // An ordinary user is let mount in a user namespace of its own, under its own name.
    static bool own_mounts() {
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

    std::filesystem::path place_;
    bool mounted_ = false;
};

}  // namespace

TEST_CASE("a visitor whom a full disk stops is sent to reception kindly, and registers once there is room") {
    const Folder work;
    const SmallDisk disk{work.path() / "disk"};
    if (!disk.is_there()) {
        WARN("SKIPPED: this machine allows no user namespaces, so there is no small disk to fill");
        return;
    }
    const auto language = GENERATE(std::string{"en"}, std::string{"zh_CN"});
    const bool chinese = language != "en";
    Building building{{.first_language = language, .data = disk.data() / language}};
    auto& lobby = building.lobby();
    auto& reception = building.reception();
    reception.sign_in();
    const auto full = chinese ? "磁盘已满" : "disk is full: ";

    lobby.fill_in({.name = "Zhang Wei", .company = "Longjing Tea", .phone = "+442079460199", .host = "Anna"});
    disk.fill();
    lobby.tap("confirm.next");
    const auto page = lobby.on("lobby.unavailable");
    CHECK(page.text("unavailable.title") ==
          (chinese ? "暂时无法在此为您登记。" : "We can’t register you here just now."));
    lobby.save_picture(VESTIBULE_BUILD "/disk-full-" + language + ".png");
    CHECK_FALSE(page.says(full));  // what went wrong is for staff
    const auto doctor = building.command({"doctor"});
    CHECK(doctor.out.find("NOT OK") != std::string::npos);
    INFO(doctor.out);
    CHECK(doctor.out.find("disk is full: ") != std::string::npos);

    const auto told =
        reception.until("the full disk", [](const Tree& t) { return t.find("reception.disk_trouble"); });
    CHECK(told.says(full));
    reception.save_picture(VESTIBULE_BUILD "/disk-full-reception-" + language + ".png");

    lobby.tap("unavailable.again");
    CHECK(lobby.on("lobby.confirm").says("Zhang Wei"));
    lobby.tap("confirm.next");
    lobby.on("lobby.unavailable");
    lobby.tap("unavailable.again");
    lobby.on("lobby.confirm");
    disk.make_room();
    lobby.tap("confirm.next");
    lobby.on("lobby.waiting");
    reception.until("the banner's end, for it moves the rows",
                    [](const Tree& t) { return t.find("reception.disk_trouble") == nullptr; });
    reception.approve("Zhang Wei");
    lobby.on("lobby.badge");
    CHECK(building.command({"log", "verify"}).status == 0);
}
