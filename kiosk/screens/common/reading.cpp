// The banner of a log that can't be read.
#include "kiosk/screens/common/reading.h"

#include "kiosk/screens/common/words.h"

namespace vestibule {

float draw_reading(ui::Ui& ui, std::string_view id, ui::Rect rect, const Reading& reading, const SiteZone& zone,
                   Instant now) {
    if (!reading.problem) return 0;
    const auto& t = ui.texts();
    const auto why = words::problem(t, *reading.problem);
    const auto text =
        reading.read_at == Instant{}
            ? t.say(
                  "{problem} It is tried again by itself; if this stays, please call whoever looks after this "
                  "station.",
                  {{"problem", why}})
            : t.say(
                  "{problem} You see what was known at {time}. It is tried again by itself; if this stays, please "
                  "call whoever looks after this station.",
                  {{"problem", why}, {"time", words::moment(t, zone, reading.read_at, now)}});
    const auto title = t.say("The log can’t be read now");
    ui::BannerSpec banner{
        .id = id, .rect = rect, .icon = "warning", .title = title, .text = text, .tone = ui::Tone::stop};
    banner.rect.height = ui::banner_height(ui, banner);
    ui::banner(ui, banner);
    return banner.rect.height + ui.px(28);
}

}  // namespace vestibule
