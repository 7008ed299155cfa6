// A place to try commands one after the other: a folder with files of the test's own and the data that they work on.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/journeys/building.h"

namespace journeys {

struct Bench {
    Folder folder;

    std::filesystem::path file(const std::string& name, const std::string& content) const {
        std::ofstream{folder.path() / name, std::ios::binary} << content;
        return folder.path() / name;
    }
    // A station to try with: of all that is tried here, only an import makes one.
    void begin_station(const std::vector<std::string>& options = {}) const {
        std::vector<std::string> arguments{"import", "hosts", VESTIBULE_SOURCE "/assets/samples/hosts.csv"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        REQUIRE(vestibule(arguments).status == 0);
    }
    Finished vestibule(std::vector<std::string> arguments, Environment changes = {}) const {
        arguments.insert(arguments.begin(), VESTIBULE_BUILD "/vestibule");
        const auto own_data = std::any_of(arguments.begin(), arguments.end(),
                                          [](const auto& word) { return word.starts_with("--data"); });
        if (!own_data) arguments.insert(arguments.end(), {"--data", (folder.path() / "data").string()});
        auto environment = own_files();
        for (const auto& [name, value] : changes) environment[name] = value;
        return run(arguments, environment);
    }
};

inline bool says(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

}  // namespace journeys
