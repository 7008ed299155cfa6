// Ports for servers of tests, of which many run side by side.
#pragma once

namespace vestibule::test_support {

// One on which nobody listens on the loopback, and that no other test is given while this process lives. It isn't one
// that the kernel gives to clients: nobody takes it while its server is down, not even a client that tries to reach
// that and would be connected with itself. Throws std::runtime_error where there is none. Thread: any.
[[nodiscard]] int free_port();

}  // namespace vestibule::test_support
