// The functions of config/central/stations.sql, called.
#include "kiosk/sync/central_enrolment.h"

#include "kiosk/sync/packed_rows.h"
#include "kiosk/sync/postgres_connection.h"
#include "kiosk/sync/postgres_rows.h"
#include "kiosk/sync/postgres_sql.h"
#include "kiosk/vault/certificate_json.h"

namespace vestibule {
namespace {

using postgres_rows::binary;

Result<std::unique_ptr<PostgresConnection>> connection_of(const CentralLogin& login) {
    VESTIBULE_TRY(text, connection_text(login));
    return std::make_unique<PostgresConnection>(text, hosts_of(login.url), "");
}

template <class... Arguments>
Result<pqxx::result> call(PostgresConnection& connection, const char* sql, const Arguments&... arguments) {
    pqxx::result rows;
    VESTIBULE_CHECK(connection.run([&](pqxx::transaction_base& to) { rows = to.exec_params(sql, arguments...); }));
    return rows;
}

}  // namespace

std::string guest_role(const EnrolmentId& id) {
    return "vestibule_g_" + to_hex(id);
}

CentralKeeper::CentralKeeper(CentralLogin login, std::unique_ptr<PostgresConnection> connection)
    : login_{std::move(login)}, connection_{std::move(connection)} {}
CentralKeeper::CentralKeeper(CentralKeeper&&) noexcept = default;
CentralKeeper::~CentralKeeper() = default;

Result<CentralKeeper> CentralKeeper::open(const CentralLogin& login) {
    VESTIBULE_TRY(connection, connection_of(login));
    return CentralKeeper{login, std::move(connection)};
}

Result<CentralLogin> CentralKeeper::register_station(const Certificate& certificate) {
    CentralLogin fresh{.url = login_.url, .role = {}, .password = new_password(), .site = certificate.site};
    VESTIBULE_TRY(verifier, scram_verifier(fresh.password));
    const auto text = dump(certificate_json(certificate));
    VESTIBULE_TRY(rows, call(*connection_, postgres_sql::register_station, binary(view(text)), verifier));
    fresh.role = postgres_rows::text(rows.at(0)[0]);
    if (fresh.role.empty()) return ask_staff("the central store knows this site by another root key");
    return fresh;
}

Result<> CentralKeeper::open_code(const EnrolmentId& id, const std::string& password, std::chrono::minutes lasts) {
    VESTIBULE_TRY(verifier, scram_verifier(password));
    VESTIBULE_CHECK(call(*connection_, postgres_sql::open_enrolment, binary(id), verifier,
                         std::to_string(lasts.count()) + " minutes"));
    return {};
}

Result<std::vector<EnrolmentRequest>> CentralKeeper::requests() {
    VESTIBULE_TRY(rows, call(*connection_, postgres_sql::enrolment_requests));
    std::vector<EnrolmentRequest> out;
    for (const auto& row : rows)
        out.push_back({.id = fixed<8>(postgres_rows::bytes(row[0])).value_or(EnrolmentId{}),
                       .sealed = postgres_rows::bytes(row[1])});
    return out;
}

Result<> CentralKeeper::answer(const EnrolmentId& id, const Certificate& certificate, const std::string& verifier,
                               ByteView sealed) {
    const auto text = dump(certificate_json(certificate));
    VESTIBULE_TRY(rows, call(*connection_, postgres_sql::answer_enrolment, binary(id), binary(view(text)), verifier,
                             binary(sealed)));
    if (postgres_rows::text(rows.at(0)[0]) != "t")
        return ask_staff("the central store didn't take the answer: the code was answered already, or has expired");
    return {};
}

Result<> CentralKeeper::close_codes(const std::vector<EnrolmentId>& ids) {
    ArrayText list;
    for (const auto& id : ids) list.add_bytes(id);
    VESTIBULE_CHECK(call(*connection_, postgres_sql::close_enrolments, list.text()));
    return {};
}

CentralGuest::CentralGuest(std::unique_ptr<PostgresConnection> connection) : connection_{std::move(connection)} {}
CentralGuest::CentralGuest(CentralGuest&&) noexcept = default;
CentralGuest::~CentralGuest() = default;

Result<CentralGuest> CentralGuest::open(const CentralLogin& login) {
    VESTIBULE_TRY(connection, connection_of(login));
    return CentralGuest{std::move(connection)};
}

Result<> CentralGuest::request(ByteView sealed) {
    VESTIBULE_CHECK(call(*connection_, postgres_sql::request_enrolment, binary(sealed)));
    return {};
}

Result<std::optional<Bytes>> CentralGuest::answer() {
    VESTIBULE_TRY(rows, call(*connection_, postgres_sql::enrolment_answer));
    if (rows.at(0)[0].is_null()) return std::nullopt;
    return postgres_rows::bytes(rows.at(0)[0]);
}

}  // namespace vestibule
