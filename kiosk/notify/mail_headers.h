// Header fields of a mail: encoded for any script, impossible to inject into.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/notify/mail.h"

namespace vestibule {

struct Mailbox {
    std::string name;     // may be empty
    std::string address;  // "local@domain"
};

// "Name <local@domain>" or "local@domain".
// Errors: give_up for anything else: several addresses, spaces, control characters.
[[nodiscard]] Result<Mailbox> parse_mailbox(std::string_view text);

// Plain ASCII as it is; other text as encoded words of RFC 2047, folded so that no line passes 76 characters.
[[nodiscard]] std::string encoded_header_text(std::string_view text);

// Date, From, To, Subject, Message-ID, Auto-Submitted (RFC 3834: no out-of-office replies), each "Name: value".
// Errors: give_up when a field has a control character in it, or an address is none.
[[nodiscard]] Result<std::vector<std::string>> mail_headers(const Mail& mail);

}  // namespace vestibule
