// The desk's use cases of papers: what stands on a roll call, an itinerary, a visit form, and asking for their
// printing.
#include "kiosk/desk/papers.h"

#include <fmt/format.h>
#include <unicode/coll.h>
#include <unicode/locid.h>

#include <algorithm>
#include <map>
#include <memory>

#include "kiosk/credential/code.h"
#include "kiosk/desk/desk.h"
#include "kiosk/intake/fields.h"

namespace vestibule {
namespace {

// The order of a language, with numbers in it by their value; as bytes that can be compared.
class Alphabet {
  public:
    explicit Alphabet(const std::string& language) {
        auto status = U_ZERO_ERROR;
        collator_.reset(icu::Collator::createInstance(icu::Locale{language.c_str()}, status));
        if (U_SUCCESS(status)) collator_->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
        if (U_FAILURE(status)) collator_.reset();  // without it, the order of code points
    }
    [[nodiscard]] std::string key_of(const std::string& text) const {
        if (!collator_) return text;
        const auto unicode = icu::UnicodeString::fromUTF8(text);
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(collator_->getSortKey(unicode, nullptr, 0)));
        collator_->getSortKey(unicode, bytes.data(), static_cast<std::int32_t>(bytes.size()));
        return {bytes.begin(), bytes.end()};
    }

  private:
    std::unique_ptr<icu::Collator> collator_;
};

std::string host_of(const VisitView& visit) {
    return visit.host_name.empty() ? visit.host_text : visit.host_name;
}

std::string code_of(const std::optional<BadgeId>& badge) {
    return badge ? shown_code(badge_code(*badge)) : "";
}

RollCallRow row_of(const VisitView& visit) {
    return {.visit = visit.id,
            .person = visit.person,
            .name = visit.visitor,
            .erased = visit.erased,
            .company = visit.company,
            .host = host_of(visit),
            .plate = visit.plate,
            .code = code_of(visit.badge),
            .since = visit.inside_since.value_or(visit.admitted_at.value_or(visit.from)),
            .only_admitted = visit.only_admitted(),
            .people = visit.people()};
}

// By name; whose name isn't known here comes last, by the time of admission.
void sort_rows(std::vector<RollCallRow>& rows, const Alphabet& alphabet) {
    std::ranges::stable_sort(rows, {}, [&](const RollCallRow& row) {
        return std::tuple{row.name.empty(), row.name.empty() ? std::string{} : alphabet.key_of(row.name), row.since};
    });
}

ItineraryStep step_of(const VisitView& visit, StepKind kind) {
    return {.kind = kind,
            .from = visit.from,
            .what = {},
            .place = {},
            .person = {},
            .guest_id = visit.person,
            .guest = visit.visitor,
            .company = visit.company,
            .people = visit.people()};
}

ItineraryStep meeting_of(const VisitView& visit) {
    auto step = step_of(visit, StepKind::meeting);
    if (visit.until > visit.from) step.until = visit.until;
    step.what = visit.purpose;
    step.place = visit.room.empty() ? visit.host_location : visit.room;
    step.person = host_of(visit);
    return step;
}

// Planned for then, and it still takes place or has taken place.
bool is_between(const VisitView& visit, Instant start, Instant end) {
    if (visit.from >= end || std::max(visit.until, visit.from + Instant::duration{1}) <= start) return false;
    switch (visit.phase) {
        case VisitPhase::expected:
        case VisitPhase::waiting:
        case VisitPhase::approved:
        case VisitPhase::inside:
        case VisitPhase::left:
            return true;
        case VisitPhase::unknown:
        case VisitPhase::declined:
        case VisitPhase::cancelled:
        case VisitPhase::merged:
            break;
    }
    return false;
}

struct PersonsOn {
    std::vector<PersonId> operator()(const RollCall& paper) const {
        std::vector<PersonId> out;
        for (const auto& place : paper.places)
            for (const auto& row : place.rows)
                if (!row.name.empty()) out.push_back(row.person);
        return out;
    }
    std::vector<PersonId> operator()(const Itinerary& paper) const {
        std::vector<PersonId> out;
        if (paper.visit && paper.visit->name_known) out.push_back(paper.visit->person);
        for (const auto& step : paper.steps)
            if (!paper.visit && !step.guest.empty()) out.push_back(step.guest_id);
        return out;
    }
    std::vector<PersonId> operator()(const VisitForm& paper) const {
        if (!paper.visit || !paper.visit->name_known) return {};
        return {paper.visit->person};
    }
};

constexpr const char* as_file = "file";  // in the job's body, and its path in the job's progress

// By its name, which may be that of an unfinished one: ".roll-call-….pdf.123".
bool is_saved_paper(const std::filesystem::path& file) {
    auto name = file.filename().string();
    if (name.starts_with('.')) name.erase(0, 1);
    return std::ranges::any_of(all_paper_kinds, [&](PaperKind kind) {
        return name.starts_with(std::string{name_of(kind)} + "-") && name.find(".pdf") != std::string::npos;
    });
}

PaperPhase phase_of(const Job& job) {
    switch (job.state) {
        case JobState::pending:
            return PaperPhase::waiting;
        case JobState::started:
            return PaperPhase::printing;
        case JobState::done:
            return bool_field(job.body, as_file) ? PaperPhase::saved : PaperPhase::printed;
        case JobState::failed:
            return PaperPhase::failed;
        case JobState::unknown:
            break;
    }
    return PaperPhase::unknown;
}

std::optional<PaperKind> paper_kind_named(std::string_view name) {
    for (const auto kind : all_paper_kinds)
        if (name_of(kind) == name) return kind;
    return std::nullopt;
}

Json body_of(const PaperJob& job, const SiteZone& zone) {
    const auto& request = job.request;
    Json body = {{"paper", std::string{name_of(request.kind)}}, {"asked", micros(job.asked)}};
    if (request.visit) body["visit"] = to_string(*request.visit);
    if (request.day) body["day"] = zone.iso_day(*request.day);
    if (!request.language.empty()) body["language"] = request.language;
    if (job.staff) body["by"] = to_string(*job.staff);
    if (!job.way.queue.empty()) body["queue"] = job.way.queue;
    if (job.way.as_file) body[as_file] = true;
    return body;
}

}  // namespace

