// Reading the widget tree.
#include "tests/support/screen_tree.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace vestibule::test_support {
namespace {

double luminance(const std::string& colour) {
    std::array<double, 3> linear{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double part = std::stoi(colour.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
        linear[i] = part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

}  // namespace

bool Widget::touchable() const {
    return role == "button" || role == "choice" || role == "key" || role == "field" || role == "row";
}

const Widget* Tree::first(const std::function<bool(const Widget&)>& wanted) const {
    const auto found = std::find_if(widgets.begin(), widgets.end(), wanted);
    return found == widgets.end() ? nullptr : &*found;
}

const Widget* Tree::find(std::string_view id) const {
    return first([id](const Widget& widget) { return widget.id == id; });
}

std::string Tree::text(std::string_view id) const {
    const auto* widget = find(id);
    return widget == nullptr ? std::string{} : widget->label;
}

bool Tree::says(std::string_view text) const {
    return first([text](const Widget& widget) {
               return widget.label.find(text) != std::string::npos || widget.value.find(text) != std::string::npos;
           }) != nullptr;
}

Tree parse_tree(const std::string& text) try {
    const auto json = nlohmann::json::parse(text);
    Tree tree{.screen = json.at("screen"),
              .language = json.at("language"),
              .page = json.at("page"),
              .mm_per_px = json.at("mm_per_px")};
    for (const auto& item : json.at("widgets")) {
        const auto& rect = item.at("rect");
        tree.widgets.push_back({.id = item.at("id"),
                                .role = item.at("role"),
                                .label = item.at("label"),
                                .value = item.at("value"),
                                .enabled = item.at("enabled"),
                                .focused = item.at("focused"),
                                .ellipsized = item.at("ellipsized"),
                                .foreground = item.at("fg"),
                                .background = item.at("bg"),
                                .x = rect.at(0),
                                .y = rect.at(1),
                                .width = rect.at(2),
                                .height = rect.at(3)});
    }
    return tree;
} catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(std::string{"not a widget tree: "} + error.what());
}

double contrast(const std::string& one, const std::string& other) {
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

}  // namespace vestibule::test_support
