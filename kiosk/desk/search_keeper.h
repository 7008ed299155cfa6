// Makes the search index from the log and the vault, and keeps it current with what happens.
#pragma once

#include <functional>
#include <unordered_set>
#include <vector>

#include "kiosk/desk/desk.h"

namespace vestibule {

// Thread: one, the desk's; not the window's. Never at a door of the lobby: it holds everybody's names in memory.
class SearchKeeper {
  public:
    // Both outlive this.
    SearchKeeper(Desk& desk, SearchBoard& board) : desk_{desk}, board_{board} {}

    // The first one reads everything (seconds for 100,000 visits), each later one what has been written since; then
    // the board holds it. `stop` is asked now and then: true gives up with nothing done.
    // Errors: the log's; the next call tries again.
    [[nodiscard]] Result<> round(const std::function<bool()>& stop = [] { return false; });

  private:
    struct Entry;  // a row in clear with its own texts
    struct Touched {
        std::unordered_set<VisitId> visits;
        std::unordered_set<PersonId> persons;
    };
    [[nodiscard]] Result<> build(const std::function<bool()>& stop);
    [[nodiscard]] Result<> add_all_visits(SearchIndexEditor& editor, std::unordered_set<PersonId>& visitors,
                                          const std::function<bool()>& stop);
    [[nodiscard]] Result<> add_all_others(SearchIndexEditor& editor, const std::unordered_set<PersonId>& visitors,
                                          const std::function<bool()>& stop);
    [[nodiscard]] Result<Touched> touched_since();
    void look_at_keys(Touched& touched);
    [[nodiscard]] Result<> update(Touched touched);
    [[nodiscard]] Result<std::optional<Entry>> entry_of(VisitId id, const VisitState& state);
    [[nodiscard]] Result<std::optional<Entry>> entry_of(PersonId id);

    Desk& desk_;
    SearchBoard& board_;
    Cursor seen_;
    bool built_ = false;
    std::size_t next_key_ = 0;              // the row whose key is looked at next
    std::unordered_set<PersonId> awaited_;  // whose rows came before their keys: looked at in every round
};

}  // namespace vestibule
