// Cutting codes out of a scanner's typing.
#include "kiosk/credential/scanned.h"

#include <algorithm>

#include "kiosk/credential/code.h"
#include "kiosk/credential/token.h"

namespace vestibule {
namespace {

constexpr std::string_view base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";  // RFC 9285, table 1

// What follows `prefix`, as far as it is made of `letters`; nothing where the prefix isn't there.
std::optional<std::string_view> run_after(std::string_view prefix, std::string_view reading,
                                          std::string_view letters) {
    const auto at = reading.find(prefix);
    if (at == std::string_view::npos) return std::nullopt;
    reading.remove_prefix(at + prefix.size());
    return reading.substr(0, std::min(reading.find_first_not_of(letters), reading.size()));
}

}  // namespace

std::vector<std::string> tokens_in(std::string_view reading) {
    std::vector<std::string> out;
    auto run = run_after(token_prefix, reading, base45);
    if (!run) return out;
    for (std::size_t cut = 0; cut <= std::min(scan_suffix_max, run->size()); ++cut)
        out.push_back(std::string{token_prefix} + std::string{run->substr(0, run->size() - cut)});
    return out;
}

std::optional<std::string> invitation_in(std::string_view reading) {
    const auto run = run_after(invitation_prefix, reading, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
    if (!run) return std::nullopt;
    std::string code;
    for (const char c : *run)
        if (c != '-' && code.size() < code_letters) code += c;
    return parse_code(code);
}

}  // namespace vestibule
