// All SQL that a station says to PostgreSQL, by name: calls of the functions in config/central, nothing else. A test
// prepares every statement of `all`.
#pragma once

#include <array>

namespace vestibule::postgres_sql {

inline constexpr const char* push =
    "SELECT vestibule.push($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
    "$20, "
    "$21)";
inline constexpr const char* pull =
    "SELECT of_station, seq, turn, at, kind, stream, subject, body, sealed, prev, hash, signature, certificate "
    "FROM vestibule.pull($1, $2, $3, $4, $5)";
inline constexpr const char* held = "SELECT station, seq FROM vestibule.held()";
inline constexpr const char* revoke_stations = "SELECT vestibule.revoke_stations($1)";
inline constexpr const char* epoch = "SELECT vestibule.epoch()";

inline constexpr const char* offer_keys = "SELECT vestibule.offer_keys($1, $2, $3, $4, $5, $6)";
inline constexpr const char* keys_of_generation =
    "SELECT person, id, generation, wrapped, begins, ends, offered_by FROM vestibule.keys_of_generation($1, $2)";
inline constexpr const char* drop_keys = "SELECT vestibule.drop_keys($1, $2, $3)";
inline constexpr const char* key_news =
    "SELECT what, person, id, generation, wrapped, begins, ends, change "
    "FROM vestibule.key_news($1, $2, $3, $4, $5, $6, $7)";

inline constexpr const char* offer_blob = "SELECT vestibule.offer_blob($1, $2, $3, $4)";
inline constexpr const char* fetch_blob = "SELECT person, expires, sealed FROM vestibule.fetch_blob($1, $2, $3, $4)";
inline constexpr const char* drop_blobs = "SELECT vestibule.drop_blobs()";

inline constexpr const char* offer_shares = "SELECT vestibule.offer_shares($1, $2, $3)";
inline constexpr const char* own_share = "SELECT vestibule.own_share()";

// Enrolling. The interval goes as text.
inline constexpr const char* register_station = "SELECT vestibule.register_station($1, $2)";
inline constexpr const char* open_enrolment = "SELECT vestibule.open_enrolment($1, $2, $3::interval)";
inline constexpr const char* enrolment_requests = "SELECT id, request FROM vestibule.enrolment_requests()";
inline constexpr const char* answer_enrolment = "SELECT vestibule.answer_enrolment($1, $2, $3, $4)";
inline constexpr const char* close_enrolments = "SELECT vestibule.close_enrolments($1)";
inline constexpr const char* report = "SELECT station, heard_us, now_us FROM vestibule.report()";
// As a guest.
inline constexpr const char* request_enrolment = "SELECT vestibule.request_enrolment($1)";
inline constexpr const char* enrolment_answer = "SELECT vestibule.enrolment_answer()";

inline constexpr std::array all = {push,
                                   pull,
                                   held,
                                   revoke_stations,
                                   epoch,
                                   offer_keys,
                                   drop_keys,
                                   key_news,
                                   offer_blob,
                                   fetch_blob,
                                   drop_blobs,
                                   offer_shares,
                                   own_share,
                                   keys_of_generation,
                                   register_station,
                                   open_enrolment,
                                   enrolment_requests,
                                   answer_enrolment,
                                   close_enrolments,
                                   report};
inline constexpr std::array all_of_guests = {request_enrolment, enrolment_answer};

}  // namespace vestibule::postgres_sql
