// Builds the IPP requests. One connection for each call, so a server restarted in between is no trouble.
#include "printing/spooler.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "printing/ipp_route.h"
#include "printing/ipp_values.h"
#include "printing/printable_text.h"

namespace printing {
namespace {

constexpr std::array capability_names{"document-format-supported",
                                      "pwg-raster-document-resolution-supported",
                                      "pwg-raster-document-type-supported",
                                      "printer-resolution-default",
                                      "color-supported",
                                      "media-ready",
                                      "media-default",
                                      "media-col-ready",
                                      "device-uri",
                                      "job-cancel-after-supported",
                                      "job-creation-attributes-supported"};
constexpr std::array condition_names{"printer-state",
                                     "printer-state-reasons",
                                     "printer-is-accepting-jobs",
                                     "device-uri",
                                     "printer-make-and-model",
                                     "printer-state-message",
                                     "marker-names",
                                     "marker-levels",
                                     "printer-supply",
                                     "printer-supply-description",
                                     "printer-input-tray"};
constexpr std::array destination_names{"printer-name", "printer-info", "printer-is-accepting-jobs", "device-uri"};
constexpr std::array job_names{"job-id", "job-name", "job-state", "job-impressions-completed", "time-at-processing"};

template <std::size_t count>
Result<IppHandle> ask_printer(const std::string& server, const std::string& queue,
                              const std::array<const char*, count>& names) {
    const auto route = route_to(server, queue);
    if (!route) return tl::unexpected(route.error());
    IppHandle request = new_request(IPP_OP_GET_PRINTER_ATTRIBUTES, route->printer_uri);
    ask_for(request.get(), names);
    return ask(*route, std::move(request));
}

// The size goes along as media-col: a roll's page has no registered name.
void add_media(ipp_t* request, const Medium& medium) {
    if (medium.name.empty()) return;
    if (!medium.name.starts_with("custom_")) {
        ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, medium.name.c_str());
        return;
    }
    const auto hundredths = [](double mm) { return static_cast<int>(std::lround(mm * 100)); };
    const IppHandle size(ippNew());
    ippAddInteger(size.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "x-dimension", hundredths(medium.width_mm));
    ippAddInteger(size.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "y-dimension", hundredths(medium.height_mm));
    const IppHandle column(ippNew());
    ippAddCollection(column.get(), IPP_TAG_JOB, "media-size", size.get());
    ippAddCollection(request, IPP_TAG_JOB, "media-col", column.get());
}

IppHandle create_job_request(const Route& route, const Document& document, bool cancels_late_jobs) {
    IppHandle request = new_request(IPP_OP_CREATE_JOB, route.printer_uri);
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr, document.job_name.c_str());
    ippAddInteger(request.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 1);
    ippAddString(request.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-scaling", nullptr, "none");
    if (cancels_late_jobs)
        ippAddInteger(request.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "job-cancel-after", job_cancel_after_s);
    add_media(request.get(), document.medium);
    return request;
}

IppHandle send_document_request(const Route& route, const Document& document, int job_id) {
    IppHandle request = new_request(IPP_OP_SEND_DOCUMENT, route.printer_uri);
    ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_id);
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
                 document.format.c_str());
    ippAddBoolean(request.get(), IPP_TAG_OPERATION, "last-document", 1);
    return request;
}

IppHandle job_request(ipp_op_t operation, const Route& route, int id) {
    IppHandle request = new_request(operation, route.printer_uri);
    ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
    return request;
}

// Empty: the server has none.
Result<std::string> default_queue(const Route& server) {
    IppHandle request = new_request(IPP_OP_CUPS_GET_DEFAULT, "");
    ask_for(request.get(), std::array{"printer-name"});
    const auto answer = ask(server, std::move(request));
    if (answer) return text_value(answer->get(), "printer-name");
    if (answer.error().kind == FailureKind::not_found) return std::string();
    return tl::unexpected(answer.error());
}

}  // namespace

// A printer that takes no raster itself has it made into what it takes by the queue, from PDF as well as we could.
void correct_by_printer(Capabilities& queue, const Capabilities& printer) {
    queue.told_by_printer = true;
    queue.media_ready = printer.media_ready;
    // A queue's default is what CUPS made of the printer's, under a name of its own.
    if (printer.media_default || printer.default_is_range) queue.media_default = printer.media_default;
    queue.takes_raster = queue.takes_raster && printer.takes_raster;
    if (!queue.takes_raster) return;
    if (!printer.raster_types.empty()) queue.raster_types = printer.raster_types;
    queue.colour = printer.colour;
    if (printer.raster_dpi.empty()) return;
    queue.raster_dpi = printer.raster_dpi;
    queue.default_dpi = printer.default_dpi;
}

bool is_opaque_job_name(std::string_view name) {
    constexpr std::string_view prefix = "vestibule-";
    constexpr std::size_t digits = 32;
    if (!name.starts_with(prefix) || name.size() != prefix.size() + digits) return false;
    return name.find_first_not_of("0123456789abcdef", prefix.size()) == std::string_view::npos;
}

