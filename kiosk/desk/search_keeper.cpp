// The keeper of the search index.
#include "kiosk/desk/search_keeper.h"

#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

constexpr int page_max = 500;                // rows read in one query
constexpr int events_max = 2000;             // events read in one query
constexpr std::size_t keys_max = 1000;       // rows whose key is looked at in one round
constexpr std::size_t awaited_max = 10'000;  // of a door's index, which never gets most keys
const auto stopped = [] { return retry_later("the station is stopping"); };

}  // namespace

struct SearchKeeper::Entry {
    SearchSubject subject;
    std::string name, host, company, plate, code, purpose, host_text, phone, email, department;

    [[nodiscard]] SearchRow row() const {
        return {.subject = subject,
                .text = {.name = name,
                         .host = host,
                         .company = company,
                         .plate = plate,
                         .code = code,
                         .purpose = purpose,
                         .host_text = host_text,
                         .phone = phone,
                         .email = email,
                         .department = department}};
    }
};

Result<std::optional<SearchKeeper::Entry>> SearchKeeper::entry_of(VisitId id, const VisitState& state) {
    if (state.phase == VisitPhase::unknown || state.phase == VisitPhase::merged) return std::nullopt;
    VESTIBULE_TRY(visitor, desk_.unsealed_person(state.person));
    if (visitor.erased) return std::nullopt;
    Entry entry{.subject = {.person = state.person,
                            .visit = id,
                            .host = state.host,
                            .at = state.arrived_at.value_or(state.from),
                            .known = visitor.known},
                .name = visitor.name,
                .host = {},
                .company = visitor.company,
                .plate = {},
                .code = state.code,
                .purpose = {},
                .host_text = {},
                .phone = visitor.phone,
                .email = visitor.email,
                .department = {}};
    if (state.host) {
        VESTIBULE_TRY(host, desk_.person(*state.host));
        entry.host = host.name;
    }
    VESTIBULE_TRY(details, desk_.sealed_details(state));
    entry.plate = text_field(details, "plate");
    entry.purpose = text_field(details, "purpose");
    entry.host_text = text_field(details, "host_text");
    return entry;
}

Result<std::optional<SearchKeeper::Entry>> SearchKeeper::entry_of(PersonId id) {
    VESTIBULE_TRY(person, desk_.unsealed_person(id));
    if (person.erased) return std::nullopt;
    return Entry{.subject = {.person = id, .visit = {}, .host = {}, .at = {}, .known = person.known},
                 .name = person.name,
                 .host = {},
                 .company = person.company,
                 .plate = {},
                 .code = {},
                 .purpose = {},
                 .host_text = {},
                 .phone = person.phone,
                 .email = person.email,
                 .department = person.department};
}

Result<> SearchKeeper::add_all_visits(SearchIndexEditor& editor, std::unordered_set<PersonId>& visitors,
                                      const std::function<bool()>& stop) {
    VisitId last{};
    for (;;) {
        VESTIBULE_TRY(page, desk_.reader_.visits_after(last, page_max));
        if (page.empty()) return {};
        if (stop()) return stopped();
        for (const auto& [id, state] : page) {
            VESTIBULE_TRY(entry, entry_of(id, state));
            if (!entry) continue;
            editor.add(entry->row());
            visitors.insert(state.person);
        }
        last = page.back().first;
    }
}

Result<> SearchKeeper::add_all_others(SearchIndexEditor& editor, const std::unordered_set<PersonId>& visitors,
                                      const std::function<bool()>& stop) {
    PersonId last{};
    for (;;) {
        VESTIBULE_TRY(page, desk_.reader_.persons_after(last, page_max));
        if (page.empty()) return {};
        if (stop()) return stopped();
        for (const auto& [id, state] : page) {
            if (state.erased || visitors.contains(id)) continue;
            VESTIBULE_TRY(entry, entry_of(id));
            if (entry) editor.add(entry->row());
        }
        last = page.back().first;
    }
}

