// Small files that bear a check value, so that a bit that rots is found and named before anything in them is
// believed. In JSON it is the field "check": 16 bytes of BLAKE2b over the object without that field, dumped
// compactly. Behind a secret stand the same 16 bytes of it. Files of older programs have none: they are taken as they
// are, and get one when they are next written.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/json.h"
#include "kiosk/base/result.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

inline constexpr std::size_t check_bytes = 16;

// What is written: the text of the file, and its bytes.
[[nodiscard]] std::string with_check(Json object);
[[nodiscard]] SecretBytes with_check(ByteView secret);
// The object without its check value; nothing where the text is no object, or another one than was written.
[[nodiscard]] std::optional<Json> checked_object(std::string_view text);

// Errors of the readers: ask_staff where the file can't be read, or where it is damaged, with what brings it back.
[[nodiscard]] Result<Json> read_checked(const std::filesystem::path& file);
// A secret of exactly `length` bytes.
[[nodiscard]] Result<SecretBytes> read_secret(const std::filesystem::path& file, std::size_t length);
// As write_private.
[[nodiscard]] Result<> write_checked(const std::filesystem::path& file, const Json& object);
[[nodiscard]] Result<> write_secret(const std::filesystem::path& file, ByteView secret);

// What is said of a damaged file: which, why, and which copy brings it back.
[[nodiscard]] tl::unexpected<Problem> damaged(const std::filesystem::path& file, std::string_view why);

inline constexpr int set_aside_max = 99;  // damaged files of one name; the last of them is then replaced

// Keeps a damaged file beside its place, as "….damaged", so that another one may be written and it isn't forgotten.
// Where there is none, nothing happens.
[[nodiscard]] Result<> set_aside(const std::filesystem::path& file);

}  // namespace vestibule
