// Drawing through ImGui's draw list and its OpenGL 3 backend.
#include "kiosk/ui/painter.h"

#include <GL/gl.h>
#include <imgui/backends/imgui_impl_opengl3.h>
#include <imgui/imgui.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "kiosk/base/ensure.h"

namespace vestibule::ui {
namespace {

ImU32 packed(Colour c) {
    return IM_COL32(c.red, c.green, c.blue, c.alpha);
}

ImVec2 vec(Point p) {
    return {p.x, p.y};
}

ImDrawList& list() {
    return *ImGui::GetForegroundDrawList();
}

ImTextureID texture_id(unsigned texture) {
    return reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(texture));
}

void set_background(Colour c) {
    glClearColor(static_cast<float>(c.red) / 255, static_cast<float>(c.green) / 255, static_cast<float>(c.blue) / 255,
                 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

// Big type is set tighter, as the designs are.
float line_height_of(Type type) {
    switch (type) {
        case Type::verdict:
        case Type::greeting:
            return 1.08F;
        case Type::face:
            return 1.12F;
        case Type::question:
            return 1.14F;
        case Type::title:
        case Type::stat:
            return 1.2F;
        case Type::choice:
            return 1.26F;
        case Type::body:
        case Type::caption:
        case Type::row:
        case Type::small:
            return 1.4F;
    }
    return 1.4F;
}

float tracking_of(Type type) {
    switch (type) {
        case Type::verdict:
        case Type::face:
        case Type::greeting:
        case Type::question:
            return -0.022F;
        case Type::title:
        case Type::stat:
            return -0.018F;
        case Type::choice:
            return -0.008F;
        case Type::body:
        case Type::caption:
        case Type::row:
        case Type::small:
            return 0;
    }
    return 0;
}

}  // namespace

struct Painter::Context {
    Context() {
        IMGUI_CHECKVERSION();
        ImGui::CreateContext();
        auto& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.LogFilename = nullptr;
        ImGui::GetStyle().CircleTessellationMaxError = 0.12F;
        ensure(ImGui_ImplOpenGL3_Init("#version 130"), "ImGui's OpenGL backend starts");
    }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui::DestroyContext();
    }
};

Painter::Painter(std::filesystem::path icon_folder)
    : context_{std::make_unique<Context>()}, texts_{sprites_}, icons_{sprites_, std::move(icon_folder)} {}

Painter::~Painter() = default;

void Painter::begin_frame(const Theme& theme, std::string_view language, float seconds) {
    theme_ = &theme;
    texts_.set_language(language);
    auto& io = ImGui::GetIO();
    io.DisplaySize = {theme.window().width, theme.window().height};
    io.DeltaTime = std::max(seconds, 0.0001F);
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    content_from_ = 0;
    paper_ = theme.palette().paper;
}

void Painter::mark_content() {
    content_from_ = list().VtxBuffer.Size;
}

void Painter::end_frame(float opacity, Point shift) {
    if (opacity < 1 || shift.x != 0 || shift.y != 0) {
        auto& vertices = list().VtxBuffer;
        for (int i = content_from_; i < vertices.Size; ++i) {
            auto& vertex = vertices[i];
            vertex.pos.x += shift.x, vertex.pos.y += shift.y;
            const auto alpha = static_cast<float>((vertex.col >> IM_COL32_A_SHIFT) & 0xFF);
            vertex.col = (vertex.col & ~IM_COL32_A_MASK) | (static_cast<ImU32>(alpha * opacity) << IM_COL32_A_SHIFT);
        }
    }
    ImGui::Render();
    render_again();
    texts_.end_frame();
    sprites_.end_frame();
}

void Painter::render_again() {
    const auto size = ImGui::GetIO().DisplaySize;
    glViewport(0, 0, static_cast<int>(size.x), static_cast<int>(size.y));
    glDisable(GL_SCISSOR_TEST);
    set_background(paper_);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Painter::fill(Rect r, Colour colour, float radius) {
    if (r.empty()) return;
    list().AddRectFilled({r.x, r.y}, {r.right(), r.bottom()}, packed(colour), radius);
}

void Painter::fill_circle(Point centre, float radius, Colour colour) {
    list().AddCircleFilled(vec(centre), radius, packed(colour));
}

void Painter::outline(Rect r, Colour colour, float width, float radius) {
    if (r.empty()) return;
    const auto in = r.inset(width / 2);  // the line lies inside the rectangle
    list().AddRect({in.x, in.y}, {in.right(), in.bottom()}, packed(colour), std::max(0.0F, radius - width / 2), 0,
                   width);
}

void Painter::ring(Point centre, float radius, float part, Colour colour, float width) {
    constexpr auto full = 2 * std::numbers::pi_v<float>;
    constexpr auto top = -std::numbers::pi_v<float> / 2;
    const float end = top + full * std::clamp(part, 0.0F, 1.0F);
    if (part >= 1) {
        list().AddCircle(vec(centre), radius, packed(colour), 96, width);
        return;
    }
    if (part <= 0) return;
    list().PathArcTo(vec(centre), radius, top, end, std::max(8, static_cast<int>(96 * part)));
    list().PathStroke(packed(colour), 0, width);
    for (const float angle : {top, end})
        fill_circle({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)}, width / 2, colour);
}

void Painter::push_clip(Rect r) {
    list().PushClipRect({r.x, r.y}, {r.right(), r.bottom()}, true);
}

void Painter::pop_clip() {
    list().PopClipRect();
}

Rect Painter::clip() const {
    const auto min = list().GetClipRectMin(), max = list().GetClipRectMax();
    return {min.x, min.y, max.x - min.x, max.y - min.y};
}

TextSetting Painter::setting(const TextLook& look, float wrap_px) const {
    return {.size_px = theme_->type_px(look.type),
            .weight = look.weight,
            .align = look.align,
            .wrap_px = wrap_px,
            .lines_max = look.lines_max,
            .tabular = look.tabular,
            .line_height = line_height_of(look.type),
            .tracking = tracking_of(look.type),
            .emoji_ink = look.colour};
}

Size Painter::text_size(std::string_view text, const TextLook& look, float wrap_px) {
    return texts_.measure(text, setting(look, wrap_px)).extent;
}

DrawnText Painter::text(Rect rect, std::string_view text, const TextLook& look, Within within) {
    if (text.empty() || rect.width < 1) return {rect, false};
    const auto& drawn = texts_.draw(text, setting(look, std::floor(rect.width)));
    float y = rect.y;
    if (within == Within::middle) y += (rect.height - drawn.extent.height) / 2;
    if (within == Within::bottom) y += rect.height - drawn.extent.height;
    sprite(drawn, {rect.x, y}, look.colour);
    return {{rect.x, y, rect.width, drawn.extent.height}, drawn.ellipsized};
}

void Painter::sprite(const Sprite& sprite, Point at, Colour tint) {
    if (sprite.texture == 0) return;
    const float x = std::round(at.x + sprite.offset.x), y = std::round(at.y + sprite.offset.y);
    const auto colour = sprite.coloured ? Colour{255, 255, 255, tint.alpha} : tint;
    list().AddImage(texture_id(sprite.texture), {x, y},
                    {x + static_cast<float>(sprite.width), y + static_cast<float>(sprite.height)}, {0, 0}, {1, 1},
                    packed(colour));
}

void Painter::icon(std::string_view name, Rect box, Colour colour) {
    const float side = std::min(box.width, box.height);
    const auto& drawn = icons_.icon(name, side);
    const auto at = box.middle(drawn.extent);
    sprite(drawn, {at.x, at.y}, colour);
}

void Painter::drawing(const std::filesystem::path& file, Rect box) {
    sprite(icons_.drawing(file, {box.width, box.height}), {box.x, box.y}, rgb(0xFFFFFF));
}

float Painter::qr(std::string_view text, Rect box, Colour dark) {
    const auto& drawn = icons_.qr(text, std::min(box.width, box.height));
    const auto at = box.middle(drawn.extent);
    sprite(drawn, {at.x, at.y}, dark);
    return drawn.extent.width;
}

}  // namespace vestibule::ui
