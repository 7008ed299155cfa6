// Small files after faults that users of other programs reported: what each must give, row by row.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/intake/appointments_csv.h"
#include "kiosk/intake/hosts.h"
#include "kiosk/intake/import_file.h"

using namespace vestibule;

namespace {

using Names = std::vector<std::string>;
struct RefusedRow {
    int line;
    const char* words;
};

struct Case {
    const char* file;
    Names taken;
    std::vector<RefusedRow> refused = {};
    const char* remark = "";   // words of one, where there must be one
    const char* problem = "";  // of the whole file: then nothing is taken
};

const SiteZone zone = *SiteZone::named("Europe/London");

bool says(const std::string& text, const char* words) {
    return text.find(words) != std::string::npos;
}

std::string content_of(const char* file) {
    auto content = read_import_file(std::filesystem::path{VESTIBULE_SOURCE} / "tests/intake/fixtures" / file);
    REQUIRE(content);
    return std::move(*content);
}

template <class Row>
void check(const Case& expected, const Result<Imported<Row>>& read) {
    if (*expected.problem != '\0') {
        REQUIRE_FALSE(read);
        INFO(read.error().what);
        CHECK(says(read.error().what, expected.problem));
        CHECK(read.error().remedy == Remedy::give_up);
        return;
    }
    INFO((read ? "" : read.error().what));
    REQUIRE(read);
    Names names;
    for (const auto& row : read->taken) names.push_back(row.name);
    CHECK(names == expected.taken);
    REQUIRE(read->refused.size() == expected.refused.size());
    for (std::size_t i = 0; i < expected.refused.size(); ++i) {
        CHECK(read->refused[i].line == expected.refused[i].line);
        INFO(read->refused[i].what);
        CHECK(says(read->refused[i].what, expected.refused[i].words));
    }
    std::string remarks;
    for (const auto& remark : read->remarks) remarks += remark + "\n";
    INFO(remarks);
    CHECK(says(remarks, expected.remark));
    if (*expected.remark == '\0') CHECK(remarks.empty());
}

Imported<AppointmentRow> people(const char* file) {
    auto read = read_appointments_csv(content_of(file), file, zone, {.encoding = {}, .languages = {"en", "zh_CN"}});
    REQUIRE(read);
    return std::move(*read);
}

constexpr const char* companions_allowed = "write a number from 0 to 200";
constexpr const char* one_address = "write one mail address";
constexpr const char* missing_name = "the name is missing";

const std::vector<Case> tables_of_people = {
    // --- encodings
    {.file = "cp1252-conceicao.csv",
     .taken = {"Ana Conceição"},
     .remark = "read as windows-1252, for instance \"Conceição\""},
    {.file = "cp1252-only-assuncao.csv", .taken = {"Rui Assunção", "Eva Santos"}, .remark = "windows-1252"},
    {.file = "cp1252-suess.csv", .taken = {"Max Süß"}, .remark = "windows-1252"},
    {.file = "cp1252-mixed.csv",
     .taken = {"Ana Conceição", "João Gonçalves", "Zoë Müller"},
     .remark = "windows-1252"},
    {.file = "cp1251.csv", .taken = {"Иван Петров"}, .remark = "windows-1251"},
    {.file = "cp1250.csv", .taken = {"Łukasz Żółć"}, .remark = "windows-1250"},
    {.file = "big5.csv", .taken = {"陳大文"}, .remark = "Big5"},
    {.file = "latin9-shiftjis.csv", .taken = {"山田太郎"}, .remark = "Shift_JIS"},
    {.file = "mac-roman.csv", .taken = {"Zoë Müller"}, .remark = "macintosh"},
    {.file = "gb18030.csv", .taken = {"王小明"}, .remark = "GB18030"},
    {.file = "gb18030-rare.csv", .taken = {"龘㐂𠮷"}, .remark = "GB18030"},
    {.file = "semicolon-utf16le-tab.csv", .taken = {"Zoë Müller"}, .remark = "UTF-16LE"},
    {.file = "utf16be-nobom.csv", .taken = {"Zoë"}, .remark = "UTF-16BE"},
    {.file = "semicolon-bom.csv", .taken = {"Zoë Müller"}},
    {.file = "utf8-broken.csv", .taken = {}, .problem = "which encoding?"},
    // --- separators and shapes
    {.file = "sep-hint.csv", .taken = {"Ann"}},
    {.file = "sep-hint-bom.csv", .taken = {"Ann"}},
    {.file = "sep-hint-quoted.csv", .taken = {"Ann"}},
    {.file = "pipe.csv", .taken = {}, .problem = "no column \"from\""},
    {.file = "title-row.csv", .taken = {}, .problem = "no column \"from\""},
    {.file = "excel-split.csv", .taken = {}, .problem = "no column \"from\""},
    {.file = "dup-header.csv", .taken = {}, .problem = "two columns for \"name\""},
    {.file = "dup-header-alias.csv", .taken = {}, .problem = "two columns for \"name\""},
    {.file = "only-header.csv", .taken = {}},
    {.file = "header-nbsp.csv", .taken = {"Ann"}},
    {.file = "cr-only.csv", .taken = {"Zoe", "Max"}},
    {.file = "embedded-newline.csv", .taken = {"Ann Lee", "Max"}},
    {.file = "quotes.csv", .taken = {"Ann \"Annie\" Lee", "O'Brien", "D'Arcy, Jr.", "Ann \"AJ\" Lee"}},
    {.file = "trailing-cols.csv", .taken = {"Ann", "Bob"}, .refused = {{4, missing_name}}},
    {.file = "unclosed.csv", .taken = {}, .refused = {{2, "never closed"}}},
    // --- times
    {.file = "date.csv", .taken = {"Ann"}},
    {.file = "past.csv", .taken = {"Ann"}},
    {.file = "until-time.csv", .taken = {"Ann"}},
    {.file = "until-before.csv", .taken = {}, .refused = {{2, "it must be later than \"from\""}}},
    // --- fields
    {.file = "basic.csv", .taken = {"Ann Lee"}},
    {.file = "types.csv", .taken = {"a1", "a2", "a3", "a4", "a5"}},
    {.file = "levels.csv", .taken = {"a1", "a2", "a3"}},
    {.file = "twins.csv", .taken = {"Li Wei"}, .refused = {{3, "the same appointment in line 2"}}},
    {.file = "twins-sci.csv",
     .taken = {},
     .refused = {{2, "\"8.61380E+12\" in column phone"}, {3, "\"8.61380E+12\" in column phone"}}},
    {.file = "phone.csv", .taken = {"Ann"}},
    {.file = "own-domain.csv", .taken = {"Ann"}},
    {.file = "mail-bad.csv", .taken = {"Bob"}, .refused = {{2, one_address}, {4, one_address}, {5, one_address}}},
    {.file = "companions.csv",
     .taken = {},
     .refused = {{2, companions_allowed},
                 {3, companions_allowed},
                 {4, companions_allowed},
                 {5, companions_allowed},
                 {6, companions_allowed}}},
    {.file = "formula.csv", .taken = {"=cmd|' /C calc'!A0", "@SUM(1+1)", "; =1+1", "Ana;=1+1", "-"}},
    {.file = "null-names.csv",
     .taken = {"null", "undefined", "NaN", "None", "#N/A", "TRUE", "-", "?", ".", "O", "Ø", "李", "N/A", "0",
               "<script>alert(1)</script>", "${jndi:ldap://x}", "%s%n", "../../etc/passwd",
               "Robert'); DROP TABLE visits;--"}},
    {.file = "ctl-names.csv",
     .taken = {"ab", "evil", "Zoé", "Ann", "[31mRed", "a b", "iso", "Bom", "tag", "ﷺ"},
     .refused = {{3, missing_name}, {6, "the same appointment in line 5"}, {7, missing_name}}},
    {.file = "erase.csv",
     .taken = {"null", "O", "李四海", "Zörgiebel-Qux", "👩‍👩‍👧", "ﷺ", "=cmd|x", std::string(120, 'a'),
               "QXZ", "-"}},
    {.file = "update.csv", .taken = {"Ann"}},
    {.file = "update.2.csv", .taken = {"Ann"}},
    {.file = "update.3.csv", .taken = {"Ann"}},
    {.file = "update.4.csv", .taken = {"Ann"}},
    {.file = "update.5.csv", .taken = {"ann"}},
};

const std::vector<Case> tables_of_hosts = {
    {.file = "h-basic.csv", .taken = {"Hana Host", "Del"}},
    {.file = "h-delegate-loop.csv", .taken = {"A", "B"}},
    {.file = "h-delegate-unknown.csv", .taken = {"A", "B"}},
    {.file = "h-dup.csv", .taken = {"A"}, .refused = {{3, "the mail address of line 2"}}},
    {.file = "h-excel.csv", .taken = {}, .refused = {{2, "\"4.41235E+11\" in column phone"}}},
    {.file = "h-formula.csv", .taken = {"=cmd|' /C calc'!A0", "@SUM(1+1)"}},
    {.file = "h-lastfirst.csv", .taken = {}, .problem = "no column \"name\""},
    {.file = "h-nomail.csv", .taken = {"A", "A"}},
    {.file = "h-outlook.csv", .taken = {"Lee Ann"}, .remark = "\"Mobile Phone\" isn't known"},
    {.file = "h-swap.csv", .taken = {"A", "B"}},
    {.file = "h-swap.2.csv", .taken = {"B", "A"}},
    {.file = "h-swap.3.csv", .taken = {"A2"}},
};

}  // namespace

