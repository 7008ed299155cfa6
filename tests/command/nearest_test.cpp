// What is meant by a misspelt word.
#include <catch2/catch.hpp>

#include "kiosk/command/nearest.h"

using namespace vestibule;

TEST_CASE("letters that are changed, put in, left out or swapped count one each", "[command]") {
    CHECK(letters_apart("lobby", "lobby") == 0);
    CHECK(letters_apart("", "lobby") == 5);
    CHECK(letters_apart("loby", "lobby") == 1);
    CHECK(letters_apart("lobbyy", "lobby") == 1);
    CHECK(letters_apart("lobbi", "lobby") == 1);
    CHECK(letters_apart("lboby", "lobby") == 1);
    CHECK(letters_apart("guard", "lobby") == 5);
}

TEST_CASE("the nearest word is meant, and none that is far away", "[command]") {
    const std::vector<std::string> verbs = {"arrivals", "admit", "roll-call", "log", "leave", "run"};
    CHECK(nearest("arivals", verbs) == "arrivals");
    CHECK(nearest("ARRIVALS", verbs) == "arrivals");
    CHECK(nearest("rollcall", verbs) == "roll-call");
    CHECK(nearest("lgo", verbs) == "log");
    CHECK(nearest("leav", verbs) == "leave");
    CHECK(nearest("x", verbs).empty());
    CHECK(nearest("reception", verbs).empty());
    CHECK(nearest("", verbs).empty());
    CHECK(nearest(std::string(10'000, 'a'), verbs).empty());
    CHECK(nearest("log", std::vector<std::string>{}).empty());
}
