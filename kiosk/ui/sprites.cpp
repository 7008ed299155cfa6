// The bounded cache of textures.
#include "kiosk/ui/sprites.h"

#include <GL/gl.h>
#include <GL/glext.h>

#include <array>
#include <cstring>
#include <functional>
#include <random>
#include <vector>

namespace vestibule::ui {
namespace {

bool can_swizzle() {
    static const bool can = [] {
        GLint major = 0, minor = 0;
        glGetIntegerv(GL_MAJOR_VERSION, &major);
        glGetIntegerv(GL_MINOR_VERSION, &minor);
        return major > 3 || (major == 3 && minor >= 3);
    }();
    return can;
}

// One byte a pixel where the driver can spread it over the channels; a quarter of the memory.
void upload_alpha(const std::uint8_t* rows, int width, int height, int stride) {
    if (can_swizzle()) {
        const std::array<GLint, 4> white_with_alpha{GL_ONE, GL_ONE, GL_ONE, GL_RED};
        glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, white_with_alpha.data());
        glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
        glPixelStorei(GL_UNPACK_ROW_LENGTH, stride);
        glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, width, height, 0, GL_RED, GL_UNSIGNED_BYTE, rows);
        glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
        return;
    }
    std::vector<std::uint8_t> spread(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4, 255);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            spread[static_cast<std::size_t>(y * width + x) * 4 + 3] = rows[y * stride + x];
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, spread.data());
}

// ImGui blends with straight alpha, cairo premultiplies.
void upload_colour(const std::uint8_t* rows, int width, int height, int stride) {
    std::vector<std::uint8_t> straight(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const std::uint8_t* from = rows + y * stride + x * 4;
            std::uint8_t* to = &straight[static_cast<std::size_t>(y * width + x) * 4];
            const unsigned alpha = from[3];
            const auto full = [alpha](unsigned c) {
                return static_cast<std::uint8_t>(alpha == 0 ? 0 : std::min(255U, c * 255 / alpha));
            };
            to[0] = full(from[2]), to[1] = full(from[1]), to[2] = full(from[0]);
            to[3] = static_cast<std::uint8_t>(alpha);
        }
    }
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, straight.data());
}

std::size_t bytes_of(const Sprite& sprite) {
    const auto pixels = static_cast<std::size_t>(sprite.width) * static_cast<std::size_t>(sprite.height);
    return sprite.texture == 0 ? 0 : pixels * (sprite.coloured ? 4 : 1);
}

}  // namespace

SpriteCache::SpriteCache() {
    std::random_device random;
    for (int i = 0; i < 4; ++i) salt_ += std::to_string(random());
}

SpriteCache::Digest SpriteCache::digest_of(std::string_view key) const {
    const std::hash<std::string> hash;
    auto salted = salt_ + std::string{key};
    const auto one = hash(salted);
    salted += salt_;
    return {one, hash(salted)};
}

SpriteCache::~SpriteCache() {
    clear();
}

Sprite* SpriteCache::find(const std::string& key) {
    const auto found = by_key_.find(digest_of(key));
    if (found == by_key_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    entries_.front().frame = frame_;
    return &entries_.front().sprite;
}

Sprite& SpriteCache::add(const std::string& key, const Sprite& sprite) {
    entries_.push_front({digest_of(key), sprite, frame_});
    by_key_[entries_.front().key] = entries_.begin();
    return entries_.front().sprite;
}

void SpriteCache::upload(Sprite& sprite, PixelKind kind, const std::uint8_t* rows, int width, int height,
                         int stride) {
    glGenTextures(1, &sprite.texture);
    glBindTexture(GL_TEXTURE_2D, sprite.texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    sprite.width = width, sprite.height = height, sprite.coloured = kind == PixelKind::colour;
    if (kind == PixelKind::alpha)
        upload_alpha(rows, width, height, stride);
    else
        upload_colour(rows, width, height, stride);
    bytes_ += bytes_of(sprite);
}

void SpriteCache::drop_oldest() {
    const auto& oldest = entries_.back();
    bytes_ -= bytes_of(oldest.sprite);
    if (oldest.sprite.texture != 0) glDeleteTextures(1, &oldest.sprite.texture);
    by_key_.erase(oldest.key);
    entries_.pop_back();
}

void SpriteCache::end_frame() {
    while (!entries_.empty() && (bytes_ > sprite_bytes_max || entries_.size() > sprites_max) &&
           entries_.back().frame < frame_)
        drop_oldest();
    ++frame_;
}

void SpriteCache::clear() {
    while (!entries_.empty()) drop_oldest();
}

}  // namespace vestibule::ui