Result<std::vector<Destination>> Spooler::destinations() const {
    auto target = IppTarget::from_server(server_);
    if (!target) return tl::unexpected(target.error());
    const Route server{*std::move(target), ""};
    IppHandle request = new_request(IPP_OP_CUPS_GET_PRINTERS, "");
    ask_for(request.get(), destination_names);
    auto answer = ask(server, std::move(request));
    if (!answer && answer.error().kind == FailureKind::not_found) return std::vector<Destination>{};
    if (!answer) return tl::unexpected(answer.error());

    std::vector<Destination> found;
    for (ipp_attribute_t* attribute = ippFirstAttribute(answer->get()); attribute != nullptr;
         attribute = ippNextAttribute(answer->get())) {
        if (ippGetGroupTag(attribute) != IPP_TAG_PRINTER || ippGetName(attribute) == nullptr) {
            found.emplace_back();
            continue;
        }
        if (found.empty()) found.emplace_back();
        const std::string_view name = ippGetName(attribute);
        if (name == "printer-name") found.back().queue = string_of(attribute);
        if (name == "printer-info")
            found.back().description = printable_text(string_of(attribute), message_length_max);
        if (name == "device-uri") found.back().device_uri = string_of(attribute);
        if (name == "printer-is-accepting-jobs") found.back().accepts_jobs = ippGetBoolean(attribute, 0) != 0;
    }
    std::erase_if(found, [](const Destination& destination) { return destination.queue.empty(); });
    if (found.empty()) return found;
    const auto chosen = default_queue(server);
    if (!chosen) return tl::unexpected(chosen.error());
    for (auto& destination : found) destination.is_default = destination.queue == *chosen;
    return found;
}

Result<Capabilities> Spooler::capabilities(const std::string& queue) const {
    const auto answer = ask_printer(server_, queue, capability_names);
    if (!answer) return tl::unexpected(answer.error());
    auto capabilities = read_capabilities(answer->get());
    capabilities.told_by_printer = is_printer_address(queue);
    if (capabilities.told_by_printer) return capabilities;
    capabilities.media_ready.clear();
    const auto device = text_value(answer->get(), "device-uri");
    if (!is_printer_address(device)) return capabilities;
    if (const auto at_printer = ask_printer(server_, device, capability_names))
        correct_by_printer(capabilities, read_capabilities(at_printer->get()));
    return capabilities;
}

Result<PrinterCondition> Spooler::condition(const std::string& queue) const {
    const auto answer = ask_printer(server_, queue, condition_names);
    if (!answer) return tl::unexpected(answer.error());
    return read_condition(answer->get());
}

Result<int> Spooler::submit(const std::string& queue, const Document& document, bool cancels_late_jobs) const {
    if (!is_opaque_job_name(document.job_name))
        return failure(FailureKind::bad_input, "A job's name has to be 'vestibule-' and 32 hex digits.");
    if (document.bytes.empty() || document.bytes.size() > document_bytes_max)
        return failure(FailureKind::bad_input, "A document to print has to be 1 byte to 64 MB.");
    const auto route = route_to(server_, queue);
    if (!route) return tl::unexpected(route.error());
    auto connection = IppConnection::open(route->target);
    if (!connection) return tl::unexpected(connection.error());

    const auto created = connection->exchange(create_job_request(*route, document, cancels_late_jobs));
    if (!created) return tl::unexpected(created.error());
    const int id = read_job(created->get()).id;
    if (id <= 0) return failure(FailureKind::refused, "The print server made no job.");
    const auto sent = connection->exchange(send_document_request(*route, document, id), document.bytes);
    if (sent) return id;
    const auto cancelled = cancel(queue, id);
    return failure(sent.error().kind, sent.error().what + (cancelled ? " The job was cancelled."
                                                                     : " The job couldn't be cancelled either."));
}

Result<Job> Spooler::job(const std::string& queue, int id) const {
    const auto route = route_to(server_, queue);
    if (!route) return tl::unexpected(route.error());
    IppHandle request = job_request(IPP_OP_GET_JOB_ATTRIBUTES, *route, id);
    ask_for(request.get(), job_names);
    const auto answer = ask(*route, std::move(request));
    if (!answer) return tl::unexpected(answer.error());
    Job found = read_job(answer->get());
    found.id = id;
    return found;
}

Result<std::optional<Job>> Spooler::find_job(const std::string& queue, std::string_view name) const {
    const auto route = route_to(server_, queue);
    if (!route) return tl::unexpected(route.error());
    std::optional<Job> newest;
    for (const char* which : {"not-completed", "completed"}) {
        IppHandle request = new_request(IPP_OP_GET_JOBS, route->printer_uri);
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nullptr, which);
        ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", jobs_listed_max);
        ask_for(request.get(), job_names);
        const auto answer = ask(*route, std::move(request));
        if (!answer) return tl::unexpected(answer.error());
        for (auto& job : read_jobs(answer->get()))
            if (job.name == name && (!newest || job.id > newest->id)) newest = std::move(job);
    }
    return newest;
}

Result<> Spooler::cancel(const std::string& queue, int id) const {
    const auto route = route_to(server_, queue);
    if (!route) return tl::unexpected(route.error());
    const auto answer = ask(*route, job_request(IPP_OP_CANCEL_JOB, *route, id));
    if (!answer) return tl::unexpected(answer.error());
    return {};
}

}  // namespace printing
