// One connection to PostgreSQL that is made when it's needed, and made anew after it broke. pqxx stands behind this
// door and postgres_store alone; its exceptions become Problems here.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "kiosk/base/result.h"
#include "kiosk/sync/central_login.h"

namespace pqxx {
class transaction_base;
}

namespace vestibule {

inline constexpr const char* sqlstate_no_station = "VS001";
inline constexpr const char* sqlstate_revoked = "VS002";
inline constexpr const char* sqlstate_not_allowed = "VS003";

// Thread: one at a time, but wake() from any. Blocks: connect_timeout a host; a call until its answer, or until
// nothing has moved on the line for `silence_limit`.
class PostgresConnection {
  public:
    // `text` is a libpq connection string; `hosts` is for messages; `channel` is listened to once connected, "" =
    // none.
    PostgresConnection(std::string text, std::string hosts, std::string channel,
                       std::chrono::milliseconds silence_limit = silence_max);
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;
    ~PostgresConnection();

    // Runs `statements` in autocommit, each its own transaction; or all of them in one.
    // Errors: retry_later when the store can't be reached or was cut off (what was asked may have been done);
    // ask_staff when it refuses this station, its certificate isn't trusted, or a function fails.
    using Statements = std::function<void(pqxx::transaction_base&)>;
    [[nodiscard]] Result<> run(const Statements& statements);
    [[nodiscard]] Result<> run_together(const Statements& statements);

    // Ends when another connection has notified since forget_news(), when woken, or with the time. Where there is no
    // connection it sleeps.
    void wait_for_news(std::chrono::milliseconds timeout);
    void forget_news() { news_ = false; }
    void wake();

  private:
    class Listener;
    struct Session;
    [[nodiscard]] bool is_alive();
    [[nodiscard]] Result<> connect();
    template <class Transaction>
    [[nodiscard]] Result<> run_in(const Statements& statements);

    std::string text_, hosts_, channel_;
    std::chrono::milliseconds silence_limit_;
    bool news_ = false;
    int wake_;
    std::unique_ptr<Session> session_;  // nothing: not connected
};

}  // namespace vestibule
