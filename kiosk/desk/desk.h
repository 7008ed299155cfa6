// The use cases of reception: everything that screens, commands and workers do with visits, badges and people.
// Rules are visit/'s; this fetches what they need, writes what they decide, and makes views in clear.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kiosk/base/config.h"
#include "kiosk/base/made_id.h"
#include "kiosk/base/result.h"
#include "kiosk/base/scan.h"
#include "kiosk/base/texts.h"
#include "kiosk/desk/papers.h"
#include "kiosk/desk/search_index.h"
#include "kiosk/desk/views.h"
#include "kiosk/log/log.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/vault/identity.h"
#include "kiosk/vault/vault.h"
#include "kiosk/visit/keeper.h"
#include "kiosk/visit/policy.h"

namespace vestibule {

inline constexpr int wrong_codes_max = 5;  // a minute and station, then a pause (FORMATS)
inline constexpr int wrong_codes_pause_s = 60;
inline constexpr int print_patience_s = 20;  // then the visitor is told that the badge takes longer
inline constexpr std::chrono::seconds print_unprocessed_max{60};  // then a job is taken back (ACCEPTANCE C3)
inline constexpr std::chrono::hours print_ended_shown{2};         // a badge that wasn't printed, to staff
inline constexpr std::chrono::minutes call_of_refusal_max{15};
inline constexpr std::chrono::minutes call_elsewhere_max{5};  // short: most of them stand at reception already
inline constexpr std::chrono::minutes call_comes_first{5};    // then those called later stand before it
inline constexpr int host_choices_max = 6;
inline constexpr std::chrono::hours look_up_noted_every{1};
inline constexpr std::chrono::minutes clock_behind_max{2};         // then staff are told
inline constexpr int clock_rows_looked_at = 200;                   // of the own log's end
inline constexpr std::size_t phone_digits_for_sameness = 7;        // fewer digits don't tell a person
inline constexpr std::chrono::hours names_kept_after_end{24 * 7};  // at the doors, of those who are still inside
inline constexpr int found_visits_max = 200;
inline constexpr std::size_t found_people_max = 500;

// How a station ends.
struct Revocation {
    std::string reason;
    std::optional<Instant> since = {};  // what it wrote from then on is taken back; nothing: all that is held counts
    bool stolen = false;                // no badge of it opens an entrance
};

struct DeskParts {
    Log& log;
    LogReader reader;  // the desk's own connection, of the desk's thread
    Vault& vault;
    const Identity& identity;
    Config config;
    Role role = Role::lobby;
    Clock clock;
    // Where the station keeps its index of everybody; nothing: it has none.
    SearchBoard* search = nullptr;
    std::function<Uptime()> uptime = system_uptime;
};

// Thread: one (each world makes its own Desk on the same Log and Vault). Blocks: at most one local commit.
class Desk {
  public:
    [[nodiscard]] static Result<std::unique_ptr<Desk>> open(DeskParts parts);

