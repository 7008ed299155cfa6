// One import of a calendar while it goes on: words about single occurrences and single visitors.
#include <algorithm>

#include "kiosk/desk/calendar_import.h"
#include "kiosk/visit/cancelled_why.h"

namespace vestibule {
namespace {

// Beside what is known of the whole event and of this name.
CalendarRevision as_new_as_known(const CalendarRevision& revision, const KnownCalendar& known,
                                 const std::string& name) {
    auto out = revision;
    if (known.whole) out = as_new_as(revision, *known.whole);
    if (const auto word = known.words.find(name); word != known.words.end())
        out = std::max(out, as_new_as(revision, word->second.revision));
    return out;
}

CalendarRevision revision_of(const VisitState& held) {
    return {.sequence = held.sequence, .stamp = held.stamp};
}

// Whether words that are known say more of this occurrence than one of that revision.
bool is_older(const KnownCalendar& known, const std::string& name, const CalendarRevision& revision) {
    if (known.whole && revision < *known.whole) return true;
    const auto word = known.words.find(name);
    return word != known.words.end() && revision < word->second.revision;
}

}  // namespace

Result<> CalendarImport::take_apart(Subject& subject) {
    for (const auto& word : subject.item.words) {
        if (!word.email.empty())
            VESTIBULE_CHECK(take_visitor(subject, word));
        else if (word.occurrence.empty())
            VESTIBULE_CHECK(call_off(subject, word));
        else
            VESTIBULE_CHECK(take_occurrence(subject, word));
    }
    return {};
}

// One occurrence: those who come to it now, and nobody else.
Result<> CalendarImport::take_occurrence(Subject& subject, const ApartWord& word) {
    auto& known = subject.known;
    const auto name = word_name(word.occurrence);
    const auto revision = as_new_as_known(word.revision, known, name);
    const auto [from, to] = subject.rows_of_occurrence.equal_range(word.occurrence);
    if (is_older(known, name, revision)) {
        for (auto row = from; row != to; ++row) skip_older(subject, *row->second);
        return {};
    }
    const auto said = word_of(subject, revision, "occurrence");
    std::set<VisitId> yielded;
    for (auto row = from; row != to; ++row) {
        const auto series = taker_.series_of(row->second->series);
        const auto* gone = known.standing(word_name("", series), revision);
        const auto* gone_here = known.standing(word_name(word.occurrence, series), revision);
        const bool not_coming = (gone != nullptr && !gone->comes) || (gone_here != nullptr && !gone_here->comes);
        if (row->second->cancelled || not_coming) continue;
        yielded.insert(taker_.visit_of(*row->second));
        VESTIBULE_CHECK(take_row(subject, *row->second, said));
    }
    const auto [first, last] = subject.of_occurrence.equal_range(word.occurrence);
    for (auto one = first; one != last; ++one)
        if (!yielded.contains(one->second))
            VESTIBULE_CHECK(withdraw(subject, one->second, subject.held.at(one->second), said,
                                     word.cancelled ? cancelled_why::called_off : cancelled_why::uninvited));
    known.words[name] = {.revision = revision, .apart = true, .comes = false};
    return {};
}

// All of it, but for occurrences of which something newer was said.
Result<> CalendarImport::call_off(Subject& subject, const ApartWord& word) {
    auto& known = subject.known;
    const auto revision = as_new_as(word.revision, known.whole.value_or(word.revision));
    if (known.whole && revision < *known.whole) return {};
    const auto said = word_of(subject, revision, "");
    for (const auto& [visit, held] : subject.held)
        if (known.standing(word_name(held.occurrence), revision) == nullptr)
            VESTIBULE_CHECK(withdraw(subject, visit, held, said, cancelled_why::called_off));
    std::erase_if(known.words, [&](const auto& one) { return known.standing(one.first, revision) == nullptr; });
    known.whole = revision;
    known.newest = std::max(known.newest, revision);
    return {};
}

// One visitor is uninvited, or has answered; in one occurrence or in all.
Result<> CalendarImport::take_visitor(Subject& subject, const ApartWord& word) {
    auto& known = subject.known;
    const auto series = series_of(subject, word.email);
    const auto name = word_name(word.occurrence, series);
    auto revision = as_new_as_known(word.revision, known, name);
    // An answer has a clock of its own; what it answers is told by SEQUENCE.
    if (!subject.item.called_off && known.whole && revision.sequence == known.whole->sequence)
        revision = std::max(revision, *known.whole);
    if (is_older(known, name, revision)) return {};
    const auto said = word_of(subject, revision, "visitor");
    const auto [from, to] = subject.of_series.equal_range(series);
    for (auto one = from; one != to; ++one) {
        const auto visit = one->second;
        const auto& held = subject.held.at(visit);
        if (!word.occurrence.empty() && held.occurrence != word.occurrence) continue;
        if (revision_of(held) > revision) continue;
        if (word.cancelled) {
            VESTIBULE_CHECK(withdraw(subject, visit, held, said,
                                     subject.item.called_off ? cancelled_why::uninvited : cancelled_why::declined));
        } else if (held.phase == VisitPhase::cancelled && held.apart == "visitor" &&
                   held.cancelled_why == cancelled_why::declined) {
            VESTIBULE_TRY(outcome, taker_.expect_again(visit, held, said));
            taker_.tell(visit, held, subject.item.uid, outcome, "expected again");
        }
    }
    known.words[name] = {.revision = revision, .apart = true, .comes = !word.cancelled};
    return {};
}

}  // namespace vestibule
