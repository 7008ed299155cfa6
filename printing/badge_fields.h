// What one badge says. Plain text in any script; texts come already in the language(s) that the badge should speak.
#pragma once

#include <string>

namespace printing {

struct BadgeFields {
    std::string type;         // "VISITOR 访客"
    std::string valid_until;  // "21 Nov · until 18:00"
    std::string name;         // as the person wrote it
    std::string company;      // may be empty
    std::string host_label;   // "Host"; drawn only with a host
    std::string host;         // may be empty
    std::string escort;       // the word for "must be escorted"; empty: may walk alone
    std::string zones;        // "Floors 1–2"; may be empty
    std::string code;         // what a person types, printed under the QR: "7K2M-9QXA"
    std::string token;        // what the QR says
    std::string photo;        // a JPEG's or PNG's bytes, for templates with a photo box; may be empty
    std::string logo_svg;     // an SVG document for templates with a logo box; may be empty
};

}  // namespace printing
