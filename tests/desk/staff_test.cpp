// Staff: who they are, easy PINs, signing in. Wrong PINs are keypad_test.cpp's.
#include <set>

#include "kiosk/desk/pin.h"
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;

TEST_CASE("easy PINs are refused, in words for the one who chose it", "[desk]") {
    for (const char* pin : {"", "12345", "1234567890123", "123456", "654321", "111111", "121212", "112211", "28594a",
                            "２８５９４３", " 285943", "0123456789", "402718"}) {
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

TEST_CASE("a PIN that is made fits what a PIN must be, and is another one each time", "[desk]") {
    std::set<std::string> made;
    for (int i = 0; i < 1000; ++i) {
        const auto pin = made_pin();
        INFO(pin);
        CHECK(check_new_pin(pin));
        CHECK(pin.size() == pin_digits_min);
        made.insert(pin);
    }
    CHECK(made.size() > 950);
}

TEST_CASE("a member of staff has a name, a role, and a PIN that nobody else has", "[desk]") {
    FrontDesk desk;
    for (const char* name : {"", " ", "\t\n", "\x01"}) {
        INFO(name);
        CHECK(desk->add_staff(name, "285943", {"reception"}).error().remedy == Remedy::give_up);
    }
    CHECK_FALSE(desk->add_staff("Anna Berg", "285943", {}));
    CHECK_FALSE(desk->add_staff("Anna Berg", "285943", {"janitor"}));
    CHECK_FALSE(must(desk->has_staff()));
    must(desk->add_staff("Anna Berg", "285943", {"reception"}));
    CHECK(desk->add_staff("Bo Ek", "285943", {"guard"}).error().remedy == Remedy::give_up);
    const auto bo = must(desk->add_staff("Bo Ek", "705318", {"guard"}));
    CHECK_FALSE(desk->change_staff(bo.id, {.pin = "285943"}));
    CHECK(must(desk->sign_in("705318")).staff->name == "Bo Ek");
}

TEST_CASE("the PIN of rehearsals of before opens nothing, and nobody can have it", "[desk]") {
    FrontDesk desk;
    CHECK_FALSE(desk->add_staff("Anna Berg", "402718", {"reception"}));
    const auto anna = must(desk->add_staff("Anna Berg", "285943", {"reception"}));
    CHECK_FALSE(desk->change_staff(anna.id, {.pin = "402718"}));
    // As an older program wrote it, in a rehearsal beside a real site's staff.
    const auto id = new_id<PersonId>();
    const auto hash = must(hash_pin("402718"));
    const auto details = dump({{"name", "Rehearsal"}, {"pin", hash}});
    const NewEvent listed{.kind = std::string{kind::staff_listed},
                          .stream = stream_of(id),
                          .subject = id,
                          .body = {{"roles", {"reception", "guard"}}},
                          .sealed = must(desk.vault().seal(id, kind::staff_listed, stream_of(id), details))};
    must(desk->log().append({&listed, 1}, {}, desk->now()));
    must(desk->refresh());
    CHECK(must(desk->staff()).size() == 2);
    CHECK_FALSE(must(desk->sign_in("402718")).staff);
    CHECK_FALSE(must(desk->sign_in_as("Rehearsal", "402718")));
    must(desk->end_staff(id));
    CHECK(must(desk->staff()).size() == 1);
}

TEST_CASE("staff change their name and PIN and go, but for the last of them", "[desk]") {
    FrontDesk desk;
    const auto anna = must(desk->add_staff("Staff", "285943", {"guard", "reception", "admin"}));
    CHECK(desk->end_staff(anna.id).error().remedy == Remedy::give_up);
    const auto named = must(desk->change_staff(anna.id, {.name = " Anna\tBerg"}));
    CHECK(named.name == "Anna Berg");
    CHECK(named.roles == anna.roles);
    CHECK(must(desk->sign_in("285943")).staff->name == "Anna Berg");
    must(desk->change_staff(anna.id, {.pin = "705318"}));
    CHECK_FALSE(must(desk->sign_in("285943")).staff);
    CHECK(must(desk->sign_in("705318")).staff->id == anna.id);
    const auto bo = must(desk->add_staff("Bo Ek", "619402", {"guard"}));
    must(desk->change_staff(bo.id, {.roles = {"reception"}}));
    CHECK(must(desk->sign_in("619402")).staff->roles == std::vector<std::string>{"reception"});
    must(desk->end_staff(anna.id));
    CHECK_FALSE(must(desk->sign_in("705318")).staff);
    CHECK_FALSE(desk->end_staff(anna.id));
    CHECK_FALSE(desk->change_staff(anna.id, {.name = "Anna"}));
    const auto left = must(desk->staff());
    REQUIRE(left.size() == 1);
    CHECK(left.front().name == "Bo Ek");
    CHECK_FALSE(desk->change_staff(new_id<PersonId>(), {.name = "Nobody"}));
}
