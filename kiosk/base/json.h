// The one JSON type of the project. Include only where JSON is read or written.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/ids.h"

// Compiled once, in json.cpp, instead of in each file that reads JSON.
extern template class nlohmann::basic_json<>;

namespace vestibule {

using Json = nlohmann::json;  // object keys are kept sorted, so that dump() is deterministic

// Total readers for data from outside: a missing field or one of another type gives the fallback, never an exception.
[[nodiscard]] std::string text_field(const Json& object, std::string_view key, std::string_view fallback = "");
[[nodiscard]] std::int64_t int_field(const Json& object, std::string_view key, std::int64_t fallback = 0);
[[nodiscard]] bool bool_field(const Json& object, std::string_view key, bool fallback = false);

// Writes no empty text: whoever reads it takes a missing field for one.
void add_text(Json& into, const char* key, const std::string& text);

// What goes through a tree goes once deeper into the stack for each level: deeper text, whoever wrote it, isn't read.
inline constexpr int json_depth_max = 32;

// The object in `text`, or an empty object where it's no JSON object or nested deeper than json_depth_max. Its length
// is the caller's to bound.
[[nodiscard]] Json parse_object(std::string_view text);
// Compact UTF-8 text; invalid UTF-8 is replaced, so it never throws.
[[nodiscard]] std::string dump(const Json& value);

template <class IdType>
[[nodiscard]] std::optional<IdType> id_field(const Json& object, std::string_view key) {
    return parse_id<IdType>(text_field(object, key));
}

}  // namespace vestibule
