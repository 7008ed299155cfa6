// Takes one visitor's appointment into the log, or withdraws it.
#include "kiosk/desk/import_visit.h"

#include <algorithm>

#include "kiosk/credential/code.h"
#include "kiosk/desk/visitor_type.h"
#include "kiosk/visit/cancelled_why.h"
#include "kiosk/visit/key_window.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

Json visitor_details(const AppointmentRow& row) {
    auto details = Json::object();
    add_text(details, "name", row.name);
    add_text(details, "company", row.company);
    add_text(details, "phone", row.phone);
    add_text(details, "email", row.email);
    return details;
}

// Details of a visit are read one over the other, so what an import leaves out is said to be empty.
Json visit_details(const AppointmentRow& row) {
    return {{"purpose", row.purpose}, {"room", row.room}, {"plate", row.plate}};
}

void put_word(Json& body, const ImportWord& word) {
    body["sequence"] = word.revision.sequence;
    if (word.revision.stamp != Instant{}) body["stamp"] = micros(word.revision.stamp);
    body["taken"] = micros(word.revision.taken);
    if (word.base.sequence >= 0) {
        body["base_sequence"] = word.base.sequence;
        if (word.base.stamp != Instant{}) body["base_stamp"] = micros(word.base.stamp);
    }
    add_text(body, "apart", word.apart);
    add_text(body, "feed", word.feed);
}

// The word is about this visit, so it counts more than what is held of it, even where the revision of that one
// occurrence was a higher one than the whole event's is now.
void raise(ImportWord& word, const Revision& held) {
    if (std::tie(word.revision.sequence, word.revision.stamp) < std::tie(held.sequence, held.stamp)) {
        if (word.base.sequence < 0) word.base = {word.revision.sequence, word.revision.stamp, {}};
        word.revision.sequence = held.sequence;
        word.revision.stamp = held.stamp;
    }
    word.revision.taken = std::max(word.revision.taken, held.taken + std::chrono::microseconds{1});
}

bool is_calendars(std::string_view why) {
    return why == "import" ||
           std::ranges::find(cancelled_why::of_calendars, why) != cancelled_why::of_calendars.end();
}

// Exports are stamped anew each time; a message's stamp is its own.
bool is_surely_newer(const ImportWord& word, const VisitState& held) {
    return word.revision.sequence > held.sequence || (word.message && word.revision.stamp > held.stamp);
}

// What the calendar said last, by hand changed or not.
CalendarPlan said_plan(const VisitState& held) {
    if (held.said) return *held.said;
    return {.from = held.from,
            .until = held.until,
            .type = held.type,
            .host = held.host,
            .companions = held.companions,
            .details = held.sealed_rows.empty() ? std::nullopt : std::optional{held.sealed_rows.back()}};
}

// Empty texts and missing ones are the same.
Json without_empty(Json details) {
    for (const char* key : {"purpose", "room", "plate"})
        if (text_field(details, key).empty()) details.erase(key);
    return details;
}

}  // namespace

VisitTaker::VisitTaker(Desk& desk, ImportBatches& batches, ImportReport& report, bool rows)
    : desk_{desk}, batches_{batches}, report_{report}, rows_{rows} {}

VisitId VisitTaker::visit_of(const AppointmentRow& row) const {
    return VisitId{import_id(desk_.identity(), "visit", row.key)};
}

std::string VisitTaker::series_of(std::string_view series_key) const {
    return series_key.empty() ? "" : uuid_text(import_id(desk_.identity(), "series", series_key));
}

bool VisitTaker::is_open(const VisitState& state) const {
    return (state.phase == VisitPhase::expected || state.phase == VisitPhase::approved) &&
           state.until > desk_.zone().start_of_day(desk_.now());
}

const std::string& VisitTaker::type_of(const AppointmentRow& row) const {
    const auto& policy = desk_.policy();
    for (const auto& word : row.categories)
        if (const auto* type = type_meant(policy, word)) return type->name;
    if (const auto* type = type_meant(policy, row.type)) return type->name;
    return type_named(policy, row.type).name;
}

Json VisitTaker::plan_of(const AppointmentRow& row) const {
    const bool nobody = row.host_email.empty() && row.host_name.empty();
    return {{"type", type_of(row)},
            {"from", micros(row.from)},
            {"until", micros(row.until)},
            {"companions", row.companions},
            {"host", nobody ? "" : to_string(host_of(row))}};
}

