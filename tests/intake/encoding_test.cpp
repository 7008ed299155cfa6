// The encodings of old: names of many languages are read rightly, or the question is asked; never mojibake.
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/intake/encoding.h"

using namespace vestibule;
using Names = std::vector<std::string>;

namespace {

struct Written {
    std::vector<std::string> encodings;  // the most usual one first
    Names names;
};

const std::vector<Written> languages = {
    {{"windows-1252", "macintosh", "ISO-8859-15", "IBM850"},  // German
     {"Jürgen Groß", "Günther Schäfer", "Björn Köhler", "Sören Weiß", "Käthe Müller", "Jörg Österreicher",
      "Max Süß"}},
    {{"windows-1252", "macintosh", "ISO-8859-15", "IBM850"},  // French
     {"François Lefèvre", "Hélène Dubois", "Zoé Crépin", "Noël Châtelain", "Benoît Gérard", "Gaëlle Béranger"}},
    {{"windows-1252", "macintosh"},  // Spanish
     {"José Muñoz", "María Núñez", "Íñigo Peña", "Ángel Ibáñez", "Óscar Gutiérrez", "Begoña López"}},
    {{"windows-1252", "macintosh"},  // Portuguese
     {"Ana Conceição", "João Gonçalves", "Rui Assunção", "Antônio Simões", "Inês Guimarães", "Luís Falcão"}},
    {{"windows-1252", "macintosh"},  // Swedish, Danish, Finnish
     {"Åsa Björk", "Håkan Söderström", "Søren Kjær", "Jørgen Møller", "Päivi Mäkinen"}},
    {{"windows-1252"}, {"Guðrún Þórsdóttir", "Sigurður Jónsson", "Ásgeir Þorláksson"}},
    {{"windows-1250", "ISO-8859-2", "IBM852"},  // Polish
     {"Łukasz Żółć", "Małgorzata Wiśniewska", "Paweł Dąbrowski", "Grażyna Jabłońska", "Wojciech Świątek"}},
    {{"windows-1250", "ISO-8859-2", "IBM852"},  // Czech and Slovak
     {"Jiří Novák", "Tomáš Dvořák", "Kateřina Černá", "Ondřej Procházka", "Lukáš Říha", "Věra Šťastná"}},
    {{"windows-1250", "ISO-8859-2"},  // Hungarian
     {"Kovács László", "Szabó Ödön", "Győző Tóth", "Erzsébet Németh", "Jenő Fűzfa", "Ágnes Hőgye"}},
    {{"windows-1250"}, {"Željko Šarić", "Đurđa Kovačević", "Marko Perišić", "Ivana Žunić"}},
    {{"windows-1254"}, {"Gülşen Yıldız", "Şükrü Çağlar", "Işık Doğan", "İsmail Erdoğan", "Ayşe Güneş"}},
    {{"windows-1257"}, {"Žydrūnas Šimkus", "Jūratė Kaušpėdaitė", "Jānis Bērziņš", "Kārlis Ozoliņš"}},
    {{"windows-1251", "KOI8-U", "IBM866"},
     {"Иван Петров", "Сергей Кузнецов", "Ольга Смирнова", "Юлия Шевченко", "Наталья Жукова", "ООО Ромашка"}},
    {{"windows-1251"}, {"Андрій Шевченко", "Ірина Ковальчук", "Георги Димитров", "Љубица Ђорђевић"}},
    {{"windows-1253"}, {"Γιώργος Παπαδόπουλος", "Ελένη Δημητρίου", "Νίκος Οικονόμου"}},
    {{"windows-1255"}, {"משה כהן", "דוד לוי", "שרה מזרחי", "יעקב פרץ"}},
    {{"windows-1256"}, {"محمد عبد الله", "فاطمة الزهراء", "أحمد حسن"}},
    {{"windows-874"}, {"สมชาย ใจดี", "สุดา รักไทย", "ประยุทธ์ แสงทอง"}},
    {{"windows-949"}, {"김철수", "이영희", "박지성 부장", "최민호", "삼성전자"}},
    {{"Shift_JIS", "EUC-JP"}, {"山田太郎", "佐藤花子", "株式会社日立", "たなか さくら", "渡辺 修", "安倍晋三"}},
    {{"GB18030"},
     {"王小明", "北京公司", "欧阳娜娜", "李雷", "韩梅梅", "诸葛亮", "魏璎珞", "ABC公司", "周星驰", "曹玥"}},
    {{"Big5"}, {"陳大文", "李小龍", "張學友", "臺灣大學", "林志玲", "台積電", "會議", "郭台銘", "周杰倫"}},
};

std::string encoded(const std::string& text, const std::string& encoding) {
    const auto unicode = icu::UnicodeString::fromUTF8(text);
    std::string out(static_cast<std::size_t>(unicode.length()) * 4 + 4, '\0');
    out.resize(static_cast<std::size_t>(
        unicode.extract(0, unicode.length(), out.data(), static_cast<std::uint32_t>(out.size()), encoding.c_str())));
    return out;
}

std::string table_of(const Names& names) {
    std::string out = "from,name\r\n";
    for (const auto& name : names) out += "2026-11-29 20:00," + name + "\r\n";
    return out;
}

// What is read where it's as written, the question where one is asked; anything else is mojibake.
enum class Outcome { right, asked, mojibake };
Outcome outcome(const Names& names, const std::string& encoding) {
    const auto text = table_of(names);
    const auto read = decode_text(encoded(text, encoding), "people.csv");
    std::string plain;
    for (const char c : text)
        if (c != '\r') plain += c;
    if (!read) {
        CHECK(read.error().what.find("which encoding?") != std::string::npos);
        return Outcome::asked;
    }
    if (read->text != plain) UNSCOPED_INFO(read->encoding << " reads\n" << read->text);
    return read->text == plain ? Outcome::right : Outcome::mojibake;
}

}  // namespace

