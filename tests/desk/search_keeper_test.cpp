// How the search index is kept current, and that the erased leave it.
#include <random>

#include "kiosk/base/text.h"
#include "kiosk/desk/search_index.h"
#include "kiosk/desk/search_keeper.h"
#include "kiosk/desk/search_text.h"
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

using Names = std::vector<std::string>;

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

TEST_CASE("whose row came before their key is found in the round after the key, however many others there are",
          "[search]") {
    constexpr int others = 4100;  // rows that change move to the end, and a round looks at 1,000
    FrontDesk front;
    std::vector<AppointmentRow> rows;
    for (int i = 0; i < others; ++i) {
        rows.push_back(front.appointment("Guest " + std::to_string(i), front.at(9, 0, 1)));
        rows.back().key = std::to_string(i);
    }
    front.import(rows);
    front.walk_in("Maja Lindqvist");
    Reception reception{front};
    reception.keep();
    must(front.vault().mark_offered(must(front.vault().keys_to_offer(others))));
    front.walk_in("Amara Okafor");
    const auto key = must(front.vault().keys_to_offer(others));
    must(front.vault().mark_offered(key));
    CHECK(must(front.vault().drop_keys_outside(front.at(9, 0, 400))) > 0);
    reception.keep();
    CHECK(reception.visits("amara").empty());
    must(front.vault().accept(key));
    reception.keep();
    CHECK(reception.visits("amara") == Names{"Amara Okafor"});
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
