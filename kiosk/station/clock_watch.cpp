// The clock's last believed time and the doubt of a step ahead, in a file.
#include "kiosk/station/clock_watch.h"

#include <sys/timex.h>

#include <algorithm>

#include "kiosk/base/json.h"
#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/private_file.h"

namespace vestibule {
namespace {

struct Seen {
    Instant believed{};               // the latest time that was believed; the epoch: none yet
    Instant looked{};                 // the last look while in doubt
    std::chrono::microseconds ran{};  // how long the doubted clock has run
};

// A damaged file says nothing: the next look counts as the first.
Result<Seen> read_seen(const std::filesystem::path& file) {
    VESTIBULE_TRY(there, is_there(file));
    if (!there) return Seen{};
    VESTIBULE_TRY(content, read_private(file));
    const auto json = checked_object(text_of(content)).value_or(Json::object());
    return Seen{.believed = from_micros(int_field(json, "believed")),
                .looked = from_micros(int_field(json, "looked")),
                .ran = std::chrono::microseconds{int_field(json, "ran")}};
}

Result<> write_seen(const std::filesystem::path& file, const Seen& seen) {
    return write_checked(
        file, {{"believed", micros(seen.believed)}, {"looked", micros(seen.looked)}, {"ran", seen.ran.count()}});
}

}  // namespace

bool clock_is_synchronised() {
    timex state{};
    const int answer = ::adjtimex(&state);
    return answer >= 0 && answer != TIME_ERROR;
}

Result<std::chrono::microseconds> ClockWatch::doubted_step(Instant now) {
    VESTIBULE_TRY(seen, read_seen(file_));
    const bool first = seen.believed == Instant{};
    const auto step = now - seen.believed;
    bool believed = first || step <= clock_step_max || synchronised_();
    if (!believed) {
        if (seen.looked != Instant{} && now > seen.looked)
            seen.ran += std::min<std::chrono::microseconds>(now - seen.looked, clock_look_max);
        seen.looked = now;
        believed = seen.ran >= clock_doubt;
    }
    if (believed) seen = {.believed = now, .looked = {}, .ran = {}};
    VESTIBULE_CHECK(write_seen(file_, seen));
    return believed ? std::chrono::microseconds{0} : step;
}

}  // namespace vestibule
