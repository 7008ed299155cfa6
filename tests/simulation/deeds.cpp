// The deeds of people at the stations.
#include "tests/simulation/deeds.h"

#include "kiosk/visit/kinds.h"

namespace vestibule::simulation {

using std::chrono::hours;

std::string_view Deeds::one_at(Machine& machine, Instant world_time) {
    machine_ = &machine;
    world_time_ = world_time;
    if (visits_.empty()) return register_visitor();
    if (bursts_ && random_.chance(80)) return write_burst();
    const auto die = random_.below(100);
    if (die < 18) return register_visitor();
    if (die < 45) return decide();
    if (die < 58) return admit();
    if (die < 66) return print();
    if (die < 82) return scan();
    if (die < 88) return list_people();
    if (die < 91) return join();
    if (die < 95) return erase();
    if (die < 97) return set_policy();
    return write_odd_things();
}

NewEvent Deeds::event(std::string_view kind, StreamId stream, Json body) const {
    return {.kind = std::string{kind}, .stream = stream, .subject = {}, .body = std::move(body), .sealed = {}};
}

std::optional<NewEvent> Deeds::sealed(std::string_view kind, StreamId stream, PersonId person) {
    if (machine_->vault().is_erased(person)) return std::nullopt;
    auto out = event(kind, stream);
    out.subject = person;
    out.sealed = sure(machine_->vault().seal(person, kind, stream, "Visitor"));
    return out;
}

NewEvent Deeds::numbered(NewEvent event) {
    event.body["n"] = ++number_;
    written_.insert(number_);
    ++counts_["events written"];
    return event;
}

void Deeds::write(std::vector<NewEvent> events, std::span<const NewJob> jobs) {
    for (auto& event : events) event = numbered(std::move(event));
    sure(machine_->log().append(events, jobs, now()));
}

std::string_view Deeds::register_visitor() {
    // A returning visitor, or a new one.
    if (persons_.empty() || random_.chance(700)) persons_.push_back(new_id<PersonId>());
    const Visit visit{.id = new_id<VisitId>(), .person = some(persons_)};
    const bool booked = machine_->role() == Role::reception && random_.chance(500);
    const auto from = now() + hours{random_.between(-24, 200)};
    auto what = event(booked ? kind::visit_booked : kind::visit_requested, stream_of(visit.id),
                      {{"person", to_string(visit.person)},
                       {"type", "visitor"},
                       {"code", fmt::format("C{:07}", visits_.size())},
                       {"from", micros(from)},
                       {"until", micros(from + hours{2})},
                       {"needs_approval", random_.chance(600)}});
    const auto described = sealed(kind::person_described, stream_of(visit.person), visit.person);
    if (!described) return "turns to somebody who was erased";
    sure(machine_->vault().widen_window(visit.person, {.from = from - hours{48}, .until = from + hours{48}}));
    write({*described, std::move(what)});
    visits_.push_back(visit);
    return "registers a visitor";
}

std::string_view Deeds::decide() {
    struct Decision {
        std::string_view kind;
        Json body;
    };
    static const std::vector<Decision> decisions = {{kind::visit_approved, Json::object()},
                                                    {kind::visit_approved, Json::object()},
                                                    {kind::visit_declined, Json::object()},
                                                    {kind::visit_cancelled, {{"sequence", 3}}},
                                                    {kind::visit_arrived, {{"needs_answer", true}}},
                                                    {kind::visit_arrived, {{"needs_answer", false}}},
                                                    {kind::visit_changed, {{"type", "auditor"}, {"companions", 2}}},
                                                    {kind::host_told, {{"outcome", "sent"}}},
                                                    {kind::visit_left, {{"how", "gate"}}}};
    const auto& visit = some(visits_);
    const auto& decision = decisions[random_.below(decisions.size())];
    auto body = decision.body;
    body["by"] = to_string(random_.pick(persons_));
    if (random_.chance(80))
        write({event(kind::visit_merged, stream_of(visit.id), {{"into", to_string(random_.pick(visits_).id)}})});
    else
        write({event(decision.kind, stream_of(visit.id), body)});
    if (random_.chance(150))
        if (auto described = sealed(kind::visit_described, stream_of(visit.id), visit.person)) write({*described});
    return "decides about a visit";
}

std::string_view Deeds::admit() {
    const auto& visit = some(visits_);
    const auto badge = new_id<BadgeId>();
    const NewJob job{.id = new_id<JobId>(), .worker = "print", .body = {{"badge", to_string(badge)}}};
    write({event(kind::visit_admitted, stream_of(visit.id), {{"badge", to_string(badge)}}),
           event(kind::badge_issued, stream_of(badge),
                 {{"visit", to_string(visit.id)},
                  {"person", to_string(visit.person)},
                  {"type", "visitor"},
                  {"nbf", micros(now())},
                  {"exp", micros(now() + hours{10})}})},
          {&job, 1});
    badges_.push_back(badge);
    return "admits a visitor";
}

std::string_view Deeds::print() {
    const auto jobs = sure(machine_->reader().jobs_due("print", now(), 1));
    if (jobs.empty()) return "looks at an idle printer";
    const auto& job = jobs.front();
    const auto badge = parse_id<BadgeId>(job.body.value("badge", "")).value();
    sure(machine_->log().start_job(job.id, ""));
    if (random_.chance(200)) return "begins to print a badge";  // and is interrupted: known as started
    // What had been started may be in the tray: it isn't printed again.
    if (job.state == JobState::pending && !machine_->from_image) ++printed_[badge];
    const bool known = job.state == JobState::pending;
    const auto told = numbered(event(kind::badge_printed, stream_of(badge),
                                     {{"job", to_string(job.id)}, {"outcome", known ? "printed" : "unknown"}}));
    sure(machine_->log().finish_job(job.id, known ? JobState::done : JobState::unknown, "", {&told, 1}, now()));
    return "prints a badge";
}

std::string_view Deeds::scan() {
    if (badges_.empty()) return "scans nothing";
    const auto badge = stream_of(some(badges_));
    const auto die = random_.below(8);
    if (die < 3)
        write({event(kind::badge_entered, badge, {{"gate", "Gate 1"}})});
    else if (die < 5)
        write({event(kind::badge_left, badge, {{"gate", "Gate 2"}})});
    else if (die < 6)
        write({event(kind::badge_revoked, badge, {{"reason", random_.chance(500) ? "lost" : "reprint"}})});
    else if (die < 7)
        write({event(kind::badge_refused, badge, {{"gate", "Gate 1"}, {"reason", "passback"}})});
    else
        write({event(kind::badge_returned, badge)});
    return "scans a badge";
}

std::string_view Deeds::list_people() {
    const auto person = some(persons_);
    const auto stream = stream_of(person);
    const auto die = random_.below(3);
    if (die == 0) {
        write({event(kind::host_unlisted, stream)});
        return "unlists a host";
    }
    auto listed = sealed(die == 1 ? kind::host_listed : kind::staff_listed, stream, person);
    if (!listed) return "looks for somebody who was erased";
    if (die == 2) listed->body["roles"] = {"guard"};
    write({*listed});
    return "lists a person";
}

std::string_view Deeds::join() {
    write({event(kind::person_joined, stream_of(some(persons_)), {{"with", to_string(random_.pick(persons_))}})});
    return "joins two persons";
}

std::string_view Deeds::erase() {
    if (machine_->role() != Role::reception) return "may not erase";
    const auto person = some(persons_);
    write({event(kind::person_erased, stream_of(person), {{"reason", "request"}})});
    sure(machine_->vault().erase(person));
    sure(machine_->log().checkpoint_truncate());
    ++counts_["persons erased"];
    return "erases a person";
}

std::string_view Deeds::set_policy() {
    write({event(kind::site_policy_set, stream_of(machine_->identity().trust.site),
                 {{"version", number_}, {"policy", {{"retention_days", random_.between(1, 365)}}}})});
    return "sets the policy";
}

std::string_view Deeds::write_burst() {
    std::vector<NewEvent> many;
    for (int left = random_.between(200, 1500); left > 0; --left)
        many.push_back(event("feedback.given", stream_of(visits_.back().id), {{"score", left % 5}}));
    write(std::move(many));
    return "writes many events at once";
}

std::string_view Deeds::write_odd_things() {
    const auto stream = stream_of(random_.pick(visits_).id);
    const auto die = random_.below(4);
    if (die == 0)
        write({event("visit.teleported", stream, {{"to", "the roof"}})});  // a kind of a later version
    else if (die == 1)
        write({event(kind::visit_booked, stream, {{"person", 7}, {"from", "yesterday"}})});  // impossible fields
    else if (die == 2)
        write({event(kind::badge_entered, stream)});  // a badge's kind in a visit's stream
    else
        write({event("rollcall.opened", stream_of(machine_->identity().trust.site), {{"rollcall", "x"}})});
    return "writes something odd";
}

}  // namespace vestibule::simulation
