// The lobby's loop: events to steps, steps' commands to the desk, the desk's answers to events.
#include "kiosk/screens/lobby/conductor.h"

#include <algorithm>
#include <cstdio>

#include "kiosk/base/ensure.h"
#include "kiosk/base/paths.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/scan_words.h"

namespace vestibule::lobby {
namespace {

constexpr int answers_max = 16;  // a step whose answers go on for ever would be a bug

}  // namespace

Result<std::unique_ptr<Conductor>> Conductor::open(ConductorParts parts) {
    VESTIBULE_TRY(has_staff, parts.desk.has_staff());
    std::unique_ptr<Conductor> made{new Conductor{std::move(parts)}};
    if (!has_staff) made->state_.screen = SetUpName{};
    return made;
}

Conductor::Conductor(ConductorParts parts)
    : desk_{parts.desk},
      load_samples_{std::move(parts.load_samples)},
      exchange_{std::move(parts.exchange)},
      printer_{std::move(parts.printer)} {
    const auto& config = desk_.config();
    state_.idle = std::chrono::seconds{config.display.idle_s};
    state_.samples_offered = static_cast<bool>(load_samples_);
    state_.set_up_for = parts.set_up_for;
    state_.touched = desk_.now();
    language_ = config.site.languages.empty() ? "en" : config.site.languages.front();
}

const Texts& Conductor::texts_of(const std::string& language) {
    return texts_.try_emplace(language, catalogue_folder(), language).first->second;
}

View Conductor::view() const {
    const auto& config = desk_.config();
    const auto now = desk_.now();
    View view{.now = now,
              .site = config.site.name,
              .clock = desk_.zone().hour_minute(now),
              .directions = config.site.directions,
              .hour = desk_.zone().local(now).hour,
              .logo = config.display.logo,
              .languages = config.site.languages,
              .hosts = hosts_,
              .visit_types = {},
              .calls = calls_,
              .zone = &desk_.zone(),
              .exchange = exchange_(),
              .printer = printer_(),
              .keypad = keypad_};
    for (const auto& type : desk_.policy().types) view.visit_types.push_back(type.name);
    const auto standard = std::find(view.visit_types.begin(), view.visit_types.end(), desk_.policy().default_type);
    if (standard != view.visit_types.end()) std::rotate(view.visit_types.begin(), standard, standard + 1);
    return view;
}

std::optional<AppRequest> Conductor::frame(ui::Ui& ui) {
    read_anew();
    apply(TimePassed{});
    if (calls_read_for_ != state_.screen.index()) read_calls();
    find_hosts();
    read_keypad();
    const auto shown = view();
    ui.set_comfort(comfort_);
    changed_ = false;
    ui.begin_frame(name_of(state_.screen), texts());
    ui.set_inert(state_.still_there.has_value());
    auto action = std::visit([&](const auto& screen) { return draw(ui, screen, shown, draft_); }, state_.screen);
    if (state_.still_there) {
        ui.set_inert(false);
        action = draw_still_there(ui, *state_.still_there, shown.now);
    }
    scan_notice_.draw(ui, shown.now);
    const auto scan = ui.take_scan();
    ui.end_frame();
    if (ui.last_touch_ms() != last_touch_ms_) {
        last_touch_ms_ = ui.last_touch_ms();
        apply(Touched{});
    }
    if (action) scan_notice_.close(), apply(*action);
    if (scan) on_scan(*scan);
    if (forget_) ui.forget();
    forget_ = false;
    schedule(ui);
    return std::exchange(request_, std::nullopt);
}

void Conductor::schedule(ui::Ui& ui) const {
    if (changed_ || hosts_for_ != draft_.host_typed) ui.redraw_in(1);
    const auto now = desk_.now();
    const auto in = [&](Instant at) {
        const auto ms = std::chrono::ceil<std::chrono::milliseconds>(at - now).count();
        ui.redraw_in(static_cast<int>(std::clamp<std::int64_t>(ms, 1, 3'600'000)));
    };
    if (const auto due = next_change(state_)) in(*due);
    in(std::chrono::floor<std::chrono::minutes>(now) + std::chrono::minutes{1});  // the clock on the display
}

void Conductor::on_scan(const Scan& scan) {
    apply(Touched{});
    changed_ = true;
    const auto reading = desk_.read_scan(scan);
    if (!reading) {
        std::fprintf(stderr, "vestibule: %s\n", reading.error().what.c_str());
        return say_of_scan(ScanAnswer::failed);
    }
    if (reading->kind == ScanKind::neither) return say_of_scan(ScanAnswer::not_ours);
    if (!takes_scans(state_.screen)) return say_of_scan(ScanAnswer::not_now);
    if (last_scan_.is_repeated(reading->text, desk_.now())) return;
    scan_notice_.close();
    apply(Scanned{reading->text});
}

void Conductor::say_of_scan(ScanAnswer answer) {
    scan_notice_.say(words_of(answer), desk_.now());
}

void Conductor::apply(const Event& event) {
    apply_with_answers(event);
    const bool by_time = std::holds_alternative<TimePassed>(event);
    if (!by_time)
        visitor_here_ = !std::holds_alternative<Welcome>(state_.screen) ||
                        language_ != desk_.config().site.languages.front() || comfort_.large;
}

void Conductor::apply_with_answers(const Event& event) {
    std::vector<Event> events{event};
    for (std::size_t i = 0; i < events.size(); ++i) {
        ensure(i < answers_max, "the lobby's steps come to an end");
        const auto before = state_.screen.index();
        const bool asked = state_.still_there.has_value();
        auto [next, commands] = step(state_, events[i], desk_.now());
        replace_wiped(state_, std::move(next));
        note_heard();
        if (!std::holds_alternative<TimePassed>(events[i]) || state_.screen.index() != before ||
            asked != state_.still_there.has_value())
            changed_ = true;
        for (const auto& command : commands)
            if (auto answer = std::visit([&](const auto& c) { return run(c); }, command))
                events.push_back(std::move(*answer));
    }
}

Event Conductor::look_up(const Result<LookupResult>& result, CodeFrom from) const {
    if (!result) return Failed{result.error()};
    return LookedUp{*result, from};
}

Event Conductor::visit_seen(VisitId id) {
    const auto seen = desk_.visit(id);
    if (!seen) return Failed{seen.error()};
    if (!*seen) return Failed{Problem{Remedy::ask_staff, "the visit that was just written can't be read"}};
    return VisitSeen{**seen};
}

Event Conductor::badge_seen(BadgeId id) {
    const auto seen = desk_.badge(id);
    if (!seen) return Failed{seen.error()};
    if (!*seen) return Failed{Problem{Remedy::ask_staff, "the badge that was just issued can't be read"}};
    return BadgeSeen{**seen};
}

Event Conductor::failed(const Problem& problem) {
    std::fprintf(stderr, "vestibule: %s\n", problem.what.c_str());
    return Failed{problem};
}

Conductor::Answer Conductor::run(const LookUpCode& c) {
    return look_up(desk_.find_appointment(c.text, c.from), c.from);
}

Conductor::Answer Conductor::run(const LookUpName& c) {
    return look_up(desk_.find_appointment(c.name, c.phone_last4, c.host), CodeFrom::typing);
}

Conductor::Answer Conductor::run(const ShowVisit& c) {
    return visit_seen(c.visit);
}

Conductor::Answer Conductor::run(const Arrive& c) {
    if (const auto phase = desk_.arrive(c.visit); !phase) return failed(phase.error());
    return visit_seen(c.visit);
}

Conductor::Answer Conductor::run(const Register&) {
    draft_.visit.language = language_;
    const auto visit = desk_.register_walk_in(draft_.visit);
    if (!visit) return failed(visit.error());
    return visit_seen(*visit);
}

Conductor::Answer Conductor::run(const Admit& c) {
    const auto badge = desk_.admit(c.visit);
    if (!badge) return failed(badge.error());
    return badge_seen(*badge);
}

Conductor::Answer Conductor::run(const Cancel& c) {
    if (const auto done = desk_.cancel(c.visit); !done) return failed(done.error());
    return std::nullopt;
}

Conductor::Answer Conductor::run(const ReportPrint& c) {
    if (const auto done = desk_.report_print(c.badge, c.came_out); !done) return failed(done.error());
    return badge_seen(c.badge);
}

Conductor::Answer Conductor::run(const lobby::Leave& c) {
    const auto left = desk_.leave(c.text, c.from);
    if (!left) return failed(left.error());
    return LeftAnswered{*left};
}

Conductor::Answer Conductor::run(const SayOfScan& c) {
    say_of_scan(c.answer);
    return std::nullopt;
}

Conductor::Answer Conductor::run(const SignIn& c) {
    const auto answer = desk_.sign_in(c.pin);
    if (!answer) return failed(answer.error());
    return SignInAnswered{*answer};
}

Conductor::Answer Conductor::run(const SetPin& c) {
    if (c.pin != draft_.first_pin) return PinRefused{};
    const auto staff = desk_.add_staff(draft_.staff_name, c.pin, {"guard", "reception", "admin"});
    if (!staff) return PinRefused{staff.error().what};
    // Who has brought in hosts of their own wants no made-up ones among them.
    if (const auto has_hosts = desk_.has_hosts(); has_hosts && *has_hosts) state_.samples_offered = false;
    return PinSet{*staff};
}

Conductor::Answer Conductor::run(const LoadSamples&) {
    if (!load_samples_) return SamplesLoaded{};
    if (const auto done = load_samples_(); !done) return failed(done.error());
    return SamplesLoaded{};
}

Conductor::Answer Conductor::run(const SetLanguage& c) {
    const auto& known = desk_.config().site.languages;
    if (std::find(known.begin(), known.end(), c.language) != known.end()) language_ = c.language;
    return std::nullopt;
}

Conductor::Answer Conductor::run(const ToggleComfort&) {
    comfort_.large = !comfort_.large;
    return std::nullopt;
}

Conductor::Answer Conductor::run(const WipeDraft&) {
    wipe(draft_);
    return std::nullopt;
}

Conductor::Answer Conductor::run(const ForgetVisitor&) {
    forget_visitor();
    return std::nullopt;
}

Conductor::Answer Conductor::run(const ForgetSecrets&) {
    wipe(draft_.pin);
    wipe(draft_.first_pin);
    return std::nullopt;
}

Conductor::Answer Conductor::run(const KeepFirstPin&) {
    draft_.first_pin = draft_.pin;
    wipe(draft_.pin);
    return std::nullopt;
}

Conductor::Answer Conductor::run(const Ask& c) {
    request_ = c.request;
    handed_over_ = c.staff;
    return std::nullopt;
}

// Language, size and contrast go back to the house's own for the next person (ACCEPTANCE F3).
void Conductor::forget_visitor() {
    wipe(draft_);
    hosts_.clear();
    wipe(hosts_for_);
    const auto& languages = desk_.config().site.languages;
    language_ = languages.empty() ? "en" : languages.front();
    comfort_ = {};
    if (visitor_here_) forget_ = changed_ = true;
    visitor_here_ = false;
}

// What is on the display and may have changed: a visit that waits, a badge that prints.
void Conductor::read_anew() {
    const auto now = desk_.now();
    if (woken_)
        if (const auto done = desk_.refresh(); !done)
            std::fprintf(stderr, "vestibule: %s\n", done.error().what.c_str());
    if (!woken_ && now - polled_ < poll_every) return;
    woken_ = false;
    polled_ = now;
    read_calls();
    if (std::holds_alternative<SetUpName>(state_.screen) || std::holds_alternative<SetUpPin>(state_.screen))
        leave_set_up_if_done_elsewhere();
    if (const auto* waiting = std::get_if<Waiting>(&state_.screen)) {
        const auto seen = desk_.visit(waiting->visit);
        if (seen && *seen) apply(VisitSeen{**seen});
    } else if (const auto* shown = std::get_if<ShowBadge>(&state_.screen)) {
        const auto seen = desk_.badge(shown->badge.id);
        if (seen && *seen) apply(BadgeSeen{**seen});
    }
}

// Another station of the site has set its first PIN meanwhile.
void Conductor::leave_set_up_if_done_elsewhere() {
    const auto has_staff = desk_.has_staff();
    if (!has_staff || !*has_staff) return;
    wipe(draft_);
    if (state_.set_up_for != AppRequest::go_lobby)
        request_ = state_.set_up_for;
    else
        state_.screen = Welcome{};
    changed_ = true;
}

// Who is called, as far as the display calls anybody now; the log hears of it, for reception waits for that.
void Conductor::read_calls() {
    calls_read_for_ = state_.screen.index();
    std::vector<Call> fresh;
    const auto* waiting = std::get_if<Waiting>(&state_.screen);
    if (waiting != nullptr || std::holds_alternative<Welcome>(state_.screen)) {
        auto calls = desk_.calls();
        if (!calls) return static_cast<void>(failed(calls.error()));
        const auto& known = desk_.config().site.languages;
        for (auto& call : *calls) {
            if (heard_.contains(call.visit) || (waiting != nullptr && waiting->visit == call.visit)) continue;
            if (!call.called && !call.elsewhere)
                if (const auto done = desk_.note_called(call.visit); !done) static_cast<void>(failed(done.error()));
            const auto spoken = std::ranges::find(known, call.language) != known.end();
            const auto& words = texts_of(spoken ? call.language : known.front());
            fresh.push_back({.call = std::move(call), .texts = &words});
        }
    }
    replace_wiped(calls_, std::move(fresh));
}

// Where that can't be said, nobody may try.
void Conductor::read_keypad() {
    if (!std::holds_alternative<EnterPin>(state_.screen)) return;
    const auto keypad = desk_.keypad();
    if (!keypad) return apply(failed(keypad.error()));
    keypad_ = *keypad;
}

void Conductor::note_heard() {
    if (const auto* declined = std::get_if<Declined>(&state_.screen)) heard_.insert(declined->visit);
    if (const auto* shown = std::get_if<ShowBadge>(&state_.screen)) heard_.insert(shown->badge.visit);
}

void Conductor::find_hosts() {
    if (hosts_for_ == draft_.host_typed) return;
    hosts_for_ = draft_.host_typed;
    hosts_.clear();
    if (hosts_for_.empty()) return;
    if (auto found = desk_.find_hosts(hosts_for_))
        hosts_ = std::move(*found);
    else
        std::fprintf(stderr, "vestibule: %s\n", found.error().what.c_str());
}

}  // namespace vestibule::lobby
