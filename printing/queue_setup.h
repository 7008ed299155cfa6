// Makes a queue for a driverless printer, and looks over the settings of one: so that no badge comes out late, and
// none is kept.
//
// Thread: one at a time. Blocks: each function some exchanges, each bounded by ipp_connection.h; add_queue() also
// waits up to `queue_ready_max_s` for CUPS to learn what the printer can do. Errors: unreachable, not_found, refused,
// bad_input.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "printing/result.h"
#include "printing/spooler.h"

namespace printing {

// A printer that isn't reached for so long: the job is over (CUPS' own default is 7 days).
inline constexpr int connect_give_up_s = 30;
inline constexpr int queue_ready_max_s = 30;
// What CUPS does with a job that its backend gave up. The others try again by themselves, so that a badge could come
// out when its visitor has long gone, or stop the whole queue until a person resumes it. Trying again and moving to
// another printer is the station's decision, and it records each attempt.
inline constexpr const char* error_policy = "abort-job";

struct NewQueue {
    std::string name;
    std::string printer_uri;  // ipp:// or ipps://
    std::string description;  // empty: the printer's make and model
};

// An IPP Everywhere queue as `lpadmin -m everywhere` makes one, with the time-outs above and `job_cancel_after_s`;
// ready to print when it returns. Makes the same queue again without harm. Errors: bad_input where the name belongs
// to another printer's queue; refused where this user may not make queues.
[[nodiscard]] Result<> add_queue(const std::string& server, const NewQueue& queue);

// Queues that are made here bear such names only; CUPS itself is less strict.
[[nodiscard]] bool is_good_queue_name(std::string_view name);

// One word of a POSIX shell's command, quoted where it has to be.
[[nodiscard]] std::string shell_word(std::string_view text);

// The command of CUPS that does the same, for a person with more rights.
[[nodiscard]] std::string add_queue_command(const NewQueue& queue);

struct QueueSettings {
    std::string device_uri;
    std::optional<int> connect_give_up_s;  // nullopt: CUPS' default, or a device that isn't reached by IPP
    std::optional<int> cancel_after_s;
    std::string error_policy;
};
[[nodiscard]] Result<QueueSettings> queue_settings(const std::string& server, const std::string& queue);

struct SettingsFinding {
    bool ok = true;
    std::string what;    // plain English
    std::string remedy;  // the command, or the line for cupsd.conf; empty where all is well
};
[[nodiscard]] std::vector<SettingsFinding> examine(const QueueSettings& settings, const std::string& queue);

// What cupsd.conf says of documents and history; its text as GET /admin/conf/cupsd.conf gives it to administrators.
[[nodiscard]] Result<std::string> read_server_settings(const std::string& server);
[[nodiscard]] std::vector<SettingsFinding> examine_server_settings(std::string_view cupsd_conf);

}  // namespace printing
