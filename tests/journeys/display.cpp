// Xvfb, XTest, and pictures of the root window.
#include "tests/journeys/display.h"

#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <cairo/cairo.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <set>
#include <stdexcept>

#include "tests/support/wedge.h"

namespace journeys {
namespace {

// The server writes its number and a line feed once it takes connections.
std::string read_number(int descriptor) {
    std::string number;
    pollfd waits{.fd = descriptor, .events = POLLIN, .revents = 0};
    while (::poll(&waits, 1, static_cast<int>(patience().count())) > 0) {
        char letter = 0;
        if (::read(descriptor, &letter, 1) != 1 || letter == '\n') break;
        number += letter;
    }
    return number;
}

std::unique_ptr<XImage, int (*)(XImage*)> picture_of(::Display* x, Pixels size) {
    return {XGetImage(x, DefaultRootWindow(x), 0, 0, static_cast<unsigned>(size.width),
                      static_cast<unsigned>(size.height), AllPlanes, ZPixmap),
            [](XImage* image) { return XDestroyImage(image); }};
}

KeySym symbol_of(char letter) {
    switch (letter) {
        case '\n':
            return XK_Return;
        case '\t':
            return XK_Tab;
        case '\b':
            return XK_BackSpace;
        case '\x1b':
            return XK_Escape;
        default:
            return static_cast<KeySym>(static_cast<unsigned char>(letter));  // Latin-1's are their own numbers
    }
}

}  // namespace

struct Display::Connection {
    ::Display* x = nullptr;
    KeyCode shift = 0;
};

Display::Display(Pixels size) : size_{size}, connection_{std::make_unique<Connection>()} {
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    const auto screen = std::to_string(size.width) + "x" + std::to_string(size.height) + "x24";
    server_ = std::make_unique<Child>(ChildSpec{
        .arguments = {"Xvfb", "-displayfd", "3", "-screen", "0", screen, "-nolisten", "tcp", "-noreset", "-s", "0"},
        .inherited = ends[1]});
    ::close(ends[1]);
    // Keys arrive in time however busy the machine is, as they do from hardware. Only root may ask for that.
    static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(server_->pid()), -10));
    name_ = ":" + read_number(ends[0]);
    ::close(ends[0]);
    if (name_.size() > 1) connection_->x = XOpenDisplay(name_.c_str());
    if (connection_->x == nullptr) throw std::runtime_error("Xvfb doesn't start");
    connection_->shift = XKeysymToKeycode(connection_->x, XK_Shift_L);
    // A window that goes away in mid-question is no reason to end the test program.
    XSetErrorHandler([](::Display*, XErrorEvent*) { return 0; });
}

Display::~Display() {
    if (connection_->x != nullptr) XCloseDisplay(connection_->x);
}

std::string Display::name() const {
    return name_;
}

void Display::focus_window() {
    auto* x = connection_->x;
    Window root = 0, parent = 0, *children = nullptr;
    unsigned count = 0;
    if (XQueryTree(x, DefaultRootWindow(x), &root, &parent, &children, &count) == 0) return;
    for (unsigned i = 0; i < count; ++i) {
        XWindowAttributes seen;
        if (XGetWindowAttributes(x, children[i], &seen) != 0 && seen.map_state == IsViewable)
            XSetInputFocus(x, children[i], RevertToPointerRoot, CurrentTime);
    }
    if (children != nullptr) XFree(children);
    XSync(x, False);
}

void Display::press(int x, int y) {
    XTestFakeMotionEvent(connection_->x, -1, x, y, CurrentTime);
    XTestFakeButtonEvent(connection_->x, Button1, True, CurrentTime);
    XSync(connection_->x, False);
}

void Display::release() {
    XTestFakeButtonEvent(connection_->x, Button1, False, CurrentTime);
    XSync(connection_->x, False);
}

void Display::tap(int x, int y) {
    press(x, y);
    release();
}

void Display::keys(std::string_view text) {
    auto* x = connection_->x;
    for (const char letter : text) {
        const auto symbol = symbol_of(letter);
        const auto code = XKeysymToKeycode(x, symbol);
        if (code == 0) throw std::runtime_error(std::string{"no key types "} + letter);
        const bool shifted = XkbKeycodeToKeysym(x, code, 0, 0) != symbol;
        if (shifted) XTestFakeKeyEvent(x, connection_->shift, True, CurrentTime);
        XTestFakeKeyEvent(x, code, True, CurrentTime);
        XTestFakeKeyEvent(x, code, False, CurrentTime);
        if (shifted) XTestFakeKeyEvent(x, connection_->shift, False, CurrentTime);
    }
    XSync(x, False);
}

void Display::scan(std::string_view layout, std::string_view text) {
    constexpr unsigned x_offset = 8, shift = 42 + x_offset, alt_gr = 100 + x_offset;
    constexpr unsigned long a_key_ms = 3;  // over USB a press and its release are two reports
    auto* x = connection_->x;
    // All at once, and the server keeps the time: however busy the machine is, a scanner doesn't hesitate.
    for (const auto& key : vestibule_tests_support::wedge_keys(layout, text)) {
        if (key.shift) XTestFakeKeyEvent(x, shift, True, CurrentTime);
        if (key.alt_gr) XTestFakeKeyEvent(x, alt_gr, True, CurrentTime);
        XTestFakeKeyEvent(x, key.evdev + x_offset, True, a_key_ms);
        XTestFakeKeyEvent(x, key.evdev + x_offset, False, CurrentTime);
        if (key.alt_gr) XTestFakeKeyEvent(x, alt_gr, False, CurrentTime);
        if (key.shift) XTestFakeKeyEvent(x, shift, False, CurrentTime);
    }
    XSync(x, False);
}

void Display::use_layout(const std::string& layout) {
    if (run({"setxkbmap", "-display", name_, layout}).status != 0)
        throw std::runtime_error("no keyboard layout " + layout);
}

void Display::turn_wheel(int x, int y, int notches) {
    XTestFakeMotionEvent(connection_->x, -1, x, y, CurrentTime);
    const unsigned button = notches > 0 ? Button4 : Button5;
    for (int i = 0; i < std::abs(notches); ++i) {
        XTestFakeButtonEvent(connection_->x, button, True, CurrentTime);
        XTestFakeButtonEvent(connection_->x, button, False, CurrentTime);
    }
    XSync(connection_->x, False);
}

void Display::save_png(const std::filesystem::path& file) {
    const auto image = picture_of(connection_->x, size_);
    if (!image) return;
    auto* surface =
        cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(image->data), CAIRO_FORMAT_RGB24,
                                            size_.width, size_.height, image->bytes_per_line);
    cairo_surface_write_to_png(surface, file.c_str());
    cairo_surface_destroy(surface);
}

std::size_t Display::colours() {
    const auto image = picture_of(connection_->x, size_);
    std::set<unsigned long> seen;
    for (int y = 0; image && y < size_.height; ++y)
        for (int x = 0; x < size_.width; ++x) seen.insert(XGetPixel(image.get(), x, y));
    return seen.size();
}

}  // namespace journeys
