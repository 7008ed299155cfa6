// The desk's use cases of searching: in rows that are there already, and in everything ever.
#include <algorithm>

#include "kiosk/desk/desk.h"
#include "kiosk/desk/search_keeper.h"

namespace vestibule {

std::vector<VisitView> Desk::search(const std::vector<VisitView>& rows, std::string_view typed) {
    const TypedQuery query{typed};
    if (query.empty()) return rows;
    std::vector<VisitView> out;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(out), [&](const VisitView& row) {
        return query
            .rank(Searched{.name = row.visitor,
                           .host = row.host_name,
                           .company = row.company,
                           .plate = row.plate,
                           .code = row.code,
                           .purpose = row.purpose,
                           .host_text = row.host_text,
                           .phone = row.phone,
                           .email = row.email,
                           .department = row.host_department})
            .has_value();
    });
    // The "+" that a phone begins with narrows nothing yet.
    return out.empty() && query.is_signs() ? rows : out;
}

// The index that is kept, or one for this question only: a lobby's process never holds on to one.
Result<SearchSnapshot> Desk::whole_index() {
    if (search_ != nullptr && search_->kept())
        if (auto kept = search_->now()) return kept;
    SearchBoard board;
    SearchKeeper keeper{*this, board};
    VESTIBULE_CHECK(keeper.round());
    return board.now();
}

Result<FoundVisits> Desk::visits_in(const SearchSnapshot& index, std::string_view typed, int rows_max,
                                    std::optional<Instant> near) {
    FoundVisits out;
    const TypedQuery query{typed};
    if (query.empty() || !index) return out;
    const auto answer = index->find_visits(query, static_cast<std::size_t>(rows_max), near);
    out.matches = answer.matches;
    for (const auto& hit : answer.hits) {
        VESTIBULE_TRY(row, visit(*hit.subject.visit));
        // The index may be a moment behind: what is shown is the log's.
        if (row && !row->erased) out.rows.push_back(std::move(*row));
    }
    return out;
}

Result<FoundVisits> Desk::search_visits(std::string_view typed, int rows_max) {
    return visits_in(search_ == nullptr ? nullptr : search_->now(), typed, rows_max, now());
}

Result<std::vector<VisitView>> Desk::find_visits(std::string_view typed) {
    VESTIBULE_TRY(index, whole_index());
    VESTIBULE_TRY(found, visits_in(index, typed, found_visits_max, std::nullopt));
    return std::move(found.rows);
}

Result<std::vector<PersonView>> Desk::find_people(std::string_view typed, std::optional<PersonId> staff) {
    std::vector<PersonView> found;
    const TypedQuery query{typed};
    if (query.empty()) return found;
    VESTIBULE_TRY(index, whole_index());
    for (const auto& hit : index->find_people(query, found_people_max).hits) {
        VESTIBULE_TRY(view, person_view(hit.subject.person));
        if (view.name_known && !view.erased) found.push_back(std::move(view));
    }
    if (!staff) return found;
    std::vector<PersonId> seen;
    for (const auto& view : found) seen.push_back(view.id);
    VESTIBULE_CHECK(note_look_ups(seen, *staff));
    return found;
}

}  // namespace vestibule
