// What must hold on every screen: nothing cut off, outside, on top of something else, too small or too pale
// (ACCEPTANCE F1).
#include <fmt/format.h>
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/journeys/tour.h"

using namespace journeys;

namespace {

constexpr double target_mm_min = 15, primary_mm_min = 20, key_mm_min = 9, contrast_min = 7;

bool overlap(const Widget& a, const Widget& b) {
    constexpr int touching = 2;  // rounding; the gaps between keys belong to them
    return a.x + a.width - touching > b.x && b.x + b.width - touching > a.x && a.y + a.height - touching > b.y &&
           b.y + b.height - touching > a.y;
}

// A part of another widget lies on it on purpose: who.name and who.name.clear, visit.1 and visit.1.action.
bool part_of(const Widget& whole, const Widget& part) {
    return part.id.starts_with(whole.id + ".");
}

bool ends_with_one_of(const std::string& id, std::initializer_list<const char*> ends) {
    return std::any_of(ends.begin(), ends.end(), [&id](const char* end) { return id.ends_with(end); });
}

bool primary(const Tree& tree, const Widget& w) {
    const bool on_keyboard = tree.find("keyboard.space") != nullptr || tree.find("keyboard.1") != nullptr ||
                             tree.find("keyboard.backspace") != nullptr;
    if (w.id == "welcome.appointment" || w.id == "welcome.walk_in" || w.id == "welcome.leaving") return true;
    return w.role == "button" && ends_with_one_of(w.id, {".next", ".done", ".yes"}) && !on_keyboard;
}

struct Rules {
    Pixels size;
    bool for_visitors = false;
};

std::vector<std::string> faults_of(const Tree& tree, const Rules& rules) {
    std::vector<std::string> out;
    const auto fault = [&](const Widget& w, const std::string& what) {
        out.push_back(fmt::format("{} \"{}\" [{} {} {} {}]: {}", w.id, w.label, w.x, w.y, w.width, w.height, what));
    };
    for (const auto& w : tree.widgets) {
        if (w.x < 0 || w.y < 0 || w.x + w.width > rules.size.width + 1 || w.y + w.height > rules.size.height + 1)
            fault(w, "leaves the window");
        if (w.touchable() && w.ellipsized) fault(w, "is cut off");
        const bool worded = w.role != "image" && w.role != "list" && !w.label.empty() && w.enabled;
        if (worded && contrast(w.foreground, w.background) < contrast_min)
            fault(w, fmt::format("contrast {:.2f} of {} on {}", contrast(w.foreground, w.background), w.foreground,
                                 w.background));
        if (!w.touchable() || !w.enabled) continue;
        const double mm = std::min(w.width, w.height) * tree.mm_per_px;
        if (w.role == "key" && mm < key_mm_min) fault(w, fmt::format("a key of {:.1f} mm", mm));
        if (!rules.for_visitors) continue;
        const bool keyboard_action = w.id.ends_with(".next") && !primary(tree, w);
        if (w.role != "key" && !keyboard_action && mm < target_mm_min - 0.1)
            fault(w, fmt::format("a target of {:.1f} mm", mm));
        if (primary(tree, w) && mm < primary_mm_min - 0.1) fault(w, fmt::format("a primary target of {:.1f} mm", mm));
    }
    for (std::size_t i = 0; i < tree.widgets.size(); ++i)
        for (std::size_t j = 0; j < tree.widgets.size(); ++j) {
            const auto &a = tree.widgets[i], &b = tree.widgets[j];
            const bool both = a.touchable() && b.touchable() && a.enabled && b.enabled;
            if (i < j && both && overlap(a, b) && !part_of(a, b) && !part_of(b, a)) fault(a, "lies on " + b.id);
        }
    return out;
}

Visitor inspector(std::string which, Pixels size, bool for_visitors, std::set<std::string>& reached) {
    return [which = std::move(which), size, for_visitors, &reached](const std::string& name, const Tree& tree) {
        reached.insert(tree.screen);
        INFO(which << ", " << name);
        for (const auto& fault : faults_of(tree, {.size = size, .for_visitors = for_visitors})) {
            UNSCOPED_INFO(fault);
            CHECK(fault.empty());
        }
    };
}

void inspect_lobby(Pixels size, const std::string& language) {
    Building building{{.lobby_size = size, .first_language = language}};
    std::set<std::string> reached;
    tour_lobby(building, inspector(fmt::format("{} {}", size.width, language), size, true, reached));
    CHECK(reached == lobby_screens());
}

}  // namespace

TEST_CASE("every screen of the upright lobby fits, can be touched and read") {
    inspect_lobby(upright, "en");
}

TEST_CASE("every screen of the small lobby fits, can be touched and read") {
    inspect_lobby(small_lobby, "en");
}

TEST_CASE("every screen of the small lobby fits in Chinese") {
    inspect_lobby(small_lobby, "zh_CN");
}

TEST_CASE("every screen of the guard and of reception fits and can be read") {
    Building building;
    std::set<std::string> reached;
    tour_staff(building, [&](const std::string& name, const Tree& tree) {
        const auto size = tree.screen.starts_with("guard") ? upright : wide;
        inspector("staff", size, false, reached)(name, tree);
    });
    const std::set<std::string> all = {"guard.idle",         "guard.verdict",           "guard.pin",
                                       "guard.waiting",      "guard.waiting/visit",     "guard.inside",
                                       "guard.inside/visit", "reception.sign_in",       "reception.today",
                                       "reception.inside",   "reception.today/details", "reception.today/reprint",
                                       "reception.badges"};
    CHECK(reached == all);
}