    // --- lobby
    // Hosts whose name, department, pinyin or initials match what was typed; never visitors. Best first.
    [[nodiscard]] Result<std::vector<HostView>> find_hosts(std::string_view typed, int count_max = host_choices_max);
    [[nodiscard]] Result<std::optional<HostView>> host(PersonId id);
    [[nodiscard]] Result<bool> has_hosts() const;
    // `typed`: an appointment code in any form, or a scanned invitation. Wrong ones count towards the pause.
    [[nodiscard]] Result<LookupResult> find_appointment(std::string_view typed, CodeFrom from = CodeFrom::typing);
    // Also a walk-in of today, who comes back to the display while waiting or when called. Nobody learns of a visit
    // by a name alone: the phone's last digits go with it, or, where the visit has no phone number, the host's name.
    [[nodiscard]] Result<LookupResult> find_appointment(std::string_view name, std::string_view phone_last4,
                                                        std::string_view host = {});
    // A walk-in at the door (R1, R3). Errors: give_up when the draft has no name.
    [[nodiscard]] Result<VisitId> register_walk_in(const VisitDraft& draft);
    // A booked visitor is at the door; the host is told (R2). Answers the phase that follows.
    [[nodiscard]] Result<VisitPhase> arrive(VisitId visit);
    // Who waits away from this station's display and has been answered, in the order in which they are called. An
    // approval is called until the visit's day is over, a refusal for call_of_refusal_max. Who was admitted at
    // another station meanwhile is sent there for call_elsewhere_max, or until a gate has seen them.
    [[nodiscard]] Result<std::vector<CallView>> calls();
    // It stands on the display now: reception sees that. Nothing is written twice, nor for one who isn't called, nor
    // for one who is sent elsewhere.
    [[nodiscard]] Result<> note_called(VisitId visit);
    // The visitor gives up waiting.
    [[nodiscard]] Result<> cancel(VisitId visit);
    // Issues the badge and queues its printing here. Where the same person is inside by an earlier visit, that one
    // ends: nobody is inside twice. Errors: give_up when the visit may not be admitted now, and when the appointment
    // is for another day and nobody was asked about it.
    [[nodiscard]] Result<BadgeId> admit(VisitId visit, std::optional<PersonId> staff = std::nullopt,
                                        AnotherDay another_day = AnotherDay::refused);
    // What staff are asked before admit().
    [[nodiscard]] Result<AdmitQuestion> question_before_admitting(VisitId visit);
    // What the visitor, or whom of staff they showed it, says where the printer couldn't tell; nothing is written
    // once it is known.
    [[nodiscard]] Result<> report_print(BadgeId badge, bool came_out, std::optional<PersonId> staff = std::nullopt);
    // `scanned_or_typed`: a badge token or its code.
    [[nodiscard]] Result<LeaveResult> leave(std::string_view scanned_or_typed, CodeFrom from = CodeFrom::typing);
    [[nodiscard]] Result<> let_out(VisitId visit, PersonId staff);

    // --- views
    [[nodiscard]] Result<std::optional<VisitView>> visit(VisitId id);
    [[nodiscard]] Result<std::optional<BadgeView>> badge(BadgeId id);
    [[nodiscard]] Result<DayView> day(Instant any_time_of_it);
    // Admitted and not left, whether or not a gate saw them: also the roll call. Those past their end first.
    [[nodiscard]] Result<std::vector<VisitView>> inside();
    [[nodiscard]] Result<std::vector<VisitView>> waiting();  // needs an answer, longest first
    // DayView::waiting of today alone, without reading anybody's name.
    [[nodiscard]] Result<int> waiting_count() const;
    // In the given day: name, company, host, plate, phone digits, pinyin, initials.
    [[nodiscard]] static std::vector<VisitView> search(const std::vector<VisitView>& rows, std::string_view typed);

    // --- scanners
    // Which code of ours was scanned: the first reading whose signature holds or whose code is known, whatever stands
    // before and behind it. Else what is most like one, so that it can be said what is wrong with it.
    [[nodiscard]] Result<ScanReading> read_scan(const Scan& scan);
    // Whose appointment a scanned invitation is, on whatever day.
    [[nodiscard]] Result<std::optional<VisitId>> visit_of_invitation(std::string_view scanned) const;

    // --- guard
    // A scanned token or a typed badge code; records the scan (entered, left or refused) unless passage is `check`.
    [[nodiscard]] Result<CheckView> check(std::string_view scanned_or_typed, Passage passage,
                                          CodeFrom from = CodeFrom::typing);
    // After looking at the person: staff lets in a badge that `check` refused for already_inside or details_missing.
    [[nodiscard]] Result<CheckView> let_in(const CheckView& refused, PersonId staff);
    // What a scan at this station's gate means, given what is known of the badge.
    [[nodiscard]] Result<> approve(VisitId visit, PersonId staff);
    [[nodiscard]] Result<> decline(VisitId visit, PersonId staff);

