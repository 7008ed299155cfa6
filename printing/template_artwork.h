// The drawn part of a badge template, for badge_drawing only: a librsvg handle and the lock that it needs.
#pragma once

#include <librsvg/rsvg.h>

#include <mutex>

#include "printing/handles.h"

namespace printing {

using SvgHandle = Handle<RsvgHandle, g_object_unref>;

struct TemplateArtwork {
    SvgHandle svg;
    mutable std::mutex lock;  // a librsvg handle may be drawn by one thread at a time
};

}  // namespace printing
