// Reception's conductor.
#include "kiosk/screens/reception/conductor.h"

#include <algorithm>
#include <deque>
#include <iterator>

#include "kiosk/base/paths.h"
#include "kiosk/desk/matching.h"
#include "kiosk/screens/common/roll_call.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/ui/ui.h"

namespace vestibule::reception {
namespace {

constexpr int other_days_max = 30;  // more than a screen or two nobody reads: one types on

int milliseconds_until(Instant at, Instant now) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(at - now).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 1, 60'000));
}

// The list that is in view, also under a sheet; none before the sign-in.
const Day* list_of(const Screen& screen) {
    struct Finder {
        const Day* operator()(const EnterPin&) const { return nullptr; }
        const Day* operator()(const Day& s) const { return &s; }
        const Day* operator()(const Details& s) const { return &s.behind; }
        const Day* operator()(const Reprint& s) const { return &s.behind.behind; }
        const Day* operator()(const MovePrint& s) const { return &s.behind.behind; }
        const Day* operator()(const AdmitAnyway& s) const { return &s.behind.behind; }
        const Day* operator()(const ShowRollCall& s) const { return &s.behind; }
    };
    return std::visit(Finder{}, screen);
}

std::optional<VisitId> opened_by(const Screen& screen) {
    struct Finder {
        std::optional<VisitId> operator()(const EnterPin&) const { return std::nullopt; }
        std::optional<VisitId> operator()(const Day&) const { return std::nullopt; }
        std::optional<VisitId> operator()(const Details& s) const { return s.visit; }
        std::optional<VisitId> operator()(const Reprint& s) const { return s.behind.visit; }
        std::optional<VisitId> operator()(const MovePrint& s) const { return s.behind.visit; }
        std::optional<VisitId> operator()(const AdmitAnyway& s) const { return s.behind.visit; }
        std::optional<VisitId> operator()(const ShowRollCall&) const { return std::nullopt; }
    };
    return std::visit(Finder{}, screen);
}

}  // namespace

Conductor::Conductor(Desk& desk, Surroundings surroundings)
    : desk_{desk},
      surroundings_{std::move(surroundings)},
      texts_{catalogue_folder(), desk.config().site.languages.front()},
      view_{.site = desk.config().site.name,
            .logo = desk.config().display.logo,
            .zone = desk.zone(),
            .shares_display = surroundings_.shares_display,
            .office_queue = desk.config().printer.office_queue} {
    if (surroundings_.staff && may_work_at(*surroundings_.staff, Role::reception))
        handle(SignInAnswered{{.staff = surroundings_.staff}});
}

// Whose badge or invitation it is. Looking only: nothing is recorded as a passage.
Result<std::optional<VisitId>> Conductor::visit_of(const ScanReading& reading) {
    if (reading.kind == ScanKind::invitation) return desk_.visit_of_invitation(reading.text);
    VESTIBULE_TRY(checked, desk_.check(reading.text, Passage::check, CodeFrom::scanner));
    return checked.visit ? std::optional{checked.visit->id} : std::nullopt;
}

void Conductor::on_scan(const Scan& scan) {
    const auto say = [this](const char* words) { scan_notice_.say(words, desk_.now()); };
    scan_notice_.close();
    if (std::holds_alternative<EnterPin>(state_.screen)) return say(mark("Please sign in first, then scan again."));
    if (!std::holds_alternative<Day>(state_.screen) && !std::holds_alternative<Details>(state_.screen))
        return say(mark("Please answer here first, then scan again."));
    const auto reading = desk_.read_scan(scan);
    if (!reading) return handle(Failed{reading.error()});
    if (reading->kind == ScanKind::neither) return say(mark("That isn’t a code of ours."));
    const auto visit = visit_of(*reading);
    if (!visit) return handle(Failed{visit.error()});
    if (!*visit)
        return say(reading->kind == ScanKind::invitation ? mark("No visit has this code.")
                                                         : mark("No visit is known to this badge."));
    handle(DetailsAsked{**visit});
}