    // --- reception
    // Reasons are words that the log knows (reception.cpp); any other is kept as "other", for the log holds no free
    // text. A new token; the old badge is revoked. Errors: give_up when the visit isn't inside.
    [[nodiscard]] Result<BadgeId> reprint(VisitId visit, std::string_view reason, PersonId staff);
    [[nodiscard]] Result<> revoke(BadgeId badge, std::string_view reason, std::optional<PersonId> staff);
    // Today's badges whose printing isn't over or that ended failed or unknown in the last hours, oldest first.
    [[nodiscard]] Result<std::vector<PrintJobView>> print_queue();
    // Where there is no printer: today's badges that are files, of those who are here, the newest first. Somebody has
    // to hand them out.
    [[nodiscard]] Result<std::vector<PrintJobView>> saved_badges();
    // Asks the station that issued the badge to take it back, or to print it at another queue (a name or an ipp://
    // address as that station knows it); it does so once the event has reached it. Nothing is written for a badge
    // whose outcome is known: what is on paper stays there, and a reprint makes another. Errors: give_up when there
    // is no such badge or no queue is named.
    [[nodiscard]] Result<PrintChange> cancel_print(BadgeId badge, std::optional<PersonId> staff);
    [[nodiscard]] Result<PrintChange> move_print(BadgeId badge, std::string_view queue,
                                                 std::optional<PersonId> staff);
    // All visits ever by what was typed, best first and among equals the nearest in time; none for nothing typed. For
    // screens: it takes milliseconds, and finds nothing where no index is kept or before it's made; see
    // search_ready().
    [[nodiscard]] Result<FoundVisits> search_visits(std::string_view typed, int rows_max);
    [[nodiscard]] bool search_ready() const { return search_ != nullptr && search_->now() != nullptr; }
    // For commands: among equals the newest; where there's no index it first reads everything, seconds where there's
    // much.
    [[nodiscard]] Result<std::vector<VisitView>> find_visits(std::string_view typed);
    // --- papers for the office printer
    // `last_contact` with the central store stands on the roll call. With `staff`, all whom the paper names are noted
    // as looked up (once an hour). Errors: give_up for a visit that isn't known.
    [[nodiscard]] Result<Paper> paper(const PaperRequest& request, std::optional<Instant> last_contact,
                                      std::optional<PersonId> staff = std::nullopt);
    // Queues it for this station's paper worker, which makes it when it prints or saves it: for screens, which don't
    // wait. Errors: ask_staff where no office printer is set up, and no other way named; give_up as paper().
    [[nodiscard]] Result<JobId> print_paper(const PaperRequest& request, std::optional<PersonId> staff = std::nullopt,
                                            const PaperWay& way = {});
    // What has become of it; nothing for an id that print_paper() didn't give.
    [[nodiscard]] Result<std::optional<PaperJobView>> paper_job(JobId id) const;
    // --- privacy
    // Visitors, hosts and staff by part of a name, company, department, phone, mail address, pinyin or initials; best
    // first. With `staff`, each one who is found gets a staff.looked_up (once an hour).
    [[nodiscard]] Result<std::vector<PersonView>> find_people(std::string_view typed,
                                                              std::optional<PersonId> staff = std::nullopt);
    [[nodiscard]] Result<PersonView> person_view(PersonId person);
    // The person and all who were joined with them, by whomever.
    [[nodiscard]] Result<std::vector<PersonId>> joined_with(PersonId person) const;
    // The keys, the blobs, the printed files of the person and of all joined with them are destroyed here and, by the
    // exchange, everywhere. Counts stay right.
    [[nodiscard]] Result<> erase_person(PersonId person, std::string_view reason);
    // Does here what an erasure asks for, also one that another station made or that was cut off. May be repeated.
    [[nodiscard]] Result<> finish_erasures();
    // Whose data policy keeps no longer.
    [[nodiscard]] Result<std::vector<PersonId>> due_for_erasure();
    // Whoever is inside keeps the name at the doors until they have left: the windows of their keys are moved on.
    // Call with each exchange, before it. Errors: the vault's.
    [[nodiscard]] Result<> keep_names_of_those_inside();
    // Whether this station does what is done once a site (config site.keeper; visit/keeper.h).
    [[nodiscard]] Result<bool> is_keeper(const SiteReport& report = {}) const;
    // Nothing more of that station is taken anywhere. Errors: give_up when it's this one, unknown, or revoked
    // already (unless that takes back more); ask_staff at a door.
    [[nodiscard]] Result<> revoke_station(StationId station, const Revocation& how);
    // Whether what needs this right counts when this station writes it.
    [[nodiscard]] Result<bool> has_right(Right right) const;

