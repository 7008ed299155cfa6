// The check of contiguity, chain and head.
#include "kiosk/log/continuation.h"

namespace vestibule {
namespace {

Continuation fault(Continuity continuity, std::uint64_t seq, std::string what) {
    return {.continuity = continuity, .seq = seq, .what = std::move(what)};
}

// The rows that are held already, at the beginning of `events`: how many, or the first that differs.
Result<Continuation> skip_held(const Tail& tail, const HeldHash& held, std::span<const Event> events,
                               const Head& head) {
    std::size_t count = 0;
    for (const auto& event : events) {
        if (event.station != head.station)
            return fault(Continuity::broken_chain, event.seq, "it is of another station than its head");
        if (event.seq > tail.seq) break;
        VESTIBULE_TRY(hash, held(event.seq));
        if (hash != event.hash)
            return fault(Continuity::fork, event.seq, "another event is held under that number (a fork)");
        ++count;
    }
    return Continuation{.fresh = events.subspan(count)};
}

std::optional<Continuation> chain_fault(Tail tail, std::span<const Event> fresh, const Head& head) {
    for (const auto& event : fresh) {
        if (event.station != head.station)
            return fault(Continuity::broken_chain, event.seq, "it is of another station than its head");
        if (event.seq != tail.seq + 1) return fault(Continuity::gap, tail.seq + 1, "rows are missing here");
        if (event.prev != tail.hash) {
            const auto first = &event == &fresh.front();
            return fault(first ? Continuity::fork : Continuity::broken_chain, event.seq,
                         "it doesn't continue the row before it");
        }
        if (event.hash != hash_of(event))
            return fault(Continuity::broken_chain, event.seq, "the hash doesn't fit the row");
        tail = {event.seq, event.hash};
    }
    return std::nullopt;
}

}  // namespace

Result<Continuation> continuation_of(const Tail& tail, const HeldHash& held, std::span<const Event> events,
                                     const Head& head) {
    VESTIBULE_TRY(result, skip_held(tail, held, events, head));
    if (result.continuity != Continuity::continues) return std::move(result);
    if (auto found = chain_fault(tail, result.fresh, head)) return std::move(*found);
    if (!result.fresh.empty()) {
        const auto& last = result.fresh.back();
        if (last.seq == head.seq && last.hash == head.hash) return std::move(result);
        return fault(Continuity::broken_chain, head.seq, "the rows don't end in their head");
    }
    if (head.seq > tail.seq) return fault(Continuity::gap, tail.seq + 1, "rows are missing here");
    VESTIBULE_TRY(hash, held(head.seq));
    if (hash == head.hash) return std::move(result);
    return fault(Continuity::fork, head.seq, "another event is held under that number (a fork)");
}

}  // namespace vestibule
