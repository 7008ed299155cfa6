// Versions of the libraries behind printing.
#include "printing/libraries.h"

#include <cups/cups.h>
#include <fmt/format.h>
#include <librsvg/rsvg.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

namespace printing {

std::vector<std::pair<std::string, std::string>> library_versions() {
    return {{"Pango", pango_version_string()},
            {"cairo", cairo_version_string()},
            {"librsvg", fmt::format("{}.{}.{}", rsvg_major_version, rsvg_minor_version, rsvg_micro_version)},
            {"libqrencode", QRcode_APIVersionString()},
            // libcups can't be asked: the one that this was built with.
            {"CUPS", fmt::format("{}.{}.{}", CUPS_VERSION_MAJOR, CUPS_VERSION_MINOR, CUPS_VERSION_PATCH)}};
}

}  // namespace printing