std::string_view name_of(PaperKind kind) {
    switch (kind) {
        case PaperKind::roll_call:
            return "roll-call";
        case PaperKind::itinerary:
            return "itinerary";
        case PaperKind::visit_form:
            return "visit-form";
    }
    return "roll-call";
}

std::optional<PaperJob> paper_job_of(const Json& body, const SiteZone& zone) {
    const auto kind = paper_kind_named(text_field(body, "paper"));
    if (!kind) return std::nullopt;
    PaperJob job{.request = {.kind = *kind,
                             .visit = id_field<VisitId>(body, "visit"),
                             .day = point_in_time(text_field(body, "day"), zone, DayEdge::start),
                             .language = text_field(body, "language")},
                 .staff = id_field<PersonId>(body, "by"),
                 .asked = from_micros(int_field(body, "asked")),
                 .way = {.queue = text_field(body, "queue"), .as_file = bool_field(body, as_file)}};
    return job;
}

SiteRules Desk::rules_of(const VisitView& visit) const {
    auto access = access_of(policy_, type_named(policy_, visit.type));
    return {.zones = std::move(access.zone_names), .wear = std::move(access.wear), .escort = access.escort};
}

std::string Desk::place_of(const VisitView& visit) const {
    if (!visit.host_location.empty()) return visit.host_location;
    std::string zones;
    for (const auto& zone : rules_of(visit).zones) zones.append(zones.empty() ? "" : " · ").append(zone);
    return zones;
}

Result<RollCall> Desk::roll_call(std::optional<Instant> last_contact) {
    VESTIBULE_TRY(visits, inside());
    const Alphabet alphabet{config_.site.languages.front()};
    std::map<std::string, RollCallPlace> places;  // by the key of the place's name; the unknown place last
    RollCall out{.at = now(), .last_contact = last_contact};
    for (const auto& visit : visits) {
        const auto name = place_of(visit);
        auto& place = places[name.empty() ? "\xFF" : alphabet.key_of(name)];
        place.name = name;
        place.rows.push_back(row_of(visit));
        place.people += place.rows.back().people;
        out.people += place.rows.back().people;
        out.only_admitted += place.rows.back().only_admitted ? place.rows.back().people : 0;
        ++out.visitors;
    }
    for (auto& [key, place] : places) {
        sort_rows(place.rows, alphabet);
        out.places.push_back(std::move(place));
    }
    return out;
}

Result<Itinerary> Desk::itinerary_of(const VisitView& visit) {
    Itinerary out{.day = visit.from, .visit = visit, .rules = rules_of(visit)};
    auto arrival = step_of(visit, StepKind::arrival);
    arrival.place = config_.site.name;
    out.steps.push_back(std::move(arrival));
    out.steps.push_back(meeting_of(visit));
    auto departure = step_of(visit, StepKind::departure);
    departure.from = visit.until;
    departure.place = config_.site.name;
    if (visit.until > visit.from) out.steps.push_back(std::move(departure));
    return out;
}

