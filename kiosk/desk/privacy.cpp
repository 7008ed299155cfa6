// The desk's use cases of privacy: finding a person, erasing them whole, and what policy keeps no longer.
#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "kiosk/desk/desk.h"
#include "kiosk/desk/search_index.h"
#include "kiosk/vault/healing.h"
#include "kiosk/visit/key_window.h"
#include "kiosk/visit/kinds.h"
#include "kiosk/visit/retention.h"

namespace vestibule {
namespace {

bool is_listing(const Event& event) {
    return event.kind == kind::host_listed || event.kind == kind::host_unlisted || event.kind == kind::staff_listed;
}

// A body holds no personal data, and what a person types as a reason may name somebody.
std::string kept_erasure_reason(std::string_view reason) {
    return reason == "request" || reason == "retention" || reason == "joined" ? std::string{reason} : "other";
}

Result<> remove_file(const std::filesystem::path& file) {
    std::error_code failed;
    std::filesystem::remove(file, failed);
    if (!failed) return {};
    return ask_staff(
        fmt::format("{} of an erased visitor can't be removed: {}; delete it", file.string(), failed.message()));
}

// Badges that were saved, and what a crash left of those that were being written.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> out;
    std::error_code failed;
    for (std::filesystem::directory_iterator entry{folder, failed}, end; !failed && entry != end;
         entry.increment(failed))
        out.push_back(entry->path());
    return out;
}

}  // namespace

std::string_view name_of(PersonKind kind) {
    switch (kind) {
        case PersonKind::visitor:
            return "visitor";
        case PersonKind::host:
            return "host";
        case PersonKind::staff:
            return "staff";
    }
    return "visitor";
}

std::string print_name_of(JobId id, int attempt) {
    const auto later = static_cast<std::uint32_t>(std::max(attempt, 1) - 1);
    for (std::size_t i = 0; i < sizeof later; ++i)
        id.bytes[15 - i] ^= static_cast<std::uint8_t>(later >> (8 * i) & 0xFFU);
    return "vestibule-" + to_hex(id.bytes);
}

std::filesystem::path badge_folder(const Config& config, const std::filesystem::path& data) {
    const auto name = config.printer.folder.empty() ? "badges" : config.printer.folder;
    return std::filesystem::absolute(data) / name;
}

Result<PersonView> Desk::person_view(PersonId id) {
    PersonView view{.id = id};
    VESTIBULE_TRY(state, reader_.person(id));
    VESTIBULE_TRY(details, person(id));
    view.kind = state && state->staff  ? PersonKind::staff
                : state && state->host ? PersonKind::host
                                       : PersonKind::visitor;
    view.erased = (state && state->erased) || vault_.is_erased(id);
    view.name_known = details.known;
    view.name = details.name;
    view.company = details.company;
    view.phone = details.phone;
    view.email = details.email;
    view.department = details.department;
    view.location = details.location;
    view.language = details.language;
    VESTIBULE_TRY(visits, reader_.visits_of_person(id));
    view.visits = static_cast<int>(visits.size());
    for (const auto& [unused, visit] : visits)
        if (!view.last_visit || visit.from > *view.last_visit) view.last_visit = visit.from;
    return view;
}

Result<> Desk::note_look_ups(const std::vector<PersonId>& found, PersonId staff) {
    std::vector<NewEvent> events;
    for (const auto& person : found) {
        auto& noted = looked_up_[{staff, person}];
        if (noted != Instant{} && now() >= noted && now() - noted < look_up_noted_every) continue;
        noted = now();
        events.push_back({.kind = std::string{kind::staff_looked_up},
                          .stream = stream_of(person),
                          .body = {{"by", to_string(staff)}}});
    }
    return events.empty() ? Result<>{} : append(std::move(events));
}

