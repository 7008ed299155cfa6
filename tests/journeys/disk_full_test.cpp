// The disk fills up while a visitor stands at the lobby: a calm page, nothing typed is lost, and later all goes on.
#include <catch2/catch.hpp>

#include "tests/journeys/building.h"
#include "tests/journeys/small_disk.h"

using namespace journeys;

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
