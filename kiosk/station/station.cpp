// Opening a station and running its workers.
#include "kiosk/station/station.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/base/ensure.h"
#include "kiosk/base/paths.h"
#include "kiosk/base/whole_file.h"
#include "kiosk/desk/import_calendar.h"
#include "kiosk/desk/imports.h"
#include "kiosk/intake/calendar.h"
#include "kiosk/intake/hosts.h"
#include "kiosk/intake/import_file.h"
#include "kiosk/station/central_place.h"
#include "kiosk/station/enrolment.h"
#include "kiosk/station/exchange_round.h"
#include "kiosk/station/notify_round.h"
#include "kiosk/station/paper_round.h"
#include "kiosk/station/print_round.h"
#include "kiosk/station/restore.h"
#include "kiosk/station/retention_round.h"
#include "kiosk/station/search_round.h"
#include "kiosk/vault/generations.h"
#include "kiosk/vault/healing.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

constexpr std::chrono::milliseconds exchange_wait_step{20};
constexpr int exchange_wait_steps = 500;
constexpr std::chrono::milliseconds paper_wait_step{100};
constexpr int paper_wait_steps = 300;
constexpr auto sample_days = std::chrono::days{14};
constexpr int idle_rounds_max = 200;  // of work_until_idle: a printer that never ends isn't waited for

Result<std::string> policy_text(const std::filesystem::path& file) {
    auto text = read_whole(file, "policy file", settings_bytes_max);
    if (!text) return ask_staff(text.error().what);
    return text;
}

}  // namespace

void StationHealth::set_exchange(ExchangeView view) {
    const std::lock_guard lock{mutex_};
    exchange_ = std::move(view);
}

void StationHealth::set_clock_ahead(std::chrono::microseconds step) {
    const std::lock_guard lock{mutex_};
    clock_ahead_ = step;
}

bool StationHealth::set_printer(PrinterView view) {
    const std::lock_guard lock{mutex_};
    if (printer_ == view) return false;
    printer_ = std::move(view);
    return true;
}

void StationHealth::set_office_printer(PrinterView view) {
    const std::lock_guard lock{mutex_};
    office_printer_ = std::move(view);
}

ExchangeView StationHealth::exchange() const {
    const std::lock_guard lock{mutex_};
    auto view = exchange_;
    view.clock_ahead = clock_ahead_;
    return view;
}

PrinterView StationHealth::printer() const {
    const std::lock_guard lock{mutex_};
    return printer_;
}

PrinterView StationHealth::office_printer() const {
    const std::lock_guard lock{mutex_};
    return office_printer_;
}

void StationHealth::set_report(SiteReport report) {
    const std::lock_guard lock{mutex_};
    report_ = std::move(report);
}

SiteReport StationHealth::report() const {
    const std::lock_guard lock{mutex_};
    return report_;
}

struct Station::Rounds {
    PrintRound print;
    PaperRound paper;
    NotifyRound notify;
    ExchangeRound exchange;
    RetentionRound retention;
    SearchRound search;
};

Station::Station(StationOptions options) : options_{std::move(options)} {}

Result<std::unique_ptr<Station>> Station::open(StationOptions options, std::optional<StationLock> lock) {
    std::unique_ptr<Station> station{new Station{std::move(options)}};
    VESTIBULE_CHECK(station->open_files(std::move(lock)));
    VESTIBULE_CHECK(station->make_rounds());
    VESTIBULE_CHECK(station->introduce_self());
    VESTIBULE_CHECK(station->seed_policy());
    return station;
}

Station::~Station() {
    control_.reset();
    stop_workers();
}

Result<> Station::open_files(std::optional<StationLock> lock) {
    if (lock) {
        lock_.emplace(std::move(*lock));
    } else {
        VESTIBULE_TRY(taken, StationLock::take(folder()));
        if (!taken)
            return retry_later(
                fmt::format("the station \"{}\" is already running on {}", options_.place.name, folder().string()));
        lock_.emplace(std::move(*taken));
    }
    VESTIBULE_CHECK(finish_restore(folder()));
    VESTIBULE_CHECK(heal_from_copies(options_.place, certificates_here(options_.place)));
    VESTIBULE_TRY(identity, open_identity(options_.place, options_.config.site));
    identity_ = std::make_unique<Identity>(std::move(identity));
    // What the site's root has signed, whatever the folder is called.
    options_.place.role = role_named(identity_->certificate.role).value_or(options_.place.role);
    VESTIBULE_TRY(has_log, is_there(log_file()));
    VESTIBULE_TRY(vault,
                  open_vault(options_.place, *identity_, has_log ? KeysFile::must_be_there : KeysFile::may_be_made));
    vault_ = std::make_unique<Vault>(std::move(vault));
    VESTIBULE_CHECK(expect_log(has_log));
    VESTIBULE_TRY(log, Log::open(log_file(), identity_->station(), judge_of(identity_->trust)));
    log_ = std::make_unique<Log>(std::move(log));
    VESTIBULE_TRY(store, open_central_store(options_.place, identity_->certificate));
    store_ = std::move(store);
    return {};
}