PersonId VisitTaker::host_of(const AppointmentRow& row) const {
    return book_ ? book_->meant(row.host_email, row.host_name)
                 : host_id(desk_.identity(), row.host_email, row.host_name);
}

// Of whom the list says no mail address, a calendar that names one gives it.
Result<> VisitTaker::give_address(PersonId id, const std::string& email) {
    VESTIBULE_TRY(state, desk_.reader().person(id));
    if (!state || !state->host) return {};
    VESTIBULE_TRY(details, import_details(desk_, state->details));
    if (!details) return {};
    (*details)["email"] = email;
    book_->add(id, email, text_field(*details, "name"));
    return batches_.add_sealed(kind::host_listed, stream_of(id), id, {{"language", state->language}}, *details);
}

// An organiser that the list of hosts doesn't have yet becomes a host, so that the visit names one.
Result<> VisitTaker::ensure_host(const AppointmentRow& row) {
    if (row.host_email.empty() && row.host_name.empty()) return {};
    if (!book_) {
        VESTIBULE_TRY(book, HostBook::read(desk_));
        book_ = std::move(book);
    }
    const auto id = host_of(row);
    if (!row.host_email.empty() && book_->has_no_address(id)) VESTIBULE_CHECK(give_address(id, row.host_email));
    if (!hosts_.insert(id).second) return {};
    VESTIBULE_TRY(state, desk_.reader().person(id));
    if (state && (state->host || state->erased)) return {};
    const HostRow host{.name = row.host_name.empty() ? row.host_email : row.host_name, .email = row.host_email};
    VESTIBULE_TRY(outcome, take_host(desk_, host, id, batches_));
    if (outcome == ImportOutcome::taken) book_->add(id, host.email, host.name);
    return {};
}

Result<> VisitTaker::describe(const AppointmentRow& row, const ImportWord& word, PersonId visitor) {
    Json body = {{"language", row.language}};
    put_word(body, {.revision = word.revision, .base = {}, .calendar = {}, .apart = {}, .feed = {}});
    return batches_.add_sealed(kind::person_described, stream_of(visitor), visitor, std::move(body),
                               visitor_details(row));
}

// Doors may hold the visitor's key in the days before.
Result<> VisitTaker::open_doors(const AppointmentRow& row, PersonId visitor) {
    const VisitState plan{.from = row.from, .until = row.until};
    const auto window = key_window(desk_.policy(), plan, desk_.zone(), desk_.now());
    return batches_.widen_window(visitor, {.from = window.from, .until = window.until});
}

void VisitTaker::put_subject(Json& body, const AppointmentRow& row, const ImportWord& word) const {
    put_word(body, word);
    add_text(body, "series", series_of(row.series));
    if (!word.calendar) return;
    body["calendar"] = to_string(*word.calendar);
    add_text(body, "occurrence", row.occurrence);
}

Result<ImportOutcome> VisitTaker::book(const AppointmentRow& row, const ImportWord& word, VisitId visit) {
    const PersonId visitor{import_id(desk_.identity(), "visitor", row.key)};
    auto body = plan_of(row);
    put_subject(body, row, word);
    body["person"] = to_string(visitor);
    body["code"] = random_code();
    body["source"] = "import";
    VESTIBULE_CHECK(describe(row, word, visitor));
    VESTIBULE_CHECK(
        batches_.add_sealed(kind::visit_booked, stream_of(visit), visitor, std::move(body), visit_details(row)));
    VESTIBULE_CHECK(open_doors(row, visitor));
    return ImportOutcome::taken;
}

// What says the same is noted only where it's sure to be newer, or where another file has it, too.
void VisitTaker::note(const ImportWord& word, VisitId visit, const VisitState& held) {
    const bool by_hand = held.said.has_value() || held.phase == VisitPhase::cancelled;
    Json body = Json::object();
    if (is_surely_newer(word, held) && !by_hand)
        put_word(body, word);
    else if (!word.feed.empty() && std::ranges::find(held.feeds, word.feed) == held.feeds.end())
        body["feed"] = word.feed;
    else
        return;
    batches_.add({.kind = std::string{kind::visit_changed}, .stream = stream_of(visit), .body = std::move(body)});
}

