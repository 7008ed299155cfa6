// What a disk would hold after a power cut: synced contents, unsynced writes in their order, names that were synced.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vestibule::test_support {

enum class Survivors { none, all, some };  // of the unsynced writes

class DiskModel {
  public:
    void opened(const std::string& path, bool is_journal);  // before the file is made, where it isn't there
    void wrote(const std::string& path, std::uint64_t offset, std::string_view bytes);
    void truncated(const std::string& path, std::uint64_t size);
    // A journal's first sync also syncs its folder, as the unix VFS does; a database's doesn't.
    void synced(const std::string& path);
    void deleted(const std::string& path, bool folder_synced);

    // Makes the real files what the disk holds.
    void write_back(Survivors survivors, std::uint64_t seed) const;
    void forget() { files_.clear(); }

  private:
    struct Change {
        std::uint64_t offset = 0;
        std::optional<std::string> bytes;  // nothing: cut off at `offset`
    };
    struct File {
        std::string synced;
        std::vector<Change> unsynced;
        bool name_synced = false, is_journal = false, deleted = false;
    };
    static void apply(std::string& content, const Change& change);

    std::map<std::string, File> files_;
};

}  // namespace vestibule::test_support