// A station that has keys has had a log: an empty one in its place would number its events anew.
Result<> Station::expect_log(bool has_log) const {
    std::error_code failed;
    if (has_log && (std::filesystem::file_size(log_file(), failed) > 0 || failed)) return {};
    VESTIBULE_TRY(first_start, vault_->is_empty());
    if (first_start) return {};
    return ask_staff(fmt::format(
        "{} is missing or empty, though this station has keys: restore it from a backup, or move {} aside "
        "and let the station be enrolled anew. Nothing was changed.",
        log_file().string(), folder().string()));
}

Result<> Station::make_rounds() {
    VESTIBULE_TRY(print_desk, new_desk());
    VESTIBULE_TRY(paper_desk, new_desk());
    VESTIBULE_TRY(notify_desk, new_desk());
    VESTIBULE_TRY(exchange_desk, new_desk());
    VESTIBULE_TRY(retention_desk, new_desk());
    VESTIBULE_TRY(search_desk, new_desk());
    rounds_.reset(new Rounds{
        .print = PrintRound{std::move(print_desk), health_, folder()},
        .paper = PaperRound{std::move(paper_desk), health_},
        .notify = NotifyRound{std::move(notify_desk)},
        .exchange = ExchangeRound{std::move(exchange_desk), options_.place, *store_, health_},
        .retention =
            RetentionRound{
                std::move(retention_desk), ClockWatch{folder() / "clock.json", options_.clock_synchronised}, health_,
                NightlyCheck{options_.place,
                             [this] { return open_central_store(options_.place, identity_->certificate); }}},
        .search = SearchRound{std::move(search_desk), search_},
    });
    return {};
}

// The first event of a station's log says who it is; the root key's signature in it is what others trust. At an
// upgrade the machine that has the root key says which rights its own stations have, before anybody else asks.
Result<> Station::introduce_self() {
    VESTIBULE_TRY(desk, new_desk());
    VESTIBULE_TRY(own, desk->reader().own_seq());
    std::vector<NewEvent> words;
    if (own == 0) words.push_back(enrolment_of(identity_->certificate));
    VESTIBULE_TRY(known, desk->reader().stations());
    const auto is_named = [&](const StationId& station) {
        return std::ranges::any_of(known, [&](const auto& one) { return one.station == station && one.named; });
    };
    if (own > 0 && !is_named(identity_->station())) {
        VESTIBULE_TRY(certified, certify_stations_here(options_.place.data));
        for (const auto& certificate : certified)
            if (!is_named(certificate.station)) words.push_back(enrolment_of(certificate));
    }
    if (words.empty()) return {};
    VESTIBULE_CHECK(log_->append(words, {}, options_.clock()));
    return {};
}

// The log's policy counts; the file only starts a site that has none, at a station that may set one.
Result<> Station::seed_policy() {
    VESTIBULE_TRY(desk, new_desk());
    VESTIBULE_TRY(known, desk->reader().policy());
    // What fails here is said by the worker's next round.
    if (!known || options_.exchanges_first) (void)rounds_->exchange.once();
    if (known) return {};
    VESTIBULE_TRY(heard_of, desk->reader().policy());
    VESTIBULE_TRY(may, desk->has_right(Right::reception));
    if (heard_of || !may) return {};
    // A view that has rotted isn't a site that never had a policy.
    VESTIBULE_TRY(of_site, desk->reader().rows_that_count(stream_of(identity_->trust.site)));
    if (std::ranges::count(of_site, kind::site_policy_set, &Event::kind) > 0) {
        VESTIBULE_CHECK(log_->rebuild());
        return tell_next_look(
            *log_, desk->reader(),
            fmt::format("{}: its views had lost the site's policy, and were made anew", log_file().string()));
    }
    VESTIBULE_TRY(text, policy_text(options_.policy_file));
    VESTIBULE_TRY(policy, parse_policy_toml(text, options_.policy_file.string()));
    const NewEvent set{.kind = std::string{kind::site_policy_set},
                       .stream = stream_of(identity_->trust.site),
                       .body = {{"version", policy.version}, {"policy", policy_json(policy)}}};
    VESTIBULE_CHECK(log_->append({&set, 1}, {}, options_.clock()));
    return {};
}

Result<std::unique_ptr<Desk>> Station::new_desk() {
    VESTIBULE_TRY(reader, LogReader::open(log_->file()));
    return Desk::open({.log = *log_,
                       .reader = std::move(reader),
                       .vault = *vault_,
                       .identity = *identity_,
                       .config = options_.config,
                       .role = options_.place.role,
                       .clock = options_.clock,
                       .search = options_.place.role == Role::lobby ? nullptr : &search_});
}

void Station::news() {
    const std::lock_guard lock{news_mutex_};
    if (on_news_) on_news_();
}

