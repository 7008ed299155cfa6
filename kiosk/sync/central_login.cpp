// A station's login at the central store, and what libpq is told of it.
#include "kiosk/sync/central_login.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <sodium.h>

#include <cctype>
#include <map>
#include <memory>

#include "kiosk/base/json.h"
#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/private_file.h"

namespace vestibule {
namespace {

constexpr int login_version = 1;
constexpr const char* file_name = "central.json";
constexpr const char* system_authorities = "/etc/ssl/certs/ca-certificates.crt";
constexpr std::size_t password_bytes = 24;

using Words = std::map<std::string, std::string>;

// Later words of the same name win in libpq, so defaults stand first and what must hold is set over what was given.
constexpr std::pair<const char*, const char*> defaults[] = {
    {"connect_timeout", "5"},         {"keepalives_idle", "10"},     {"keepalives_interval", "5"},
    {"keepalives_count", "3"},        {"tcp_user_timeout", "20000"}, {"target_session_attrs", "read-write"},
    {"application_name", "vestibule"}};

struct Freer {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
    void operator()(char* text) const { PQfreemem(text); }
};

Result<Words> words_of(const std::string& url) {
    char* message = nullptr;
    const std::unique_ptr<PQconninfoOption, Freer> options{PQconninfoParse(url.c_str(), &message)};
    const std::unique_ptr<char, Freer> why{message};
    if (!options)
        return give_up(
            fmt::format("the central store's address can't be read (such as "
                        "postgresql://db.example.com/vestibule): {}",
                        why ? why.get() : "out of memory"));
    Words words;
    for (const auto* option = options.get(); option->keyword != nullptr; ++option)
        if (option->val != nullptr) words[option->keyword] = option->val;
    return words;
}

bool is_on_this_machine(const Words& words) {
    const auto host = words.find("host");
    if (words.contains("hostaddr") || host == words.end() || host->second.empty()) return false;
    // A list of hosts counts as remote as soon as one of them isn't a folder.
    std::size_t at = 0;
    for (;;) {
        if (host->second.compare(at, 1, "/") != 0) return false;
        at = host->second.find(',', at);
        if (at == std::string::npos) return true;
        ++at;
    }
}

Result<> demand_tls(Words& words) {
    if (!words.contains("host") || words["host"].empty())
        return give_up("the central store's address names no host (such as postgresql://db.example.com/vestibule)");
    if (is_on_this_machine(words)) return {};
    auto& mode = words["sslmode"];
    if (!mode.empty() && mode != "verify-full")
        return give_up(
            fmt::format("the central store's address asks for sslmode={}, but only verify-full is safe: "
                        "leave it out, and name your authority's file as sslrootcert",
                        mode));
    mode = "verify-full";
    words.try_emplace("sslrootcert", system_authorities);
    words.try_emplace("ssl_min_protocol_version", "TLSv1.2");
    words["gssencmode"] = "disable";
    return {};
}

std::string single_quoted(std::string_view value) {
    std::string out = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string url_text(const Words& words) {
    std::string out;
    for (const auto& [word, value] : words)
        out += fmt::format("{}{}={}", out.empty() ? "" : " ", word, single_quoted(value));
    return out;
}

std::string percent_encoded(std::string_view value) {
    std::string out;
    for (const char c : value)
        out += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_' || c == ','
                   ? std::string(1, c)
                   : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return out;
}

// At least one part, perhaps an empty one.
std::vector<std::string> parts_of(const std::string& list) {
    std::vector<std::string> parts(1);
    for (const char c : list) {
        if (c == ',')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

Result<std::string> finished(Words words) {
    VESTIBULE_CHECK(demand_tls(words));
    for (const auto& [word, value] : defaults) words.try_emplace(word, value);
    return url_text(words);
}

}  // namespace

std::string station_role(const StationId& station) {
    return "vestibule_s_" + to_hex(station.bytes);
}

std::string new_password() {
    Bytes random(password_bytes);
    randombytes_buf(random.data(), random.size());
    return to_hex(random);
}

Result<std::string> scram_verifier(const std::string& password) {
    // libpq asks a connection only for the server's default method, which is named here; salt and rounds are its own.
    const std::unique_ptr<PGconn, decltype(&PQfinish)> unconnected{PQconnectStart("host=/nowhere"), &PQfinish};
    const std::unique_ptr<char, Freer> verifier{
        PQencryptPasswordConn(unconnected.get(), password.c_str(), "", "scram-sha-256")};
    if (!verifier) return ask_staff("libpq can't make a SCRAM verifier: check the package libpq5");
    return std::string{verifier.get()};
}

Result<std::string> connection_text(const CentralLogin& login) {
    VESTIBULE_TRY(words, words_of(login.url));
    if (words.contains("password") || words.contains("user"))
        return give_up("the central store's address must not name a user or a password: a station has its own");
    words["user"] = login.role;
    words["password"] = login.password;
    // What hangs is given up, so that the station goes on alone.
    words["options"] = "-c statement_timeout=30000 -c lock_timeout=10000 -c client_min_messages=error";
    return finished(std::move(words));
}

Result<std::string> admin_connection_text(const std::string& url) {
    VESTIBULE_TRY(words, words_of(url));
    words["options"] = "-c client_min_messages=error";
    return finished(std::move(words));
}

Result<std::string> station_url(const std::string& admin_url, const std::string& url) {
    if (!url.empty()) {
        VESTIBULE_CHECK(connection_text({.url = url, .role = "anybody", .password = {}, .site = {}}));
        return url;
    }
    VESTIBULE_TRY(words, words_of(admin_url));
    if (!words.contains("host") || is_on_this_machine(words))
        return give_up(
            "other machines can't reach a socket of this one: name the central store's address for stations "
            "as well, such as --url postgresql://db.example.com/vestibule");
    const auto hosts = parts_of(words["host"]), ports = parts_of(words["port"]);
    std::string out = "postgresql://";
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        // One port counts for all hosts.
        const auto port = ports.size() == hosts.size() ? ports[i] : ports.front();
        const auto is_ipv6 = hosts[i].find(':') != std::string::npos;
        out += fmt::format("{}{}{}{}{}{}", i == 0 ? "" : ",", is_ipv6 ? "[" : "", hosts[i], is_ipv6 ? "]" : "",
                           port.empty() ? "" : ":", port);
    }
    out += "/" + percent_encoded(words["dbname"]);
    for (const auto* word : {"sslrootcert", "target_session_attrs"})
        if (const auto found = words.find(word); found != words.end())
            out += fmt::format("{}{}={}", out.find('?') == std::string::npos ? "?" : "&", word,
                               percent_encoded(found->second));
    return out;
}

std::string libpq_version() {
    const int version = PQlibVersion();
    return fmt::format("{}.{}", version / 10000, version % 10000);
}

std::string hosts_of(const std::string& url) {
    const auto words = words_of(url);
    if (!words) return "?";
    const auto host = words->find("host");
    std::string out;
    for (const auto& part : parts_of(host == words->end() ? "?" : host->second))
        out += (out.empty() ? "" : ", ") + part;
    return out;
}

Result<std::optional<CentralLogin>> read_central_login(const std::filesystem::path& station_folder) {
    const auto file = station_folder / file_name;
    VESTIBULE_TRY(there, is_there(file));
    if (!there) return std::nullopt;
    std::error_code failed;
    const auto mode = std::filesystem::status(file, failed).permissions();
    if (!failed && (mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) !=
                       std::filesystem::perms::none)
        return ask_staff(fmt::format("{} can be read by others: chmod 600 {}", file.string(), file.string()));
    VESTIBULE_TRY(json, read_checked(file));
    const auto site = id_field<SiteId>(json, "site");
    CentralLogin login{.url = text_field(json, "url"),
                       .role = text_field(json, "role"),
                       .password = text_field(json, "password"),
                       .site = site.value_or(SiteId{})};
    if (int_field(json, "version") != login_version || !site || login.url.empty() || login.role.empty())
        return ask_staff(fmt::format("{} is damaged: enrol this station anew, or put the file back", file.string()));
    return login;
}

Result<> write_central_login(const std::filesystem::path& station_folder, const CentralLogin& login) {
    const Json json = {{"version", login_version},
                       {"url", login.url},
                       {"role", login.role},
                       {"password", login.password},
                       {"site", to_string(login.site)}};
    VESTIBULE_CHECK(make_private_folder(station_folder));
    return write_checked(station_folder / file_name, json);
}

}  // namespace vestibule
