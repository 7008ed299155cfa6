// What bench programs share: a clock, a folder on the disk that is measured, samples as JSON on stdout.
//
// A bench program is started by programs.py as `bench_x WHAT FOLDER [NUMBER…]`. It measures WHAT inside FOLDER (empty
// at its start, removed by the caller) and prints one JSON object on stdout: names of series, each an array of raw
// samples. It ends with status 1 and a line on stderr where something failed.
#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/base/json.h"
#include "kiosk/base/result.h"

namespace vestibule::bench {

using Samples = std::vector<double>;

template <class Function>
double seconds_of(const Function& function) {
    const auto began = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

// The value, or the program ends with what the Problem says.
template <class T>
T must(Result<T> result) {
    if (result) return std::move(*result);
    std::fprintf(stderr, "%s\n", result.error().what.c_str());
    std::exit(1);
}
inline void must(const Result<>& result) {
    if (result) return;
    std::fprintf(stderr, "%s\n", result.error().what.c_str());
    std::exit(1);
}

inline int print(const Json& series) {
    std::printf("%s\n", dump(series).c_str());
    return 0;
}

}  // namespace vestibule::bench