void Station::start_workers(std::function<void()> on_news) {
    {
        const std::lock_guard lock{news_mutex_};
        on_news_ = std::move(on_news);
    }
    printing_ = std::make_unique<Worker>([this] {
        const auto pause = rounds_->print.once();
        if (rounds_->print.has_news()) news();
        return pause;
    });
    papers_ = std::make_unique<Worker>([this] { return rounds_->paper.once(); });
    telling_ = std::make_unique<Worker>([this] { return rounds_->notify.once(); });
    exchanging_ = std::make_unique<Worker>(
        [this] {
            const auto pause = rounds_->exchange.once();
            news();
            // Keys come without an event: whoever's row came before may be found from now on.
            if (rounds_->exchange.took_keys()) searching_->wake();
            store_->wait_for_news(pause);
            return std::chrono::milliseconds{0};
        },
        [this] { store_->wake(); });
    retaining_ = std::make_unique<Worker>(
        [this] { return rounds_->retention.once([this] { return retaining_->stopping(); }); });
    searching_ = std::make_unique<Worker>([this] {
        const auto searched = rounds_->search.once([this] { return searching_->stopping(); });
        if (searched.changed) news();
        return searched.pause;
    });
    log_->on_change([this] {
        news();
        printing_->wake();
        papers_->wake();
        telling_->wake();
        exchanging_->wake();
        searching_->wake();
    });
    for (const auto& worker : {printing_.get(), papers_.get(), telling_.get(), exchanging_.get(), retaining_.get()})
        worker->start();
}

void Station::start_search() {
    if (!searching_ || options_.place.role == Role::lobby) return;
    search_.set_kept(true);
    searching_->start();
}

void Station::stop_workers() {
    search_.set_kept(false);
    // Their rounds ask them whether to stop, so they must still be there.
    for (auto* worker : {searching_.get(), retaining_.get()})
        if (worker != nullptr) worker->stop();
    if (log_) log_->on_change({});
    {
        const std::lock_guard lock{news_mutex_};
        on_news_ = {};
    }
    for (auto* worker : {&printing_, &papers_, &telling_, &exchanging_, &retaining_, &searching_}) worker->reset();
}

Result<> Station::work_until_idle() {
    ensure(rounds_ != nullptr, "a station that only reads has work to do");
    for (int i = 0; i < idle_rounds_max; ++i) {
        const auto pause = std::min(rounds_->print.once(), rounds_->paper.once());
        (void)rounds_->notify.once();
        (void)rounds_->exchange.once();
        if (!rounds_->print.busy() && !rounds_->paper.watching()) return {};
        std::this_thread::sleep_for(std::min(pause, std::chrono::milliseconds{200}));
    }
    return retry_later("a print is still in a printer's queue; the station goes on with it when it runs next");
}

Result<PaperJobView> Station::wait_for_paper(const Desk& desk, JobId id) {
    ensure(rounds_ != nullptr, "a station that only reads prints nothing");
    PaperJobView view{.id = id};
    for (int i = 0; i < paper_wait_steps && !has_ended(view.phase); ++i) {
        if (i > 0) std::this_thread::sleep_for(paper_wait_step);
        if (!papers_) (void)rounds_->paper.once();
        VESTIBULE_TRY(job, desk.paper_job(id));
        if (!job) return give_up("no such paper was asked for");
        view = *job;
    }
    return view;
}

Result<> Station::exchange_now() {
    ensure(rounds_ != nullptr, "a station that only reads meets nobody");
    if (!exchanging_) {
        (void)rounds_->exchange.once();
    } else {
        const auto asked_at = options_.clock();
        exchanging_->wake();
        for (int i = 0; i < exchange_wait_steps && health_.exchange().last_contact.value_or(Instant{}) < asked_at;
             ++i)
            std::this_thread::sleep_for(exchange_wait_step);
    }
    const auto view = health_.exchange();
    return view.problem.empty() ? Result<>{} : retry_later(view.problem);
}

Result<> Station::load_samples(Desk& desk) {
    const auto folder = asset_folder() / "samples";
    VESTIBULE_TRY(hosts_text, read_import_file(folder / "hosts.csv"));
    VESTIBULE_TRY(hosts, read_hosts(hosts_text, "hosts.csv"));
    VESTIBULE_CHECK(import_hosts(desk, hosts));
    VESTIBULE_TRY(calendar_text, read_import_file(folder / "appointments.ics"));
    VESTIBULE_TRY(visits,
                  read_calendar(calendar_text, "appointments.ics",
                                {.own_domains = desk.policy().own_domains, .zone = desk.zone(), .now = desk.now()}));
    // The sample's weekly meetings go on for a year; two weeks are enough to try with, and quickly taken.
    const auto last = desk.now() + sample_days;
    for (auto& item : visits.items)
        std::erase_if(item.rows, [&](const AppointmentRow& row) { return row.from > last; });
    VESTIBULE_CHECK(import_calendar(desk, visits));
    return {};
}

Result<> Station::open_control(std::function<ControlAnswer(const ControlRequest&)> handle) {
    VESTIBULE_TRY(socket, ControlSocket::listen(folder() / "control.sock", std::move(handle)));
    control_ = std::move(socket);
    return {};
}

}  // namespace vestibule