// Persons and all who were joined with one of them, however far.
Result<std::vector<PersonId>> Desk::wider_circle(std::vector<PersonId> persons) const {
    VESTIBULE_TRY(joins, reader_.joins());
    std::set<PersonId> in{persons.begin(), persons.end()};
    for (bool grew = !joins.empty(); grew;) {
        grew = false;
        for (const auto& [one, other] : joins) {
            if (in.contains(one) == in.contains(other)) continue;
            for (const auto& id : {one, other})
                if (in.insert(id).second) persons.push_back(id);
            grew = true;
        }
    }
    return persons;
}

Result<std::vector<PersonId>> Desk::joined_with(PersonId id) const {
    return wider_circle({id});
}

// The files of an erased visitor's badges among `saved`, the folder that stands in for a printer. The jobs of the
// station that printed them stand in their names, whole or half written.
Result<> Desk::remove_badge_files(PersonId id, const std::vector<std::filesystem::path>& saved) const {
    VESTIBULE_TRY(visits, reader_.visits_of_person(id));
    for (const auto& [visit, unused] : visits) {
        VESTIBULE_TRY(badges, reader_.badges_of(visit));
        for (const auto& [badge, state] : badges) {
            VESTIBULE_TRY(job, reader_.job_for_badge(badge));
            if (!job) continue;
            for (int attempt = 1; attempt <= std::max(job->attempts, 1); ++attempt) {
                const auto name = print_name_of(job->id, attempt) + ".pdf";
                for (const auto& file : saved)
                    if (file.filename().string().find(name) != std::string::npos) VESTIBULE_CHECK(remove_file(file));
            }
        }
    }
    return {};
}

// The keys go last: whoever has none left isn't come back to.
Result<> Desk::erase_keys(PersonId person, const std::filesystem::path& data) {
    // Papers may name anybody; those that are asked for afterwards name none of these.
    VESTIBULE_CHECK(remove_saved_papers(paper_folder(data)));
    for (const auto& file : keys_set_aside({.data = data, .name = log_.file().parent_path().filename().string()}))
        VESTIBULE_CHECK(remove_file(file));
    return vault_.erase(person);
}

// Keys, blobs and files of these persons; the events that say so are in the log already.
Result<> Desk::destroy(const std::vector<PersonId>& persons) {
    if (search_ != nullptr) search_->forget(persons);
    const auto data = log_.file().parent_path().parent_path();
    const auto saved = files_in(badge_folder(config_, data));
    for (const auto& person : persons) {
        persons_.erase(person);
        if (!vault_.is_erased(person)) VESTIBULE_CHECK(erase_keys(person, data));
        VESTIBULE_CHECK(remove_badge_files(person, saved));
    }
    return log_.checkpoint_truncate();
}

Result<> Desk::erase_person(PersonId id, std::string_view reason) {
    VESTIBULE_TRY(known, reader_.person(id));
    if (!known) return give_up("no such person is known here; see `vestibule person find`");
    VESTIBULE_TRY(circle, joined_with(id));
    std::vector<NewEvent> events;
    for (const auto& person : circle) {
        VESTIBULE_TRY(state, reader_.person(person));
        if (state && state->erased) continue;
        events.push_back({.kind = std::string{kind::person_erased},
                          .stream = stream_of(person),
                          .body = {{"reason", kept_erasure_reason(reason)}}});
    }
    if (!events.empty()) VESTIBULE_CHECK(append(std::move(events)));
    return destroy(circle);
}

Result<> Desk::finish_erasures() {
    VESTIBULE_TRY(erased, reader_.erased_persons());
    if (erased.empty()) return {};
    // Joined at one station while another erased: erased as well, whoever hears of both.
    // Those who may not erase wait for the word of one who may.
    VESTIBULE_TRY(may, has_right(Right::keeper));
    if (!may) return destroy(erased);
    VESTIBULE_TRY(circle, wider_circle(erased));
    std::vector<NewEvent> events;
    for (std::size_t i = erased.size(); i < circle.size(); ++i)
        events.push_back({.kind = std::string{kind::person_erased},
                          .stream = stream_of(circle[i]),
                          .body = {{"reason", kept_erasure_reason("joined")}}});
    if (!events.empty()) VESTIBULE_CHECK(append(std::move(events)));
    return destroy(circle);
}

