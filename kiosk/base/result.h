// Expected failures as values: a Result<T> holds either a T or a Problem that says what to do next.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace vestibule {

// What the one who meets the failure should do. The decision, not a taxonomy of causes.
enum class Remedy { retry_later, ask_staff, give_up };

struct Problem {
    Remedy remedy = Remedy::give_up;
    std::string what;  // one sentence in plain English that names the thing and what to do
};

template <class T = void>
using Result = tl::expected<T, Problem>;

[[nodiscard]] inline tl::unexpected<Problem> retry_later(std::string what) {
    return tl::unexpected(Problem{Remedy::retry_later, std::move(what)});
}
[[nodiscard]] inline tl::unexpected<Problem> ask_staff(std::string what) {
    return tl::unexpected(Problem{Remedy::ask_staff, std::move(what)});
}
[[nodiscard]] inline tl::unexpected<Problem> give_up(std::string what) {
    return tl::unexpected(Problem{Remedy::give_up, std::move(what)});
}

}  // namespace vestibule

// Declares `name` as the value of `expression`, or returns its Problem from the enclosing function.
#define VESTIBULE_TRY(name, expression)                                                  \
    auto name##_or_problem = (expression);                                               \
    if (!name##_or_problem) return tl::unexpected(std::move(name##_or_problem).error()); \
    [[maybe_unused]] auto& name = *name##_or_problem

// Returns the Problem of `expression` from the enclosing function, if there is one.
#define VESTIBULE_CHECK(expression)                                                                   \
    do {                                                                                              \
        if (auto checked = (expression); !checked) return tl::unexpected(std::move(checked).error()); \
    } while (false)
