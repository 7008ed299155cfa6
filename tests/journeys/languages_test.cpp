// A visitor who reads Chinese meets no English.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <regex>

#include "tests/journeys/tour.h"

using namespace journeys;

namespace {

using Labels = std::map<std::string, std::map<std::string, std::string>>;  // picture, widget, label

Labels tour_in(const std::string& language, std::set<std::string>& languages) {
    Building building{{.first_language = language}};
    Labels out;
    tour_lobby(building, [&](const std::string& name, const Tree& tree) {
        languages.insert(tree.language);
        for (const auto& w : tree.widgets)
            if (w.role != "key" || w.label.size() > 1) out[name][w.id] = w.label;
    });
    return out;
}

// What is the same in all languages: names, codes, times, signs on keys.
bool may_be_alike(const std::string& id, const std::string& label) {
    static const std::regex data{
        R"((.*\.(site|logo|clock|name|company|type|host|host\.more|date|code|qr|staff_corner\.logo)|)"
        R"(welcome\.(comfort|language\..*|others)|host\.row\..*|keyboard\..*|confirm\.(who|who\.more|host|host\.more)|)"
        R"(meet\.(host|purpose|purpose\.more|host\.more|time)|waiting\.time))"};
    const bool has_letters = std::any_of(label.begin(), label.end(), [](unsigned char c) { return std::isalpha(c); });
    return !has_letters || label == "XXXX-XXXX" || std::regex_match(id, data);
}

// Within Chinese, commas, stops, colons, questions and exclamations are full-width.
bool has_narrow_punctuation(const std::string& text) {
    static const std::regex narrow{R"([\xE4-\xE9][\x80-\xBF][\x80-\xBF] ?[,.?!;:])"};
    return std::regex_search(text, narrow);
}

}  // namespace

TEST_CASE("no text of the lobby is English for a Chinese visitor, and the punctuation is full-width") {
    std::set<std::string> english_seen, chinese_seen;
    const auto english = tour_in("en", english_seen), chinese = tour_in("zh_CN", chinese_seen);
    CHECK(english_seen == std::set<std::string>{"en"});
    CHECK(chinese_seen == std::set<std::string>{"zh_CN"});
    REQUIRE(english.size() == chinese.size());
    for (const auto& [picture, labels] : english)
        for (const auto& [id, label] : labels) {
            const auto found = chinese.at(picture).find(id);
            if (found == chinese.at(picture).end()) continue;
            INFO(picture << ", " << id << ": " << found->second);
            if (!may_be_alike(id, label)) CHECK(found->second != label);
            CHECK_FALSE(has_narrow_punctuation(found->second));
        }
}

TEST_CASE("the button 简体中文 changes the language for this visitor, and the next one is greeted in the house's") {
    Building building;
    auto& lobby = building.lobby();
    CHECK(lobby.on("lobby.welcome").says("简体中文"));
    lobby.tap("welcome.language.zh_CN");
    lobby.until("Chinese", [](const Tree& t) { return t.language == "zh_CN"; });
    CHECK(lobby.text("welcome.walk_in").find("预约") != std::string::npos);
    lobby.register_walk_in({.name = "Zhang Wei", .phone = "0102", .host = "Anna"});
    CHECK(lobby.text("waiting.title").find("Zhang Wei") != std::string::npos);
    CHECK(lobby.tree().language == "zh_CN");
    lobby.tap("waiting.give_up");
    lobby.tap("waiting.giving_up.second");
    lobby.on("lobby.goodbye");
    lobby.tap("goodbye.done");
    CHECK(lobby.on("lobby.welcome").language == "en");
}
