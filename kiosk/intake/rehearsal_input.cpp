// One table of the fields: where each stands, how long it may be, where it goes.
#include "kiosk/intake/rehearsal_input.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "kiosk/base/json.h"
#include "kiosk/base/text.h"

namespace vestibule {
namespace {

constexpr std::size_t phone_length_max = 40;
constexpr std::size_t plate_length_max = 20;

struct TextField {
    std::string_view object;  // empty: at the top
    std::string_view name;
    std::size_t length_max;
    std::string RehearsalInput::*into;
};
constexpr auto text_fields = std::to_array<TextField>({
    {"visitor", "name", name_length_max, &RehearsalInput::name},
    {"visitor", "company", name_length_max, &RehearsalInput::company},
    {"visitor", "phone", phone_length_max, &RehearsalInput::phone},
    {"visitor", "email", line_length_max, &RehearsalInput::email},
    {"visitor", "language", line_length_max, &RehearsalInput::language},
    {"host", "name", name_length_max, &RehearsalInput::host_name},
    {"host", "email", line_length_max, &RehearsalInput::host_email},
    {"", "purpose", line_length_max, &RehearsalInput::purpose},
    {"", "type", line_length_max, &RehearsalInput::type},
    {"", "plate", plate_length_max, &RehearsalInput::plate},
});
constexpr std::string_view companions_field = "companions";

std::string full_name(std::string_view object, std::string_view name) {
    return object.empty() ? std::string{name} : fmt::format("{}.{}", object, name);
}

tl::unexpected<Problem> refused(std::string_view field, const Json& value, std::string_view wanted) {
    return give_up(fmt::format("{} is {} in the input; {}", field, clean_line(dump(value), name_length_max), wanted));
}

// What stands there; nothing where it's missing or null.
const Json* found_in(const Json& object, std::string_view name) {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

Result<const Json*> object_in(const Json& json, std::string_view name) {
    static const Json none = Json::object();
    const auto* found = found_in(json, name);
    if (found == nullptr) return &none;
    if (!found->is_object()) return refused(name, *found, "it must be an object, such as {\"name\": \"Ann Lee\"}");
    return found;
}

Result<> take_texts(const Json& object, std::string_view name, RehearsalInput& out) {
    for (const auto& field : text_fields) {
        if (field.object != name) continue;
        const auto* found = found_in(object, field.name);
        if (found == nullptr) continue;
        if (!found->is_string())
            return refused(full_name(field.object, field.name), *found, "it must be text in quotation marks");
        out.*field.into = clean_line(found->get_ref<const std::string&>(), field.length_max);
    }
    return {};
}

// A whole number, also in quotation marks.
std::optional<std::int64_t> whole_number(const Json& value) {
    if (value.is_number_unsigned())
        return static_cast<std::int64_t>(std::min(value.get<std::uint64_t>(), std::uint64_t{INT64_MAX}));
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_string()) return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{out} : std::nullopt;
}

Result<> take_companions(const Json& json, int most, RehearsalInput& out) {
    const auto* found = found_in(json, companions_field);
    if (found == nullptr) return {};
    const auto number = whole_number(*found);
    if (!number || *number < 0 || *number > most)
        return refused(companions_field, *found, fmt::format("it must be a whole number from 0 to {}", most));
    out.companions = static_cast<int>(*number);
    return {};
}

void note_unknown(const Json& object, std::string_view name, RehearsalInput& out) {
    for (const auto& [key, value] : object.items()) {
        const auto is_this = [&](const TextField& field) { return field.object == name && field.name == key; };
        const bool is_object = name.empty() && (key == "visitor" || key == "host");
        const bool known = is_object || (name.empty() && key == companions_field) ||
                           std::any_of(text_fields.begin(), text_fields.end(), is_this);
        if (!known)
            out.remarks.push_back(fmt::format("the field {} isn't known and was left out",
                                              full_name(name, clean_line(key, line_length_max))));
    }
}

}  // namespace

Result<RehearsalInput> read_rehearsal(std::string_view json, std::string_view file_name, int companions_most) {
    if (json.size() > rehearsal_bytes_max) return give_up(fmt::format("the input file {} is too large", file_name));
    const auto input = Json::parse(json, nullptr, false);
    if (!input.is_object())
        return give_up(fmt::format("the input file {} isn't a JSON object; see FORMATS, rehearse", file_name));
    VESTIBULE_TRY(visitor, object_in(input, "visitor"));
    VESTIBULE_TRY(host, object_in(input, "host"));
    RehearsalInput out;
    for (const auto& [object, name] :
         {std::pair{visitor, std::string_view{"visitor"}}, {host, "host"}, {&input, ""}}) {
        VESTIBULE_CHECK(take_texts(*object, name, out));
        note_unknown(*object, name, out);
    }
    VESTIBULE_CHECK(take_companions(input, companions_most, out));
    if (out.name.empty()) return give_up("the input needs visitor.name; all else may be missing");
    return out;
}

Result<> check_rehearsal_type(const RehearsalInput& input, const std::vector<std::string>& types) {
    if (input.type.empty() || std::find(types.begin(), types.end(), input.type) != types.end()) return {};
    return refused("type", Json(input.type), fmt::format("it must be a type in policy: {}", fmt::join(types, ", ")));
}

}  // namespace vestibule
