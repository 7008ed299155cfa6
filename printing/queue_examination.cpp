// What settings of a queue and of CUPS mean for badges, and what to do where they are wrong.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "printing/ipp_route.h"
#include "printing/printer_record.h"
#include "printing/queue_setup.h"

namespace printing {
namespace {

constexpr std::size_t server_settings_bytes_max = 256 * 1024;
constexpr int cancel_after_useful_max_s = 300;

// The last word on `directive` outside of sections; CUPS doesn't mind the case of its letters.
std::string value_of(std::string_view conf, std::string_view directive) {
    std::string value;
    while (!conf.empty()) {
        const auto end = std::min(conf.find('\n'), conf.size());
        auto line = conf.substr(0, end);
        conf.remove_prefix(std::min(end + 1, conf.size()));
        const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
        while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
        while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
        const bool named =
            line.size() > directive.size() && is_space(line[directive.size()]) &&
            std::equal(directive.begin(), directive.end(), line.begin(), [](char a, char b) {
                return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
            });
        if (!named) continue;
        line.remove_prefix(directive.size());
        while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
        value = line;
        std::ranges::transform(value, value.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    }
    return value;
}

bool is_no(const std::string& value) {
    return value == "no" || value == "off" || value == "false" || value == "0";
}

bool is_reached_over_network(const std::string& device_uri) {
    return is_printer_address(device_uri) || device_uri.starts_with("socket:") || device_uri.starts_with("lpd:");
}

SettingsFinding connecting(const QueueSettings& settings, const std::string& queue) {
    if (!is_reached_over_network(settings.device_uri)) return {.what = "its printer hangs on this machine"};
    if (settings.connect_give_up_s && *settings.connect_give_up_s > 0 &&
        *settings.connect_give_up_s <= 2 * connect_give_up_s)
        return {.what = fmt::format("gives up a printer that isn't reached after {} s", *settings.connect_give_up_s)};
    return {.ok = false,
            .what = settings.connect_give_up_s
                        ? fmt::format("tries for {} s to reach the printer: badges can come out late",
                                      *settings.connect_give_up_s)
                        : "tries for 7 days to reach the printer: badges can come out days late",
            .remedy = fmt::format(
                "lpadmin -p {} -v {}", shell_word(queue),
                shell_word(fmt::format("{}?contimeout={}", device_of(settings.device_uri), connect_give_up_s)))};
}

SettingsFinding cancelling(const QueueSettings& settings, const std::string& queue) {
    if (settings.cancel_after_s && *settings.cancel_after_s > 0 &&
        *settings.cancel_after_s <= cancel_after_useful_max_s)
        return {.what = fmt::format("cancels a job that hangs after {} s", *settings.cancel_after_s)};
    return {
        .ok = false,
        .what = "a job that hangs keeps the queue for hours (CUPS' MaxJobTime, 3 h unless set)",
        .remedy = fmt::format("lpadmin -p {} -o job-cancel-after-default={}", shell_word(queue), job_cancel_after_s)};
}

SettingsFinding giving_up(const QueueSettings& settings, const std::string& queue) {
    if (settings.error_policy == error_policy)
        return {.what = "gives a failed job back to the station, which decides what happens next"};
    const auto effect = settings.error_policy == "stop-printer"
                            ? "a failed job stops the queue until a person resumes it"
                            : "CUPS prints a failed job again by itself, perhaps when its visitor has gone";
    return {.ok = false,
            .what = fmt::format("{} ({})", effect, settings.error_policy),
            .remedy = fmt::format("lpadmin -p {} -o printer-error-policy={}", shell_word(queue), error_policy)};
}

}  // namespace

std::vector<SettingsFinding> examine(const QueueSettings& settings, const std::string& queue) {
    return {connecting(settings, queue), cancelling(settings, queue), giving_up(settings, queue)};
}

Result<std::string> read_server_settings(const std::string& server) {
    const auto target = IppTarget::from_server(server);
    if (!target) return tl::unexpected(target.error());
    auto connection = IppConnection::open(*target, Rights::process_owner);
    if (!connection) return tl::unexpected(connection.error());
    return connection->get("/admin/conf/cupsd.conf", server_settings_bytes_max);
}

std::vector<SettingsFinding> examine_server_settings(std::string_view cupsd_conf) {
    std::vector<SettingsFinding> findings;
    if (is_no(value_of(cupsd_conf, "PreserveJobFiles")))
        findings.push_back({.what = "deletes a badge's document once it is printed"});
    else
        findings.push_back({.ok = false,
                            .what = "keeps printed badges, with names and photos, for a day or longer",
                            .remedy = "cupsctl PreserveJobFiles=No"});
    const auto history = value_of(cupsd_conf, "PreserveJobHistory");
    if (!is_no(history))
        findings.push_back({.what = "remembers jobs, so that after a crash no badge is printed twice"});
    else
        findings.push_back({.ok = false,
                            .what = "forgets jobs at once: after a crash a badge could be printed twice",
                            .remedy = "cupsctl PreserveJobHistory=Yes"});
    return findings;
}

}  // namespace printing