void Conductor::handle(Event event) {
    std::deque<Event> events{std::move(event)};
    while (!events.empty()) {
        auto taken = step(state_, events.front(), desk_.now());
        events.pop_front();
        replace_wiped(state_, std::move(taken.next));
        for (const auto& command : taken.commands) events.push_back(run(command));
        if (!taken.commands.empty()) stale_ = true;
    }
    if (list_of(state_.screen) == nullptr) forget();
}

// Signed out: no visitor's data stays on the screen's side (R29).
void Conductor::forget() {
    wipe(draft_.search);
    today_.clear(), inside_.clear();
    view_.rows.clear(), view_.day = {};
    view_.jobs.clear(), view_.saved.clear();
    view_.locked_keypads.clear();
    roll_call_.reset(), view_.roll_call.reset();
    replace_wiped(view_.list_inside, {});
    wipe(who_.pin), wipe(who_.name);
    close_sheet();
    wipe(view_.noticed);
    replace_wiped(view_.noticed_visit, {});
    listed_.reset();
}

void Conductor::close_sheet() {
    replace_wiped(view_.open, {});
    replace_wiped(view_.badge, {});
    replace_wiped(view_.question, {});
    view_.job.reset();
}

Event Conductor::run(const Command& command) {
    struct Runner {
        Conductor& self;
        Event operator()(const SignIn& c) const {
            self.draft_.pin.clear();
            auto answer = self.desk_.sign_in(c.pin);
            if (!answer) return Failed{answer.error()};
            if (answer->staff && !may_work_at(*answer->staff, Role::reception))
                return Failed{{.remedy = Remedy::ask_staff, .what = mark("Your PIN isn’t for this station")}};
            if (answer->staff && !self.view_.sites.empty())
                self.who_.name = answer->staff->name, self.who_.pin = c.pin;
            return SignInAnswered{*answer};
        }
        Event operator()(const Answer& c) const {
            return c.approve ? said(self.desk_.approve(c.visit, c.staff), Done::approved, c.visit)
                             : said(self.desk_.decline(c.visit, c.staff), Done::declined, c.visit);
        }
        Event operator()(const Admit& c) const {
            return said(self.desk_.admit(c.visit, c.staff, c.another_day).map([](const BadgeId&) {}), Done::admitted,
                        c.visit);
        }
        Event operator()(const LetOut& c) const {
            return said(self.desk_.let_out(c.visit, c.staff), Done::let_out, c.visit);
        }
        Event operator()(const PrintAgain& c) const {
            return said(self.desk_.reprint(c.visit, name_of(c.reason), c.staff).map([](const BadgeId&) {}),
                        Done::reprinted, c.visit);
        }
        Event operator()(const PrintElsewhere& c) const {
            return self.change_print(c.visit, Done::print_moved,
                                     [&](BadgeId badge) { return self.desk_.move_print(badge, c.queue, c.staff); });
        }
        Event operator()(const DontPrint& c) const {
            return self.change_print(c.visit, Done::print_cancelled,
                                     [&](BadgeId badge) { return self.desk_.cancel_print(badge, c.staff); });
        }
        Event operator()(const ReportBadge& c) const {
            const auto seen = self.desk_.visit(c.visit);
            if (!seen) return Failed{seen.error()};
            if (!*seen || !(*seen)->badge) return said({}, Done::print_over, c.visit);
            return said(self.desk_.report_print(*(*seen)->badge, true, c.staff), Done::badge_seen, c.visit);
        }
        Event operator()(const SendRollCall& c) const {
            const auto asked = self.desk_.print_paper({.kind = PaperKind::roll_call}, c.staff, c.way);
            if (!asked) return Failed{asked.error()};
            self.roll_call_ = *asked;
            return VisitDone{.done = Done::roll_call_asked};
        }
        Event operator()(const UnlockKeypad& c) const {
            const auto done = self.desk_.unlock_keypad(c.station, c.staff);
            return done ? Event{VisitDone{.done = Done::keypad_unlocked}} : Event{Failed{done.error()}};
        }
        Event operator()(const ShowSite& c) const {
            if (c.site >= self.view_.sites.size()) return TimePassed{};
            if (const auto& problem = self.view_.sites[c.site].problem) return Failed{*problem};
            self.asked_site_ = c.site;
            return TimePassed{};
        }
        Event operator()(const GoToLobby&) const {
            self.request_ = AppRequest::go_lobby;
            return TimePassed{};
        }
        [[nodiscard]] Event said(const Result<>& result, Done done, VisitId visit) const {
            return self.said(result, done, visit);
        }
    };
    return std::visit(Runner{*this}, command);
}

