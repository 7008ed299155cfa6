// Files are outlined once; a look's boxes are checked when it is first asked for, and kept.
#include "printing/badge_drawings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
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
    std::size_t folder = 0;  // of those searched, in their order
    std::string svg;
    TemplateOutline outline;
    std::vector<std::string> looks;
};

struct BadgeDrawings::Cache {
    std::mutex lock;
    std::map<std::tuple<const File*, std::string, Inks>, BadgeTemplate> templates;
};

namespace {

// Editors keep hidden files beside the one that is being drawn.
bool is_drawing(const std::filesystem::directory_entry& entry) {
    std::error_code ignored;  // the reading of it says so better
    const auto& path = entry.path();
    return path.extension() == ".svg" && !path.filename().string().starts_with('.') && !entry.is_directory(ignored);
}

// The folder's SVG files in the order of their names; a file stands for itself.
Result<std::vector<std::filesystem::path>> svg_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    std::error_code error;
    if (folder.extension() == ".svg" && !std::filesystem::is_directory(folder, error)) return std::vector{folder};
    if (folder.empty()) return found;
    const bool exists = std::filesystem::exists(folder, error);
    if (!exists && !error) return found;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
        if (is_drawing(*entry)) found.push_back(entry->path());
    if (error)
        return failure(FailureKind::storage, fmt::format("Can't read {}: {}. Check the folder and its disk.",
                                                         folder.string(), error.message()));
    std::ranges::sort(found);
    return found;
}

// It will be no different in a moment: the file is at fault, and not the disk or the network that it lies on.
bool stays_unreadable(const std::filesystem::path& file) {
    return ::access(file.c_str(), R_OK) != 0 && (errno == EACCES || errno == ENOENT || errno == ELOOP);
}

Failure nothing_left(const std::vector<std::string>& unusable, const std::string& searched) {
    if (unusable.empty())
        return {FailureKind::bad_template,
                fmt::format("There are no badge drawings in {}. Put SVG files there.", searched)};
    return {FailureKind::bad_template,
            fmt::format("{} No badge drawing is left that can be used: correct this one.", unusable.front())};
}

}  // namespace

BadgeDrawings::BadgeDrawings(std::vector<File> files, std::vector<std::string> unusable)
    : files_(std::make_shared<const std::vector<File>>(std::move(files))),
      unusable_(std::make_shared<const std::vector<std::string>>(std::move(unusable))),
      cache_(std::make_shared<Cache>()) {}

Result<BadgeDrawings::File> BadgeDrawings::read_outline(const std::filesystem::path& path) {
    auto svg = read_template_file(path);
    if (!svg) return failure(stays_unreadable(path) ? FailureKind::bad_template : svg.error().kind, svg.error().what);
    auto outline = outline_of(*svg);
    if (!outline) return failure(outline.error().kind, fmt::format("{}: {}", path.string(), outline.error().what));
    auto looks = outline->looks;
    if (looks.empty()) looks.push_back(look_of_stem(path.stem().string()));
    return File{.path = path, .svg = *std::move(svg), .outline = *std::move(outline), .looks = std::move(looks)};
}

Result<BadgeDrawings> BadgeDrawings::in(std::vector<std::filesystem::path> folders) {
    std::vector<File> files;
    std::vector<std::string> unusable;
    std::string searched;
    for (std::size_t folder = 0; folder < folders.size(); ++folder) {
        auto paths = svg_files(folders[folder]);
        if (!paths) return tl::unexpected(paths.error());
        if (paths->size() > drawings_max) {
            unusable.push_back(fmt::format("{} holds more than {} drawings: take out what isn't needed from {} on.",
                                           folders[folder].string(), drawings_max,
                                           (*paths)[drawings_max].filename().string()));
            paths->resize(drawings_max);
        }
        for (const auto& path : *paths) {
            auto file = read_outline(path);
            if (!file && file.error().kind == FailureKind::storage) return tl::unexpected(file.error());
            if (!file) {
                unusable.push_back(file.error().what);
                continue;
            }
            file->folder = folder;
            files.push_back(*std::move(file));
        }
        searched += (searched.empty() ? "" : ", ") + folders[folder].string();
    }
    if (files.empty()) return tl::unexpected(nothing_left(unusable, searched));
    return BadgeDrawings(std::move(files), std::move(unusable));
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

// The best one first.
std::vector<const BadgeDrawings::File*> BadgeDrawings::suiting(const Medium& medium,
                                                               const BadgeDesign& design) const {
    struct Candidate {
        const File* file;
        std::pair<bool, double> rank;
    };
    std::vector<Candidate> found;
    const auto preferred = orientation_on(medium, design.orientation);
    for (const auto& file : *files_) {
        if (std::ranges::count(file.looks, design.look) == 0) continue;
        const auto covered = cover(file.outline, medium);
        if (!covered) continue;
        const bool fitting = is_of(preferred, file.outline);
        // Without a wish, the orientation only decides between drawings that cover the same.
        found.push_back({&file, design.orientation == Orientation::any
                                    ? std::pair{false, *covered + (fitting ? same_cover : 0)}
                                    : std::pair{fitting, *covered}});
    }
    std::ranges::stable_sort(found, [](const Candidate& a, const Candidate& b) {
        return a.file->folder != b.file->folder ? a.file->folder < b.file->folder : a.rank > b.rank;
    });
    std::vector<const File*> out;
    for (const auto& candidate : found) out.push_back(candidate.file);
    return out;
}

Result<BadgeTemplate> BadgeDrawings::for_medium(const Medium& medium, const BadgeDesign& design, Inks inks) const {
    const auto files = suiting(medium, design);
    std::optional<Failure> mistake;  // of the one that should have served
    for (const File* file : files) {
        auto drawing = read(*file, {.look = design.look, .inks = inks});
        if (drawing) return drawing;
        if (!mistake) mistake = drawing.error();
    }
    if (mistake) return tl::unexpected(*mistake);
    const auto known = looks();
    if (std::ranges::count(known, design.look) == 0) {
        const auto left_out = unusable().empty() ? "" : " Or correct this one: " + unusable().front();
        return failure(FailureKind::bad_template,
                       fmt::format("There is no badge drawing for the look '{}'; there are: {}. Name one of these, "
                                   "or draw it.{}",
                                   design.look, fmt::join(known, ", "), left_out));
    }
    return failure(FailureKind::too_small,
                   fmt::format("Every drawing of the look '{}' is too large for {} ({:g} × {:g} mm).", design.look,
                               medium.name, medium.width_mm, medium.height_mm));
}

std::vector<std::string> BadgeDrawings::mistakes() const {
    std::vector<std::string> found = unusable();
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
