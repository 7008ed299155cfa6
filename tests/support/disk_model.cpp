// Unsynced writes are kept beside what was synced, and put together when the power comes back.
#include "tests/support/disk_model.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

namespace vestibule::test_support {
namespace {

std::string content_of(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string folder_of(const std::string& path) {
    return std::filesystem::path{path}.parent_path().string();
}

}  // namespace

void DiskModel::apply(std::string& content, const Change& change) {
    if (!change.bytes) {
        content.resize(std::min<std::size_t>(content.size(), change.offset));
        return;
    }
    const auto end = change.offset + change.bytes->size();
    if (content.size() < end) content.resize(end);
    content.replace(change.offset, change.bytes->size(), *change.bytes);
}

void DiskModel::opened(const std::string& path, bool is_journal) {
    const auto known = files_.find(path);
    if (known == files_.end()) {
        const bool there = std::filesystem::exists(path);
        files_[path] = {.synced = there ? content_of(path) : "", .name_synced = there, .is_journal = is_journal};
    } else if (known->second.deleted) {  // made anew: until the folder is synced, the old one may come back
        known->second.deleted = false;
        known->second.unsynced.push_back({.offset = 0, .bytes = {}});
    }
}

void DiskModel::wrote(const std::string& path, std::uint64_t offset, std::string_view bytes) {
    files_[path].unsynced.push_back({.offset = offset, .bytes = std::string{bytes}});
}

void DiskModel::truncated(const std::string& path, std::uint64_t size) {
    files_[path].unsynced.push_back({.offset = size, .bytes = {}});
}

void DiskModel::synced(const std::string& path) {
    auto& file = files_[path];
    for (const auto& change : file.unsynced) apply(file.synced, change);
    file.unsynced.clear();
    if (file.name_synced || !file.is_journal) return;
    const auto folder = folder_of(path);
    std::erase_if(files_,
                  [&](const auto& entry) { return entry.second.deleted && folder_of(entry.first) == folder; });
    for (auto& [other, entry] : files_)
        if (folder_of(other) == folder) entry.name_synced = true;
}

void DiskModel::deleted(const std::string& path, bool folder_synced) {
    const auto known = files_.find(path);
    if (known == files_.end()) return;
    if (folder_synced || !known->second.name_synced)
        files_.erase(known);
    else
        known->second.deleted = true;
}

void DiskModel::write_back(Survivors survivors, std::uint64_t seed) const {
    std::mt19937_64 random{seed};
    const auto survives = [&] {
        return survivors == Survivors::all || (survivors == Survivors::some && random() % 2 == 0);
    };
    for (const auto& [path, file] : files_) {
        const bool in_doubt = file.deleted == file.name_synced;  // made or deleted, and the folder wasn't synced
        if (in_doubt ? survives() == file.deleted : file.deleted) {
            std::filesystem::remove(path);
            continue;
        }
        auto content = file.synced;
        for (const auto& change : file.unsynced)
            if (survives()) apply(content, change);
        std::ofstream{path, std::ios::binary | std::ios::trunc} << content;
    }
}

}  // namespace vestibule::test_support
