// One running station: its files, its keys, its log, and the workers that print, tell and exchange.
// Threads live here only. Each world (screens, print, notify, exchange, control) gets a desk of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "kiosk/base/config.h"
#include "kiosk/base/result.h"
#include "kiosk/desk/desk.h"
#include "kiosk/log/private_copy.h"
#include "kiosk/station/clock_watch.h"
#include "kiosk/station/control_socket.h"
#include "kiosk/station/station_lock.h"
#include "kiosk/station/worker.h"
#include "kiosk/sync/central_store.h"
#include "kiosk/vault/identity.h"
#include "kiosk/vault/vault.h"

namespace vestibule {

struct StationOptions {
    StationPlace place;
    Config config;
    std::filesystem::path policy_file;  // seeds a new site
    Clock clock = system_now;
    std::function<bool()> clock_synchronised = clock_is_synchronised;
    // Whether open() exchanges before it answers, so that what others know is known. A screen needn't wait for a
    // network: only a station that knows no policy yet does.
    bool exchanges_first = true;
};

// What screens show of the workers' state; set by workers, read by any thread.
class StationHealth {
  public:
    void set_exchange(ExchangeView view);
    bool set_printer(PrinterView view);  // whether that is news
    void set_office_printer(PrinterView view);
    void set_clock_ahead(std::chrono::microseconds step);  // ClockWatch::doubted_step
    void set_report(SiteReport report);
    [[nodiscard]] ExchangeView exchange() const;
    [[nodiscard]] PrinterView printer() const;
    [[nodiscard]] PrinterView office_printer() const;  // no name: none is set up
    [[nodiscard]] SiteReport report() const;

  private:
    mutable std::mutex mutex_;
    ExchangeView exchange_;
    std::chrono::microseconds clock_ahead_{};
    PrinterView printer_, office_printer_;
    SiteReport report_;
};

class Station {
  public:
    // Takes the lock, opens or makes everything, and exchanges once, so that what others know is known here.
    // Errors: retry_later when another process owns the station; ask_staff with what is wrong with the files.
    // `lock`: the station's, where the caller has it already.
    [[nodiscard]] static Result<std::unique_ptr<Station>> open(StationOptions options,
                                                               std::optional<StationLock> lock = std::nullopt);
    // For looking alone, beside whoever owns the station, on a full and on a read-only disk: files that can't be
    // opened in place are copied for as long as this lives. Desks of it refuse every deed; it has no workers, meets
    // no central store, and its health is unknown. Errors: ask_staff with what is wrong with the files.
    [[nodiscard]] static Result<std::unique_ptr<Station>> open_to_read(StationOptions options);
    ~Station();
    [[nodiscard]] bool only_reads() const { return !lock_.has_value(); }

    [[nodiscard]] Result<std::unique_ptr<Desk>> new_desk();

    // `on_news` is called from worker threads whenever something that screens show has changed; it must not block.
    void start_workers(std::function<void()> on_news);
    void stop_workers();
    // Makes the search index and keeps it current, in a worker of its own; call after the first frame. Only where
    // somebody searches: at reception and guard stations, never in a lobby.
    void start_search();
    // For commands without workers: prints, tells and exchanges until nothing is due or nothing moves any more.
    [[nodiscard]] Result<> work_until_idle();
    // What becomes of a paper that `desk` has queued here: waits for its end, at most half a minute. Where no workers
    // run, it's printed meanwhile.
    [[nodiscard]] Result<PaperJobView> wait_for_paper(const Desk& desk, JobId id);
    // One exchange with the central store, now. Errors: what the exchange says.
    [[nodiscard]] Result<> exchange_now();
    // Answers commands of other processes while this one owns the station.
    [[nodiscard]] Result<> open_control(std::function<ControlAnswer(const ControlRequest&)> handle);
    void close_control() { control_.reset(); }  // returns after the request under way

    // Hosts and appointments to try the station with. Errors: give_up when the samples aren't where they belong.
    [[nodiscard]] static Result<> load_samples(Desk& desk);

    // "central.db", or PostgreSQL's hosts.
    [[nodiscard]] std::string store_name() const;
    [[nodiscard]] const StationHealth& health() const { return health_; }
    [[nodiscard]] const StationOptions& options() const { return options_; }
    [[nodiscard]] const Identity& identity() const { return *identity_; }
    [[nodiscard]] std::filesystem::path folder() const { return options_.place.data / options_.place.name; }
    [[nodiscard]] std::filesystem::path log_file() const { return folder() / "log.db"; }

  private:
    struct ReadPlace;
    explicit Station(StationOptions options);
    [[nodiscard]] Result<> open_files(std::optional<StationLock> lock);
    [[nodiscard]] Result<> read_identity();
    [[nodiscard]] Result<> read_files(const ReadPlace& place);
    [[nodiscard]] Result<> bring_copy_up_to_date();
    [[nodiscard]] Result<> expect_log(bool has_log) const;
    [[nodiscard]] Result<> introduce_self();
    [[nodiscard]] Result<> seed_policy();
    [[nodiscard]] Result<> make_rounds();
    void news();

    StationOptions options_;
    std::optional<PrivateCopy> copy_;  // goes last
    std::optional<StationLock> lock_;  // nothing: only reads
    std::unique_ptr<Identity> identity_;
    std::unique_ptr<Vault> vault_;
    std::unique_ptr<Log> log_;
    std::unique_ptr<CentralStore> store_;
    StationHealth health_;
    std::mutex news_mutex_;
    std::function<void()> on_news_;
    SearchBoard search_;
    struct Rounds;
    std::unique_ptr<Rounds> rounds_;
    std::unique_ptr<Worker> printing_, papers_, telling_, exchanging_, retaining_, searching_;
    std::unique_ptr<ControlSocket> control_;  // last: its handler uses all of the above
};

}  // namespace vestibule
