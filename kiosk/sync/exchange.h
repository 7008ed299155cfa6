// One round of the exchange between a station and a central store: my suffix up, the others' news down, keys both
// ways.
#pragma once

#include <chrono>

#include "kiosk/base/result.h"
#include "kiosk/log/log.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/sync/central_store.h"
#include "kiosk/vault/identity.h"
#include "kiosk/vault/vault.h"

namespace vestibule {

inline constexpr int pull_events_max = 5000;              // asked for at once
inline constexpr std::chrono::hours keys_anew_every{24};  // all keys of the store are looked through

struct ExchangeResult {
    int pushed = 0;  // own events acknowledged in this round
    int pulled = 0;  // events of others taken
    int keys_taken = 0;
    int blobs_taken = 0;
    int erased = 0;                    // persons of whom it was heard that they are erased
    bool keys_wait = false;            // some are wrapped by a newer site key than this station has yet
    std::uint64_t acknowledged = 0;    // own events that the central store holds
    std::vector<std::string> refused;  // batches that didn't verify, in words for staff
};

struct ExchangeParts {
    const Identity& identity;
    Role role;
    Log& log;
    const LogReader& reader;  // of the calling thread
    Vault& vault;
    CentralStore& store;
};

// Call it by its whole name where `parts` is a variable: std::exchange is found there as well.
// Runs until nothing is left to push or pull, or a problem. Whatever was done stays done; it can be stopped anywhere.
// Thread: the sync worker's. Errors: retry_later when the store can't be reached; ask_staff on a fork or a
// revocation.
[[nodiscard]] Result<ExchangeResult> exchange(const ExchangeParts& parts, Instant now);

// Why a pulled batch isn't to be taken: certificate or signature don't hold. Empty: it may be.
[[nodiscard]] std::string reason_to_refuse(const Batch& batch, const SiteTrust& trust);

}  // namespace vestibule
