// The table of kinds. A new kind is a row here and its cases in the folds.
#include "kiosk/visit/kinds.h"

#include <array>
#include <unordered_map>

namespace vestibule {
namespace {

using enum StreamKind;
using enum Need;

// badge.print_moved: without `by` the issuing station tells where the badge goes; with it staff say where it shall
// go. keypad.accepted: a right PIN after wrong ones. keypad.unlocked: without `by` on the command line.
constexpr auto kinds = std::to_array<Kind>({
    {kind::person_described, person, 1, "language?, nonce?, sequence?, stamp?, taken?",
     "name, company?, phone?, email?", own},
    {kind::person_joined, person, 1, "with", "", reception},
    {kind::person_erased, person, 1, "reason", "", keeping},
    {kind::host_listed, person, 1, "languages?", "name, department?, email?, phone?, location?, delegate_email?",
     reception},
    {kind::host_unlisted, person, 1, "", "", reception},
    {kind::staff_listed, person, 1, "roles", "name, pin", reception},
    {kind::staff_signed_in, person, 1, "role", ""},
    {kind::staff_looked_up, person, 1, "by", ""},
    // What an import says bears its revision (sequence, stamp, taken) and what of its calendar it is about.
    {kind::visit_booked, visit, 1,
     "person, host?, type, from, until, code, companions?, source, series?, sequence?, stamp?, taken?, calendar?, "
     "occurrence?, apart?, base_sequence?, base_stamp?, feed?",
     "purpose?, room?, plate?", reception},
    {kind::visit_requested, visit, 1,
     "person, host?, type, from, until, companions?, needs_approval, policy, number?, nonce?",
     "purpose?, plate?, host_text?"},
    {kind::visit_described, visit, 1, "companions?", "purpose?, plate?", own_or_here},
    {kind::visit_changed, visit, 1,
     "host?, type?, from?, until?, companions?, series?, sequence?, stamp?, taken?, calendar?, occurrence?, apart?, "
     "base_sequence?, base_stamp?, feed?",
     "purpose?, room?, plate?", own},
    {kind::visit_merged, visit, 1, "into", "", own},
    {kind::visit_cancelled, visit, 1,
     "by?, reason?, sequence?, stamp?, taken?, apart?, base_sequence?, base_stamp?, feed?", "", own_or_here},
    {kind::visit_approved, visit, 1, "by?", "", staffed},
    {kind::visit_declined, visit, 1, "by?", "", staffed},
    {kind::visit_arrived, visit, 1, "needs_answer, policy, number?", ""},
    {kind::visit_called, visit, 1, "", ""},
    {kind::visit_admitted, visit, 1, "badge, by?, policy", ""},
    {kind::visit_left, visit, 1, "how, by?", "", staffed_by_hand},
    {"visit.rated", visit, 1, "score", "remark?"},
    {kind::host_told, visit, 1, "job, outcome", ""},
    {"host.answered", visit, 1, "answer", "text?"},
    {"note.left", visit, 1, "", "text"},
    {"document.signed", visit, 1, "document, version, language, blob", ""},
    {kind::badge_issued, badge, 1, "visit, person, kid, type, zones, escort, nbf, exp, template, replaces?, nonce?",
     ""},
    {kind::badge_printed, badge, 1, "job?, outcome, printer?, place?, reason?, by?", ""},
    {kind::badge_print_cancelled, badge, 1, "by?", "", staffed_by_hand},
    {kind::badge_print_moved, badge, 1, "queue, place?, by?", "", staffed_by_hand},
    {kind::badge_revoked, badge, 1, "reason, by?", "", own},
    {kind::badge_entered, badge, 1, "gate, by?", "", staffed_by_hand},
    {kind::badge_left, badge, 1, "gate, by?", ""},
    {kind::badge_refused, badge, 1, "gate, reason", ""},
    {kind::badge_returned, badge, 1, "", ""},
    {kind::site_policy_set, site, 1, "version, policy", "", reception},
    {kind::station_enrolled, site, 1, "station, name, role, key, box_key, certificate, rights?, rights_certificate?",
     ""},
    {kind::station_revoked, site, 1, "station, reason, last?, stolen?", "", reception},
    {kind::keypad_refused, keypad, 1, "", ""},
    {kind::keypad_accepted, keypad, 1, "by", ""},
    {kind::keypad_unlocked, keypad, 1, "by?", "", staffed},
    {"list.entry_added", site, 1, "list, entry, until?", "name, company?, note?", reception},
    {"list.entry_removed", site, 1, "entry", "", reception},
    {"rollcall.opened", site, 1, "rollcall", ""},
    {"rollcall.ticked", site, 1, "rollcall, visit", ""},
    {"rollcall.closed", site, 1, "rollcall", ""},
    {"plan.made", plan, 1, "visit, level", "remark?"},
    {"task.done", plan, 1, "task, by", ""},
    {"room.booked", plan, 1, "room, from, until", ""},
    {"feedback.given", plan, 1, "score", "remark?"},
    {"followup.done", plan, 1, "by", "result?"},
    {"problem.raised", plan, 1, "problem, owner, due", "text"},
    {"problem.solved", plan, 1, "problem", ""},
});

}  // namespace

std::span<const Kind> all_kinds() {
    return kinds;
}

const Kind* kind_named(std::string_view name) {
    static const auto by_name = [] {
        std::unordered_map<std::string_view, const Kind*> named;
        for (const auto& kind : kinds) named.emplace(kind.name, &kind);
        return named;
    }();
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
}

}  // namespace vestibule
