// libpqxx behind a door: connecting, failing in words, waiting for a notification.
#include "kiosk/sync/postgres_connection.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <pqxx/pqxx>
#include <span>

#include "kiosk/base/ensure.h"
#include "kiosk/sync/silence_watch.h"

namespace vestibule {
namespace {

std::string first_line(std::string_view text) {
    auto line = std::string{text.substr(0, text.find('\n'))};
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    return line;
}

// The first line that has one of these words: libpq says what came of each host in a line of its own.
std::string line_with(std::span<const std::string_view> words, std::string_view said) {
    while (!said.empty()) {
        const auto line = said.substr(0, said.find('\n'));
        if (std::ranges::any_of(words,
                                [&](std::string_view word) { return line.find(word) != std::string_view::npos; }))
            return first_line(line);
        said.remove_prefix(std::min(line.size() + 1, said.size()));
    }
    return {};
}

// Certificates, passwords and rights are for people to put right, the rest heals by itself.
Problem connect_problem(std::string_view said, const std::string& hosts) {
    constexpr std::string_view untrusted[] = {"certificate", "SSL error", "does not support SSL"};
    constexpr std::string_view ended[] = {"is not permitted to log in"};
    constexpr std::string_view refused[] = {"authentication failed", "no pg_hba.conf entry",
                                            "permission denied for database"};
    if (const auto why = line_with(ended, said); !why.empty())
        return {Remedy::ask_staff,
                fmt::format("the central store at {} has ended this station's login ({}): the station has been "
                            "revoked. Enrol it anew, or take it away",
                            hosts, why)};
    if (const auto why = line_with(untrusted, said); !why.empty())
        return {Remedy::ask_staff, fmt::format("the central store at {} isn't trusted: {}. Check its certificate and "
                                               "sslrootcert",
                                               hosts, why)};
    if (const auto why = line_with(refused, said); !why.empty())
        return {Remedy::ask_staff, fmt::format("the central store at {} refuses this station's login: {}. Enrol the "
                                               "station anew, or ask the store's administrator",
                                               hosts, why)};
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
    if (state == sqlstate_revoked || state == sqlstate_not_allowed)
        return {Remedy::ask_staff, fmt::format("the central store at {} refuses: {}", hosts, said)};
    // pqxx gives its own classes to some, without their SQLSTATE. This: the role was dropped or put out of its group.
    const auto has_no_right = dynamic_cast<const pqxx::insufficient_privilege*>(&error) != nullptr;
    if (has_no_right || state == sqlstate_no_station)
        return {Remedy::ask_staff, fmt::format("the central store at {} refuses this station: {}. Enrol the station "
                                               "anew, or ask the store's administrator",
                                               hosts, said)};
    const auto out_of_room = dynamic_cast<const pqxx::insufficient_resources*>(&error) != nullptr;
    if (may_heal(state) || out_of_room)
        return {Remedy::retry_later, fmt::format("the central store at {}: {}", hosts, said)};
    return {Remedy::ask_staff,
            fmt::format("the central store at {} fails: {}. Run `vestibule central install` again, "
                        "with the same version as the stations'",
                        hosts, said)};
}

}  // namespace

class PostgresConnection::Listener final : public pqxx::notification_receiver {
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

struct PostgresConnection::Session {
    explicit Session(const std::string& text) : connection{text} {}
    pqxx::connection connection;
    // What matters comes back as an error; the rest would go to stderr.
    pqxx::quiet_errorhandler quiet{connection};
    std::unique_ptr<Listener> listener;
};

PostgresConnection::PostgresConnection(std::string text, std::string hosts, std::string channel,
                                       std::chrono::milliseconds silence_limit)
    : text_{std::move(text)},
      hosts_{std::move(hosts)},
      channel_{std::move(channel)},
      silence_limit_{silence_limit},
      wake_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
    ensure(wake_ >= 0, "the kernel gives an eventfd");
}

PostgresConnection::~PostgresConnection() {
    close(wake_);
}

// False as well where it was cut off while nobody used it, as far as that has been heard of here.
bool PostgresConnection::is_alive() {
    if (!session_) return false;
    // What the server said last stands before the end of the line.
    constexpr int reads_max = 16;
    try {
        auto& connection = session_->connection;
        for (int i = 0; i < reads_max; ++i) {
            connection.get_notifs();
            if (!connection.is_open()) return false;
            pollfd more{.fd = connection.sock(), .events = POLLIN, .revents = 0};
            if (poll(&more, 1, 0) <= 0) return true;
        }
        return true;
    } catch (const pqxx::failure&) {
        return false;
    }
}

Result<> PostgresConnection::connect() try {
    if (is_alive()) return {};
    session_.reset();
    auto fresh = std::make_unique<Session>(text_);
    const SilenceWatch watch{fresh->connection.sock(), silence_limit_};
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
        const SilenceWatch watch{session_->connection.sock(), silence_limit_};
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
        // pqxx asks a broken connection for its encoding, and complains of that.
        return lost(session_->connection.is_open() ? failure.what() : "the connection broke");
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
