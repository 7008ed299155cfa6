// Check values by libsodium's BLAKE2b.
#include "kiosk/vault/checked_file.h"

#include <sodium.h>

#include <algorithm>
#include <bit>
#include <system_error>

#include "kiosk/vault/private_file.h"
#include "kiosk/vault/seal.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view check_field = "check";
using CheckValue = std::array<std::uint8_t, check_bytes>;

CheckValue check_of(ByteView content) {
    ready_sodium();
    CheckValue value{};
    crypto_generichash(value.data(), value.size(), content.data(), content.size(), nullptr, 0);
    return value;
}

std::string check_of(const Json& object) {
    return to_hex(check_of(view(dump(object))));
}

// A field whose name differs from "check" in one bit is a check value that has rotted itself.
bool is_rotten_name(std::string_view name) {
    if (name.size() != check_field.size()) return false;
    int bits = 0;
    for (std::size_t i = 0; i < name.size(); ++i)
        bits += std::popcount(
            static_cast<unsigned>(static_cast<unsigned char>(name[i]) ^ static_cast<unsigned char>(check_field[i])));
    return bits == 1;
}

bool has_rotten_name(const Json& object) {
    return std::ranges::any_of(object.items(), [](const auto& item) { return is_rotten_name(item.key()); });
}

constexpr std::string_view by_recovery =
    "put it back with the recovery file (vestibule station recover --file F) or from a backup";
constexpr std::string_view by_keeper = "delete it, and the station that keeps the site makes another";

// Which copy brings a file back, by how its name begins.
struct Way {
    std::string_view name, what;
};
constexpr Way ways[] = {
    {"identity.json", by_recovery},
    {"site.json", by_recovery},
    {"root.key", by_recovery},
    {"site_key", by_recovery},
    {"import_key", by_recovery},
    {"station.key", "put it back from a backup, or enrol this station anew; its log goes on"},
    {"central.json",
     "enrol this station anew, or put the file back (whoever changes it by hand takes the line \"check\" out)"},
    {"site_share.json", by_keeper},
    {"recovery-", "take another copy of it"},
};

std::string_view way_back(const fs::path& file) {
    const auto name = file.filename().string();
    if (file.parent_path().filename() == "shares") return by_keeper;
    const auto* way = std::ranges::find_if(ways, [&](const Way& one) { return name.starts_with(one.name); });
    return way == std::end(ways) ? "restore it from a backup" : way->what;
}

}  // namespace

std::string with_check(Json object) {
    object.erase(std::string{check_field});
    auto check = check_of(object);
    object[std::string{check_field}] = std::move(check);
    return object.dump(2, ' ', false, Json::error_handler_t::replace);
}

SecretBytes with_check(ByteView secret) {
    const auto check = check_of(secret);
    Bytes bytes;
    bytes.reserve(secret.size() + check.size());  // no copy of the secret is left behind by growing
    bytes.insert(bytes.end(), secret.begin(), secret.end());
    bytes.insert(bytes.end(), check.begin(), check.end());
    return SecretBytes{std::move(bytes)};
}

std::optional<Json> checked_object(std::string_view text) {
    auto object = parse_object(text);
    if (object.empty() || has_rotten_name(object)) return std::nullopt;
    const auto found = object.find(std::string{check_field});
    if (found == object.end()) return object;
    const auto said = found->is_string() ? found->get<std::string>() : std::string{};
    object.erase(found);
    if (said != check_of(object)) return std::nullopt;
    return object;
}

Result<Json> read_checked(const fs::path& file) {
    VESTIBULE_TRY(content, read_private(file));
    auto object = checked_object(text_of(content));
    if (!object) return damaged(file, "it isn't what this program wrote");
    return std::move(*object);
}

Result<SecretBytes> read_secret(const fs::path& file, std::size_t length) {
    VESTIBULE_TRY(content, read_private(file));
    const SecretBytes held{std::move(content)};
    const auto size = held.view().size();
    const bool has_check = size == length + check_bytes;
    if (size != length && !has_check)
        return damaged(file, fmt::format("it has {} bytes instead of {}", size, length + check_bytes));
    const auto secret = held.view().first(length);
    if (has_check && !std::ranges::equal(check_of(secret), held.view().subspan(length)))
        return damaged(file, "it isn't what this program wrote");
    return SecretBytes{Bytes{secret.begin(), secret.end()}};
}

Result<> write_checked(const fs::path& file, const Json& object) {
    return write_private(file, view(with_check(object)));
}

Result<> write_secret(const fs::path& file, ByteView secret) {
    return write_private(file, with_check(secret).view());
}

tl::unexpected<Problem> damaged(const fs::path& file, std::string_view why) {
    return ask_staff(fmt::format("{} is damaged ({}): {}; nothing was changed", file.string(), why, way_back(file)));
}

Result<> set_aside(const fs::path& file) {
    VESTIBULE_TRY(there, is_there(file));
    if (!there) return {};
    auto aside = fs::path{file.string() + ".damaged"};
    for (int n = 2; is_there(aside).value_or(false) && n <= set_aside_max; ++n)
        aside = fs::path{file.string() + ".damaged-" + std::to_string(n)};
    std::error_code failed;
    fs::rename(file, aside, failed);
    if (failed) return ask_staff(fmt::format("{} can't be moved aside: {}", file.string(), failed.message()));
    return {};
}

}  // namespace vestibule
