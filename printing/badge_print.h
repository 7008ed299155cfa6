// What the subcommands of `badge-print` share; one file each.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

#include "printing/badge_preview.h"
#include "printing/result.h"

namespace printing::command {

inline constexpr int exit_no = 1;
inline constexpr int exit_wrong_use = 2;

// Thrown to main only: ends the command with a message and an exit status.
struct Stop {
    int status = exit_no;
    std::string what;
};

template <class T>
T value_or_stop(Result<T> result) {
    if (!result)
        throw Stop{result.error().kind == FailureKind::bad_input ? exit_wrong_use : exit_no, result.error().what};
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

// Which badge, and what it says.
struct BadgeOptions {
    PreviewRequest request{.folders = {"assets/badges"}};
    std::vector<std::string> fields;  // KEY=VALUE
    std::string photo;
    std::string logo;
    bool sample = false;
};
void add_badge_options(CLI::App& command, BadgeOptions& options);
// Throws Stop for a key that isn't known and a file that can't be read.
[[nodiscard]] BadgeFields fields_of(const BadgeOptions& options);

// Each adds its subcommands, which run while the words are parsed and throw Stop where they fail.
void add_render(CLI::App& app);
void add_sheet(CLI::App& app);
void add_printing(CLI::App& app);
void add_queues(CLI::App& app);
void add_test_page(CLI::App& app);

}  // namespace printing::command
