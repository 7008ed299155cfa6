// Telling a scan from typing by prefix, speed and end.
#include "kiosk/ui/scanner.h"

#include <algorithm>

namespace vestibule::ui {
namespace {

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string in_capitals(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), upper);
    return text;
}

}  // namespace

// True as soon as nothing else can have been meant: "VB1:" and "VI1:" in any case (a stuck Caps Lock).
bool ScannerDetector::has_prefix() const {
    if (held_.size() < 4) return false;
    const auto start = in_capitals(held_.substr(0, 4));
    return start == "VB1:" || start == "VI1:";
}

std::int64_t ScannerDetector::gap_max() const {
    return has_prefix() ? scan_prefix_gap_ms_max : scan_gap_ms_max;
}

std::optional<std::int64_t> ScannerDetector::deadline_ms() const {
    if (held_.empty() && !overflown_) return std::nullopt;
    return last_ms_ + gap_max();
}

std::vector<ScannerOutput> ScannerDetector::flush() {
    std::vector<ScannerOutput> out;
    if (!overflown_ && !held_.empty()) {
        if (has_prefix() && held_.size() >= scan_letters_min)
            out.emplace_back(Scan{in_capitals(held_)});
        else
            out.emplace_back(Typed{held_});
    }
    held_.clear();
    overflown_ = false;
    return out;
}

std::vector<ScannerOutput> ScannerDetector::idle(std::int64_t at_ms) {
    const auto due = deadline_ms();
    if (!due || at_ms < *due) return {};
    return flush();
}

std::vector<ScannerOutput> ScannerDetector::letters(std::string_view utf8, std::int64_t at_ms) {
    auto out = idle(at_ms);
    last_ms_ = at_ms;
    if (overflown_) return out;
    held_ += utf8;
    if (held_.size() > scan_bytes_max) {
        held_.clear();
        overflown_ = true;  // until the flood pauses or ends
    }
    return out;
}

std::vector<ScannerOutput> ScannerDetector::ended(Ender by, std::int64_t at_ms, bool field_focused) {
    auto out = idle(at_ms);
    if (overflown_) {
        static_cast<void>(flush());
        return out;
    }
    const bool scan = held_.size() >= scan_letters_min && (has_prefix() || !field_focused);
    if (scan) {
        out.emplace_back(Scan{has_prefix() ? in_capitals(held_) : held_});
        held_.clear();
        return out;
    }
    for (auto& typed : flush()) out.push_back(std::move(typed));
    out.emplace_back(by);
    return out;
}

}  // namespace vestibule::ui