Event Conductor::said(const Result<>& result, Done done, VisitId visit) {
    if (!result) return Failed{result.error()};
    if (const auto seen = desk_.visit(visit); seen && *seen) {
        view_.noticed = words::visitor(texts_, **seen);
        replace_wiped(view_.noticed_visit, *seen);
    }
    return VisitDone{.done = done, .visit = visit};
}

Event Conductor::change_print(VisitId visit, Done done, const std::function<Result<PrintChange>(BadgeId)>& change) {
    const auto job = std::ranges::find(view_.jobs, visit, &PrintJobView::visit);
    if (job == view_.jobs.end()) return said({}, Done::print_over, visit);
    const auto changed = change(job->badge);
    if (!changed) return Failed{changed.error()};
    return said({}, *changed == PrintChange::asked ? done : Done::print_over, visit);
}

void Conductor::read_anew() {
    stale_ = false;
    listed_.reset();
    view_.reading.begin(view_.now);
    if (const auto fresh = desk_.refresh(); fresh)
        read_parts();
    else
        view_.reading.note(fresh.error());
    view_.reading.end();
}

// What can't be read stays as it was, and a banner says so.
void Conductor::read_parts() {
    auto& reading = view_.reading;
    reading.take(desk_.has_staff(), view_.has_staff);
    if (list_of(state_.screen) == nullptr) return;
    if (auto day = desk_.day(view_.now)) {
        today_ = std::move(day->rows);
        day->rows.clear();
        view_.day = std::move(*day);
        waiting_ = view_.day.waiting;
    } else {
        reading.note(day.error());
    }
    reading.take(desk_.inside(), inside_);
    view_.inside = heads_of(inside_).inside();
    reading.take(desk_.print_queue(), view_.jobs);
    reading.take(locked_elsewhere(desk_), view_.locked_keypads);
    view_.saved.clear();
    if (view_.printer.saves_files) reading.take(desk_.saved_badges(), view_.saved);
    read_roll_call();
    refresh_open(opened_by(state_.screen));
    if (view_.noticed_visit) reading.take(desk_.visit(VisitId{view_.noticed_visit->id}), view_.noticed_visit);
}

// What is read aloud, and what has become of the paper that was asked for.
void Conductor::read_roll_call() {
    auto& reading = view_.reading;
    if (roll_call_) reading.take(desk_.paper_job(*roll_call_), view_.roll_call);
    const auto shown = std::holds_alternative<ShowRollCall>(state_.screen);
    if (!shown || !state_.session.staff) return replace_wiped(view_.list_inside, {});
    view_.data_age_limit = std::chrono::seconds{desk_.policy().data_age_limit_s};
    auto paper = desk_.paper({.kind = PaperKind::roll_call}, view_.exchange.last_contact, state_.session.staff->id);
    if (!paper)
        reading.note(paper.error());
    else if (auto* list = std::get_if<RollCall>(&*paper))
        replace_wiped(view_.list_inside, std::optional{std::move(*list)});
}

bool Conductor::awaits_paper() const {
    return std::holds_alternative<ShowRollCall>(state_.screen) && roll_call_ &&
           !(view_.roll_call && has_ended(view_.roll_call->phase));
}

