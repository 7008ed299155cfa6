// Plain POSIX, since the order of fsync and rename is the point.
#include "printing/folder_printer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>

namespace printing {
namespace {

class File {
  public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    [[nodiscard]] bool sync() const { return ::fsync(descriptor_) == 0; }
    [[nodiscard]] bool write_all(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }

  private:
    int descriptor_;
};

tl::unexpected<Failure> storage_failure(const std::filesystem::path& file) {
    return failure(FailureKind::storage, fmt::format("Can't write {}: {}.", file.string(), std::strerror(errno)));
}

}  // namespace

Result<std::filesystem::path> save_to_folder(const std::filesystem::path& folder, const std::string& file_name,
                                             std::string_view pdf) {
    if (file_name.empty() || file_name.starts_with('.') || file_name.find('/') != std::string::npos)
        return failure(FailureKind::bad_input, "A file's name can't be empty, begin with a dot or hold a slash.");
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return failure(FailureKind::storage, fmt::format("Can't make {}: {}.", folder.string(), error.message()));

    const auto target = folder / file_name;
    const auto unfinished = folder / fmt::format(".{}.{}", file_name, ::getpid());
    {
        const File file(::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (!file.is_open()) return storage_failure(target);
        if (!file.write_all(pdf) || !file.sync()) {
            const auto failed = storage_failure(target);
            ::unlink(unfinished.c_str());
            return failed;
        }
    }
    if (::rename(unfinished.c_str(), target.c_str()) != 0) return storage_failure(target);
    const File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.is_open() || !directory.sync()) return storage_failure(target);
    return target;
}

std::string saved_name(const std::string& job_name, const std::string& badge_code) {
    const bool is_plain =
        std::ranges::all_of(badge_code, [](unsigned char sign) { return std::isalnum(sign) != 0 || sign == '-'; });
    return (badge_code.empty() || !is_plain ? "" : badge_code + "_") + job_name + ".pdf";
}

std::optional<std::filesystem::path> saved_file(const std::filesystem::path& folder, const std::string& job_name) {
    std::error_code error;
    for (std::filesystem::directory_iterator files{folder, error}, end; !error && files != end;
         files.increment(error)) {
        const auto name = files->path().filename().string();
        if (!name.starts_with('.') && name.ends_with(job_name + ".pdf")) return files->path();
    }
    return std::nullopt;
}

}  // namespace printing
