// How badges look: compared with golden pictures that somebody has looked at.
//
// VESTIBULE_GOLDEN=write build/tests/printing/printing_test "[picture]" makes them anew; look at each before
// committing.
#include <algorithm>
#include <catch2/catch.hpp>

#include "printing/badge_render.h"
#include "tests/printing/golden.h"
#include "tests/printing/picture.h"
#include "tests/printing/sample_badges.h"

namespace {

using namespace printing;
using namespace printing_tests;

// Fine enough to see a wrong line, small enough for a repository.
double px_per_mm(const BadgeTemplate& drawing) {
    return std::min(3.2, 330 / std::max(drawing.width_mm(), drawing.height_mm()));
}

void check_picture(const std::string& name, const std::string& medium, const BadgeDesign& design, Inks inks,
                   const BadgeFields& fields) {
    CAPTURE(name);
    const auto drawing = bundled_drawings().for_medium(medium_named(medium).value(), design, inks);
    if (!drawing) FAIL(drawing.error().what);
    const auto picture = render_pixels(*drawing, fields, static_cast<int>(drawing->width_mm() * px_per_mm(*drawing)));
    if (!picture) FAIL(picture.error().what);
    const auto answer = compare_with_golden(name, *picture);
    INFO(answer.what);
    CHECK(answer.same);
}

constexpr const char* card = "custom_cr80_53.98x85.6mm";

}  // namespace

TEST_CASE("each look on a card, lying and standing, in colour and in black, looks as it did", "[picture]") {
    const std::string look = GENERATE(from_range(looks));
    const auto inks = GENERATE(Inks::colour, Inks::black);
    const std::string ink = inks == Inks::colour ? "colour" : "black";
    BadgeFields fields = sample_fields();
    if (look != "escort-required") fields.escort.clear();
    check_picture("card-landscape-" + look + "-" + ink, card, {.look = look, .orientation = Orientation::landscape},
                  inks, fields);
    check_picture("card-portrait-" + look + "-" + ink, card, {.look = look, .orientation = Orientation::portrait},
                  inks, fields);
}

TEST_CASE("each other medium, lying and standing, looks as it did", "[picture]") {
    const auto at = GENERATE(range(std::size_t{1}, media.size()));
    const std::string look = looks[at % looks.size()];
    const auto inks = at % 2 == 0 ? Inks::colour : Inks::black;
    BadgeFields fields = sample_fields();
    fields.photo = read_file(VESTIBULE_SOURCE "/tests/printing/fixtures/portrait.jpg");
    const std::string medium = media[at];
    const std::string name = medium.substr(0, medium.find_last_of('_'));
    check_picture(name + "-landscape", medium, {.look = look, .orientation = Orientation::landscape}, inks, fields);
    check_picture(name + "-portrait", medium, {.look = look, .orientation = Orientation::portrait}, inks, fields);
}

TEST_CASE("a badge that is overfull, nearly empty, Chinese or Arabic looks as it did", "[picture]") {
    const auto orientation = GENERATE(Orientation::landscape, Orientation::portrait);
    const std::string way = orientation == Orientation::landscape ? "landscape-" : "portrait-";
    const auto check = [&](const std::string& name, const BadgeFields& fields) {
        check_picture("card-" + way + name, card, {.look = "escort-required", .orientation = orientation},
                      Inks::black, fields);
    };
    BadgeFields full = sample_fields();
    full.type = "CONTRACTOR (NIGHT SHIFT, SECOND FLOOR) 夜班承包商";
    full.valid_until = "Wednesday, 21 November 2026 · until 18:00";
    full.name = "Maximiliane-Charlotte Freifrau von Hohenstein-Wolfenbüttel zu Sachsen-Altenburg";
    full.company = "Vereinigte Westfälische Maschinenfabriken und Eisenhüttenwerke Aktiengesellschaft";
    full.host = "Prof. Dr. Wilhelmina van der Meer-Sørensen";
    full.zones = "Ground floor · Floors 1–2 · Workshop · Shoe covers and safety glasses";
    full.escort = "Must be escorted at all times 须全程陪同";
    check("overfull", full);
    check("nearly-empty", {.name = "Li", .host_label = "Host", .token = sample_fields().token});
    BadgeFields chinese = sample_fields();
    chinese.type = "访客";
    chinese.valid_until = "11月21日 · 至 18:00";
    chinese.name = "欧阳思远";
    chinese.company = "江苏新能源科技有限公司";
    chinese.host_label = "接待人";
    chinese.host = "李娜";
    chinese.escort = "须陪同";
    chinese.zones = "一层 · 二层";
    check("chinese", chinese);
    BadgeFields arabic = sample_fields();
    arabic.name = "محمد عبد الرحمن العربي";
    arabic.company = "شركة النخيل للتجارة";
    check("arabic", arabic);
}
