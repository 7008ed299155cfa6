// One display without a screen, on which pictures are drawn one after the other.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "kiosk/base/result.h"
#include "kiosk/base/texts.h"
#include "kiosk/ui/ui.h"
#include "tests/gallery/pictures/picture.h"
#include "tests/gallery/pictures/places.h"
#include "tests/support/screen_tree.h"

namespace vestibule::gallery {

enum class Painting { real, left_out };  // left out: everything is measured and told, but nothing is painted

struct Shown {
    test_support::Tree tree;
    bool acted = false;  // the screen did something by itself
};

// Thread: the one that opened it; one at a time.
class Stage {
  public:
    // Errors: ask_staff, as the display's.
    [[nodiscard]] static Result<Stage> open(const Place& place, Painting painting);

    // The picture at rest, as if its screen had just been opened.
    [[nodiscard]] Shown show(const Picture& picture, const Look& look, const std::string& language);
    // What was shown last. Errors: ask_staff when the file can't be written.
    [[nodiscard]] Result<> save(const std::filesystem::path& png) { return ui_->screenshot(png); }

  private:
    explicit Stage(std::unique_ptr<ui::Ui> ui) : ui_{std::move(ui)} {}
    [[nodiscard]] const Texts& texts_in(const std::string& language);

    std::unique_ptr<ui::Ui> ui_;
    std::map<std::string, Texts> texts_;
};

}  // namespace vestibule::gallery
