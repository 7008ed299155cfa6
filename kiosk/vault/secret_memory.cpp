// The standard library's pools, on pages of their own.
#include "kiosk/vault/secret_memory.h"

#include <sys/mman.h>

#include <new>

namespace vestibule {
namespace {

class LockedPages : public std::pmr::memory_resource {
    // Whole pages, as mmap gives them.
    void* do_allocate(std::size_t bytes, std::size_t /*alignment*/) override {
        void* pages = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (pages == MAP_FAILED) throw std::bad_alloc{};
        (void)::mlock(pages, bytes);
        (void)::madvise(pages, bytes, MADV_DONTDUMP);
        return pages;
    }
    void do_deallocate(void* pages, std::size_t bytes, std::size_t /*alignment*/) override {
        (void)::munmap(pages, bytes);
    }
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

}  // namespace

std::pmr::memory_resource& secret_memory() {
    // Never given back: secrets of static objects may outlive whatever would do it.
    static auto& pages = *new LockedPages;
    static auto& pools = *new std::pmr::synchronized_pool_resource{&pages};
    return pools;
}

}  // namespace vestibule
