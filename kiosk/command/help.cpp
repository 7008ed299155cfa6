// Help for people at a terminal, and the verb `help`.
#include "kiosk/command/help.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/command/verb_table.h"

namespace vestibule {
namespace {

constexpr std::size_t columns = 100;
constexpr std::size_t gap = 2;

void collect_leaves(const VerbWords& verb, const std::string& path, std::vector<VerbPlace>& out) {
    if (verb.verbs.empty() && !path.empty()) out.push_back({.path = path, .words = &verb});
    for (const auto& below : verb.verbs)
        collect_leaves(below, path.empty() ? below.name : path + " " + below.name, out);
}

std::string shape_of(const OptionWords& option) {
    const auto value = option.choices.empty() ? option.value : fmt::format("{}", fmt::join(option.choices, "|"));
    if (option.positional) return option.choices.empty() ? option.name : value;
    return value.empty() ? option.name : option.name + " " + value;
}

std::string help_of(const OptionWords& option) {
    if (option.usually.empty()) return option.help;
    return option.help + (option.help.empty() ? "" : "; ") + "default: " + option.usually;
}

// Two columns, the second one wrapped.
void add_row(std::string& out, const std::string& left, std::string_view right, std::size_t width) {
    std::string line = fmt::format("  {:<{}}", left, width);
    std::size_t used = line.size();
    for (std::size_t at = 0; at < right.size();) {
        auto end = right.find(' ', at);
        if (end == std::string_view::npos) end = right.size();
        const auto word = right.substr(at, end - at);
        if (used + 1 + word.size() > columns && used > width + 2) {
            line += "\n" + std::string(width + 2 + gap, ' ');
            used = width + 2 + gap;
            line += word;
        } else {
            line += (used == width + 2 ? std::string(gap, ' ') : " ") + std::string{word};
            ++used;
        }
        used += word.size();
        at = end + 1;
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

using Row = std::pair<std::string, std::string>;

void add_rows(std::string& out, std::string_view title, const std::vector<Row>& rows) {
    if (rows.empty()) return;
    constexpr std::size_t width_max = 30;
    std::size_t width = 0;
    for (const auto& [left, right] : rows)
        if (left.size() <= width_max) width = std::max(width, left.size());
    out += fmt::format("\n{}:\n", title);
    for (const auto& [left, right] : rows) add_row(out, left, right, width);
}

std::vector<Row> rows_of(const std::vector<OptionWords>& options) {
    std::vector<Row> rows;
    for (const auto& option : options) rows.emplace_back(shape_of(option), help_of(option));
    return rows;
}

std::string usage_of(const VerbWords& verb, std::string_view path) {
    auto line = fmt::format("Usage: vestibule{}{}", path.empty() ? "" : " ", path);
    if (!verb.verbs.empty()) return line + (path.empty() ? " [COMMAND]" : " COMMAND");
    const auto synopsis = synopsis_of(verb);
    return line + (synopsis.empty() ? "" : " " + synopsis);
}

std::string whole_program(const VerbWords& program) {
    auto out = fmt::format("{}\n\n{}\n", program.help, usage_of(program, ""));
    std::vector<Row> verbs;
    for (const auto& verb : program.verbs) {
        std::string below;
        for (const auto& one : verb.verbs) below += (below.empty() ? ": " : ", ") + one.name;
        verbs.emplace_back(verb.name, verb.help + below);
    }
    add_rows(out, "Commands", verbs);
    add_rows(out, "With every command", rows_of(program.options));
    out +=
        "\nAlone, `vestibule` starts the station on this display (run).\n"
        "Exit status: 0 done; 1 the answer is no; 2 wrong usage or input.\n"
        "More of a command: vestibule help COMMAND\n";
    return out;
}

}  // namespace

std::vector<VerbPlace> leaves_of(const VerbWords& program) {
    std::vector<VerbPlace> out;
    collect_leaves(program, "", out);
    return out;
}

const VerbWords* verb_at(const VerbWords& program, std::string_view path) {
    const auto* verb = &program;
    while (!path.empty()) {
        const auto name = path.substr(0, path.find(' '));
        const auto found = std::ranges::find(verb->verbs, name, &VerbWords::name);
        if (found == verb->verbs.end()) return nullptr;
        verb = &*found;
        path.remove_prefix(std::min(path.size(), name.size() + 1));
    }
    return verb;
}

std::string synopsis_of(const VerbWords& verb) {
    std::string out;
    for (const bool positional : {true, false})
        for (const auto& option : verb.options)
            if (option.positional == positional)
                out += (out.empty() ? "" : " ") +
                       (option.required ? shape_of(option) : fmt::format("[{}]", shape_of(option)));
    return out;
}

std::string help_text(const VerbWords& program, std::string_view path) {
    if (path.empty()) return whole_program(program);
    const auto& verb = *verb_at(program, path);
    auto out = fmt::format("vestibule {}: {}\n\n{}\n", path, verb.help, usage_of(verb, path));
    std::vector<Row> verbs;
    for (const auto& place : leaves_of(verb)) verbs.emplace_back(place.path, place.words->help);
    add_rows(out, "Commands", verbs);
    add_rows(out, "Options", rows_of(verb.options));
    add_rows(out, "With every command", rows_of(program.options));
    std::string examples;
    for (const auto& row : verb_rows())
        if ((row.verb == path || row.verb.starts_with(fmt::format("{} ", path))) && !row.example.empty())
            examples += fmt::format("  vestibule {}\n", row.example);
    if (!examples.empty()) out += fmt::format("\nFor example:\n{}", examples);
    return out;
}

}  // namespace vestibule
