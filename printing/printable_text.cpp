// GLib knows Unicode's classes.
#include "printing/printable_text.h"

#include <glib.h>

#include "printing/handles.h"

namespace printing {

std::string printable_text(std::string_view raw, std::size_t bytes_max) {
    const auto bounded = raw.substr(0, 4 * bytes_max);
    const Handle<char, g_free> valid(g_utf8_make_valid(bounded.data(), static_cast<gssize>(bounded.size())));
    std::string text;
    for (const char* at = valid.get(); *at != '\0'; at = g_utf8_next_char(at)) {
        const auto length = static_cast<std::size_t>(g_utf8_next_char(at) - at);
        const gunichar character = g_utf8_get_char(at);
        const bool direction = g_unichar_type(character) == G_UNICODE_FORMAT;
        if (g_unichar_isprint(character) == FALSE || direction) continue;
        if (text.size() + length > bytes_max) break;
        text.append(at, length);
    }
    return text;
}

}  // namespace printing
