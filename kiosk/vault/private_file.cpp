// Small private files by POSIX calls: the standard library has neither modes at creation nor fsync.
#include "kiosk/vault/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace vestibule {
namespace {

namespace fs = std::filesystem;

class Descriptor {
  public:
    Descriptor(const fs::path& path, int flags) : number_{::open(path.c_str(), flags | O_CLOEXEC, 0600)} {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }

  private:
    int number_;
};

tl::unexpected<Problem> failure(const char* doing, const fs::path& path) {
    const int cause = errno;
    if (cause == ENOSPC || cause == EDQUOT)
        return ask_staff(fmt::format("the disk is full: make room for {}, then try again", path.string()));
    return ask_staff(fmt::format("{} can't be {} ({}): check the owner and mode of the file and its folder",
                                 path.string(), doing, std::strerror(cause)));
}

bool write_all(int descriptor, ByteView content) {
    while (!content.empty()) {
        const auto written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

Result<> write_new(const fs::path& file, ByteView content, int flags) {
    const Descriptor descriptor{file, O_WRONLY | O_CREAT | flags};
    if (!descriptor.is_open()) return failure("written", file);
    // fchmod: a leftover of another mode may be there.
    if (::fchmod(descriptor.number(), 0600) != 0 || !write_all(descriptor.number(), content) ||
        ::fsync(descriptor.number()) != 0)
        return failure("written", file);
    return {};
}

}  // namespace

Result<> make_private_folder(const fs::path& folder) {
    if (folder.empty()) return {};
    std::error_code failed;
    if (fs::is_directory(folder, failed)) return {};
    if (folder.has_parent_path() && folder.parent_path() != folder)
        VESTIBULE_CHECK(make_private_folder(folder.parent_path()));
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return failure("made", folder);
    return {};
}

Result<> write_private(const fs::path& file, ByteView content) {
    auto temporary = file;
    temporary += ".part";
    VESTIBULE_CHECK(write_new(temporary, content, O_TRUNC));
    if (::rename(temporary.c_str(), file.c_str()) != 0) return failure("written", file);
    return sync_folder(file.parent_path());
}

Result<> create_private(const fs::path& file, ByteView content) {
    VESTIBULE_CHECK(write_new(file, content, O_EXCL));
    return sync_folder(file.parent_path());
}

Result<Bytes> read_private(const fs::path& file, std::size_t bytes_max) {
    const Descriptor descriptor{file, O_RDONLY};
    if (!descriptor.is_open()) return failure("read", file);
    struct stat about {};
    if (::fstat(descriptor.number(), &about) != 0) return failure("read", file);
    if (!S_ISREG(about.st_mode) || static_cast<std::uint64_t>(about.st_size) > bytes_max)
        return ask_staff(
            fmt::format("{} is damaged (no file, or too large): restore it from a backup", file.string()));
    Bytes content(static_cast<std::size_t>(about.st_size));
    std::size_t held = 0;
    while (held < content.size()) {
        const auto got = ::read(descriptor.number(), content.data() + held, content.size() - held);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failure("read", file);
        if (got == 0) break;
        held += static_cast<std::size_t>(got);
    }
    content.resize(held);
    return content;
}

Result<> remove_private(const fs::path& file) {
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) return failure("removed", file);
    return {};
}

Result<> sync_folder(const fs::path& folder) {
    const Descriptor descriptor{folder.empty() ? fs::path{"."} : folder, O_RDONLY | O_DIRECTORY};
    if (!descriptor.is_open() || ::fsync(descriptor.number()) != 0) return failure("written", folder);
    return {};
}

Result<bool> is_there(const fs::path& path) {
    struct stat about {};
    if (::lstat(path.c_str(), &about) == 0) return true;
    if (errno == ENOENT || errno == ENOTDIR) return false;
    return failure("read", path);
}

}  // namespace vestibule
