// A log file for who only looks: in place, or where SQLite can't open it there, a private copy of it.
#pragma once

#include <optional>

#include "kiosk/log/private_copy.h"

namespace vestibule {

class ReadableLog {
  public:
    // Errors: those of PrivateCopy. A damaged file is readable; what it holds is for others to judge.
    [[nodiscard]] static Result<ReadableLog> of(const std::filesystem::path& file);

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }
    // What is wrong, said of the log itself.
    [[nodiscard]] Problem about(Problem problem) const;

  private:
    ReadableLog(std::filesystem::path original, std::optional<PrivateCopy> copy);
    std::filesystem::path original_, file_;
    std::optional<PrivateCopy> copy_;
};

}  // namespace vestibule
