// vestibule rehearse: the whole main job without a person or a display (FORMATS "rehearse").
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

struct Rehearsal {
    Folder folder;
    std::filesystem::path out = folder.path() / "out";

    Finished play(const nlohmann::json& input, Environment environment = own_files()) const {
        const auto file = folder.path() / "input.json";
        std::ofstream{file} << input.dump();
        environment["SDL_VIDEODRIVER"] = std::nullopt;
        return run({VESTIBULE_BUILD "/vestibule", "rehearse", "--input", file, "--out", out}, environment);
    }
};

}  // namespace

TEST_CASE("a rehearsal with its own input leaves badge, token, pictures and a report that agree") {
    const Rehearsal rehearsal;
    const auto done = rehearsal.play({{"visitor",
                                       {{"name", "Zhang Wei"},
                                        {"company", "Longjing Tea"},
                                        {"phone", "+86 571 8888 0000"},
                                        {"email", "zhang@longjing.example"},
                                        {"language", "zh_CN"}}},
                                      {"host", {{"name", "Grace Hopper"}, {"email", "grace@harbour.example"}}},
                                      {"purpose", "Tea tasting"},
                                      {"type", "supplier"},
                                      {"companions", 2},
                                      {"plate", "浙A12345"}},
                                     painted(own_files()));
    INFO(done.out << done.err);
    REQUIRE(done.status == 0);
    const auto& out = rehearsal.out;
    auto token = content_of(out / "token.txt");
    token.erase(token.find_last_not_of('\n') + 1);
    CHECK(token.starts_with("VB1:"));
    CHECK(run({"zbarimg", "-q", "--raw", out / "badge.png"}).out == token + "\n");
    CHECK(run({"pdftoppm", "-r", "300", "-png", out / "badge.pdf", out / "page"}).status == 0);
    CHECK(run({"zbarimg", "-q", "--raw", out / "page-1.png"}).out == token + "\n");

    const auto report = nlohmann::json::parse(content_of(out / "report.json"));
    CHECK(report.at("admitted") == true);
    CHECK(report.at("taps") > 10);
    CHECK(report.at("printed").at("outcome") == "saved");
    CHECK(report.at("synced").at("acknowledged") > 5);
    CHECK(report.at("verified").at("verdict") == "welcome");
    std::size_t pictures = 0;
    for (const auto& entry : std::filesystem::directory_iterator{out / "screens"})
        pictures += entry.path().extension() == ".png" ? 1U : 0U;
    CHECK(pictures >= 12);

    const auto verified = run({VESTIBULE_BUILD "/vestibule", "badge", "verify", token, "--json", "--data",
                               out / "data", "--station", "guard"},
                              own_files());
    const auto verdict = nlohmann::json::parse(verified.out);
    CHECK(verdict.at("verdict") == "welcome");
    CHECK(verdict.at("type") == "supplier");
    CHECK(verdict.at("visit").at("visit") == report.at("visit"));
    CHECK(verdict.at("visit").at("companions") == 2);
}

TEST_CASE("a rehearsal takes any name, and says what its input lacks") {
    for (const auto& name : {std::string(1000, 'W'), std::string{"ليلى حداد"}, std::string{"Zoë 👩‍🚀"},
                             std::string{"Robert \"Bob\" O'Neil\x01\x1b[31m"}}) {
        const Rehearsal rehearsal;
        const auto done = rehearsal.play({{"visitor", {{"name", name}}}});
        INFO(name << "\n" << done.out << done.err);
        CHECK(done.status == 0);
        const auto read = run({"zbarimg", "-q", "--raw", rehearsal.out / "badge.png"}).out;
        CHECK(read == content_of(rehearsal.out / "token.txt"));
    }
    const Rehearsal rehearsal;
    for (const auto& input : {nlohmann::json::object(), nlohmann::json::array(), nlohmann::json{{"visitor", 7}}}) {
        const auto refused = rehearsal.play(input);
        INFO(input.dump() << refused.err);
        CHECK(refused.status == 2);
        CHECK_FALSE(refused.err.empty());
    }
}

TEST_CASE("a rehearsal refuses bad input at once, naming the field and what may stand there") {
    for (const auto& [file, words] :
         {std::pair{"r-companions.json", "companions is 250 in the input; it must be a whole number from 0 to 20"},
          {"r-companionsneg.json", "companions is -1 in the input; it must be a whole number from 0 to 20"},
          {"r-unknowntype.json",
           "type is \"Contractor\" in the input; it must be a type in policy: visitor, contractor"},
          {"r-nonstr.json", "visitor.name is 12345 in the input; it must be text"}}) {
        const Rehearsal rehearsal;
        const auto input = std::string{VESTIBULE_SOURCE} + "/tests/intake/fixtures/" + file;
        const auto refused =
            run({VESTIBULE_BUILD "/vestibule", "rehearse", "--input", input, "--out", rehearsal.out}, own_files());
        INFO(file << refused.err);
        CHECK(refused.status == 2);
        CHECK(refused.err.find(words) != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(rehearsal.out / "screens"));
    }
}

