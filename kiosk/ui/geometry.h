// Points, sizes and rectangles in window pixels, with the cutting that all layouts are made of.
#pragma once

#include <algorithm>

namespace vestibule::ui {

struct Point {
    float x = 0, y = 0;
};

struct Size {
    float width = 0, height = 0;
};

// A rectangle that layouts cut slices from: `auto header = page.cut_top(120)` takes 120 px off `page`.
struct Rect {
    float x = 0, y = 0, width = 0, height = 0;

    [[nodiscard]] float right() const { return x + width; }
    [[nodiscard]] float bottom() const { return y + height; }
    [[nodiscard]] Point centre() const { return {x + width / 2, y + height / 2}; }
    [[nodiscard]] bool contains(Point p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
    [[nodiscard]] bool empty() const { return width <= 0 || height <= 0; }
    [[nodiscard]] Rect inset(float all) const { return inset(all, all); }
    [[nodiscard]] Rect inset(float sides, float ends) const {
        return {x + sides, y + ends, std::max(0.0F, width - 2 * sides), std::max(0.0F, height - 2 * ends)};
    }
    [[nodiscard]] Rect moved(float dx, float dy) const { return {x + dx, y + dy, width, height}; }
    [[nodiscard]] Rect overlap(const Rect& other) const {
        const float left = std::max(x, other.x), top = std::max(y, other.y);
        return {left, top, std::max(0.0F, std::min(right(), other.right()) - left),
                std::max(0.0F, std::min(bottom(), other.bottom()) - top)};
    }
    // The rectangle of this size in the middle of this one.
    [[nodiscard]] Rect middle(Size size) const {
        return {x + (width - size.width) / 2, y + (height - size.height) / 2, size.width, size.height};
    }

    Rect cut_top(float amount) {
        amount = std::clamp(amount, 0.0F, height);
        const Rect slice{x, y, width, amount};
        y += amount, height -= amount;
        return slice;
    }
    Rect cut_bottom(float amount) {
        amount = std::clamp(amount, 0.0F, height);
        height -= amount;
        return {x, bottom(), width, amount};
    }
    Rect cut_left(float amount) {
        amount = std::clamp(amount, 0.0F, width);
        const Rect slice{x, y, amount, height};
        x += amount, width -= amount;
        return slice;
    }
    Rect cut_right(float amount) {
        amount = std::clamp(amount, 0.0F, width);
        width -= amount;
        return {right(), y, amount, height};
    }
};

}  // namespace vestibule::ui
