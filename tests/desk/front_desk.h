// The vocabulary of the desk's tests: a front desk with a real log, vault and identity, and a clock that is set.
#pragma once

#include <stdlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "kiosk/credential/code.h"
#include "kiosk/desk/desk.h"
#include "kiosk/desk/imports.h"
#include "kiosk/vault/certificate_json.h"
#include "kiosk/visit/kinds.h"
#include "tests/support/temporary_folder.h"

namespace vestibule::desk_test {

using test_support::must;
using test_support::TemporaryFolder;

inline std::string content_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// One station of one site, on a Saturday morning in London. Times of a test are hours and minutes of that day.
class FrontDesk {
  public:
    explicit FrontDesk(Role role = Role::lobby) : role_{role} { open(); }
    // Another station of the same site, with its own log and vault.
    FrontDesk(const FrontDesk& neighbour, std::string name, Rights rights = every_right)
        : folder_{neighbour.folder_}, name_{std::move(name)}, rights_{rights}, now_{neighbour.now_} {
        open();
    }

    // Takes all rows that the other station has written so far.
    void hear_from(FrontDesk& other) {
        const auto reader = must(LogReader::open(other.log_file()));
        const auto rows = must(reader.events_after(other.identity_->station(), 0, 1'000'000));
        Head head{.station = other.identity_->station(), .seq = rows.back().seq, .hash = rows.back().hash};
        head.signature = sign(*other.identity_, signed_part(head));
        must(log_->take(rows, head));
        must(desk_->refresh());
    }

    // A row as a stolen key can sign it and no program of ours writes it.
    struct Forged {
        std::string_view kind;
        StreamId stream;
        std::string body;
        std::uint64_t turn = 1;
        Instant at{};
    };
    // Takes all rows of the other station, and these.
    void hear_forged(FrontDesk& other, const std::vector<Forged>& forged) {
        auto rows = must(desk_->reader().events_after(other.identity_->station(), 0, 1'000'000));
        const auto reader = must(LogReader::open(other.log_file()));
        if (auto whole = must(reader.events_after(other.identity_->station(), 0, 1'000'000));
            whole.size() > rows.size())
            rows = std::move(whole);
        for (const auto& one : forged) {
            Event row{.station = other.identity_->station(),
                      .seq = rows.back().seq + 1,
                      .turn = one.turn,
                      .at = one.at == Instant{} ? now_ : one.at,
                      .kind = std::string{one.kind},
                      .stream = one.stream,
                      .subject = {},
                      .body = one.body,
                      .sealed = {},
                      .prev = rows.back().hash};
            row.hash = hash_of(row);
            rows.push_back(std::move(row));
        }
        Head head{.station = other.identity_->station(), .seq = rows.back().seq, .hash = rows.back().hash};
        head.signature = sign(*other.identity_, signed_part(head));
        must(log_->take(rows, head));
        must(desk_->refresh());
    }
    [[nodiscard]] StreamId site_stream() const { return stream_of(identity_->trust.site); }
    [[nodiscard]] const Identity& identity() const { return *identity_; }

    Desk* operator->() { return desk_.get(); }
    Desk& operator*() { return *desk_; }

    [[nodiscard]] Instant at(int hour, int minute = 0, int days_later = 0) const {
        return zone_.at(2026, 11, 21 + days_later, hour, minute);
    }
    // The wall clock alone: the machine has run no longer for it.
    void set_clock(Instant now) { now_ = now; }
    void wait(std::chrono::seconds time) {
        now_ += time;
        if (time.count() > 0) uptime_.ran += time;
    }
    // As after a power cut.
    void restart_machine() {
        uptime_ = {.boot = uptime_.boot + "'", .ran = std::chrono::seconds{20}};
        reopen();
    }

    // As after a restart of the program: everything in memory is gone.
    void reopen() {
        desk_.reset();
        log_.reset();
        vault_.reset();
        identity_.reset();
        open();
    }

    PersonId list_host(const std::string& name, const std::string& department = "", const std::string& email = "") {
        Imported<HostRow> rows;
        rows.taken.push_back({.name = name, .department = department, .email = email});
        must(import_hosts(*desk_, rows));
        const auto found = must(desk_->find_hosts(name));
        REQUIRE_FALSE(found.empty());
        return found.front().id;
    }
    [[nodiscard]] AppointmentRow appointment(const std::string& name, Instant from) const {
        return {.key = "uid-1 " + name,
                .from = from,
                .until = from + std::chrono::hours{1},
                .name = name,
                .company = "Harbour & Sons",
                .phone = "+46 70 123 45 67",
                .purpose = "Audit of the pumps",
                .type = "visitor",
                .plate = "ABC 123"};
    }
    ImportReport import(const std::vector<AppointmentRow>& rows) {
        return must(import_appointments(*desk_, {.taken = rows, .refused = {}, .remarks = {}}));
    }
    // Books and answers the visit.
    VisitView book(const std::string& name, Instant from) {
        import({appointment(name, from)});
        const auto day = must(desk_->day(from));
        for (const auto& row : day.rows)
            if (row.visitor == name) return row;
        FAIL("the appointment of " << name << " isn't in its day");
        return {};
    }
    VisitId walk_in(const std::string& name, const std::string& phone = "") {
        return must(desk_->register_walk_in({.name = name, .phone = phone, .language = "en"}));
    }
    BadgeId admit_walk_in(const std::string& name) { return must(desk_->admit(walk_in(name), staff)); }

