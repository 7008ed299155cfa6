// Staff: the first PIN, easy PINs, signing in, pauses after wrong ones that pulling the plug doesn't forgive.
#include "kiosk/desk/pin.h"
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_CASE("easy PINs are refused, in words for the one who chose it", "[desk]") {
    for (const char* pin : {"", "12345", "1234567890123", "123456", "654321", "111111", "121212", "112211", "28594a",
                            "２８５９４３", " 285943", "0123456789"}) {
        INFO(pin);
        CHECK_FALSE(check_new_pin(pin));
    }
    for (const char* pin : {"285943", "100200300", "285943285943"}) {
        INFO(pin);
        CHECK(check_new_pin(pin));
    }
}

TEST_CASE("a PIN's hash fits its PIN only, and is another one each time", "[desk]") {
    const auto hash = must(hash_pin("285943"));
    CHECK(hash.rfind("$argon2id$v=19$m=19456,t=2,", 0) == 0);
    CHECK(pin_fits(hash, "285943"));
    CHECK_FALSE(pin_fits(hash, "285944"));
    CHECK_FALSE(pin_fits(hash, ""));
    CHECK(must(hash_pin("285943")) != hash);
    for (const char* broken : {"", "285943", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$x$y"})
        CHECK_FALSE(pin_fits(broken, "285943"));
    CHECK_FALSE(pin_fits(std::string(1000, 'a'), "285943"));
}

TEST_CASE("staff sign in with their own PIN and have their own roles", "[desk]") {
    FrontDesk desk;
    CHECK_FALSE(must(desk->has_staff()));
    CHECK_FALSE(desk->add_staff("Anna", "111111", {"reception"}));
    CHECK_FALSE(must(desk->has_staff()));
    const auto anna = must(desk->add_staff(" Anna\tBerg ", "285943", {"reception"}));
    CHECK(anna.name == "Anna Berg");
    must(desk->add_staff("Bo Ek", "705318", {"guard"}));
    CHECK(must(desk->has_staff()));
    const auto signed_in = must(desk->sign_in("285943"));
    REQUIRE(signed_in.staff);
    CHECK(signed_in.staff->id == anna.id);
    CHECK(signed_in.staff->name == "Anna Berg");
    CHECK(signed_in.staff->roles == std::vector<std::string>{"reception"});
    CHECK(must(desk->sign_in("705318")).staff->name == "Bo Ek");
    CHECK(desk.count(kind::staff_signed_in) == 2);
    CHECK_FALSE(must(desk->sign_in("999999")).staff);
    CHECK_FALSE(must(desk->sign_in("")).staff);
}

TEST_CASE("who signed in at another site is staff here with the same name and PIN only, and a miss isn't counted",
          "[desk]") {
    FrontDesk desk;
    const auto anna = must(desk->add_staff("Anna Berg", "285943", {"reception"}));
    CHECK_FALSE(must(desk->sign_in_as("Bo Ek", "285943")));
    for (int i = 0; i < 2 * pin_failures_free; ++i) CHECK_FALSE(must(desk->sign_in_as("Anna Berg", "000001")));
    CHECK(must(desk->sign_in_as("Anna Berg", "285943"))->id == anna.id);
    CHECK(desk.count(kind::staff_signed_in) == 1);
    for (int i = 0; i < pin_failures_free; ++i) must(desk->sign_in("000001"));
    CHECK_FALSE(must(desk->sign_in_as("Anna Berg", "285943")));  // a pause is one for everybody
}

TEST_CASE("five wrong PINs are followed by pauses of 1, 2, 4 minutes, also after a restart", "[desk]") {
    FrontDesk desk;
    must(desk->add_staff("Anna", "285943", {"reception"}));
    for (int left = pin_failures_free - 1; left > 0; --left) CHECK(must(desk->sign_in("000001")).tries_left == left);
    CHECK(must(desk->sign_in("000001")).wait_s == 60);
    for (const int pause : {1, 2, 4}) {
        desk.reopen();
        const auto locked = must(desk->sign_in("285943"));
        CHECK_FALSE(locked.staff);
        CHECK(locked.wait_s == pause * 60);
        desk.wait(minutes{pause} - seconds{1});
        CHECK_FALSE(must(desk->sign_in("285943")).staff);
        desk.wait(seconds{1});
        if (pause < 4) CHECK(must(desk->sign_in("000001")).wait_s == pause * 2 * 60);
    }
    CHECK(must(desk->sign_in("285943")).staff);
    // The right PIN forgives.
    CHECK(must(desk->sign_in("000001")).tries_left == pin_failures_free - 1);
}

TEST_CASE("a clock that is set back neither ends a pause after wrong PINs nor makes it longer", "[desk]") {
    FrontDesk desk;
    must(desk->add_staff("Anna", "285943", {"reception"}));
    for (int i = 0; i < pin_failures_free + 1; ++i) {
        must(desk->sign_in("000001"));
        if (i < pin_failures_free) desk.wait(minutes{1});
    }
    for (const auto back : {std::chrono::hours{24 * 365}, std::chrono::hours{1}}) {
        desk.wait(-seconds{back});
        CHECK(must(desk->sign_in("285943")).wait_s == 120);
        desk.reopen();
        desk.wait(seconds{119});
        CHECK(must(desk->sign_in("285943")).wait_s == 1);
    }
    desk.wait(seconds{1});
    CHECK(must(desk->sign_in("285943")).staff);
}

TEST_CASE("pauses grow to an hour and no further", "[desk]") {
    PinGuard guard;
    for (int i = 0; i < 100; ++i) guard = after_wrong_pin(guard, Instant{});
    CHECK(guard.failures == 100);
    CHECK(guard.pause == minutes{64});
}

TEST_CASE("a PIN guard's file that is damaged or missing is an empty guard: one that can't be written is said",
          "[desk]") {
    TemporaryFolder folder;
    const auto file = folder.path() / "pin_guard.json";
    CHECK(read_pin_guard(file).failures == 0);
    must(write_pin_guard(file, {.failures = 7, .pause = minutes{2}, .since = from_micros(5)}));
    CHECK(read_pin_guard(file).failures == 7);
    CHECK(read_pin_guard(file).pause == minutes{2});
    CHECK(read_pin_guard(file).since == from_micros(5));
    std::ofstream{file} << "{\"failures\": \"many\"";
    CHECK(read_pin_guard(file).failures == 0);
    CHECK(write_pin_guard(folder.path() / "none" / "pin_guard.json", {}).error().remedy == Remedy::ask_staff);
}
