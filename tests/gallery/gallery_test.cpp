// Every screen of every role in every state, drawn in this process: what must hold on all displays, in all looks and
// in all languages.
#include <catch2/catch.hpp>
#include <set>
#include <variant>

#include "tests/gallery/pictures/findings.h"
#include "tests/gallery/pictures/stage.h"

using namespace vestibule;
using namespace vestibule::gallery;

namespace {

// Under a sanitizer a frame takes ten times as long, and each line of the screens runs in English as well.
std::vector<std::string> languages_here() {
#ifdef VESTIBULE_SANITIZED
    return {"en"};
#else
    return languages();
#endif
}

// What is wrong is what is known to be wrong, nothing more and nothing less.
void inspect(const std::string& place_name, const std::string& look_name) {
    const auto& place = place_named(place_name);
    for (const auto& look : place.looks) {
        if (look.name != look_name) continue;
        auto known = known_faults(place, look, languages_here());
        for (const auto& finding : findings(place, look, languages_here())) {
            INFO("a new fault: " << finding.line << "\n" << finding.where);
            CHECK(known.erase(finding.line) == 1);
        }
        for (const auto& line : known) {
            INFO("mended; take it out of tests/gallery/known_faults.txt: " << line);
            CHECK(line.empty());
        }
        return;
    }
    FAIL("there is no such look: " << look_name);
}

}  // namespace

TEST_CASE("every screen of the upright lobby fits, can be touched and read, in every language") {
    inspect("lobby 1080x1920", "normal");
}

TEST_CASE("every screen of the upright lobby fits, can be touched and read with large text, in every language") {
    inspect("lobby 1080x1920", "large");
}

TEST_CASE("every screen of the small lobby fits, can be touched and read, in every language") {
    inspect("lobby 1280x800", "normal");
}

TEST_CASE("every screen of the small lobby fits, can be touched and read with large text, in every language") {
    inspect("lobby 1280x800", "large");
}

TEST_CASE("every screen of the wide lobby fits, can be touched and read, in every language") {
    inspect("lobby 1920x1080", "normal");
}

TEST_CASE("every screen of the wide lobby fits, can be touched and read with large text, in every language") {
    inspect("lobby 1920x1080", "large");
}

TEST_CASE("every screen of the upright gate fits and can be read, in every language") {
    inspect("guard 1080x1920", "normal");
}

TEST_CASE("every screen of the wide gate fits and can be read, in every language") {
    inspect("guard 1920x1080", "normal");
}

TEST_CASE("every screen of reception fits and can be read, in every language") {
    inspect("reception 1920x1080", "normal");
}

TEST_CASE("every screen of the small reception fits and can be read, in every language") {
    inspect("reception 1280x800", "normal");
}

TEST_CASE("every screen of the upright reception fits and can be read, in every language") {
    inspect("reception 1080x1920", "normal");
}

TEST_CASE("every screen of every role has its pictures, each with a name of its own") {
    for (const auto role : {Role::lobby, Role::guard, Role::reception}) {
        const auto album = album_of(role);
        std::set<std::size_t> reached;
        std::set<std::string> names;
        for (const auto& picture : album.pictures) {
            reached.insert(picture.alternative);
            INFO(picture.screen << ", " << picture.state);
            CHECK(names.insert(picture.screen + ", " + picture.state).second);
        }
        INFO(name_of(role));
        CHECK(reached.size() == album.alternatives);
    }
}

TEST_CASE("every display and look of the table has its case here") {
    // The cases above name them one by one, for ctest runs them side by side.
    std::set<std::string> drawn;
    for (const auto& place : places())
        for (const auto& look : place.looks) drawn.insert(place.name() + " " + look.name);
    CHECK(drawn == std::set<std::string>{"lobby 1080x1920 normal", "lobby 1080x1920 large", "lobby 1280x800 normal",
                                         "lobby 1280x800 large", "lobby 1920x1080 normal", "lobby 1920x1080 large",
                                         "guard 1080x1920 normal", "guard 1920x1080 normal",
                                         "reception 1920x1080 normal", "reception 1280x800 normal",
                                         "reception 1080x1920 normal"});
}

TEST_CASE("English and every catalogue are drawn, and no known fault is of a display or language that isn't") {
    const auto drawn = languages();
    CHECK(std::set<std::string>(drawn.begin(), drawn.end()).contains("zh_CN"));
    CHECK(drawn.front() == "en");
    CHECK(known_faults_of_nothing() == std::vector<std::string>{});
}

TEST_CASE("a picture is the same whatever was drawn before it") {
    auto stage = Stage::open(place_named("lobby 1080x1920"), Painting::left_out);
    REQUIRE(stage);
    const auto album = lobby_album();
    const Look normal{"normal", {}};
    std::vector<test_support::Tree> forwards;
    for (const auto& picture : album.pictures) forwards.push_back(stage->show(picture, normal, "en").tree);
    for (std::size_t i = album.pictures.size(); i-- > 0;) {
        INFO(album.pictures[i].screen << ", " << album.pictures[i].state);
        CHECK(stage->show(album.pictures[i], normal, "en").tree == forwards[i]);
    }
}
