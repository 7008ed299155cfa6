// Times the search as one types over many people, beside SQLite's trigram index and LIKE over the same rows in
// memory.
#include <malloc.h>

#include <array>
#include <filesystem>
#include <random>

#include "kiosk/base/text.h"
#include "kiosk/desk/search_index.h"
#include "kiosk/desk/search_text.h"
#include "kiosk/sqlite/database.h"
#include "tests/bench/bench_program.h"

namespace vestibule::bench {
namespace {

constexpr std::size_t hits_max = 30;

struct Person {
    std::string name, company, phone, plate;
};

// Names as a building in Shanghai with guests from Europe has them: half Chinese, half Latin, some with accents.
class People {
  public:
    explicit People(unsigned seed) : random_{seed} {}
    Person next() {
        Person out{.name = random_() % 2 == 0 ? chinese() : latin(),
                   .company = pick(companies_) + " " + std::to_string(random_() % 500),
                   .phone = "+86 1" + std::to_string(1'000'000'000 + random_() % 1'000'000'000),
                   .plate = "沪A·" + std::to_string(10'000 + random_() % 90'000)};
        return out;
    }
    std::size_t number(std::size_t below) { return random_() % below; }

  private:
    template <class List>
    std::string pick(const List& list) {
        return list[random_() % list.size()];
    }
    std::string chinese() {
        const auto two = random_() % 4 != 0;
        return pick(surnames_) + pick(given_) + (two ? pick(given_) : "");
    }
    std::string latin() { return pick(firsts_) + " " + pick(starts_) + pick(ends_); }

    std::mt19937 random_;
    std::vector<std::string> surnames_ = {
        "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱",   "高",   "林",
        "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",   "程",   "曹",
        "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "单", "仇", "解", "区", "查", "欧阳", "尉迟", "司马"};
    std::vector<std::string> given_ = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳",
                                       "杰", "娟", "涛", "明", "超", "秀", "霞", "平", "刚", "桂", "英", "华",
                                       "玉", "兰", "红", "鹏", "辉", "宇", "浩", "然", "子", "轩", "梓", "涵",
                                       "一", "诺", "欣", "怡", "佳", "琪", "思", "雨", "晨", "瑞", "博", "文",
                                       "建", "国", "志", "春", "梅", "海", "波", "雪", "云", "龙", "飞", "天"};
    std::vector<std::string> firsts_ = {"Maja",   "Jürgen", "Anna-Lena", "Luís",   "Zoë",     "Björn",
                                        "Karl",   "Ingrid", "Pavel",     "Łukasz", "Sinéad",  "Oliver",
                                        "Amélie", "Noah",   "Sofia",     "Matteo", "Elena",   "Tomáš",
                                        "Freya",  "Hugo",   "Çağla",     "José",   "Wilhelm", "Ewa"};
    std::vector<std::string> starts_ = {"Lind", "Berg", "Mül", "Schnei", "Wag",  "Hoff", "Sö",
                                        "Gar",  "Mar",  "Kow", "Nov",    "O'Br", "Mac",  "Van der ",
                                        "Ros",  "Fer",  "Lar", "Ander",  "Wei",  "Zim"};
    std::vector<std::string> ends_ = {"qvist", "ström", "ler",   "der", "ner", "mann",   "rensen",
                                      "cia",   "tínez", "alski", "ák",  "ien", "Donald", "Meer",
                                      "si",    "reira", "sson",  "sen", "ss",  "mermann"};
    std::vector<std::string> companies_ = {
        "Hafen Pumpen GmbH", "上海精工机械有限公司", "Nordic Freight AB", "江苏新能源",
        "Müller & Söhne",    "Banco del Puerto",     "苏州电子",          "Acme Ltd"};
};

SearchRow row_of(const Person& person) {
    const auto id = new_id<PersonId>();
    return {.subject = {.person = id, .visit = VisitId{id.bytes}, .host = {}, .at = {}},
            .text = {.name = person.name, .company = person.company, .plate = person.plate, .phone = person.phone}};
}

// Letter by letter, as somebody at the reception types who is in front of them.
std::vector<std::string> typed_for(const Person& person, std::size_t way) {
    std::string whole;
    switch (way % 5) {
        case 0:
            whole = fold_for_matching(person.name);
            break;
        case 1:
            whole = initials_of(matching_form(person.name, Reading::name));
            break;
        case 2:
            whole = person.phone.substr(4);
            break;
        case 3:
            whole = fold_for_matching(person.company);
            break;
        default:
            whole =
                fold_for_matching(person.name).substr(0, 4) + " " + fold_for_matching(person.company).substr(0, 3);
    }
    std::vector<std::string> out;
    for (std::size_t length = 1; length <= std::min<std::size_t>(whole.size(), 10); ++length)
        out.push_back(whole.substr(0, length));
    return out;
}

// The peer: the same folded text of each row, all of it in SQLite's cache. A trigram index answers from three letters
// on; LIKE always.
class Peer {
  public:
    explicit Peer(const std::filesystem::path& file)
        : database_{must(Database::open(file, FileAccess::read_write,
                                        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                                        "PRAGMA cache_size=-2000000;"))} {
        must(
            database_.run("CREATE VIRTUAL TABLE person USING fts5(text, tokenize='trigram');"
                          "CREATE TABLE plain (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"));
        must(database_.run("BEGIN"));
    }
    void add(const Person& person) {
        const auto text =
            fold_for_matching(person.name) + " " + initials_of(matching_form(person.name, Reading::name)) + " " +
            fold_for_matching(person.company) + " " + fold_for_matching(person.plate) + " " + digits_of(person.phone);
        must(database_.execute("INSERT INTO person (text) VALUES (?1)", {text}));
        must(database_.execute("INSERT INTO plain (text) VALUES (?1)", {text}));
    }
    void finish() { must(database_.run("COMMIT")); }
    // The better of the two for this query.
    void find(const std::string& typed) {
        if (typed.size() >= 3 && typed.find(' ') == std::string::npos)
            count("SELECT rowid FROM person WHERE text MATCH ?1 LIMIT 30", "\"" + typed + "\"");
        else
            count("SELECT id FROM plain WHERE text LIKE ?1 ORDER BY id DESC LIMIT 30",
                  "%" + typed.substr(0, typed.find(' ')) + "%");
    }

