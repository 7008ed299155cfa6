// One pass from the first piece to the last.
#include "printing/office_flow.h"

namespace printing {
namespace {

class Flow {
  public:
    Flow(double top, double bottom) : y_(top), top_(top), bottom_(bottom), pages_(1) {}

    void put(const FlowPiece& piece, double height_with_followers) {
        if (!pages_.back().empty() && y_ + height_with_followers > bottom_) begin_page(piece);
        if (!pages_.back().empty()) y_ += piece.gap;
        place(piece);
    }
    [[nodiscard]] std::vector<FlowPage> pages() && { return std::move(pages_); }

  private:
    void begin_page(const FlowPiece& piece) {
        pages_.emplace_back();
        y_ = top_;
        for (const auto& head : piece.again) place(*head);
    }
    void place(const FlowPiece& piece) {
        pages_.back().push_back({&piece, y_});
        y_ += piece.height;
    }

    double y_, top_, bottom_;
    std::vector<FlowPage> pages_;
};

}  // namespace

std::vector<FlowPage> flow_onto_pages(const std::vector<FlowPiece>& pieces, double top, double bottom) {
    // What must be on one page with each piece, itself included; from the last, since each needs the next one's.
    std::vector<double> needed(pieces.size());
    for (std::size_t i = pieces.size(); i-- > 0;) {
        needed[i] = pieces[i].gap + pieces[i].height;
        if (pieces[i].stays_with_next && i + 1 < pieces.size()) needed[i] += needed[i + 1];
    }
    Flow flow{top, bottom};
    for (std::size_t i = 0; i < pieces.size(); ++i) flow.put(pieces[i], needed[i]);
    return std::move(flow).pages();
}

}  // namespace printing
