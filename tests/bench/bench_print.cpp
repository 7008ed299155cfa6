// Times a badge's way from "Confirm" to the spooler, with a real cupsd and a real IPP printer behind it.
#include <cups/cups.h>

#include <filesystem>
#include <memory>
#include <thread>

#include "kiosk/station/station.h"
#include "tests/bench/bench_program.h"
#include "tests/printing/print_server.h"

namespace vestibule::bench {
namespace {

using vestibule_tests_support::PrintServer;

constexpr auto poll_every = std::chrono::microseconds{500};
constexpr auto patience = std::chrono::seconds{60};

// Asks cupsd itself, on one connection that stays open.
class Jobs {
  public:
    explicit Jobs(const std::string& server) {
        const auto colon = server.find(':');
        http_.reset(httpConnect2(server.substr(0, colon).c_str(), std::atoi(server.substr(colon + 1).c_str()),
                                 nullptr, AF_INET, HTTP_ENCRYPTION_NEVER, 1, 5000, nullptr));
        if (!http_) must(give_up("cupsd doesn't answer"));
    }
    // Whether there is a job of this number, and its document has come: until then CUPS holds it.
    [[nodiscard]] bool accepted(int id) {
        ipp_t* request = ippNewRequest(IPP_OP_GET_JOB_ATTRIBUTES);
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "job-uri", nullptr,
                     ("ipp://localhost/jobs/" + std::to_string(id)).c_str());
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", nullptr, "job-state");
        const std::unique_ptr<ipp_t, decltype(&ippDelete)> answer{cupsDoRequest(http_.get(), request, "/"),
                                                                  ippDelete};
        auto* state = ippFindAttribute(answer.get(), "job-state", IPP_TAG_ENUM);
        return state != nullptr && ippGetInteger(state, 0) != IPP_JSTATE_HELD;
    }

  private:
    std::unique_ptr<http_t, decltype(&httpClose)> http_{nullptr, httpClose};
};

template <class Condition>
void wait_until(const Condition& condition, const char* what) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) must(give_up(what));
        std::this_thread::sleep_for(poll_every);
    }
}

// One visitor after another, each once the badge before is out, at a station with its workers as in the app.
int confirm(const std::filesystem::path& folder, int count) {
    const PrintServer server;
    Jobs jobs{server.server()};
    Config config;
    config.printer.server = server.server();
    config.printer.queue = server.queue();
    const auto lobby = must(Station::open({.place = {.data = folder, .name = "lobby", .role = Role::lobby},
                                           .config = config,
                                           .policy_file = VESTIBULE_SOURCE "/config/policy.toml"}));
    lobby->start_workers([] {});
    const auto desk = must(lobby->new_desk());
    const auto staff = new_id<PersonId>();
    Samples milliseconds;
    for (int job = 1; job <= count + 1; ++job) {
        const auto visit = must(desk->register_walk_in({.name = "Zhang Wei", .company = "Nordlicht GmbH"}));
        BadgeId badge;
        const auto seconds = seconds_of([&] {
            badge = must(desk->admit(visit, staff));
            wait_until([&] { return jobs.accepted(job); }, "CUPS never got the badge");
        });
        if (job > 1) milliseconds.push_back(1000 * seconds);  // with the first the drawings are read
        wait_until([&] { return must(desk->badge(badge))->print == PrintOutcome::printed; }, "no badge came out");
    }
    if (server.documents().size() != static_cast<std::size_t>(count) + 1) must(give_up("papers are missing"));
    return print({{"ours", milliseconds}});
}

int run(int count, char** arguments) {
    const std::string what = count > 3 ? arguments[1] : "";
    ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 1);
    if (what == "confirm" && count == 4) return confirm(arguments[2], std::atoi(arguments[3]));
    std::fprintf(stderr, "usage: bench_print confirm FOLDER COUNT\n");
    return 2;
}

}  // namespace
}  // namespace vestibule::bench

int main(int count, char** arguments) {
    return vestibule::bench::run(count, arguments);
}
