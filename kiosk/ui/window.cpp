// SDL window and GL context.
#include "kiosk/ui/window.h"

#include <GL/gl.h>
#include <SDL2/SDL.h>
#include <cairo/cairo.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace vestibule::ui {
namespace {

Uint32 wake_event() {
    static const Uint32 type = SDL_RegisterEvents(1);
    return type;
}

// Ends a sleep between two looks at the events.
SDL_sem* wake_semaphore() {
    static SDL_sem* const semaphore = SDL_CreateSemaphore(0);
    return semaphore;
}

// Only these drivers sleep until an event comes; on the others (KMS, offscreen) SDL looks every millisecond, which
// costs 2 % of a processor.
bool sdl_can_sleep() {
    const char* driver = SDL_GetCurrentVideoDriver();
    return driver != nullptr && (std::strcmp(driver, "x11") == 0 || std::strcmp(driver, "wayland") == 0);
}

// Looks for events often while somebody is there, 30 times a second at rest; a wake() ends the wait at once.
bool wait_in_steps(int timeout_ms, SDL_Event& event) {
    constexpr Uint32 busy_step_ms = 8, rest_step_ms = 33, rest_after_ms = 2000;
    const auto from = SDL_GetTicks64();
    const auto until = from + static_cast<Uint64>(std::max(0, timeout_ms));
    while (SDL_PollEvent(&event) == 0) {
        const auto now = SDL_GetTicks64();
        if (timeout_ms >= 0 && now >= until) return false;
        const auto step_ms = now - from < rest_after_ms ? busy_step_ms : rest_step_ms;
        const auto left = timeout_ms < 0 ? step_ms : static_cast<Uint32>(std::min<Uint64>(step_ms, until - now));
        SDL_SemWaitTimeout(wake_semaphore(), left);
    }
    return true;
}

void set_hints() {
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");  // a finger is a finger, once
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_GRAB_KEYBOARD, "0");
}

void ask_for_gl() {
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
    SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
    SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
}

std::string no_display(const char* why) {
    return fmt::format(
        "There is no display to draw on ({}). Start it in a graphical session, set DISPLAY or WAYLAND_DISPLAY, or "
        "use "
        "\"vestibule rehearse\", which needs none.",
        why);
}

std::string no_gl(const char* why) {
    return fmt::format(
        "OpenGL 3.0 isn't available on this display ({}). Install it with: apt-get install libgl1-mesa-dri libegl1",
        why);
}

// Where there is no display SDL draws into memory, which nobody sees; only who names that driver wants it.
bool drawn_into_nothing() {
    const std::string_view driver = SDL_GetCurrentVideoDriver();
    const char* wanted = std::getenv("SDL_VIDEODRIVER");  // NOLINT(concurrency-mt-unsafe)
    return (driver == "offscreen" || driver == "dummy") && (wanted == nullptr || driver != wanted);
}

// Nobody makes a window fill a display that has no window manager, as a kiosk's may: it is as large from the
// beginning.
SDL_Rect place_of(const WindowOptions& options) {
    SDL_Rect place{static_cast<int>(SDL_WINDOWPOS_UNDEFINED), static_cast<int>(SDL_WINDOWPOS_UNDEFINED), 1080, 1920};
    if (options.windowed)
        place.w = static_cast<int>(options.windowed->width), place.h = static_cast<int>(options.windowed->height);
    else
        SDL_GetDisplayBounds(0, &place);
    return place;
}

// Xlib's own answer to an error is exit(), and SDL asks for GLX without an answer of its own. While this lives, an
// error is SDL's to report. Xlib is SDL's, so it is looked up where SDL has loaded it.
class XErrorsReturned {
  public:
    XErrorsReturned() : library_{dlopen("libX11.so.6", RTLD_LAZY | RTLD_NOLOAD)} {
        if (library_ != nullptr) set_ = reinterpret_cast<Setter>(dlsym(library_, "XSetErrorHandler"));
        if (set_ != nullptr) before_ = set_([](void*, void*) { return 0; });
    }
    ~XErrorsReturned() {
        if (set_ != nullptr) set_(before_);
        if (library_ != nullptr) dlclose(library_);
    }
    XErrorsReturned(const XErrorsReturned&) = delete;
    XErrorsReturned& operator=(const XErrorsReturned&) = delete;

