// Hosts by what imported rows say of them.
#include "kiosk/desk/host_book.h"

#include "kiosk/desk/import_batches.h"

namespace vestibule {

Result<HostBook> HostBook::read(Desk& desk) {
    HostBook book{desk.identity()};
    VESTIBULE_TRY(ids, desk.reader().hosts());
    for (const auto& id : ids) {
        VESTIBULE_TRY(host, desk.host(id));
        if (host) book.add(id, host->email, host->name);
    }
    return book;
}

void HostBook::add(PersonId host, const std::string& email, const std::string& name) {
    if (!email.empty()) {
        by_address_.insert_or_assign(host_id(*identity_, email, name), host);
        without_address_.erase(host);
    } else {
        without_address_.insert(host);
    }
    if (name.empty()) return;
    const auto [found, is_first] = by_name_.try_emplace(host_id(*identity_, "", name), host);
    if (!is_first && found->second != host) found->second.reset();
}

void HostBook::keep_apart(const std::vector<HostRow>& rows) {
    std::set<PersonId> names;
    for (const auto& row : rows) {
        const auto name = host_id(*identity_, "", row.name);
        const bool is_first = names.insert(name).second;
        if (row.email.empty() || !is_first) apart_.insert(name);
    }
}

PersonId HostBook::meant(const std::string& email, const std::string& name) const {
    const auto id = host_id(*identity_, email, name);
    if (const auto found = by_address_.find(id); !email.empty() && found != by_address_.end()) return found->second;
    const auto bearer = by_name_.find(host_id(*identity_, "", name));
    if (name.empty() || bearer == by_name_.end() || !bearer->second) return id;
    if (email.empty()) return *bearer->second;
    return has_no_address(*bearer->second) && !apart_.contains(bearer->first) ? *bearer->second : id;
}

}  // namespace vestibule
