// Wrong PINs: pauses that neither clock nor plug forgives, a lock that another member of staff opens, and who may do
// so.
#include "kiosk/desk/pin.h"
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr const char* right = "285943";
constexpr const char* wrong = "000001";

// Where Anna has signed in, some time.
struct Keypad {
    FrontDesk desk;
    PersonId anna = must(desk->add_staff("Anna Berg", right, {"reception"})).id;

    KeypadView fail() { return must(desk->sign_in(wrong)).keypad; }
    bool opens() { return must(desk->sign_in(right)).staff.has_value(); }
    // Waits for each pause.
    void fail(int times) {
        for (int i = 0; i < times; ++i) {
            fail();
            desk.wait(seconds{must(desk->keypad()).wait_s});
        }
    }
    [[nodiscard]] KeypadView now() { return must(desk->keypad()); }
};

}  // namespace

TEST_CASE("five wrong PINs are followed by pauses of 1 to 16 minutes and ten by a lock", "[desk]") {
    Keypad at;
    for (int left = pin_failures_free - 1; left > 0; --left) CHECK(at.fail() == KeypadView{.tries_left = left});
    for (const int pause : {1, 2, 4, 8, 16}) {
        CHECK(at.fail() == KeypadView{.wait_s = pause * 60});
        const auto events = at.desk.count(kind::keypad_refused);
        at.desk.wait(minutes{pause} - seconds{1});
        // Neither is tried in a pause, nor counted.
        CHECK_FALSE(at.opens());
        CHECK(at.fail().wait_s == 1);
        CHECK(at.desk.count(kind::keypad_refused) == events);
        at.desk.wait(seconds{1});
        CHECK(at.now().wait_s == 0);
    }
    CHECK(at.fail() == KeypadView{.locked = true});
    CHECK(at.desk.count(kind::keypad_refused) == pin_failures_max);
    at.desk.wait(hours{24 * 365});
    CHECK_FALSE(at.opens());
    CHECK_FALSE(must(at.desk->sign_in_as("Anna Berg", right)));
    CHECK(at.desk.count(kind::keypad_refused) == pin_failures_max);
    at.desk.chain_must_hold();
}

TEST_CASE("the right PIN after wrong ones forgives them: before the lock alone", "[desk]") {
    for (const int failures : {1, 4, 5, 9}) {
        INFO(failures);
        Keypad at;
        at.fail(failures);
        CHECK(at.opens());
        CHECK(at.now() == KeypadView{.tries_left = pin_failures_free});
        CHECK(at.desk.count(kind::keypad_accepted) == 1);
        CHECK(at.opens());
        CHECK(at.desk.count(kind::keypad_accepted) == 1);  // nothing was to be forgiven
    }
}

TEST_CASE("wrong PINs of several people at one keypad add up", "[desk]") {
    Keypad at;
    must(at.desk->add_staff("Bo Ek", "705318", {"guard"}));
    for (int i = 0; i < pin_failures_free; ++i) must(at.desk->sign_in(i % 2 == 0 ? "285942" : "705319"));
    CHECK(at.now().wait_s == 60);
}

TEST_CASE("a clock that is set ahead or back neither ends a pause nor changes its length", "[desk]") {
    for (const auto jump : {hours{1}, hours{24 * 365 * 20}, -hours{1}, -hours{24 * 365 * 20}}) {
        INFO(jump.count() << " h");
        Keypad at;
        at.fail(pin_failures_free);
        at.fail();  // two minutes
        at.desk.set_clock(at.desk->now() + jump);
        CHECK_FALSE(at.opens());
        CHECK(at.now().wait_s == 120);
        at.desk.reopen();
        CHECK(at.now().wait_s == 120);
        at.desk.wait(seconds{119});
        CHECK_FALSE(at.opens());
        at.desk.set_clock(at.desk->now() - jump);
        CHECK(at.now().wait_s == 1);
        at.desk.wait(seconds{1});
        CHECK(at.opens());
    }
}

TEST_CASE("a pause begins anew where the machine was started again and not where it was over", "[desk]") {
    Keypad at;
    at.fail(pin_failures_free);
    at.fail();
    at.desk.wait(seconds{110});
    at.desk.restart_machine();
    CHECK(at.now().wait_s == 120);
    at.desk.set_clock(at.desk->now() + hours{24});
    CHECK_FALSE(at.opens());
    at.desk.wait(seconds{120});
    CHECK(at.now().wait_s == 0);
    at.desk.restart_machine();
    CHECK(at.now().wait_s == 0);
    CHECK(at.opens());
}

