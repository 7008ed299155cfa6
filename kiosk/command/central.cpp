// vestibule central install: makes a PostgreSQL database the central store, and gives the stations of this data
// folder their logins there.
#include <fmt/format.h>

#include <system_error>

#include "kiosk/base/paths.h"
#include "kiosk/command/command.h"
#include "kiosk/sync/central_install.h"
#include "kiosk/vault/identity_file.h"
#include "kiosk/vault/private_file.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

struct InstallOptions {
    std::string admin_url, url;
};

std::vector<fs::path> enrolled_folders(const fs::path& data) {
    std::vector<fs::path> out;
    std::error_code failed;
    for (fs::directory_iterator entry{data, failed}, end; !failed && entry != end; entry.increment(failed))
        if (fs::exists(entry->path() / "identity.json", failed)) out.push_back(entry->path());
    std::sort(out.begin(), out.end());
    return out;
}

// A station that knows this store already keeps its password: it may be running.
Result<bool> admit_station(CentralAdmin& admin, const fs::path& folder, bool keeps_site, const std::string& url) {
    VESTIBULE_TRY(file, read_identity_file(folder / "identity.json"));
    VESTIBULE_TRY(known, read_central_login(folder));
    if (known && known->url == url) return false;
    VESTIBULE_TRY(login, admin.add_station(file.certificate, keeps_site, url));
    VESTIBULE_CHECK(write_central_login(folder, login));
    return true;
}

// The site's stations that have their logins, by name; true: it is new.
struct Installed {
    int format = 0;
    std::optional<SiteTrust> site{};
    std::vector<std::pair<std::string, bool>> stations{};
};

Result<> admit_stations(CentralAdmin& admin, const Globals& globals, const std::string& url, Installed& installed) {
    VESTIBULE_TRY(has_site, is_there(globals.data / "site" / "site.json"));
    if (!has_site) return {};
    VESTIBULE_TRY(site, read_site_file(globals.data / "site" / "site.json"));
    VESTIBULE_TRY(keeps_site, is_there(globals.data / "site" / "root.key"));
    VESTIBULE_CHECK(admin.add_site(site.trust));
    installed.site = site.trust;
    for (const auto& folder : enrolled_folders(globals.data)) {
        VESTIBULE_TRY(fresh, admit_station(admin, folder, keeps_site, url));
        installed.stations.emplace_back(folder.filename().string(), fresh);
    }
    return {};
}

void tell(const Installed& installed, const std::string& hosts, const Globals& globals, Output& output) {
    output.line(fmt::format("central store at {}: format {}", hosts, installed.format));
    if (!installed.site) {
        output.line(fmt::format("there is no site in {} yet: start a station once, then run this again",
                                globals.data.string()));
        return;
    }
    output.line(fmt::format("site {}: {}", to_string(installed.site->site), installed.site->name));
    for (const auto& [name, fresh] : installed.stations)
        output.line(fmt::format("station {}: {}", name,
                                fresh ? "has its login; where it is running, start it again" : "knew it already"));
    output.line(
        "on another machine: `vestibule station enroll` here gives the code for `vestibule station enroll "
        "--code CODE` there");
}

Json json_of(const Installed& installed, const std::string& hosts) {
    Json out = {{"hosts", hosts}, {"format", installed.format}, {"stations", Json::array()}};
    if (installed.site) out["site"] = to_string(installed.site->site);
    for (const auto& [name, fresh] : installed.stations)
        out["stations"].push_back({{"station", name}, {"new_login", fresh}});
    return out;
}

Result<int> install(const Globals& globals, const InstallOptions& options, Output& output) {
    VESTIBULE_TRY(url, station_url(options.admin_url, options.url));
    VESTIBULE_TRY(admin, CentralAdmin::open(options.admin_url));
    VESTIBULE_TRY(format, admin.install(config_folder() / "central"));
    Installed installed{.format = static_cast<int>(format)};
    const auto admitted = admit_stations(admin, globals, url, installed);
    const auto hosts = hosts_of(options.admin_url);
    if (globals.json)
        output.line(dump(json_of(installed, hosts)));
    else
        tell(installed, hosts, globals, output);
    VESTIBULE_CHECK(admitted);
    return done;
}

}  // namespace

void add_central(Verb program, Chosen& chosen) {
    auto central = program.add_verb("central", "the central store on PostgreSQL");
    central.needs_verb();
    auto verb = central.add_verb("install", "makes or updates it; may be run again");
    auto options = std::make_shared<InstallOptions>();
    verb.add_option("--admin-url", options->admin_url,
                    "as whom to install, such as postgresql://postgres@db.example.com/vestibule; the password from "
                    "~/.pgpass or PGPASSWORD")
        .called("URL")
        .required();
    verb.add_option("--url", options->url, "how stations reach it, where that is another address").called("URL");
    add_json(verb, chosen);
    verb.does([&chosen, options] {
        chosen.alone = [options](const Globals& globals, Output& output) {
            return install(globals, *options, output);
        };
    });
}

}  // namespace vestibule
