// The parts of the nightly look, one after the other.
#include "kiosk/station/nightly_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "kiosk/log/views_check.h"
#include "kiosk/station/enrolment.h"
#include "kiosk/sync/exchange.h"
#include "kiosk/vault/certificate_json.h"
#include "kiosk/vault/healing.h"

namespace vestibule {
namespace {

constexpr std::string_view note = "nightly check";
constexpr std::string_view start_note = "found at start";
constexpr const char* stopped = "the station is being stopped";
constexpr std::size_t heal_starts_max = 5;
// Past every number of a log's: nothing of that station.
constexpr std::uint64_t past_all = std::numeric_limits<std::int64_t>::max();

Instant last_check_hour(const SiteZone& zone, Instant now) {
    const auto of_day = [&](Instant day) {
        const auto local = zone.local(day);
        return zone.at(local.year, local.month, local.day, check_hour);
    };
    const auto today = of_day(now);
    return today <= now ? today : of_day(zone.start_of_day(now) - std::chrono::hours{1});
}

std::vector<std::string> texts_of(const Json& json) {
    std::vector<std::string> out;
    const auto found = json.find("found");
    if (found == json.end() || !found->is_array()) return out;
    for (const auto& what : *found)
        if (what.is_string()) out.push_back(what.get<std::string>());
    return out;
}

class Look {
  public:
    Look(Desk& desk, const StationPlace& place, CentralStore* store) : desk_{desk}, place_{place}, store_{store} {}

    Result<CheckAnswer> at_all(const std::function<bool()>& stop) {
        at_start();
        const std::function<void()> parts[] = {[&] { at_store(); },    [&] { at_jobs(); },
                                               [&] { at_log(); },      [&] { at_views(); },
                                               [&] { at_keys(stop); }, [&] { at_small_files(); }};
        for (const auto& part : parts) {
            part();
            if (stop && stop()) return give_up(stopped);
        }
        answer_.at = desk_.now();
        return std::move(answer_);
    }

  private:
    void found(std::string what) {
        if (answer_.found.size() < findings_max) answer_.found.push_back(std::move(what));
    }

    [[nodiscard]] Result<std::vector<Damage>> damages() const {
        const auto& trust = desk_.identity().trust;
        return damages_of_log(desk_.log().file(),
                              {.certified = [&](const Json& body) { return is_certified(body, trust); },
                               .own_seq_elsewhere = own_elsewhere_});
    }

    void at_start() {
        const auto told = desk_.reader().remembered(start_note);
        if (!told) return found(told.error().what);
        for (auto& what : texts_of(parse_object(told->value_or("")))) found(std::move(what));
    }

    // Before the log, which is compared with it.
    void at_store() {
        if (store_ == nullptr) return;
        auto healed = store_->heal();
        if (!healed) return found(healed.error().what);
        if (!healed->empty()) found(std::move(*healed));
    }

    void at_jobs() {
        const auto ended = desk_.log().end_rotten_jobs();
        if (!ended) return found(ended.error().what);
        for (const auto& job : *ended)
            found(
                fmt::format("log.db: the row of job {} was damaged; whether it was done isn't known, and it won't be",
                            to_string(job)));
    }

    // What others hold is asked first: what they hear meanwhile is held here already.
    void at_log() {
        if (store_ != nullptr)
            if (auto cursor = store_->cursor()) {
                answer_.asked_others = true;
                own_elsewhere_ = seq_in(*cursor, desk_.identity().station());
                others_ = std::move(*cursor);
            }
        for (int round = 0; round < heal_rounds_max; ++round) {
            const auto now = damages();
            if (!now) {
                // Rows and chains hold: what is wrong may be what follows from them.
                found(now.error().what);
                if (round > 0 || !desk_.log().rebuild()) return;
                continue;
            }
            bool healed = false;
            for (const auto& damage : *now) {
                const auto put_back = answer_.asked_others ? heal(damage) : 0;
                healed = healed || put_back > 0;
                tell(damage, put_back);
            }
            if (!healed) break;
        }
        if (const auto stats = log_stats(desk_.log().file())) answer_.events = stats->events;
    }

    // Of a damage that stays, once.
    void tell(const Damage& damage, int put_back) {
        auto what = fmt::format("log.db, station {} seq {}: {}", to_string(damage.station), damage.seq, damage.what);
        if (put_back > 0) what += fmt::format("; {} row(s) were put back from the central store", put_back);
        if (std::ranges::find(answer_.found, what) == answer_.found.end()) found(std::move(what));
    }

    // From the damaged row on; where somebody has written rows and heads before it as well, from an earlier head on.
    int heal(const Damage& damage) {
        std::vector<std::uint64_t> starts{damage.seq - 1};
        if (const auto heads = desk_.reader().heads_after(damage.station, 0))
            for (auto head = heads->rbegin(); head != heads->rend(); ++head)
                if (head->seq + 1 < damage.seq && starts.size() < heal_starts_max) starts.push_back(head->seq);
        if (starts.size() < heal_starts_max) starts.push_back(0);
        for (const auto start : starts)
            if (const auto put_back = heal_from(damage.station, start); put_back > 0) return put_back;
        return 0;
    }

