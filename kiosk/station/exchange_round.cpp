// The exchange worker's round.
#include "kiosk/station/exchange_round.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "kiosk/station/enrolment_round.h"
#include "kiosk/station/station.h"
#include "kiosk/sync/exchange.h"

namespace vestibule {

ExchangeRound::ExchangeRound(std::unique_ptr<Desk> desk, StationPlace place, CentralStore& store,
                             StationHealth& health)
    : desk_{std::move(desk)},
      place_{std::move(place)},
      keys_{place_, *desk_, store},
      store_{&store},
      health_{&health} {}

ExchangeView ExchangeRound::view_after(const Problem* problem) {
    ExchangeView view{.last_contact = last_contact_, .problem = problem != nullptr ? problem->what : ""};
    const auto own = desk_->reader().own_seq();
    const auto acknowledged = desk_->reader().acknowledged_seq();
    if (own && acknowledged && *own > *acknowledged) view.waiting_events = static_cast<int>(*own - *acknowledged);
    const auto limit = std::chrono::seconds{desk_->policy().data_age_limit_s};
    view.stale = !last_contact_ || desk_->now() - *last_contact_ > limit;
    std::error_code unknown;
    const auto folder = desk_->log().file().parent_path();
    if (std::filesystem::space(folder, unknown).available < disk_room_min && !unknown)
        view.disk_trouble = fmt::format("the disk is full: make room for {}, then try again", folder.string());
    view.clock_behind = desk_->clock_behind().value_or(std::chrono::microseconds{0});
    return view;
}

// That this station is there, and who else was heard of; what fails is tried again with the next round.
void ExchangeRound::report(Instant now) {
    if (reported_ && now >= *reported_ && now - *reported_ < report_every) return;
    auto heard = store_->report(desk_->identity().station(), now);
    if (!heard) return;
    reported_ = now;
    health_->set_report(std::move(*heard));
    // What is expired is gone from the store as well; not by a clock that is doubted.
    const auto clock_is_trusted = health_->exchange().clock_ahead == std::chrono::microseconds{0};
    if (place_.role == Role::reception && clock_is_trusted) (void)store_->drop_blobs(now);
}

// What was done about damage, in words.
std::string ExchangeRound::heal_store(Instant now) {
    if (looked_ && now >= *looked_ && now - *looked_ < heal_every) return {};
    looked_ = now;
    auto done = store_->heal();
    if (done && !done->empty()) store_->keys_taken = {};
    return done ? std::move(*done) : done.error().what;
}

std::chrono::milliseconds ExchangeRound::once() {
    const auto now = desk_->now();
    auto keys = keys_.before_exchange(now);
    if (const auto enrolled = answer_codes(place_, now); !enrolled && keys) keys = tl::unexpected(enrolled.error());
    // Before the exchange, which offers what is moved on, and before keys go whose time is over.
    auto names = desk_->keep_names_of_those_inside();
    const auto result = exchange({.identity = desk_->identity(),
                                  .role = place_.role,
                                  .log = desk_->log(),
                                  .reader = desk_->reader(),
                                  .vault = desk_->vault(),
                                  .store = *store_},
                                 now);
    took_keys_ = result && result->keys_taken > 0;
    if (names) names = desk_->keep_names_of_those_inside();  // of whom the exchange has told
    // A door's keys go when their window ends, with or without a network. Reception may hold any.
    if (place_.role != Role::reception && names) (void)desk_->vault().drop_keys_outside(now);
    if (keys && result) keys = keys_.after_exchange();
    (void)desk_->refresh();
    // What isn't ended now is ended by the retention round.
    if (result && result->erased > 0) (void)desk_->finish_erasures();
    const bool is_in_trouble = result ? !result->refused.empty() : result.error().remedy != Remedy::retry_later;
    const auto healed = is_in_trouble ? heal_store(now) : std::string{};
    if (result) report(now);
    if (result) {
        last_contact_ = now;
        failures_ = 0;
        auto view = view_after(nullptr);
        if (!keys) view.problem = keys.error().what;
        if (!names) view.problem = names.error().what;
        if (!result->refused.empty()) view.problem = result->refused.front();
        if (!healed.empty()) view.problem = healed;
        health_->set_exchange(view);
        return exchange_poll;
    }
    health_->set_exchange(view_after(&result.error()));
    // Doubling with jitter, so that stations that lost the store together don't come back together.
    const auto base = std::chrono::milliseconds{1000LL << std::min(failures_++, 6)};
    static thread_local std::mt19937 generator{std::random_device{}()};
    std::uniform_int_distribution<long> jitter{0, static_cast<long>(base.count() / 2)};
    return std::min<std::chrono::milliseconds>(exchange_retry_max,
                                               base + std::chrono::milliseconds{jitter(generator)});
}

}  // namespace vestibule
