// A real print server for tests: a cupsd with a queue, and ippeveprinter behind it; both on free loopback ports.
//
// The cupsd is the run's (tests/support/shared_servers.h), on which each case has a printer and a queue of its own,
// or a private one where there is no run or the case is about the server itself.
//
// Starts dbus-daemon and avahi-daemon where they aren't running (ippeveprinter needs them) and ends, by process id,
// all that it started. Where it has to start them, one exists at a time on a machine: the constructor waits for the
// one before it. Throws std::runtime_error where something can't be started. Thread: the one that made it, and which
// outlives it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace vestibule_tests_support {

// What the printer does with a job. It may be changed between jobs.
enum class PrinterBehaviour {
    prints,                // takes the job and reports one impression
    prints_without_count,  // takes the job and reports no impression, as many printers do
    runs_out_of_media,     // reports media-empty and no impression; the job still ends as completed
    aborts,                // drops the job
    hangs,                 // takes the job and never finishes it
};

struct PrintServerSettings {
    std::string media_ready = "om_card_54x86mm";  // PWG names, parted by commas
    std::string resolutions = "300dpi";           // for PWG raster, parted by commas
    std::string raster_types = "black_1,sgray_8";
    bool takes_raster = true;
    bool own_server = false;    // for what stops the server, counts its queues, or needs to be its default
    bool is_default = true;     // the queue is the server's default: of an own server only
    bool is_announced = false;  // the printer, on the network by DNS-SD
};

// A server without any queue, for all cases of a run.
struct SharedByAll {};

class PrintServer {
  public:
    explicit PrintServer(PrintServerSettings settings = {});
    explicit PrintServer(SharedByAll shared);
    // Another printer, with a queue of its own on the same server, which has to outlive it.
    PrintServer(PrintServer& beside, std::string queue);
    ~PrintServer();
    PrintServer(const PrintServer&) = delete;
    PrintServer& operator=(const PrintServer&) = delete;

    [[nodiscard]] std::string server() const;  // "127.0.0.1:port", of cupsd
    [[nodiscard]] int server_port() const { return cupsd_port_; }
    [[nodiscard]] std::string queue() const { return queue_; }
    // What another queue of this case is to be called: nobody else's at this server. It is removed with this object.
    [[nodiscard]] std::string own_name(const std::string& name);
    [[nodiscard]] std::string printer_uri() const;  // the printer itself
    [[nodiscard]] int printer_port() const { return printer_port_; }

    void behave(PrinterBehaviour behaviour);
    // Runs `shell` for each job instead; its stderr speaks to ippeveprinter: "STATE: +media-jam", "ATTR: …".
    void run_for_each_job(const std::string& shell);
    // The server itself: gone until start_server(), on the same port and with the same queues and jobs. `signal`: how
    // it ends; only SIGTERM lets it write down what it knows.
    void stop_server(int signal);
    void start_server();
    // Starts one that has ended by itself: cupsd 2.4.2 crashes once in tens of thousands of jobs, and a machine's
    // service manager would start it again (cups.service has Restart=on-failure).
    void revive_server();
    void remove_queue() const;
    void add_queue();
    // The printer's port refuses connections until start_printer().
    void stop_printer();
    // As a power cut: SIGKILL.
    void kill_printer();
    void start_printer();

    // What arrived at the printer, oldest first; a job's document is whole once the job has ended.
    [[nodiscard]] std::vector<std::filesystem::path> documents() const;
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  private:
    void join_discovery();
    void start_discovery();
    void configure_cupsd();
    void start_own_server();
    void make_folder();
    void write_printer_attributes() const;
    void make_queue(const char* option, const std::string& model) const;
    void stop_all();
    void leave_shared() const;

    PrintServerSettings settings_;
    std::string queue_ = "badge";
    std::map<std::string, std::string> more_queues_;  // as the case calls them, and as the server does
    std::filesystem::path folder_,
        shared_folder_;  // the second: of the run's server, where this is one of its guests
    int lock_ = -1;
    int cupsd_port_ = 0;
    int printer_port_ = 0;
    pid_t printer_ = 0;
    bool forgets_nothing_ = false;  // queues and jobs are on disk at once, for revive_server()
    pid_t cupsd_ = 0;               // 0 also for a printer beside another, and at the run's server
    bool at_shared_ = false;
    std::vector<pid_t> started_;  // ended in the opposite order
};

}  // namespace vestibule_tests_support
