// Writes a picture of every screen in every state, and contact sheets of them: gallery [--out DIR] [--only TEXT].
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <system_error>

#include "tests/gallery/pictures/findings.h"
#include "tests/gallery/pictures/stage.h"
#include "tests/gallery/program/sheet.h"

namespace vestibule::gallery {
namespace {

namespace fs = std::filesystem;

struct Order {
    fs::path out = VESTIBULE_BUILD "/gallery";
    std::string only;  // a part of the pictures' names
};

struct Written {
    std::size_t pictures = 0;
    std::vector<fs::path> sheets;
};

// "lobby.who", "the company" -> "lobby.who--the-company".
std::string file_name(const Picture& picture) {
    std::string out;
    for (const char c : picture.screen + "--" + picture.state) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-';
        if (plain)
            out += c;
        else if (out.back() != '-')
            out += '-';
    }
    while (out.back() == '-') out.pop_back();
    return out + ".png";
}

Result<> make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return ask_staff(fmt::format("The folder {} can't be made: {}", folder.string(), error.message()));
    return {};
}

// One role's pictures on one display in one look and language.
Result<> write_group(Stage& stage, const Place& place, const Look& look, const std::string& language,
                     const Order& order, Written& written) {
    const auto name = fmt::format("{}-{}-{}-{}", name_of(place.role), place.size_name(), look.name, language);
    const auto folder = order.out / name;
    std::vector<Thumbnail> thumbnails;
    for (const auto& picture : album_of(place.role).pictures) {
        const auto file = folder / file_name(picture);
        if (file.string().substr(order.out.string().size()).find(order.only) == std::string::npos) continue;
        VESTIBULE_CHECK(make_folder(folder));
        static_cast<void>(stage.show(picture, look, language));
        VESTIBULE_CHECK(stage.save(file));
        thumbnails.push_back({file, picture.screen, picture.state});
    }
    if (thumbnails.empty()) return {};
    written.pictures += thumbnails.size();
    VESTIBULE_CHECK(make_folder(order.out / "sheets"));
    VESTIBULE_TRY(sheets, write_sheets({.title = fmt::format("{} · {} · {}", place.name(), look.name, language),
                                        .picture = place.size,
                                        .start = order.out / "sheets" / name},
                                       thumbnails));
    for (auto& sheet : sheets) fmt::print("{}\n", sheet.string()), written.sheets.push_back(std::move(sheet));
    return {};
}

Result<Written> write_all(const Order& order) {
    Written written;
    for (const auto& place : places()) {
        VESTIBULE_TRY(stage, Stage::open(place, Painting::real));
        for (const auto& look : place.looks)
            for (const auto& language : languages())
                if (is_drawn(place, look, language))
                    VESTIBULE_CHECK(write_group(stage, place, look, language, order, written));
    }
    return written;
}

void print_faults() {
    for (const auto& place : places())
        for (const auto& look : place.looks)
            for (const auto& finding : findings(place, look, languages())) fmt::print("{}\n", finding.line);
}

int run(int count, char** words) {
    Order order;
    bool faults = false;
    CLI::App app{"Pictures of every screen in every state, and contact sheets of them."};
    app.add_option("--out", order.out, "the folder for them")->capture_default_str();
    app.add_option("--only", order.only, "only pictures whose name holds this: guard, -large-zh_CN/lobby.who");
    app.add_flag("--faults", faults, "no pictures: the lines of tests/gallery/known_faults.txt as they are now");
    CLI11_PARSE(app, count, words);
    if (faults) {
        print_faults();
        return 0;
    }
    const auto written = write_all(order);
    if (!written) {
        fmt::print(stderr, "gallery: {}\n", written.error().what);
        return 1;
    }
    fmt::print("{} pictures and {} sheets in {}\n", written->pictures, written->sheets.size(), order.out.string());
    return written->pictures > 0 ? 0 : 1;
}

}  // namespace
}  // namespace vestibule::gallery

int main(int count, char** words) {
    return vestibule::gallery::run(count, words);
}
