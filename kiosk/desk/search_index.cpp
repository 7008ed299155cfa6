// The index as segments of some rows each: an edit copies the segments that it touches and no other.
#include "kiosk/desk/search_index.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace vestibule {
namespace {

constexpr std::size_t segment_rows_max = 1024;
constexpr std::size_t segment_rows_few = segment_rows_max / 4;  // with fewer it isn't worth a segment of its own

using WipedText = std::vector<char, WipingAllocator<char>>;

// The order of an answer.
class ComesBefore {
  public:
    explicit ComesBefore(std::optional<Instant> near) : near_{near} {}
    bool operator()(const SearchHit& a, const SearchHit& b) const {
        return std::tuple{a.rank, distance(a), a.subject.person} < std::tuple{b.rank, distance(b), b.subject.person};
    }

  private:
    [[nodiscard]] Instant::duration distance(const SearchHit& hit) const {
        return near_ ? std::chrono::abs(hit.subject.at - *near_) : -hit.subject.at.time_since_epoch();
    }
    std::optional<Instant> near_;
};

// The best so many of any number.
class BestHits {
  public:
    BestHits(std::size_t hits_max, ComesBefore before) : hits_max_{hits_max}, before_{before} {}
    void offer(const SearchHit& hit) {
        if (heap_.size() == hits_max_ && (hits_max_ == 0 || !before_(hit, heap_.front()))) return;
        if (heap_.size() == hits_max_) {
            std::pop_heap(heap_.begin(), heap_.end(), before_);
            heap_.pop_back();
        }
        heap_.push_back(hit);
        std::push_heap(heap_.begin(), heap_.end(), before_);
    }
    std::vector<SearchHit> take() {
        std::sort_heap(heap_.begin(), heap_.end(), before_);
        return std::move(heap_);
    }

  private:
    std::size_t hits_max_;
    ComesBefore before_;
    std::vector<SearchHit> heap_;  // the worst in front
};

}  // namespace

struct SearchIndex::Segment {
    std::vector<RowShape> shapes;
    std::vector<SearchSubject> subjects;
    std::vector<std::size_t> ends;  // of each row's text
    WipedText text;

    [[nodiscard]] std::size_t size() const { return shapes.size(); }
    [[nodiscard]] std::string_view text_of(std::size_t row) const {
        const auto begin = row == 0 ? 0 : ends[row - 1];
        return {text.data() + begin, ends[row] - begin};
    }
    void add(const SearchSubject& subject, const RowShape& shape, std::string_view forms) {
        shapes.push_back(shape);
        subjects.push_back(subject);
        text.insert(text.end(), forms.begin(), forms.end());
        ends.push_back(text.size());
    }
    void add_row_of(const Segment& other, std::size_t row) {
        add(other.subjects[row], other.shapes[row], other.text_of(row));
    }
    // Calls `take` with each match.
    template <class Take>
    void find(const TypedQuery& query, const Take& take) const {
        for (std::size_t row = 0; row < shapes.size(); ++row) {
            if (!query.may_match(shapes[row])) continue;
            if (const auto rank = query.rank(shapes[row], text_of(row))) take(SearchHit{subjects[row], *rank});
        }
    }
};

SearchAnswer SearchIndex::find_visits(const TypedQuery& query, std::size_t hits_max,
                                      std::optional<Instant> near) const {
    SearchAnswer answer;
    BestHits best{hits_max, ComesBefore{near}};
    const auto take = [&](const SearchHit& hit) {
        if (!hit.subject.visit) return;
        ++answer.matches;
        best.offer(hit);
    };
    for (const auto& segment : segments_) segment->find(query, take);
    answer.hits = best.take();
    return answer;
}

SearchAnswer SearchIndex::find_people(const TypedQuery& query, std::size_t hits_max) const {
    SearchAnswer answer;
    std::vector<SearchHit> all;
    for (const auto& segment : segments_) segment->find(query, [&](const SearchHit& hit) { all.push_back(hit); });
    std::sort(all.begin(), all.end(), ComesBefore{std::nullopt});
    std::unordered_set<PersonId> taken;
    for (const auto& hit : all)
        if (taken.insert(hit.subject.person).second && answer.hits.size() < hits_max) answer.hits.push_back(hit);
    answer.matches = taken.size();
    return answer;
}