    // As long as something is put back. How many rows were.
    int heal_from(const StationId& station, std::uint64_t start) {
        auto cursor = others_;
        for (auto& [unused, seq] : cursor) seq = past_all;
        cursor[station] = start;
        for (int total = 0;;) {
            // Of nobody's: a station is given its own rows as well.
            const auto batches = store_->pull(cursor, StationId{}, pull_events_max);
            if (!batches) return total;
            int put_back = 0;
            for (const auto& batch : *batches) {
                if (batch.head.station != station) continue;
                if (!reason_to_refuse(batch, desk_.identity().trust).empty()) return total + put_back;
                const auto healed = desk_.log().heal(batch.events, batch.head);
                if (!healed) return total + put_back;
                put_back += *healed;
                cursor[station] = batch.head.seq;
            }
            if (put_back == 0) return total;
            total += put_back;
        }
    }

    void at_views() {
        const auto check = [&] { return check_views(desk_.log().file(), judge_of(desk_.identity().trust)); };
        const auto before = check();
        if (!before) return found(before.error().what);
        if (before->differing == 0) return;
        const auto rebuilt = desk_.log().rebuild();
        const auto after = check();
        const bool healed = rebuilt && after && after->differing == 0;
        found(fmt::format("log.db: {} row(s) of its views weren't what its events come to ({}); {}",
                          before->differing, fmt::join(before->named, ", "),
                          healed ? "all views were made anew" : "they couldn't be made anew"));
    }

    void at_keys(const std::function<bool()>& stop) {
        auto said = desk_.vault().drop_rotten(stop);
        if (!said) return found(said.error().what);
        for (auto& what : *said) found(std::move(what));
        at_tombstones();
    }

    // Whoever was erased is so by an event; one that is missing here is destroyed now.
    void at_tombstones() {
        const auto erased = desk_.reader().erased_persons();
        const auto tombstones = desk_.vault().tombstones();
        if (!erased) return found(erased.error().what);
        if (!tombstones) return found(tombstones.error().what);
        const std::set<PersonId> by_events{erased->begin(), erased->end()};
        const std::set<PersonId> held{tombstones->begin(), tombstones->end()};
        for (const auto& person : held)
            if (!by_events.contains(person))
                found(
                    fmt::format("keys.db holds a tombstone of person {}, of whom no event says that they were erased",
                                to_string(person)));
        for (const auto& person : by_events) {
            if (held.contains(person)) continue;
            const bool done = desk_.vault().erase(person).has_value();
            found(fmt::format("keys.db held no tombstone of person {}, who was erased; {}", to_string(person),
                              done ? "their keys are destroyed now" : "it couldn't be made"));
        }
    }

    void at_small_files() {
        for (auto& what : damaged_files(place_)) found(std::move(what));
    }

    Desk& desk_;
    const StationPlace& place_;
    CentralStore* store_;
    Cursor others_;
    std::uint64_t own_elsewhere_ = 0;
    CheckAnswer answer_;
};

Result<> keep(Log& log, const CheckAnswer& answer) {
    return log.remember(note, dump({{"at", micros(answer.at)},
                                    {"events", answer.events},
                                    {"asked_others", answer.asked_others},
                                    {"found", answer.found}}));
}

}  // namespace

Result<std::optional<CheckAnswer>> last_check(const LogReader& reader) {
    VESTIBULE_TRY(text, reader.remembered(note));
    if (!text) return std::nullopt;
    const auto json = parse_object(*text);
    CheckAnswer answer{.at = from_micros(int_field(json, "at")),
                       .events = static_cast<std::uint64_t>(std::max<std::int64_t>(int_field(json, "events"), 0)),
                       .asked_others = bool_field(json, "asked_others")};
    if (answer.at == Instant{}) return std::nullopt;
    answer.found = texts_of(json);
    return answer;
}

Result<> tell_next_look(Log& log, const LogReader& reader, std::string what) {
    VESTIBULE_TRY(told, reader.remembered(start_note));
    auto found = texts_of(parse_object(told.value_or("")));
    if (found.size() < findings_max) found.push_back(std::move(what));
    return log.remember(start_note, dump({{"found", found}}));
}

Result<bool> NightlyCheck::is_due(const Desk& desk) const {
    VESTIBULE_TRY(last, last_check(desk.reader()));
    const auto now = desk.now();
    return !last || last->at > now || last->at < last_check_hour(desk.zone(), now);
}

std::chrono::milliseconds NightlyCheck::until_next(const Desk& desk) {
    const auto now = desk.now();
    const auto next = last_check_hour(desk.zone(), desk.zone().end_of_day(now) + std::chrono::hours{check_hour + 1});
    const auto today = last_check_hour(desk.zone(), desk.zone().end_of_day(now) - std::chrono::microseconds{1});
    return std::chrono::duration_cast<std::chrono::milliseconds>((today > now ? today : next) - now) +
           std::chrono::milliseconds{1};
}

Result<CheckAnswer> NightlyCheck::look(Desk& desk, const std::function<bool()>& stop) {
    auto store = open_store_ ? open_store_() : Result<std::unique_ptr<CentralStore>>{};
    Look look{desk, place_, store ? store->get() : nullptr};
    VESTIBULE_TRY(answer, look.at_all(stop));
    VESTIBULE_CHECK(keep(desk.log(), answer));
    VESTIBULE_CHECK(desk.log().remember(start_note, "{}"));
    return std::move(answer);
}

}  // namespace vestibule
