// Searching: what finds whom, in which order, and the index.
#include "kiosk/desk/search_index.h"

#include <random>

#include "kiosk/base/text.h"
#include "kiosk/desk/search_keeper.h"
#include "kiosk/desk/search_text.h"
#include "tests/desk/front_desk.h"
#include "tests/support/rounds.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

using Names = std::vector<std::string>;

std::optional<int> rank(std::string_view typed, const Searched& row) {
    return TypedQuery{typed}.rank(row);
}
bool finds(std::string_view typed, const Searched& row) {
    return rank(typed, row).has_value();
}

PersonId person(int number) {
    PersonId id{};
    id.bytes[14] = static_cast<std::uint8_t>(number >> 8), id.bytes[15] = static_cast<std::uint8_t>(number);
    return id;
}
SearchRow row(int number, const Searched& text, int minute = 0) {
    return {.subject = {.person = person(number),
                        .visit = VisitId{person(number).bytes},
                        .host = {},
                        .at = from_micros(0) + std::chrono::minutes{minute}},
            .text = text};
}
std::vector<int> numbers(const SearchAnswer& answer) {
    std::vector<int> out;
    for (const auto& hit : answer.hits)
        out.push_back(hit.subject.person.bytes[14] * 256 + hit.subject.person.bytes[15]);
    return out;
}
SearchSnapshot index_of(const std::vector<SearchRow>& rows) {
    SearchIndexEditor editor{nullptr};
    for (const auto& one : rows) editor.add(one);
    return editor.finish();
}

}  // namespace

TEST_CASE("a name is found by its parts in any order, by its beginnings and by its initials", "[search]") {
    const Searched zhang = {.name = "张伟"};
    const Searched li = {.name = "Li Na-Maria O'Brien"};
    const struct {
        const char* typed;
        Searched row;
        std::optional<int> rank;
    } table[] = {
        {"zhang", zhang, 0},    {"zhangw", zhang, 0},  {"zhang w", zhang, 0}, {"wei zhang", zhang, 1},
        {"w zhang", zhang, 1},  {"zw", zhang, 1},      {"z", zhang, 0},       {"w", zhang, 1},
        {"ei", zhang, 2},       {"e", zhang, {}},      {"wz", zhang, {}},     {"ZHANG WEI", zhang, 0},
        {"zhang x", zhang, {}}, {"zhangx", zhang, {}}, {"张", zhang, 0},      {"伟", zhang, 1},
        {"张伟", zhang, 0},     {"伟 张", zhang, 1},   {"張", zhang, 3},      {"章", zhang, 3},
        {"王", zhang, {}},      {"li", li, 0},         {"obrien", li, 1},     {"o'b", li, 1},
        {"na maria", li, 1},    {"namaria", li, 1},    {"Maria, Li", li, 1},  {"lnmo", li, 1},
        {"ien", li, 2},         {"n", li, 1},          {"u", li, {}},         {"", zhang, {}},
        {"   ", zhang, {}},     {"'", li, {}},
    };
    for (const auto& one : table) {
        INFO(one.typed << " in " << one.row.name);
        CHECK(rank(one.typed, one.row) == one.rank);
    }
}

TEST_CASE("a name of signs or pictures is found by them, before those that only hold them", "[search]") {
    const Searched dash = {.name = "-"};
    const Searched family = {.name = "👩‍👩‍👧"};
    const Searched ann = {.name = "👩‍👩‍👧 Ann"};
    const Searched li = {.name = "Li Na-Maria O'Brien", .company = "Ek & Co"};
    const struct {
        const char* typed;
        Searched row;
        std::optional<int> rank;
    } table[] = {
        {"-", dash, 0},
        {" - ", dash, 0},
        {"-", li, 3},
        {"--", dash, {}},
        {"-", family, {}},
        {"👩‍👩‍👧", family, 0},
        {"👩‍👩‍👧", ann, 3},
        {"👩", ann, 3},
        {"👩‍👩‍👧 ann", ann, 0},
        {"🚀", ann, {}},
        {"&", li, 3},
        {"'", li, {}},
        {"?", dash, {}},
        {"li - na", li, 0},
    };
    for (const auto& one : table) {
        INFO(one.typed << " in " << one.row.name);
        CHECK(rank(one.typed, one.row) == one.rank);
    }
}

