// Reads the style of a box (badge_template.h lists the attributes). For badge_template only.
#pragma once

#include <string>

#include "printing/badge_template.h"
#include "printing/template_document.h"

namespace printing {

// Errors: bad_template with the names of box and attribute.
[[nodiscard]] Result<TextStyle> parse_style(const std::string& box, const Attributes& attributes);

}  // namespace printing
