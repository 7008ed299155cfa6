// CSV and TSV files as other programs write them, and as nobody should.
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "kiosk/intake/encoding.h"
#include "kiosk/intake/hosts.h"
#include "kiosk/intake/table.h"
#include "tests/support/rounds.h"

using namespace vestibule;
using namespace std::string_literals;

namespace {

Imported<HostRow> hosts(std::string_view content) {
    auto read = read_hosts(content, "hosts.csv");
    INFO((read ? "" : read.error().what));
    REQUIRE(read);
    return std::move(*read);
}

std::string problem(std::string_view content) {
    const auto read = read_hosts(content, "hosts.csv");
    REQUIRE_FALSE(read);
    CHECK(read.error().remedy == Remedy::give_up);
    return read.error().what;
}

std::string utf16le(std::u16string_view text, bool mark) {
    std::string out = mark ? "\xFF\xFE" : "";
    for (const char16_t c : text) {
        out += static_cast<char>(c & 0xFF);
        out += static_cast<char>(c >> 8);
    }
    return out;
}

}  // namespace

TEST_CASE("hosts are read whatever the order of the columns", "[intake]") {
    const auto read = hosts(
        "email,name,languages,phone,department,location,delegate_email\n"
        "Anna.Berg@Harbour.example,Anna Berg,\"en, de\",+44 20 7946 0018,Design,Floor 3,li.na@harbour.example\n");
    REQUIRE(read.taken.size() == 1);
    CHECK(read.refused.empty());
    CHECK(read.remarks.empty());
    const auto& anna = read.taken[0];
    CHECK(anna.name == "Anna Berg");
    CHECK(anna.email == "anna.berg@harbour.example");
    CHECK(anna.phone == "+44 20 7946 0018");
    CHECK(anna.phone_digits == "442079460018");
    CHECK(anna.department == "Design");
    CHECK(anna.location == "Floor 3");
    CHECK(anna.delegate_email == "li.na@harbour.example");
    CHECK(anna.languages == "en de");
}

TEST_CASE("every encoding and separator gives the same hosts", "[intake]") {
    const std::string utf8 = "姓名;部门;邮箱;电话\n张伟;研发部;zhang.wei@harbour.example;010-6552 9988\n";
    const std::string gb18030 =
        "\xD0\xD5\xC3\xFB;\xB2\xBF\xC3\xC5;\xD3\xCA\xCF\xE4;\xB5\xE7\xBB\xB0\n"
        "\xD5\xC5\xCE\xB0;\xD1\xD0\xB7\xA2\xB2\xBF;zhang.wei@harbour.example;010-6552 9988\n";
    std::string tabs = utf8;
    for (char& c : tabs)
        if (c == ';') c = '\t';
    const auto wide =
        utf16le(u"姓名,部门,邮箱,电话\r\n张伟,研发部,zhang.wei@harbour.example,010-6552 9988\r\n", true);
    const auto unmarked =
        utf16le(u"姓名,部门,邮箱,电话\n张伟,研发部,zhang.wei@harbour.example,010-6552 9988\n", false);
    for (const auto& content : {utf8, "\xEF\xBB\xBF" + utf8, gb18030, tabs, wide, unmarked, "sep=;\n" + utf8}) {
        const auto read = hosts(content);
        REQUIRE(read.taken.size() == 1);
        CHECK(read.taken[0].name == "张伟");
        CHECK(read.taken[0].department == "研发部");
        CHECK(read.taken[0].phone_digits == "01065529988");
    }
}

TEST_CASE("Windows-1252 is told from GB18030", "[intake]") {
    const auto read = hosts("name,department\nJos\xE9 Mu\xF1oz,Entwicklung\nJ\xFCrgen Gro\xDF,B\xFCro \x96 Nord\n");
    REQUIRE(read.taken.size() == 2);
    CHECK(read.taken[0].name == "José Muñoz");
    CHECK(read.taken[1].name == "Jürgen Groß");
    CHECK(read.taken[1].department == "Büro – Nord");
    CHECK(read.remarks == std::vector<std::string>{
                              "read as windows-1252, for instance \"José, Muñoz, Jürgen\"; if that is wrong, import "
                              "again with --encoding NAME"});
}

TEST_CASE("one broken byte doesn't turn a UTF-8 file into another encoding", "[intake]") {
    const auto read = hosts("name\n张伟\n李娜\n王芳\nJ\xFCrgen\n");
    REQUIRE(read.taken.size() == 3);
    CHECK(read.taken[0].name == "张伟");
    // No badge is printed with a hole in the name.
    REQUIRE(read.refused.size() == 1);
    CHECK(read.refused[0].line == 5);
    CHECK(
        read.refused[0].what ==
        "\"J\uFFFDrgen\" in column name holds what isn't valid UTF-8; correct it, or choose the right encoding with "
        "--encoding NAME");
}

