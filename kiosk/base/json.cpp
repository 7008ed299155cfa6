// Total readers for JSON from outside.
#include "kiosk/base/json.h"

#include <limits>

template class nlohmann::basic_json<>;

namespace vestibule {
namespace {

const Json* member(const Json& object, std::string_view key) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(std::string{key});
    return found == object.end() ? nullptr : &*found;
}

}  // namespace

std::string text_field(const Json& object, std::string_view key, std::string_view fallback) {
    const auto* value = member(object, key);
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string{fallback};
}

std::int64_t int_field(const Json& object, std::string_view key, std::int64_t fallback) {
    const auto* value = member(object, key);
    if (value == nullptr || !value->is_number_integer()) return fallback;
    // What only an unsigned integer can hold would come out negative.
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    if (value->is_number_unsigned() && value->get<std::uint64_t>() > most) return fallback;
    return value->get<std::int64_t>();
}

bool bool_field(const Json& object, std::string_view key, bool fallback) {
    const auto* value = member(object, key);
    return value != nullptr && value->is_boolean() ? value->get<bool>() : fallback;
}

void add_text(Json& into, const char* key, const std::string& text) {
    if (!text.empty()) into[key] = text;
}

Json parse_object(std::string_view text) {
    bool too_deep = false;
    auto value = Json::parse(
        text,
        [&too_deep](int depth, Json::parse_event_t event, const Json&) {
            using enum Json::parse_event_t;
            too_deep |= depth >= json_depth_max && (event == object_start || event == array_start);
            return !too_deep;
        },
        false);
    return value.is_object() && !too_deep ? std::move(value) : Json::object();
}

std::string dump(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace vestibule
