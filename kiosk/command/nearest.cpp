// Distance of two words, by optimal string alignment.
#include "kiosk/command/nearest.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace vestibule {
namespace {

std::string lower(std::string_view text) {
    std::string out{text};
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

}  // namespace

std::size_t letters_apart(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> apart(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) apart[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) apart[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto& here = apart[i][j];
            here = std::min(
                {apart[i - 1][j] + 1, apart[i][j - 1] + 1, apart[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                here = std::min(here, apart[i - 2][j - 2] + 1);
        }
    return apart[a.size()][b.size()];
}

std::string nearest(std::string_view typed, std::span<const std::string> words) {
    constexpr std::size_t letters_max = 64;  // nobody means a word by more
    if (typed.size() > letters_max) return "";
    const auto asked = lower(typed);
    std::string best;
    std::size_t least = std::max<std::size_t>(1, asked.size() / 3) + 1;
    for (const auto& word : words)
        if (const auto apart = letters_apart(asked, lower(word)); apart < least) {
            least = apart;
            best = word;
        }
    return best;
}

}  // namespace vestibule
