// The fields of one JSON object, read without building a tree: for folds, which read hundreds of thousands of bodies.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/ids.h"

namespace vestibule {

// Holds exactly what parse_object() would take: no fields where `text` is no JSON object, of fields named alike the
// last. Of values that are arrays only their texts are kept, of objects nothing but that they are there.
class JsonFields {
  public:
    JsonFields() = default;
    JsonFields(JsonFields&&) = delete;  // fields point into it
    // Forgets the former fields, keeps their memory.
    void read(std::string_view text);

    struct Field {
        enum class Kind { text, integer, flag, texts, other };

        std::string_view name;
        Kind kind = Kind::other;
        std::int64_t integer = 0;  // of `flag`: 0 or 1
        std::string_view text;
        std::vector<std::string> texts;
    };
    // Nothing where there is no such field; otherwise it stays until the next read().
    [[nodiscard]] const Field* find(std::string_view name) const;

  private:
    class Reader;
    std::string names_and_texts_;
    std::vector<Field> fields_;
};

// As for a tree (json.h): a missing field or one of another type gives the fallback. Views hold until the next
// read().
[[nodiscard]] std::string_view text_field(const JsonFields& object, std::string_view key,
                                          std::string_view fallback = "");
[[nodiscard]] std::int64_t int_field(const JsonFields& object, std::string_view key, std::int64_t fallback = 0);
[[nodiscard]] bool bool_field(const JsonFields& object, std::string_view key, bool fallback = false);
// The texts of an array; nothing where it's missing or no array.
[[nodiscard]] const std::vector<std::string>* texts_field(const JsonFields& object, std::string_view key);

template <class IdType>
[[nodiscard]] std::optional<IdType> id_field(const JsonFields& object, std::string_view key) {
    return parse_id<IdType>(text_field(object, key));
}

}  // namespace vestibule
