// What is known of a calendar's UIDs, and how it's kept as a note.
#include "kiosk/desk/calendar_memory.h"

#include <algorithm>

namespace vestibule {
namespace {

constexpr std::string_view note = "calendars";

CalendarRevision revision_of(const Revision& revision) {
    return {.sequence = std::max<std::int64_t>(0, revision.sequence), .stamp = revision.stamp};
}

// [sequence, stamp]
Json json_of(const CalendarRevision& revision) {
    return {revision.sequence, micros(revision.stamp)};
}

std::int64_t number_at(const Json& array, std::size_t place) {
    return array.is_array() && array.size() > place && array[place].is_number_integer()
               ? array[place].get<std::int64_t>()
               : 0;
}

CalendarRevision revision_at(const Json& array) {
    return {.sequence = number_at(array, 0), .stamp = from_micros(number_at(array, 1))};
}

Json json_of(const KnownCalendar& known) {
    Json out = {{"seen", micros(known.seen)}, {"taken", micros(known.taken)}};
    if (known.whole) {
        out["whole"] = json_of(*known.whole);
        out["newest"] = json_of(known.newest);
    }
    for (const auto& [name, word] : known.words)
        out["words"][name] = {word.revision.sequence, micros(word.revision.stamp), word.apart ? 1 : 0,
                              word.comes ? 1 : 0};
    return out;
}

KnownCalendar known_of(const Json& in) {
    KnownCalendar out{.taken = from_micros(int_field(in, "taken")), .seen = from_micros(int_field(in, "seen"))};
    if (const auto whole = in.find("whole"); whole != in.end()) {
        out.whole = revision_at(*whole);
        out.newest = revision_at(in.value("newest", Json{}));
    }
    if (const auto words = in.find("words"); words != in.end() && words->is_object())
        for (const auto& [name, word] : words->items())
            out.words[name] = {
                .revision = revision_at(word), .apart = number_at(word, 2) != 0, .comes = number_at(word, 3) != 0};
    return out;
}

// Where both say something of one name, the newer counts; of two alike the note, which knows where it stood.
void add_word(KnownCalendar& known, const std::string& name, const KnownWord& word) {
    const auto [place, is_new] = known.words.try_emplace(name, word);
    if (!is_new && word.revision > place->second.revision) place->second = word;
}

void add_held(KnownCalendar& known, const VisitState& held) {
    if (held.taken == Instant{}) return;  // of before: compared row by row
    known.taken = std::max(known.taken, held.taken);
    const auto own = revision_of(held.revision());
    if (!held.apart.empty()) {
        add_word(known, word_name(held.occurrence, held.apart == "visitor" ? held.series : ""),
                 {.revision = own, .apart = true, .comes = held.phase != VisitPhase::cancelled});
        return;
    }
    const auto base = held.base.sequence < 0 ? own : revision_of(held.base);
    if (base != own) add_word(known, word_name(held.occurrence), {.revision = own, .apart = false, .comes = false});
    if (known.whole && *known.whole >= base) return;
    known.whole = base;
    known.newest = base;
}

}  // namespace

std::string word_name(const std::string& occurrence, const std::string& series) {
    return occurrence + "/" + series;
}

const KnownWord* KnownCalendar::standing(const std::string& name, const CalendarRevision& against) const {
    const auto found = words.find(name);
    return found != words.end() && found->second.apart && found->second.revision > against ? &found->second : nullptr;
}

Result<CalendarMemory> CalendarMemory::load(const LogReader& reader) {
    VESTIBULE_TRY(text, reader.remembered(note));
    CalendarMemory out;
    if (!text) return out;
    const auto all = parse_object(*text);
    for (const auto& [name, calendar] : all.items())
        if (const auto id = parse_id<StreamId>(name)) out.calendars_[*id] = known_of(calendar);
    return out;
}

KnownCalendar CalendarMemory::known(StreamId calendar, const std::map<VisitId, VisitState>& held) const {
    const auto noted = calendars_.find(calendar);
    auto out = noted == calendars_.end() ? KnownCalendar{} : noted->second;
    for (const auto& [id, state] : held) add_held(out, state);
    return out;
}

void CalendarMemory::keep(StreamId calendar, KnownCalendar known) {
    calendars_[calendar] = std::move(known);
    changed_ = true;
}

Result<> CalendarMemory::save(Log& log) const {
    if (!changed_) return {};
    std::vector<std::pair<Instant, StreamId>> by_age;
    for (const auto& [id, known] : calendars_) by_age.emplace_back(known.seen, id);
    std::sort(by_age.rbegin(), by_age.rend());
    by_age.resize(std::min(by_age.size(), remembered_calendars_max));
    auto all = Json::object();
    for (const auto& [seen, id] : by_age) all[to_string(id)] = json_of(calendars_.at(id));
    return log.remember(note, dump(all));
}

}  // namespace vestibule
