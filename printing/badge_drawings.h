// The drawings at hand, and which of them suits a medium: a company's own first, then the bundled ones.
//
//     const auto drawings = BadgeDrawings::in({"/etc/vestibule/badges", "assets/badges"});
//     const auto drawing = drawings->for_medium(*medium_named("iso_a6_105x148mm"), {.look = "vip"}, Inks::black);
//
// A folder holds SVG files (badge_template.h). One with look layers serves those looks; one without serves the look
// that its file is named after (`auditor.svg`, `auditor-62x100.svg`). The size of the drawing says which medium it is
// for.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "printing/badge_template.h"
#include "printing/medium.h"
#include "printing/result.h"

namespace printing {

// How the badge is held when it is read; on the paper it may lie turned.
enum class Orientation { any, landscape, portrait };

struct BadgeDesign {
    std::string look = "visitor";
    Orientation orientation = Orientation::any;
};

inline constexpr std::size_t drawings_max = 200;  // files of a folder that are looked at

// Immutable; copies share what was read. Thread: any.
class BadgeDrawings {
  public:
    // A path that ends in .svg is a folder of that one drawing. Folders that don't exist hold none. A file that can't
    // be used is left out, so that the others serve; `unusable` names it. Blocks: reads each file once. Errors:
    // storage where a folder or file can't be read just now; bad_template where no drawing is left.
    [[nodiscard]] static Result<BadgeDrawings> in(std::vector<std::filesystem::path> folders);

    // The drawing of this look that covers the most of the medium, of the first folder that has one which fits and
    // has no mistake; of those that cover the same, the wanted orientation (`any`: landscape on cards and labels,
    // portrait on paper). A drawing of the other orientation is taken only where there's no other. Blocks: some
    // milliseconds the first time, when the file's boxes are checked. Errors: bad_template for a look that nobody
    // drew, with those that exist, and for a mistake in the best drawing where no other serves, with file and box;
    // too_small where every drawing is too large for the medium.
    [[nodiscard]] Result<BadgeTemplate> for_medium(const Medium& medium, const BadgeDesign& design, Inks inks) const;

    // Every look of every file, in both inks, and the unusable files: what a designer has to correct, one sentence
    // each; empty when all is well.
    [[nodiscard]] std::vector<std::string> mistakes() const;
    // The files that were left out, one sentence each: no whole SVG, such as one that is just being saved.
    [[nodiscard]] const std::vector<std::string>& unusable() const { return *unusable_; }
    [[nodiscard]] std::vector<std::string> looks() const;

  private:
    struct File;
    struct Cache;
    BadgeDrawings(std::vector<File> files, std::vector<std::string> unusable);

    [[nodiscard]] static Result<File> read_outline(const std::filesystem::path& path);
    [[nodiscard]] std::vector<const File*> suiting(const Medium& medium, const BadgeDesign& design) const;
    [[nodiscard]] Result<BadgeTemplate> read(const File& file, const LookChoice& choice) const;

    std::shared_ptr<const std::vector<File>> files_;
    std::shared_ptr<const std::vector<std::string>> unusable_;
    std::shared_ptr<Cache> cache_;
};

}  // namespace printing
