// Processes, ports and configuration files of the private print server.
#include "tests/printing/print_server.h"

#include <cups/cups.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "tests/support/daemons.h"
#include "tests/support/free_port.h"
#include "tests/support/shared_servers.h"

namespace vestibule_tests_support {

using vestibule::test_support::free_port;
namespace {

constexpr auto start_time_max = std::chrono::seconds(20);
constexpr const char* lock_file = "/tmp/vestibule-print-server.lock";
constexpr const char* bus_socket = "/run/dbus/system_bus_socket";
constexpr const char* avahi_socket = "/run/avahi-daemon/socket";

void write(const std::filesystem::path& file, const std::string& text) {
    std::ofstream stream(file);
    stream << text;
    stream.close();
    if (!stream) throw std::runtime_error("can't write " + file.string());
}

// Whoever else wants it waits.
class FileLock {
  public:
    explicit FileLock(const std::filesystem::path& file)
        : descriptor_{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)} {
        if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX) != 0)
            throw std::runtime_error("can't lock " + file.string());
    }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock() { ::close(descriptor_); }

  private:
    int descriptor_;
};

std::string content_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

// Media sizes for ippeveprinter's attributes: "om_card_54x86mm" -> 5400, 8600.
std::string media_size(const std::string& name) {
    const auto numbers = name.substr(name.rfind('_') + 1);
    const double unit = numbers.ends_with("in") ? 2540 : 100;
    const auto cross = numbers.find('x');
    std::ostringstream text;
    text << "{ MEMBER integer x-dimension " << std::lround(std::stod(numbers.substr(0, cross)) * unit)
         << " MEMBER integer y-dimension " << std::lround(std::stod(numbers.substr(cross + 1)) * unit) << " }";
    return text.str();
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> words;
    std::istringstream stream(list);
    for (std::string word; std::getline(stream, word, ',');) words.push_back(word);
    return words;
}

// Whether the queue already tells what the printer can do: for some milliseconds after it was added it doesn't.
bool queue_is_complete(int port, const std::string& queue) {
    const std::unique_ptr<http_t, decltype(&httpClose)> http(
        httpConnect2("127.0.0.1", port, nullptr, AF_INET, HTTP_ENCRYPTION_NEVER, 1, 1000, nullptr), httpClose);
    if (!http) return false;
    ipp_t* request = ippNewRequest(IPP_OP_GET_PRINTER_ATTRIBUTES);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr,
                 ("ipp://localhost/printers/" + queue).c_str());
    const std::unique_ptr<ipp_t, decltype(&ippDelete)> answer(cupsDoRequest(http.get(), request, "/"), ippDelete);
    return ippFindAttribute(answer.get(), "pwg-raster-document-type-supported", IPP_TAG_ZERO) != nullptr;
}

// At a server where other processes have their queues.
std::string unique(const std::string& name) {
    static int count = 0;
    return name + "-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
}

std::string join(const std::vector<std::string>& words) {
    std::string list;
    for (const auto& word : words) list += (list.empty() ? "" : ",") + word;
    return list;
}

const char* job_script(PrinterBehaviour behaviour) {
    switch (behaviour) {
        case PrinterBehaviour::prints:
            return "echo 'STATE: -media-empty' >&2; echo 'ATTR: job-impressions=1 job-impressions-completed=1' >&2";
        case PrinterBehaviour::prints_without_count:
            return "echo 'STATE: -media-empty' >&2";
        case PrinterBehaviour::runs_out_of_media:
            return "echo 'STATE: +media-empty' >&2";
        case PrinterBehaviour::aborts:
            return "echo 'ERROR: dropped' >&2; exit 1";
        case PrinterBehaviour::hangs:
            return "exec sleep 600";
    }
    return "";
}

}  // namespace

PrintServer::PrintServer(PrintServerSettings settings) : settings_(std::move(settings)) {
    try {
        const auto shared = vestibule::test_support::shared_server("printing");
        make_folder();
        join_discovery();
        printer_port_ = free_port();
        start_printer();
        if (shared && !settings_.own_server) {
            at_shared_ = true;
            shared_folder_ = shared->folder;
            settings_.is_default = false;
            queue_ = unique("badge");
            cupsd_port_ = shared->port;
        } else {
            start_own_server();
        }
        add_queue();
    } catch (...) {
        stop_all();
        throw;
    }
}

