// The desk's use cases at a gate: what a scan means, letting in after a look at the person, answering who waits.
#include <algorithm>

#include "kiosk/credential/code.h"
#include "kiosk/credential/scanned.h"
#include "kiosk/credential/token.h"
#include "kiosk/desk/desk.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

NewEvent staff_event(std::string_view kind, StreamId stream, PersonId staff) {
    return {.kind = std::string{kind}, .stream = stream, .body = {{"by", to_string(staff)}}};
}

bool is_token(std::string_view text) {
    return text.find(token_prefix) != std::string_view::npos;
}

// `stations` outlives it.
KeysById keys_of(const std::vector<StationRecord>& stations) {
    return [&stations](const KeyId& id) {
        std::vector<CandidateKey> out;
        for (const auto& station : stations)
            if (key_id_of(station.key) == id) out.push_back({.key = station.key, .station = station.station});
        return out;
    };
}

// A badge is what its issuer's badge.issued says, signed by the key of the station that wrote it; one that was
// restored wrote it anew, with the name of the key that had signed.
bool is_as_issued(const BadgeState& badge, const VerifiedToken& token, ByteView key) {
    const auto& claims = token.claims;
    const auto issued = claims_of(claims.badge, badge);
    const auto whole = [](Instant at) { return std::chrono::floor<std::chrono::seconds>(at); };
    const bool same = issued.type == claims.type && issued.zones == claims.zones && issued.escort == claims.escort &&
                      whole(issued.not_before) == whole(claims.not_before) &&
                      whole(issued.expires) == whole(claims.expires);
    return same && (badge.issuer == token.signer || badge.kid == to_hex(key_id_of(key)));
}

// The best of what readings held so far.
struct BestReading {
    // 0: nothing; 1: it begins like a badge; 2: an invitation that isn't known; 3: a badge's form that isn't ours; 4:
    // ours
    int worth = 0;
    ScanReading reading;

    void offer(int of_worth, ScanKind kind, std::string text) {
        if (of_worth <= worth) return;
        worth = of_worth;
        reading = {.kind = kind, .text = std::move(text)};
    }
};

}  // namespace

Result<ScanReading> Desk::read_scan(const Scan& scan) {
    VESTIBULE_TRY(stations, reader_.stations());
    const auto keys = keys_of(stations);
    BestReading best;
    for (const auto& reading : scan.readings) {
        for (const auto& token : tokens_in(reading)) {
            const auto verified = verify_token(token, identity_.trust.issuer, keys);
            const bool formed = verified || verified.error() != Refusal::unreadable;
            best.offer(verified ? 4 : formed ? 3 : 1, ScanKind::badge, token);
        }
        if (const auto code = invitation_in(reading)) {
            VESTIBULE_TRY(known, reader_.visit_of_code(*code));
            best.offer(known ? 4 : 2, ScanKind::invitation, std::string{invitation_prefix} + *code);
        } else if (const auto bare = parse_code(reading)) {  // a bar code of nothing but the code
            VESTIBULE_TRY(visit, reader_.visit_of_code(*bare));
            VESTIBULE_TRY(badge, reader_.badge_of_code(*bare));
            if (visit) best.offer(4, ScanKind::invitation, std::string{invitation_prefix} + *bare);
            if (badge) best.offer(4, ScanKind::badge, *bare);
        }
        if (best.worth == 4) break;
    }
    return std::move(best.reading);
}

Result<std::optional<VisitId>> Desk::visit_of_invitation(std::string_view scanned) const {
    const auto code = parse_code(scanned);
    if (!code) return std::nullopt;
    return reader_.visit_of_code(*code);
}

Result<Desk::Found> Desk::find_badge(std::string_view text, CodeFrom from) {
    Found found;
    if (is_token(text)) {
        VESTIBULE_TRY(stations, reader_.stations());
        const auto verified = verify_token(text, identity_.trust.issuer, keys_of(stations));
        if (!verified) {
            found.refusal = verified.error();
            return found;
        }
        found.claims = verified->claims;
        VESTIBULE_TRY(badge, reader_.badge(found.claims.badge));
        found.badge = badge;
        const auto signer = std::ranges::find(stations, verified->signer, &StationRecord::station);
        const bool known = badge && badge->issued;
        found.stolen = signer->stolen;
        if (known ? !is_as_issued(*badge, *verified, signer->key) : signer->revoked)
            found.refusal = Refusal::unknown_key;
        return found;
    }
    if (from == CodeFrom::typing && pause_of_codes_s() > 0) {
        found.too_many_tries = true;
        return found;
    }
    const auto code = parse_code(text);
    std::optional<BadgeId> id;
    if (code) {
        VESTIBULE_TRY(known, reader_.badge_of_code(*code));
        id = known;
    }
    if (!id) {
        if (from == CodeFrom::typing) count_wrong_code();
        found.refusal = Refusal::unreadable;
        return found;
    }
    VESTIBULE_TRY(badge, reader_.badge(*id));
    found.badge = badge;
    if (!badge) return found;
    found.claims = claims_of(*id, *badge);
    VESTIBULE_TRY(stations, reader_.stations());
    const auto issuer = std::ranges::find(stations, badge->issuer, &StationRecord::station);
    found.stolen = issuer != stations.end() && issuer->stolen;
    return found;
}

