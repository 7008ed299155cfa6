// Starting a station, reading its tree, touching its widgets.
#include "tests/journeys/station.h"

#include <signal.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <exception>
#include <fstream>
#include <thread>
#include <tuple>

namespace journeys {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds poll_every{5};
// No finger is as fast as this after a page has changed; what comes sooner was meant for the page before.
constexpr milliseconds page_seen_after{310};
constexpr milliseconds aimed_for{150};  // what has just moved isn't hit

bool starts_with(const std::string& text, const std::string& start) {
    return text.compare(0, start.size(), start) == 0;
}

}  // namespace

Station::Station(StationSpec spec)
    : spec_{std::move(spec)}, display_{spec_.size}, exceptions_{std::uncaught_exceptions()} {
    tree_file_ = spec_.work / (spec_.role + ".tree.json");
    err_file_ = spec_.work / (spec_.role + ".err");
    start();
}

Station::~Station() {
    if (std::uncaught_exceptions() > exceptions_) keep_evidence();
}

void Station::start() {
    std::filesystem::remove(tree_file_);
    read_.clear();
    tree_ = {};
    auto environment = spec_.environment;
    environment["DISPLAY"] = display_.name();
    environment["SDL_VIDEODRIVER"] = "x11";
    environment["VESTIBULE_UI_TREE"] = tree_file_.string();
    const auto size = std::to_string(spec_.size.width) + "x" + std::to_string(spec_.size.height);
    std::vector<std::string> arguments = {
        VESTIBULE_BUILD "/vestibule", "run", "--data", spec_.data, "--role", spec_.role, "--config", spec_.config};
    if (!spec_.fills_display) arguments.insert(arguments.end(), {"--windowed", size});
    arguments.insert(arguments.end(), spec_.arguments.begin(), spec_.arguments.end());
    child_ = std::make_unique<Child>(
        ChildSpec{.arguments = std::move(arguments), .environment = environment, .out = err_file_, .err = err_file_});
    until("its first screen", [](const Tree& t) { return !t.screen.empty(); });
    display_.focus_window();
}

void Station::kill() {
    child_->send(SIGKILL);
    (void)child_->wait(patience());
}

std::optional<int> Station::wait_for_end() {
    return child_->wait(patience());
}

std::string Station::said() const {
    return content_of(err_file_);
}

bool Station::read_again() {
    auto text = content_of(tree_file_);
    if (text.empty() || text == read_) return false;
    read_ = std::move(text);
    changed_at_ = steady_clock::now();
    auto fresh = parse_tree(read_);
    if (fresh.page != tree_.page || fresh.screen != tree_.screen) page_since_ = steady_clock::now();
    tree_ = std::move(fresh);
    if (screens_seen_.insert(tree_.screen).second && on_new_screen) on_new_screen(tree_);
    return true;
}

const Tree& Station::tree() {
    read_again();
    return tree_;
}

const Tree& Station::until(const std::string& what, const std::function<bool(const Tree&)>& shown, int patiences) {
    const auto end = steady_clock::now() + patiences * patience();
    for (;;) {
        read_again();
        if (!tree_.screen.empty() && shown(tree_)) return tree_;
        const bool gone = !child_->running();
        if (gone || steady_clock::now() > end) {
            keep_evidence();
            FAIL("the " << spec_.role << " doesn't show " << what << "; it shows " << tree_.screen
                        << (gone ? " and has ended" : "") << "\n"
                        << said());
        }
        std::this_thread::sleep_for(poll_every);
    }
}

bool Station::shows_soon(const std::function<bool(const Tree&)>& shown) {
    constexpr std::chrono::seconds soon{2};
    const auto end = steady_clock::now() + soon;
    while (!shown(tree())) {
        if (steady_clock::now() > end) return false;
        std::this_thread::sleep_for(poll_every);
    }
    return true;
}

const Tree& Station::on(const std::string& screen) {
    return until(screen, [&](const Tree& t) { return t.screen == screen; });
}

const Tree& Station::on_one_of(const std::set<std::string>& screens) {
    return until("one of the screens " + *screens.begin() + " …",
                 [&](const Tree& t) { return screens.count(t.screen) > 0; });
}

std::string Station::text(const std::string& id) {
    return until("a text at " + id, [&](const Tree& t) { return !t.text(id).empty(); }).text(id);
}

std::string Station::id_of(const std::string& prefix, const std::string& words) {
    const auto wanted = [&](const Widget& w) {
        return starts_with(w.id, prefix) && w.label.find(words) != std::string::npos;
    };
    return until(prefix + "… with " + words, [&](const Tree& t) { return t.first(wanted) != nullptr; })
        .first(wanted)
        ->id;
}

bool Station::page_was_seen() const {
    return steady_clock::now() - page_since_ >= page_seen_after;
}

