// Where cairo writes a PDF or a PNG to: a string.
#pragma once

#include <cairo.h>

#include <string>

namespace printing {

// For cairo's stream functions; `context` is the std::string that grows.
inline cairo_status_t append_bytes(void* context, const unsigned char* bytes, unsigned count) {
    static_cast<std::string*>(context)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace printing
