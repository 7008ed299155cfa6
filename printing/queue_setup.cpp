// CUPS-Add-Modify-Printer twice: CUPS' own IPP Everywhere set-up can't do with options in the printer's address.
#include "printing/queue_setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <thread>

#include "printing/ipp_route.h"
#include "printing/ipp_values.h"
#include "printing/printer_record.h"

namespace printing {
namespace {

constexpr std::array settings_names{"device-uri", "printer-error-policy", "job-cancel-after-default"};
constexpr auto ready_poll_interval = std::chrono::milliseconds(100);

Result<> send(const Route& route, IppHandle request) {
    auto connection = IppConnection::open(route.target, Rights::process_owner);
    if (!connection) return tl::unexpected(connection.error());
    const auto answer = connection->exchange(std::move(request));
    if (!answer) return tl::unexpected(answer.error());
    return {};
}

// Rights first: the request carries the name of the user who asks.
IppHandle modify_request(const Route& route, const std::string& device_uri) {
    cupsSetUser(nullptr);
    IppHandle request = new_request(IPP_OP_CUPS_ADD_MODIFY_PRINTER, route.printer_uri);
    ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_URI, "device-uri", nullptr, device_uri.c_str());
    return request;
}

Result<> make(const Route& route, const NewQueue& queue) {
    IppHandle request = modify_request(route, queue.printer_uri);
    ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_NAME, "ppd-name", nullptr, "everywhere");
    if (!queue.description.empty())
        ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-info", nullptr,
                     queue.description.c_str());
    ippAddInteger(request.get(), IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state", IPP_PSTATE_IDLE);
    ippAddBoolean(request.get(), IPP_TAG_PRINTER, "printer-is-accepting-jobs", 1);
    ippAddBoolean(request.get(), IPP_TAG_PRINTER, "printer-is-shared", 0);
    ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-error-policy", nullptr, error_policy);
    ippAddInteger(request.get(), IPP_TAG_PRINTER, IPP_TAG_INTEGER, "job-cancel-after-default", job_cancel_after_s);
    return send(route, std::move(request));
}

// CUPS answers before it has asked the printer what it can do; until then the queue is a raw one.
Result<> wait_until_ready(const Route& route, const std::string& queue) {
    constexpr std::string_view raw_queue = "Local Raw Printer";
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(queue_ready_max_s);
    for (;;) {
        IppHandle request = new_request(IPP_OP_GET_PRINTER_ATTRIBUTES, route.printer_uri);
        ask_for(request.get(), std::array{"printer-make-and-model"});
        const auto answer = ask(route, std::move(request));
        if (!answer) return tl::unexpected(answer.error());
        const auto model = text_value(answer->get(), "printer-make-and-model");
        if (!model.empty() && model != raw_queue) return {};
        if (std::chrono::steady_clock::now() > end)
            return failure(FailureKind::refused,
                           fmt::format("CUPS made the queue {}, but couldn't learn what the printer can do; see "
                                       "/var/log/cups/error_log.",
                                       queue));
        std::this_thread::sleep_for(ready_poll_interval);
    }
}

Result<> check_name(const Spooler& spooler, const NewQueue& queue) {
    if (!is_good_queue_name(queue.name))
        return failure(
            FailureKind::bad_input,
            "A queue's name has 1 to 127 letters, digits, '_', '-' or '.', and begins with a letter or digit.");
    if (!is_printer_address(queue.printer_uri))
        return failure(FailureKind::bad_input, "A printer's address has to begin with ipp:// or ipps://.");
    const auto taken = spooler.condition(queue.name);
    if (!taken && taken.error().kind == FailureKind::unreachable) return tl::unexpected(taken.error());
    if (taken && device_of(taken->device_uri) != queue.printer_uri)
        return failure(
            FailureKind::bad_input,
            fmt::format("There is a queue {} already, for {}. Choose another name, or remove it: lpadmin -x {}",
                        queue.name, device_of(taken->device_uri), queue.name));
    return {};
}

