// A display that no window shows, for tests that look at what a screen says and draws.
#pragma once

#include <stdlib.h>

#include <memory>

#include "kiosk/ui/ui.h"
#include "tests/support/temporary_folder.h"

namespace vestibule::screens_test {

// Nothing moves on it, no pixel is filled (llvmpipe's own switch), and its words come from this build's catalogues.
inline std::unique_ptr<ui::Ui> offscreen(Role role, ui::Size size) {
    ::setenv("SDL_VIDEODRIVER", "offscreen", 0);
    ::setenv("LP_NO_RAST", "1", 0);
    ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 0);
    ::setenv("VESTIBULE_LOCALES", VESTIBULE_BUILD "/locale", 0);
    Config::Display display;
    display.motion = false;
    return test_support::must(ui::Ui::open({.display = display, .role = role, .windowed = size, .tree_file = {}}));
}

}  // namespace vestibule::screens_test
