// What a designer's SVG must have, and how the refusal names what is wrong.
#include "printing/badge_template.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/printing/picture.h"

namespace {

using namespace printing;

// A small correct template; `from` is replaced by `to` to break it.
std::string svg_with(const std::string& from, const std::string& to) {
    std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" width="85.6mm" height="54mm" viewBox="0 0 85.6 54">
<g fill="none">
<rect id="type" x="5" y="5" width="40" height="4"/>
<rect id="date" x="46" y="5" width="34" height="4"/>
<rect id="name" x="5" y="10" width="75" height="9" data-size="8" data-min-size="3" data-lines="2"/>
<rect id="company" x="5" y="20" width="45" height="5"/>
<rect id="host" x="5" y="30" width="45" height="5"/>
<rect id="access" x="5" y="40" width="45" height="6"/>
<rect id="qr" x="53" y="20" width="29" height="29"/>
<rect id="code" x="53" y="49" width="29" height="3"/>
</g></svg>)";
    if (from.empty()) return svg;
    const auto at = svg.find(from);
    REQUIRE(at != std::string::npos);
    return svg.replace(at, from.size(), to);
}

std::string refusal(const std::string& svg) {
    const auto parsed = BadgeTemplate::parse(svg);
    if (parsed) return "accepted";
    CHECK(parsed.error().kind == FailureKind::bad_template);
    return parsed.error().what;
}

}  // namespace

TEST_CASE("a correct template gives its real size and its boxes in millimetres") {
    const auto parsed = BadgeTemplate::parse(svg_with("", ""));
    REQUIRE(parsed);
    CHECK(parsed->width_mm() == Approx(85.6));
    CHECK(parsed->height_mm() == Approx(54));
    const auto* name = parsed->box("name");
    REQUIRE(name != nullptr);
    CHECK(name->box.x == Approx(5).margin(0.01));
    CHECK(name->box.width == Approx(75).margin(0.01));
    CHECK(name->style.size_mm == Approx(8));
    CHECK(name->style.lines_max == 2);
    CHECK(parsed->box("logo") == nullptr);
}

TEST_CASE("a box moved by a transform is where it is drawn") {
    const auto parsed = BadgeTemplate::parse(
        svg_with(R"(<rect id="host" x="5" y="30")", R"(<rect id="host" transform='translate(2 1)' x="5" y="30")"));
    REQUIRE(parsed);
    CHECK(parsed->box("host")->box.x == Approx(7).margin(0.01));
    CHECK(parsed->box("host")->box.y == Approx(31).margin(0.01));
}

TEST_CASE("what is wrong with a template is refused with the box's name") {
    struct Row {
        const char* from;
        const char* to;
        const char* says;
    };
    const Row row = GENERATE(
        Row{R"(id="company")", R"(id="firm")", "no box 'company'"}, Row{R"(id="qr")", R"(id="code2")", "no box 'qr'"},
        Row{R"(id="host")", R"(id="host" display="none")", "box 'host' has no"},
        Row{R"(id="date" x="46" y="5" width="34" height="4")", R"(id="date" x="46" y="5" width="0" height="0")",
            "box 'date' has no"},
        Row{R"(id="name" x="5" y="10" width="75" height="9")", R"(id="name" x="5" y="10" width="75" height="15")",
            "box 'name' overlaps the box 'qr'"},
        Row{R"(id="code" x="53" y="49")", R"(id="code" x="53" y="52")", "box 'code' leaves the badge"},
        Row{R"(data-size="8")", R"(data-size="eight")", "box 'name' has a wrong value in data-size"},
        Row{R"(data-min-size="3")", R"(data-min-size="9")", "box 'name' has a wrong value in data-min-size"},
        Row{R"(id="type")", R"(id="type" data-color="red")", "box 'type' has a wrong value in data-color"},
        Row{R"(width="85.6mm" height="54mm")", R"(width="856" height="540")", "real width and height"},
        Row{R"(width="85.6mm")", R"(width="8560mm")", "20 to 400 mm"}, Row{"</svg>", "", "isn't"});
    CAPTURE(row.from, row.to);
    CHECK_THAT(refusal(svg_with(row.from, row.to)), Catch::Contains(row.says));
}

TEST_CASE("bytes that aren't an SVG, an empty file and a missing one are refused") {
    CHECK_THAT(refusal("\x89PNG\r\n"), Catch::Contains("isn't an SVG"));
    CHECK_THAT(refusal(""), Catch::Contains("isn't an SVG"));
    CHECK_THAT(refusal(std::string(template_bytes_max + 1, ' ')), Catch::Contains("1 MB"));
    const auto missing = BadgeTemplate::read("/nonexistent/badge.svg");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind == FailureKind::storage);
}

TEST_CASE("the shipped templates are accepted and hold no sample text") {
    const std::string name = GENERATE("visitor", "visitor-62x100", "temporary-pass");
    CAPTURE(name);
    const std::string file = std::string(VESTIBULE_SOURCE "/assets/badges/") + name + ".svg";
    const auto parsed = BadgeTemplate::read(file);
    if (!parsed) FAIL(parsed.error().what);
    CHECK(printing_tests::read_file(file).find("<text") == std::string::npos);
}
