// Verbs, options and flags by CLI11.
#include "kiosk/command/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

namespace vestibule {

Argument Argument::required() {
    option_->required();
    return *this;
}

Argument Argument::one_of(std::vector<std::string> words) {
    option_->check(CLI::IsMember(std::move(words)));
    return *this;
}

Argument Argument::between(int least, int most) {
    option_->check(CLI::Range(least, most));
    return *this;
}

Argument Argument::shows_default() {
    option_->capture_default_str();
    return *this;
}

Verb Verb::add_verb(const std::string& name, const std::string& help) {
    return Verb{app_->add_subcommand(name, help)};
}

Argument Verb::add_option(const std::string& name, std::string& value, const std::string& help) {
    return Argument{app_->add_option(name, value, help)};
}

Argument Verb::add_option(const std::string& name, std::filesystem::path& value, const std::string& help) {
    return Argument{app_->add_option(name, value, help)};
}

Argument Verb::add_option(const std::string& name, int& value, const std::string& help) {
    return Argument{app_->add_option(name, value, help)};
}

void Verb::add_flag(const std::string& name, bool& value, const std::string& help) {
    app_->add_flag(name, value, help);
}

bool Verb::given(const std::string& name) const {
    return app_->count(name) > 0;
}

void Verb::needs_verb() {
    app_->require_subcommand(1);
}

void Verb::does(std::function<void()> chosen) {
    app_->callback(std::move(chosen));
}

CommandLine::CommandLine(const std::string& help, const std::string& program)
    : app_{std::make_unique<CLI::App>(help, program)} {
    app_->fallthrough();
    app_->require_subcommand(0, 1);
}

CommandLine::~CommandLine() = default;

Verb CommandLine::program() {
    return Verb{app_.get()};
}

Result<> CommandLine::parse(std::vector<std::string> words) {
    std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
    try {
        app_->parse(words);
    } catch (const CLI::Success&) {
        return retry_later(app_->help("", CLI::AppFormatMode::All));
    } catch (const CLI::ParseError& error) {
        return give_up(fmt::format("{}\nTry: vestibule --help", error.what()));
    }
    return {};
}

}  // namespace vestibule
