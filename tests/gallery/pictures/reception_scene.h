// How reception's pictures are made: a state, what its conductor would show with it, and what was typed.
#pragma once

#include <type_traits>

#include "kiosk/screens/reception/view.h"
#include "tests/gallery/pictures/facts.h"
#include "tests/gallery/pictures/picture.h"

namespace vestibule::reception {

// An ordinary morning with a dozen visits, one printer that is ready, and one site.
[[nodiscard]] View gallery_view();
// So many rows in the list, with their counters.
void list(View& view, std::vector<VisitView> rows);

struct Scene {
    std::string state;
    Screen screen;
    View view = gallery_view();
    Draft draft{};
    StaffView staff = gallery::staff();
    std::string focus{};
    std::string scrolled{};
};
void add(gallery::Album& album, Scene scene);

[[nodiscard]] Notice told(Done done);
[[nodiscard]] Notice failure();
[[nodiscard]] Reading unread();

// Badges on their way to paper: each stage and each thing that may happen next, over and over.
[[nodiscard]] std::vector<PrintJobView> jobs(std::size_t count);
[[nodiscard]] PrintJobView waiting_job(const VisitView& visit);  // with three attempts behind it
// Of these the first is in trouble.
[[nodiscard]] std::vector<OnePrinterView> printers(std::size_t count);
[[nodiscard]] std::vector<SiteRow> sites(std::size_t count);

// One for each alternative of Screen.
template <class Alternative>
using Of = std::type_identity<Alternative>;
void add_pictures(Of<EnterPin>, gallery::Album& album);      // reception_pages.cpp
void add_pictures(Of<Day>, gallery::Album& album);           // reception_pages.cpp
void add_pictures(Of<Details>, gallery::Album& album);       // reception_sheets.cpp
void add_pictures(Of<Reprint>, gallery::Album& album);       // reception_sheets.cpp
void add_pictures(Of<MovePrint>, gallery::Album& album);     // reception_sheets.cpp
void add_pictures(Of<AdmitAnyway>, gallery::Album& album);   // reception_sheets.cpp
void add_pictures(Of<ShowRollCall>, gallery::Album& album);  // reception_pages.cpp

}  // namespace vestibule::reception
