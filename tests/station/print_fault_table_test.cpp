// The fault table: what goes wrong with a printer, what the log then says, where the badge came out, and after how
// long. `station_test "[fault-table]"` prints it as Markdown.
#include <fmt/format.h>

#include <cstdlib>
#include <functional>

#include "kiosk/station/print_round.h"
#include "tests/station/print_desk.h"

using namespace vestibule;
using namespace vestibule::station_test;

namespace {

constexpr int fail_over_after_s = 10;

// The station's clock goes as ours does, and may be set ahead besides.
class Ticking {
  public:
    explicit Ticking(std::atomic<std::int64_t>& now_us) {
        thread_ = std::thread{[this, &now_us] {
            auto last = std::chrono::steady_clock::now();
            while (!over_) {
                std::this_thread::sleep_for(std::chrono::milliseconds{10});
                const auto now = std::chrono::steady_clock::now();
                now_us += std::chrono::duration_cast<std::chrono::microseconds>(now - last).count();
                last = now;
            }
        }};
    }
    Ticking(const Ticking&) = delete;
    Ticking& operator=(const Ticking&) = delete;
    ~Ticking() {
        over_ = true;
        thread_.join();
    }

  private:
    std::atomic<bool> over_{false};
    std::thread thread_;
};

struct Row {
    const char* fault;
    std::function<void(PrintDesk&)> before;          // the badge is due
    std::function<void(PrintDesk&, BadgeId)> after;  // … and once it's at a printer
    PrintOutcome recorded;
    const char* came_out;
};

const auto nothing = [](PrintDesk&) {};
const auto no_more = [](PrintDesk&, BadgeId) {};

void own_off(PrintDesk& building) {
    building.own.stop_printer();
}
void both_off(PrintDesk& building) {
    building.own.stop_printer();
    building.other.stop_printer();
}
std::function<void(PrintDesk&)> behaves(PrinterBehaviour behaviour) {
    return [behaviour](PrintDesk& building) { building.own.behave(behaviour); };
}
void reject(PrintDesk& building) {
    REQUIRE(std::system(("/usr/sbin/cupsreject -h " + building.own.server() + " badge").c_str()) == 0);
}
void with_document(PrintDesk& building) {
    REQUIRE(soon([&] { return !building.own.documents().empty(); }));
}

const std::vector<Row>& rows() {
    static const std::vector<Row> all = {
        {"none", nothing, no_more, PrintOutcome::printed, "badge"},
        {"the queue refuses jobs", reject, no_more, PrintOutcome::printed, "front-desk"},
        {"the queue was removed", [](PrintDesk& b) { b.own.remove_queue(); }, no_more, PrintOutcome::printed,
         "front-desk"},
        {"the printer is off", own_off, no_more, PrintOutcome::printed, "front-desk"},
        {"the printer drops the job", behaves(PrinterBehaviour::aborts), no_more, PrintOutcome::printed,
         "front-desk"},
        {"the printer hangs with the badge", behaves(PrinterBehaviour::hangs),
         [](PrintDesk& b, BadgeId) {
             with_document(b);
             b.wait(print_hung_max);
         },
         PrintOutcome::unknown, "badge"},
        {"the printer goes off in mid-job", behaves(PrinterBehaviour::hangs),
         [](PrintDesk& b, BadgeId) {
             with_document(b);
             b.own.stop_printer();
         },
         PrintOutcome::unknown, "badge"},
        {"out of paper, but calls the job done", behaves(PrinterBehaviour::runs_out_of_media), no_more,
         PrintOutcome::unknown, "badge"},
        {"the printer doesn't count its pages", behaves(PrinterBehaviour::prints_without_count), no_more,
         PrintOutcome::unknown, "badge"},
        {"both printers are off, then the first is on", both_off,
         [](PrintDesk& b, BadgeId badge) {
             REQUIRE(b.is_at_printer(badge, 2));
             b.own.start_printer();
         },
         PrintOutcome::printed, "badge"},
        {"the print server is restarted meanwhile", own_off,
         [](PrintDesk& b, BadgeId) {
             b.own.stop_server(SIGTERM);
             b.own.start_server();
             b.own.start_printer();
         },
         PrintOutcome::printed, "badge"},
        {"the print server dies and forgets the badge", own_off,
         [](PrintDesk& b, BadgeId badge) {
             REQUIRE(b.says(badge, "offline"));
             b.own.stop_server(SIGKILL);
             b.own.start_server();
         },
         PrintOutcome::unknown, "nowhere"},
        {"staff cancel it while the printers are off", both_off,
         [](PrintDesk& b, BadgeId badge) { must(b.desk->cancel_print(badge, new_id<PersonId>())); },
         PrintOutcome::failed, "nowhere"},
        {"staff move it while its printer is off", own_off,
         [](PrintDesk& b, BadgeId badge) { must(b.desk->move_print(badge, "front-desk", new_id<PersonId>())); },
         PrintOutcome::printed, "front-desk"},
        {"it is revoked while the printers are off", both_off,
         [](PrintDesk& b, BadgeId badge) { must(b.desk->revoke(badge, "lost", std::nullopt)); }, PrintOutcome::failed,
         "nowhere"},
        {"its day is over while the printers are off", both_off,
         [](PrintDesk& b, BadgeId) { b.wait(std::chrono::hours{24}); }, PrintOutcome::failed, "nowhere"},
    };
    return all;
}

// Documents that a printer took, but for those that it says it has dropped.
std::string places(const PrintDesk& building) {
    std::string out;
    for (const auto* printer : {&building.own, &building.other})
        for (const auto& file : printer->documents()) {
            const auto id = std::atoi(file.filename().c_str());  // ippeveprinter's names begin so
            const auto job = printing::Spooler::at("").job(printer->printer_uri(), id);
            if (job && job->state == printing::JobState::aborted) continue;
            out += (out.empty() ? "" : ", ") + printer->queue();
        }
    return out.empty() ? "nowhere" : out;
}

std::string hasty_policy(const std::filesystem::path& folder) {
    auto text = content_of(VESTIBULE_SOURCE "/config/policy.toml");
    const std::string usual = "print_fail_over_after_s = 60";
    REQUIRE(text.find(usual) != std::string::npos);
    text.replace(text.find(usual), usual.size(), fmt::format("print_fail_over_after_s = {}", fail_over_after_s));
    std::ofstream{folder / "policy.toml"} << text;
    return folder / "policy.toml";
}

void try_out(const Row& row) {
    PrintDesk building{PrintDesk::not_yet};
    building.policy_file = hasty_policy(building.folder.path());
    building.start();
    row.before(building);
    const Ticking ticking{building.now_us};
    const auto began = building.now_us.load();
    const auto badge = building.admit("Zhang Wei");
    (void)soon(
        [&] { return building.outcome(badge) != PrintOutcome::pending || building.row(badge)->attempts_made > 0; });
    row.after(building, badge);
    INFO(row.fault);
    (void)soon([&] { return building.outcome(badge) != PrintOutcome::pending; });
    const auto seconds = static_cast<double>(building.now_us.load() - began) / 1e6;
    const auto seen = must(building.desk->badge(badge)).value();
    CHECK(name_of(seen.print) == name_of(row.recorded));
    CHECK(places(building) == row.came_out);
    const auto why = seen.print_reason.empty() ? "" : fmt::format(" ({})", seen.print_reason);
    fmt::print("| {} | {}{} | {} | {:.1f} |\n", row.fault, name_of(seen.print), why, places(building), seconds);
}

}  // namespace

TEST_CASE("the fault table", "[.][fault-table]") {
    fmt::print(
        "A badge goes on after {} s here (policy's print_fail_over_after_s); its own printer is \"badge\", the next "
        "\"front-desk\".\n\n| fault | recorded | came out at | seconds |\n|---|---|---|---|\n",
        fail_over_after_s);
    for (const auto& row : rows()) try_out(row);
}
