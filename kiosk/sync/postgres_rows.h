// Columns of PostgreSQL's answers as our types. Not for use outside postgres_*.cpp: pqxx is in it.
#pragma once

#include <optional>
#include <pqxx/pqxx>

#include "kiosk/base/bytes.h"
#include "kiosk/base/ids.h"
#include "kiosk/log/log.h"

namespace vestibule::postgres_rows {

// Empty where the field is NULL or no bytea.
inline Bytes bytes(const pqxx::field& field) {
    const std::string_view text{field.c_str(), field.size()};
    if (!text.starts_with("\\x")) return {};
    return from_hex(text.substr(2)).value_or(Bytes{});
}

template <class IdType>
IdType id(const pqxx::field& field) {
    return IdType{fixed<16>(bytes(field)).value_or(std::array<std::uint8_t, 16>{})};
}

inline std::string_view text(const pqxx::field& field) {
    return {field.c_str(), field.size()};
}

inline std::int64_t number(const pqxx::field& field) {
    return field.is_null() ? 0 : field.as<std::int64_t>();
}

// Borrowed until the call: pqxx sends it as it is, without hexadecimal.
inline pqxx::binarystring binary(ByteView bytes) {
    return {bytes.data(), bytes.size()};
}

inline std::optional<Event> event(const pqxx::row& row) {
    const auto prev = fixed<32>(bytes(row[9])), hash = fixed<32>(bytes(row[10]));
    if (!prev || !hash) return std::nullopt;
    Event out{.station = id<StationId>(row[0]),
              .seq = static_cast<std::uint64_t>(number(row[1])),
              .turn = static_cast<std::uint64_t>(number(row[2])),
              .at = from_micros(number(row[3])),
              .kind = std::string{text(row[4])},
              .stream = id<StreamId>(row[5]),
              .prev = *prev,
              .hash = *hash};
    if (!row[6].is_null()) out.subject = id<PersonId>(row[6]);
    const auto body = bytes(row[7]);
    out.body = text_of(body);
    if (!row[8].is_null()) out.sealed = bytes(row[8]);
    return out;
}

}  // namespace vestibule::postgres_rows