    [[nodiscard]] VisitView visit(VisitId id) { return must(desk_->visit(id)).value(); }
    [[nodiscard]] VisitPhase phase(VisitId id) { return visit(id).phase; }
    [[nodiscard]] std::string token(BadgeId id) { return must(desk_->badge(id)).value().token; }
    [[nodiscard]] CheckResult scan(const std::string& token, Passage passage = Passage::in) {
        return must(desk_->check(token, passage)).result;
    }
    [[nodiscard]] std::vector<Job> jobs(const char* worker) {
        return must(desk_->reader().jobs_due(worker, now_ + std::chrono::hours{24}, 100));
    }
    // How many rows of the log are of this kind.
    [[nodiscard]] int count(std::string_view kind) {
        int n = 0;
        must(desk_->reader().each_event([&](const Event& event) {
            n += event.kind == kind;
            return true;
        }));
        return n;
    }
    // Files of the station in which these bytes lie, the write-ahead log included.
    [[nodiscard]] std::vector<std::string> files_with(const std::string& bytes) const {
        std::vector<std::string> out;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{folder()})
            if (entry.is_regular_file() && content_of(entry.path()).find(bytes) != std::string::npos)
                out.push_back(entry.path().filename());
        return out;
    }
    [[nodiscard]] std::filesystem::path folder() const { return folder_->path(); }
    [[nodiscard]] StationId station() const { return identity_->station(); }
    [[nodiscard]] std::filesystem::path log_file() const { return folder() / name_ / "log.db"; }
    void chain_must_hold() const {
        const auto damage = must(verify_log(log_file()));
        INFO((damage ? damage->what : ""));
        CHECK_FALSE(damage);
    }
    Vault& vault() { return *vault_; }
    Config config;
    PersonId staff = new_id<PersonId>();  // somebody at reception; who it is doesn't matter to these use cases

  private:
    void open() {
        config.site.time_zone = "Europe/London";
        config.mail.server = "smtp://127.0.0.1:9";
        const StationPlace place{.data = folder(), .name = name_, .role = role_};
        identity_ = std::make_unique<Identity>(must(open_identity(place, config.site)));
        if (rights_ != every_right)
            identity_->certificate = must(certified_with(folder(), identity_->certificate, rights_));
        vault_ = std::make_unique<Vault>(must(
            Vault::open(folder() / name_ / "keys.db", identity_->site_key.view(), identity_->site_key_generation)));
        log_ = std::make_unique<Log>(must(Log::open(log_file(), identity_->station(), judge())));
        auto reader = must(LogReader::open(log_file()));
        if (must(reader.own_seq()) == 0) introduce();
        desk_ = must(Desk::open({.log = *log_,
                                 .reader = std::move(reader),
                                 .vault = *vault_,
                                 .identity = *identity_,
                                 .config = config,
                                 .role = role_,
                                 .clock = [this] { return now_; },
                                 .uptime = [this] { return uptime_; }}));
    }
    // What a station does first: it says who it is, and what the company's rules are.
    void introduce() {
        const auto policy =
            must(parse_policy_toml(content_of(VESTIBULE_SOURCE "/config/policy.toml"), "policy.toml"));
        std::vector<NewEvent> events = {{.kind = std::string{kind::station_enrolled},
                                         .stream = site_stream(),
                                         .subject = {},
                                         .body = certificate_json(identity_->certificate),
                                         .sealed = {}}};
        if (rights_.has(Right::reception))
            events.push_back({.kind = std::string{kind::site_policy_set},
                              .stream = site_stream(),
                              .subject = {},
                              .body = {{"version", 1}, {"policy", policy_json(policy)}},
                              .sealed = {}});
        must(log_->append(events, {}, now_));
    }
    [[nodiscard]] SiteJudge judge() const {
        return {.site = site_stream(),
                .certified = [trust = identity_->trust](const Json& body) { return certified_rights(body, trust); }};
    }

    std::shared_ptr<TemporaryFolder> folder_ = std::make_shared<TemporaryFolder>();
    std::string name_ = "lobby";
    Role role_ = Role::lobby;
    Rights rights_ = every_right;
    SiteZone zone_ = SiteZone::named("Europe/London").value();
    Instant now_ = at(9);
    Uptime uptime_{.boot = "first", .ran = std::chrono::hours{5}};
    std::unique_ptr<Identity> identity_;
    std::unique_ptr<Vault> vault_;
    std::unique_ptr<Log> log_;
    std::unique_ptr<Desk> desk_;
};

constexpr CheckResult welcome = {.verdict = Verdict::welcome};
constexpr CheckResult goodbye = {.verdict = Verdict::goodbye};
constexpr CheckResult refused(Refusal why) {
    return {.verdict = Verdict::refused, .refusal = why};
}

}  // namespace vestibule::desk_test
