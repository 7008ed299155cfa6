// A rehearsal writes where nobody else's files lie.
#include <filesystem>
#include <fstream>

#include "kiosk/command/rehearsal_folder.h"
#include "tests/support/temporary_folder.h"

using namespace vestibule;
using namespace vestibule::test_support;

TEST_CASE("a rehearsal takes a new folder, an empty one, and its own again", "[command]") {
    const TemporaryFolder folder;
    const auto fresh = folder.path() / "deep/fresh";
    must(expect_free_for_rehearsal(fresh, "--out"));
    CHECK_FALSE(std::filesystem::exists(fresh));
    must(claim_for_rehearsal(fresh, "--out"));
    std::ofstream{fresh / "badge.png"} << "a picture";
    must(expect_free_for_rehearsal(fresh, "--out"));
    must(claim_for_rehearsal(fresh, "--out"));
    std::filesystem::create_directories(folder.path() / "empty");
    must(claim_for_rehearsal(folder.path() / "empty", "--out"));
}

TEST_CASE("a rehearsal refuses a folder in which anything lies, and leaves it as it was", "[command]") {
    const TemporaryFolder folder;
    for (const auto* name : {"notes.txt", ".hidden", "lobby"}) {
        const auto place = folder.path() / ("with-" + std::string{name});
        std::filesystem::create_directories(place);
        std::ofstream{place / name} << "mine";
        const auto refused = claim_for_rehearsal(place, "--data");
        REQUIRE_FALSE(refused);
        CHECK(refused.error().remedy == Remedy::give_up);
        CHECK_THAT(refused.error().what, Catch::Contains(place.string()) && Catch::Contains("--data"));
        CHECK(std::distance(std::filesystem::directory_iterator{place}, {}) == 1);
    }
    // A folder of the mark's name isn't its mark, nor is a link.
    const auto odd = folder.path() / "odd", linked = folder.path() / "linked";
    std::filesystem::create_directories(odd / rehearsal_mark);
    CHECK_FALSE(claim_for_rehearsal(odd, "--out"));
    std::filesystem::create_directories(linked);
    std::filesystem::create_symlink("/dev/null", linked / rehearsal_mark);
    CHECK_FALSE(claim_for_rehearsal(linked, "--out"));
    std::ofstream{folder.path() / "file"} << "a file";
    CHECK_FALSE(claim_for_rehearsal(folder.path() / "file", "--out"));
    CHECK_FALSE(claim_for_rehearsal("/proc/rehearsal", "--out"));
}

TEST_CASE("nothing real begins in what a rehearsal has made, nor in a copy of a part of it", "[command]") {
    const TemporaryFolder folder;
    const auto data = folder.path() / "rehearsal/data", real = folder.path() / "real";
    must(expect_no_rehearsal(real));  // not there yet
    must(claim_for_rehearsal(folder.path() / "rehearsal", "--out"));
    must(claim_for_rehearsal(data, "--data"));
    for (const auto* name : {"site", "lobby", "guard"}) std::filesystem::create_directories(data / name);
    must(mark_stations_of_rehearsal(data));
    must(mark_stations_of_rehearsal(data));
    for (const auto& place : {data, folder.path() / "rehearsal"}) {
        const auto refused = expect_no_rehearsal(place);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().remedy == Remedy::give_up);
        CHECK_THAT(refused.error().what, Catch::Contains("a rehearsal has made " + place.string()));
    }
    // Without the mark of the whole: as `cp -r rehearsal/data/* real` leaves it.
    for (const auto* name : {"site", "lobby"}) {
        const auto copy = folder.path() / ("copy-of-" + std::string{name});
        std::filesystem::create_directories(copy);
        std::filesystem::copy(data / name, copy / name, std::filesystem::copy_options::recursive);
        CHECK_THAT(expect_no_rehearsal(copy).error().what, Catch::Contains((copy / name).string()));
    }
    std::filesystem::create_directories(real / "lobby");
    std::ofstream{real / "lobby/log.db"} << "";
    must(expect_no_rehearsal(real));
}
