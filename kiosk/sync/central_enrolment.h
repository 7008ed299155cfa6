// Enrolling stations at a PostgreSQL central store: the keeper's side, as a station whose machine has the site's root
// key, and the guest's side, with a one-time code. What is said is opaque here; kiosk/vault/enrolment_code.h seals
// it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/bytes.h"
#include "kiosk/base/result.h"
#include "kiosk/sync/central_login.h"
#include "kiosk/vault/enrolment_code.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

class PostgresConnection;

struct EnrolmentRequest {
    EnrolmentId id{};
    Bytes sealed;
};

// The role with which a guest logs in until the enrolment is over.
[[nodiscard]] std::string guest_role(const EnrolmentId& id);

// Thread: one. Blocks. Errors of both: those of PostgresConnection; ask_staff where this station isn't allowed to.
class CentralKeeper {
  public:
    [[nodiscard]] static Result<CentralKeeper> open(const CentralLogin& login);
    CentralKeeper(CentralKeeper&&) noexcept;
    CentralKeeper& operator=(CentralKeeper&&) = delete;
    ~CentralKeeper();

    // A login for a station that the site's root has certified.
    [[nodiscard]] Result<CentralLogin> register_station(const Certificate& certificate);

    // A guest's login with this password, for at most a week.
    [[nodiscard]] Result<> open_code(const EnrolmentId& id, const std::string& password, std::chrono::minutes lasts);
    [[nodiscard]] Result<std::vector<EnrolmentRequest>> requests();
    // The station gets its login and the guest its answer, in one transaction. `verifier` is the new station's own.
    [[nodiscard]] Result<> answer(const EnrolmentId& id, const Certificate& certificate, const std::string& verifier,
                                  ByteView sealed);
    // Expired ones, and these.
    [[nodiscard]] Result<> close_codes(const std::vector<EnrolmentId>& ids);

  private:
    CentralKeeper(CentralLogin login, std::unique_ptr<PostgresConnection> connection);
    CentralLogin login_;
    std::unique_ptr<PostgresConnection> connection_;
};

class CentralGuest {
  public:
    [[nodiscard]] static Result<CentralGuest> open(const CentralLogin& login);
    CentralGuest(CentralGuest&&) noexcept;
    CentralGuest& operator=(CentralGuest&&) = delete;
    ~CentralGuest();

    [[nodiscard]] Result<> request(ByteView sealed);
    // Nothing while the keeper hasn't answered.
    [[nodiscard]] Result<std::optional<Bytes>> answer();

  private:
    explicit CentralGuest(std::unique_ptr<PostgresConnection> connection);
    std::unique_ptr<PostgresConnection> connection_;
};

}  // namespace vestibule
