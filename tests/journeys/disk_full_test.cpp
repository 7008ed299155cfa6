// The disk fills up while a visitor stands at the lobby: a calm page, nothing typed is lost, and later all goes on.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mount.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <thread>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

// A small disk: a tmpfs in a user and mount namespace of its own, reached through the holder's root.
class SmallDisk {
  public:
    explicit SmallDisk(const std::filesystem::path& work)
        : ready_{work / "disk-is-ready"},
          holder_{{.arguments = {"unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
                                 fmt::format("mount -t tmpfs -o size=64m small /mnt && echo $$ >'{0}.new' && "
                                             "mv '{0}.new' '{0}' && exec sleep 600",
                                             ready_.string())},
                   .err = work / "disk.err"}} {
        while (holder_.running() && !std::filesystem::exists(ready_))
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        if (std::filesystem::exists(ready_)) {
            auto pid = content_of(ready_);
            pid.erase(pid.find_last_not_of('\n') + 1);
            place_ = "/proc/" + pid + "/root/mnt";
        }
    }
    // False where this machine lets nobody make a namespace.
    [[nodiscard]] bool is_there() const { return !place_.empty() && std::filesystem::exists(place_); }
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
    std::filesystem::path ready_, place_;
    Child holder_;
};

}  // namespace

TEST_CASE("a visitor whom a full disk stops is sent to reception kindly, and registers once there is room") {
    const Folder work;
    const SmallDisk disk{work.path()};
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
    const auto full = chinese ? "磁盘已满" : "disk is full";

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

    lobby.tap("unavailable.again");
    CHECK(lobby.on("lobby.confirm").says("Zhang Wei"));
    lobby.tap("confirm.next");
    lobby.on("lobby.unavailable");
    lobby.tap("unavailable.again");
    lobby.on("lobby.confirm");
    disk.make_room();
    lobby.tap("confirm.next");
    lobby.on("lobby.waiting");
    reception.approve("Zhang Wei");
    lobby.on("lobby.badge");
    CHECK(building.command({"log", "verify"}).status == 0);
}