TEST_CASE("quotes, line breaks in cells, blank lines and CR LF keep the lines counted", "[intake]") {
    const auto read = hosts(
        "name,department,email\r\n"
        "\"Berg, Anna\",\"two\r\nlines\",anna@harbour.example\r\n"
        "\r\n"
        ",Sales,nobody@harbour.example\r\n"
        "\"She said \"\"hi\"\"\",Sales,not a mail\r\n"
        "Li Na,Sales\r\n");
    REQUIRE(read.taken.size() == 2);
    CHECK(read.taken[0].name == "Berg, Anna");
    CHECK(read.taken[0].department == "two lines");
    CHECK(read.taken[1].name == "Li Na");
    REQUIRE(read.refused.size() == 2);
    CHECK(read.refused[0].line == 5);
    CHECK(read.refused[0].what == "the name is missing; a host needs one");
    CHECK(read.refused[1].line == 6);
    CHECK(read.refused[1].what ==
          "\"not a mail\" in column email is no mail address; write one like name@company.example");
}

TEST_CASE("rows that can't be trusted are refused and the rest is taken", "[intake]") {
    const auto read = hosts(
        "name,email\n"
        "Anna,anna@harbour.example\n"
        "Berg, Otto,otto@harbour.example\n"
        "Another Anna,ANNA@harbour.example\n"
        "Li Na,li.na@harbour.example\n"
        "\"never closed,x@harbour.example\n"
        "Swallowed,y@harbour.example\n");
    REQUIRE(read.taken.size() == 2);
    CHECK(read.taken[1].name == "Li Na");
    REQUIRE(read.refused.size() == 3);
    CHECK(read.refused[0].line == 3);
    CHECK(read.refused[0].what.find("quotation marks") != std::string::npos);
    CHECK(read.refused[1].line == 6);
    CHECK(read.refused[1].what.find("never closed") != std::string::npos);
    CHECK(read.refused[2].line == 4);
    CHECK(read.refused[2].what.find("mail address of line 2") != std::string::npos);
}

TEST_CASE("unknown columns are named, a missing name column is a problem", "[intake]") {
    const auto read = hosts("name,shoe size\nAnna,39\n");
    CHECK(read.remarks == std::vector<std::string>{"the column \"shoe size\" isn't known and was left out"});
    CHECK(problem("email,phone\na@b.example,1\n").find("no column \"name\"") != std::string::npos);
    CHECK(problem("name,姓名\na,b\n").find("two columns for \"name\"") != std::string::npos);
    // A host's list may have a column "host" that is another thing: which one is meant can't be guessed.
    CHECK(problem("Name,Host\nAnna,pc-17\n").find("headed \"Name\" and \"Host\": take one of them out") !=
          std::string::npos);
}

TEST_CASE("hostile files are refused or made harmless", "[intake]") {
    CHECK(problem("").find("is empty") != std::string::npos);
    CHECK(problem("PK\x03\x04zip").find("save the sheet as CSV") != std::string::npos);
    CHECK(problem(std::string(50'000'000, 'a')).find("larger than 16 MB") != std::string::npos);
    CHECK(problem("\n\n\n").find("no header row") != std::string::npos);
    CHECK(problem("name" + std::string(100, ',') + "\n").find("more than 64 columns") != std::string::npos);
    std::string many = "name\n";
    for (std::size_t i = 0; i < table_rows_max + 1; ++i) many += "a\n";
    CHECK(problem(many).find("more than 100000 rows") != std::string::npos);

    const auto read = hosts("name,department\n" + std::string(1000, 'x') + ",a\n" +
                            "Eve\x01\x02\u202Eevil\u2066,\"b\x7F\"\nA\0nna,c\n"s + "🚀 Sally,d\nمحمد,e\n");
    REQUIRE(read.taken.size() == 5);
    CHECK(read.taken[0].name == std::string(120, 'x'));
    CHECK(read.taken[1].name == "Eveevil");
    CHECK(read.taken[1].department == "b");
    CHECK(read.taken[2].name == "Anna");
    CHECK(read.taken[3].name == "🚀 Sally");
    CHECK(read.taken[4].name == "محمد");
}

TEST_CASE("random bytes never crash the table reader", "[intake]") {
    std::mt19937 random{7};
    const std::string seed = "name,email\n\"Anna\",a@b.example\n张伟;x\t\"\"\n";
    for (int round = 0; round < vestibule::test_support::rounds(3000, 300); ++round) {
        std::string content = seed;
        for (auto changes = random() % 20; changes > 0; --changes)
            content[random() % content.size()] = static_cast<char>(random() & 0xFF);
        if (random() % 4 == 0) content.resize(random() % content.size());
        const auto read = read_hosts(content, "garbage.csv");
        if (!read) CHECK_FALSE(read.error().what.empty());
    }
}