Result<Itinerary> Desk::itinerary_of_day(Instant day) {
    Itinerary out{.day = zone_.start_of_day(day)};
    const auto end = zone_.end_of_day(day);
    VESTIBULE_TRY(visits, reader_.visits_between(out.day, end));
    VESTIBULE_TRY(rows, views_of(visits));
    for (const auto& row : rows)
        if (is_between(row, out.day, end)) out.steps.push_back(meeting_of(row));
    std::ranges::stable_sort(out.steps, {}, &ItineraryStep::from);
    return out;
}

Result<Paper> Desk::paper(const PaperRequest& request, std::optional<Instant> last_contact,
                          std::optional<PersonId> staff) {
    VESTIBULE_CHECK(refresh());
    std::optional<VisitView> of;
    if (request.visit) {
        VESTIBULE_TRY(known, visit(*request.visit));
        if (!known) return give_up("no such visit is known here");
        of = std::move(known);
    }
    Paper out;
    if (request.kind == PaperKind::roll_call) {
        VESTIBULE_TRY(made, roll_call(last_contact));
        out = std::move(made);
    } else if (request.kind == PaperKind::visit_form) {
        out = of ? VisitForm{.visit = of, .rules = rules_of(*of), .badge_code = code_of(of->badge)} : VisitForm{};
    } else if (of) {
        VESTIBULE_TRY(made, itinerary_of(*of));
        out = std::move(made);
    } else {
        VESTIBULE_TRY(made, itinerary_of_day(request.day.value_or(now())));
        out = std::move(made);
    }
    if (staff) VESTIBULE_CHECK(note_look_ups(std::visit(PersonsOn{}, out), *staff));
    return out;
}

Result<JobId> Desk::print_paper(const PaperRequest& request, std::optional<PersonId> staff, const PaperWay& way) {
    if (config_.printer.office_queue.empty() && way.queue.empty() && !way.as_file)
        return ask_staff(
            "no office printer is set up: choose a printer, or save it as a file (office_queue in the config sets "
            "one up)");
    if (request.visit) {
        VESTIBULE_TRY(known, reader_.visit(*request.visit));
        if (!known) return give_up("no such visit is known here");
    }
    const NewJob job{.id = new_id<JobId>(),
                     .worker = "paper",
                     .body = body_of({.request = request, .staff = staff, .asked = now(), .way = way}, zone_),
                     .due = Instant{}};
    VESTIBULE_CHECK(append({}, {job}));
    return job.id;
}

Json saved_paper_progress(const std::filesystem::path& file) {
    auto progress = Json::object();  // in braces one pair alone may be taken for an array
    progress[as_file] = file.string();
    return progress;
}

std::filesystem::path paper_folder(const std::filesystem::path& data) {
    return data / "papers";
}

std::string saved_paper_name(PaperKind kind, Instant now, const SiteZone& zone) {
    const auto time = zone.local(now);
    return fmt::format("{}-{}-{:02}{:02}{:02}.pdf", name_of(kind), zone.iso_day(now), time.hour, time.minute,
                       time.second);
}

Result<> remove_saved_papers(const std::filesystem::path& folder, std::chrono::seconds at_least_old) {
    std::error_code failed;
    const auto now = std::filesystem::file_time_type::clock::now();
    for (std::filesystem::directory_iterator entry{folder, failed}, end; !failed && entry != end;
         entry.increment(failed)) {
        std::error_code none;
        const auto written = entry->last_write_time(none);
        if (!is_saved_paper(entry->path()) || (!none && now - written < at_least_old)) continue;
        std::filesystem::remove(entry->path(), none);
        if (none)
            return ask_staff(fmt::format("{} names people and can't be removed: {}; delete it",
                                         entry->path().string(), none.message()));
    }
    return {};
}

Result<std::optional<PaperJobView>> Desk::paper_job(JobId id) const {
    VESTIBULE_TRY(job, reader_.job(id));
    if (!job || job->worker != "paper") return std::nullopt;
    PaperJobView view{
        .id = id, .phase = phase_of(*job), .remark = job->remark, .queue = text_field(job->body, "queue")};
    if (view.queue.empty()) view.queue = config_.printer.office_queue;
    if (bool_field(job->body, as_file)) view.queue.clear(), view.file = text_field(job->progress, as_file);
    return view;
}

}  // namespace vestibule
