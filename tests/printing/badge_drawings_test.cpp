// Which drawing a medium gets, and whose.
#include "printing/badge_drawings.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/printing/picture.h"
#include "tests/printing/sample_badges.h"

namespace {

using namespace printing;
using namespace printing_tests;

// A company's folder of drawings; gone with its owner.
class CompanyFolder {
  public:
    CompanyFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "vestibule-drawings-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~CompanyFolder() { std::filesystem::remove_all(path_); }
    CompanyFolder(const CompanyFolder&) = delete;
    CompanyFolder& operator=(const CompanyFolder&) = delete;

    void put(const std::string& name, const std::string& svg) const {
        std::ofstream(path_ / name, std::ios::binary) << svg;
    }
    void link(const std::string& name, const std::filesystem::path& to) const {
        std::filesystem::create_symlink(to, path_ / name);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] Result<BadgeDrawings> drawings() const {
        return BadgeDrawings::in({path_, VESTIBULE_SOURCE "/assets/badges"});
    }

  private:
    std::filesystem::path path_;
};

std::string own_svg() {
    return read_file(VESTIBULE_SOURCE "/tests/printing/fixtures/inkscape-visitor.svg");
}

std::pair<double, double> size_for(const BadgeDrawings& drawings, const std::string& medium,
                                   const BadgeDesign& design) {
    const auto drawing = drawings.for_medium(medium_named(medium).value(), design, Inks::black);
    if (!drawing) FAIL(drawing.error().what);
    const auto rounded = [](double mm) { return std::round(mm * 100) / 100; };
    return {rounded(drawing->width_mm()), rounded(drawing->height_mm())};
}

}  // namespace

TEST_CASE("each medium gets the drawing that was made for it, lying or standing") {
    struct Row {
        const char* medium;
        double shorter;
        double longer;
        bool lies;  // where nobody wished for either
    };
    const Row row =
        GENERATE(Row{"custom_cr80_53.98x85.6mm", 54, 85.6, true}, Row{"om_card_54x86mm", 54, 85.6, true},
                 Row{"roll_dk2205-continuous_2.4x1200in", 62, 100, true},
                 Row{"oe_shipping-label_2.3125x4in", 59, 102, true}, Row{"custom_54x101_54x101mm", 54, 101, true},
                 Row{"oe_name-badge-label_2.25x4in", 57.15, 101.6, true}, Row{"iso_a6_105x148mm", 105, 148, false},
                 Row{"iso_a4_210x297mm", 210, 297, false}, Row{"na_letter_8.5x11in", 210, 297, false});
    CAPTURE(row.medium);
    const auto drawings = bundled_drawings();
    const std::string look = GENERATE(from_range(looks));
    const std::pair lying{row.longer, row.shorter};
    const std::pair standing{row.shorter, row.longer};
    CHECK(size_for(drawings, row.medium, {.look = look, .orientation = Orientation::landscape}) == lying);
    CHECK(size_for(drawings, row.medium, {.look = look, .orientation = Orientation::portrait}) == standing);
    CHECK(size_for(drawings, row.medium, {.look = look}) == (row.lies ? lying : standing));
}

TEST_CASE("the bundled drawings have no mistakes, no sample text, and are as their program draws them") {
    CHECK(bundled_drawings().mistakes().empty());
    CHECK(bundled_drawings().looks() == std::vector<std::string>(looks.begin(), looks.end()));
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(VESTIBULE_SOURCE "/assets/badges"))
        if (entry.path().extension() == ".svg") {
            CAPTURE(entry.path());
            CHECK(read_file(entry.path()).find("<text") == std::string::npos);
            ++files;
        }
    CHECK(files == 14);
    CHECK(std::system("python3 " VESTIBULE_SOURCE "/assets/badges/draw.py --check") == 0);
}

TEST_CASE("a company's own drawing comes before the bundled one, for its look alone and on every medium it fits") {
    const CompanyFolder company;
    company.put("visitor.svg", own_svg());
    company.put("auditor-85.6x54.svg", own_svg());
    const auto drawings = company.drawings();
    if (!drawings) FAIL(drawings.error().what);
    const auto width = [&](const BadgeDesign& design, const char* medium) {
        return size_for(*drawings, medium, design).first;
    };
    CHECK(width({.look = "visitor"}, "iso_a6_105x148mm") == Approx(85.6));
    CHECK(width({.look = "visitor", .orientation = Orientation::portrait}, "iso_a6_105x148mm") == Approx(85.6));
    CHECK(width({.look = "auditor"}, "oe_name-badge-label_2.25x4in") == Approx(85.6));
    CHECK(width({.look = "vip"}, "iso_a6_105x148mm") == Approx(105));
}

