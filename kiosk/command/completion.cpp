// Completion for bash, made of the same words as the help.
#include <fmt/format.h>

#include "kiosk/command/help.h"

namespace vestibule {
namespace {

constexpr std::string_view script_head =
    R"bash(# Completion of vestibule for bash, made by `vestibule help --bash-completion`: change the verbs, then make it again.

# The stations of the data folder that stands on the line, or of the usual one.
_vestibule_stations() {
    local data=${XDG_DATA_HOME:-$HOME/.local/share}/vestibule i log
    for ((i = 1; i < COMP_CWORD; ++i)); do
        if [[ ${COMP_WORDS[i]} == --data ]]; then data=${COMP_WORDS[i + 1]}; fi
    done
    for log in "$data"/*/log.db; do
        if [[ -e $log ]]; then basename "${log%/log.db}"; fi
    done
}

_vestibule() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb='' words='' i
    for ((i = 1; i < COMP_CWORD; ++i)); do
        case ${COMP_WORDS[i]} in
            --data | --station | --config) ((++i)) ;;
            -*) ;;
            *)
                case "$verb ${COMP_WORDS[i]}" in
)bash";

constexpr std::string_view middle = R"bash(                esac
                ;;
        esac
    done
    if [[ $before == --station ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_vestibule_stations)" -- "$word")
        return
    fi
    case "$verb $before" in
)bash";

constexpr std::string_view after_choices = R"bash(        *) words='' ;;
    esac
    if [[ -z $words ]]; then
        case $verb in
)bash";

constexpr std::string_view script_tail = R"bash(        esac
    fi
    # Where nothing fits, bash completes names of files.
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -o default -F _vestibule vestibule
)bash";

// Each verb with the path that leads to it; the program first.
void walk(const VerbWords& verb, const std::string& path, std::vector<VerbPlace>& out) {
    out.push_back({.path = path, .words = &verb});
    for (const auto& below : verb.verbs) walk(below, path.empty() ? below.name : path + " " + below.name, out);
}

std::string words_after(const VerbWords& verb, const VerbWords& program) {
    std::string out;
    const auto add = [&out](const std::string& word) { out += (out.empty() ? "" : " ") + word; };
    for (const auto& below : verb.verbs) add(below.name);
    for (const auto& option : verb.options)
        if (!option.positional) add(option.name);
    if (&verb != &program)
        for (const auto& option : program.options) add(option.name);
    return out;
}

}  // namespace

std::string bash_completion(const VerbWords& program) {
    std::vector<VerbPlace> verbs;
    walk(program, "", verbs);
    std::string out{script_head};
    for (const auto& [path, verb] : verbs) {
        const auto space = path.rfind(' ');
        const auto typed = space == std::string::npos ? " " + path : path;
        if (!path.empty()) out += fmt::format("                    '{}') verb='{}' ;;\n", typed, path);
    }
    out += middle;
    for (const auto& [path, verb] : verbs)
        for (const auto& option : verb->options)
            if (!option.choices.empty())
                out += fmt::format("        '{} {}') words='{}' ;;\n", path, option.name,
                                   fmt::join(option.choices, " "));
    out += after_choices;
    for (const auto& [path, verb] : verbs)
        out += fmt::format("            '{}') words='{}' ;;\n", path, words_after(*verb, program));
    return out += script_tail;
}

}  // namespace vestibule
