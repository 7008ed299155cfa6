// One running station on a display of its own: what it shows, and what a person does to it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "tests/journeys/display.h"
#include "tests/support/screen_tree.h"

namespace journeys {

using vestibule::test_support::Tree, vestibule::test_support::Widget, vestibule::test_support::parse_tree;

// llvmpipe's own switch: it takes all calls and fills no pixel.
inline constexpr const char* unpainted = "LP_NO_RAST";

struct StationSpec {
    std::string role;  // "lobby", "guard", "reception"
    Pixels size;
    std::filesystem::path data, config, work;  // `work` takes the tree and what the program says
    Environment environment{};
    std::vector<std::string> arguments{};  // of its own, besides the role's
    bool fills_display = false;            // as a kiosk's does, where there's no window manager either
};

// Everything here waits until the display shows what is needed, and fails the test, with the tree kept, and the
// picture where it's painted, in the build folder's journey-failures/, where it doesn't come.
class Station {
  public:
    explicit Station(StationSpec spec);
    Station(const Station&) = delete;
    Station& operator=(const Station&) = delete;
    virtual ~Station();

    // --- what it shows
    // Whether it's shown within two seconds.
    [[nodiscard]] bool shows_soon(const std::function<bool(const Tree&)>& shown);
    // References hold until the next question to this station.
    [[nodiscard]] const Tree& tree();
    // `patiences`: how many times the usual time, where the product itself may take so long.
    const Tree& until(const std::string& what, const std::function<bool(const Tree&)>& shown, int patiences = 1);
    const Tree& on(const std::string& screen);
    const Tree& on_one_of(const std::set<std::string>& screens);
    // The label of a widget once it is there and not empty.
    std::string text(const std::string& id);
    // The id of the first widget whose id starts so and whose label holds `words`, once there is one.
    std::string id_of(const std::string& prefix, const std::string& words);

    // --- what a person does
    void tap(const std::string& id);
    void hold(const std::string& id, const std::function<bool(const Tree&)>& until_shown);
    // Into a field, on a real keyboard.
    void type(const std::string& field, const std::string& text);
    // Into the focused field `field`, key by key on the display.
    void tap_keys(const std::string& field, const std::string& text);
    void tap_digits(const std::string& pad, std::string_view digits);
    // Two taps where one was meant, as fast as hardware takes them.
    void tap_twice(const std::string& id);
    // A scanner is a keyboard: all at once, ended by Enter. `layout`: which country's it is set to be.
    void scan(const std::string& code, std::string_view layout = "us");
    // The same without an end: what it sends before and behind the code stands in `keys`.
    void scan_keys(std::string_view keys, std::string_view layout = "us") { display_.scan(layout, keys); }
    // Which country's keyboard the display believes to have.
    void use_layout(const std::string& layout) { display_.use_layout(layout); }
    // Over the middle of a widget; notches upwards.
    void turn_wheel(const std::string& id, int notches);
    void keys(std::string_view text) { display_.keys(text); }

    // --- the program
    void start();
    void kill();
    [[nodiscard]] bool running() { return child_ && child_->running(); }
    [[nodiscard]] pid_t pid() const { return child_->pid(); }
    // Ends it as systemd does; its exit status.
    [[nodiscard]] std::optional<int> wait_for_end();
    [[nodiscard]] std::string said() const;  // on stderr
    [[nodiscard]] Pixels size() const { return spec_.size; }
    // For people to look at; nothing where nothing is painted.
    void save_picture(const std::filesystem::path& file);
    // How many colours the display shows.
    [[nodiscard]] std::size_t colours() { return display_.colours(); }
    // All screens' names that were ever seen here.
    [[nodiscard]] const std::set<std::string>& screens_seen() const { return screens_seen_; }
    // Called with each screen when it is seen first.
    std::function<void(const Tree&)> on_new_screen;

  private:
    bool read_again();
    Widget ready_to_touch(const std::string& id);
    [[nodiscard]] bool page_was_seen() const;
    bool tap_key(const std::string& letter);
    void keep_evidence();

    StationSpec spec_;
    Display display_;
    std::unique_ptr<Child> child_;
    std::filesystem::path tree_file_, err_file_;
    std::string read_;  // of the tree's file, last
    Tree tree_;
    std::chrono::steady_clock::time_point page_since_{}, changed_at_{};
    std::set<std::string> screens_seen_;
    int exceptions_ = 0;
};

}  // namespace journeys
