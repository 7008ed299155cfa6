// What a station keeps to itself, whatever the shell that started it allows: its files.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/journeys/building.h"

using namespace journeys;
namespace fs = std::filesystem;

namespace {

// A shell that lets everybody read and write what its programs make.
class LaxMask {
  public:
    LaxMask() : before_{::umask(0)} {}
    LaxMask(const LaxMask&) = delete;
    LaxMask& operator=(const LaxMask&) = delete;
    ~LaxMask() { ::umask(before_); }

  private:
    mode_t before_;
};

std::vector<std::string> open_to_others(const fs::path& folder) {
    std::vector<std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        const auto mode = fs::symlink_status(entry.path()).permissions();
        if ((mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none) out.push_back(entry.path());
    }
    return out;
}

}  // namespace

TEST_CASE("whatever the shell's mask allows, all that a station makes is its user's alone") {
    const LaxMask lax;
    Building building;
    auto& lobby = building.lobby();
    lobby.register_walk_in({.name = "Zhang Wei", .phone = "0102", .host = "Anna"});
    lobby.on("lobby.waiting");
    REQUIRE(building.command({"admit", "--name", "Maja Horvat", "--host", "Anna"}).status == 0);
    CHECK(building.printed(1).size() == 1);
    REQUIRE(building.command({"roll-call", "--pdf", building.data() / "roll-call.pdf"}).status == 0);
    REQUIRE(building.command({"log", "backup", building.data() / "backup.db"}).status == 0);
    CHECK(open_to_others(building.data()) == std::vector<std::string>{});
    std::ofstream{building.data() / "control"} << "x";
    CHECK(open_to_others(building.data()) == std::vector<std::string>{building.data() / "control"});
}