    // --- staff
    [[nodiscard]] Result<bool> has_staff();
    // By name; the name is empty where its key isn't here.
    [[nodiscard]] Result<std::vector<StaffView>> staff() const;
    // Errors: give_up without a name, or when the PIN has less than 6 digits, is too easy (111111, 123456), or
    // somebody's already.
    [[nodiscard]] Result<StaffView> add_staff(std::string_view name, std::string_view pin,
                                              std::vector<std::string> roles);
    [[nodiscard]] Result<StaffView> change_staff(PersonId id, const StaffChange& change);
    // Errors: give_up for the only member of staff.
    [[nodiscard]] Result<> end_staff(PersonId id);
    // A wrong PIN is an event. After pin_failures_free of them in a row nobody may try for some time; after
    // pin_failures_max the keypad is locked, also for the right one.
    [[nodiscard]] Result<SignInResult> sign_in(std::string_view pin);
    // This station's own. Errors: ask_staff where a pause can't be kept.
    [[nodiscard]] Result<KeypadView> keypad() const;
    // At stations of the site, as far as was heard here.
    [[nodiscard]] Result<std::vector<LockedKeypad>> locked_keypads() const;
    // With `staff`, who is signed in here: of another station only. Without: on the command line. It opens once that
    // station has heard of it. Errors: give_up when it isn't locked; ask_staff at a door.
    [[nodiscard]] Result<> unlock_keypad(StationId station, std::optional<PersonId> staff);
    // For somebody who has just signed in at another site: staff of this one who has the same name and the same PIN,
    // or nobody. A miss isn't a wrong PIN and isn't counted; during a pause it's nobody.
    [[nodiscard]] Result<std::optional<StaffView>> sign_in_as(std::string_view name, std::string_view pin);

    // --- what the site is
    [[nodiscard]] const Policy& policy() const { return policy_; }
    // Whether a gate says who is inside (policy.h, InsideFrom).
    [[nodiscard]] bool has_gate() const { return has_gate_; }
    [[nodiscard]] const SiteZone& zone() const { return zone_; }
    [[nodiscard]] const Config& config() const { return config_; }
    [[nodiscard]] const Identity& identity() const { return identity_; }
    [[nodiscard]] Role role() const { return role_; }
    [[nodiscard]] Instant now() const { return clock_(); }
    // How far the clock is behind what this station wrote last, where that's more than clock_behind_max, else zero:
    // it was set back, or was ahead when that was written. Order doesn't suffer; what is shown as time does.
    [[nodiscard]] Result<std::chrono::microseconds> clock_behind() const;
    // Call when the log changed (a wake-up): policy and names are read anew where needed.
    [[nodiscard]] Result<> refresh();

    [[nodiscard]] Log& log() { return log_; }
    [[nodiscard]] const LogReader& reader() const { return reader_; }
    [[nodiscard]] Vault& vault() { return vault_; }

  private:
    friend class SearchKeeper;  // reads people for the index
    struct Person {             // details in clear, in memory only
        std::string name, company, phone, email, department, location, delegate_email, language;
        bool known = false, erased = false;
    };
    struct Found {  // what a scan or a typed code leads to
        Refusal refusal = Refusal::none;
        Claims claims;
        std::optional<BadgeState> badge;
        bool too_many_tries = false;
        bool stolen = false;  // the station that signed it: it opens no entrance
    };
    Desk(DeskParts parts, SiteZone zone);

