// The JSON file that says what a rehearsal plays (FORMATS, rehearse), checked before anything is played.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace vestibule {

inline constexpr std::size_t rehearsal_bytes_max = 1U << 20U;

// All texts are clean_line()s. A missing field is empty.
struct RehearsalInput {
    std::string name, company, phone, email, language;
    std::string host_name, host_email;
    std::string purpose, type, plate;
    int companions = 0;
    std::vector<std::string> remarks;  // what isn't known and was left out
};

// Thread: any. Never blocks. Errors: give_up that names the field and says what may stand there.
[[nodiscard]] Result<RehearsalInput> read_rehearsal(std::string_view json, std::string_view file_name,
                                                    int companions_most);
// Errors: give_up with the names that policy has, where `type` is none of them.
[[nodiscard]] Result<> check_rehearsal_type(const RehearsalInput& input, const std::vector<std::string>& types);

}  // namespace vestibule
