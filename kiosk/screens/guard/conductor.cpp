// The guard's conductor.
#include "kiosk/screens/guard/conductor.h"

#include <algorithm>
#include <utility>

#include "kiosk/base/paths.h"
#include "kiosk/screens/common/roll_call.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/ui/ui.h"

namespace vestibule::guard {
namespace {

Passage first_passage(GateDirection direction) {
    switch (direction) {
        case GateDirection::none:
            return Passage::check;
        case GateDirection::out:
            return Passage::out;
        case GateDirection::in:
        case GateDirection::both:
            break;
    }
    return Passage::in;
}

int milliseconds_until(Instant at, Instant now) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(at - now).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 1, 60'000));
}

}  // namespace

Conductor::Conductor(Desk& desk, Surroundings surroundings)
    : desk_{desk},
      surroundings_{std::move(surroundings)},
      texts_{catalogue_folder(), desk.config().site.languages.front()},
      view_{.gate = desk.config().gate.name,
            .direction = desk.config().gate.direction,
            .zone = desk.zone(),
            .shares_display = surroundings_.shares_display,
            .site = desk.config().site.name,
            .office_queue = desk.config().printer.office_queue} {
    state_.passage = first_passage(view_.direction);
    if (surroundings_.staff && may_work_at(*surroundings_.staff, Role::guard))
        state_.session = {.staff = surroundings_.staff, .last_touched = desk.now()};
}

// A verdict stays when something is scanned that is no badge: a red Stop isn't cleared by a parcel's label.
void Conductor::on_scan(const Scan& scan) {
    const auto now = desk_.now();
    const auto reading = desk_.read_scan(scan);
    if (!reading) return handle(Failed{reading.error()});
    if (reading->kind == ScanKind::neither)
        return scan_notice_.say(mark("That isn’t one of our badges. Please scan the QR code of the badge."), now);
    if (reading->kind == ScanKind::invitation)
        return scan_notice_.say(
            mark("That’s an invitation, not a badge. Please send the visitor to the lobby to check in."), now);
    // One who comes in and at once goes out again is scanned twice.
    const auto once = reading->text + (state_.passage == Passage::out ? " out" : " in");
    if (last_scan_.is_repeated(once, now)) return;
    scan_notice_.close();
    handle(Scanned{reading->text, CodeFrom::scanner});
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
    tidy_draft();
}

// What was typed for one screen never shows up on another.
void Conductor::tidy_draft() {
    if (!std::holds_alternative<Idle>(state_.screen)) draft_.code.clear();
    if (!std::holds_alternative<ShowList>(state_.screen)) draft_.search.clear();
    if (!std::holds_alternative<EnterPin>(state_.screen)) draft_.pin.clear();
}

Event Conductor::run(const Command& command) {
    struct Runner {
        Conductor& self;
        Event operator()(const Check& c) const {
            auto checked = self.desk_.check(c.text, c.passage, c.from);
            self.another_verdict_ = true;
            return checked ? Event{Checked{*checked}} : Event{Failed{checked.error()}};
        }
        Event operator()(const SignIn& c) const {
            self.draft_.pin.clear();
            auto answer = self.desk_.sign_in(c.pin);
            if (!answer) return Failed{answer.error()};
            if (answer->staff && !may_work_at(*answer->staff, Role::guard))
                return Failed{{.remedy = Remedy::ask_staff, .what = mark("Your PIN isn’t for this station")}};
            return SignInAnswered{*answer};
        }
        Event operator()(const LetInNow& c) const {
            auto checked = self.desk_.let_in(c.check, c.staff);
            return checked ? Event{Checked{*checked}} : Event{Failed{checked.error()}};
        }
        Event operator()(const LetOut& c) const {
            return done(self.desk_.let_out(c.visit, c.staff), Notice::About::let_out);
        }
        Event operator()(const Answer& c) const {
            return c.approve ? done(self.desk_.approve(c.visit, c.staff), Notice::About::approved)
                             : done(self.desk_.decline(c.visit, c.staff), Notice::About::declined);
        }
        Event operator()(const SendRollCall& c) const {
            const auto asked = self.desk_.print_paper({.kind = PaperKind::roll_call}, c.staff, c.way);
            if (!asked) return Failed{asked.error()};
            self.roll_call_ = *asked;
            return TimePassed{};
        }
        Event operator()(const UnlockKeypad& c) const {
            return done(self.desk_.unlock_keypad(c.station, c.staff), Notice::About::keypad_unlocked);
        }
        Event operator()(const GoToLobby&) const {
            self.request_ = AppRequest::go_lobby;
            return TimePassed{};
        }
        static Event done(const Result<>& result, Notice::About about) {
            return result ? Event{VisitDone{about}} : Event{Failed{result.error()}};
        }
    };
    return std::visit(Runner{*this}, command);
}

