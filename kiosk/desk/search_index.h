// Everything that can be searched as one types: one flat array of folded texts in memory, never on disk.
// A SearchIndex never changes; an edit makes a new one that shares all but the touched pieces with the old.
#pragma once

#include <sodium.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/ids.h"
#include "kiosk/desk/matching.h"

namespace vestibule {

// Overwrites what it gives back: what was searched doesn't stay behind in freed memory.
template <class Value>
struct WipingAllocator {
    using value_type = Value;
    WipingAllocator() = default;
    template <class Other>
    explicit(false) WipingAllocator(const WipingAllocator<Other>&) {}
    [[nodiscard]] Value* allocate(std::size_t count) { return std::allocator<Value>{}.allocate(count); }
    void deallocate(Value* values, std::size_t count) {
        sodium_memzero(values, count * sizeof(Value));
        std::allocator<Value>{}.deallocate(values, count);
    }
    bool operator==(const WipingAllocator&) const = default;
};

// What a row is about: a visit of a person, or a person without one (a host, a member of staff).
struct SearchSubject {
    PersonId person;
    std::optional<VisitId> visit;
    std::optional<PersonId> host;  // whose name is in the row as well
    Instant at{};                  // newer ones come first
    bool known = true;             // false: the person's key isn't here, so there's no name to find
};
struct SearchRow {
    SearchSubject subject;
    Searched text;
};
struct SearchHit {
    SearchSubject subject;
    int rank = 0;
};
struct SearchAnswer {
    std::vector<SearchHit> hits;  // best first
    std::size_t matches = 0;      // with those beyond the wanted number
};

// Thread: any, also several at once. Blocks: never; some milliseconds for 100,000 rows.
class SearchIndex {
  public:
    // Among equals the nearest to `near` come first; with nothing, the newest.
    [[nodiscard]] SearchAnswer find_visits(const TypedQuery& query, std::size_t hits_max,
                                           std::optional<Instant> near = std::nullopt) const;
    // Each once; among equals the one of the newest visit.
    [[nodiscard]] SearchAnswer find_people(const TypedQuery& query, std::size_t hits_max) const;
    [[nodiscard]] std::size_t rows() const;
    // `count_max` subjects from row number `first` on.
    [[nodiscard]] std::vector<SearchSubject> subjects(std::size_t first, std::size_t count_max) const;

  private:
    friend class SearchIndexEditor;
    struct Segment;
    std::vector<std::shared_ptr<const Segment>> segments_;
};
using SearchSnapshot = std::shared_ptr<const SearchIndex>;

// Makes the next index from the last one. Thread: one.
class SearchIndexEditor {
  public:
    explicit SearchIndexEditor(const SearchSnapshot& from);  // nothing: an empty one
    ~SearchIndexEditor();
    SearchIndexEditor(const SearchIndexEditor&) = delete;
    SearchIndexEditor& operator=(const SearchIndexEditor&) = delete;

    void add(const SearchRow& row);
    void remove_if(const std::function<bool(const SearchSubject&)>& gone);
    [[nodiscard]] SearchSnapshot finish();

  private:
    SearchIndex next_;
    std::shared_ptr<SearchIndex::Segment> tail_;  // still open, the last of all
    std::string forms_;                           // of the row under way; overwritten at the end
};

// Where the newest index hangs: one world keeps it current, the others look. Thread: any.
class SearchBoard {
  public:
    [[nodiscard]] SearchSnapshot now() const;                           // nothing before the first one is made
    void publish(const std::function<void(SearchIndexEditor&)>& edit);  // from the newest one
    void publish_anew(SearchIndexEditor& made);
    // At once and for ever: also an index that is being made now comes without these persons.
    void forget(std::span<const PersonId> persons);
    // Whether somebody keeps it current; if not, whoever wants to search makes an index of their own.
    void set_kept(bool kept) { kept_ = kept; }
    [[nodiscard]] bool kept() const { return kept_; }

  private:
    void put(SearchIndexEditor& editor);  // with edit_ held

    std::atomic<bool> kept_{false};
    mutable std::mutex look_;
    std::mutex edit_;
    SearchSnapshot newest_;
    std::unordered_set<PersonId> forgotten_;
};

}  // namespace vestibule
