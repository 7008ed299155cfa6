// How the lobby's pictures are made: a state, what its conductor would show with it, and what was typed.
#pragma once

#include <type_traits>

#include "kiosk/screens/lobby/draw.h"
#include "tests/gallery/pictures/facts.h"
#include "tests/gallery/pictures/picture.h"

namespace vestibule::lobby {

// An ordinary morning.
[[nodiscard]] View gallery_view();

struct Scene {
    std::string state;
    Screen screen;
    View view = gallery_view();
    Draft draft{};
    std::optional<Instant> still_there{};
    std::string focus{};
    int keyboard_page = 0;
    std::string scrolled{};
};
void add(gallery::Album& album, Scene scene);

// The answers of an ordinary walk-in, and the longest ones.
[[nodiscard]] Draft answers();
[[nodiscard]] Draft long_answers();

// One for each alternative of Screen.
template <class Alternative>
using Of = std::type_identity<Alternative>;
void add_pictures(Of<SetUpName>, gallery::Album& album);        // lobby_start.cpp
void add_pictures(Of<SetUpPin>, gallery::Album& album);         // lobby_start.cpp
void add_pictures(Of<OfferSamples>, gallery::Album& album);     // lobby_start.cpp
void add_pictures(Of<Welcome>, gallery::Album& album);          // lobby_start.cpp
void add_pictures(Of<EnterPin>, gallery::Album& album);         // lobby_start.cpp
void add_pictures(Of<StaffMenu>, gallery::Album& album);        // lobby_start.cpp
void add_pictures(Of<FindByCode>, gallery::Album& album);       // lobby_find.cpp
void add_pictures(Of<FindByName>, gallery::Album& album);       // lobby_find.cpp
void add_pictures(Of<MeetAppointment>, gallery::Album& album);  // lobby_find.cpp
void add_pictures(Of<Leaving>, gallery::Album& album);          // lobby_find.cpp
void add_pictures(Of<WhoAreYou>, gallery::Album& album);        // lobby_questions.cpp
void add_pictures(Of<ChooseHost>, gallery::Album& album);       // lobby_questions.cpp
void add_pictures(Of<GivePurpose>, gallery::Album& album);      // lobby_questions.cpp
void add_pictures(Of<GiveDetails>, gallery::Album& album);      // lobby_questions.cpp
void add_pictures(Of<Confirm>, gallery::Album& album);          // lobby_questions.cpp
void add_pictures(Of<Waiting>, gallery::Album& album);          // lobby_answers.cpp
void add_pictures(Of<Declined>, gallery::Album& album);         // lobby_answers.cpp
void add_pictures(Of<ShowBadge>, gallery::Album& album);        // lobby_answers.cpp
void add_pictures(Of<Goodbye>, gallery::Album& album);          // lobby_answers.cpp
void add_pictures(Of<Unavailable>, gallery::Album& album);      // lobby_answers.cpp

}  // namespace vestibule::lobby
