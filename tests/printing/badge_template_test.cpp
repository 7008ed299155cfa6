// What a designer's SVG must have, and how the refusal names what is wrong.
#include "printing/badge_template.h"

#include <catch2/catch.hpp>
#include <string>

#include "printing/badge_render.h"
#include "tests/printing/picture.h"
#include "tests/printing/sample_badges.h"

namespace {

using namespace printing;

// A small correct template; `from` is replaced by `to` to break it.
std::string svg_with(const std::string& from, const std::string& to) {
    std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" width="85.6mm" height="54mm" viewBox="0 0 85.6 54">
<style>.away { visibility: hidden }</style>
<clipPath id="corner"><rect width="2" height="2"/></clipPath>
<g fill="none">
<rect id="type" x="5" y="5" width="40" height="4"/>
<rect id="valid-until" x="46" y="5" width="34" height="4"/>
<rect id="name" x="5" y="10" width="75" height="9" data-size="8" data-min-size="3" data-lines="2"/>
<rect id="company" x="5" y="20" width="45" height="5"/>
<g id="people"><rect id="host" x="5" y="30" width="45" height="5"/></g>
<rect id="zones" x="5" y="36" width="45" height="4"/>
<rect id="escort" x="5" y="41" width="45" height="6"/>
<rect id="qr" x="53" y="20" width="29" height="29"/>
<rect id="code" x="53" y="49" width="29" height="3"/>
</g></svg>)";
    if (from.empty()) return svg;
    const auto at = svg.find(from);
    REQUIRE(at != std::string::npos);
    return svg.replace(at, from.size(), to);
}

std::string refusal(const std::string& svg, const LookChoice& choice = {}) {
    const auto parsed = BadgeTemplate::parse(svg, choice);
    if (parsed) return "accepted";
    CHECK(parsed.error().kind == FailureKind::bad_template);
    return parsed.error().what;
}

// A template of two looks, each with another head in either ink; as Inkscape labels layers.
std::string layered_svg() {
    return svg_with("<g fill=\"none\">", R"(
<g xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:groupmode="layer" inkscape:label="look-plain">
  <g inkscape:label="ink-colour"><rect x="60" y="1" width="3" height="3" fill="#FF0000"/></g>
  <g class="art ink-black"><rect x="70" y="1" width="3" height="3" fill="#000000"/></g>
</g>
<g id="look-special" style="stroke:none;display:none">
  <g class="ink-colour" display="none"><rect x="10" y="1" width="3" height="3" fill="#FF0000"/></g>
  <g class="ink-black"><rect x="20" y="1" width="3" height="3" fill="#000000"/>
    <rect data-box="type" x="8" y="5" width="30" height="4" data-color="#FFFFFF"/></g>
</g>
<g fill="none">)");
}

bool is_dark(const BadgeTemplate& badge_template, double x_mm, double y_mm) {
    const auto picture = printing_tests::read_png(render_png(badge_template, sample_fields(), 254).value());
    return picture.at(static_cast<int>(x_mm * 10), static_cast<int>(y_mm * 10)) < 200;
}

}  // namespace

TEST_CASE("a correct template gives its real size and its boxes in millimetres") {
    const auto parsed = BadgeTemplate::parse(svg_with("", ""));
    if (!parsed) FAIL(parsed.error().what);
    CHECK(parsed->width_mm() == Approx(85.6));
    CHECK(parsed->height_mm() == Approx(54));
    const auto* name = parsed->box("name");
    REQUIRE(name != nullptr);
    CHECK(name->box.x == Approx(5).margin(0.01));
    CHECK(name->box.width == Approx(75).margin(0.01));
    CHECK(name->style.size_mm == Approx(8));
    CHECK(name->style.lines_max == 2);
    for (const char* optional : {"logo", "photo", "host-label"}) CHECK(parsed->box(optional) == nullptr);
}

TEST_CASE("a box moved by a transform is where it is drawn") {
    const auto parsed = BadgeTemplate::parse(
        svg_with(R"(<rect id="host" x="5" y="30")", R"(<rect id="host" transform='translate(2 .5)' x="5" y="30")"));
    REQUIRE(parsed);
    CHECK(parsed->box("host")->box.x == Approx(7).margin(0.01));
    CHECK(parsed->box("host")->box.y == Approx(30.5).margin(0.01));
}

