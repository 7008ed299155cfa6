// A folder of its own for one test, gone afterwards; and the value of a Result that a test can't do without.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include "kiosk/base/result.h"

namespace vestibule::test_support {

class TemporaryFolder {
  public:
    TemporaryFolder() : TemporaryFolder{std::filesystem::temp_directory_path()} {}
    explicit TemporaryFolder(const std::filesystem::path& parent) {
        std::string pattern = (parent / "vestibule-test-XXXXXX").string();
        path_ = mkdtemp(pattern.data());
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

// The value, or the test fails with what the Problem says.
template <class T>
T must(Result<T> result) {
    if (!result) FAIL(result.error().what);
    return std::move(*result);
}
inline void must(const Result<>& result) {
    if (!result) FAIL(result.error().what);
}

}  // namespace vestibule::test_support
