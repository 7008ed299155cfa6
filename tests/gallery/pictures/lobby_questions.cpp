// Pictures of a walk-in's questions, and of the answers read back.
#include "tests/gallery/pictures/lobby_scene.h"

namespace vestibule::lobby {

using namespace gallery;

namespace {

enum KeyboardPage : int { signs = 1, accents = 2 };

Draft named(std::string name) {
    Draft d;
    d.visit.name = std::move(name);
    return d;
}

// What the search has found for what was typed.
Scene host_scene(std::string state, std::string typed, std::vector<HostView> found) {
    Scene scene{.state = std::move(state), .screen = ChooseHost{}};
    scene.draft.host_typed = std::move(typed);
    scene.view.hosts = std::move(found);
    return scene;
}

std::vector<HostView> hosts(unsigned count) {
    std::vector<HostView> out;
    for (unsigned i = 0; i < count; ++i) out.push_back(host(i));
    return out;
}

Scene purpose_scene(std::string state, std::string purpose, std::vector<std::string> types) {
    Scene scene{.state = std::move(state), .screen = GivePurpose{}};
    scene.draft.visit.purpose = std::move(purpose);
    if (!types.empty()) scene.view.visit_types = std::move(types);
    return scene;
}

}  // namespace

void add_pictures(Of<WhoAreYou>, Album& album) {
    add(album, {.state = "asked", .screen = WhoAreYou{}});
    add(album, {.state = "named", .screen = WhoAreYou{}, .draft = named("Maja Horvat")});
    Draft asked_for;
    asked_for.name_asked_for = true;
    add(album, {.state = "the name is asked for", .screen = WhoAreYou{}, .draft = asked_for});
    add(album, {.state = "the company", .screen = WhoAreYou{}, .draft = answers(), .focus = "who.company"});
    add(album, {.state = "the phone", .screen = WhoAreYou{}, .draft = answers(), .focus = "who.phone"});
    add(album, {.state = "the longest", .screen = WhoAreYou{}, .draft = long_answers()});
    add(album,
        {.state = "changing", .screen = WhoAreYou{.changing = true}, .draft = answers(), .focus = "who.phone"});
    add(album, {.state = "signs", .screen = WhoAreYou{}, .draft = named("Maja"), .keyboard_page = signs});
    add(album, {.state = "accents", .screen = WhoAreYou{}, .draft = named("Jos"), .keyboard_page = accents});
    add(album, {.state = "still there?",
                .screen = WhoAreYou{},
                .draft = answers(),
                .still_there = now() + still_there_shown});
}

void add_pictures(Of<ChooseHost>, Album& album) {
    add(album, host_scene("asked", "", {}));
    add(album, host_scene("one found", "Tomás", {host(4)}));
    add(album, host_scene("four found", "n", hosts(4)));
    add(album, host_scene("sixty found", "a", hosts(60)));
    auto last = host_scene("sixty found, the last of them", "a", hosts(60));
    last.scrolled = "host.list";
    add(album, std::move(last));
    add(album, host_scene("nobody found", "xyzzy", {}));
    add(album, host_scene("the longest", long_name, {long_host()}));
    auto chosen = host_scene("chosen, changing", "", {host(2)});
    chosen.screen = ChooseHost{.changing = true}, chosen.draft = answers();
    add(album, std::move(chosen));
}

void add_pictures(Of<GivePurpose>, Album& album) {
    add(album, purpose_scene("asked", "", {}));
    add(album, purpose_scene("the longest", long_purpose, {}));
    add(album, purpose_scene("one type", "Design review", {"visitor"}));
    add(album, purpose_scene("ten types", "Design review",
                             {"visitor", "customer", "official", "supplier", "delivery", "contractor", "auditor",
                              "candidate", "journalist", "brand ambassador"}));
    auto changing = purpose_scene("changing", "Design review", {});
    changing.screen = GivePurpose{.changing = true}, changing.draft.visit.type = "supplier";
    add(album, std::move(changing));
}

void add_pictures(Of<GiveDetails>, Album& album) {
    add(album, {.state = "asked", .screen = GiveDetails{}});
    add(album, {.state = "as many as may come", .screen = GiveDetails{}, .draft = long_answers()});
    add(album, {.state = "the plate", .screen = GiveDetails{}, .draft = answers(), .focus = "details.plate"});
    add(album, {.state = "changing", .screen = GiveDetails{.changing = true}, .draft = answers()});
}

void add_pictures(Of<Confirm>, Album& album) {
    add(album, {.state = "ordinary", .screen = Confirm{}, .draft = answers()});
    add(album, {.state = "hardly anything said", .screen = Confirm{}, .draft = named("Ng")});
    add(album, {.state = "the longest", .screen = Confirm{}, .draft = long_answers()});
    auto unknown = answers();
    unknown.visit.host.reset(), unknown.visit.host_text = "Tomás", unknown.host_unknown = true;
    add(album, {.state = "the host's name unknown", .screen = Confirm{.registered = true}, .draft = unknown});
    add(album,
        {.state = "still there?", .screen = Confirm{}, .draft = answers(), .still_there = now() + still_there_shown});
}

}  // namespace vestibule::lobby
