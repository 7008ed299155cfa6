// The lobby's frame around a picture, as its conductor draws it.
#include "tests/gallery/pictures/lobby_scene.h"

#include "tests/gallery/pictures/album.h"
#include "tests/gallery/pictures/places.h"

namespace vestibule::lobby {

using namespace gallery;

View gallery_view() {
    return {.now = now(),
            .site = "Harbour House",
            .clock = zone().hour_minute(now()),
            .directions = {},
            .hour = 9,
            .logo = {},
            .languages = languages(),
            .hosts = {},
            .visit_types = {"visitor", "contractor", "candidate", "supplier", "auditor"},  // config/policy.toml
            .zone = &zone(),
            .exchange = in_touch()};
}

void add(Album& album, Scene scene) {
    Picture picture{.screen = std::string{name_of(scene.screen)},
                    .state = scene.state,
                    .alternative = scene.screen.index(),
                    .focus = scene.focus,
                    .keyboard_page = scene.keyboard_page,
                    .scrolled = scene.scrolled,
                    .draw = {}};
    picture.draw = [scene = std::move(scene)](ui::Ui& ui) {
        auto draft = scene.draft;
        auto view = scene.view;
        for (auto& call : view.calls) call.texts = &ui.texts();
        ui.set_inert(scene.still_there.has_value());
        auto action = std::visit([&](const auto& s) { return draw(ui, s, view, draft); }, scene.screen);
        if (scene.still_there) {
            ui.set_inert(false);
            action = draw_still_there(ui, *scene.still_there, view.now);
        }
        return action.has_value();
    };
    album.pictures.push_back(std::move(picture));
}

Draft answers() {
    const auto met = host(2);
    Draft d;
    d.visit.name = "Maja Horvat", d.visit.company = "Adria Robotics", d.visit.phone = "+385 1 555 0101";
    d.visit.host = met.id, d.visit.purpose = "Design review", d.visit.companions = 1, d.visit.plate = "ZG 1234-AB";
    d.host_name = d.host_typed = met.name, d.host_department = met.department;
    return d;
}

Draft long_answers() {
    const auto met = long_host();
    Draft d;
    d.visit.name = long_name, d.visit.company = long_company, d.visit.phone = "+44 20 7946 0101 - 12345";
    d.visit.host = met.id, d.visit.purpose = long_purpose, d.visit.companions = companions_most;
    d.visit.plate = "LLANFAIR-123456", d.visit.type = "contractor";
    d.host_name = d.host_typed = met.name, d.host_department = met.department;
    return d;
}

}  // namespace vestibule::lobby

namespace vestibule::gallery {

Album lobby_album() {
    return album_of_screens<lobby::Screen>(Role::lobby);
}

}  // namespace vestibule::gallery
