// What a station shows, as its widget tree tells (FORMATS "Widget tree").
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vestibule::test_support {

struct Widget {
    std::string id, role, label, value;
    bool enabled = true, focused = false, ellipsized = false;
    std::string foreground, background;  // "#RRGGBB"
    int x = 0, y = 0, width = 0, height = 0;

    // Something to touch.
    [[nodiscard]] bool touchable() const;
    bool operator==(const Widget&) const = default;
};

struct Tree {
    std::string screen, language;
    int page = 0;
    double mm_per_px = 0;
    std::vector<Widget> widgets;

    // None where nothing of that name is shown.
    [[nodiscard]] const Widget* find(std::string_view id) const;
    // The first widget that satisfies `wanted`.
    [[nodiscard]] const Widget* first(const std::function<bool(const Widget&)>& wanted) const;
    // The label of a widget; empty where it isn't shown.
    [[nodiscard]] std::string text(std::string_view id) const;
    // Does any label or value hold this text?
    [[nodiscard]] bool says(std::string_view text) const;
    bool operator==(const Tree&) const = default;
};

// Throws std::runtime_error where the text isn't a widget tree.
[[nodiscard]] Tree parse_tree(const std::string& json);

// WCAG's contrast of two colours of the tree.
[[nodiscard]] double contrast(const std::string& one, const std::string& other);

}  // namespace vestibule::test_support