  private:
    void count(std::string_view sql, const std::string& value) {
        auto rows = must(database_.query(sql, {value}));
        while (must(rows.step())) {
        }
    }
    Database database_;
};

double heap_mib() {
    const auto info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd) / (1 << 20);
}

int search(const std::filesystem::path& folder, int people_count) {
    People people{20261122};
    std::vector<Person> everybody;
    for (int i = 0; i < people_count; ++i) everybody.push_back(people.next());
    const auto before = heap_mib();
    SearchSnapshot index;
    const auto build = seconds_of([&] {
        SearchIndexEditor editor{nullptr};
        for (const auto& person : everybody) editor.add(row_of(person));
        index = editor.finish();
    });
    const auto memory = heap_mib() - before;
    Peer peer{folder / "peer.db"};
    const auto build_peer = seconds_of([&] {
        for (const auto& person : everybody) peer.add(person);
        peer.finish();
    });
    Samples ours, theirs;
    double matches = 0;
    for (std::size_t i = 0; i < 60; ++i)
        for (const auto& typed : typed_for(everybody[people.number(everybody.size())], i)) {
            ours.push_back(1000 * seconds_of([&] {
                               matches +=
                                   static_cast<double>(index->find_visits(TypedQuery{typed}, hits_max).matches);
                           }));
            theirs.push_back(1000 * seconds_of([&] { peer.find(typed); }));
        }
    const auto changed = index->subjects(index->rows() / 2, 1).front().person;
    const auto change = 1000 * seconds_of([&] {
                            SearchIndexEditor editor{index};
                            editor.remove_if([&](const SearchSubject& subject) { return subject.person == changed; });
                            editor.add(row_of(everybody.front()));
                            index = editor.finish();
                        });
    return print({{"ours", ours},
                  {"peer", theirs},
                  {"build_s", {build}},
                  {"build_peer_s", {build_peer}},
                  {"memory_mib", {memory}},
                  {"change_ms", {change}},
                  {"matches", {matches}}});
}

}  // namespace
}  // namespace vestibule::bench

int main(int count, char** arguments) {
    if (count == 4 && std::string{arguments[1]} == "search")
        return vestibule::bench::search(arguments[2], std::atoi(arguments[3]));
    std::fprintf(stderr, "usage: bench_search search FOLDER PEOPLE\n");
    return 2;
}