TEST_CASE("surnames that are read otherwise are found as they are read, and as their character is elsewhere",
          "[search]") {
    const struct {
        const char* name;
        const char* read;
        const char* character;
    } table[] = {
        {"单田芳", "shantian", "dan"},     {"曾国藩", "zengguofan", "ceng"}, {"仇英", "qiuying", "chou"},
        {"解缙", "xiejin", "jie"},         {"区大伦", "oudalun", "qu"},      {"查良镛", "zhaliangyong", "cha"},
        {"尉迟恭", "yuchigong", "weichi"}, {"万俟卨", "moqixie", "wan"},     {"长孙无忌", "zhangsunwuji", "zhang"},
        {"任重", "renzhong", "ren"},       {"乐嘉", "yuejia", "le"}};
    for (const auto& one : table) {
        INFO(one.name);
        CHECK(rank(one.read, {.name = one.name}) == 0);
        CHECK(rank(one.character, {.name = one.name}) == 0);
    }
    CHECK(initials_of(matching_form("单田芳", Reading::name)) == "stf");
    CHECK_FALSE(finds("shan", {.company = "简单公司"}));
    CHECK(finds("jiandan", {.company = "简单公司"}));
    // As a given name it's no surname.
    CHECK_FALSE(finds("zhangshan", {.name = "张单"}));
}

TEST_CASE("initials are the first letters of words and syllables", "[search]") {
    const auto initials = [](std::string_view name) { return initials_of(matching_form(name, Reading::name)); };
    CHECK(initials("张伟") == "zw");
    CHECK(initials("王小明") == "wxm");
    CHECK(initials("Li Na") == "ln");
    CHECK(initials("Maja Lindqvist") == "ml");
    CHECK(initials("") == "");
}

TEST_CASE("accents, capitals and scripts don't matter: the forms have the letters that base/text folds to",
          "[search]") {
    for (const char* name :
         {"Müller", "MÜLLER", "Mu\u0308ller", "Straße", "Åsa Øst", "张伟", "O'Brien", "O’Brien", "Anna-Lena",
          "Иван Щедрин", "Room 42", "Đặng Thị", "  --  ", "علیرضا", "김민준", "田中 さくら", "Ελένη", "Łukasz Żak"}) {
        INFO(name);
        CHECK(matching_form(name, Reading::plain).text == fold_for_matching(name));
    }
    CHECK(finds("mull", {.name = "Jürgen Müller"}));
    CHECK(finds("MÜL", {.name = "Jurgen Muller"}));
    CHECK(finds("ivan", {.name = "Иван"}));
    CHECK(finds("Иван", {.name = "Ivan"}));
    CHECK(finds("lukasz z", {.name = "Łukasz Żak"}));
    CHECK(matching_form("\xff\xfe\xc3", Reading::name).text.size() < 10);  // no harm
}