Widget Station::ready_to_touch(const std::string& id) {
    Widget aimed_at;
    auto since = steady_clock::now();
    const auto stands_still = [&](const Widget& widget) {
        const auto now = steady_clock::now();
        const auto place = [](const Widget& w) { return std::tuple{w.x, w.y, w.width, w.height}; };
        if (place(widget) != place(aimed_at)) aimed_at = widget, since = now;
        return now - changed_at_ >= aimed_for || now - since >= aimed_for;
    };
    const auto ready = [&](const Tree& t) {
        const auto* widget = t.find(id);
        return page_was_seen() && widget != nullptr && widget->enabled && widget->touchable() && widget->width > 0 &&
               stands_still(*widget);
    };
    return *until("something to touch at " + id, ready).find(id);
}

void Station::tap(const std::string& id) {
    const auto widget = ready_to_touch(id);
    display_.tap(widget.x + widget.width / 2, widget.y + widget.height / 2);
}

void Station::tap_twice(const std::string& id) {
    const auto widget = ready_to_touch(id);
    for (int i = 0; i < 2; ++i) display_.tap(widget.x + widget.width / 2, widget.y + widget.height / 2);
}

void Station::turn_wheel(const std::string& id, int notches) {
    const auto widget = ready_to_touch(id);
    display_.turn_wheel(widget.x + widget.width / 2, widget.y + widget.height / 2, notches);
}

void Station::hold(const std::string& id, const std::function<bool(const Tree&)>& until_shown) {
    const auto widget = ready_to_touch(id);
    display_.press(widget.x + widget.width / 2, widget.y + widget.height / 2);
    until("what follows holding " + id, until_shown);
    display_.release();
}

void Station::type(const std::string& field, const std::string& text) {
    const auto* there = tree().find(field);
    if (there == nullptr || !there->focused) tap(field);
    until(field + " with the focus",
          [&](const Tree& t) { return t.find(field) != nullptr && t.find(field)->focused; });
    const auto before = tree().find(field)->value;
    display_.keys(text);
    until("\"" + before + text + "\" in " + field, [&](const Tree& t) {
        const auto* widget = t.find(field);
        return widget != nullptr && widget->value == before + text;
    });
}

// Touches the key that types this letter now; false where none is shown.
bool Station::tap_key(const std::string& letter) {
    const auto wanted = [&](const Widget& w) {
        return w.role == "key" && (w.label == letter || (letter == " " && w.id == "keyboard.space"));
    };
    const auto end = steady_clock::now() + milliseconds{300} + page_seen_after;
    while ((tree().first(wanted) == nullptr || !page_was_seen()) && steady_clock::now() < end)
        std::this_thread::sleep_for(poll_every);
    const auto* key = tree_.first(wanted);
    if (key == nullptr) return false;
    display_.tap(key->x + key->width / 2, key->y + key->height / 2);
    return true;
}

void Station::tap_keys(const std::string& field, const std::string& text) {
    if (const auto* there = tree().find(field); there == nullptr || !there->focused) tap(field);
    std::string expected = until(field, [&](const Tree& t) { return t.find(field) != nullptr; }).find(field)->value;
    for (const char c : text) {
        const std::string letter{c};
        if (!tap_key(letter)) {
            tap("keyboard.shift");
            if (!tap_key(letter)) {
                tap("keyboard.page");
                if (!tap_key(letter)) FAIL("no key on the display types " << letter);
            }
        }
        expected += c;
        until("\"" + expected + "\" in " + field, [&](const Tree& t) {
            const auto* widget = t.find(field);
            return widget != nullptr && widget->value == expected;
        });
    }
}

void Station::tap_digits(const std::string& pad, std::string_view digits) {
    for (const char digit : digits) tap(pad + "." + digit);
}

void Station::scan(const std::string& code, std::string_view layout) {
    display_.scan(layout, code + "\n");
}

void Station::save_picture(const std::filesystem::path& file) {
    const auto found = spec_.environment.find(unpainted);
    if (found == spec_.environment.end() || !found->second) display_.save_png(file);
}

void Station::keep_evidence() {
    const std::filesystem::path folder{VESTIBULE_BUILD "/journey-failures"};
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    auto name = Catch::getResultCapture().getCurrentTestName().substr(0, 60) + "-" + spec_.role;
    for (auto& c : name)
        if (c == '/' || c == ' ') c = '-';
    save_picture(folder / (name + ".png"));
    std::filesystem::copy_file(tree_file_, folder / (name + ".json"),
                               std::filesystem::copy_options::overwrite_existing, ignored);
    std::filesystem::copy_file(err_file_, folder / (name + ".err"), std::filesystem::copy_options::overwrite_existing,
                               ignored);
}

}  // namespace journeys