TEST_CASE("every small table of appointments gives what it must", "[intake]") {
    for (const auto& one : tables_of_people) {
        INFO(one.file);
        check(one, read_appointments_csv(content_of(one.file), one.file, zone,
                                         {.encoding = {}, .languages = {"en", "zh_CN"}}));
    }
}

TEST_CASE("every small table of hosts gives what it must", "[intake]") {
    for (const auto& one : tables_of_hosts) {
        INFO(one.file);
        check(one, read_hosts(content_of(one.file), one.file));
    }
}

TEST_CASE("no small table is left out", "[intake]") {
    std::vector<std::string> named = {"long-name.csv"};
    for (const auto* tables : {&tables_of_people, &tables_of_hosts})
        for (const auto& one : *tables) named.emplace_back(one.file);
    for (const auto& entry :
         std::filesystem::directory_iterator{std::filesystem::path{VESTIBULE_SOURCE} / "tests/intake/fixtures"})
        if (entry.path().extension() == ".csv") {
            INFO(entry.path().filename());
            CHECK(std::find(named.begin(), named.end(), entry.path().filename().string()) != named.end());
        }
}

TEST_CASE("what the rows of the small tables hold", "[intake]") {
    CHECK(people("until-time.csv").taken.at(0).until == zone.at(2026, 11, 29, 21, 30));
    CHECK(people("date.csv").taken.at(0).from == zone.at(2026, 11, 29, 20, 0));
    CHECK(people("embedded-newline.csv").taken.at(0).purpose == "line1 line2");
    CHECK(people("semicolon-bom.csv").taken.at(0).company == "Müller; Söhne");
    CHECK(people("semicolon-utf16le-tab.csv").taken.at(0).phone_digits == "4930123456");
    CHECK(people("header-nbsp.csv").taken.at(0).host_email == "h@harbour.example");
    CHECK(people("types.csv").taken.at(4).type == "contractor");
    CHECK(people("formula.csv").taken.at(2).plate == "=1+1");
    const auto basic = people("basic.csv").taken.at(0);
    CHECK(basic.line == 2);
    CHECK(basic.companions == 2);
    CHECK(basic.level == "A");
    const auto lines = people("ctl-names.csv");
    CHECK(lines.taken.at(1).line == 4);
    const auto long_names = people("long-name.csv");
    REQUIRE(long_names.taken.size() == 2);
    for (const auto& row : long_names.taken) CHECK(row.name.size() <= 240);
}