std::size_t SearchIndex::rows() const {
    std::size_t sum = 0;
    for (const auto& segment : segments_) sum += segment->size();
    return sum;
}

std::vector<SearchSubject> SearchIndex::subjects(std::size_t first, std::size_t count_max) const {
    std::vector<SearchSubject> out;
    for (const auto& segment : segments_) {
        for (; first < segment->size() && out.size() < count_max; ++first) out.push_back(segment->subjects[first]);
        first -= std::min(first, segment->size());
        if (out.size() == count_max) break;
    }
    return out;
}

SearchIndexEditor::SearchIndexEditor(const SearchSnapshot& from) {
    if (from) next_ = *from;
}

SearchIndexEditor::~SearchIndexEditor() {
    sodium_memzero(forms_.data(), forms_.size());
}

void SearchIndexEditor::add(const SearchRow& row) {
    if (!tail_ && !next_.segments_.empty() && next_.segments_.back()->size() < segment_rows_max) {
        tail_ = std::make_shared<SearchIndex::Segment>(*next_.segments_.back());
        next_.segments_.back() = tail_;
    }
    if (!tail_ || tail_->size() >= segment_rows_max) {
        tail_ = std::make_shared<SearchIndex::Segment>();
        next_.segments_.push_back(tail_);
    }
    sodium_memzero(forms_.data(), forms_.size());
    forms_.clear();
    const auto shape = shape_of(row.text, forms_);
    tail_->add(row.subject, shape, forms_);
}

void SearchIndexEditor::remove_if(const std::function<bool(const SearchSubject&)>& gone) {
    std::vector<std::shared_ptr<const SearchIndex::Segment>> kept;
    auto few = std::make_shared<SearchIndex::Segment>();
    for (const auto& segment : next_.segments_) {
        const auto& subjects = segment->subjects;
        if (std::none_of(subjects.begin(), subjects.end(), gone)) {
            kept.push_back(segment);
            continue;
        }
        auto rest = std::make_shared<SearchIndex::Segment>();
        for (std::size_t row = 0; row < segment->size(); ++row)
            if (!gone(subjects[row])) rest->add_row_of(*segment, row);
        if (rest->size() >= segment_rows_few) {
            kept.push_back(rest);
            continue;
        }
        for (std::size_t row = 0; row < rest->size(); ++row) few->add_row_of(*rest, row);
        if (few->size() >= segment_rows_few)
            kept.push_back(std::exchange(few, std::make_shared<SearchIndex::Segment>()));
    }
    if (few->size() > 0) kept.push_back(few);
    next_.segments_ = std::move(kept);
    tail_.reset();
}

SearchSnapshot SearchIndexEditor::finish() {
    tail_.reset();
    return std::make_shared<const SearchIndex>(std::move(next_));
}

SearchSnapshot SearchBoard::now() const {
    const std::lock_guard lock{look_};
    return newest_;
}

void SearchBoard::put(SearchIndexEditor& editor) {
    if (!forgotten_.empty())
        editor.remove_if([this](const SearchSubject& subject) { return forgotten_.contains(subject.person); });
    auto next = editor.finish();
    const std::lock_guard lock{look_};
    newest_.swap(next);
}

void SearchBoard::publish(const std::function<void(SearchIndexEditor&)>& edit) {
    const std::lock_guard one_edit{edit_};
    SearchIndexEditor editor{now()};
    edit(editor);
    put(editor);
}

void SearchBoard::publish_anew(SearchIndexEditor& made) {
    const std::lock_guard one_edit{edit_};
    put(made);
}

void SearchBoard::forget(std::span<const PersonId> persons) {
    bool any = false;
    {
        const std::lock_guard one_edit{edit_};
        for (const auto& person : persons) any = forgotten_.insert(person).second || any;
    }
    if (any && now()) publish([](SearchIndexEditor&) {});
}

}  // namespace vestibule
