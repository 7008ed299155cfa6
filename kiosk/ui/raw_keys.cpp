// An event filter of SDL's: X's own event of a key passes it just before SDL's.
#include "kiosk/ui/raw_keys.h"

#include <SDL2/SDL_events.h>
#include <SDL2/SDL_syswm.h>

namespace vestibule::ui {
namespace {

struct ToldByX {
    std::uint16_t modifiers;
    std::uint32_t at_ms;
};

std::optional<ToldByX> told_by_x(const SDL_SysWMmsg& message) {
#ifdef SDL_VIDEO_DRIVER_X11
    if (message.subsystem != SDL_SYSWM_X11 || message.msg.x11.event.type != KeyPress) return std::nullopt;
    const auto& key = message.msg.x11.event.xkey;
    const unsigned held = key.state;
    constexpr unsigned alt_gr = Mod5Mask;  // where every layout of xkeyboard-config has it
    return ToldByX{.modifiers = static_cast<std::uint16_t>(((held & ShiftMask) != 0 ? KMOD_LSHIFT : 0) |
                                                           ((held & alt_gr) != 0 ? KMOD_RALT : 0)),
                   .at_ms = static_cast<std::uint32_t>(key.time)};
#else
    static_cast<void>(message);
    return std::nullopt;
#endif
}

}  // namespace

struct RawKeysFilter {
    // 0: the event isn't passed on.
    static int SDLCALL pass(void* keys, SDL_Event* event) {
        auto& raw = *static_cast<RawKeys*>(keys);
        if (event->type == SDL_SYSWMEVENT) {
            if (const auto told = told_by_x(*event->syswm.msg))
                raw.told_ = RawKeys::Told{.modifiers = told->modifiers, .at_ms = told->at_ms};
            return 0;
        }
        if (event->type == SDL_KEYDOWN && raw.told_) correct(raw, event->key);
        return 1;
    }
    static void correct(RawKeys& raw, SDL_KeyboardEvent& key) {
        auto& mod = key.keysym.mod;
        // Where a layout has no AltGr its key is the right Alt, of which SDL tells.
        mod = static_cast<Uint16>((mod & ~KMOD_SHIFT) | raw.told_->modifiers);
        const std::int64_t at = raw.told_->at_ms, ahead = static_cast<std::int64_t>(key.timestamp) - at;
        // X's clock begins anew after 49 days; then so does this.
        constexpr std::int64_t believed_ms = 10'000;
        if (!raw.sdl_ahead_ || ahead < *raw.sdl_ahead_ || ahead - *raw.sdl_ahead_ > believed_ms)
            raw.sdl_ahead_ = ahead;
        key.timestamp = static_cast<Uint32>(at + *raw.sdl_ahead_);
        raw.told_.reset();
    }
};

RawKeys::RawKeys() {
    SDL_SetEventFilter(RawKeysFilter::pass, this);
    SDL_EventState(SDL_SYSWMEVENT, SDL_ENABLE);
}

RawKeys::~RawKeys() {
    SDL_EventState(SDL_SYSWMEVENT, SDL_IGNORE);
    SDL_SetEventFilter(nullptr, nullptr);
}

}  // namespace vestibule::ui