TEST_CASE("who takes the pause's file away or spoils it makes it begin anew", "[desk]") {
    Keypad at;
    const auto file = at.desk.folder() / "lobby" / "pin_pause.json";
    at.fail(pin_failures_free);
    at.fail();
    at.desk.wait(seconds{100});
    std::filesystem::remove(file);
    CHECK(at.now().wait_s == 120);
    at.desk.wait(seconds{100});
    for (const char* spoilt :
         {"", "{\"after\": \"many\"", "[]", "{\"after\": 1, \"boot\": \"first\", \"begun\": 0, \"over\": true}"}) {
        std::ofstream{file} << spoilt;
        CHECK(at.now().wait_s == 120);
        CHECK_FALSE(at.opens());
    }
    // One that says it began later than the machine has run.
    auto kept = parse_object(content_of(file));
    kept["begun"] = std::int64_t{1} << 50;
    std::ofstream{file} << dump(kept);
    CHECK(at.now().wait_s == 120);
    CHECK_FALSE(at.opens());
}

TEST_CASE("where a pause can't be kept nobody signs in", "[desk]") {
    Keypad at;
    at.fail(pin_failures_free);
    const auto file = at.desk.folder() / "lobby" / "pin_pause.json";
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);
    CHECK(at.desk->sign_in(right).error().remedy == Remedy::ask_staff);
    std::filesystem::remove(file);
    at.desk.wait(seconds{must(at.desk->keypad()).wait_s});
    CHECK(at.opens());
}

TEST_CASE("ten wrong PINs stay where a program or a machine is started again", "[desk]") {
    Keypad at;
    at.fail(pin_failures_max);
    at.desk.reopen();
    CHECK(at.now().locked);
    at.desk.restart_machine();
    must(at.desk->log().rebuild());
    CHECK(at.now().locked);
    CHECK_FALSE(at.opens());
}

TEST_CASE("a wrong PIN in the log says nothing of the PIN or of anybody", "[desk]") {
    Keypad at;
    must(at.desk->sign_in("619402"));
    must(at.desk->sign_in(right));
    int seen = 0;
    must(at.desk->reader().each_event([&](const Event& event) {
        if (event.stream != stream_of(at.desk.station())) return true;
        ++seen;
        CHECK_FALSE(event.sealed);
        CHECK_FALSE(event.subject);
        const bool accepted = event.kind == kind::keypad_accepted;
        CHECK(event.body == (accepted ? dump({{"by", to_string(at.anna)}}) : std::string{"{}"}));
        return true;
    }));
    CHECK(seen == 2);
    CHECK(at.desk.files_with("619402").empty());
}

TEST_CASE("a locked keypad is seen and unlocked at another station by whoever is signed in there", "[desk]") {
    Keypad at;
    FrontDesk reception{at.desk, "reception", {Right::reception}};
    at.fail(pin_failures_max - 1);
    reception.hear_from(at.desk);
    CHECK(must(reception->locked_keypads()).empty());
    CHECK(reception->unlock_keypad(at.desk.station(), reception.staff).error().remedy == Remedy::give_up);
    const auto when = at.desk->now();
    at.fail();
    reception.hear_from(at.desk);
    const auto locked = must(reception->locked_keypads());
    REQUIRE(locked.size() == 1);
    CHECK(locked.front().station == at.desk.station());
    CHECK(locked.front().name == "lobby");
    CHECK(locked.front().failures == pin_failures_max);
    CHECK(locked.front().since == when);
    must(reception->unlock_keypad(at.desk.station(), reception.staff));
    CHECK(must(reception->locked_keypads()).empty());
    CHECK(at.now().locked);  // not heard of yet
    at.desk.hear_from(reception);
    CHECK(at.now() == KeypadView{.tries_left = pin_failures_free});
    CHECK(at.opens());
}

TEST_CASE("nobody unlocks the keypad of the station at which they are: the command line may", "[desk]") {
    Keypad at;
    at.fail(pin_failures_max);
    CHECK(at.desk->unlock_keypad(at.desk.station(), at.anna).error().remedy == Remedy::give_up);
    CHECK(at.now().locked);
    must(at.desk->unlock_keypad(at.desk.station(), std::nullopt));
    CHECK(at.opens());
    CHECK_FALSE(at.desk->unlock_keypad(at.desk.station(), std::nullopt));
}

