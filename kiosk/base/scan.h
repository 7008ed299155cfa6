// What a barcode scanner typed, before anybody knows what it means.
#pragma once

#include <string>
#include <vector>

namespace vestibule {

// A scanner is a keyboard that may be set to any country's layout. Its keys tell which places of a keyboard were
// pressed; what that reads under each layout is a reading, capitals only, the likeliest first. None comes twice.
struct Scan {
    std::vector<std::string> readings;
    bool operator==(const Scan&) const = default;
};

}  // namespace vestibule
