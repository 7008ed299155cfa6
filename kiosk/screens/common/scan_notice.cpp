// Scans that are one, and the line about those that did nothing.
#include "kiosk/screens/common/scan_notice.h"

#include <algorithm>
#include <functional>

#include "kiosk/ui/widgets.h"

namespace vestibule {

bool LastScan::is_repeated(std::string_view code, Instant now) {
    const auto hash = std::hash<std::string_view>{}(code);
    const bool same = code_ == hash && now >= at_ && now - at_ < scan_again_after;
    code_ = hash;
    at_ = now;
    return same;
}

void ScanNotice::draw(ui::Ui& ui, Instant now) {
    if (english_ != nullptr && now >= until_) close();
    if (english_ == nullptr) return;
    const auto words = ui.texts().say(english_);
    auto area = ui.display().inset(ui.px(48));
    ui::BannerSpec banner{.id = "scan.notice",
                          .rect = area.middle({std::min(area.width, ui.px(1100)), area.height}),
                          .icon = "info",
                          .title = words,
                          .text = {}};
    banner.rect.height = ui::banner_height(ui, banner);
    banner.rect.y = area.y;
    const auto& p = ui.palette();
    ui.paint().fill(banner.rect.inset(-ui.px(8)), p.paper, ui.px(34));
    ui.paint().outline(banner.rect.inset(-ui.px(2)), p.attention, std::max(1.5F, ui.px(3)), ui.px(30));
    ui::banner(ui, banner);
    // It lies over the page, so a touch of it isn't one of what it hides.
    const auto touch = ui.touch({.id = "scan.notice.close",
                                 .rect = banner.rect,
                                 .role = ui::WidgetRole::button,
                                 .label = ui.texts().say("Close"),
                                 .focusable = false,
                                 .fg = p.attention,
                                 .bg = p.paper});
    if (touch.clicked) close();
    ui.redraw_in(static_cast<int>(
        std::clamp<std::int64_t>(std::chrono::ceil<std::chrono::milliseconds>(until_ - now).count(), 1, 60'000)));
}

}  // namespace vestibule
