// A building with its stations, and the words in which journeys speak of them:
//     Building building{{.printer = true}};
//     building.lobby().register_walk_in({.name = "Zhang Wei", .host = "Anna"});
#pragma once

#include <chrono>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tests/journeys/station.h"
#include "tests/printing/print_server.h"

namespace journeys {

inline constexpr const char* staff_pin = "482915";
inline constexpr const char* first_staff = "Ingrid Solberg";
inline constexpr Pixels upright{1080, 1920};
inline constexpr Pixels small_lobby{1280, 800};
inline constexpr Pixels wide{1920, 1080};

struct WalkIn {
    std::string name, company{}, phone{}, host{}, purpose{};
    int companions = 0;
    std::string plate{};
    bool on_glass = false;  // the name is typed on the display's own keyboard
};

// At whichever station is the first one: who sets it up, then their PIN, twice.
void name_first_staff(Station& station);
void set_first_pin(Station& station);

class Lobby : public Station {
  public:
    using Station::Station;
    // The first start, as the person who sets it up does it: the PIN twice, then the samples.
    void set_up(bool with_samples = true);
    // From the welcome screen to the answer to "Confirm": waiting, or the badge.
    void register_walk_in(const WalkIn& visitor);
    // The same up to the page where all is read back, before "Confirm".
    void fill_in(const WalkIn& visitor);
    void say_who(const WalkIn& visitor);
    void choose_host(const std::string& part_of_name);
    // From "please wait" or from anywhere: the badge's code on the screen, then back to the welcome screen.
    std::string take_badge();
    void leave(const std::string& code);
    // Behind the corner.
    void open_staff_menu();
};

class Guard : public Station {
  public:
    using Station::Station;
    // Scans a badge's QR, or types its code; the screen with the verdict. The same badge again waits until that is
    // another scan.
    Tree check(const std::string& token_or_code);
    // The next scan must not meet the old verdict.
    void clear();
    void open_waiting();
    void enter_pin();
    // Until the gate has heard of so many who are admitted, seen by it or not.
    void until_admitted(int people, int patiences = 1);

  private:
    std::string scanned_;
    std::chrono::steady_clock::time_point scanned_at_;
};

class Reception : public Station {
  public:
    using Station::Station;
    void sign_in(std::string_view pin = staff_pin);
    void search(const std::string& text);
    // Opens the sheet of the visitor whose row holds this text.
    Tree open(const std::string& visitor);
    void approve(const std::string& visitor);
    void decline(const std::string& visitor);
};

struct BuildingPlan {
    bool printer = false;  // a real print server; without it badges go to a folder as PDF files
    bool fails_over =
        false;  // with a printer: the station's own queue is gone, the printer is the fallback at reception
    bool painted = false;  // its displays' pictures matter, not their widgets alone
    bool samples = false;  // the set-up's samples; without them only their hosts are brought in, by a command
    Pixels lobby_size = upright;
    int idle_s = 60;
    Environment environment{};
    std::string first_language = "en";
    std::filesystem::path data{};  // empty: a folder of its own
    std::string site = "Harbour House";
    std::vector<std::string> reception{};  // more arguments of its reception
};

class Building {
  public:
    explicit Building(BuildingPlan plan = {});

    // Started, and set up, when first asked for.
    Lobby& lobby();
    Lobby& lobby_before_set_up();
    void bring_in_hosts() const;
    Guard& guard();
    Reception& reception();
    [[nodiscard]] vestibule_tests_support::PrintServer& printer() { return *printer_; }

    // vestibule ARGUMENTS… --data of this building, where they name none, beside the running stations.
    [[nodiscard]] Finished command(std::vector<std::string> arguments, const Environment& changes = {}) const;
    // The same as whole words, for a command that is to run in the background.
    [[nodiscard]] std::vector<std::string> words(std::vector<std::string> arguments) const;
    [[nodiscard]] nlohmann::json json(std::vector<std::string> arguments) const;
    // A file for an import.
    [[nodiscard]] std::filesystem::path file(const std::string& name, const std::string& content) const;
    [[nodiscard]] const std::filesystem::path& data() const { return data_; }
    // The QR on each page that has come out of the printer or lies in the folder, oldest first; waits for `count`.
    [[nodiscard]] std::vector<std::string> printed(std::size_t count);
    // Local day and hours in the building's zone, for imports: "2026-11-21 15:00", so many hours from now.
    [[nodiscard]] std::string local_time(int hours_from_now) const;

  private:
    template <class S>
    S& started(std::unique_ptr<S>& station, const std::string& role, Pixels size,
               std::vector<std::string> arguments = {});
    void write_config();
    [[nodiscard]] std::vector<std::filesystem::path> pages() const;

    BuildingPlan plan_;
    Folder folder_;
    std::filesystem::path data_, config_;
    int zone_hours_ = 0;
    std::unique_ptr<vestibule_tests_support::PrintServer> printer_;
    std::unique_ptr<Lobby> lobby_;
    std::unique_ptr<Guard> guard_;
    std::unique_ptr<Reception> reception_;
};

// What every vestibule started by a journey finds in its environment. Nothing is painted, unless VESTIBULE_PAINT is
// set when the tests run, as for looking at what a failure leaves behind.
[[nodiscard]] Environment own_files();
// The same for one whose pictures matter.
[[nodiscard]] Environment painted(Environment environment);

}  // namespace journeys
