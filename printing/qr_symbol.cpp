// libqrencode behind our own type.
#include "printing/qr_symbol.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <cmath>
#include <string>

#include "printing/handles.h"

namespace printing {

Result<QrSymbol> encode_qr(std::string_view token) {
    if (token.empty() || token.size() > token_length_max || token.find('\0') != std::string_view::npos)
        return failure(FailureKind::bad_input, "A badge's code has to be 1 to 512 characters.");
    const std::string text(token);
    const Handle<QRcode, QRcode_free> code(QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1));
    if (!code) return failure(FailureKind::bad_input, "The badge's code doesn't fit a QR symbol.");
    QrSymbol symbol{.side = code->width, .dark = {}};
    const auto count = static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
    symbol.dark.reserve(count);
    for (std::size_t index = 0; index < count; ++index) symbol.dark.push_back((code->data[index] & 1U) != 0);
    return symbol;
}

Result<int> module_dots_for_print(const QrSymbol& symbol, double box_dots, double dots_per_mm) {
    constexpr double rounding_dots = 0.05;  // a box of 28.5 mm measured as 227.96 dots is 228 dots
    constexpr double rounding_mm = 0.001;   // 2 dots at 203 dpi are 0.2502 mm, at 203.2 dpi 0.25 mm
    const int modules = symbol.side + 2 * quiet_zone_modules;
    const int dots = static_cast<int>(std::floor((box_dots + rounding_dots) / modules));
    const double module_mm = dots / dots_per_mm;
    if (dots >= module_dots_min && module_mm >= module_mm_min - rounding_mm) return dots;
    return failure(
        FailureKind::too_small,
        fmt::format("The badge's code would have modules of {:.2f} mm; scanners need {:.2f} mm. Use a larger "
                    "medium or template.",
                    module_mm, module_mm_min));
}

}  // namespace printing