TEST_CASE("a few names in an encoding of old are enough to tell it", "[intake]") {
    for (const auto& language : languages)
        for (const auto& encoding : language.encodings) {
            INFO(encoding << ": " << language.names.front());
            CHECK(outcome(language.names, encoding) == Outcome::right);
        }
}

TEST_CASE("a name alone is read rightly or asked about, and never read as another", "[intake]") {
    int right = 0, all = 0;
    for (const auto& language : languages)
        for (const auto& encoding : language.encodings)
            for (const auto& name : language.names) {
                INFO(encoding << ": " << name);
                const auto now = outcome({name}, encoding);
                CHECK(now != Outcome::mojibake);
                right += now == Outcome::right;
                ++all;
            }
    // Whoever always asks is no help.
    INFO(right << " of " << all);
    CHECK(right * 4 > all * 3);
}

TEST_CASE("UTF-16 is told with and without its mark, also where nearly all is Han", "[intake]") {
    const Names names = {"王小明", "欧阳娜娜", "诸葛亮"};
    for (const auto* encoding : {"UTF-16LE", "UTF-16BE"}) {
        INFO(encoding);
        CHECK(outcome(names, encoding) == Outcome::right);
        CHECK(outcome({"Zoë Müller"}, encoding) == Outcome::right);
        const auto marked = encoded("\uFEFF" + table_of(names), encoding);
        const auto read = decode_text(marked, "people.csv");
        REQUIRE(read);
        CHECK(read->encoding == encoding);
        CHECK(read->text.starts_with("from,name\n"));
    }
}

TEST_CASE("whoever imports may say which encoding it is", "[intake]") {
    const auto bytes = encoded("from,name\n2026-11-29,Петров\n", "KOI8-R");
    for (const auto* name : {"KOI8-R", "koi8r", "csKOI8R"}) {
        const auto read = decode_text(bytes, "people.csv", {.encoding = name, .known = {}});
        INFO(name);
        REQUIRE(read);
        CHECK(read->text == "from,name\n2026-11-29,Петров\n");
    }
    for (const auto* name : {"mac-roman", "MacRoman", "macintosh"}) {
        const auto read = decode_text("Zo\x91", "people.csv", {.encoding = name, .known = {}});
        REQUIRE(read);
        CHECK(read->text == "Zoë");
    }
    const auto unknown = decode_text(bytes, "people.csv", {.encoding = "klingon", .known = {}});
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().remedy == Remedy::give_up);
    CHECK(unknown.error().what.find("no encoding is called \"klingon\"; write one such as UTF-8") == 0);
}

TEST_CASE("a chosen encoding doesn't stumble over a byte order mark", "[intake]") {
    for (const auto* name : {"UTF-8", "utf8"}) {
        const auto read = decode_text("\xEF\xBB\xBFZo\xC3\xAB", "people.csv", {.encoding = name, .known = {}});
        REQUIRE(read);
        CHECK(read->text == "Zoë");
    }
    for (const auto* name : {"UTF-16", "UTF-16LE"}) {
        const auto read =
            decode_text(std::string("\xFF\xFEZ\0\xEB\0", 6), "people.csv", {.encoding = name, .known = {}});
        REQUIRE(read);
        CHECK(read->text == "Zë");
    }
}

TEST_CASE("known headings tell an encoding where the names alone wouldn't", "[intake]") {
    const auto bytes = encoded("姓名,来访时间\n曹玥,2026-11-29\n", "GB18030");
    const auto read = decode_text(bytes, "people.csv", {.encoding = {}, .known = {"姓名", "来访时间"}});
    REQUIRE(read);
    CHECK(read->encoding == "GB18030");
    CHECK(read->text == "姓名,来访时间\n曹玥,2026-11-29\n");
}

TEST_CASE("bytes that are no text in any encoding are asked about", "[intake]") {
    for (const auto* bytes : {"name\n\x81\x8D\x8F\x90\x9D\xFF\xFE\n", "\x80"}) {
        const auto read = decode_text(bytes, "people.csv");
        CHECK_FALSE(read);
    }
}