std::optional<int> option_of(const std::string& device_uri, std::string_view name) {
    const auto options = device_uri.find('?');
    if (options == std::string::npos) return std::nullopt;
    std::string_view rest = std::string_view(device_uri).substr(options + 1);
    while (!rest.empty()) {
        const auto end = std::min(rest.find_first_of("&+"), rest.size());
        const auto word = rest.substr(0, end);
        int value = 0;
        if (word.size() > name.size() + 1 && word.starts_with(name) && word[name.size()] == '=' &&
            std::from_chars(word.data() + name.size() + 1, word.data() + word.size(), value).ec == std::errc{})
            return value;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return std::nullopt;
}

}  // namespace

Result<> add_queue(const std::string& server, const NewQueue& wanted) {
    const Spooler spooler = Spooler::at(server);
    if (auto good = check_name(spooler, wanted); !good) return good;
    const auto printer = spooler.capabilities(wanted.printer_uri);
    if (!printer) return tl::unexpected(printer.error());
    if (!printer->takes_raster && !printer->takes_pdf)
        return failure(FailureKind::refused, "The printer takes neither PWG raster nor PDF.");
    const auto condition = spooler.condition(wanted.printer_uri);
    if (!condition) return tl::unexpected(condition.error());
    NewQueue queue = wanted;
    if (queue.description.empty()) queue.description = condition->make_and_model;

    const auto route = route_to(server, queue.name);
    if (!route) return tl::unexpected(route.error());
    if (auto made = make(*route, queue); !made) return made;
    if (auto ready = wait_until_ready(*route, queue.name); !ready) return ready;
    return send(*route,
                modify_request(*route, fmt::format("{}?contimeout={}", queue.printer_uri, connect_give_up_s)));
}

bool is_good_queue_name(std::string_view name) {
    static constexpr std::string_view alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const auto is_alphanumeric = [](char c) { return alphanumeric.find(c) != std::string_view::npos; };
    return !name.empty() && name.size() <= queue_name_length_max && is_alphanumeric(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return is_alphanumeric(c) || c == '_' || c == '-' || c == '.'; });
}

std::string shell_word(std::string_view text) {
    if (is_good_queue_name(text)) return std::string(text);
    std::string word = "'";
    for (const char c : text) {
        if (c == '\'')
            word += "'\\''";
        else
            word += c;
    }
    return word + "'";
}

std::string add_queue_command(const NewQueue& queue) {
    return fmt::format(
        "lpadmin -p {0} -E -v {1} -m everywhere -o printer-error-policy={2} -o job-cancel-after-default={3} && "
        "lpadmin -p {0} -v {4}",
        shell_word(queue.name), shell_word(queue.printer_uri), error_policy, job_cancel_after_s,
        shell_word(fmt::format("{}?contimeout={}", queue.printer_uri, connect_give_up_s)));
}

Result<QueueSettings> queue_settings(const std::string& server, const std::string& queue) {
    const auto route = route_to(server, queue);
    if (!route) return tl::unexpected(route.error());
    IppHandle request = new_request(IPP_OP_GET_PRINTER_ATTRIBUTES, route->printer_uri);
    ask_for(request.get(), settings_names);
    const auto answer = ask(*route, std::move(request));
    if (!answer) return tl::unexpected(answer.error());
    QueueSettings settings{.device_uri = text_value(answer->get(), "device-uri"),
                           .error_policy = text_value(answer->get(), "printer-error-policy")};
    settings.connect_give_up_s = option_of(settings.device_uri, "contimeout");
    ipp_attribute_t* cancel = ippFindAttribute(answer->get(), "job-cancel-after-default", IPP_TAG_INTEGER);
    if (cancel != nullptr) settings.cancel_after_s = ippGetInteger(cancel, 0);
    return settings;
}

}  // namespace printing