    // desk.cpp: people and views
    [[nodiscard]] Result<bool> find_gate() const;
    [[nodiscard]] Result<Person> person(PersonId id);
    [[nodiscard]] Result<Person> unsealed_person(PersonId id) const;
    [[nodiscard]] Result<Json> unsealed(const EventKey& row) const;
    [[nodiscard]] Result<Json> sealed_details(const VisitState& state) const;
    [[nodiscard]] Result<VisitView> view_of(VisitId id, const VisitState& state);
    [[nodiscard]] Result<std::vector<VisitView>> views_of(const std::vector<std::pair<VisitId, VisitState>>& visits);
    [[nodiscard]] Result<BadgeView> badge_view(BadgeId id, const BadgeState& state);
    [[nodiscard]] Result<> add_print_state(BadgeId id, const BadgeState& state, BadgeView& view) const;
    [[nodiscard]] Result<NewEvent> sealed_event(std::string_view kind, StreamId stream, PersonId subject, Json body,
                                                const Json& details);
    [[nodiscard]] Result<> append(std::vector<NewEvent> events, std::vector<NewJob> jobs = {});
    // staff.cpp: with `name`, of that name only
    [[nodiscard]] Result<std::optional<StaffView>> staff_with(std::string_view pin,
                                                              std::optional<std::string_view> name);
    [[nodiscard]] Result<std::string> hash_of_new_pin(std::string_view pin);
    [[nodiscard]] Result<StaffView> list_staff(const StaffView& as, const std::string& hash);
    [[nodiscard]] NewEvent signed_in(PersonId staff) const;
    [[nodiscard]] NewEvent at_keypad(std::string_view kind, StationId keypad,
                                     std::optional<PersonId> by = std::nullopt) const;
    [[nodiscard]] Result<KeypadView> keypad_view(const KeypadState& state) const;
    // lobby.cpp
    [[nodiscard]] Result<LookupResult> lookup(VisitId id, const VisitState& state);
    [[nodiscard]] Result<LookupResult> lookup_withdrawn(const VisitState& state);
    [[nodiscard]] Instant end_of_lead() const;
    [[nodiscard]] Result<std::optional<VisitId>> planned_visit_of(const VisitDraft& draft);
    [[nodiscard]] Result<bool> is_host_of(const VisitState& state, std::string_view typed);
    [[nodiscard]] Result<> describe(VisitId visit, const VisitDraft& draft);
    [[nodiscard]] Result<std::optional<NewJob>> tell_host(VisitId visit, std::optional<PersonId> host);
    // admitting.cpp
    [[nodiscard]] static bool is_same(const Person& one, const Person& other);
    [[nodiscard]] Result<std::optional<VisitId>> inside_as(VisitId but, const VisitState& state);
    [[nodiscard]] bool is_of_another_day(const VisitState& state) const;
    struct NewBadge {
        Claims claims;
        Nonce nonce{};
    };
    [[nodiscard]] NewBadge new_badge(const VisitState& visit) const;
    [[nodiscard]] NewEvent badge_issued(const VisitState& visit, VisitId id, const NewBadge& badge,
                                        std::optional<BadgeId> replaces) const;
    [[nodiscard]] NewJob print_job(BadgeId badge) const;
    // calling.cpp
    [[nodiscard]] bool is_called(const VisitState& state) const;
    [[nodiscard]] Result<bool> is_sent_elsewhere(const VisitState& state) const;
    [[nodiscard]] Result<CallView> call_of(VisitId id, const VisitState& state);
    [[nodiscard]] Result<int> next_call_number() const;
    // papers.cpp
    [[nodiscard]] Result<RollCall> roll_call(std::optional<Instant> last_contact);
    [[nodiscard]] Result<Itinerary> itinerary_of(const VisitView& visit);
    [[nodiscard]] Result<Itinerary> itinerary_of_day(Instant day);
    [[nodiscard]] SiteRules rules_of(const VisitView& visit) const;
    [[nodiscard]] std::string place_of(const VisitView& visit) const;
    // printing.cpp
    [[nodiscard]] Result<PrintJobView> described(BadgeId id, const BadgeState& state);
    [[nodiscard]] Result<std::optional<PrintJobView>> print_job_view(BadgeId id, const BadgeState& state);
    [[nodiscard]] Result<PrintChange> ask_printing(BadgeId badge, std::string_view kind, Json body);
    // search.cpp
    [[nodiscard]] Result<SearchSnapshot> whole_index();
    [[nodiscard]] Result<FoundVisits> visits_in(const SearchSnapshot& index, std::string_view typed, int rows_max,
                                                std::optional<Instant> near);
    // gate.cpp
    [[nodiscard]] Result<Found> find_badge(std::string_view scanned_or_typed, CodeFrom from);
    [[nodiscard]] Result<CheckView> check_view(const Found& found, CheckResult result);
    [[nodiscard]] Result<> record_scan(const CheckView& view, Passage passage, std::optional<PersonId> staff);
    // privacy.cpp
    [[nodiscard]] Result<bool> may_keep_name(VisitId visit, const VisitState& state) const;
    [[nodiscard]] Result<> destroy(const std::vector<PersonId>& persons);
    [[nodiscard]] Result<> erase_keys(PersonId person, const std::filesystem::path& data);
    [[nodiscard]] Result<> remove_badge_files(PersonId person, const std::vector<std::filesystem::path>& saved) const;
    [[nodiscard]] Result<std::vector<PersonId>> wider_circle(std::vector<PersonId> persons) const;
    [[nodiscard]] Result<std::optional<Instant>> erasure_due_of(PersonId person) const;
    [[nodiscard]] Result<> note_look_ups(const std::vector<PersonId>& found, PersonId staff);
    // codes: five wrong ones a minute, then a pause
    [[nodiscard]] int pause_of_codes_s();
    void count_wrong_code() { wrong_codes_.push_back(now()); }