// What can't be read stays as it was, and a banner says so.
void Conductor::read_anew() {
    stale_ = false;
    searched_.reset();
    auto& reading = view_.reading;
    reading.begin(view_.now);
    if (const auto fresh = desk_.refresh(); !fresh) {
        reading.note(fresh.error());
    } else {
        reading.take(desk_.inside(), inside_);
        reading.take(desk_.waiting(), waiting_);
        reading.take(desk_.has_staff(), view_.has_staff);
        if (state_.session.staff) reading.take(locked_elsewhere(desk_), view_.locked_keypads);
        read_roll_call();
    }
    reading.end();
    const auto admitted = heads_of(inside_);
    view_.inside = admitted.inside();
    view_.only_admitted = admitted.only_admitted;
    view_.overdue = admitted.overdue;
    view_.waiting = heads_of(waiting_).people;
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
    if (!state_.session.staff) roll_call_.reset(), view_.roll_call.reset();
    const auto reads_aloud = shown != nullptr;
    if (reads_aloud != view_.list_inside.has_value()) stale_ = true;
    if (awaits_paper()) view_.reading.take(desk_.paper_job(*roll_call_), view_.roll_call);
    if (stale_ || view_.reading.due_again(view_.now)) read_anew();
    if (std::holds_alternative<EnterPin>(state_.screen)) view_.reading.take(desk_.keypad(), view_.keypad);
    if (const auto* list = std::get_if<ShowList>(&state_.screen)) {
        refresh_rows(list->list);
    } else {
        view_.rows.clear(), searched_.reset();
    }
}

void Conductor::refresh_rows(List list) {
    Searched wanted{.list = list, .text = draft_.search};
    if (searched_ == wanted) return;
    const auto& all = list == List::inside ? inside_ : waiting_;
    view_.rows = Desk::search(all, draft_.search);
    view_.rows_in_all = static_cast<int>(all.size());
    searched_ = std::move(wanted);
}

void Conductor::ask_for_next_frame(ui::Ui& ui) const {
    const auto now = desk_.now();
    const auto minute = std::chrono::ceil<std::chrono::minutes>(now + std::chrono::milliseconds{1});
    ui.redraw_in(milliseconds_until(minute, now));
    if (view_.reading.problem) ui.redraw_in(milliseconds_until(view_.reading.tried_at + reading_retry, now));
    if (awaits_paper()) ui.redraw_in(static_cast<int>(roll_call_job_looked_at_every.count()));
    if (const auto at = next_change(state_)) ui.redraw_in(milliseconds_until(*at, now));
    if (std::holds_alternative<EnterPin>(state_.screen) && view_.keypad.wait_s > 0) ui.redraw_in(1000);
}

std::optional<AppRequest> Conductor::frame(ui::Ui& ui) {
    handle(TimePassed{});
    refresh();
    if (std::exchange(another_verdict_, false)) ui.turn_page();
    ui.begin_frame(name_of(state_.screen), texts_);
    if (ui.last_touch_ms() != seen_touch_ms_) {
        seen_touch_ms_ = ui.last_touch_ms();
        handle(Touched{});
    }
    struct Drawer {
        Conductor& self;
        ui::Ui& ui;
        std::optional<Event> operator()(const Idle& s) const {
            return draw(ui, s, self.state_, self.view_, self.draft_);
        }
        std::optional<Event> operator()(const ShowVerdict& s) const { return draw(ui, s, self.view_); }
        std::optional<Event> operator()(const EnterPin& s) const { return draw(ui, s, self.view_, self.draft_); }
        std::optional<Event> operator()(const ShowList& s) const {
            return draw(ui, s, self.state_, self.view_, self.draft_);
        }
        std::optional<Event> operator()(const ShowRollCall& s) const { return draw(ui, s, self.view_); }
    };
    const auto shown = state_.screen;
    auto event = std::visit(Drawer{*this, ui}, shown);
    scan_notice_.draw(ui, view_.now);
    const auto scan = ui.take_scan();
    if (event) scan_notice_.close();
    if (scan)
        on_scan(*scan);
    else if (event)
        handle(std::move(*event));
    const bool searched = searched_ && searched_->text != draft_.search;
    if (scan || event || searched) ui.redraw_in(1);
    ask_for_next_frame(ui);
    ui.end_frame();
    return std::exchange(request_, std::nullopt);
}

}  // namespace vestibule::guard
