// Owners for the C handles that printing/ uses: each is released exactly once, by its own library's function.
#pragma once

#include <memory>

namespace printing {

template <auto release>
struct Releaser {
    template <class T>
    void operator()(T* handle) const noexcept {
        release(handle);
    }
};

template <class T, auto release>
using Handle = std::unique_ptr<T, Releaser<release>>;

}  // namespace printing
