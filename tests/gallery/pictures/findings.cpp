// Drawing, judging, and comparing with what is known.
#include "tests/gallery/pictures/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <stdexcept>

#include "tests/gallery/pictures/facts.h"
#include "tests/gallery/pictures/stage.h"
#include "tests/support/screen_rules.h"

namespace vestibule::gallery {
namespace {

using test_support::Fault, test_support::Tree;

constexpr const char* bar = " | ";

// The lines of a list of this folder, without comments.
std::vector<std::string> lines_of(const char* file) {
    std::ifstream in{std::string{VESTIBULE_SOURCE "/tests/gallery/"} + file};
    if (!in) throw std::runtime_error(std::string{"can't read tests/gallery/"} + file);
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);)
        if (!line.empty() && line.front() != '#') out.push_back(line);
    return out;
}

std::string start_of_line(const Place& place, const Look& look) {
    return place.name() + " " + look.name + bar;
}

std::string start_of_line(const Place& place, const Look& look, const std::string& language) {
    return start_of_line(place, look) + language + bar;
}

std::string name_of(const Picture& picture) {
    return picture.screen + ", " + picture.state;
}

class Inspector {
  public:
    Inspector(const Place& place, const Look& look) : place_{place}, look_{look} {}

    void look_at(const Picture& picture, const std::string& language, Shown shown) {
        const auto add = [&](const Fault& fault) {
            found_.push_back({fmt::format("{}{}{}{}: {}", start_of_line(place_, look_, language), name_of(picture),
                                          bar, fault.widget, fault.what),
                              fault.where});
        };
        const test_support::ScreenRules rules{.width = static_cast<int>(place_.size.width),
                                              .height = static_cast<int>(place_.size.height),
                                              .for_visitors = place_.role == Role::lobby,
                                              .data = &data_words()};
        if (shown.tree.screen != picture.screen) add({"screen", "is called " + shown.tree.screen, {}});
        if (shown.acted) add({"screen", "does something by itself", {}});
        for (const auto& fault : test_support::faults_of(shown.tree, rules)) add(fault);
        if (language == "en") {
            english_.insert_or_assign(name_of(picture), std::move(shown.tree));
            return;
        }
        const test_support::SameEverywhere same{.data = data_words(), .words = same_words(language)};
        for (const auto& fault : test_support::language_faults(english_.at(name_of(picture)), shown.tree, same))
            add(fault);
    }
    [[nodiscard]] std::vector<Finding> take() { return std::move(found_); }

  private:
    const Place& place_;
    const Look& look_;
    std::map<std::string, Tree> english_;
    std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> findings(const Place& place, const Look& look, const std::vector<std::string>& languages) {
    auto stage = Stage::open(place, Painting::left_out);
    if (!stage) throw std::runtime_error(stage.error().what);
    const auto album = album_of(place.role);
    Inspector inspector{place, look};
    for (const auto& language : languages) {
        if (!is_drawn(place, look, language)) continue;
        for (const auto& picture : album.pictures)
            inspector.look_at(picture, language, stage->show(picture, look, language));
    }
    return inspector.take();
}

std::set<std::string> known_faults(const Place& place, const Look& look, const std::vector<std::string>& languages) {
    std::set<std::string> out;
    for (auto& line : lines_of("known_faults.txt"))
        if (std::ranges::any_of(languages, [&](const std::string& language) {
                return line.starts_with(start_of_line(place, look, language));
            }))
            out.insert(std::move(line));
    return out;
}

std::vector<std::string> known_faults_of_nothing() {
    auto lines = lines_of("known_faults.txt");
    for (const auto& place : places())
        for (const auto& look : place.looks)
            for (const auto& language : languages())
                if (is_drawn(place, look, language))
                    std::erase_if(lines, [&](const std::string& line) {
                        return line.starts_with(start_of_line(place, look, language));
                    });
    return lines;
}

std::set<std::string> same_words(const std::string& language) {
    std::set<std::string> out;
    const auto start = language + bar;
    for (const auto& line : lines_of("same_words.txt"))
        if (line.starts_with(start)) out.insert(line.substr(start.size()));
    return out;
}

}  // namespace vestibule::gallery
