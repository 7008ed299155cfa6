// Whether the views on disk are what the events come to.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/visit/site_state.h"

namespace vestibule {

inline constexpr std::size_t views_named_max = 20;
inline constexpr std::size_t views_memory_kib_max = 64U << 10U;  // some 350,000 events; beyond, SQLite sorts in files

struct ViewsCheck {
    std::uint64_t compared = 0;   // rows of views
    std::uint64_t differing = 0;  // … that aren't what the events come to, or missing; and views with rows too many
    std::vector<std::string> named;  // the first of them: "visit 0f3a…"
};

// Folds all events and holds what they come to against what lies in the file, row by row, without writing anything
// anywhere. `judge` must have `certified`: the site's own. Reads one moment of the log; the writer goes on meanwhile.
// Thread: any. Blocks: reads all; some seconds a million events. Errors: ask_staff where the file can't be read;
// retry_later where its views are of an older form, which the next start makes anew.
[[nodiscard]] Result<ViewsCheck> check_views(const std::filesystem::path& log_file, const SiteJudge& judge,
                                             std::size_t memory_kib_max = views_memory_kib_max);

}  // namespace vestibule
