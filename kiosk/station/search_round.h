// The search worker's round: keeps the index of everybody current.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "kiosk/desk/search_keeper.h"

namespace vestibule {

class SearchRound {
  public:
    struct Done {
        std::chrono::milliseconds pause{};
        bool changed = false;  // there is a newer index than before
    };
    SearchRound(std::unique_ptr<Desk> desk, SearchBoard& board)
        : desk_{std::move(desk)}, board_{&board}, keeper_{std::make_unique<SearchKeeper>(*desk_, board)} {}

    // Thread: the worker's. Blocks: the first time until everything is read, unless `stop` says so.
    Done once(const std::function<bool()>& stop);

  private:
    std::unique_ptr<Desk> desk_;
    SearchBoard* board_;
    std::unique_ptr<SearchKeeper> keeper_;
};

}  // namespace vestibule
