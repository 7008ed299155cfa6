// The guard's frame around a picture, as its conductor draws it.
#include "tests/gallery/pictures/guard_scene.h"

#include "kiosk/ui/ui.h"
#include "tests/gallery/pictures/album.h"

namespace vestibule::guard {

using namespace gallery;

namespace {

struct Drawer {
    ui::Ui& ui;
    const State& state;
    const View& view;
    Draft& draft;
    std::optional<Event> operator()(const Idle& s) const { return draw(ui, s, state, view, draft); }
    std::optional<Event> operator()(const ShowVerdict& s) const { return draw(ui, s, view); }
    std::optional<Event> operator()(const EnterPin& s) const { return draw(ui, s, view, draft); }
    std::optional<Event> operator()(const ShowList& s) const { return draw(ui, s, state, view, draft); }
    std::optional<Event> operator()(const ShowRollCall& s) const { return draw(ui, s, view); }
};

}  // namespace

View gallery_view() {
    return {.gate = "Gate 1", .zone = zone(), .now = now(), .exchange = in_touch(), .reading = {}, .inside = 37};
}

void add(Album& album, Scene scene) {
    Picture picture{.screen = name_of(scene.screen),
                    .state = scene.state,
                    .alternative = scene.screen.index(),
                    .focus = scene.focus,
                    .scrolled = scene.scrolled,
                    .draw = {}};
    picture.draw = [scene = std::move(scene)](ui::Ui& ui) {
        auto draft = scene.draft;
        const State state{.screen = scene.screen, .session = scene.session, .passage = scene.passage};
        return std::visit(Drawer{ui, state, scene.view, draft}, scene.screen).has_value();
    };
    album.pictures.push_back(std::move(picture));
}

Session signed_in(StaffView staff) {
    return {.staff = std::move(staff), .last_touched = now()};
}

Notice notice(Notice::About about) {
    return {.about = about, .problem = {}, .since = now()};
}

Notice failure() {
    return {.about = Notice::About::failed, .problem = unreadable_log(), .since = now()};
}

Reading unread() {
    return {.problem = unreadable_log(), .read_at = now() - std::chrono::minutes{3}, .tried_at = now()};
}

}  // namespace vestibule::guard

namespace vestibule::gallery {

Album guard_album() {
    return album_of_screens<guard::Screen>(Role::guard);
}

}  // namespace vestibule::gallery
