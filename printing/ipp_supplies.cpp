// Everything here is untrusted: lengths, counts and numbers are bounded before they are used.
#include "printing/ipp_supplies.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

#include "printing/ipp_values.h"
#include "printing/printable_text.h"

namespace printing {
namespace {

constexpr int percent_max = 100;
constexpr int sheets_max = 1'000'000;

std::string_view octets(ipp_attribute_t* attribute, int index) {
    constexpr int octets_max = 1024;
    int length = 0;
    const void* bytes = ippGetOctetString(attribute, index, &length);
    if (bytes == nullptr || length <= 0) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(std::min(length, octets_max))};
}

// Marker names come quoted from CUPS' own backends.
std::string supply_name(std::string_view raw) {
    std::string name = printable_text(raw, supply_name_length_max);
    std::erase(name, '"');
    return name;
}

// Of the printer itself; parallel lists, the second may be shorter or missing.
std::vector<Supply> from_printer_supply(ipp_t* answer) {
    std::vector<Supply> supplies;
    ipp_attribute_t* records = ippFindAttribute(answer, "printer-supply", IPP_TAG_STRING);
    const auto names = keyword_values(answer, "printer-supply-description");
    const int count = std::min(ippGetCount(records), static_cast<int>(supplies_max));
    for (int index = 0; index < count; ++index) {
        const auto record = octets(records, index);
        const auto place = static_cast<std::size_t>(index);
        Supply supply{.name = supply_name(place < names.size() ? names[place] : "")};
        const auto level = member_of(record, "level");
        const auto capacity = member_of(record, "maxcapacity");
        if (level && capacity && *level >= 0 && *capacity > 0)
            supply.percent =
                static_cast<int>(std::min<std::int64_t>(std::int64_t{percent_max} * *level / *capacity, percent_max));
        supplies.push_back(std::move(supply));
    }
    return supplies;
}

// Of a CUPS queue, which repeats what its printer said last, and of older printers.
std::vector<Supply> from_markers(ipp_t* answer) {
    std::vector<Supply> supplies;
    const auto names = keyword_values(answer, "marker-names");
    ipp_attribute_t* levels = ippFindAttribute(answer, "marker-levels", IPP_TAG_INTEGER);
    for (std::size_t index = 0; index < std::min(names.size(), supplies_max); ++index) {
        Supply supply{.name = supply_name(names[index])};
        if (static_cast<int>(index) < ippGetCount(levels)) {
            const int level = ippGetInteger(levels, static_cast<int>(index));
            if (level >= 0 && level <= percent_max) supply.percent = level;
        }
        supplies.push_back(std::move(supply));
    }
    return supplies;
}

}  // namespace

std::optional<int> member_of(std::string_view record, std::string_view key) {
    while (!record.empty()) {
        const auto end = record.find(';');
        const auto member = record.substr(0, end);
        if (member.size() > key.size() && member.starts_with(key) && member[key.size()] == '=') {
            const auto digits = member.substr(key.size() + 1);
            int number = 0;
            const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
            if (error != std::errc{} || rest != digits.data() + digits.size()) return std::nullopt;
            return number;
        }
        if (end == std::string_view::npos) return std::nullopt;
        record.remove_prefix(end + 1);
    }
    return std::nullopt;
}

std::vector<Supply> read_supplies(ipp_t* answer) {
    auto supplies = from_printer_supply(answer);
    if (supplies.empty()) supplies = from_markers(answer);
    std::erase_if(supplies, [](const Supply& supply) { return supply.name.empty(); });
    return supplies;
}

std::optional<int> read_media_left(ipp_t* answer) {
    ipp_attribute_t* trays = ippFindAttribute(answer, "printer-input-tray", IPP_TAG_STRING);
    std::optional<int> left;
    for (int index = 0; index < std::min(ippGetCount(trays), static_cast<int>(supplies_max)); ++index) {
        const auto level = member_of(octets(trays, index), "level");
        if (level && *level >= 0 && *level <= sheets_max) left = left.value_or(0) + *level;
    }
    return left;
}

}  // namespace printing
