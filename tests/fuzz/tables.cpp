// Tables of hosts and of appointments, in whatever encoding.
#include "kiosk/intake/appointments_csv.h"
#include "kiosk/intake/hosts.h"
#include "tests/fuzz/fuzz.h"

using namespace vestibule;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto zone = SiteZone::named("Europe/London").value();
    const auto table = fuzz::text(data, size);
    static_cast<void>(read_hosts(table, "hosts.csv"));
    static_cast<void>(
        read_appointments_csv(table, "people.csv", zone, {.encoding = "", .languages = {"en", "zh_CN"}}));
    return 0;
}
