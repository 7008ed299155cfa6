// libpqxx behind a door: connecting, failing in words, waiting for a notification.
#include "kiosk/sync/postgres_connection.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <pqxx/pqxx>

#include "kiosk/base/ensure.h"

namespace vestibule {
namespace {

std::string first_line(std::string_view text) {
    auto line = std::string{text.substr(0, text.find('\n'))};
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    return line;
}

// libpq says all hosts it tried; certificates and passwords are for people to put right, the rest heals by itself.
Problem connect_problem(std::string_view said, const std::string& hosts) {
    const auto says = [&](std::string_view word) { return said.find(word) != std::string_view::npos; };
    if (says("certificate") || says("SSL error") || says("does not support SSL"))
        return {Remedy::ask_staff,
                fmt::format("the central store at {} isn't trusted: {}. Check its certificate and sslrootcert", hosts,
                            first_line(said))};
    if (says("authentication failed") || says("is not permitted to log in") || says("no pg_hba.conf entry"))
        return {Remedy::ask_staff, fmt::format("the central store at {} refuses this station's login: {}. Enrol the "
                                               "station anew, or ask the store's administrator",
                                               hosts, first_line(said))};
    return {Remedy::retry_later,
            fmt::format("the central store at {} can't be reached: {}", hosts, first_line(said))};
}

// Classes of SQLSTATE: 08 connection, 40 rolled back, 53 resources, 55 locks, 57 operator intervention.
bool may_heal(std::string_view state) {
    constexpr std::string_view classes[] = {"08", "25", "40", "53", "55", "57"};
    return std::ranges::any_of(classes, [&](std::string_view c) { return state.starts_with(c); });
}

Problem problem_of(const pqxx::sql_error& error, const std::string& hosts) {
    const auto state = error.sqlstate();
    const auto said = first_line(error.what());
    if (state == sqlstate_revoked || state == sqlstate_not_allowed || state == sqlstate_no_station)
        return {Remedy::ask_staff, fmt::format("the central store at {} refuses: {}", hosts, said)};
    // pqxx gives its own classes to some, without their SQLSTATE.
    const auto out_of_room = dynamic_cast<const pqxx::insufficient_resources*>(&error) != nullptr;
    if (may_heal(state) || out_of_room)
        return {Remedy::retry_later, fmt::format("the central store at {}: {}", hosts, said)};
    return {Remedy::ask_staff,
            fmt::format("the central store at {} fails: {}. Run `vestibule central install` again, "
                        "with the same version as the stations'",
                        hosts, said)};
}

}  // namespace

namespace {

class Listener final : public pqxx::notification_receiver {
  public:
    Listener(pqxx::connection& connection, const std::string& channel, bool& news)
        : pqxx::notification_receiver{connection, channel}, connection_{connection}, news_{news} {}
    // What this very connection has done is no news to it.
    void operator()(const std::string&, int backend) override {
        if (backend != connection_.backendpid()) news_ = true;
    }

  private:
    pqxx::connection& connection_;
    bool& news_;
};

}  // namespace

struct PostgresConnection::Session {
    explicit Session(const std::string& text) : connection{text} {}
    pqxx::connection connection;
    // What matters comes back as an error; the rest would go to stderr.
    pqxx::quiet_errorhandler quiet{connection};
    std::unique_ptr<Listener> listener;
};

PostgresConnection::PostgresConnection(std::string text, std::string hosts, std::string channel)
    : text_{std::move(text)},
      hosts_{std::move(hosts)},
      channel_{std::move(channel)},
      wake_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
    ensure(wake_ >= 0, "the kernel gives an eventfd");
}

PostgresConnection::~PostgresConnection() {
    close(wake_);
}

Result<> PostgresConnection::connect() try {
    if (session_) return {};
    auto fresh = std::make_unique<Session>(text_);
    if (!channel_.empty()) fresh->listener = std::make_unique<Listener>(fresh->connection, channel_, news_);
    session_ = std::move(fresh);
    return {};
} catch (const pqxx::failure& failure) {
    return tl::unexpected(connect_problem(failure.what(), hosts_));
}

template <class Transaction>
Result<> PostgresConnection::run_in(const Statements& statements) {
    VESTIBULE_CHECK(connect());
    const auto lost = [this](std::string_view why) {
        session_.reset();
        return retry_later(fmt::format("the central store at {} was cut off: {}", hosts_, first_line(why)));
    };
    try {
        Transaction transaction{session_->connection};
        statements(transaction);
        transaction.commit();
        return {};
    } catch (const pqxx::broken_connection& broken) {
        return lost(broken.what());
    } catch (const pqxx::in_doubt_error& in_doubt) {
        return lost(in_doubt.what());
    } catch (const pqxx::sql_error& error) {
        const auto problem = problem_of(error, hosts_);
        // A server that is shutting down, or turned read-only: the next try may find another one.
        if (problem.remedy == Remedy::retry_later) return lost(error.what());
        return tl::unexpected(problem);
    } catch (const std::exception& failure) {
        return lost(failure.what());
    }
}

Result<> PostgresConnection::run(const Statements& statements) {
    return run_in<pqxx::nontransaction>(statements);
}

Result<> PostgresConnection::run_together(const Statements& statements) {
    return run_in<pqxx::work>(statements);
}

void PostgresConnection::wait_for_news(std::chrono::milliseconds timeout) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    for (;;) {
        try {
            if (session_) session_->connection.get_notifs();
        } catch (const std::exception&) {
            session_.reset();
            return;  // the next exchange says what is wrong
        }
        if (session_ && news_) return;
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd fds[] = {{.fd = wake_, .events = POLLIN, .revents = 0},
                        {.fd = session_ ? session_->connection.sock() : -1, .events = POLLIN, .revents = 0}};
        const int ready = poll(fds, 2, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return;
        if (fds[0].revents != 0) {
            std::uint64_t count = 0;
            ensure(read(wake_, &count, sizeof count) == sizeof count, "an eventfd that is ready can be read");
            return;
        }
    }
}

void PostgresConnection::wake() {
    const std::uint64_t one = 1;
    // It fails only when 2^64 - 2 wakes wait already: awake enough.
    [[maybe_unused]] const auto written = write(wake_, &one, sizeof one);
}

}  // namespace vestibule
