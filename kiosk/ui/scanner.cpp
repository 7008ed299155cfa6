// Telling a scan from typing by the code in it, its speed and its end.
#include "kiosk/ui/scanner.h"

#include <algorithm>
#include <array>
#include <string>

namespace vestibule::ui {
namespace {

// How the codes begin that a scanner is held to here.
constexpr std::array<std::string_view, 2> code_starts{"VB1:", "VI1:"};
constexpr std::size_t start_letters = 4;

std::size_t find_code(std::string_view reading, std::size_t from) {
    auto first = std::string_view::npos;
    for (const auto start : code_starts) first = std::min(first, reading.find(start, from));
    return first;
}

}  // namespace

// True as soon as nothing else can have been meant: whatever the scanner's layout, its last letters begin a code.
void ScannerDetector::look_for_code() {
    if (has_code_ || keys_.size() < start_letters) return;
    layouts_.read_all();
    for (std::size_t layout = 0; layout < layouts_.count() && !has_code_; ++layout) {
        std::array<char, start_letters> last{};
        std::transform(keys_.end() - start_letters, keys_.end(), last.begin(),
                       [&](const ScanKey& key) { return layouts_.letter(layout, key); });
        has_code_ = find_code({last.data(), last.size()}, 0) == 0;
    }
}

std::optional<std::int64_t> ScannerDetector::deadline_ms() const {
    if (!holds_any()) return std::nullopt;
    return last_ms_ + gap_max();
}

bool ScannerDetector::is_scan(bool ended, bool in_field) const {
    if (has_code_) return true;
    if (in_field) return ended && keys_.size() >= scan_letters_min;
    return keys_.size() >= (ended ? scan_letters_min_ended : scan_letters_min);
}

// Of the readings with a code in them, from where it begins to where another one does; else all, whole.
Scan ScannerDetector::scan() const {
    Scan out;
    for (std::size_t layout = 0; layout < layouts_.count(); ++layout) {
        std::string reading;
        for (const auto& key : keys_) reading += layouts_.letter(layout, key);
        const auto begin = find_code(reading, 0);
        if (has_code_ && begin == std::string::npos) continue;
        if (has_code_) reading = reading.substr(begin, find_code(reading, begin + start_letters) - begin);
        if (std::ranges::find(out.readings, reading) == out.readings.end())
            out.readings.push_back(std::move(reading));
    }
    return out;
}

// Memory that is given back is wiped: nothing typed stays in it.
void ScannerDetector::forget() {
    std::vector<ScanKey>{}.swap(keys_);
    std::vector<Stroke>{}.swap(strokes_);
    bytes_ = 0;
    has_code_ = overflown_ = false;
}

std::vector<ScannerOutput> ScannerDetector::flush(bool in_field) {
    std::vector<ScannerOutput> out;
    if (overflown_) {
        // Neither a scan nor typing.
    } else if (is_scan(false, in_field)) {
        out.emplace_back(scan());
    } else {
        for (auto& stroke : strokes_) out.emplace_back(std::move(stroke));
    }
    forget();
    return out;
}

std::vector<ScannerOutput> ScannerDetector::idle(std::int64_t at_ms, bool in_field) {
    const auto due = deadline_ms();
    if (!due || at_ms < *due) return {};
    return flush(in_field);
}

// After a scan: Enter and Tab, or the line feed after the carriage return, belong to it.
bool ScannerDetector::in_tail(const PressedKey& key, std::int64_t at_ms) {
    if (at_ms >= tail_until_ms_ || key.prints) {
        tail_until_ms_ = 0;
        return false;
    }
    tail_until_ms_ = at_ms + scan_tail_ms;
    return true;
}

std::vector<ScannerOutput> ScannerDetector::pressed(const PressedKey& key, std::int64_t at_ms, bool in_field) {
    std::vector<ScannerOutput> out;
    if (holds_any() && at_ms - std::max(last_ms_, looks_from_ms_) >= gap_max()) out = flush(in_field);
    if (in_tail(key, at_ms)) return out;
    // A key that is held down has waited longer than a gap. X also takes two presses for that which follow each other
    // as fast as a scanner's do.
    if (key.again && !holds_any()) {
        if (key.stroke) out.emplace_back(*key.stroke);
        return out;
    }
    last_ms_ = at_ms;
    if (overflown_) return out;
    if (key.prints) keys_.push_back(key.key), look_for_code();
    if (key.stroke) strokes_.push_back(*key.stroke);
    if (keys_.size() + strokes_.size() > scan_keys_max) {
        forget();
        overflown_ = true;  // until the flood pauses
    } else if (key.ends && is_scan(true, in_field)) {
        out.emplace_back(scan());
        forget();
        tail_until_ms_ = at_ms + scan_tail_ms;
    }
    return out;
}

std::vector<ScannerOutput> ScannerDetector::typed(std::string_view utf8) {
    if (overflown_) return {};
    if (keys_.empty()) {  // of no key that is held: from an input method
        std::vector<ScannerOutput> out(strokes_.begin(), strokes_.end());
        forget();
        out.emplace_back(Stroke{std::string{utf8}});
        return out;
    }
    bytes_ += utf8.size();
    auto* text = strokes_.empty() ? nullptr : std::get_if<std::string>(&strokes_.back());
    if (bytes_ > scan_keys_max)
        forget(), overflown_ = true;
    else if (text != nullptr)
        *text += utf8;
    else
        strokes_.emplace_back(std::in_place_type<std::string>, utf8);
    return {};
}

}  // namespace vestibule::ui
