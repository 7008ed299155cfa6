// A TCP proxy before a real server that cuts, resets or stalls the line after a given number of bytes. TLS goes
// through untouched. Throws std::runtime_error where it can't listen. Thread: any; the forwarding is done by one of
// its own.
#pragma once

#include <atomic>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

namespace vestibule::test_support {

class CuttingProxy {
  public:
    enum class Way { to_server, to_client };
    enum class Fault { cut, reset, stall };

    explicit CuttingProxy(int server_port);
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;
    ~CuttingProxy();

    [[nodiscard]] int port() const { return port_; }
    // Once, when so many bytes more have gone that way; the ones before it arrive. 0: before the next one. Lines that
    // their client had closed before don't count.
    void fail_after(Way way, std::size_t bytes, Fault fault = Fault::cut);
    // Forgets a fault that hasn't happened, and cuts what is stalled.
    void heal();
    // Since it was made.
    [[nodiscard]] std::size_t forwarded(Way way) const;
    [[nodiscard]] int faults() const { return faults_; }

  private:
    struct Link {
        int client = -1, server = -1;
        bool stalled = false, over = false;
    };
    struct Planned {
        Way way;
        std::size_t bytes;
        Fault fault;
    };

    void run();
    void accept_client();
    void forward(Link& link, Way way);
    // How many of `count` bytes may go; fewer: the fault comes after them.
    std::size_t allowed(Way way, std::size_t count);
    void strike(Link& link);
    void drop_over();

    int server_port_, port_ = 0, listener_ = -1, wake_ = -1;
    std::list<Link> links_;  // of the thread
    mutable std::mutex mutex_;
    std::optional<Planned> planned_;
    std::size_t forwarded_[2] = {0, 0};
    std::atomic<int> faults_ = 0;
    std::atomic<bool> ends_ = false, heals_ = false;
    std::thread thread_;
};

}  // namespace vestibule::test_support
