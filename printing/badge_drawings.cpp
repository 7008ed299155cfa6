// Files are outlined once; a look's boxes are checked when it is first asked for, and kept.
#include "printing/badge_drawings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <tuple>

#include "printing/raster_page.h"

namespace printing {
namespace {

constexpr int placing_dpi = 300;
constexpr double paper_side_mm_min = 100;  // media whose shorter side is longer are paper, not labels
constexpr double same_cover = 0.02;

// "visitor-62x100" is a drawing of the look "visitor".
std::string look_of_stem(const std::string& stem) {
    const auto dash = stem.rfind('-');
    if (dash == std::string::npos || dash + 1 == stem.size()) return stem;
    const auto size = stem.substr(dash + 1);
    const bool is_size =
        size.find_first_not_of("0123456789.x") == std::string::npos && size.find('x') != std::string::npos;
    return is_size ? stem.substr(0, dash) : stem;
}

bool is_of(Orientation wanted, const TemplateOutline& outline) {
    return (wanted == Orientation::landscape) == (outline.width_mm > outline.height_mm);
}

Orientation orientation_on(const Medium& medium, Orientation wanted) {
    if (wanted != Orientation::any) return wanted;
    const double shorter = medium.continuous ? medium.width_mm : std::min(medium.width_mm, medium.height_mm);
    return shorter >= paper_side_mm_min ? Orientation::portrait : Orientation::landscape;
}

// The share of the medium that the drawing covers, its width alone on a roll; nullopt where it would be too small.
std::optional<double> cover(const TemplateOutline& outline, const Medium& medium) {
    const auto placement = place_badge(outline.width_mm, outline.height_mm, medium, placing_dpi);
    if (!placement) return std::nullopt;
    const double covered = outline.width_mm * outline.height_mm * placement->scale * placement->scale;
    return covered / (placement->page.width_mm * placement->page.height_mm);
}

}  // namespace

struct BadgeDrawings::File {
    std::filesystem::path path;
    std::size_t folder = 0;
    std::string svg;
    TemplateOutline outline;
    std::vector<std::string> looks;
};

struct BadgeDrawings::Cache {
    std::mutex lock;
    std::map<std::tuple<const File*, std::string, Inks>, BadgeTemplate> templates;
};

namespace {

// The folder's SVG files in the order of their names; a file stands for itself.
Result<std::vector<std::filesystem::path>> svg_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    std::error_code error;
    if (folder.extension() == ".svg" && !std::filesystem::is_directory(folder, error)) return std::vector{folder};
    if (folder.empty() || !std::filesystem::exists(folder, error)) return found;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
        if (entry->path().extension() == ".svg") found.push_back(entry->path());
    if (error)
        return failure(FailureKind::storage, fmt::format("Can't read {}: {}.", folder.string(), error.message()));
    if (found.size() > drawings_max)
        return failure(FailureKind::storage,
                       fmt::format("{} holds more than {} drawings.", folder.string(), drawings_max));
    std::ranges::sort(found);
    return found;
}

}  // namespace

BadgeDrawings::BadgeDrawings(std::vector<File> files)
    : files_(std::make_shared<const std::vector<File>>(std::move(files))), cache_(std::make_shared<Cache>()) {}

Result<BadgeDrawings> BadgeDrawings::in(std::vector<std::filesystem::path> folders) {
    std::vector<File> files;
    std::string searched;
    for (std::size_t folder = 0; folder < folders.size(); ++folder) {
        const auto paths = svg_files(folders[folder]);
        if (!paths) return tl::unexpected(paths.error());
        for (const auto& path : *paths) {
            auto svg = read_template_file(path);
            if (!svg) return tl::unexpected(svg.error());
            auto outline = outline_of(*svg);
            if (!outline)
                return failure(outline.error().kind, fmt::format("{}: {}", path.string(), outline.error().what));
            auto looks = outline->looks;
            if (looks.empty()) looks.push_back(look_of_stem(path.stem().string()));
            files.push_back({path, folder, *std::move(svg), *std::move(outline), std::move(looks)});
        }
        searched += (searched.empty() ? "" : ", ") + folders[folder].string();
    }
    if (files.empty())
        return failure(FailureKind::not_found, fmt::format("There are no badge drawings in {}.", searched));
    return BadgeDrawings(std::move(files));
}

Result<BadgeTemplate> BadgeDrawings::read(const File& file, const LookChoice& choice) const {
    const std::scoped_lock guard(cache_->lock);
    const auto key = std::tuple{&file, choice.look, choice.inks};
    if (const auto known = cache_->templates.find(key); known != cache_->templates.end()) return known->second;
    auto parsed = BadgeTemplate::parse(file.svg, choice);
    if (!parsed) return failure(parsed.error().kind, fmt::format("{}: {}", file.path.string(), parsed.error().what));
    cache_->templates.emplace(key, *parsed);
    return parsed;
}

const BadgeDrawings::File* BadgeDrawings::best(const Medium& medium, const BadgeDesign& design) const {
    const File* best = nullptr;
    std::pair<bool, double> best_rank;
    const auto preferred = orientation_on(medium, design.orientation);
    for (const auto& file : *files_) {
        if (std::ranges::count(file.looks, design.look) == 0) continue;
        if (best != nullptr && file.folder != best->folder) break;
        const auto covered = cover(file.outline, medium);
        if (!covered) continue;
        const bool fitting = is_of(preferred, file.outline);
        // Without a wish, the orientation only decides between drawings that cover the same.
        const auto rank = design.orientation == Orientation::any
                              ? std::pair{false, *covered + (fitting ? same_cover : 0)}
                              : std::pair{fitting, *covered};
        if (best == nullptr || rank > best_rank) std::tie(best, best_rank) = std::pair{&file, rank};
    }
    return best;
}

Result<BadgeTemplate> BadgeDrawings::for_medium(const Medium& medium, const BadgeDesign& design, Inks inks) const {
    if (const File* file = best(medium, design)) return read(*file, {.look = design.look, .inks = inks});
    const auto known = looks();
    if (std::ranges::count(known, design.look) == 0)
        return failure(FailureKind::bad_template,
                       fmt::format("There is no badge drawing for the look '{}'; there are: {}. Name one of these, "
                                   "or draw it.",
                                   design.look, fmt::join(known, ", ")));
    return failure(FailureKind::too_small,
                   fmt::format("Every drawing of the look '{}' is too large for {} ({:g} × {:g} mm).", design.look,
                               medium.name, medium.width_mm, medium.height_mm));
}

std::vector<std::string> BadgeDrawings::mistakes() const {
    std::vector<std::string> found;
    for (const auto& file : *files_)
        for (const auto& look : file.looks)
            for (const auto inks : {Inks::colour, Inks::black})
                if (const auto drawing = read(file, {.look = look, .inks = inks});
                    !drawing && std::ranges::count(found, drawing.error().what) == 0)
                    found.push_back(drawing.error().what);
    return found;
}

std::vector<std::string> BadgeDrawings::looks() const {
    std::vector<std::string> found;
    for (const auto& file : *files_)
        for (const auto& look : file.looks)
            if (std::ranges::count(found, look) == 0) found.push_back(look);
    return found;
}

}  // namespace printing
