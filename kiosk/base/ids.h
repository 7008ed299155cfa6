// Identities: 16 random bytes each, one C++ type for each kind of thing so that they can't be mixed up.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/bytes.h"

namespace vestibule {

template <class Tag>
struct Id {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const Id&) const = default;
};

using StationId = Id<struct StationTag>;  // one incarnation of one station
using SiteId = Id<struct SiteTag>;
using StreamId = Id<struct StreamTag>;  // the thing an event is about: a visit, a badge, a person, the site, …
using VisitId = Id<struct VisitTag>;
using BadgeId = Id<struct BadgeTag>;    // also the badge token's `cti`
using PersonId = Id<struct PersonTag>;  // visitors, hosts and staff alike; owns a subject key
using JobId = Id<struct JobTag>;        // an outbox row
using BlobId = Id<struct BlobTag>;

// 16 bytes from the kernel's generator, marked as a version 4 UUID.
[[nodiscard]] std::array<std::uint8_t, 16> random_uuid();
[[nodiscard]] std::string uuid_text(const std::array<std::uint8_t, 16>& bytes);
[[nodiscard]] std::optional<std::array<std::uint8_t, 16>> parse_uuid(std::string_view text);

template <class IdType>
[[nodiscard]] IdType new_id() {
    return IdType{random_uuid()};
}
template <class Tag>
[[nodiscard]] std::string to_string(const Id<Tag>& id) {
    return uuid_text(id.bytes);
}
template <class IdType>
[[nodiscard]] std::optional<IdType> parse_id(std::string_view text) {
    const auto bytes = parse_uuid(text);
    if (!bytes) return std::nullopt;
    return IdType{*bytes};
}
// Every thing that has events is a stream with the same 16 bytes.
template <class Tag>
[[nodiscard]] StreamId stream_of(const Id<Tag>& id) {
    return StreamId{id.bytes};
}

}  // namespace vestibule

template <class Tag>
struct std::hash<vestibule::Id<Tag>> {
    std::size_t operator()(const vestibule::Id<Tag>& id) const noexcept {
        std::size_t out = 0;
        std::memcpy(&out, id.bytes.data(), sizeof out);
        return out;
    }
};
