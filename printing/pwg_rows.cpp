// Runs are told by comparing a row with itself, one pixel further.
#include "printing/pwg_rows.h"

#include <algorithm>
#include <cstring>

namespace printing {
namespace {

constexpr int times_max = 256;
constexpr std::size_t run_max = 128;

// The compiler knows the pixel's size, so that comparing two is an instruction and no call.
template <std::size_t pixel>
bool alike(const unsigned char* one, const unsigned char* other) {
    if constexpr (pixel == 1) return *one == *other;
    return one[0] == other[0] && one[1] == other[1] && one[2] == other[2];
}

// How many pixels from `at` on are alike, `run_max` at most; `left` pixels are left in the row.
template <std::size_t pixel>
std::size_t run_of(const unsigned char* at, std::size_t left) {
    const std::size_t most = std::min(left, run_max);
    std::size_t run = 1;
    while (run < most && run < 8 && alike<pixel>(at, at + run * pixel)) ++run;
    if (run < 8) return run;
    if (std::memcmp(at, at + pixel, (most - 1) * pixel) == 0) return most;
    while (run < most && alike<pixel>(at, at + run * pixel)) ++run;
    return run;
}

// How many pixels from `at` on differ each from its next one.
template <std::size_t pixel>
std::size_t unlike_of(const unsigned char* at, std::size_t left) {
    const std::size_t most = std::min(left, run_max);
    std::size_t count = 1;
    while (count < most && (count + 1 == left || !alike<pixel>(at + count * pixel, at + (count + 1) * pixel)))
        ++count;
    return count;
}

template <std::size_t pixel>
void append_row(std::string& bytes, const std::vector<unsigned char>& row) {
    const unsigned char* at = row.data();
    for (std::size_t left = row.size() / pixel; left > 0;) {
        const std::size_t run = run_of<pixel>(at, left);
        const std::size_t unlike = run > 1 ? 1 : unlike_of<pixel>(at, left);
        // A run is told as its length less one, pixels that differ as 257 less their count.
        bytes += static_cast<char>(unlike > 1 ? 257 - unlike : run - 1);
        bytes.append(reinterpret_cast<const char*>(at), unlike * pixel);
        const std::size_t told = std::max(run, unlike);
        at += told * pixel;
        left -= told;
    }
}

}  // namespace

PwgRows::PwgRows(std::string& bytes, unsigned bytes_per_pixel)
    : bytes_(bytes), pixel_(bytes_per_pixel == 3 ? 3 : 1) {}

void PwgRows::add(const std::vector<unsigned char>& row) {
    if (times_ > 0 && times_ < times_max && last_ == row) {
        ++times_;
        return;
    }
    finish();
    last_ = row;
    times_ = 1;
}

void PwgRows::finish() {
    if (times_ > 0) write();
    times_ = 0;
}

void PwgRows::write() {
    bytes_ += static_cast<char>(times_ - 1);
    if (pixel_ == 1)
        append_row<1>(bytes_, last_);
    else
        append_row<3>(bytes_, last_);
}

}  // namespace printing
