// The command line that shows a designer what comes out, or which box is wrong.
#include "printing/badge_preview.h"

#include <sys/wait.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/printing/picture.h"
#include "tests/printing/sample_badges.h"

namespace {

using namespace printing;
using namespace printing_tests;

const std::string own_file = VESTIBULE_SOURCE "/tests/printing/fixtures/inkscape-visitor.svg";

struct Said {
    int status = 0;
    std::string words;
};

Said badge_print(const std::string& words) {
    const std::string command = VESTIBULE_BUILD "/badge-print " + words + " 2>&1";
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    Said said;
    std::array<char, 4096> buffer{};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe))
        said.words.append(buffer.data(), count);
    said.status = WEXITSTATUS(::pclose(pipe));
    return said;
}

// A name that nobody has, in a folder that is gone with its owner.
class OutFolder {
  public:
    OutFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "vestibule-preview-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~OutFolder() { std::filesystem::remove_all(path_); }
    OutFolder(const OutFolder&) = delete;
    OutFolder& operator=(const OutFolder&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

const std::string bundled = " --drawings " VESTIBULE_SOURCE "/assets/badges ";

}  // namespace

TEST_CASE("badge-print render shows a designer's own file, and every look, in each format") {
    const OutFolder out;
    const auto png = out.file("own.png");
    const auto own = badge_print("render --sample --template " + own_file + " --out " + png);
    INFO(own.words);
    REQUIRE(own.status == 0);
    CHECK(std::abs(read_png(read_file(png)).width - 85.6 / 25.4 * 300) < 1);
    const auto raster = out.file("vip.pwg");
    REQUIRE(badge_print(
                "render --sample --template vip" + bundled +
                "--medium iso_a6_105x148mm --orientation landscape --format pwg --raster black_1 --dpi 203 --out " +
                raster)
                .status == 0);
    CHECK(qr_by_zxing(read_raster(read_file(raster))) == sample_fields().token);
    const auto pdf = out.file("contractor.pdf");
    REQUIRE(badge_print("render --template contractor" + bundled +
                        "--inks black --field 'name=李娜' --field token=VB1:A --format pdf --out " + pdf)
                .status == 0);
    CHECK(pdf_text(read_file(pdf)).find("李娜") != std::string::npos);
}

TEST_CASE("badge-print render refuses with the box's name and status 1, and wrong words with status 2") {
    const OutFolder out;
    const auto broken = out.file("visitor.svg");
    std::string svg = read_file(own_file);
    svg.replace(svg.find("id=\"company\""), 12, "id=\"firm\"");
    std::ofstream(broken) << svg;
    const auto refused = badge_print("render --sample --template " + broken + " --out " + out.file("x.png"));
    CHECK(refused.status == 1);
    CHECK_THAT(refused.words, Catch::Contains("no box 'company'"));
    CHECK_FALSE(std::filesystem::exists(out.file("x.png")));
    CHECK(badge_print("render --sample --template dignitary" + bundled + "--out " + out.file("x.png")).status == 1);
    CHECK(badge_print("render --sample --medium nonsense" + bundled + "--out " + out.file("x.png")).status == 2);
    CHECK(badge_print("render --sample --inks green" + bundled + "--out " + out.file("x.png")).status == 2);
    CHECK(badge_print("render --field nonsense" + bundled + "--out " + out.file("x.png")).status == 2);
}

TEST_CASE("badge-print sheet draws all bundled badges as one picture") {
    const OutFolder out;
    REQUIRE(badge_print("sheet" + bundled + "--out " + out.file("sheet.png")).status == 0);
    CHECK(read_png(read_file(out.file("sheet.png"))).width == 1800);
}
