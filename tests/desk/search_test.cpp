// Searching: what finds whom, in which order; the index, how it's kept current, and that the erased leave it.
#include "kiosk/desk/search_index.h"

#include <random>

#include "kiosk/base/text.h"
#include "kiosk/desk/search_keeper.h"
#include "kiosk/desk/search_text.h"
#include "tests/desk/front_desk.h"

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

// A desk at a reception: the same log and vault as the front desk's, with a board for the index and its keeper.
class Reception {
  public:
    explicit Reception(FrontDesk& at) : desk_{open(at, &board)}, keeper_desk_{open(at, nullptr)} {
        board.set_kept(true);
    }

    Desk* operator->() { return desk_.get(); }
    void keep() { must(keeper_.round()); }
    Names visits(std::string_view typed) {
        Names out;
        must(desk_->refresh());
        for (const auto& one : must(desk_->search_visits(typed, 50)).rows) out.push_back(one.visitor);
        return out;
    }
    Names people(std::string_view typed) {
        Names out;
        must(desk_->refresh());
        for (const auto& one : must(desk_->find_people(typed))) out.push_back(one.name);
        return out;
    }

    SearchBoard board;

  private:
    static std::unique_ptr<Desk> open(FrontDesk& at, SearchBoard* board) {
        return must(Desk::open({.log = at->log(),
                                .reader = must(LogReader::open(at.log_file())),
                                .vault = at.vault(),
                                .identity = at->identity(),
                                .config = at.config,
                                .role = Role::reception,
                                .clock = [&at] { return at->now(); },
                                .search = board}));
    }

    std::unique_ptr<Desk> desk_, keeper_desk_;
    SearchKeeper keeper_{*keeper_desk_, board};
};

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

TEST_CASE("accents, capitals and scripts don't matter; the forms have the letters that base/text folds to",
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

TEST_CASE("people come once, with those who have no visit; visits leave those out", "[search]") {
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
    for (int round = 0; round < 4; ++round) {
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

TEST_CASE("before the index is made nothing is found, and nothing waits for it", "[search]") {
    FrontDesk front;
    front.walk_in("Maja Lindqvist");
    Reception reception{front};
    CHECK_FALSE(reception->search_ready());
    CHECK(reception.visits("maja").empty());
    reception.keep();
    CHECK(reception->search_ready());
    CHECK(reception.visits("maja") == Names{"Maja Lindqvist"});
}

TEST_CASE("the index follows what is written: new visits, changes, hosts, staff", "[search]") {
    FrontDesk front;
    const auto host = front.list_host("Anna Berg", "Sales");
    front.walk_in("Maja Lindqvist", "+46701234567");
    Reception reception{front};
    reception.keep();
    CHECK(reception.people("anna") == Names{"Anna Berg"});
    CHECK(reception.visits("anna").empty());

    must(front->register_walk_in({.name = "单田芳", .host = host, .plate = "ABC 1"}));
    CHECK(reception.visits("shan").empty());
    reception.keep();
    for (const char* typed : {"shan t", "stf", "单", "anna", "abc1", "田芳 berg"}) {
        INFO(typed);
        CHECK(reception.visits(typed) == Names{"单田芳"});
    }
    front.book("Karl Later", front.at(10, 0, 3));
    must(front->add_staff("Staffan Guardman", "285943", {"guard"}));
    reception.keep();
    CHECK(reception.visits("karl") == Names{"Karl Later"});
    CHECK(reception.people("staffan") == Names{"Staffan Guardman"});
    reception.keep();  // nothing new: nothing changes
    CHECK(reception.board.now()->rows() == 5);
}

TEST_CASE("an index that was kept current equals one that is made anew", "[search]") {
    FrontDesk front;
    Reception kept{front};
    kept.keep();
    std::vector<VisitId> visits;
    for (int i = 0; i < 12; ++i) {
        visits.push_back(front.walk_in("Visitor " + std::to_string(i)));
        if (i % 3 == 0) front.list_host("Host " + std::to_string(i));
        if (i % 4 == 1) must(front->admit(visits.back(), front.staff));
        if (i % 5 == 2)
            must(front->erase_person(front.visit(visits[static_cast<std::size_t>(i - 1)]).person, "request"));
        kept.keep();
    }
    Reception anew{front};
    anew.keep();
    CHECK(kept.board.now()->rows() == anew.board.now()->rows());
    for (const char* typed : {"visitor", "host", "v 1", "11", "h"}) {
        INFO(typed);
        CHECK(kept.visits(typed) == anew.visits(typed));
        CHECK(kept.people(typed) == anew.people(typed));
    }
}

TEST_CASE("an erased person leaves the index at once, here and where it was erased elsewhere", "[search]") {
    FrontDesk front;
    const auto maja = front.visit(front.walk_in("Maja Lindqvist")).person;
    const auto other = front.visit(front.walk_in("Maja Svensson")).person;
    Reception reception{front};
    reception.keep();
    must(reception->erase_person(maja, "request"));
    CHECK(reception.board.now()->find_people(TypedQuery{"lindqvist"}, 10).matches == 0);
    CHECK(reception.visits("maja") == Names{"Maja Svensson"});
    must(front->erase_person(other, "request"));  // by another desk: the keeper hears of it
    CHECK(reception.visits("maja").empty());      // what is shown is the log's, though the keeper slept
    reception.keep();
    CHECK(reception.board.now()->find_people(TypedQuery{"maja"}, 10).matches == 0);
    reception.keep();
    CHECK(reception.board.now()->rows() == 0);
}

TEST_CASE("a keeper that is stopped in the middle leaves nothing, and the next round makes it whole", "[search]") {
    FrontDesk front;
    front.walk_in("Maja Lindqvist");
    Reception reception{front};
    SearchBoard board;
    SearchKeeper keeper{*front, board};
    CHECK_FALSE(keeper.round([] { return true; }));
    CHECK_FALSE(board.now());
    must(keeper.round());
    CHECK(board.now()->rows() == 1);
}

TEST_CASE("memory that an index gives back holds nothing of it", "[search]") {
    WipingAllocator<char> allocator;
    auto* bytes = allocator.allocate(64);
    std::fill_n(bytes, 64, 'M');
    // What the C library writes into a freed block comes after the wiping and isn't our letter.
    allocator.deallocate(bytes, 64);
    auto* again = allocator.allocate(64);
    CHECK(std::count(again, again + 64, 'M') == 0);
    allocator.deallocate(again, 64);
}
