// The widget tree's file is the contract of FORMATS.md.
#include "kiosk/ui/widget_tree.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "kiosk/base/json.h"

using namespace vestibule;
using namespace vestibule::ui;

namespace {

WidgetTree welcome() {
    return {.screen = "lobby.welcome",
            .frame = 12,
            .mm_per_px = 0.248F,
            .language = "en",
            .widgets = {{.id = "welcome.appointment",
                         .role = WidgetRole::choice,
                         .label = "I have an appointment",
                         .value = "",
                         .fg = rgb(0xFFFFFF),
                         .bg = rgb(0x0A5354),
                         .rect = {72, 704.4F, 936, 220}}}};
}

std::string read(const std::filesystem::path& file) {
    std::ifstream in{file};
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("a tree has the fields that outside tools read") {
    const auto json = parse_object(json_of(welcome()));
    CHECK(json["screen"] == "lobby.welcome");
    CHECK(json["frame"] == 12);
    CHECK(json["mm_per_px"] == Approx(0.248));
    const auto& widget = json["widgets"][0];
    CHECK(widget["id"] == "welcome.appointment");
    CHECK(widget["role"] == "choice");
    CHECK(widget["enabled"] == true);
    CHECK(widget["focused"] == false);
    CHECK(widget["ellipsized"] == false);
    CHECK(widget["fg"] == "#FFFFFF");
    CHECK(widget["bg"] == "#0A5354");
    CHECK(widget["rect"] == Json::parse("[72, 704, 936, 220]"));
}

TEST_CASE("the file is replaced when something changed, and only then") {
    const auto file =
        std::filesystem::temp_directory_path() / ("vestibule-tree-" + std::to_string(::getpid()) + ".json");
    WidgetTreeFile out{file};
    auto tree = welcome();
    REQUIRE(out.update(tree));
    const auto first = read(file);
    tree.frame = 13;
    REQUIRE(out.update(tree));
    CHECK(read(file) == first);
    tree.widgets[0].focused = true;
    REQUIRE(out.update(tree));
    CHECK(parse_object(read(file))["frame"] == 13);
    std::filesystem::remove(file);
}

TEST_CASE("a file that can't be written is said once, by name") {
    WidgetTreeFile out{"/nowhere/at/all/tree.json"};
    const auto failed = out.update(welcome());
    REQUIRE_FALSE(failed);
    CHECK(failed.error().what.find("/nowhere/at/all/tree.json") != std::string::npos);
}