TEST_CASE("a look that nobody drew and a medium that is too small are refused by name") {
    const auto tiny = bundled_drawings().for_medium(medium_named("custom_tiny_20x30mm").value(), {}, Inks::black);
    REQUIRE_FALSE(tiny);
    CHECK(tiny.error().kind == FailureKind::too_small);
    CHECK_THAT(tiny.error().what, Catch::Contains("custom_tiny_20x30mm"));
    const auto unknown = bundled_drawings().for_medium(card_medium(), {.look = "dignitary"}, Inks::colour);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().kind == FailureKind::bad_template);
    CHECK_THAT(unknown.error().what, Catch::Contains("'dignitary'") && Catch::Contains("visitor, vip, contractor"));
}

TEST_CASE("a company's file that can't be used is said, and the other drawings serve") {
    const CompanyFolder company;
    company.put("vip.svg", own_svg());
    std::string word;
    SECTION("half saved") {
        company.put("visitor.svg", own_svg().substr(0, 3000));
        word = "isn't well-formed";
    }
    SECTION("nothing in it yet") {
        company.put("visitor.svg", "");
        word = "visitor.svg";
    }
    SECTION("without a real size") {
        std::string svg = own_svg();
        svg.replace(svg.find("width=\"85.6mm\""), 14, "width=\"100%\"");
        company.put("visitor.svg", svg);
        word = "real width";
    }
    SECTION("a link to nowhere") {
        company.link("visitor.svg", "/nonexistent/visitor.svg");
        word = "Can't read";
    }
    SECTION("a box is missing") {
        std::string svg = own_svg();
        svg.replace(svg.find("id=\"zones\""), 10, "id=\"zone\"");
        company.put("visitor.svg", svg);
        word = "no box 'zones'";
    }
    const auto drawings = company.drawings();
    if (!drawings) FAIL(drawings.error().what);
    CHECK(size_for(*drawings, "iso_a6_105x148mm", {.look = "visitor"}).first == Approx(105));
    CHECK(size_for(*drawings, "iso_a6_105x148mm", {.look = "vip"}).first == Approx(85.6));
    REQUIRE(drawings->mistakes().size() == 1);
    CHECK_THAT(drawings->mistakes().front(), Catch::Contains("visitor.svg") && Catch::Contains(word));
}

TEST_CASE("a look whose only drawing can't be used is refused with that file") {
    const CompanyFolder company;
    company.put("auditor.svg", own_svg().substr(0, 3000));
    const auto refused = company.drawings().value().for_medium(card_medium(), {.look = "auditor"}, Inks::colour);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == FailureKind::bad_template);
    CHECK_THAT(refused.error().what, Catch::Contains("'auditor'") && Catch::Contains("auditor.svg: "));
}

TEST_CASE("where no other drawing serves, a designer's mistake is refused with file and box") {
    const CompanyFolder company;
    company.put("visitor.svg", own_svg().substr(0, 3000));
    const auto half = BadgeDrawings::in({company.path() / "visitor.svg"});
    REQUIRE_FALSE(half);
    CHECK(half.error().kind == FailureKind::bad_template);
    CHECK_THAT(half.error().what, Catch::Contains("visitor.svg") && Catch::Contains("correct this one"));
    std::string boxless = own_svg();
    boxless.replace(boxless.find("id=\"zones\""), 10, "id=\"zone\"");
    company.put("visitor.svg", boxless);
    const auto refused =
        BadgeDrawings::in({company.path() / "visitor.svg"}).value().for_medium(card_medium(), {}, Inks::colour);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == FailureKind::bad_template);
    CHECK_THAT(refused.error().what, Catch::Contains("visitor.svg") && Catch::Contains("no box 'zones'"));
    const auto nowhere = BadgeDrawings::in({"/nonexistent"});
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().kind == FailureKind::bad_template);
    CHECK_THAT(nowhere.error().what, Catch::Contains("/nonexistent") && Catch::Contains("Put SVG files there"));
}

TEST_CASE("a folder or a file that can't be read just now is no drawing's mistake") {
    const CompanyFolder company;
    auto folder = company.path();
    SECTION("the file") {
        company.link("visitor.svg", "/proc/self/mem");  // it opens, and nothing can be read where it begins
    }
    SECTION("the folder") {
        company.link("badges", "badges");
        folder /= "badges";
    }
    const auto drawings = BadgeDrawings::in({folder, VESTIBULE_SOURCE "/assets/badges"});
    REQUIRE_FALSE(drawings);
    CHECK(drawings.error().kind == FailureKind::storage);
    CHECK_THAT(drawings.error().what, Catch::Contains(company.path().string()));
}

TEST_CASE("what an editor keeps beside its file, and more drawings than are looked at, stop no badge") {
    const CompanyFolder company;
    company.link(".#visitor.svg", "designer@host.4711");
    std::filesystem::create_directory(company.path() / "old.svg");
    CHECK(company.drawings().value().mistakes().empty());
    for (std::size_t i = 0; i <= drawings_max; ++i)
        company.put("look" + std::to_string(1000 + i) + ".svg", own_svg());
    const auto unusable = company.drawings().value().unusable();
    REQUIRE(unusable.size() == 1);
    CHECK_THAT(unusable.front(), Catch::Contains("200") && Catch::Contains("look1200.svg"));
}
