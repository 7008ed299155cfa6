// An IPP proxy before a real printer that rewrites its answers, or answers wrongly in its place.
//
// Thread: any; each connection is served by a thread of its own. Throws std::runtime_error where it can't listen.
#pragma once

#include <cups/cups.h>

#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace printing_tests {

enum class Misbehaviour {
    none,
    stalls,         // takes the request and never answers
    resets,         // takes it and resets the connection
    truncates,      // the half of a good answer, then the end
    sends_garbage,  // 200 OK and bytes that aren't IPP
    floods,         // an answer without an end
    nests,          // collections within collections, 50,000 deep
    drips,          // a good answer, one byte each half second
    fails,          // HTTP 500
    is_no_printer,  // something else listens at the port
};

class IppProxy {
  public:
    explicit IppProxy(int printer_port);
    ~IppProxy();
    IppProxy(const IppProxy&) = delete;
    IppProxy& operator=(const IppProxy&) = delete;

    [[nodiscard]] std::string printer_uri() const;

    // Changes each good answer before it goes on; empty: they go as they are.
    using Rewrite = std::function<void(ipp_t* answer)>;
    void rewrite(Rewrite rewrite);
    void misbehave(Misbehaviour how) { misbehaviour_ = how; }

  private:
    struct Connection {
        std::thread thread;
        int descriptor = -1;
        std::atomic<bool> is_over = false;
    };

    void accept_all();
    void serve(Connection& connection, http_t* http);
    [[nodiscard]] bool answer(http_t* http);
    [[nodiscard]] bool send_wrong(http_t* http, Misbehaviour how, ipp_t* good);

    int printer_port_;
    int port_ = 0;
    int listener_ = -1;
    std::atomic<bool> ends_ = false;
    std::atomic<Misbehaviour> misbehaviour_ = Misbehaviour::none;
    std::mutex mutex_;
    Rewrite rewrite_;
    std::list<Connection> connections_;
    std::thread acceptor_;
};

}  // namespace printing_tests
