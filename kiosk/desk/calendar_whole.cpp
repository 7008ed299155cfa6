// What a calendar's word about a whole event means beside what is known of it.
#include "kiosk/desk/calendar_whole.h"

#include <algorithm>
#include <tuple>

namespace vestibule {

CalendarRevision as_new_as(CalendarRevision revision, const CalendarRevision& known) {
    if (revision.stamp == Instant{} && revision.sequence == known.sequence) revision.stamp = known.stamp;
    return revision;
}

WholeWord::WholeWord(const CalendarItem& item, const KnownCalendar& known)
    : item_{item},
      known_{known},
      revision_{as_new_as(item.revision, known.whole.value_or(item.revision))},
      newest_{std::max(revision_, as_new_as(item.newest, known.newest))} {
    for (const auto& word : item.words) words_.emplace(word.occurrence, &word);
}

bool WholeWord::is_older() const {
    return known_.whole && std::tie(revision_, newest_) < std::tie(*known_.whole, known_.newest);
}

CalendarRevision WholeWord::at(const std::string& occurrence) const {
    const auto word = words_.find(occurrence);
    if (word == words_.end()) return revision_;
    const auto before = known_.words.find(word_name(occurrence));
    const auto& own = word->second->revision;
    return std::max(revision_, before == known_.words.end() ? own : as_new_as(own, before->second.revision));
}

bool WholeWord::calls_off(const std::string& occurrence) const {
    const auto word = words_.find(occurrence);
    return item_.cancelled || (word != words_.end() && word->second->cancelled);
}

const KnownWord* WholeWord::of_visitor(const std::string& occurrence, const std::string& series) const {
    const KnownWord* newest = nullptr;
    for (const auto& name : {word_name("", series), word_name(occurrence, series)})
        if (const auto* word = known_.standing(name, at(occurrence)))
            if (newest == nullptr || word->revision > newest->revision) newest = word;
    return newest;
}

bool WholeWord::stands_apart(const std::string& occurrence, const std::string& series) const {
    if (known_.standing(word_name(occurrence), at(occurrence)) != nullptr) return true;
    const auto* word = of_visitor(occurrence, series);
    return word != nullptr && !word->comes;
}

KnownCalendar WholeWord::after() const {
    KnownCalendar out{.whole = revision_, .newest = newest_, .taken = {}, .words = {}, .seen = {}};
    for (const auto& [occurrence, word] : words_)
        out.words[word_name(occurrence)] = {.revision = at(occurrence), .apart = false, .comes = false};
    for (const auto& [name, word] : known_.words) {
        const auto said = out.words.find(name);
        if (known_.standing(name, said == out.words.end() ? revision_ : said->second.revision) != nullptr)
            out.words[name] = word;
    }
    return out;
}

}  // namespace vestibule
