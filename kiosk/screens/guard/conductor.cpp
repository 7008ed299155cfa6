// The guard's conductor.
#include "kiosk/screens/guard/conductor.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "kiosk/base/paths.h"
#include "kiosk/screens/common/pin_pad.h"
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

bool is_pin(std::string_view text) {
    return text.size() >= pin_digits_min && text.size() <= pin_digits_max &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
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
            .shares_display = surroundings_.shares_display} {
    state_.passage = first_passage(view_.direction);
}

void Conductor::on_scan(std::string_view text) {
    // A PIN that a real keyboard types fast looks like a scan.
    if (std::holds_alternative<EnterPin>(state_.screen) && is_pin(text)) {
        handle(PinEntered{std::string{text}});
    } else {
        handle(Scanned{std::string{text}});
    }
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
            auto checked = self.desk_.check(c.text, c.passage);
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
    }
    reading.end();
    view_.inside = static_cast<int>(inside_.size());
    view_.waiting = static_cast<int>(waiting_.size());
    const auto overdue = [](const VisitView& visit) { return visit.overdue; };
    view_.overdue = static_cast<int>(std::count_if(inside_.begin(), inside_.end(), overdue));
}

void Conductor::refresh() {
    view_.now = desk_.now();
    if (surroundings_.exchange) view_.exchange = surroundings_.exchange();
    if (stale_ || view_.reading.due_again(view_.now)) read_anew();
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
    if (const auto at = next_change(state_)) ui.redraw_in(milliseconds_until(*at, now));
    if (const auto* pin = std::get_if<EnterPin>(&state_.screen); pin && now < pin->locked_until) ui.redraw_in(1000);
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
        std::optional<Event> operator()(const Idle& s) const {
            return draw(ui, s, self.state_, self.view_, self.draft_);
        }
        std::optional<Event> operator()(const ShowVerdict& s) const { return draw(ui, s, self.view_); }
        std::optional<Event> operator()(const EnterPin& s) const { return draw(ui, s, self.view_, self.draft_); }
        std::optional<Event> operator()(const ShowList& s) const {
            return draw(ui, s, self.state_, self.view_, self.draft_);
        }
    };
    const auto shown = state_.screen;
    auto event = std::visit(Drawer{*this, ui}, shown);
    const auto scan = ui.take_scan();
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