Result<std::optional<Instant>> Desk::erasure_due_of(PersonId id) const {
    VESTIBULE_TRY(state, reader_.person(id));
    if (!state) return std::nullopt;
    RetentionInput input{.erased = state->erased, .listed = state->host || state->staff};
    if (input.erased || input.listed) return std::nullopt;
    VESTIBULE_TRY(visits, reader_.visits_of_person(id));
    for (const auto& [unused, visit] : visits) input.visits.push_back(visit);
    VESTIBULE_TRY(events, reader_.rows_that_count(stream_of(id)));
    for (const auto& event : events) {
        if (event.kind == kind::staff_looked_up) continue;  // being looked at keeps nobody
        input.was_listed = input.was_listed || is_listing(event);
        input.noted = std::max(input.noted, event.at);
    }
    return erasure_due(policy_, input, now());
}

Result<std::vector<PersonId>> Desk::due_for_erasure() {
    VESTIBULE_CHECK(refresh());
    VESTIBULE_TRY(ids, reader_.persons());
    std::vector<PersonId> out;
    std::set<PersonId> seen;
    for (const auto& id : ids) {
        VESTIBULE_TRY(due, erasure_due_of(id));
        if (!due || *due > now() || seen.contains(id)) continue;
        // The joined are kept until the last of them is due.
        VESTIBULE_TRY(circle, joined_with(id));
        seen.insert(circle.begin(), circle.end());
        bool all_due = true;
        for (const auto& other : circle) {
            VESTIBULE_TRY(other_state, reader_.person(other));
            if (!other_state || other_state->erased) continue;
            VESTIBULE_TRY(other_due, erasure_due_of(other));
            all_due = all_due && other_due && *other_due <= now();
        }
        if (all_due) out.push_back(id);
    }
    return out;
}

// Doors are given the name of whom one of them says to be inside only where the same station made visit and person,
// and the visit isn't long over: else the word of one door would open the archive to it.
Result<bool> Desk::may_keep_name(VisitId id, const VisitState& state) const {
    if (state.until + names_kept_after_end < now()) return false;
    VESTIBULE_TRY(of_visit, reader_.maker(stream_of(id)));
    VESTIBULE_TRY(of_person, reader_.maker(stream_of(state.person)));
    return of_visit == of_person;
}

Result<> Desk::keep_names_of_those_inside() {
    VESTIBULE_TRY(inside, reader_.visits_in(VisitPhase::inside));
    auto batch = vault_.batch();
    std::map<PersonId, Instant> kept;
    for (const auto& [id, state] : inside) {
        if (vault_.is_erased(state.person)) continue;
        const auto window = key_window(policy_, state, zone_, now());
        auto& until = kept[state.person];
        until = std::max(until, window.until);
        const auto before = names_kept_.find(state.person);
        if (before != names_kept_.end() && before->second >= window.until) continue;
        VESTIBULE_TRY(may, may_keep_name(id, state));
        if (!may) continue;
        VESTIBULE_CHECK(batch.widen_window(state.person, {.from = window.from, .until = window.until}));
    }
    VESTIBULE_CHECK(batch.commit());
    names_kept_ = std::move(kept);
    return {};
}

Result<bool> Desk::is_keeper(const SiteReport& report) const {
    if (config_.site.keeper != "auto") return config_.site.keeper == "yes";
    VESTIBULE_TRY(stations, reader_.stations());
    std::vector<KeeperCandidate> candidates;
    for (const auto& station : stations)
        if (station.rights.has(Right::keeper))
            candidates.push_back({.station = station.station,
                                  .name = station.name,
                                  .reception = station.role == name_of(Role::reception),
                                  .revoked = station.revoked});
    return vestibule::is_keeper(candidates, identity_.station(), report,
                                std::chrono::hours{policy_.keeper_absence_hours});
}

}  // namespace vestibule
