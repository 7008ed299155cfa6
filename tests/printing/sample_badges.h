// Templates and fields that the printing tests share.
#pragma once

#include <string>

#include "printing/badge_fields.h"
#include "printing/badge_template.h"

namespace printing_tests {

// As long as a badge's token may be: 221 alphanumeric characters, QR version 8 at level M.
inline std::string longest_token() {
    std::string token = "VB1:";
    for (unsigned index = 0; token.size() < 221; ++index)
        token += "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"[(index * 17 + index / 7) % 45];
    token.back() = 'Z';
    return token;
}

inline printing::BadgeFields sample_fields() {
    return {.type = "VISITOR 访客",
            .date_line = "21 Nov · until 18:00",
            .name = "Amara Okafor",
            .company = "Northwind Paper",
            .host_label = "Host",
            .host = "李娜 Li Na",
            .escort = "Escort",
            .zones = "Floors 1–2",
            .code = "7K2M-9QXA",
            .token = longest_token(),
            .logo_svg = {}};
}

inline printing::BadgeTemplate shipped_template(const std::string& name) {
    return printing::BadgeTemplate::read(std::string(VESTIBULE_SOURCE "/assets/badges/") + name + ".svg").value();
}

}  // namespace printing_tests
