// Rights, makers and turns of a stream's rows.
#include "kiosk/visit/counting.h"

#include <algorithm>
#include <array>

#include "kiosk/base/json_fields.h"
#include "kiosk/base/made_id.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

// Said once, by whoever makes the thing.
bool makes(const Event& row) {
    constexpr std::array makings = {kind::visit_booked, kind::visit_requested, kind::badge_issued};
    return std::ranges::find(makings, std::string_view{row.kind}) != makings.end();
}

bool begins(const Event& row) {
    constexpr std::array others = {kind::person_described, kind::host_listed, kind::staff_listed};
    return makes(row) || std::ranges::find(others, std::string_view{row.kind}) != others.end();
}

std::string_view field_of(JsonFields& body, const Event& row, std::string_view name) {
    // Most bodies need no reading. A name may be written with escapes.
    if (row.body.find(name) == std::string::npos && row.body.find('\\') == std::string::npos) return {};
    body.read(row.body);
    return text_field(body, name);
}

bool proves_to_be_maker(const Event& row) {
    if (!begins(row)) return false;
    JsonFields body;
    const auto bytes = from_hex(field_of(body, row, "nonce"));
    const auto nonce = bytes ? fixed<16>(*bytes) : std::nullopt;
    return nonce && made_id(row.station, *nonce) == row.stream.bytes;
}

std::optional<StationId> proven_maker(std::span<const Event> rows) {
    const auto found = std::ranges::find_if(rows, proves_to_be_maker);
    return found == rows.end() ? std::nullopt : std::optional{found->station};
}

bool is_done_by_hand(const Event& row) {
    JsonFields body;
    return !field_of(body, row, "by").empty();
}

// Its turn is possible, and it isn't behind the last row that counts of its station.
bool stands(const Event& row, std::span<const Event> rows, const SiteState& site) {
    return is_turn_possible(row.turn, rows.size()) && site.counts({row.station, row.seq});
}

// They stand, or stood, at its door.
bool has_arrived_at(const StationId& station, std::span<const Event> rows, const SiteState& site) {
    return std::ranges::any_of(rows, [&](const Event& row) {
        const bool arrives = row.kind == kind::visit_arrived || row.kind == kind::visit_requested;
        return row.station == station && arrives && stands(row, rows, site);
    });
}

// A calendar's words are for those to say who may book.
bool is_calendars_word(const Event& row) {
    JsonFields body;
    body.read(row.body);
    return body.find("sequence") != nullptr || body.find("calendar") != nullptr || body.find("apart") != nullptr;
}

}  // namespace

std::optional<StationId> maker_of(std::span<const Event> rows, const SiteState& site) {
    if (const auto proven = proven_maker(rows)) return proven;
    const Event* first = nullptr;
    const auto rank = [&](const Event& row) {
        return std::pair{!site.rights_of(row.station).has(Right::reception), order_of(row)};
    };
    for (const auto& row : rows) {
        if (!begins(row) || !stands(row, rows, site)) continue;
        const auto* kind = kind_named(row.kind);
        const bool needs_reception = kind != nullptr && kind->needs == Need::reception;
        if (needs_reception && !site.rights_of(row.station).has(Right::reception)) continue;
        if (first == nullptr || rank(row) < rank(*first)) first = &row;
    }
    return first == nullptr ? std::nullopt : std::optional{first->station};
}

namespace {

// `maker`: asked for once a stream, where a row's right depends on it.
template <class Maker>
bool may(const Event& row, std::span<const Event> rows, const SiteState& site, const Maker& maker) {
    const auto* kind = kind_named(row.kind);
    if (kind == nullptr) return true;
    const auto rights = site.rights_of(row.station);
    if (rights.has(Right::reception)) return true;
    switch (kind->needs) {
        case Need::nothing:
            return true;
        case Need::reception:
            return false;
        case Need::keeping:
            return rights.has(Right::keeper);
        case Need::staffed:
            return rights.has(Right::staffed);
        case Need::staffed_by_hand:
            return rights.has(Right::staffed) || !is_done_by_hand(row);
        case Need::own_or_here:
            if (has_arrived_at(row.station, rows, site) && !is_calendars_word(row)) return true;
            [[fallthrough]];
        case Need::own:
            break;
    }
    return maker() == row.station;
}

}  // namespace

bool may_write(const Event& row, std::span<const Event> rows, const SiteState& site) {
    return may(row, rows, site, [&] { return maker_of(rows, site); });
}

std::span<const Event> CountingRows::of(std::span<const Event> rows) {
    std::optional<std::optional<StationId>> known;
    const auto maker = [&] {
        if (!known) known = maker_of(rows, *site_);
        return *known;
    };
    // Whoever claims to have made what another one did hasn't.
    const auto is_claimed = [&](const Event& row) { return makes(row) && maker() && maker() != row.station; };
    const auto counts = [&](const Event& row) {
        if (!stands(row, rows, *site_)) return false;
        return !is_judged_ || (may(row, rows, *site_, maker) && !is_claimed(row));
    };
    if (std::ranges::all_of(rows, counts)) return rows;
    kept_.clear();
    std::ranges::copy_if(rows, std::back_inserter(kept_), counts);
    return kept_;
}

}  // namespace vestibule
