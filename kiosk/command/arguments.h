// Verbs, options and flags of the command line. CLI11 stands behind this door alone: included by each of the verbs,
// it took more time to compile than all else in them.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/base/result.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace vestibule {

// One option or positional argument of a verb; a handle, copied freely, valid as long as its CommandLine.
class Argument {
  public:
    Argument required();
    Argument one_of(std::vector<std::string> words);
    Argument between(int least, int most);
    Argument shows_default();                   // in the help text: what the variable holds now
    Argument called(const std::string& value);  // in the help text: what stands for its value, such as FILE

  private:
    friend class Verb;
    explicit Argument(CLI::Option* option) : option_{option} {}
    CLI::Option* option_;
};

// A verb, or the program itself; a handle like Argument. Variables are borrowed until parsing and running are over.
class Verb {
  public:
    Verb add_verb(const std::string& name, const std::string& help);
    // "--name" is an option, "name" a positional argument.
    Argument add_option(const std::string& name, std::string& value, const std::string& help = "");
    Argument add_option(const std::string& name, std::filesystem::path& value, const std::string& help = "");
    Argument add_option(const std::string& name, int& value, const std::string& help = "");
    Argument add_option(const std::string& name, std::vector<std::string>& words, const std::string& help = "");
    void add_flag(const std::string& name, bool& value, const std::string& help = "");
    [[nodiscard]] bool given(const std::string& name) const;  // once parsed
    void needs_verb();                                        // alone it is wrong usage
    void does(std::function<void()> chosen);

  private:
    friend class CommandLine;
    explicit Verb(CLI::App* app) : app_{app} {}
    CLI::App* app_;
};

// What a verb takes, in words: help, manual and completion are made of it.
struct OptionWords {
    std::string name;  // "--station", or a positional argument's
    std::string help;
    std::string value;                   // FILE; empty for a flag
    std::vector<std::string> choices{};  // where only these words are taken
    std::string usually{};               // what counts where it's left out; empty: nothing, or it goes without saying
    bool required = false, positional = false;
};
struct VerbWords {
    std::string name, help;
    std::vector<OptionWords> options{};
    std::vector<VerbWords> verbs{};
};

// Thread: one at a time.
class CommandLine {
  public:
    CommandLine(const std::string& help, const std::string& program);
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;
    ~CommandLine();

    [[nodiscard]] Verb program();
    [[nodiscard]] VerbWords words() const;
    // Runs what the chosen verb `does`. Options of the program may stand anywhere. Errors: give_up with the usage
    // error and what was probably meant; retry_later where help was asked for.
    [[nodiscard]] Result<> parse(std::vector<std::string> words);
    // The verb that was parsed, also where parsing failed in it, such as "log verify"; empty: none.
    [[nodiscard]] std::string chosen() const;

  private:
    [[nodiscard]] std::string mistake(const std::string& otherwise) const;

    std::unique_ptr<CLI::App> app_;
};

}  // namespace vestibule
