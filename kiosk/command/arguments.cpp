// Verbs, options and flags by CLI11.
#include "kiosk/command/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "kiosk/command/nearest.h"

namespace vestibule {
namespace {

// CLI11 tells them in braces behind the type.
std::vector<std::string> choices_of(const std::string& type) {
    const auto begin = type.find('{'), end = type.find('}');
    if (begin == std::string::npos || end == std::string::npos) return {};
    return CLI::detail::split(type.substr(begin + 1, end - begin - 1), ',');
}

std::string value_of(const CLI::Option& option) {
    if (option.get_items_expected_max() == 0) return "";
    const auto type = option.get_type_name();
    const auto first = type.substr(0, type.find(':'));
    if (first == "INT") return "N";
    return first == "TEXT" && option.get_positional() ? option.get_name(true) : first;
}

OptionWords words_of(const CLI::Option& option) {
    return {.name = option.get_positional() ? option.get_name(true) : "--" + option.get_lnames().front(),
            .help = option.get_description(),
            .value = value_of(option),
            .choices = choices_of(option.get_type_name()),
            .usually = option.get_default_str(),
            .required = option.get_required(),
            .positional = option.get_positional()};
}

VerbWords words_of(const CLI::App& app) {
    VerbWords out{.name = app.get_name(), .help = app.get_description()};
    for (const auto* option : app.get_options())
        if (option != app.get_help_ptr() || app.get_parent() == nullptr) out.options.push_back(words_of(*option));
    for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; }))
        out.verbs.push_back(words_of(*verb));
    return out;
}

// The verb that parsing came to.
const CLI::App* deepest(const CLI::App* app) {
    while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
    return app;
}

std::vector<std::string> verbs_of(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(verb->get_name());
    return names;
}

std::vector<std::string> options_of(const CLI::App* app) {
    std::vector<std::string> names;
    for (; app != nullptr; app = app->get_parent())
        for (const auto* option : app->get_options())
            for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

std::string path_of(const CLI::App* app) {
    std::string out;
    for (; app->get_parent() != nullptr; app = app->get_parent())
        out = app->get_name() + (out.empty() ? "" : " " + out);
    return out;
}

std::string meant(std::string_view typed, const std::vector<std::string>& words) {
    const auto word = nearest(typed, words);
    return word.empty() ? "" : fmt::format("; is \"{}\" meant?", word);
}

}  // namespace

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

Argument Argument::called(const std::string& value) {
    option_->type_name(value);
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

Argument Verb::add_option(const std::string& name, std::vector<std::string>& words, const std::string& help) {
    return Argument{app_->add_option(name, words, help)};
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
    app_->set_help_flag("-h,--help", "what the command does and takes");
    app_->fallthrough();
    app_->require_subcommand(0, 1);
}

CommandLine::~CommandLine() = default;

Verb CommandLine::program() {
    return Verb{app_.get()};
}

VerbWords CommandLine::words() const {
    return words_of(*app_);
}

Result<> CommandLine::parse(std::vector<std::string> words) {
    std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
    try {
        app_->parse(words);
    } catch (const CLI::Success&) {
        return retry_later("");
    } catch (const CLI::ParseError& error) {
        const auto verb = chosen();
        return give_up(
            fmt::format("{}\nSee: vestibule help{}{}", mistake(error.what()), verb.empty() ? "" : " ", verb));
    }
    return {};
}

std::string CommandLine::chosen() const {
    return path_of(deepest(app_.get()));
}

// A word that nobody takes says more than what CLI11 misses after it.
std::string CommandLine::mistake(const std::string& otherwise) const {
    const auto* verb = deepest(app_.get());
    const auto left = app_->remaining(true);
    const auto verbs = verbs_of(*verb);
    if (left.empty() && !verbs.empty() && verb->get_parent() != nullptr)
        return fmt::format("`vestibule {}` needs one of: {}", path_of(verb), fmt::join(verbs, ", "));
    if (left.empty()) return otherwise;
    const auto& word = left.front();
    if (word.starts_with("-"))
        return fmt::format("there is no option {}{}", word, meant(word.substr(0, word.find('=')), options_of(verb)));
    if (verbs.empty()) return fmt::format("\"{}\" is one word too many", word);
    const auto whole = verb->get_parent() == nullptr ? "" : path_of(verb) + " ";
    return fmt::format("there is no command \"{}{}\"{}", whole, word, meant(word, verbs));
}

}  // namespace vestibule
