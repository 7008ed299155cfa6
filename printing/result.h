// Expected failures of printing/ as values: a Result<T> holds a T or a Failure that names its kind and says what to
// do.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace printing {

enum class FailureKind {
    bad_template,  // the designer's SVG can't be used, or nobody drew the look; `what` names the box, or the look
    bad_input,     // what the caller gave can't be printed
    too_small,     // the code would be too small to scan on this medium
    unreachable,   // no answer from the print server within the time-outs: try again later
    not_found,     // the server answered: there is no such queue or job
    ambiguous,     // nothing was named, and more than one thing could be meant: `what` names them
    refused,       // the server answered: no
    storage,       // a file can't be read or written
};

struct Failure {
    FailureKind kind = FailureKind::bad_input;
    std::string what;  // one sentence in plain English; holds no visitor's data
};

template <class T = void>
using Result = tl::expected<T, Failure>;

[[nodiscard]] inline tl::unexpected<Failure> failure(FailureKind kind, std::string what) {
    return tl::unexpected(Failure{kind, std::move(what)});
}

}  // namespace printing