TEST_CASE("a name is found as people type it who don't have its letters, in each language's habit", "[search]") {
    const struct {
        const char* name;
        std::vector<const char*> typed;
    } table[] = {
        {"Jürgen Müller", {"jurgen", "juergen", "muller", "mueller", "MUELLER jürgen", "muel", "jur mue"}},
        {"Juergen Mueller", {"jürgen", "jurgen", "müller", "muller"}},
        {"Müllerström", {"muellerstrom", "mullerstroem", "muellerstroem", "müllerstrom"}},
        {"Øystein Åsbø", {"oystein", "oeystein", "asbo", "aasboe", "åsbö", "aasbo"}},
        {"Aasmund Søe", {"åsmund", "asmund", "so"}},
        {"Strauß", {"strauss", "STRAUSS", "strauß"}},
        {"Łukasz Żak", {"lukasz", "zak"}},
        {"Đặng Thị Hồng", {"dang", "thi hong", "đặng", "hong dang"}},
        {"Đorđe Đoković", {"dorde", "djordje", "djokovic", "dokovic"}},
        {"Begoña Núñez", {"begona", "nunez", "nuñez"}},
        {"Işıl İnönü", {"isil", "ISIL", "inonu", "inoenue"}},
        {"Françoise Lefèvre", {"francoise", "lefevre"}},
        {"Þórdís Ægisdóttir", {"thordis", "aegisdottir", "agis"}},
        {"Юлия Щедрин", {"yuliya", "yulia", "julia", "iulia", "shchedrin", "schedrin", "юлия", "Щед"}},
        {"Хрущёв", {"khrushchev", "hrushchev", "хрущев"}},
        {"Чайковский", {"chaykovskiy", "chaikovsky", "tchaikovsky", "cajkovskij"}},
        {"Дмитрий", {"dmitriy", "dmitry", "dmitri", "dmitrij"}},
        {"Цветаева", {"tsvetaeva", "tsvetayeva", "cvetaeva"}},
        {"Julia Tchaikovsky", {"Юлия", "Чайковский", "yulia"}},
        {"Ελένη Παπαδόπουλος", {"eleni", "elene", "papadopoulos", "ελενη"}},
        {"吕小明", {"lu", "lv", "lvxiao", "lyu", "lv ming"}},
    };
    for (const auto& one : table)
        for (const auto* typed : one.typed) {
            INFO(typed << " for " << one.name);
            CHECK(finds(typed, {.name = one.name}));
            CHECK(finds(typed, {.host = one.name}));
        }
    CHECK(finds("mueller", {.company = "Hafen Müller GmbH"}));
    CHECK(finds("müller", {.company = "Mueller & Söhne"}));
    CHECK(finds("soehne", {.company = "Mueller & Söhne"}));
}

TEST_CASE("a spelling that only may be meant comes after what was typed, and finds nobody inside a word",
          "[search]") {
    CHECK(*rank("muell", {.name = "Muellner"}) < *rank("muell", {.name = "Müller"}));
    CHECK(*rank("maja", {.name = "Anna Maja"}) <= *rank("maja", {.name = "Maya Chen"}));
    CHECK(*rank("zhang", {.name = "Zhang Wei"}) < *rank("zhang", {.name = "Zang Tianshuo"}));
    CHECK_FALSE(finds("yin", {.name = "Lin Tao"}));
    CHECK_FALSE(finds("ji", {.name = "Lin Tao"}));
    CHECK_FALSE(finds("uell", {.name = "Müller"}));
    CHECK(loose_form(matching_form("Anna Eriksson", Reading::plain)).text == "annaeriksson");
}

TEST_CASE("two spellings of one name are the same name, and those of two people aren't", "[search]") {
    const std::pair<const char*, const char*> same[] = {{"Jürgen Müller", "juergen mueller"},
                                                        {"Jürgen Müller", "MULLER, Jurgen"},
                                                        {"Øystein Åsbø", "Oeystein Aasboe"},
                                                        {"张伟", "zhang wei"},
                                                        {"张伟", "Wei Zhang"},
                                                        {"张伟", "zhangwei"},
                                                        {"单田芳", "Shan Tianfang"},
                                                        {"Юлия Щедрин", "Yulia Shchedrin"},
                                                        {"Maja Horvat", "  maja   horvat "},
                                                        {"O'Brien", "obrien"},
                                                        {"Anna-Lena Berg", "anna lena berg"}};
    for (const auto& [a, b] : same) {
        INFO(a << " and " << b);
        CHECK(same_name(a, b));
        CHECK(same_name(b, a));
    }
    const std::pair<const char*, const char*> different[] = {
        {"Maja Horvat", "Maja"}, {"Maja Horvat", "Maja Horvath"}, {"张伟", "章"}, {"", ""}, {"Maja", ""},
        {"Bo Ek", "Bo"}};
    for (const auto& [a, b] : different) {
        INFO(a << " and " << b);
        CHECK_FALSE(same_name(a, b));
    }
}

