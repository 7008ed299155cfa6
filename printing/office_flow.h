// Stacks pieces onto pages: none is cut, none is parted from what it must stay with, heads stand again on each page.
#pragma once

#include <cairo/cairo.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace printing {

struct FlowPiece {
    double height = 0;
    double gap = 0;  // above it; dropped where it begins a page
    // At the given height on the page.
    std::function<void(cairo_t*, double)> draw;
    bool stays_with_next = false;
    std::vector<std::shared_ptr<const FlowPiece>> again;  // drawn first where this piece begins a page
};

struct PlacedPiece {
    const FlowPiece* piece = nullptr;
    double y = 0;
};
using FlowPage = std::vector<PlacedPiece>;

// Pages whose pieces lie between `top` and `bottom`, at least one page. A piece that is too high for any page begins
// one of its own. The pieces are borrowed.
[[nodiscard]] std::vector<FlowPage> flow_onto_pages(const std::vector<FlowPiece>& pieces, double top, double bottom);

}  // namespace printing
