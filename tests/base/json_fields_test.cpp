// Fields without a tree: what they say of a text is what the tree says of it.
#include "kiosk/base/json_fields.h"

#include <catch2/catch.hpp>

#include "kiosk/base/json.h"

using namespace vestibule;

namespace {

constexpr std::string_view texts[] = {
    "",
    " ",
    "{}",
    " {\"a\" : \"x\"}\n",
    "[]",
    "[\"a\"]",
    "null",
    "true",
    "7",
    "\"a\"",
    "{",
    "{\"a\":",
    "{\"a\":1}{",
    "{\"a\":1,}",
    "{\"a\":1} x",
    "{\"a\":'x'}",
    "\xff\xfe",
    "\xEF\xBB\xBF{\"a\":\"after a byte order mark\"}",
    "{\"a\":\"\xff\"}",
    "{\"a\":\"\\ud800\"}",
    "{\"a\":\"\\u8bbf\\u5BA2 \\ud83d\\ude00 \\n\\\"\\\\\"}",
    "{\"\\u0061\":\"an escaped name\"}",
    "{\"a\":1,\"a\":\"the last counts\"}",
    "{\"a\":\"x\",\"a\":null}",
    "{\"a\":[\"x\"],\"a\":[\"y\",\"z\"]}",
    "{\"a\":\"\"}",
    "{\"\":\"x\"}",
    "{\"a\":true}",
    "{\"a\":false}",
    "{\"a\":null}",
    "{\"a\":0}",
    "{\"a\":-0}",
    "{\"a\":-7}",
    "{\"a\":9223372036854775807}",
    "{\"a\":9223372036854775808}",
    "{\"a\":-9223372036854775808}",
    "{\"a\":-9223372036854775809}",
    "{\"a\":123456789012345678901234567890}",
    "{\"a\":1.0}",
    "{\"a\":1e3}",
    "{\"a\":1e999}",
    "{\"b\":1e999,\"a\":1}",
    "{\"a\":{\"a\":\"deeper\"}}",
    "{\"b\":{\"a\":\"deeper\"}}",
    "{\"b\":{\"a\":\"deeper\"},\"a\":\"own\"}",
    "{\"b\":[{\"a\":1}],\"a\":2}",
    "{\"a\":[]}",
    "{\"a\":[\"x\",7,null,[\"deeper\"],{\"y\":\"deeper\"},\"z\"]}",
    "{\"a\":{\"b\":[\"deeper\"]}}",
    "{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}",
    "[[[[[[[[[[[[[[[[",
    "{\"a\":\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\"}",
    "{\"a\":\"6BA7B8109DAD11D180B400C04FD430C8\"}",
    "{\"a\":\"6ba7b810-9dad-11d1-80b4-00c04fd430c\"}",
    "{\"a\":\"6ba7b810-9dad-11d1-80b4-00c04fd430c8a\"}",
    "{\"a\":\"6ba7b810-9dad-11d1-80b4-00c04fd430cx\"}",
};

std::optional<std::vector<std::string>> texts_in(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array()) return std::nullopt;
    std::vector<std::string> out;
    for (const auto& value : *found)
        if (value.is_string()) out.push_back(value.get<std::string>());
    return out;
}

std::optional<std::vector<std::string>> texts_in(const JsonFields& object, const char* key) {
    const auto* found = texts_field(object, key);
    return found == nullptr ? std::nullopt : std::optional{*found};
}

}  // namespace

TEST_CASE("a JSON object's fields are the same with and without a tree") {
    JsonFields fields;
    for (const auto text : texts) {
        CAPTURE(text);
        const auto tree = parse_object(text);
        fields.read(text);
        for (const char* key : {"a", "b", ""}) {
            CHECK(text_field(fields, key, "none") == text_field(tree, key, "none"));
            CHECK(int_field(fields, key, 42) == int_field(tree, key, 42));
            CHECK(bool_field(fields, key, false) == bool_field(tree, key, false));
            CHECK(bool_field(fields, key, true) == bool_field(tree, key, true));
            CHECK(id_field<PersonId>(fields, key) == id_field<PersonId>(tree, key));
            CHECK(texts_in(fields, key) == texts_in(tree, key));
        }
    }
}
