// Takes an object's fields from the JSON library's events, so that both readers agree on what is JSON.
#include "kiosk/base/json_fields.h"

#include <algorithm>
#include <limits>

#include "kiosk/base/json.h"

namespace vestibule {
namespace {

constexpr std::size_t fields_usual = 16;

}  // namespace

// What the library calls for each value; false ends the reading.
class JsonFields::Reader {
  public:
    explicit Reader(JsonFields& to) : to_{to} {}

    bool null() { return put({}); }
    bool boolean(bool value) { return put({.kind = Field::Kind::flag, .integer = value ? 1 : 0}); }
    bool number_integer(Json::number_integer_t value) {
        return put({.kind = Field::Kind::integer, .integer = value});
    }
    bool number_unsigned(Json::number_unsigned_t value) {
        // What only an unsigned integer can hold would come out negative.
        if (value > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return put({});
        return put({.kind = Field::Kind::integer, .integer = static_cast<std::int64_t>(value)});
    }
    bool number_float(Json::number_float_t, const std::string&) { return put({}); }
    bool string(std::string& value) {
        if (depth_ == 1) return put({.kind = Field::Kind::text, .text = kept(value)});
        if (depth_ == 2 && to_.fields_.back().kind == Field::Kind::texts) to_.fields_.back().texts.push_back(value);
        return depth_ > 0;
    }
    bool binary(const Json::binary_t&) { return put({}); }
    bool start_object(std::size_t) {
        const bool taken = depth_ == 0 || put({});
        return deeper() && taken;
    }
    bool key(const std::string& name) {
        if (depth_ == 1) name_ = kept(name);
        return true;
    }
    bool end_object() { return left(); }
    bool start_array(std::size_t) {
        const bool taken = put({.kind = Field::Kind::texts});
        return deeper() && taken;
    }
    bool end_array() { return left(); }
    bool parse_error(std::size_t, const std::string&, const Json::exception&) { return false; }

  private:
    // Only an object's own values are fields; a text that begins otherwise is no object.
    bool put(Field field) {
        if (depth_ != 1) return depth_ > 1;
        field.name = name_;
        to_.fields_.push_back(std::move(field));
        return true;
    }
    bool deeper() { return ++depth_ <= json_depth_max; }
    bool left() {
        --depth_;
        return true;
    }
    // Never longer than what they were read from, so their place was reserved and stays.
    std::string_view kept(const std::string& text) {
        const auto at = to_.names_and_texts_.size();
        to_.names_and_texts_ += text;
        return std::string_view{to_.names_and_texts_}.substr(at);
    }

    JsonFields& to_;
    std::string_view name_;
    int depth_ = 0;  // 1: among the object's own fields
};

void JsonFields::read(std::string_view text) {
    fields_.clear();
    fields_.reserve(fields_usual);
    names_and_texts_.clear();
    names_and_texts_.reserve(text.size());
    Reader reader{*this};
    if (!Json::sax_parse(text.data(), text.data() + text.size(), &reader)) fields_.clear();
}

const JsonFields::Field* JsonFields::find(std::string_view name) const {
    const auto found =
        std::find_if(fields_.rbegin(), fields_.rend(), [&](const Field& field) { return field.name == name; });
    return found == fields_.rend() ? nullptr : &*found;
}

std::string_view text_field(const JsonFields& object, std::string_view key, std::string_view fallback) {
    const auto* field = object.find(key);
    return field != nullptr && field->kind == JsonFields::Field::Kind::text ? field->text : fallback;
}

std::int64_t int_field(const JsonFields& object, std::string_view key, std::int64_t fallback) {
    const auto* field = object.find(key);
    return field != nullptr && field->kind == JsonFields::Field::Kind::integer ? field->integer : fallback;
}

bool bool_field(const JsonFields& object, std::string_view key, bool fallback) {
    const auto* field = object.find(key);
    return field != nullptr && field->kind == JsonFields::Field::Kind::flag ? field->integer != 0 : fallback;
}

const std::vector<std::string>* texts_field(const JsonFields& object, std::string_view key) {
    const auto* field = object.find(key);
    return field != nullptr && field->kind == JsonFields::Field::Kind::texts ? &field->texts : nullptr;
}

}  // namespace vestibule
