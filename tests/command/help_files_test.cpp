// The manual page and the completion that lie in config/ are those of the program.
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>

#include "kiosk/command/command.h"
#include "kiosk/command/help.h"

using namespace vestibule;

namespace {

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// What bash offers after this line; `word` is the last one, which may be empty.
std::vector<std::string> offered(const std::string& line) {
    std::istringstream in{line};
    std::string words, word;
    std::size_t count = 0;
    while (in >> word) {
        words += "'" + word + "' ";
        ++count;
    }
    if (line.ends_with(' ')) {
        words += "''";
        ++count;
    }
    const std::string script = "source '" VESTIBULE_SOURCE "/config/bash-completion/vestibule'; COMP_WORDS=(" +
                               words + "); COMP_CWORD=" + std::to_string(count - 1) +
                               "; _vestibule; printf '%s\\n' \"${COMPREPLY[@]}\"";
    std::string quoted;
    for (const char c : script) quoted += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> bash{
        ::popen(("bash --norc --noprofile -c '" + quoted + "'").c_str(), "r"), ::pclose};
    std::string said;
    for (int c = 0; (c = std::fgetc(bash.get())) != EOF;) said += static_cast<char>(c);
    std::istringstream lines{said};
    std::vector<std::string> out;
    while (std::getline(lines, word))
        if (!word.empty()) out.push_back(word);
    return out;
}

}  // namespace

TEST_CASE("config/man/vestibule.1 is what `vestibule help --man` says now", "[command]") {
    INFO("make it again: build/vestibule help --man > config/man/vestibule.1");
    CHECK((content_of(VESTIBULE_SOURCE "/config/man/vestibule.1") == manual_page(words_of_program())));
}

TEST_CASE("config/bash-completion/vestibule is what `vestibule help --bash-completion` says now", "[command]") {
    INFO("make it again: build/vestibule help --bash-completion > config/bash-completion/vestibule");
    CHECK((content_of(VESTIBULE_SOURCE "/config/bash-completion/vestibule") == bash_completion(words_of_program())));
}

TEST_CASE("the manual names every command and option, and no line of it is taken for a request", "[command]") {
    const auto page = manual_page(words_of_program());
    for (const auto& [path, verb] : leaves_of(words_of_program())) {
        std::string dashed;
        for (const char c : path) dashed += c == '-' ? std::string{"\\-"} : std::string(1, c);
        CHECK_THAT(page, Catch::Contains(".SS vestibule " + dashed + "\n"));
    }
    std::istringstream lines{page};
    std::string line;
    while (std::getline(lines, line)) {
        INFO(line);
        const auto request = line.starts_with(".TH") || line.starts_with(".S") || line.starts_with(".TP") ||
                             line.starts_with(".B") || line.starts_with(".PP") || line.starts_with(".R") ||
                             line.starts_with(".nf") || line.starts_with(".fi") || line.starts_with(".\\\"");
        CHECK((!line.starts_with('.') || request));
        CHECK_FALSE(line.starts_with('\''));
        CHECK_FALSE(line.empty());
    }
}

TEST_CASE("bash completes commands, options, words that an option takes, and stations", "[command]") {
    using Words = std::vector<std::string>;
    CHECK(offered("vestibule arr") == Words{"arrivals"});
    CHECK(offered("vestibule log ver") == Words{"verify"});
    CHECK(offered("vestibule --data /tmp log ver") == Words{"verify"});
    CHECK(offered("vestibule arrivals --j") == Words{"--json"});
    CHECK(offered("vestibule run --role g") == Words{"guard"});
    CHECK(offered("vestibule badge render --format p") == Words{"pdf", "png", "pwg"});
    CHECK(offered("vestibule arrivals --dat") == Words{"--data"});
    const auto all = offered("vestibule ");
    for (const auto& verb : words_of_program().verbs) CHECK(std::ranges::count(all, verb.name) == 1);
    CHECK(offered("vestibule badge render --out ./some").empty());  // a file's name: bash's own
}