TEST_CASE("a phone that a spreadsheet took for a number keeps its digits or is refused", "[intake]") {
    const auto read = read_appointments_csv(
        "from,name,phone\n"
        "2026-11-29 20:00,A,8613800138000.0\n2026-11-29 20:00,B,\"8613800138000,00\"\n2026-11-29 20:00,C,555.0000\n"
        "2026-11-29 20:00,D,8.6138E+12\n2026-11-29 20:00,E,\"8,6E12\"\n2026-11-29 20:00,F,#######\n"
        "2026-11-29 20:00,G,#NAME?\n2026-11-29 20:00,H,+86 138-0013 8000\n2026-11-29 20:00,I,'+44 20 7946 0123\n"
        "2026-11-29 20:00,J,'8613800138000\n2026-11-29 20:00,K,01.42.68.53.00\n",
        "people.csv", zone);
    REQUIRE(read);
    Names phones;
    for (const auto& row : read->taken) phones.push_back(row.phone);
    CHECK(phones == Names{"8613800138000", "8613800138000", "555.0000", "+86 138-0013 8000", "+44 20 7946 0123",
                          "8613800138000", "01.42.68.53.00"});
    REQUIRE(read->refused.size() == 4);
    for (int i = 0; i < 4; ++i) {
        CHECK(read->refused[static_cast<std::size_t>(i)].line == 5 + i);
        CHECK(says(read->refused[static_cast<std::size_t>(i)].what, "a spreadsheet has lost its digits"));
    }
    const auto hosts = read_hosts("name,phone\nA,4.41235E+11\nB,8613800138000.0\n", "hosts.csv");
    REQUIRE(hosts);
    REQUIRE(hosts->taken.size() == 1);
    CHECK(hosts->taken[0].phone == "8613800138000");
    CHECK(hosts->refused.at(0).line == 2);
}