TEST_CASE("company, host, plate, code and digits of the phone find as well, after names", "[search]") {
    const Searched visit = {.name = "Maja Lindqvist",
                            .host = "李娜",
                            .company = "Hafen Müller GmbH",
                            .plate = "沪A·12345",
                            .code = "AB12CD34",
                            .purpose = "Audit of the pumps",
                            .host_text = "the lady of sales",
                            .phone = "+46 70-123 45 67"};
    for (const char* typed :
         {"hafen", "muller", "li na", "李娜", "ln", "a12345", "沪a12345", "沪A·123", "ab12", "pumps", "sales",
          "maja hafen", "hafen maja pumps", "lina maja", "maja 123", "maja 4567"}) {
        INFO(typed);
        CHECK(finds(typed, visit) == (std::string_view{typed} != "ln"));
    }
    for (const char* typed : {"4670123", "70-123 45", "+46 70 1", "070", "123 45 67", "1234567"}) {
        INFO(typed);
        CHECK(finds(typed, visit) == (std::string_view{typed} != "070"));
    }
    CHECK_FALSE(finds("45", {.name = "Maja", .phone = "+46 70-123 45 67"}));  // too few digits to tell a person
    CHECK(*rank("maja", visit) < *rank("hafen", visit));
    CHECK_FALSE(finds("gmbhab12", visit));  // no match across fields
    CHECK_FALSE(finds("lindqvistml", visit));
}

TEST_CASE("the index answers the best first and among equals the newest, and counts the rest", "[search]") {
    const auto index = index_of({row(1, {.name = "Anna Wei"}), row(2, {.name = "Weidong Li"}, 1),
                                 row(3, {.name = "Wei Zhang"}, 9), row(4, {.name = "Karl Dewei"}),
                                 row(5, {.name = "Karl", .company = "Weimar AG"}), row(6, {.name = "Nobody"})});
    CHECK(numbers(index->find_visits(TypedQuery{"wei"}, 10)) == std::vector{3, 2, 1, 4, 5});
    CHECK(numbers(index->find_visits(TypedQuery{"wei"}, 2)) == std::vector{3, 2});
    CHECK(index->find_visits(TypedQuery{"wei"}, 2).matches == 5);
    CHECK(index->find_visits(TypedQuery{"wei"}, 0).hits.empty());
    CHECK(index->find_visits(TypedQuery{""}, 10).matches == 0);
}

TEST_CASE("visits of equal rank come nearest first, before and after, also where the list has no room for all",
          "[search]") {
    std::vector<SearchRow> weekly;
    for (int week = 0; week < 60; ++week) weekly.push_back(row(week, {.name = "Wei Zhang"}, week));
    const auto index = index_of(weekly);
    const auto at = [&](int week) { return weekly[static_cast<std::size_t>(week)].subject.at; };
    const auto later = (at(1) - at(0)) / 4;
    CHECK(numbers(index->find_visits(TypedQuery{"wei"}, 4, at(20) + later)) == std::vector{20, 21, 19, 22});
    CHECK(numbers(index->find_visits(TypedQuery{"wei"}, 2, at(0) - later)) == std::vector{0, 1});
    CHECK(numbers(index->find_visits(TypedQuery{"wei"}, 2)) == std::vector{59, 58});
}

TEST_CASE("people come once, with those who have no visit: visits leave those out", "[search]") {
    auto host = row(7, {.name = "Wei Host"});
    host.subject.visit.reset();
    auto again = row(1, {.name = "Anna Wei"}, 5);
    again.subject.visit = new_id<VisitId>();
    const auto index = index_of({row(1, {.name = "Anna Wei"}), again, host});
    CHECK(numbers(index->find_people(TypedQuery{"wei"}, 10)) == std::vector{7, 1});
    CHECK(index->find_people(TypedQuery{"wei"}, 10).matches == 2);
    CHECK(numbers(index->find_visits(TypedQuery{"wei"}, 10)) == std::vector{1, 1});
}

