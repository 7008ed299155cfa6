// The widget tree as JSON.
#include "kiosk/ui/widget_tree.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <system_error>

#include "kiosk/base/json.h"

namespace vestibule::ui {
namespace {

std::string_view name_of(WidgetRole role) {
    switch (role) {
        case WidgetRole::button:
            return "button";
        case WidgetRole::field:
            return "field";
        case WidgetRole::choice:
            return "choice";
        case WidgetRole::text:
            return "text";
        case WidgetRole::image:
            return "image";
        case WidgetRole::key:
            return "key";
        case WidgetRole::list:
            return "list";
        case WidgetRole::row:
            return "row";
    }
    return "text";
}

}  // namespace

const Widget* WidgetTree::find(std::string_view id) const {
    const auto found = std::find_if(widgets.begin(), widgets.end(), [&](const Widget& w) { return w.id == id; });
    return found == widgets.end() ? nullptr : &*found;
}

std::string json_of(const WidgetTree& tree, bool with_frame) {
    Json widgets = Json::array();
    const auto whole = [](float value) { return std::lround(value); };
    for (const auto& w : tree.widgets)
        widgets.push_back({{"id", w.id},
                           {"role", name_of(w.role)},
                           {"label", w.label},
                           {"value", w.value},
                           {"enabled", w.enabled},
                           {"focused", w.focused},
                           {"ellipsized", w.ellipsized},
                           {"fg", hex(w.fg)},
                           {"bg", hex(w.bg)},
                           {"rect", {whole(w.rect.x), whole(w.rect.y), whole(w.rect.width), whole(w.rect.height)}}});
    Json out{{"screen", tree.screen},
             {"page", tree.page},
             {"mm_per_px", std::round(tree.mm_per_px * 1e5) / 1e5},
             {"language", tree.language},
             {"widgets", std::move(widgets)}};
    if (with_frame) out["frame"] = tree.frame;
    return dump(out);
}

Result<> WidgetTreeFile::update(const WidgetTree& tree) {
    auto fresh = json_of(tree, false);
    if (fresh == last_) return {};
    last_ = std::move(fresh);
    auto half = file_;
    half += ".new";
    {
        std::ofstream out{half, std::ios::binary | std::ios::trunc};
        out << json_of(tree) << '\n';
        if (!out.flush())
            return ask_staff("The widget tree couldn't be written to " + half.string() +
                             ". Check VESTIBULE_UI_TREE.");
    }
    std::error_code error;
    std::filesystem::rename(half, file_, error);
    if (error) return ask_staff("The widget tree couldn't be put at " + file_.string() + ": " + error.message());
    return {};
}

}  // namespace vestibule::ui