TEST_CASE("a first line that names the separator is taken in every form", "[intake]") {
    for (const auto* hint : {"sep=;", "\"sep=;\"", "SEP=;", "sep=;;;", "\"sep=;\";;", "\xEF\xBB\xBFsep=;"}) {
        const auto read = read_appointments_csv(
            std::string{hint} + "\r\nfrom;name\r\n2026-11-29;\"Ann, Lee\"\r\nx;y\r\n", "people.csv", zone);
        INFO(hint);
        REQUIRE(read);
        REQUIRE(read->taken.size() == 1);
        CHECK(read->taken[0].name == "Ann, Lee");
        CHECK(read->refused.at(0).line == 4);
    }
    const auto piped = read_appointments_csv("sep=|\nfrom|name\n2026-11-29|Ann\n", "people.csv", zone);
    REQUIRE(piped);
    CHECK(piped->taken.size() == 1);
    // A hint alone names no columns.
    CHECK_FALSE(read_appointments_csv("sep=;", "people.csv", zone));
    CHECK_FALSE(read_appointments_csv("sep=;\n", "people.csv", zone));
}

TEST_CASE("the order of days and months is the file's", "[intake]") {
    const auto read = read_appointments_csv(
        "from,until,name\n03/12/2026 9:00,10:00,A\n29/11/2026 20:00,,B\n03/12/2026 22:00,6:00,C\n", "people.csv",
        zone);
    REQUIRE(read);
    REQUIRE(read->taken.size() == 3);
    CHECK(read->taken[0].from == zone.at(2026, 12, 3, 9, 0));
    CHECK(read->taken[0].until == zone.at(2026, 12, 3, 10, 0));
    CHECK(read->taken[2].until == zone.at(2026, 12, 4, 6, 0));
    const auto doubtful = read_appointments_csv("from,name\n03/12/2026 9:00,A\n", "people.csv", zone);
    REQUIRE(doubtful);
    CHECK(doubtful->refused.at(0).line == 2);
}
