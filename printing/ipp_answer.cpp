// A tokenizer that only counts, then libcups.
#include "printing/ipp_answer.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace printing {
namespace {

constexpr std::size_t header_bytes = 8;
constexpr unsigned tag_value_first = 0x10;  // below are the delimiters of groups

class Bytes {
  public:
    explicit Bytes(std::string_view rest) : rest_(rest) {}

    [[nodiscard]] bool is_over() const { return rest_.empty(); }
    [[nodiscard]] bool skip(std::size_t count) {
        if (rest_.size() < count) return false;
        rest_.remove_prefix(count);
        return true;
    }
    [[nodiscard]] int byte() {
        if (rest_.empty()) return -1;
        const auto value = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return value;
    }
    // A 16-bit length and as many bytes.
    [[nodiscard]] bool skip_counted() {
        const int high = byte();
        const int low = byte();
        return high >= 0 && low >= 0 && skip(static_cast<std::size_t>(high) * 256 + static_cast<std::size_t>(low));
    }

  private:
    std::string_view rest_;
};

ssize_t read_some(void* context, ipp_uchar_t* into, size_t wanted) {
    auto& rest = *static_cast<std::string_view*>(context);
    const auto count = std::min(wanted, rest.size());
    std::memcpy(into, rest.data(), count);
    rest.remove_prefix(count);
    return static_cast<ssize_t>(count);
}

}  // namespace

bool is_sound_ipp(std::string_view message) {
    Bytes bytes(message);
    if (!bytes.skip(header_bytes)) return false;
    int depth = 0;
    for (;;) {
        const int tag = bytes.byte();
        if (tag == IPP_TAG_END) return depth == 0;
        if (tag < 0) return false;
        if (static_cast<unsigned>(tag) < tag_value_first) continue;
        if (tag == IPP_TAG_BEGIN_COLLECTION && ++depth > collection_depth_max) return false;
        if (tag == IPP_TAG_END_COLLECTION && --depth < 0) return false;
        if (!bytes.skip_counted() || !bytes.skip_counted()) return false;  // name and value
    }
}

IppHandle parse_ipp(std::string_view bytes) {
    if (!is_sound_ipp(bytes)) return {};
    IppHandle answer(ippNew());
    for (;;) {
        const auto state = ippReadIO(&bytes, read_some, 1, nullptr, answer.get());
        if (state == IPP_STATE_DATA) return answer;
        if (state == IPP_STATE_ERROR) return {};
    }
}

Watchdog::Watchdog(http_t* http, std::chrono::milliseconds limit)
    : line_(::fcntl(httpGetFd(http), F_DUPFD_CLOEXEC, 0)) {
    thread_ = std::thread([this, limit] {
        std::unique_lock lock(mutex_);
        if (!done_.wait_for(lock, limit, [this] { return is_done_; })) ::shutdown(line_, SHUT_RDWR);
    });
}

Watchdog::~Watchdog() {
    {
        const std::lock_guard lock(mutex_);
        is_done_ = true;
    }
    done_.notify_one();
    thread_.join();
    ::close(line_);
}

}  // namespace printing