Result<> SearchKeeper::build(const std::function<bool()>& stop) {
    // What is written while this reads is read once more by the next round.
    VESTIBULE_TRY(cursor, desk_.reader_.cursor());
    SearchIndexEditor editor{nullptr};
    std::unordered_set<PersonId> visitors;
    VESTIBULE_CHECK(add_all_visits(editor, visitors, stop));
    VESTIBULE_CHECK(add_all_others(editor, visitors, stop));
    board_.publish_anew(editor);
    seen_ = std::move(cursor);
    built_ = true;
    return {};
}

Result<SearchKeeper::Touched> SearchKeeper::touched_since() {
    Touched out;
    VESTIBULE_TRY(cursor, desk_.reader_.cursor());
    for (const auto& [station, seq] : cursor)
        for (auto& seen = seen_[station]; seen < seq;) {
            VESTIBULE_TRY(events, desk_.reader_.events_after(station, seen, events_max));
            if (events.empty()) break;
            for (const auto& event : events) {
                const auto* kind = kind_named(event.kind);
                if (kind != nullptr && kind->stream == StreamKind::visit)
                    out.visits.insert(VisitId{event.stream.bytes});
                if (kind != nullptr && kind->stream == StreamKind::person)
                    out.persons.insert(PersonId{event.stream.bytes});
            }
            seen = events.back().seq;
        }
    return out;
}

// Keys come and go without an event: fetched from the central store, deleted where a door's window is over.
void SearchKeeper::look_at_keys(Touched& touched) {
    std::erase_if(awaited_, [&](const PersonId& person) {
        const bool is_there = desk_.vault_.holds(person);
        if (is_there) touched.persons.insert(person);
        return is_there;
    });
    const auto index = board_.now();
    if (!index) return;
    const auto some = index->subjects(next_key_, keys_max);
    next_key_ = some.size() < keys_max ? 0 : next_key_ + some.size();
    for (const auto& subject : some)
        if (subject.known != desk_.vault_.holds(subject.person)) touched.persons.insert(subject.person);
}

Result<> SearchKeeper::update(Touched touched) {
    if (touched.visits.empty() && touched.persons.empty()) return {};
    const auto is_touched = [&touched](const SearchSubject& subject) {
        return touched.persons.contains(subject.person) ||
               (subject.visit && touched.visits.contains(*subject.visit)) ||
               (subject.host && touched.persons.contains(*subject.host));
    };
    // All rows that anything touched is in are read anew.
    auto visits = touched.visits;
    if (const auto index = board_.now())
        for (const auto& subject : index->subjects(0, index->rows()))
            if (subject.visit && is_touched(subject)) visits.insert(*subject.visit);
    for (const auto& person : touched.persons) {
        VESTIBULE_TRY(of_person, desk_.reader_.visits_of_person(person));
        for (const auto& [id, state] : of_person) visits.insert(id);
    }
    std::vector<Entry> entries;
    std::unordered_set<PersonId> visitors;
    for (const auto& id : visits) {
        VESTIBULE_TRY(state, desk_.reader_.visit(id));
        if (!state) continue;
        VESTIBULE_TRY(entry, entry_of(id, *state));
        if (!entry) continue;
        visitors.insert(state->person);
        if (!entry->subject.known && awaited_.size() < awaited_max) awaited_.insert(state->person);
        entries.push_back(std::move(*entry));
    }
    for (const auto& person : touched.persons) {
        if (visitors.contains(person)) continue;
        VESTIBULE_TRY(entry, entry_of(person));
        if (entry) entries.push_back(std::move(*entry));
    }
    touched.visits = std::move(visits);
    board_.publish([&](SearchIndexEditor& editor) {
        editor.remove_if(is_touched);
        for (const auto& entry : entries) editor.add(entry.row());
    });
    return {};
}

Result<> SearchKeeper::round(const std::function<bool()>& stop) {
    VESTIBULE_CHECK(desk_.refresh());
    if (!built_) return build(stop);
    const auto before = seen_;
    auto touched = touched_since();
    if (touched) {
        look_at_keys(*touched);
        auto done = update(std::move(*touched));
        if (done) return {};
        seen_ = before;
        return done;
    }
    seen_ = before;
    return tl::unexpected(touched.error());
}

}  // namespace vestibule