  private:
    using Handler = int (*)(void*, void*);
    using Setter = Handler (*)(Handler);
    void* library_;
    Setter set_ = nullptr;
    Handler before_ = nullptr;
};

}  // namespace

std::string sdl_version() {
    SDL_version version;
    SDL_GetVersion(&version);
    return fmt::format("{}.{}.{}", version.major, version.minor, version.patch);
}

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
    set_hints();
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) return ask_staff(no_display(SDL_GetError()));
    if (drawn_into_nothing()) {
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
        return ask_staff(no_display("nothing is connected"));
    }
    const XErrorsReturned during_open;
    ask_for_gl();
    std::unique_ptr<Window> made{new Window};
    const auto place = place_of(options);
    const Uint32 flags = SDL_WINDOW_OPENGL | (options.windowed ? Uint32{0} : Uint32{SDL_WINDOW_FULLSCREEN_DESKTOP});
    made->window_ = SDL_CreateWindow(options.title.c_str(), place.x, place.y, place.w, place.h, flags);
    if (made->window_ == nullptr) return ask_staff(no_gl(SDL_GetError()));
    made->context_ = SDL_GL_CreateContext(made->window_);
    if (made->context_ == nullptr) return ask_staff(no_gl(SDL_GetError()));
    SDL_GL_SetSwapInterval(0);  // frames are drawn on events, so there's nothing to pace
    SDL_StartTextInput();
    made->raw_keys_.emplace();
    static_cast<void>(wake_event());
    static_cast<void>(wake_semaphore());
    return made;
}

Window::~Window() {
    raw_keys_.reset();
    if (context_ != nullptr) SDL_GL_DeleteContext(context_);
    if (window_ != nullptr) SDL_DestroyWindow(window_);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

std::int64_t Window::wait(int timeout_ms, std::vector<SDL_Event>& events) {
    SDL_Event event;
    if (timeout_ms != 0) {
        const bool got = !sdl_can_sleep() ? wait_in_steps(timeout_ms, event)
                         : timeout_ms < 0 ? SDL_WaitEvent(&event) != 0
                                          : SDL_WaitEventTimeout(&event, timeout_ms) != 0;
        if (got) events.push_back(event);
    }
    // SDL_PollEvent may stop before it has looked at the display; what a scanner has typed meanwhile would seem late.
    const std::int64_t looked_ms = SDL_GetTicks();
    SDL_PumpEvents();
    while (SDL_PeepEvents(&event, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) > 0)
        if (event.type != SDL_POLLSENTINEL) events.push_back(event);
    return looked_ms;
}

void Window::wake() {
    SDL_Event event{};
    event.type = wake_event();
    SDL_PushEvent(&event);
    SDL_SemPost(wake_semaphore());
}

bool Window::is_wake(const SDL_Event& event) {
    return event.type == wake_event();
}

Size Window::size() const {
    int width = 0, height = 0;
    SDL_GL_GetDrawableSize(window_, &width, &height);
    return {static_cast<float>(width), static_cast<float>(height)};
}

void Window::present() {
    SDL_GL_SwapWindow(window_);
}

Result<> Window::save_png(const std::filesystem::path& file) const {
    const int width = static_cast<int>(size().width), height = static_cast<int>(size().height);
    const auto stride = static_cast<std::size_t>(width) * 4;
    std::vector<unsigned char> rows(stride * static_cast<std::size_t>(height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_BGRA, GL_UNSIGNED_BYTE, rows.data());
    auto* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    auto* to = cairo_image_surface_get_data(surface);
    const int to_stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < height; ++y)  // GL counts rows from the bottom
        std::memcpy(to + static_cast<std::ptrdiff_t>(y) * to_stride,
                    &rows[stride * static_cast<std::size_t>(height - 1 - y)], stride);
    cairo_surface_mark_dirty(surface);
    const auto status = cairo_surface_write_to_png(surface, file.c_str());
    cairo_surface_destroy(surface);
    if (status == CAIRO_STATUS_SUCCESS) return {};
    return ask_staff(fmt::format("The picture {} couldn't be written: {}. Check that its folder exists and has room.",
                                 file.string(), cairo_status_to_string(status)));
}

}  // namespace vestibule::ui
