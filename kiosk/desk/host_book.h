// Which host of the list an imported row means: files name them by mail address, or by name alone.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/desk/desk.h"
#include "kiosk/intake/import_rows.h"

namespace vestibule {

// Thread: one. Reads every host once.
class HostBook {
  public:
    [[nodiscard]] static Result<HostBook> read(Desk& desk);

    // Of a list of hosts, where two rows are two persons: nobody is told by a name that stands there alone, or twice.
    void keep_apart(const std::vector<HostRow>& rows);
    // By the mail address, else, who bears the name and has no other address; a name alone means the one host who
    // bears it. Where nobody is meant: the id that follows from the row, the same at every station of the site.
    [[nodiscard]] PersonId meant(const std::string& email, const std::string& name) const;
    // Is listed, and the list says no mail address.
    [[nodiscard]] bool has_no_address(PersonId host) const { return without_address_.contains(host); }
    void add(PersonId host, const std::string& email, const std::string& name);

  private:
    explicit HostBook(const Identity& identity) : identity_{&identity} {}

    const Identity* identity_;
    // By the ids that rows with the address alone, and with the name alone, would give them; nobody where several
    // bear the name.
    std::map<PersonId, PersonId> by_address_;
    std::map<PersonId, std::optional<PersonId>> by_name_;
    std::set<PersonId> without_address_, apart_;
};

}  // namespace vestibule
