// A byte of one file stands for a port: whoever holds its lock was given it.
#include "tests/support/free_port.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <mutex>
#include <random>
#include <set>
#include <stdexcept>
#include <string>

namespace vestibule::test_support {
namespace {

constexpr int first_port = 20'000, last_port = 32'000;  // below those that the kernel gives to clients
constexpr int tries_max = 1000;

template <class Address>
bool can_be_bound(const Address& address, int family) {
    const int probe = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return true;  // there is no such protocol here
    const bool bound = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const bool missing = !bound && errno == EADDRNOTAVAIL;
    ::close(probe);
    return bound || missing;
}

// "localhost" may be either.
bool nobody_listens_at(int port) {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_port = htons(static_cast<std::uint16_t>(port));
    four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = four.sin_port;
    six.sin6_addr = in6addr_loopback;
    return can_be_bound(four, AF_INET) && can_be_bound(six, AF_INET6);
}

// Held until the process ends; its children don't inherit it.
bool taken_from_others(int port) {
    static const int file = [] {
        const auto path =
            std::filesystem::temp_directory_path() / ("vestibule-test-ports-" + std::to_string(::getuid()));
        const int opened = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (opened < 0) throw std::runtime_error(path.string() + " can't be opened");
        return opened;
    }();
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = port;
    lock.l_len = 1;
    return ::fcntl(file, F_OFD_SETLK, &lock) == 0;
}

}  // namespace

int free_port() {
    static std::mutex one_at_a_time;
    static std::set<int> given;
    const std::lock_guard guard{one_at_a_time};
    std::random_device random;
    std::uniform_int_distribution<int> any{first_port, last_port};
    for (int i = 0; i < tries_max; ++i) {
        const int port = any(random);
        if (!given.contains(port) && taken_from_others(port) && nobody_listens_at(port)) {
            given.insert(port);
            return port;
        }
    }
    throw std::runtime_error("no free port");
}

}  // namespace vestibule::test_support
