// The events of one stream, each once and in order.
#include "kiosk/visit/stream_order.h"

#include <algorithm>

namespace vestibule {

std::vector<const Event*> in_order(std::span<const Event> events) {
    std::vector<const Event*> out;
    out.reserve(events.size());
    for (const auto& event : events) out.push_back(&event);
    const auto before = [](const Event* a, const Event* b) { return order_of(*a) < order_of(*b); };
    const auto same = [](const Event* a, const Event* b) { return a->station == b->station && a->seq == b->seq; };
    std::sort(out.begin(), out.end(), before);
    out.erase(std::unique(out.begin(), out.end(), same), out.end());
    return out;
}

}  // namespace vestibule
