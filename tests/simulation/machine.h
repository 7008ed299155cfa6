// One station of the simulation: a folder with a real identity, vault and log, which can be killed, copied and put
// back.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "kiosk/log/log.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/sync/exchange.h"
#include "kiosk/vault/identity.h"
#include "kiosk/vault/vault.h"
#include "tests/simulation/faulty_store.h"

namespace vestibule::simulation {

class Machine {
  public:
    using Connect = std::function<std::unique_ptr<FaultyStore>()>;
    // `gullible`: it doesn't ask who may write what.
    Machine(const std::filesystem::path& data, std::string name, Role role, Connect connect, bool gullible);

    // Starts the station, with a new connection; one without an identity gets one, and writes its enrolment.
    void start();
    void stop() { running_.reset(); }

    [[nodiscard]] Result<ExchangeResult> exchange(Instant world_time);
    // Makes it a new incarnation out of `backup`, a log of an earlier one (README: `vestibule log restore`).
    // Errors: the store's; then it goes on as it was.
    [[nodiscard]] Result<> renew(const std::filesystem::path& backup, Instant world_time);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] Role role() const { return role_; }
    [[nodiscard]] std::filesystem::path folder() const { return data_ / name_; }
    [[nodiscard]] std::filesystem::path log_file() const { return folder() / "log.db"; }
    [[nodiscard]] Instant now(Instant world_time) const { return world_time + clock_error; }
    [[nodiscard]] FaultyStore& line() { return *line_; }

    [[nodiscard]] const Identity& identity() const { return running_->identity; }
    [[nodiscard]] Vault& vault() { return running_->vault; }
    [[nodiscard]] Log& log() { return running_->log; }
    [[nodiscard]] const LogReader& reader() const { return running_->reader; }

    std::chrono::minutes clock_error{};
    bool needs_renewal = false;  // the exchange said so; staff will see to it
    bool from_image = false;     // its disk was cloned or put back: what it did since then it may do once more

  private:
    struct Running {
        Identity identity;
        Vault vault;
        Log log;
        LogReader reader;
    };
    [[nodiscard]] StationPlace place() const { return {.data = data_, .name = name_, .role = role_}; }
    [[nodiscard]] SiteJudge judge(const Identity& identity) const;
    [[nodiscard]] Result<> fill_new_log(const std::filesystem::path& part, Instant world_time);

    std::filesystem::path data_;
    std::string name_;
    Role role_;
    Connect connect_;
    bool gullible_;
    std::unique_ptr<FaultyStore> line_;
    std::unique_ptr<Running> running_;
};

}  // namespace vestibule::simulation
