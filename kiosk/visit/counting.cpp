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
    return makes(row) || row.kind == kind::person_described;
}

std::string_view field_of(JsonFields& body, const Event& row, std::string_view name) {
    if (row.body.find(name) == std::string::npos) return {};  // most bodies need no reading
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

// They stand, or stood, at its door.
bool has_arrived_at(const StationId& station, std::span<const Event> rows) {
    return std::ranges::any_of(rows, [&](const Event& row) {
        return row.station == station && (row.kind == kind::visit_arrived || row.kind == kind::visit_requested);
    });
}

}  // namespace

std::optional<StationId> maker_of(std::span<const Event> rows, const SiteState& site) {
    if (const auto proven = proven_maker(rows)) return proven;
    const Event* first = nullptr;
    const auto rank = [&](const Event& row) {
        return std::pair{!site.rights_of(row.station).has(Right::reception), order_of(row)};
    };
    for (const auto& row : rows) {
        const bool counts = begins(row) && is_turn_possible(row.turn, rows.size()) &&
                            site.counts({row.station, row.seq}) &&
                            (row.kind != kind::visit_booked || site.rights_of(row.station).has(Right::reception));
        if (counts && (first == nullptr || rank(row) < rank(*first))) first = &row;
    }
    return first == nullptr ? std::nullopt : std::optional{first->station};
}

bool may_write(const Event& row, std::span<const Event> rows, const SiteState& site) {
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
            if (has_arrived_at(row.station, rows)) return true;
            [[fallthrough]];
        case Need::own:
            break;
    }
    return maker_of(rows, site) == row.station;
}

bool CountingRows::counts(const Event& row, std::span<const Event> rows) const {
    if (!is_turn_possible(row.turn, rows.size()) || !site_->counts({row.station, row.seq})) return false;
    return !is_judged_ || may_write(row, rows, *site_);
}

std::span<const Event> CountingRows::of(std::span<const Event> rows) {
    const auto maker = is_judged_ ? proven_maker(rows) : std::nullopt;
    const auto is_claimed = [&](const Event& row) { return maker && makes(row) && row.station != *maker; };
    const auto all = [&](const Event& row) { return counts(row, rows) && !is_claimed(row); };
    if (std::ranges::all_of(rows, all)) return rows;
    kept_.clear();
    std::ranges::copy_if(rows, std::back_inserter(kept_), all);
    return kept_;
}

}  // namespace vestibule