Result<CheckView> Desk::check_view(const Found& found, CheckResult result) {
    CheckView view{.result = result, .claims = found.claims};
    const auto access = access_of_mask(policy_, found.claims.zones, found.claims.escort);
    view.zones = access.zone_names;
    view.wear = access.wear;
    if (!found.claims.type.empty()) {  // a code that nobody knows is nobody's badge
        const auto& type = type_named(policy_, found.claims.type);
        view.type_label = type.label_zh.empty() ? type.label : type.label + " " + type.label_zh;
    }
    if (!found.badge) return view;
    VESTIBULE_TRY(visit_view, visit(found.badge->visit));
    view.visit = visit_view;
    if (found.badge->inside) {
        view.inside_since = found.badge->entered_at;
        view.inside_gate = found.badge->entered_gate;
    }
    return view;
}

Result<> Desk::record_scan(const CheckView& view, Passage passage, std::optional<PersonId> staff) {
    const auto stream = stream_of(view.claims.badge);
    Json body = {{"gate", config_.gate.name}};
    if (staff) body["by"] = to_string(*staff);
    std::vector<NewEvent> events;
    if (view.result.verdict == Verdict::welcome && passage == Passage::in) {
        events.push_back({.kind = std::string{kind::badge_entered}, .stream = stream, .body = body});
    } else if (view.result.verdict == Verdict::goodbye) {
        events.push_back({.kind = std::string{kind::badge_left}, .stream = stream, .body = body});
        // Out of the gate is out of the building: the list of those inside has to be right (R11).
        if (view.visit && view.visit->phase == VisitPhase::inside)
            events.push_back({.kind = std::string{kind::visit_left},
                              .stream = stream_of(view.visit->id),
                              .body = {{"how", "gate"}}});
    } else if (view.result.verdict == Verdict::refused || view.result.verdict == Verdict::details_missing) {
        body["reason"] = view.result.verdict == Verdict::details_missing ? "details-missing"
                                                                         : std::string{name_of(view.result.refusal)};
        events.push_back({.kind = std::string{kind::badge_refused}, .stream = stream, .body = body});
    }
    return events.empty() ? Result<>{} : append(std::move(events));
}

Result<CheckView> Desk::check(std::string_view scanned_or_typed, Passage passage, CodeFrom from) {
    VESTIBULE_TRY(found, find_badge(scanned_or_typed, from));
    if (found.too_many_tries) {
        CheckView pause;
        pause.result = {.verdict = Verdict::refused, .refusal = Refusal::unreadable};
        pause.wait_s = pause_of_codes_s();
        return pause;
    }
    if (found.refusal != Refusal::none)
        return check_view(found, {.verdict = Verdict::refused, .refusal = found.refusal});
    if (found.stolen && passage != Passage::out)
        return check_view(found, {.verdict = Verdict::refused, .refusal = Refusal::revoked});
    std::optional<VisitState> state;
    if (found.badge) {
        VESTIBULE_TRY(known, reader_.visit(found.badge->visit));
        state = known;
        if (vault_.is_erased(found.badge->person))
            return check_view(found, {.verdict = Verdict::refused, .refusal = Refusal::erased});
    }
    const auto result = check_badge(
        policy_, {.claims = found.claims, .badge = found.badge, .visit = state, .passage = passage, .now = now()});
    VESTIBULE_TRY(view, check_view(found, result));
    view.token = std::string{scanned_or_typed};
    if (passage != Passage::check) VESTIBULE_CHECK(record_scan(view, passage, std::nullopt));
    return view;
}

Result<CheckView> Desk::let_in(const CheckView& refused, PersonId staff) {
    const auto may =
        refused.result.verdict == Verdict::details_missing || refused.result.refusal == Refusal::already_inside;
    if (!may) return give_up("this badge can't be let in; please send the visitor to reception");
    auto view = refused;
    view.result = {.verdict = Verdict::welcome, .refusal = Refusal::none};
    VESTIBULE_CHECK(record_scan(view, Passage::in, staff));
    VESTIBULE_TRY(guard, person(staff));
    view.let_in_by = guard.name;
    return view;
}

Result<> Desk::approve(VisitId id, PersonId staff) {
    VESTIBULE_TRY(state, reader_.visit(id));
    if (!state || (state->phase != VisitPhase::waiting && state->phase != VisitPhase::expected &&
                   state->phase != VisitPhase::declined))
        return give_up("this visit doesn't wait for an answer any more");
    return append({staff_event(kind::visit_approved, stream_of(id), staff)});
}

Result<> Desk::decline(VisitId id, PersonId staff) {
    VESTIBULE_TRY(state, reader_.visit(id));
    if (!state || (state->phase != VisitPhase::waiting && state->phase != VisitPhase::expected &&
                   state->phase != VisitPhase::approved))
        return give_up("this visit doesn't wait for an answer any more");
    return append({staff_event(kind::visit_declined, stream_of(id), staff)});
}

}  // namespace vestibule