TEST_CASE("two who unlock a keypad at once unlock it once, and later failures count", "[desk]") {
    Keypad at;
    FrontDesk reception{at.desk, "reception", {Right::reception}}, gate{at.desk, "gate", {Right::staffed}};
    at.fail(pin_failures_max);
    reception.hear_from(at.desk), gate.hear_from(at.desk);
    must(reception->unlock_keypad(at.desk.station(), reception.staff));
    must(gate->unlock_keypad(at.desk.station(), gate.staff));
    at.desk.hear_from(reception);
    at.fail(3);
    at.desk.hear_from(gate);
    CHECK(at.now().tries_left == pin_failures_free - 3);
}

TEST_CASE("a stolen door locks no other station's keypad and unlocks none", "[desk]") {
    Keypad at;
    FrontDesk door{at.desk, "east-door", {Right::door}};
    const auto keypad = stream_of(at.desk.station());
    std::vector<FrontDesk::Forged> words;
    for (std::uint64_t turn = 1; turn <= 12; ++turn)
        words.push_back({.kind = kind::keypad_refused, .stream = keypad, .body = "{}", .turn = turn});
    at.desk.hear_forged(door, words);
    CHECK(at.now() == KeypadView{.tries_left = pin_failures_free});
    CHECK(at.opens());
    at.fail(pin_failures_max);
    CHECK(at.now().locked);
    const auto turns = must(at.desk->reader().stream(keypad)).back().turn;
    at.desk.hear_forged(door, {{.kind = kind::keypad_unlocked, .stream = keypad, .body = "{}", .turn = turns + 1},
                               {.kind = kind::keypad_accepted, .stream = keypad, .body = "{}", .turn = turns + 2}});
    CHECK(at.now().locked);
    CHECK(door->unlock_keypad(at.desk.station(), std::nullopt).error().remedy ==
          Remedy::give_up);  // knows of no lock
}

TEST_CASE("a door without staff is told that it can't unlock a keypad", "[desk]") {
    Keypad at;
    FrontDesk door{at.desk, "east-door", {Right::door}};
    at.fail(pin_failures_max);
    door.hear_from(at.desk);
    CHECK(door->unlock_keypad(at.desk.station(), std::nullopt).error().remedy == Remedy::ask_staff);
    at.desk.hear_from(door);
    CHECK(at.now().locked);
}

TEST_CASE("an older station keeps and relays what it doesn't know of keypads", "[desk]") {
    Keypad at;
    FrontDesk reception{at.desk, "reception", {Right::reception}};
    at.fail(pin_failures_max);
    // Kinds of the next version in the same stream do no harm here either.
    const NewEvent unheard{.kind = "keypad.oiled", .stream = stream_of(at.desk.station()), .body = Json::object()};
    must(at.desk->log().append({&unheard, 1}, {}, at.desk->now()));
    reception.hear_from(at.desk);
    CHECK(must(reception->locked_keypads()).size() == 1);
    reception.chain_must_hold();
}

TEST_CASE("the keypad of a revoked station is nobody's business any more", "[desk]") {
    FrontDesk reception{Role::reception};
    must(reception->add_staff("Anna Berg", right, {"reception"}));
    FrontDesk gate{reception, "gate", {Right::staffed}};
    for (int i = 0; i < pin_failures_max; ++i) {
        must(gate->sign_in(wrong));
        gate.wait(hours{1});
    }
    reception.hear_from(gate);
    CHECK(must(reception->locked_keypads()).size() == 1);
    must(reception->revoke_station(gate.station(), {.reason = "stolen", .stolen = true}));
    CHECK(must(reception->locked_keypads()).empty());
}

TEST_CASE("pauses double and the lock comes before the sixth of them", "[desk]") {
    using std::chrono::microseconds;
    CHECK(pause_after(0) == microseconds{});
    CHECK(pause_after(pin_failures_free - 1) == microseconds{});
    CHECK(pause_after(pin_failures_free) == minutes{1});
    CHECK(pause_after(pin_failures_max - 1) == minutes{16});
    CHECK(pause_after(1'000'000) == minutes{16});
}
