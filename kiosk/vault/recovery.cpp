// The recovery file, its shares, and what they put back.
#include "kiosk/vault/recovery.h"

#include <algorithm>
#include <cctype>
#include <system_error>

#include "kiosk/vault/box.h"
#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/vault/seal.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view share_name = "recovery_share.json";
constexpr std::string_view file_start = "recovery-", file_end = ".vestibule";
constexpr int recovery_version = 1;
constexpr int files_of_one_name_max = 99;

constexpr const char* file_text = R"(Vestibule recovery file
=======================

This file gives back the keys of the site "{}" when they are lost: after a broken disk, a deleted
folder, or a file that was damaged. Nobody can read the names that the site keeps without its keys.

1. Move this file off this machine, to a safe place: a USB stick in a safe, two of them if you can.
   Whoever has it together with a copy of the site's data can read every name in it.
2. When keys are lost, put what is left of the data folder in its place and run
       vestibule station recover --file THIS-FILE
   It says what it puts back. Keep the file: it stays good for as long as the site exists.

site: {}
root: {}
secret: {}
check: {}
)";

struct RecoveryFile {
    SiteId site;
    PublicKey root{};
    SecretBytes secret;
};

struct RecoveryShare {
    SiteId site;
    int generation = 1;
    Bytes sealed;
    Signature signature{};
};

std::string line_of(std::string_view text, std::string_view name) {
    const auto start = text.find("\n" + std::string{name} + ": ");
    if (start == std::string_view::npos) return {};
    const auto from = start + name.size() + 3;
    return std::string{text.substr(from, text.find_first_of("\r\n", from) - from)};
}

// Of the three lines that count; the text above them is for people.
std::string check_of_lines(std::string_view text) {
    const auto said = with_check(view(line_of(text, "site") + line_of(text, "root") + line_of(text, "secret")));
    return to_hex(said.view().last(check_bytes));
}

Result<RecoveryFile> read_recovery_file(const fs::path& file) {
    VESTIBULE_TRY(content, read_private(file));
    const auto text = text_of(content);
    const auto site = parse_id<SiteId>(line_of(text, "site"));
    const auto root = from_hex(line_of(text, "root"));
    auto secret = from_hex(line_of(text, "secret"));
    const auto check = line_of(text, "check");  // none in a file of an older program
    const auto whole_root = root ? fixed<32>(*root) : std::nullopt;
    if (!site || !whole_root || !secret || secret->size() != seal_key_bytes ||
        (!check.empty() && check != check_of_lines(text)))
        return ask_staff(fmt::format("{} is no recovery file of Vestibule, or it is damaged", file.string()));
    return RecoveryFile{.site = *site, .root = *whole_root, .secret = SecretBytes{std::move(*secret)}};
}

Bytes signed_part(const RecoveryShare& share) {
    Bytes out;
    const auto add = [&](ByteView part) { out.insert(out.end(), part.begin(), part.end()); };
    add(view("VR1"));
    add(share.site.bytes);
    add(view(std::to_string(share.generation)));
    add(view(":"));
    add(share.sealed);
    return out;
}

std::optional<RecoveryShare> read_recovery_share(const fs::path& file) {
    const auto read = read_checked(file);
    if (!read) return std::nullopt;
    const auto& json = *read;
    const auto site = id_field<SiteId>(json, "site");
    const auto sealed = from_hex(text_field(json, "sealed"));
    const auto signature = from_hex(text_field(json, "signature"));
    const auto whole = signature ? fixed<64>(*signature) : std::nullopt;
    const auto generation = int_field(json, "generation");
    if (int_field(json, "version") != recovery_version || !site || !sealed || !whole || generation < 1) return {};
    return RecoveryShare{.site = *site,
                         .generation = static_cast<int>(std::min<std::int64_t>(generation, 1'000'000)),
                         .sealed = *sealed,
                         .signature = *whole};
}

std::optional<SecretBytes> secret_field(const Json& json, const char* key, std::size_t length) {
    auto bytes = from_hex(text_field(json, key));
    if (!bytes || bytes->size() != length) return std::nullopt;
    return SecretBytes{std::move(*bytes)};
}

std::optional<Enroller> opened(const RecoveryShare& share, const RecoveryFile& file) {
    if (share.site != file.site || !verify(file.root, signed_part(share), share.signature)) return std::nullopt;
    const auto text = open_sealed(share.sealed, box_key_of(file.secret.view()), file.secret.view());
    if (!text) return std::nullopt;
    const auto json = parse_object(text_of(text->view()));
    const auto inner = json.find("site");
    auto site = inner != json.end() && inner->is_object() ? site_file(*inner) : std::nullopt;
    auto root = secret_field(json, "root_key", 64);
    auto site_key = secret_field(json, "site_key", seal_key_bytes);
    auto import_key = secret_field(json, "import_key", seal_key_bytes);
    if (!site || !root || !site_key || !import_key || site->trust.root != file.root) return std::nullopt;
    if (!signs_for(root->view(), file.root)) return std::nullopt;
    return Enroller{.site = std::move(*site),
                    .root_key = std::move(*root),
                    .site_key = std::move(*site_key),
                    .import_key = std::move(*import_key)};
}

// The newest share in DATA that the file opens.
Result<Enroller> newest_opened(const fs::path& data, const RecoveryFile& file) {
    std::optional<Enroller> newest;
    int seen = 0;
    std::error_code failed;
    for (fs::directory_iterator entry{data, failed}, end; !failed && entry != end; entry.increment(failed)) {
        const auto share = read_recovery_share(entry->path() / share_name);
        if (!share) continue;
        ++seen;
        auto enroller = opened(*share, file);
        if (enroller && (!newest || enroller->site.site_key_generation > newest->site.site_key_generation))
            newest = std::move(*enroller);
    }
    if (newest) return std::move(*newest);
    return ask_staff(
        seen == 0
            ? fmt::format("there is no {} in {} nor in a station's folder: put back what is left of the data folder",
                          share_name, data.string())
            : "this recovery file is of another site, or an old one: it opens none of the recovery shares found "
              "here");
}