TEST_CASE("what is wrong with a template is refused with the box's name and what to do") {
    struct Row {
        const char* from;
        const char* to;
        const char* says;
    };
    const Row row = GENERATE(
        Row{R"(id="company")", R"(id="firm")", "no box 'company': draw a rectangle and give it the id 'company'"},
        Row{R"(id="qr")", R"(id="code2")", "no box 'qr'"}, Row{R"(id="zones")", R"(id="access")", "no box 'zones'"},
        Row{R"(<rect id="zones" x="5" y="36" width="45" height="4"/>)", R"(<g id="zones"/>)",
            "'zones' isn't a shape"},
        Row{R"(<rect id="zones" x="5" y="36" width="45" height="4"/>)", R"(<text id="zones" x="5" y="38">x</text>)",
            "'zones' isn't a shape"},
        Row{R"(<g id="people">)", R"(<rect id="host" x="5" y="26" width="45" height="3"/><g id="people">)",
            "box 'host' more than once"},
        Row{R"(id="valid-until" x="46" y="5" width="34" height="4")",
            R"(id="valid-until" x="46" y="5" width="0" height="0")", "box 'valid-until' is hidden or has no size"},
        Row{R"(id="name" x="5" y="10" width="75" height="9")", R"(id="name" x="5" y="10" width="75" height="15")",
            "box 'name' overlaps the box 'company': move"},
        Row{R"(id="zones" x="5" y="36")", R"(id="zones" x="5" y="38")", "box 'zones' overlaps the box 'escort'"},
        Row{R"(id="code" x="53" y="49")", R"(id="code" x="53" y="52")",
            "box 'code' leaves the badge: move it inside"},
        Row{R"(data-size="8")", R"(data-size="eight")", "box 'name' has a wrong value in data-size"},
        Row{R"(data-min-size="3")", R"(data-min-size="9")", "box 'name' has a wrong value in data-min-size"},
        Row{R"(id="type")", R"(id="type" data-color="red")", "box 'type' has a wrong value in data-color"},
        Row{R"(width="85.6mm" height="54mm")", R"(width="856" height="540")", "real width and height"},
        Row{R"(width="85.6mm")", R"(width="8560mm")", "20 to 400 mm"}, Row{"</svg>", "", "isn't"});
    CAPTURE(row.from, row.to);
    CHECK_THAT(refusal(svg_with(row.from, row.to)), Catch::Contains(row.says));
}

