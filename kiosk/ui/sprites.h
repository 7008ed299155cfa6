// Pictures that were drawn once and are shown often: strings, icons, QR codes, as GL textures in one bounded cache.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kiosk/ui/geometry.h"

namespace vestibule::ui {

inline constexpr std::size_t sprite_bytes_max = 24U << 20;  // on the graphics side; the least used go first
inline constexpr std::size_t sprites_max = 3000;

struct Sprite {
    unsigned texture = 0;  // 0: measured, not drawn yet
    int width = 0, height = 0;
    Point offset;  // from where the sprite is put to where its pixels start
    Size extent;   // of a text: its logical box
    bool coloured = false;
    bool ellipsized = false;
    int lines = 1;
};

enum class PixelKind { alpha, colour };  // 8-bit coverage, or BGRA as cairo makes it (premultiplied)

// Owns its textures. Thread: the one of the GL context. Pointers stay good until end_frame().
class SpriteCache {
  public:
    SpriteCache();
    SpriteCache(const SpriteCache&) = delete;
    SpriteCache& operator=(const SpriteCache&) = delete;
    ~SpriteCache();

    [[nodiscard]] Sprite* find(const std::string& key);
    Sprite& add(const std::string& key, const Sprite& sprite);
    // Gives `sprite` its texture from cairo's rows.
    void upload(Sprite& sprite, PixelKind kind, const std::uint8_t* rows, int width, int height, int stride);
    // Drops the least used beyond the maxima; never one that this frame shows.
    void end_frame();
    void clear();

  private:
    // A digest, for a key holds the text that is shown, and a cache isn't to remember anybody's name.
    struct Digest {
        std::size_t one = 0, other = 0;
        bool operator==(const Digest&) const = default;
    };
    struct DigestHash {
        std::size_t operator()(const Digest& digest) const { return digest.one; }
    };
    struct Entry {
        Digest key;
        Sprite sprite;
        std::uint64_t frame = 0;
    };
    [[nodiscard]] Digest digest_of(std::string_view key) const;
    void drop_oldest();

    std::list<Entry> entries_;  // newest use first
    std::unordered_map<Digest, std::list<Entry>::iterator, DigestHash> by_key_;
    std::string salt_;  // nobody can make two texts that meet
    std::size_t bytes_ = 0;
    std::uint64_t frame_ = 1;
};

}  // namespace vestibule::ui
