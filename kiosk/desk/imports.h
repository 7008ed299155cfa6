// Takes imported hosts and appointments into the log: idempotent, all or nothing a batch, row by row accounted for.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/desk/desk.h"
#include "kiosk/intake/import_rows.h"

namespace vestibule {

inline constexpr std::size_t import_batch_rows = 500;  // one transaction a batch

struct ImportReport {
    int added = 0, changed = 0, unchanged = 0, cancelled = 0;
    std::vector<Refused> refused;
};
using ImportProgress = std::function<void(std::size_t done, std::size_t all)>;

// The same host (by mail address, else by name and department) keeps one identity at every station of the site.
[[nodiscard]] Result<ImportReport> import_hosts(Desk& desk, const Imported<HostRow>& rows,
                                                const ImportProgress& progress = {});

// The same appointment (by its key) keeps one identity; a newer SEQUENCE changes it, a cancellation cancels it.
[[nodiscard]] Result<ImportReport> import_appointments(Desk& desk, const Imported<AppointmentRow>& rows,
                                                       const ImportProgress& progress = {});

}  // namespace vestibule