// Puts `content` where another content, or nothing, lies; what lies there is kept beside it. `of_before`: the same as
// an older program wrote it.
Result<bool> put_back(const fs::path& file, ByteView content, ByteView of_before) {
    const auto held = read_private(file);
    if (held && (std::ranges::equal(*held, content) || std::ranges::equal(*held, of_before))) return false;
    VESTIBULE_CHECK(set_aside(file));
    VESTIBULE_CHECK(make_private_folder(file.parent_path()));
    VESTIBULE_CHECK(write_private(file, content));
    return true;
}

}  // namespace

Result<PublicKey> make_recovery_file(const fs::path& data, const SiteTrust& site) {
    std::string name;
    for (const unsigned char c : site.name) name += std::isalnum(c) != 0 && c < 0x80 ? static_cast<char>(c) : '-';
    const auto pair = new_box_pair();
    const auto lines = fmt::format("\nsite: {}\nroot: {}\nsecret: {}\n", to_string(site.site), to_hex(site.root),
                                   to_hex(pair.secret.view()));
    const auto text = fmt::format(file_text, site.name, to_string(site.site), to_hex(site.root),
                                  to_hex(pair.secret.view()), check_of_lines(lines));
    for (int n = 1; n <= files_of_one_name_max; ++n) {
        const auto file =
            data / fmt::format("{}{}{}{}", file_start, name, n == 1 ? "" : fmt::format("-{}", n), file_end);
        VESTIBULE_TRY(taken, is_there(file));
        if (taken) continue;
        VESTIBULE_CHECK(create_private(file, view(text)));
        return pair.key;
    }
    return ask_staff(fmt::format("too many recovery files lie in {}: move them to a safe place", data.string()));
}

std::vector<fs::path> recovery_files_in(const fs::path& data) {
    std::vector<fs::path> out;
    std::error_code failed;
    for (fs::directory_iterator entry{data, failed}, end; !failed && entry != end; entry.increment(failed)) {
        const auto name = entry->path().filename().string();
        if (name.starts_with(file_start) && name.ends_with(file_end)) out.push_back(entry->path());
    }
    std::ranges::sort(out);
    return out;
}

Result<> keep_recovery_share(const fs::path& data, const Enroller& enroller) {
    const auto file = data / "site" / share_name;
    const auto& site = enroller.site;
    if (!site.recovery_key) return {};
    const auto held = read_recovery_share(file);
    if (held && held->site == site.trust.site && held->generation == site.site_key_generation &&
        verify(site.trust.root, signed_part(*held), held->signature))
        return {};
    if (!held) VESTIBULE_CHECK(set_aside(file));
    const Json secrets = {{"site", json_of(site)},
                          {"root_key", to_hex(enroller.root_key.view())},
                          {"site_key", to_hex(enroller.site_key.view())},
                          {"import_key", to_hex(enroller.import_key.view())}};
    const auto text = dump(secrets);
    const SecretBytes plain{Bytes{text.begin(), text.end()}};
    RecoveryShare share{.site = site.trust.site, .generation = site.site_key_generation};
    share.sealed = seal_to(*site.recovery_key, plain.view());
    share.signature = sign_by(enroller.root_key.view(), signed_part(share));
    const Json json = {{"version", recovery_version},
                       {"site", to_string(share.site)},
                       {"generation", share.generation},
                       {"sealed", to_hex(share.sealed)},
                       {"signature", to_hex(share.signature)}};
    return write_checked(file, json);
}

Result<> copy_recovery_share(const StationPlace& place) {
    const auto from = place.data / "site" / share_name, to = place.data / place.name / share_name;
    const auto newest = read_recovery_share(from);
    if (!newest) return {};
    const auto held = read_recovery_share(to);
    if (held && held->site == newest->site && held->generation >= newest->generation) return {};
    if (!held) VESTIBULE_CHECK(set_aside(to));
    VESTIBULE_TRY(content, read_private(from));
    return write_private(to, content);
}

Result<Recovered> recover_site(const fs::path& data, const fs::path& recovery_file) {
    ready_sodium();
    VESTIBULE_TRY(file, read_recovery_file(recovery_file));
    auto lock = SiteLock::take(data);
    if (!lock) return tl::unexpected(lock.error());
    if (auto whole = read_enroller(data / "site"); whole && whole->site.trust.site == file.site)
        return Recovered{.enroller = std::move(*whole), .done = {}};
    VESTIBULE_TRY(enroller, newest_opened(data, file));
    const auto folder = data / "site";
    Recovered out{.enroller = std::move(enroller), .done = {}};
    const auto& e = out.enroller;
    const std::pair<fs::path, ByteView> secrets[] = {
        {folder / "root.key", e.root_key.view()},
        {site_key_file(folder, e.site.site_key_generation), e.site_key.view()},
        {folder / "import_key", e.import_key.view()}};
    const auto put = [&](const fs::path& path, ByteView content, ByteView of_before) -> Result<> {
        VESTIBULE_TRY(changed, put_back(path, content, of_before));
        if (changed) out.done.push_back(path.string() + " is back");
        return {};
    };
    for (const auto& [path, secret] : secrets) VESTIBULE_CHECK(put(path, with_check(secret).view(), secret));
    VESTIBULE_CHECK(put(folder / "site.json", view(with_check(json_of(e.site))), view(json_of(e.site).dump(2))));
    VESTIBULE_CHECK(keep_recovery_share(data, e));
    return out;
}

}  // namespace vestibule
