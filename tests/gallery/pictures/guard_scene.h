// How the guard's pictures are made: a state, what its conductor would show with it, and what was typed.
#pragma once

#include <type_traits>

#include "kiosk/screens/guard/view.h"
#include "tests/gallery/pictures/facts.h"
#include "tests/gallery/pictures/picture.h"

namespace vestibule::guard {

// An ordinary morning at a gate of both directions: 37 inside, nobody waits.
[[nodiscard]] View gallery_view();

struct Scene {
    std::string state;
    Screen screen;
    View view = gallery_view();
    Draft draft{};
    Session session{};
    Passage passage = Passage::in;
    std::string focus{};
    std::string scrolled{};
};
void add(gallery::Album& album, Scene scene);

[[nodiscard]] Session signed_in(StaffView staff = gallery::staff());
[[nodiscard]] Notice notice(Notice::About about);
[[nodiscard]] Notice failure();

// What reading the log for the view may have come to.
[[nodiscard]] Reading unread();

// One for each alternative of Screen.
template <class Alternative>
using Of = std::type_identity<Alternative>;
void add_pictures(Of<Idle>, gallery::Album& album);          // guard_gate.cpp
void add_pictures(Of<ShowVerdict>, gallery::Album& album);   // guard_gate.cpp
void add_pictures(Of<EnterPin>, gallery::Album& album);      // guard_lists.cpp
void add_pictures(Of<ShowList>, gallery::Album& album);      // guard_lists.cpp
void add_pictures(Of<ShowRollCall>, gallery::Album& album);  // guard_lists.cpp

}  // namespace vestibule::guard