TEST_CASE("a rehearsal never touches real records or other people's files") {
    const Rehearsal rehearsal;
    const std::string program = VESTIBULE_BUILD "/vestibule";
    const auto real = rehearsal.folder.path() / "records";
    const auto stats = [&] { return run({program, "log", "stats", "--json", "--data", real}, own_files()).out; };
    REQUIRE(
        run({program, "import", "hosts", VESTIBULE_SOURCE "/assets/samples/hosts.csv", "--data", real}, own_files())
            .status == 0);
    const auto before = stats();
    for (const auto& options : {std::vector<std::string>{"--out", rehearsal.out, "--data", real},
                                {"--out", real},
                                {"--out", real / "lobby"}}) {
        std::vector<std::string> words{program, "rehearse"};
        words.insert(words.end(), options.begin(), options.end());
        const auto refused = run(words, own_files());
        INFO(refused.err);
        CHECK(refused.status == 2);
        CHECK(refused.err.find("holds what no rehearsal has made") != std::string::npos);
    }
    CHECK(stats() == before);
    CHECK_FALSE(std::filesystem::exists(rehearsal.out));
}

TEST_CASE("a rehearsal may be repeated in its own folder, and says what it has made there") {
    const Rehearsal rehearsal;
    const auto first = rehearsal.play({{"visitor", {{"name", "Zhang Wei"}}}});
    INFO(first.out << first.err);
    REQUIRE(first.status == 0);
    CHECK(first.err.find("made the stations lobby, reception and guard of a site of their own in " +
                         (rehearsal.out / "data").string()) != std::string::npos);
    const auto second = rehearsal.play({{"visitor", {{"name", "Maja Horvat"}}}});
    INFO(second.out << second.err);
    CHECK(second.status == 0);
    CHECK(second.err.find("made the stations") == std::string::npos);
    CHECK(run({"zbarimg", "-q", "--raw", rehearsal.out / "badge.png"}).out ==
          content_of(rehearsal.out / "token.txt"));
}

TEST_CASE("what a rehearsal has made starts, enrols, backs up and restores nothing real") {
    const Rehearsal rehearsal;
    REQUIRE(rehearsal.play({{"visitor", {{"name", "Zhang Wei"}}}}).status == 0);
    const std::string program = VESTIBULE_BUILD "/vestibule";
    const auto data = rehearsal.out / "data", real = rehearsal.folder.path() / "records";
    const auto copy = rehearsal.folder.path() / "copy";
    std::filesystem::create_directories(copy);
    for (const auto* name : {"site", "lobby", "reception", "guard", "central.db"})
        std::filesystem::copy(data / name, copy / name, std::filesystem::copy_options::recursive);
    auto environment = own_files();
    environment["SDL_VIDEODRIVER"] = "offscreen";
    for (const auto& place : {data, copy})
        for (const auto& words : {std::vector<std::string>{"run", "--role", "reception"},
                                  {"station", "enroll", "--role", "guard", "--station", "lobby"},
                                  {"log", "backup", rehearsal.folder.path() / "backup.db", "--station", "lobby"},
                                  {"central", "install", "--admin-url", "postgresql://127.0.0.1:1/vestibule"}}) {
            std::vector<std::string> all{program};
            all.insert(all.end(), words.begin(), words.end());
            all.insert(all.end(), {"--data", place});
            const auto refused = run(all, environment);
            INFO(words.front() << " " << refused.err);
            CHECK(refused.status == 2);
            CHECK(refused.err.find("a rehearsal has made " + place.string()) != std::string::npos);
        }
    CHECK_FALSE(std::filesystem::exists(rehearsal.folder.path() / "backup.db"));
    // Its log, copied by hand, is no backup of a site that there is, nor of a new one.
    REQUIRE(
        run({program, "import", "hosts", VESTIBULE_SOURCE "/assets/samples/hosts.csv", "--data", real}, own_files())
            .status == 0);
    const auto stats = [&] { return run({program, "log", "stats", "--json", "--data", real}, own_files()).out; };
    const auto staff = [&] { return run({program, "staff", "list", "--json", "--data", real}, own_files()).out; };
    const auto before = stats();
    std::filesystem::copy(data / "lobby/log.db", rehearsal.folder.path() / "log.db");
    for (const auto& place : {real, rehearsal.folder.path() / "new"}) {
        const auto refused = run(
            {program, "log", "restore", rehearsal.folder.path() / "log.db", "--station", "lobby", "--data", place},
            own_files());
        INFO(refused.out << refused.err);
        CHECK(refused.status != 0);
    }
    CHECK(stats() == before);
    CHECK(staff().empty());
}
