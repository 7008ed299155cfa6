// How often a case repeats itself: what random or ever the same steps show, sanitizers needn't see as often.
#pragma once

namespace vestibule::test_support {

// `usual`; under sanitizers, which take ten times as long, `sanitized`.
template <class Number>
[[nodiscard]] constexpr Number rounds([[maybe_unused]] Number usual, [[maybe_unused]] Number sanitized) {
#ifdef VESTIBULE_SANITIZED
    return sanitized;
#else
    return usual;
#endif
}

}  // namespace vestibule::test_support
