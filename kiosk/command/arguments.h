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
    Argument shows_default();  // in the help text: what the variable holds now

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
    void add_flag(const std::string& name, bool& value, const std::string& help = "");
    [[nodiscard]] bool given(const std::string& name) const;  // once parsed
    void needs_verb();                                        // alone it is wrong usage
    void does(std::function<void()> chosen);

  private:
    friend class CommandLine;
    explicit Verb(CLI::App* app) : app_{app} {}
    CLI::App* app_;
};

// Thread: one at a time.
class CommandLine {
  public:
    CommandLine(const std::string& help, const std::string& program);
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;
    ~CommandLine();

    [[nodiscard]] Verb program();
    // Runs what the chosen verb `does`. Options of the program may stand anywhere. Errors: give_up with the usage
    // error; retry_later with the help text where that was asked for.
    [[nodiscard]] Result<> parse(std::vector<std::string> words);

  private:
    std::unique_ptr<CLI::App> app_;
};

}  // namespace vestibule
