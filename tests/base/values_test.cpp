// Ids, byte strings and JSON from outside: total readers, no surprises.
#include <catch2/catch.hpp>
#include <limits>
#include <set>
#include <unordered_set>

#include "kiosk/base/bytes.h"
#include "kiosk/base/ids.h"
#include "kiosk/base/json.h"
#include "kiosk/base/result.h"

using namespace vestibule;

TEST_CASE("new ids are random version 4 UUIDs", "[base]") {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto text = to_string(new_id<VisitId>());
        REQUIRE(text.size() == 36);
        CHECK(text[14] == '4');
        CHECK(std::string{"89ab"}.find(text[19]) != std::string::npos);
        CHECK(seen.insert(text).second);
    }
}

TEST_CASE("an id's text is read back, in either case, and nothing else is an id", "[base]") {
    const std::string text = "00112233-4455-6677-8899-aabbccddeeff";
    const auto id = parse_id<BadgeId>(text);
    REQUIRE(id);
    CHECK(to_string(*id) == text);
    CHECK(parse_id<BadgeId>("00112233-4455-6677-8899-AABBCCDDEEFF") == id);
    CHECK(stream_of(*id).bytes == id->bytes);
    for (const char* wrong :
         {"", "-", "00112233-4455-6677-8899-aabbccddee", "00112233-4455-6677-8899-aabbccddeeff00",
          "00112233-4455-6677-8899-aabbccddeefg", "{00112233-4455-6677-8899-aabbccddeeff}", "nobody"})
        CHECK_FALSE(parse_id<BadgeId>(wrong));
}

TEST_CASE("ids can stand in sets of both sorts", "[base]") {
    const auto a = new_id<PersonId>(), b = new_id<PersonId>();
    CHECK(std::unordered_set<PersonId>{a, b, a}.size() == 2);
    CHECK(std::set<PersonId>{a, b, b}.size() == 2);
    CHECK(PersonId{} < a);
}

TEST_CASE("hexadecimal goes there and back: what isn't is nothing", "[base]") {
    const Bytes bytes = {0x00, 0x7F, 0x80, 0xFF};
    CHECK(to_hex(bytes) == "007f80ff");
    CHECK(from_hex("007F80ff") == bytes);
    CHECK(from_hex("") == Bytes{});
    for (const char* wrong : {"0", "0g", "0x", " 00", "0\n"}) CHECK_FALSE(from_hex(wrong));
    CHECK(fixed<4>(bytes));
    CHECK_FALSE(fixed<5>(bytes));
    CHECK_FALSE(fixed<3>(bytes));
}

TEST_CASE("a field that is missing or of another type gives the fallback", "[base]") {
    const auto json = Json::parse(R"({"t": "x", "i": -7, "b": true, "n": null, "o": {}, "a": [1], "d": 1.5,
                                      "big": 18446744073709551615, "id": "nobody"})");
    CHECK(text_field(json, "t") == "x");
    CHECK(int_field(json, "i") == -7);
    CHECK(bool_field(json, "b"));
    for (const char* key : {"i", "b", "n", "o", "a", "d", "big", "missing", ""})
        CHECK(text_field(json, key, "fallback") == "fallback");
    for (const char* key : {"t", "b", "n", "o", "a", "d", "missing"}) CHECK(int_field(json, key, 42) == 42);
    for (const char* key : {"t", "i", "n", "o", "a", "d", "missing"}) CHECK(bool_field(json, key, true));
    CHECK_FALSE(id_field<VisitId>(json, "id"));
    CHECK_FALSE(id_field<VisitId>(json, "i"));
    CHECK(int_field(json, "big", 42) == 42);  // no integer of ours, and certainly not -1
    CHECK(int_field({{"most", std::numeric_limits<std::int64_t>::max()}}, "most") ==
          std::numeric_limits<std::int64_t>::max());
    for (const auto& no_object : {Json{}, Json(7), Json::array({1}), Json("text")}) {
        CHECK(text_field(no_object, "t", "f") == "f");
        CHECK(int_field(no_object, "i", 1) == 1);
        CHECK(bool_field(no_object, "b", true));
    }
}

TEST_CASE("text that holds no JSON object is an empty one", "[base]") {
    for (const std::string& text :
         {std::string{}, std::string{"["}, std::string{"[]"}, std::string{"null"}, std::string{"{\"a\":1}x"},
          std::string{"\xFF"}, std::string(100'000, '['), std::string("{\"a\":\0}", 7), std::string{"NaN"}})
        CHECK(parse_object(text) == Json::object());
    CHECK(parse_object(" {\"a\": 1} ") == Json{{"a", 1}});
}

TEST_CASE("JSON is written the same way each time, and whatever a text holds", "[base]") {
    CHECK(dump({{"b", 1}, {"a", "张伟"}}) == R"({"a":"张伟","b":1})");
    CHECK(dump({{"a", "\xFF"}}) == "{\"a\":\"\uFFFD\"}");
    CHECK(parse_object(dump({{"a", "\"\\\n\x01"}})) == Json{{"a", "\"\\\n\x01"}});
}

namespace {

Result<int> half(int n) {
    if (n % 2 != 0) return give_up("it is odd");
    return n / 2;
}
Result<int> quarter(int n) {
    VESTIBULE_TRY(once, half(n));
    VESTIBULE_TRY(twice, half(once));
    return twice;
}
Result<> check_even(int n) {
    VESTIBULE_CHECK(half(n));
    return {};
}

}  // namespace

TEST_CASE("a problem is handed up as it is", "[base]") {
    CHECK(quarter(12) == 3);
    CHECK(quarter(6).error().what == "it is odd");
    CHECK(check_even(4));
    CHECK(check_even(5).error().remedy == Remedy::give_up);
    CHECK(ask_staff("x").value().remedy == Remedy::ask_staff);
    CHECK(retry_later("x").value().remedy == Remedy::retry_later);
}
