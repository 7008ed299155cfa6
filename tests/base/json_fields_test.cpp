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

TEST_CASE("text that is nested deeper than is read says nothing, with and without a tree") {
    const auto nested = [](int levels, const std::string& open, const std::string& close) {
        std::string text = "{\"a\":1,\"b\":", end;
        for (int i = 1; i < levels; ++i) text += open, end += close;
        return text + "0" + end + "}";
    };
    JsonFields fields;
    for (const auto& [open, close] : {std::pair{"[", "]"}, {"{\"b\":", "}"}})
        for (const auto& [levels, read] :
             {std::pair{json_depth_max, true}, {json_depth_max + 1, false}, {1000, false}, {200'000, false}}) {
            CAPTURE(open, levels);
            const auto text = nested(levels, open, close);
            const auto tree = parse_object(text), copied = tree;
            CHECK(int_field(copied, "a") == (read ? 1 : 0));
            CHECK(dump(copied) == (read ? text : "{}"));
            fields.read(text);
            CHECK(int_field(fields, "a") == (read ? 1 : 0));
            // Cut off in the middle it's no JSON either way.
            CHECK(parse_object(text.substr(0, text.size() / 2)).empty());
        }
}

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