void Conductor::refresh() {
    view_.now = desk_.now();
    if (surroundings_.exchange) view_.exchange = surroundings_.exchange();
    const auto* shown = std::get_if<ShowRollCall>(&state_.screen);
    if (surroundings_.printer)
        view_.printer =
            held_for_choice(surroundings_.printer(), view_.printer, shown != nullptr && shown->choosing_printer);
    if (surroundings_.report) view_.report = surroundings_.report();
    const auto today = desk_.zone().start_of_day(view_.now);
    if (today != day_start_) day_start_ = today, stale_ = true;
    const auto open = opened_by(state_.screen);
    const auto reads_aloud = std::holds_alternative<ShowRollCall>(state_.screen);
    if (reads_aloud != view_.list_inside.has_value()) stale_ = true;
    if (awaits_paper()) view_.reading.take(desk_.paper_job(*roll_call_), view_.roll_call);
    if (stale_ || view_.reading.due_again(view_.now))
        read_anew();
    else if (open != (view_.open ? std::optional{view_.open->id} : std::nullopt))
        refresh_open(open);
    if (std::holds_alternative<EnterPin>(state_.screen)) view_.reading.take(desk_.keypad(), view_.keypad);
    const auto* list = list_of(state_.screen);
    if (list != nullptr) refresh_rows(*list);
    if (view_.site_shown < view_.sites.size()) view_.sites[view_.site_shown] = row();
    if (list == nullptr || !list->notice) wipe(view_.noticed), replace_wiped(view_.noticed_visit, {});
}

void Conductor::refresh_open(std::optional<VisitId> visit) {
    if (!visit || !view_.open || view_.open->id != *visit) close_sheet();
    if (!visit) return;
    view_.reading.take(desk_.visit(*visit), view_.open);
    view_.reading.take(desk_.question_before_admitting(*visit), view_.question);
    if (view_.open && view_.open->badge)
        view_.reading.take(desk_.badge(*view_.open->badge), view_.badge);
    else
        replace_wiped(view_.badge, {});
    view_.job.reset();
    if (!view_.badge) return;
    const auto job = std::ranges::find(view_.jobs, view_.badge->id, &PrintJobView::badge);
    if (job != view_.jobs.end()) view_.job = *job;
}

void Conductor::refresh_rows(const Day& day) {
    Listed wanted{.page = day.page, .filter = day.filter, .text = draft_.search};
    if (listed_ == wanted) return;
    const auto& all = day.page == Page::inside ? inside_ : today_;
    view_.rows = Desk::search(all, draft_.search);
    std::erase_if(view_.rows, [&](const VisitView& visit) { return !shown_by(day.filter, visit); });
    view_.rows_in_all = static_cast<int>(all.size());
    view_.heads = heads_of(view_.rows);
    view_.searched = !TypedQuery{draft_.search}.empty();
    add_other_days(day);
    listed_ = std::move(wanted);
}

// Today's come first, then whoever else was ever here or is to come.
void Conductor::add_other_days(const Day& day) {
    view_.other_days_from = view_.rows.size();
    view_.other_days_matches = 0;
    view_.other_days_ready = desk_.search_ready();
    if (day.page != Page::today || day.filter != Filter::all || !view_.searched) return;
    FoundVisits found;
    view_.reading.take(desk_.search_visits(draft_.search, other_days_max), found);
    const auto of_today = [this](const VisitView& visit) {
        return std::any_of(today_.begin(), today_.end(), [&](const VisitView& row) { return row.id == visit.id; });
    };
    const auto before = found.rows.size();
    std::erase_if(found.rows, of_today);
    view_.other_days_matches = found.matches - (before - found.rows.size());
    std::move(found.rows.begin(), found.rows.end(), std::back_inserter(view_.rows));
}

void Conductor::tell_sites(Around around) {
    view_.sites = std::move(around.sites);
    view_.site_shown = around.shown;
    view_.site_fresh = around.fresh;
    view_.way_back = around.way_back;
}

