// Bodies of events, as another station's rows bring them: JSON twice read, each fold, and who may write what.
#include "kiosk/base/json.h"
#include "kiosk/base/json_fields.h"
#include "kiosk/visit/badge_state.h"
#include "kiosk/visit/counting.h"
#include "kiosk/visit/keypad_state.h"
#include "kiosk/visit/kinds.h"
#include "kiosk/visit/person_state.h"
#include "kiosk/visit/policy.h"
#include "kiosk/visit/visit_state.h"
#include "tests/fuzz/fuzz.h"

using namespace vestibule;

namespace {

StationId station(std::uint8_t number) {
    StationId id{};
    id.bytes[0] = number;
    return id;
}

std::optional<CertifiedRights> judge(const Json& body) {
    return CertifiedRights{.rights = rights_named(text_field(body, "rights")).value_or(Rights{}),
                           .named = bool_field(body, "named")};
}

// Each line is a row: its first byte picks the kind, the second writer and turn, the rest is the body.
std::vector<Event> rows_of(std::string_view text) {
    std::vector<Event> rows;
    for (; !text.empty() && rows.size() < 64;) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.size() < 2) continue;
        const auto kinds = all_kinds();
        const auto first = static_cast<std::uint8_t>(line[0]), second = static_cast<std::uint8_t>(line[1]);
        rows.push_back({.station = station(second & 3U),
                        .seq = rows.size() + 1,
                        .turn = static_cast<std::uint64_t>(second) >> 2U,
                        .kind = std::string{kinds[first % kinds.size()].name},
                        .stream = {},
                        .body = std::string{line.substr(2)}});
    }
    return rows;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto rows = rows_of(fuzz::text(data, size));
    JsonFields fields;
    for (const auto& row : rows) {
        fields.read(row.body);
        const auto tree = parse_object(row.body);
        // Both readers hold the same to be an object with a nonce.
        if (text_field(tree, "nonce") != text_field(fields, "nonce")) __builtin_trap();
        static_cast<void>(policy_from_json(tree));
    }
    const auto site = fold_site(rows, judge);
    CountingRows counting{site};
    const auto counted = counting.of(rows);
    static_cast<void>(fold_visit(counted));
    static_cast<void>(fold_badge(counted));
    static_cast<void>(fold_person(counted));
    static_cast<void>(fold_keypad(counted));
    return 0;
}
