// Check values of jobs by BLAKE2b, 16 bytes over all columns of the row.
#include "kiosk/log/job_check.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "kiosk/log/sql.h"

namespace vestibule {
namespace {

using JobCheck = std::array<std::uint8_t, 16>;
constexpr int attempts_column = 4, due_column = 5, last_column = 8, check_column = 9, number_column = 10;
constexpr const char* rotten_remark = "its row in the log was damaged; whether it was done isn't known";

// Each column as its length, 8 bytes little-endian, and its bytes; a number as its 8 bytes.
JobCheck check_of_job(const Statement& row) {
    crypto_generichash_state state;
    JobCheck out{};
    crypto_generichash_init(&state, nullptr, 0, out.size());
    const auto add_number = [&](std::uint64_t number) {
        std::array<std::uint8_t, 8> bytes{};
        for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(number >> 8 * i);
        crypto_generichash_update(&state, bytes.data(), bytes.size());
    };
    for (int column = 0; column <= last_column; ++column) {
        if (column == attempts_column || column == due_column) {
            add_number(static_cast<std::uint64_t>(row.integer(column)));
            continue;
        }
        const auto bytes = row.blob(column);  // of a text its UTF-8
        add_number(bytes.size());
        crypto_generichash_update(&state, bytes.data(), bytes.size());
    }
    crypto_generichash_final(&state, out.data(), out.size());
    return out;
}

struct RottenJob {
    std::int64_t number = 0;
    JobId id;
};
Result<std::vector<RottenJob>> find_rotten(Database& database) {
    std::vector<RottenJob> out;
    VESTIBULE_TRY(rows, database.query(log_sql::checked_jobs));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return out;
        if (!is_as_written(rows))
            out.push_back({.number = rows.integer(number_column), .id = rows.id<JobId>(0).value_or(JobId{})});
    }
}

}  // namespace

bool is_as_written(const Statement& job) {
    return job.is_null(check_column) || std::ranges::equal(job.blob(check_column), check_of_job(job));
}

Result<> seal_job(Database& database, const JobId& id) {
    VESTIBULE_TRY(row, database.query(log_sql::checked_job, {id}));
    VESTIBULE_TRY(found, row.step());
    if (!found) return {};
    const auto check = check_of_job(row);
    const auto number = row.integer(number_column);
    row.reset();
    VESTIBULE_CHECK(database.execute(log_sql::put_job_check, {number, check}));
    return {};
}

Result<std::vector<JobId>> rotten_jobs(Database& database) {
    VESTIBULE_TRY(rotten, find_rotten(database));
    std::vector<JobId> out;
    for (const auto& job : rotten) out.push_back(job.id);
    return out;
}

Result<std::vector<JobId>> end_rotten_jobs(Database& database) {
    VESTIBULE_TRY(rotten, find_rotten(database));
    std::vector<JobId> out;
    for (const auto& job : rotten) {
        VESTIBULE_CHECK(database.execute(log_sql::end_rotten_job, {job.number, rotten_remark}));
        VESTIBULE_CHECK(seal_job(database, job.id));
        out.push_back(job.id);
    }
    return out;
}

}  // namespace vestibule
