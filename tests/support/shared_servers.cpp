// The records by which a run's cases find the servers they share.
#include "tests/support/shared_servers.h"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace vestibule::test_support {

namespace fs = std::filesystem;

namespace {

constexpr const char* place = "VESTIBULE_TEST_SERVERS";

}  // namespace

bool has_servers() {
    const char* folder = std::getenv(place);
    return folder == nullptr || std::string{folder} != "none";
}

void need_servers() {
    if (!has_servers())
        throw std::runtime_error("this run has no servers: a case that needs one bears [postgres] or [printer]");
}

std::optional<SharedServer> shared_server(const std::string& name) {
    need_servers();
    const char* folder = std::getenv(place);
    if (folder == nullptr) return {};
    const auto server = read_record(fs::path{folder} / name);
    if (!server)
        throw std::runtime_error("there is no record of a shared server in " + (fs::path{folder} / name).string());
    return server;
}

std::optional<SharedServer> read_record(const fs::path& file) {
    std::ifstream in{file};
    std::string folder;
    SharedServer server;
    if (!std::getline(in, folder) || !(in >> server.port >> server.keeper)) return {};
    server.folder = folder;
    return server;
}

void write_record(const fs::path& file, const SharedServer& server) {
    const auto unfinished = fs::path{file} += ".new";
    std::ofstream{unfinished} << server.folder.string() << '\n' << server.port << '\n' << server.keeper << '\n';
    fs::rename(unfinished, file);
}

}  // namespace vestibule::test_support
