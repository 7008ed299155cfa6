// Pictures of the lobby's first start, its welcome, and what lies behind the corner.
#include "tests/gallery/pictures/lobby_scene.h"

namespace vestibule::lobby {

using namespace gallery;
using std::chrono::seconds;

namespace {

Draft with_pin(std::string pin) {
    Draft d;
    d.pin = std::move(pin);
    return d;
}

// Told so in the page's language, as add() sees to.
Call call(std::string name, std::string host) {
    return {.call = {.visit = numbered<VisitId>(1),
                     .language = "en",
                     .name = std::move(name),
                     .host = std::move(host),
                     .since = now() - seconds{40}},
            .texts = nullptr};
}

View calling(std::vector<Call> calls) {
    auto view = gallery_view();
    view.calls = std::move(calls);
    return view;
}

}  // namespace

void add_pictures(Of<SetUpName>, Album& album) {
    add(album, {.state = "first start", .screen = SetUpName{}});
    Draft d;
    d.staff_name = long_name;
    add(album, {.state = "a long name", .screen = SetUpName{}, .draft = d});
}

void add_pictures(Of<SetUpPin>, Album& album) {
    add(album, {.state = "first start", .screen = SetUpPin{}});
    add(album, {.state = "a PIN of twelve", .screen = SetUpPin{}, .draft = with_pin("482915482915")});
    add(album,
        {.state = "repeating", .screen = SetUpPin{.repeating = true, .refused = {}}, .draft = with_pin("4027")});
    add(album, {.state = "they differed", .screen = SetUpPin{.differed = true, .refused = {}}});
    add(album, {.state = "too easy", .screen = SetUpPin{.refused = "this PIN is too easy to guess"}});
}

void add_pictures(Of<OfferSamples>, Album& album) {
    add(album, {.state = "asked", .screen = OfferSamples{}});
    add(album, {.state = "failed", .screen = OfferSamples{.failed = true}});
}

void add_pictures(Of<Welcome>, Album& album) {
    add(album, {.state = "morning", .screen = Welcome{}});
    auto view = gallery_view();
    view.hour = 14, view.clock = "14:05", view.site = long_site;
    add(album, {.state = "afternoon, a long name of the house", .screen = Welcome{}, .view = view});
    view = gallery_view();
    view.hour = 21, view.clock = "21:30", view.languages = {"en"};
    add(album, {.state = "evening, one language", .screen = Welcome{}, .view = view});
    view = gallery_view();
    view.languages.assign(twelve_languages.begin(), twelve_languages.end());
    add(album, {.state = "twelve languages", .screen = Welcome{}, .view = view});
    add(album, {.state = "one is called", .screen = Welcome{}, .view = calling({call("Maja Horvat", "李娜 Li Na")})});
    auto refused = call("", "");
    refused.call.number = 7, refused.call.refused = true;
    add(album, {.state = "a number is called, refused", .screen = Welcome{}, .view = calling({refused})});
    auto elsewhere = call("Maja Horvat", "李娜 Li Na");
    elsewhere.call.elsewhere = true;
    add(album, {.state = "one is sent to reception", .screen = Welcome{}, .view = calling({elsewhere})});
    auto escorted = call(long_name, long_name);
    escorted.call.escort = true;
    add(album, {.state = "the longest is called", .screen = Welcome{}, .view = calling({escorted})});
    add(album,
        {.state = "five are called",
         .screen = Welcome{},
         .view = calling({call("Ng", ""), escorted, refused, call("陈思远", "张伟"), call("Amara Okafor", "")})});
    add(album,
        {.state = "five are called, the last ones",
         .screen = Welcome{.calls_from = 3},
         .view = calling({call("Ng", ""), escorted, refused, call("陈思远", "张伟"), call("Amara Okafor", "")})});
}

void add_pictures(Of<EnterPin>, Album& album) {
    add(album, {.state = "asked", .screen = EnterPin{}});
    add(album, {.state = "typed", .screen = EnterPin{}, .draft = with_pin("482915")});
    add(album, {.state = "wrong", .screen = EnterPin{.wrong = true}});
    auto view = gallery_view();
    view.keypad.wait_s = 959;
    add(album, {.state = "a pause", .screen = EnterPin{.wrong = true}, .view = view});
    view.keypad = {.locked = true};
    add(album, {.state = "locked", .screen = EnterPin{.wrong = true}, .view = view});
}

void add_pictures(Of<StaffMenu>, Album& album) {
    add(album, {.state = "in touch", .screen = StaffMenu{.staff = staff()}});
    auto view = gallery_view();
    view.exchange = out_of_touch();
    add(album, {.state = "out of touch, a long name",
                .screen = StaffMenu{.staff = {.id = {}, .name = long_name, .roles = {}}},
                .view = view});
    view.exchange = never_in_touch();
    add(album, {.state = "never in touch", .screen = StaffMenu{.staff = staff()}, .view = view});
}

}  // namespace vestibule::lobby
