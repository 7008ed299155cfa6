// Drawing a picture.
#include "tests/gallery/pictures/stage.h"

#include <cstdlib>

#include "kiosk/base/paths.h"

namespace vestibule::gallery {
namespace {

constexpr float end_of_any_list = 1e6F;

void set_surroundings(Painting painting) {
    ::setenv("SDL_VIDEODRIVER", "offscreen", 0);
    ::setenv("LIBGL_ALWAYS_SOFTWARE", "1", 0);
    ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 0);
    ::setenv("VESTIBULE_LOCALES", VESTIBULE_BUILD "/locale", 0);
    // llvmpipe's own switch: it takes all calls and fills no pixel. Other drivers don't know it, and paint.
    if (painting == Painting::left_out) ::setenv("LP_NO_RAST", "1", 0);
}

}  // namespace

Result<Stage> Stage::open(const Place& place, Painting painting) {
    set_surroundings(painting);
    Config::Display display;
    display.motion = false;
    auto opened = ui::Ui::open({.display = display, .role = place.role, .windowed = place.size, .tree_file = {}});
    if (!opened) return tl::unexpected(opened.error());
    return Stage{std::move(*opened)};
}

const Texts& Stage::texts_in(const std::string& language) {
    return texts_.try_emplace(language, catalogue_folder(), language).first->second;
}

Shown Stage::show(const Picture& picture, const Look& look, const std::string& language) {
    const auto& texts = texts_in(language);
    ui_->set_comfort(look.comfort);
    // Another screen in between: the next one opens without the last one's focus, scrolling and keyboard.
    ui_->begin_frame("gallery.between", texts);
    ui_->end_frame();
    bool acted = false;
    // What a screen asks for in its first frame, such as the focus of its first field, is there in the second.
    for (int frame = 0; frame < 2; ++frame) {
        ui_->begin_frame(picture.screen, texts);
        if (frame == 0 && !picture.focus.empty()) ui_->focus(picture.focus);
        if (frame == 1) ui_->keyboard().page = picture.keyboard_page;
        if (!picture.scrolled.empty()) ui_->scroll_offset(picture.scrolled) = end_of_any_list;
        acted |= picture.draw(*ui_);
        ui_->end_frame();
    }
    auto tree = test_support::parse_tree(ui::json_of(ui_->tree()));
    tree.page = 0;  // counts the pages that were shown
    return {.tree = std::move(tree), .acted = acted};
}

}  // namespace vestibule::gallery
