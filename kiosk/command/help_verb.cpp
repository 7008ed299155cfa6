// vestibule help, and --version.
#include <fmt/format.h>

#include "kiosk/command/help.h"
#include "kiosk/command/verb_table.h"
#include "kiosk/command/version.h"

namespace vestibule {
namespace {

struct HelpOptions {
    std::vector<std::string> verb;
    bool man = false, bash = false;
};

Result<int> help(const HelpOptions& options, Output& output) {
    const auto program = words_of_program();
    if (options.man || options.bash) {
        output.out += options.man ? manual_page(program) : bash_completion(program);
        return done;
    }
    const auto path = fmt::format("{}", fmt::join(options.verb, " "));
    if (verb_at(program, path) == nullptr) {
        // The command line itself says what is wrong with it.
        const auto parsed = parse_command(options.verb, ".");
        return give_up(parsed ? fmt::format("there is no command \"{}\"\nSee: vestibule help", path)
                              : parsed.error().what);
    }
    output.out += help_text(program, path);
    return done;
}

}  // namespace

void add_help(Verb program, Chosen& chosen) {
    auto verb = program.add_verb("help", "what a command does and takes; of all commands the list");
    auto options = std::make_shared<HelpOptions>();
    verb.add_option("command", options->verb, "such as arrivals, or log verify");
    verb.add_flag("--man", options->man, "the whole manual page, in roff");
    verb.add_flag("--bash-completion", options->bash, "what completes commands in bash");
    verb.does([&chosen, options] {
        chosen.alone = [options](const Globals&, Output& output) { return help(*options, output); };
    });
}

}  // namespace vestibule