    Log& log_;
    LogReader reader_;
    Vault& vault_;
    const Identity& identity_;
    Config config_;
    Role role_;
    Clock clock_;
    SiteZone zone_;
    Texts paper_;  // the site's first language: what stands on badges
    Policy policy_ = default_policy();
    bool has_gate_ = false;
    std::map<PersonId, Instant> names_kept_;  // of those inside, until when
    std::unordered_map<PersonId, Person> persons_;
    std::int64_t seen_version_ = -1;
    std::vector<Instant> wrong_codes_;
    std::map<std::pair<PersonId, PersonId>, Instant> looked_up_;  // by whom, whom
    SearchBoard* search_;
    std::function<Uptime()> uptime_;
};

// A print job's name, which stands in the spooler and names the PDF in the folder: it tells nothing of the visitor.
// Each attempt has a name of its own, so that what an earlier one left in the spooler isn't taken for a later one's.
[[nodiscard]] std::string print_name_of(JobId id, int attempt = 1);
// What stands in the outbox for a paper; nothing for a body that is none.
struct PaperJob {
    PaperRequest request;
    std::optional<PersonId> staff;
    Instant asked{};
    PaperWay way{};
};
[[nodiscard]] std::optional<PaperJob> paper_job_of(const Json& body, const SiteZone& zone);
// Where papers are saved, under which name, and what the job's row then tells of it.
[[nodiscard]] std::filesystem::path paper_folder(const std::filesystem::path& data);
[[nodiscard]] std::string saved_paper_name(PaperKind kind, Instant now, const SiteZone& zone);
[[nodiscard]] Json saved_paper_progress(const std::filesystem::path& file);
// Those that are so old; also what a crash left of one. Errors: ask_staff where one can't be removed.
[[nodiscard]] Result<> remove_saved_papers(const std::filesystem::path& folder,
                                           std::chrono::seconds at_least_old = std::chrono::seconds{0});
// Where PDFs go that stand in for a printer; absolute, for by that a print job tells this folder from a queue. A
// relative printer.folder lies in the data folder: commands find it from wherever they are called.
[[nodiscard]] std::filesystem::path badge_folder(const Config& config, const std::filesystem::path& data);

// What the token of this badge says.
[[nodiscard]] Claims claims_of(BadgeId badge, const BadgeState& state);

}  // namespace vestibule