// Compares with what imports said last, by hand changed or not. Where a key isn't here, only a newer word tells that
// what it seals may be another.
Result<VisitTaker::Likeness> VisitTaker::likeness(const AppointmentRow& row, const ImportWord& word, const Json& plan,
                                                  const VisitState& held) {
    const bool as_new = std::tie(word.revision.sequence, word.revision.stamp) == std::tie(held.sequence, held.stamp);
    const auto said = said_plan(held);
    VESTIBULE_TRY(person, desk_.reader().person(held.person));
    VESTIBULE_TRY(known,
                  import_details(desk_, person ? (person->said ? person->said : person->details) : std::nullopt));
    VESTIBULE_TRY(details, import_details(desk_, said.details));
    const bool same_details = details ? without_empty(*details) == without_empty(visit_details(row)) : as_new;
    const bool by_hand = person && person->said && person->said != person->details;
    return Likeness{.person = known ? *known == visitor_details(row) : as_new,
                    .person_by_hand = by_hand,
                    .rest = said.from == row.from && said.until == row.until && said.companions == row.companions &&
                            said.type == text_field(plan, "type") && said.host == id_field<PersonId>(plan, "host") &&
                            same_details};
}

Result<ImportOutcome> VisitTaker::change(const AppointmentRow& row, const ImportWord& word, VisitId visit,
                                         const VisitState& held) {
    auto body = plan_of(row);
    VESTIBULE_TRY(like, likeness(row, word, body, held));
    const bool over = held.phase == VisitPhase::cancelled;
    const bool stays = !over ? !(is_surely_newer(word, held) && held.said)
                             : !is_calendars(held.cancelled_why) && !is_surely_newer(word, held);
    if (like.person && like.rest && stays) {
        note(word, visit, held);
        return ImportOutcome::unchanged;
    }
    put_subject(body, row, word);
    if (!like.person || like.person_by_hand) VESTIBULE_CHECK(describe(row, word, held.person));
    VESTIBULE_CHECK(
        batches_.add_sealed(kind::visit_changed, stream_of(visit), held.person, std::move(body), visit_details(row)));
    VESTIBULE_CHECK(open_doors(row, held.person));
    return ImportOutcome::changed;
}

Result<ImportOutcome> VisitTaker::take(const AppointmentRow& row, ImportWord word, VisitId visit,
                                       const std::optional<VisitState>& held) {
    const bool known = held && held->phase != VisitPhase::unknown;
    const auto visitor = known ? held->person : PersonId{import_id(desk_.identity(), "visitor", row.key)};
    if (desk_.vault().is_erased(visitor)) {
        report_.refused.push_back({.line = row.line, .what = erased_on_request});
        return ImportOutcome::refused;
    }
    VESTIBULE_CHECK(ensure_host(row));
    if (!known) return book(row, word, visit);
    raise(word, held->revision());
    return change(row, word, visit, *held);
}

Result<ImportOutcome> VisitTaker::withdraw(VisitId visit, const VisitState& held, ImportWord word,
                                           std::string_view why) {
    if (!is_open(held)) return ImportOutcome::unchanged;
    // Only what a feed lacks may still be in another; what the event itself says is so in all.
    if (why != cancelled_why::not_in_calendar) word.feed.clear();
    raise(word, held.revision());
    Json body = {{"by", "import"}, {"reason", std::string{why}}};
    put_word(body, word);
    batches_.add({.kind = std::string{kind::visit_cancelled}, .stream = stream_of(visit), .body = std::move(body)});
    return ImportOutcome::withdrawn;
}

Result<ImportOutcome> VisitTaker::expect_again(VisitId visit, const VisitState& held, ImportWord word) {
    raise(word, held.revision());
    Json body = Json::object();
    put_word(body, word);
    batches_.add({.kind = std::string{kind::visit_changed}, .stream = stream_of(visit), .body = std::move(body)});
    return ImportOutcome::changed;
}

void VisitTaker::tell(const AppointmentRow& row, std::string_view event, VisitId visit, ImportOutcome outcome,
                      std::string why) {
    report_.count(outcome);
    if (rows_ && outcome != ImportOutcome::refused)  // those stand among the refused
        report_.rows.push_back({.line = row.line,
                                .outcome = outcome,
                                .event = std::string{event},
                                .visitor = row.name,
                                .visit = visit,
                                .from = row.from,
                                .until = row.until,
                                .why = std::move(why)});
}

void VisitTaker::tell(VisitId visit, const VisitState& state, std::string_view event, ImportOutcome outcome,
                      std::string why) {
    report_.count(outcome);
    if (rows_)
        report_.rows.push_back({.line = 0,
                                .outcome = outcome,
                                .event = std::string{event},
                                .visitor = {},
                                .visit = visit,
                                .from = state.from,
                                .until = state.until,
                                .why = std::move(why)});
}

}  // namespace vestibule
