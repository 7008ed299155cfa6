// The banners above reception's list.
#include "kiosk/screens/reception/troubles.h"

#include <algorithm>
#include <optional>

#include "kiosk/screens/common/plain_words.h"
#include "kiosk/screens/common/printer_words.h"
#include "kiosk/screens/common/words.h"

namespace vestibule::reception {
namespace {

using Trouble = std::optional<ui::BannerSpec>;

Trouble printer_trouble(const Texts& t, const View& view) {
    if (!words::in_trouble(view.printer)) return std::nullopt;
    const auto title = view.printer.trouble.empty()
                           ? t.say("The badge printer isn’t ready")
                           : t.say("Badge printer: {trouble}", {{"trouble", words::plain(t, view.printer.trouble)}});
    const auto text = view.printer.jobs_waiting > 0
                          ? t.say_count("{n} badge waits. It is printed as soon as the printer is ready.",
                                        "{n} badges wait. They are printed as soon as the printer is ready.",
                                        view.printer.jobs_waiting)
                          : t.say("Badges wait until it is ready; nobody is stuck in the lobby.");
    return ui::BannerSpec{
        .id = "reception.printer_trouble", .rect = {}, .icon = "printer", .title = title, .text = text};
}

Trouble disk_trouble(const Texts& t, const View& view) {
    if (view.exchange.disk_trouble.empty()) return std::nullopt;
    return ui::BannerSpec{.id = "reception.disk_trouble",
                          .rect = {},
                          .icon = "warning",
                          .title = t.say("Nobody can be registered"),
                          .text = words::sentence(t, words::plain(t, view.exchange.disk_trouble))};
}

Trouble clock_trouble(const Texts& t, const View& view) {
    const auto text = words::clock_trouble(t, view.exchange);
    if (text.empty()) return std::nullopt;
    return ui::BannerSpec{.id = "reception.clock_trouble",
                          .rect = {},
                          .icon = "clock",
                          .title = t.say("Check the clock"),
                          .text = text};
}

// Whoever waits for the list at the office printer has to hear that it doesn't come.
Trouble roll_call_trouble(const Texts& t, const View& view) {
    if (!view.roll_call) return std::nullopt;
    const auto& job = *view.roll_call;
    const bool doubtful = job.phase == PaperPhase::unknown;
    const bool waits = job.phase == PaperPhase::waiting && !job.remark.empty();
    if (job.phase != PaperPhase::failed && !doubtful && !waits) return std::nullopt;
    const auto title = doubtful ? t.say("Look whether the roll call lies in the office printer")
                       : waits  ? t.say("The roll call waits for the office printer")
                                : t.say("The roll call wasn’t printed");
    return ui::BannerSpec{.id = "reception.roll_call_trouble",
                          .rect = {},
                          .icon = "printer",
                          .title = title,
                          .text = words::plain(t, job.remark)};
}

std::vector<ui::BannerSpec> troubles_of(const Texts& t, const View& view, Page page) {
    std::vector<ui::BannerSpec> out;
    const auto add = [&out](Trouble trouble) {
        if (trouble) out.push_back(*std::move(trouble));
    };
    add(disk_trouble(t, view));
    add(clock_trouble(t, view));
    if (page != Page::badges) add(printer_trouble(t, view));
    if (page == Page::inside) add(roll_call_trouble(t, view));
    return out;
}

}  // namespace

float draw_troubles(ui::Ui& ui, ui::Rect rect, const View& view, Page page, std::optional<Event>& asked) {
    constexpr float most_of_page = 0.4F;  // the list below keeps room for its rows: more scrolls
    const float gap = ui.px(24);
    auto banners = troubles_of(ui.texts(), view, page);
    std::vector<std::string> ids(view.locked_keypads.size());
    const auto keypads_from = banners.size();
    for (std::size_t i = 0; i < ids.size(); ++i)
        banners.push_back(locked_keypad_banner(ui, view.locked_keypads[i], rect, view.zone, view.now, ids[i]));
    float all = 0;
    for (auto& banner : banners) {
        banner.rect = rect;
        banner.rect.height = ui::banner_height(ui, banner);
        all += banner.rect.height + gap;
    }
    if (banners.empty()) return 0;
    const float room = std::min(all, std::max(most_of_page * rect.height, banners.front().rect.height + gap));
    auto content = ui.begin_scroll("reception.troubles", rect.cut_top(room - gap), all - gap);
    for (std::size_t i = 0; i < banners.size(); ++i) {
        banners[i].rect = content.cut_top(banners[i].rect.height);
        content.cut_top(gap);
        if (ui::banner(ui, banners[i])) asked = UnlockAsked{view.locked_keypads[i - keypads_from].station};
    }
    ui.end_scroll();
    return room;
}

}  // namespace vestibule::reception