TEST_CASE("a hidden box is refused by name, whatever hides it") {
    const std::string how =
        GENERATE(R"(display="none")", R"(style="display:none")", R"(style="fill:red; display : none")",
                 R"(visibility="hidden")", R"(style="visibility:hidden")", R"(opacity="0")",
                 R"(style="opacity:0.02")", R"(class="away")", R"q(clip-path="url(#corner)")q");
    CAPTURE(how);
    CHECK_THAT(refusal(svg_with(R"(id="host")", R"(id="host" )" + how)), Catch::Contains("box 'host' is hidden"));
    CHECK_THAT(refusal(svg_with(R"(id="people")", R"(id="people" )" + how)), Catch::Contains("box 'host' is hidden"));
}

TEST_CASE("a long box that stands askew is refused by name") {
    CHECK_THAT(
        refusal(svg_with(R"(<rect id="zones" x="5" y="36" width="45" height="4"/>)",
                         R"q(<rect id="zones" x="52" y="30" width="0.1" height="4" transform="rotate(45)"/>)q")),
        Catch::Contains("box 'zones'"));
    CHECK_THAT(refusal(svg_with(
                   R"(<rect id="host" x="5" y="30" width="45" height="5"/>)",
                   R"q(<rect id="host" x="5" y="25.5" width="14" height="1.4" transform="rotate(45 12 31)"/>)q")),
               Catch::Contains("box 'host'"));
}

TEST_CASE("a box that shows faintly, or paints nothing, isn't hidden") {
    const std::string how = GENERATE(R"(fill="none")", R"(style="fill:none;stroke:none")", R"(opacity="0.3")",
                                     R"(style="fill-opacity:0")", R"(style="visibility:visible;display:inline")");
    CAPTURE(how);
    CHECK(refusal(svg_with(R"(id="host")", R"(id="host" )" + how)) == "accepted");
}

TEST_CASE("a box for the code is refused below the size at which scanners read the longest code") {
    CHECK(refusal(svg_with(R"(width="29" height="29")", R"(width="14.5" height="20")")) == "accepted");
    CHECK_THAT(
        refusal(svg_with(R"(width="29" height="29")", R"(width="20" height="14.4")")),
        Catch::Contains("box 'qr' is 20.0 × 14.4 mm") && Catch::Contains("needs 14.5 mm: make the box larger"));
}

TEST_CASE("boxes themselves aren't drawn, nor is what lies in the layer of samples") {
    const auto badge = BadgeTemplate::parse(
        svg_with(R"(<rect id="zones")", R"(<g id="sample"><rect x="1" y="50" width="3" height="3" fill="#000000"/></g>
                                          <rect id="zones" style="fill:#000000")"));
    if (!badge) FAIL(badge.error().what);
    CHECK_FALSE(is_dark(*badge, 48, 39));
    CHECK_FALSE(is_dark(*badge, 2, 51));
}

TEST_CASE("of the layers only those of the look and the inks are drawn, and a layer may replace a box") {
    const auto drawn = [](const char* look, Inks inks) {
        const auto badge = BadgeTemplate::parse(layered_svg(), {.look = look, .inks = inks});
        if (!badge) FAIL(badge.error().what);
        std::string seen;
        for (const double x : {61.5, 71.5, 11.5, 21.5}) seen += is_dark(*badge, x, 2.5) ? 'x' : '-';
        return std::pair{seen, badge->box("type")->box.x};
    };
    CHECK(drawn("plain", Inks::colour) == std::pair{std::string("x---"), drawn("plain", Inks::colour).second});
    CHECK(drawn("plain", Inks::black).first == "-x--");
    CHECK(drawn("special", Inks::colour).first == "--x-");
    CHECK(drawn("special", Inks::black).first == "---x");
    CHECK(drawn("special", Inks::colour).second == Approx(5).margin(0.01));
    CHECK(drawn("special", Inks::black).second == Approx(8).margin(0.01));
    CHECK(outline_of(layered_svg())->looks == std::vector<std::string>{"plain", "special"});
    CHECK_THAT(refusal(layered_svg(), {.look = "vip"}),
               Catch::Contains("no layer 'look-vip'; it has: plain, special"));
}

TEST_CASE("a drawing as Inkscape saves it: layers, transforms, its own namespaces, text as artwork") {
    const auto badge = BadgeTemplate::read(VESTIBULE_SOURCE "/tests/printing/fixtures/inkscape-visitor.svg");
    if (!badge) FAIL(badge.error().what);
    const auto near = [](double value) { return Approx(value).margin(0.02); };
    CHECK(badge->box("name")->box.x == near(4));
    CHECK(badge->box("name")->box.y == near(10.5));
    CHECK(badge->box("company")->box.width == near(45));
    CHECK(badge->box("zones")->box.y == near(33));
    CHECK(badge->box("qr")->box.width == near(28));
    CHECK(badge->box("type")->style.weight == 700);
    CHECK(is_dark(*badge, 1, 1));    // the gradient's dark end
    CHECK(is_dark(*badge, 20, 47));  // the line
    bool text = false;
    for (double x = 4; x < 35; x += 0.1) text = text || is_dark(*badge, x, 50.8);
    CHECK(text);
    BadgeFields nobody{.token = printing_tests::longest_token()};
    const auto picture = printing_tests::read_png(render_png(*badge, nobody, 254).value());
    CHECK(picture.at(100, 180) == 255);  // the sample's letters
    CHECK(picture.at(420, 160) == 255);  // the boxes' red
}

TEST_CASE("bytes that aren't an SVG, an empty file and a missing one are refused") {
    CHECK_THAT(refusal("\x89PNG\r\n"), Catch::Contains("isn't an SVG"));
    CHECK_THAT(refusal(""), Catch::Contains("isn't an SVG"));
    CHECK_THAT(refusal("<html/>"), Catch::Contains("isn't an SVG"));
    CHECK_THAT(refusal(std::string(template_bytes_max + 1, ' ')), Catch::Contains("1 MB"));
    std::string deep = svg_with("", "");
    for (int level = 0; level < 100; ++level) deep.insert(deep.find("<g fill"), "<g>");
    for (int level = 0; level < 100; ++level) deep.insert(deep.find("</svg>"), "</g>");
    CHECK_THAT(refusal(deep), Catch::Contains("more than 64 deep"));
    const auto missing = BadgeTemplate::read("/nonexistent/badge.svg");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind == FailureKind::storage);
}
