// The banners above reception's list.
#include "kiosk/screens/reception/troubles.h"

#include "kiosk/screens/common/plain_words.h"
#include "kiosk/screens/common/printer_words.h"
#include "kiosk/screens/common/words.h"

namespace vestibule::reception {
namespace {

float draw_one(ui::Ui& ui, ui::BannerSpec banner) {
    banner.rect.height = ui::banner_height(ui, banner);
    ui::banner(ui, banner);
    return banner.rect.height + ui.px(24);
}

float draw_printer_trouble(ui::Ui& ui, ui::Rect rect, const View& view) {
    if (!words::in_trouble(view.printer)) return 0;
    auto& t = ui.texts();
    const auto title = view.printer.trouble.empty()
                           ? t.say("The badge printer isn’t ready")
                           : t.say("Badge printer: {trouble}", {{"trouble", words::plain(t, view.printer.trouble)}});
    const auto text = view.printer.jobs_waiting > 0
                          ? t.say_count("{n} badge waits. It is printed as soon as the printer is ready.",
                                        "{n} badges wait. They are printed as soon as the printer is ready.",
                                        view.printer.jobs_waiting)
                          : t.say("Badges wait until it is ready; nobody is stuck in the lobby.");
    return draw_one(
        ui, {.id = "reception.printer_trouble", .rect = rect, .icon = "printer", .title = title, .text = text});
}

float draw_disk_trouble(ui::Ui& ui, ui::Rect rect, const View& view) {
    if (view.exchange.disk_trouble.empty()) return 0;
    return draw_one(ui, {.id = "reception.disk_trouble",
                         .rect = rect,
                         .icon = "warning",
                         .title = ui.texts().say("Nobody can be registered"),
                         .text = words::problem(ui.texts(), {Remedy::ask_staff, view.exchange.disk_trouble})});
}

float draw_clock_trouble(ui::Ui& ui, ui::Rect rect, const View& view) {
    const auto text = words::clock_trouble(ui.texts(), view.exchange);
    if (text.empty()) return 0;
    return draw_one(ui, {.id = "reception.clock_trouble",
                         .rect = rect,
                         .icon = "clock",
                         .title = ui.texts().say("Check the clock"),
                         .text = text});
}

// Whoever waits for the list at the office printer has to hear that it doesn't come.
float draw_roll_call_trouble(ui::Ui& ui, ui::Rect rect, const View& view) {
    if (!view.roll_call) return 0;
    auto& t = ui.texts();
    const auto& job = *view.roll_call;
    const bool doubtful = job.phase == PaperPhase::unknown;
    const bool waits = job.phase == PaperPhase::waiting && !job.remark.empty();
    if (job.phase != PaperPhase::failed && !doubtful && !waits) return 0;
    const auto title = doubtful ? t.say("Look whether the roll call lies in the office printer")
                       : waits  ? t.say("The roll call waits for the office printer")
                                : t.say("The roll call wasn’t printed");
    return draw_one(ui, {.id = "reception.roll_call_trouble",
                         .rect = rect,
                         .icon = "printer",
                         .title = title,
                         .text = words::plain(t, job.remark)});
}

}  // namespace

float draw_troubles(ui::Ui& ui, ui::Rect rect, const View& view, Page page) {
    float height = 0;
    for (const auto draw : {draw_disk_trouble, draw_clock_trouble, draw_printer_trouble, draw_roll_call_trouble}) {
        if (draw == draw_printer_trouble && page == Page::badges) continue;
        if (draw == draw_roll_call_trouble && page != Page::inside) continue;
        const float taken = draw(ui, rect, view);
        height += taken;
        rect.cut_top(taken);
    }
    return height;
}

}  // namespace vestibule::reception
