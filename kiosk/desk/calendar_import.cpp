// One import of a calendar while it goes on: words about whole events.
#include "kiosk/desk/calendar_import.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/desk/visitor_type.h"
#include "kiosk/visit/cancelled_why.h"

namespace vestibule {
namespace {

constexpr auto instant_step = std::chrono::microseconds{1};

}  // namespace

CalendarImport::CalendarImport(Desk& desk, const CalendarWay& way, CalendarMemory memory, std::size_t rows)
    : desk_{desk},
      way_{way},
      feed_{way.feed.empty() ? "" : uuid_text(import_id(desk.identity(), "feed", way.feed))},
      memory_{std::move(memory)},
      batches_{desk, way.way.progress, rows, way.way.run},
      taker_{desk, batches_, report_, way.way.rows} {}

StreamId CalendarImport::calendar_of(const std::string& uid) const {
    return StreamId{import_id(desk_.identity(), "calendar", uid)};
}

std::string CalendarImport::series_of(const Subject& subject, const std::string& email) const {
    return taker_.series_of(series_key(subject.item.uid, email));
}

Result<> CalendarImport::load_old_bookings() {
    VESTIBULE_TRY(bookings, desk_.reader().open_bookings_without_calendar());
    for (auto& [id, state] : bookings) {
        if (state.series.empty()) continue;  // a table's
        VESTIBULE_TRY(person, desk_.reader().person(state.person));
        VESTIBULE_TRY(details, import_details(desk_, person ? person->details : std::nullopt));
        if (details) old_emails_.insert(text_field(*details, "email"));
        old_bookings_.emplace(state.series, std::pair{id, state});
    }
    return {};
}

void CalendarImport::add_old_bookings(Subject& subject) const {
    if (old_bookings_.empty()) return;
    for (const auto& email : old_emails_) {
        const auto [from, to] = old_bookings_.equal_range(series_of(subject, email));
        for (auto booking = from; booking != to; ++booking) subject.held.insert(booking->second);
    }
}

Result<CalendarImport::Subject> CalendarImport::subject_of(const CalendarItem& item) {
    Subject subject{.item = item, .calendar = calendar_of(item.uid), .held = {}, .known = {}};
    // What the file said of this UID before must be there to be seen.
    if (!touched_.insert(subject.calendar).second) VESTIBULE_CHECK(batches_.commit());
    VESTIBULE_TRY(held, desk_.reader().visits_of_calendar(subject.calendar));
    subject.held.insert(held.begin(), held.end());
    add_old_bookings(subject);
    for (const auto& [visit, state] : subject.held) {
        subject.of_series.emplace(state.series, visit);
        subject.of_occurrence.emplace(state.occurrence, visit);
    }
    for (const auto& row : item.rows) subject.rows_of_occurrence.emplace(row.occurrence, &row);
    subject.known = memory_.known(subject.calendar, subject.held);
    subject.taken = std::max(desk_.now(), subject.known.taken + instant_step);
    return subject;
}

ImportWord CalendarImport::word_of(const Subject& subject, const CalendarRevision& revision,
                                   std::string_view apart) const {
    return {.revision = {.sequence = revision.sequence, .stamp = revision.stamp, .taken = subject.taken},
            .base = {},
            .calendar = subject.calendar,
            .apart = std::string{apart},
            .message = subject.item.message,
            .feed = feed_};
}

Result<> CalendarImport::take(const CalendarItem& item) {
    VESTIBULE_TRY(subject, subject_of(item));
    say_unknown_types(item);
    VESTIBULE_CHECK(item.says == CalendarItem::Says::whole ? take_whole(subject) : take_apart(subject));
    if (item.called_off && subject.done == 0) say_nothing_done(subject);
    subject.known.seen = desk_.now();
    subject.known.taken = subject.taken;
    memory_.keep(subject.calendar, std::move(subject.known));
    return batches_.row_done(std::max<std::size_t>(1, item.rows.size()) - subject.rows);
}

Result<> CalendarImport::take_row(Subject& subject, const AppointmentRow& row, ImportWord word) {
    const auto visit = taker_.visit_of(row);
    std::optional<VisitState> held;
    if (const auto found = subject.held.find(visit); found != subject.held.end()) {
        held = found->second;
    } else {
        VESTIBULE_TRY(old, desk_.reader().visit(visit));
        held = std::move(old);
    }
    // An old booking knows SEQUENCE alone, its own.
    if (held && held->taken == Instant{} && row.sequence < held->sequence) {
        taker_.tell(row, subject.item.uid, visit, ImportOutcome::unchanged, std::string{older_revision});
        return {};
    }
    ++subject.rows;
    VESTIBULE_CHECK(batches_.row_done());
    VESTIBULE_TRY(outcome, taker_.take(row, std::move(word), visit, held));
    const bool again = held && held->phase == VisitPhase::cancelled && outcome == ImportOutcome::changed;
    taker_.tell(row, subject.item.uid, visit, outcome,
                outcome == ImportOutcome::refused ? erased_on_request
                : again                           ? "expected again"
                                                  : "");
    return {};
}

Result<> CalendarImport::withdraw(Subject& subject, VisitId visit, const VisitState& held, const ImportWord& word,
                                  std::string_view why) {
    VESTIBULE_TRY(outcome, taker_.withdraw(visit, held, word, why));
    if (outcome != ImportOutcome::withdrawn) return {};
    ++subject.done;
    taker_.tell(visit, held, subject.item.uid, outcome, std::string{why});
    subject.held.at(visit).phase = VisitPhase::cancelled;  // for the words that follow
    return {};
}

ImportWord CalendarImport::word_at(const Subject& subject, const WholeWord& whole,
                                   const std::string& occurrence) const {
    auto word = word_of(subject, whole.at(occurrence), "");
    if (whole.at(occurrence) != whole.revision())
        word.base = {.sequence = whole.revision().sequence, .stamp = whole.revision().stamp, .taken = {}};
    return word;
}

Result<std::set<VisitId>> CalendarImport::take_rows_of(Subject& subject, const WholeWord& whole) {
    std::set<VisitId> yielded;
    for (const auto& row : subject.item.rows) {
        const auto series = taker_.series_of(row.series);
        if (row.cancelled || whole.stands_apart(row.occurrence, series)) continue;
        yielded.insert(taker_.visit_of(row));
        VESTIBULE_CHECK(take_row(subject, row, word_at(subject, whole, row.occurrence)));
    }
    return yielded;
}

Result<> CalendarImport::withdraw_others(Subject& subject, const WholeWord& whole, const std::set<VisitId>& yielded) {
    std::map<VisitId, bool> cancelled;  // whether the visitor declined
    for (const auto& row : subject.item.rows)
        if (row.cancelled) cancelled.emplace(taker_.visit_of(row), row.declined);
    std::set<std::string> invited;
    for (const auto& email : subject.item.emails) invited.insert(series_of(subject, email));
    const auto why_of = [&](VisitId visit, const VisitState& held) {
        const auto row = cancelled.find(visit);
        if (row != cancelled.end() && row->second) return cancelled_why::declined;
        if (row != cancelled.end() || whole.calls_off(held.occurrence)) return cancelled_why::called_off;
        return invited.contains(held.series) ? cancelled_why::moved : cancelled_why::uninvited;
    };
    for (const auto& [visit, held] : subject.held) {
        if (yielded.contains(visit) || subject.item.held_back.contains(held.occurrence)) continue;
        if (whole.stands_apart(held.occurrence, held.series)) continue;
        VESTIBULE_CHECK(
            withdraw(subject, visit, held, word_at(subject, whole, held.occurrence), why_of(visit, held)));
    }
    return {};
}

// What it yields is taken, what else is held of it is withdrawn, but for what stands apart and is newer.
Result<> CalendarImport::take_whole(Subject& subject) {
    const WholeWord whole{subject.item, subject.known};
    if (whole.is_older()) {
        for (const auto& row : subject.item.rows) skip_older(subject, row);
        return {};
    }
    VESTIBULE_TRY(yielded, take_rows_of(subject, whole));
    VESTIBULE_CHECK(withdraw_others(subject, whole, yielded));
    subject.known = whole.after();
    return {};
}

void CalendarImport::skip_older(const Subject& subject, const AppointmentRow& row) {
    taker_.tell(row, subject.item.uid, taker_.visit_of(row), ImportOutcome::unchanged, std::string{older_revision});
}

void CalendarImport::say_nothing_done(const Subject& subject) {
    const bool before =
        std::ranges::any_of(subject.held, [](const auto& one) { return one.second.phase == VisitPhase::cancelled; });
    report_.remarks.push_back(
        fmt::format("line {}: the cancellation of event {} changed nothing: {}", subject.item.line, subject.item.uid,
                    before ? "what it names was cancelled before, or is over" : "nothing that it names is expected"));
}

// Once an event, however many visitors and days it has.
void CalendarImport::say_unknown_types(const CalendarItem& item) {
    std::set<std::string> unknown;
    for (const auto& row : item.rows)
        for (const auto& word : row.categories)
            if (type_meant(desk_.policy(), word) == nullptr) unknown.insert(word);
    for (const auto& word : unknown)
        report_.doubts.push_back(
            {item.line, fmt::format("event {}: the category \"{}\" is no type of visitor", item.uid, word)});
}

Result<> CalendarImport::withdraw_absent(const HeldVisits& absent) {
    for (const auto& [visit, held] : absent) {
        const ImportWord word{.revision = {.sequence = held.sequence, .stamp = held.stamp, .taken = desk_.now()},
                              .base = held.base,
                              .calendar = held.calendar,
                              .apart = held.apart,
                              .message = false,
                              .feed = feed_};
        VESTIBULE_TRY(outcome, taker_.withdraw(visit, held, word, cancelled_why::not_in_calendar));
        const bool elsewhere = held.feeds.size() > 1;
        taker_.tell(visit, held, "", elsewhere ? ImportOutcome::unchanged : outcome,
                    elsewhere ? "another feed has it" : std::string{cancelled_why::not_in_calendar});
        VESTIBULE_CHECK(batches_.row_done());
    }
    return {};
}

Result<ImportReport> CalendarImport::finish() {
    VESTIBULE_CHECK(batches_.commit());
    if (way_.way.run == ImportRun::real) VESTIBULE_CHECK(memory_.save(desk_.log()));
    VESTIBULE_CHECK(desk_.refresh());
    return std::move(report_);
}

}  // namespace vestibule
