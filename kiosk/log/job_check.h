// A check value for each row of the outbox: no copy of it lies elsewhere, so what rots in it is never acted on.
#pragma once

#include <vector>

#include "kiosk/base/ids.h"
#include "kiosk/base/result.h"
#include "kiosk/sqlite/database.h"

namespace vestibule {

// Inside the transaction that has written the job.
[[nodiscard]] Result<> seal_job(Database& database, const JobId& id);
// Whether a row of log_sql::jobs_due or checked_jobs is what was written. One of an older program has no check value.
[[nodiscard]] bool is_as_written(const Statement& job);
[[nodiscard]] Result<std::vector<JobId>> rotten_jobs(Database& database);
// Ends them as unknown, and seals what is left of them. Inside the caller's transaction.
[[nodiscard]] Result<std::vector<JobId>> end_rotten_jobs(Database& database);

}  // namespace vestibule