PrintServer::PrintServer(SharedByAll) {
    try {
        make_folder();
        join_discovery();
        // Whatever it had to start outlives all cases, so they may stand beside it.
        if (::flock(lock_, LOCK_SH) != 0) throw std::runtime_error("can't share the print server");
        forgets_nothing_ = true;
        start_own_server();
    } catch (...) {
        stop_all();
        throw;
    }
}

PrintServer::PrintServer(PrintServer& beside, std::string queue)
    : settings_(beside.settings_),
      queue_(beside.own_name(queue)),
      shared_folder_(beside.shared_folder_),
      cupsd_port_(beside.cupsd_port_),
      at_shared_(beside.at_shared_) {
    settings_.is_default = false;
    try {
        make_folder();
        printer_port_ = free_port();
        start_printer();
        add_queue();
    } catch (...) {
        stop_all();
        throw;
    }
}

void PrintServer::start_own_server() {
    cupsd_port_ = free_port();
    configure_cupsd();
    start_server();
}

std::string PrintServer::own_name(const std::string& name) {
    if (!at_shared_) return name;
    auto& own = more_queues_[name];
    if (own.empty()) own = unique(name);
    return own;
}

void PrintServer::make_folder() {
    vestibule::test_support::need_servers();
    std::string name = (std::filesystem::temp_directory_path() / "vestibule-print-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("can't make a folder for the print server");
    folder_ = name;
    // cupsd runs its filters as the user lp.
    std::filesystem::permissions(folder_, std::filesystem::perms(0755));
    for (const char* inner : {"conf/ppd", "spool/tmp", "cache", "state", "log", "documents"})
        std::filesystem::create_directories(folder_ / inner);
    behave(PrinterBehaviour::prints);
    write_printer_attributes();
}

PrintServer::~PrintServer() {
    stop_all();
}

void PrintServer::stop_all() {
    if (at_shared_) leave_shared();
    stop(cupsd_);
    stop_printer();
    for (auto child = started_.rbegin(); child != started_.rend(); ++child) stop(*child);
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
    if (lock_ >= 0) ::close(lock_);
}

// What stays would be tried again and again. A printer beside another has its queue's name from that one.
void PrintServer::leave_shared() const {
    std::vector<std::string> queues{queue_};
    for (const auto& [name, own] : more_queues_) queues.push_back(own);
    for (const auto& queue : queues)
        ::waitpid(start({"lpadmin", "-h", server(), "-x", queue}, folder_ / "log/lpadmin"), nullptr, 0);
}

std::string PrintServer::server() const {
    return "127.0.0.1:" + std::to_string(cupsd_port_);
}

std::string PrintServer::printer_uri() const {
    return "ipp://localhost:" + std::to_string(printer_port_) + "/ipp/print";
}

void PrintServer::behave(PrinterBehaviour behaviour) {
    run_for_each_job(job_script(behaviour));
}

void PrintServer::run_for_each_job(const std::string& shell) {
    const auto script = folder_ / "print-job";
    const auto unfinished = folder_ / "print-job.new";
    write(unfinished, "#!/bin/sh\n" + shell + "\n");
    std::filesystem::permissions(unfinished, std::filesystem::perms(0755));
    std::filesystem::rename(unfinished, script);
}

// ippeveprinter's attribute file replaces all of its built-in capabilities.
void PrintServer::write_printer_attributes() const {
    std::vector<std::string> sizes;
    std::vector<std::string> columns;
    for (const auto& medium : split(settings_.media_ready)) {
        sizes.push_back(media_size(medium));
        columns.push_back("{ MEMBER collection media-size " + sizes.back() +
                          " MEMBER integer media-bottom-margin 100 MEMBER integer media-left-margin 100"
                          " MEMBER integer media-right-margin 100 MEMBER integer media-top-margin 100 }");
    }
    const std::string formats =
        std::string("application/octet-stream,application/pdf") + (settings_.takes_raster ? ",image/pwg-raster" : "");
    std::ostringstream text;
    const auto attribute = [&text](const char* type, const std::string& name, const std::string& value) {
        text << "ATTR " << type << ' ' << name << ' ' << value << '\n';
    };
    for (const char* name : {"media-ready", "media-supported"}) attribute("keyword", name, settings_.media_ready);
    attribute("keyword", "media-default", split(settings_.media_ready).front());
    attribute("collection", "media-size-supported", join(sizes));
    for (const char* name : {"media-col-database", "media-col-ready"}) attribute("collection", name, join(columns));
    attribute("collection", "media-col-default", columns.front());
    for (const char* side : {"bottom", "left", "right", "top"})
        attribute("integer", std::string("media-") + side + "-margin-supported", "100");
    attribute("resolution", "printer-resolution-default", split(settings_.resolutions).front());
    attribute("resolution", "printer-resolution-supported", settings_.resolutions);
    attribute("resolution", "pwg-raster-document-resolution-supported", settings_.resolutions);
    attribute("keyword", "pwg-raster-document-type-supported", settings_.raster_types);
    attribute("mimeMediaType", "document-format-supported", formats);
    attribute("mimeMediaType", "document-format-default", "application/octet-stream");
    attribute("boolean", "color-supported", "false");
    for (const char* name : {"print-color-mode-supported", "print-color-mode-default"})
        attribute("keyword", name, "monochrome");
    for (const char* name : {"sides-supported", "sides-default"}) attribute("keyword", name, "one-sided");
    attribute("integer", "copies-default", "1");
    attribute("rangeOfInteger", "copies-supported", "1-9");
    attribute("text", "printer-make-and-model", "\"Vestibule Test Printer\"");
    write(folder_ / "printer.conf", text.str());
}

// Those who share a discovery that was there before may run side by side; who starts one, and ends it, is alone.
void PrintServer::join_discovery() {
    lock_ = ::open(lock_file, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (lock_ < 0 || ::flock(lock_, LOCK_SH) != 0) throw std::runtime_error("can't lock the print server");
    if (answers(avahi_socket)) return;
    if (::flock(lock_, LOCK_EX) != 0) throw std::runtime_error("can't lock the print server");
    start_discovery();
}

void PrintServer::start_discovery() {
    if (!answers(bus_socket)) {
        std::filesystem::create_directories("/run/dbus");
        started_.push_back(start({"dbus-daemon", "--system", "--nofork", "--nopidfile"}, folder_ / "log/dbus"));
        if (!wait_until(start_time_max, [] { return answers(bus_socket); }))
            throw std::runtime_error("dbus-daemon doesn't answer");
    }
    if (!answers(avahi_socket)) {
        started_.push_back(start({"avahi-daemon", "--no-rlimits"}, folder_ / "log/avahi"));
        if (!wait_until(start_time_max, [] { return answers(avahi_socket); }))
            throw std::runtime_error("avahi-daemon doesn't answer");
    }
}

void PrintServer::start_printer() {
    std::vector<std::string> words{"ippeveprinter", "-r", settings_.is_announced ? "_print" : "off"};
    if (!settings_.is_announced) words.insert(words.end(), {"-n", "localhost"});
    words.insert(words.end(), {"-p", std::to_string(printer_port_), "-d", (folder_ / "documents").string(), "-k",
                               "-a", (folder_ / "printer.conf").string(), "-c", (folder_ / "print-job").string(),
                               "Vestibule test " + std::to_string(printer_port_)});
    printer_ = start(words, folder_ / "log/printer");
    if (!wait_until(start_time_max, [this] { return answers(printer_port_); }))
        throw std::runtime_error("ippeveprinter doesn't answer: " + tail_of(folder_ / "log/printer"));
}

void PrintServer::stop_printer() {
    stop(printer_);
    printer_ = 0;
}

void PrintServer::kill_printer() {
    ::kill(printer_, SIGKILL);
    ::waitpid(printer_, nullptr, 0);
    printer_ = 0;
}

void PrintServer::configure_cupsd() {
    write(folder_ / "conf/cupsd.conf", "Listen 127.0.0.1:" + std::to_string(cupsd_port_) +
                                           "\nLogLevel info\nBrowsing No\nDefaultAuthType None\nPreserveJobFiles No\n"
                                           "JobRetryInterval 5\nMultipleOperationTimeout 5\n"
                                           "<Location />\nOrder allow,deny\nAllow localhost\n</Location>\n"
                                           "<Policy default>\nJobPrivateAccess all\nJobPrivateValues none\n"
                                           "<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n" +
                                           (forgets_nothing_ ? "DirtyCleanInterval 0\n" : ""));
    const std::string root = folder_.string();
    write(folder_ / "conf/cups-files.conf", "ServerRoot " + root + "/conf\nRequestRoot " + root + "/spool\nTempDir " +
                                                root + "/spool/tmp\nCacheDir " + root + "/cache\nStateDir " + root +
                                                "/state\nErrorLog " + root + "/log/error_log\nAccessLog " + root +
                                                "/log/access_log\nPageLog " + root + "/log/page_log\nSystemGroup " +
                                                (::geteuid() == 0 ? "root" : "users") + "\n");
}

void PrintServer::start_server() {
    const auto conf = folder_ / "conf";
    cupsd_ = start({"cupsd", "-f", "-c", (conf / "cupsd.conf").string(), "-s", (conf / "cups-files.conf").string()},
                   folder_ / "log/cupsd");
    if (!wait_until(start_time_max, [this] { return answers(cupsd_port_); }))
        throw std::runtime_error("cupsd doesn't answer");
}

void PrintServer::revive_server() {
    if (cupsd_ == 0 || ::waitpid(cupsd_, nullptr, WNOHANG) != cupsd_) return;
    start_server();
}

void PrintServer::stop_server(int signal) {
    if (cupsd_ == 0) throw std::logic_error("this server isn't the case's own: ask for own_server");
    if (signal == SIGKILL) ::kill(cupsd_, SIGKILL);
    stop(cupsd_);
    cupsd_ = 0;
}

void PrintServer::remove_queue() const {
    run({"lpadmin", "-h", server(), "-x", queue()}, folder_ / "log/lpadmin");
}

void PrintServer::make_queue(const char* option, const std::string& model) const {
    run({"lpadmin", "-h", server(), "-p", queue(), "-E", "-v", printer_uri(), option, model},
        folder_ / "log/lpadmin");
    if (!wait_until(start_time_max, [this] { return queue_is_complete(cupsd_port_, queue_); }))
        throw std::runtime_error("the queue never learnt what its printer can do");
}

// For "everywhere" cupsd 2.4.2 asks the printer in a thread of its own, and where several cases make queues at once
// it crashes in it now and then, with everybody's jobs. So at a shared server one queue of each kind of printer is
// made so, and the others from what it has learnt.
void PrintServer::add_queue() {
    if (shared_folder_.empty()) {
        make_queue("-m", "everywhere");
        if (settings_.is_default) run({"lpadmin", "-h", server(), "-d", queue()}, folder_ / "log/lpadmin");
        return;
    }
    const auto kind = std::to_string(std::hash<std::string>{}(content_of(folder_ / "printer.conf")));
    const auto learnt = shared_folder_ / ("kind-" + kind + ".ppd");
    const FileLock one_at_a_time{shared_folder_ / "kinds.lock"};
    if (std::filesystem::exists(learnt)) return make_queue("-P", learnt);
    make_queue("-m", "everywhere");
    std::filesystem::copy_file(shared_folder_ / "conf/ppd" / (queue_ + ".ppd"), learnt);
}

std::vector<std::filesystem::path> PrintServer::documents() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "documents"))
        // Beside each document lies a .prn file with what the job's script wrote: nothing.
        if (entry.is_regular_file() && entry.path().extension() != ".prn") files.push_back(entry.path());
    // ippeveprinter's names begin with the number of the job.
    std::ranges::sort(files, {}, [](const auto& file) { return std::atoi(file.filename().c_str()); });
    return files;
}

}  // namespace vestibule_tests_support