void Conductor::rest() {
    handle(TimePassed{});
    view_.now = desk_.now();
    if (surroundings_.exchange) view_.exchange = surroundings_.exchange();
    const auto today = desk_.zone().start_of_day(view_.now);
    if (!count_due_ && counted_day_ == today) return;
    // What can't be read stays as it was; this site's own banner says so when it is shown.
    if (const auto count = desk_.waiting_count()) waiting_ = *count, counted_day_ = today, count_due_ = false;
}

SiteRow Conductor::row() const {
    return {.name = view_.site, .waiting = waiting_, .stale = view_.exchange.stale};
}

void Conductor::leave() {
    wipe(draft_.search);
    wipe(draft_.pin);
    count_due_ = stale_ = true;
    rest();
}

bool Conductor::sign_in_as(const Who& who) {
    auto staff = desk_.sign_in_as(who.name, who.pin);
    if (!staff || !*staff || !may_work_at(**staff, Role::reception)) return false;
    handle(SignInAnswered{{.staff = std::move(*staff)}});
    who_ = who;
    return signed_in();
}

void Conductor::ask_for_next_frame(ui::Ui& ui) const {
    const auto now = desk_.now();
    const auto minute = std::chrono::ceil<std::chrono::minutes>(now + std::chrono::milliseconds{1});
    ui.redraw_in(milliseconds_until(minute, now));
    if (const auto at = next_change(state_); at && *at > now) ui.redraw_in(milliseconds_until(*at, now));
    if (view_.reading.problem) ui.redraw_in(milliseconds_until(view_.reading.tried_at + reading_retry, now));
    if (awaits_paper()) ui.redraw_in(static_cast<int>(roll_call_job_looked_at_every.count()));
    if (std::holds_alternative<EnterPin>(state_.screen) && view_.keypad.wait_s > 0) ui.redraw_in(1000);
}

std::optional<AppRequest> Conductor::frame(ui::Ui& ui) {
    handle(TimePassed{});
    refresh();
    ui.begin_frame(name_of(state_.screen), texts_);
    if (ui.last_touch_ms() != seen_touch_ms_) {
        seen_touch_ms_ = ui.last_touch_ms();
        handle(Touched{});
    }
    struct Drawer {
        Conductor& self;
        ui::Ui& ui;
        std::optional<Event> operator()(const EnterPin& s) const { return draw(ui, s, self.view_, self.draft_); }
        std::optional<Event> operator()(const Day& s) const { return behind(s, false); }
        std::optional<Event> operator()(const Details& s) const {
            static_cast<void>(behind(s.behind, true));
            return draw(ui, s, self.view_);
        }
        std::optional<Event> operator()(const Reprint& s) const {
            static_cast<void>(behind(s.behind.behind, true));
            return draw(ui, s, self.view_);
        }
        std::optional<Event> operator()(const MovePrint& s) const {
            static_cast<void>(behind(s.behind.behind, true));
            return draw(ui, s, self.view_);
        }
        std::optional<Event> operator()(const AdmitAnyway& s) const {
            static_cast<void>(behind(s.behind.behind, true));
            return draw(ui, s, self.view_);
        }
        std::optional<Event> operator()(const ShowRollCall& s) const { return draw(ui, s, self.view_); }
        [[nodiscard]] std::optional<Event> behind(const Day& s, bool sheet) const {
            return draw(ui, s, self.state_, self.view_, self.draft_, sheet);
        }
    };
    const auto shown = state_.screen;
    auto event = std::visit(Drawer{*this, ui}, shown);
    scan_notice_.draw(ui, view_.now);
    const auto scan = ui.take_scan();
    if (event) scan_notice_.close();
    const auto searched = listed_ && listed_->text != draft_.search;
    if (scan)
        on_scan(*scan);
    else if (event)
        handle(std::move(*event));
    if (scan || event || searched) ui.redraw_in(1);
    ask_for_next_frame(ui);
    ui.end_frame();
    return std::exchange(request_, std::nullopt);
}

}  // namespace vestibule::reception
