// A disk of 64 MB that a test may fill, and look at as a read-only one.
#pragma once

#include <filesystem>

namespace journeys {

// A tmpfs in a mount namespace of this process's own, which its children see and nobody else.
class SmallDisk {
  public:
    explicit SmallDisk(std::filesystem::path place);
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk();

    // False where this machine lets nobody make a namespace.
    [[nodiscard]] bool is_there() const { return mounted_; }
    [[nodiscard]] std::filesystem::path data() const { return place_ / "data"; }
    // The same folder on a mount that nobody can write through.
    [[nodiscard]] std::filesystem::path read_only_data() const;

    // Takes every byte that is left.
    void fill() const;
    void make_room() const;

  private:
    std::filesystem::path place_, read_only_;
    bool mounted_ = false;
};

}  // namespace journeys