TEST_CASE("an index of many pieces finds what comparing one by one finds, whatever was added and removed",
          "[search]") {
    std::mt19937 random{20261122};
    const auto pick = [&random](auto& from) { return from[random() % std::size(from)]; };
    constexpr const char* firsts[] = {"Maja", "张伟",    "单田芳",    "Jürgen", "Li",
                                      "Иван", "O'Brien", "Anna-Lena", "王小明"};
    constexpr const char* lasts[] = {"Lindqvist", "Müller", "Na", "Berg", "", "Wei"};
    constexpr const char* companies[] = {"Hafen AG", "上海简单公司", "", "Weimar & Sons"};
    std::vector<SearchRow> rows;
    for (int i = 0; i < 5000; ++i) {
        static std::vector<std::string> names(5000), phones(5000);
        names[static_cast<std::size_t>(i)] = std::string{pick(firsts)} + " " + pick(lasts);
        phones[static_cast<std::size_t>(i)] = std::to_string(random());
        rows.push_back(row(i,
                           {.name = names[static_cast<std::size_t>(i)],
                            .company = pick(companies),
                            .phone = phones[static_cast<std::size_t>(i)]},
                           static_cast<int>(random() % 500)));
    }
    auto index = index_of(rows);
    for (int round = 0; round < vestibule::test_support::rounds(4, 2); ++round) {
        const auto gone = [&](const PersonId& id) {
            return (id.bytes[15] + id.bytes[14]) % (round == 1 ? 2 : 7) == round;
        };
        SearchIndexEditor editor{index};
        editor.remove_if([&](const SearchSubject& subject) { return gone(subject.person); });
        std::erase_if(rows, [&](const SearchRow& one) { return gone(one.subject.person); });
        auto extra = row(6000 + round, {.name = "Maja Later"});
        editor.add(extra), rows.push_back(extra);
        index = editor.finish();
        CHECK(index->rows() == rows.size());
        for (const char* typed :
             {"maja", "m", "w", "wei", "zhang w", "shan", "berg hafen", "ob", "123", "简单", "wxm", "x"}) {
            const TypedQuery query{typed};
            const auto matching = std::count_if(
                rows.begin(), rows.end(), [&](const SearchRow& one) { return query.rank(one.text).has_value(); });
            INFO(typed << " in round " << round);
            CHECK(index->find_visits(query, 10).matches == static_cast<std::size_t>(matching));
        }
    }
}

TEST_CASE("a snapshot stays as it was while the next one is made", "[search]") {
    SearchBoard board;
    CHECK_FALSE(board.now());
    board.publish([](SearchIndexEditor& editor) { editor.add(row(1, {.name = "Maja"})); });
    const auto before = board.now();
    board.publish([](SearchIndexEditor& editor) { editor.add(row(2, {.name = "Maja too"})); });
    CHECK(before->find_visits(TypedQuery{"maja"}, 10).matches == 1);
    CHECK(board.now()->find_visits(TypedQuery{"maja"}, 10).matches == 2);
}

TEST_CASE("who is forgotten is out at once, and not in what is being made meanwhile", "[search]") {
    SearchBoard board;
    SearchIndexEditor made{nullptr};  // a first index under way
    made.add(row(1, {.name = "Maja"}));
    made.add(row(2, {.name = "Maja too"}));
    board.forget(std::array{person(1)});
    board.publish_anew(made);
    CHECK(numbers(board.now()->find_visits(TypedQuery{"maja"}, 10)) == std::vector{2});
    board.publish([](SearchIndexEditor& editor) { editor.add(row(1, {.name = "Maja"})); });
    CHECK(board.now()->rows() == 1);
    board.forget(std::array{person(2)});
    CHECK(board.now()->rows() == 0);
}
