// Servers that all cases of one run of ctest share: test_servers (servers.cpp) starts each before the first case that
// needs it and ends it after the last. A test program that is started by hand has servers of its own.
//
// The folder of their records is VESTIBULE_TEST_SERVERS, which ctest sets; "none" means that this run has none, and
// whoever asks for a server there throws: such a case must bear [postgres] or [printer], by which runs are chosen.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

namespace vestibule::test_support {

// What a test must know to use one.
struct SharedServer {
    std::filesystem::path folder;  // the server's own
    int port = 0;
    pid_t keeper = 0;  // the process that ends it
};

// `name`: "postgres" or "printing". Nothing where this process isn't part of a run that shares servers.
// Throws std::runtime_error where it is, but the server isn't there.
[[nodiscard]] std::optional<SharedServer> shared_server(const std::string& name);
// Whether this run may have servers at all, shared or a case's own.
[[nodiscard]] bool has_servers();
// Throws where it may not: asked by everything that starts one.
void need_servers();

// DIR/NAME, as test_servers writes it.
[[nodiscard]] std::optional<SharedServer> read_record(const std::filesystem::path& file);
void write_record(const std::filesystem::path& file, const SharedServer& server);

}  // namespace vestibule::test_support
