// Memory that is given back is overwritten, whoever gives it back: names that passed through strings, JSON, SDL's
// events or Pango's layouts aren't left lying in the heap (ACCEPTANCE E3, H). Linked into the program alone; the
// sanitizers bring their own allocator.
#include <malloc.h>
#include <string.h>

#include <cstddef>

#ifndef VESTIBULE_SANITIZED

// The C library's own, behind the names that this file takes over for the whole process.
extern "C" {
void __libc_free(void* block);
void* __libc_malloc(std::size_t bytes);

void free(void* block) noexcept {
    if (block == nullptr) return;
    ::explicit_bzero(block, ::malloc_usable_size(block));
    __libc_free(block);
}

// The C library's would leave the old block as it was when it moves.
void* realloc(void* block, std::size_t bytes) noexcept {
    if (block == nullptr) return __libc_malloc(bytes);
    if (bytes == 0) {
        free(block);
        return nullptr;
    }
    const auto held = ::malloc_usable_size(block);
    if (bytes <= held && bytes >= held / 2) {
        ::explicit_bzero(static_cast<char*>(block) + bytes, held - bytes);
        return block;
    }
    void* moved = __libc_malloc(bytes);
    if (moved == nullptr) return nullptr;
    ::memcpy(moved, block, bytes < held ? bytes : held);
    free(block);
    return moved;
}
}

#endif
