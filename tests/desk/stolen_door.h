// A site with a station that was taken away, for the tests of what its key may sign and what that costs.
#pragma once

#include "tests/desk/front_desk.h"

namespace vestibule::desk_test {

inline constexpr Rights door_rights{Right::door};

// A site with a reception that has hosts and staff, and another station, by default a door that was taken away.
struct StolenDoor {
    FrontDesk reception{Role::reception};
    FrontDesk other;
    PersonId anna = must(reception->add_staff("Anna Berg", "482915", {"guard", "reception"})).id;

    explicit StolenDoor(Rights rights = door_rights) : other{reception, "other", rights} {
        other.hear_from(reception);
        reception.hear_from(other);
    }
    void forge(std::string_view kind, StreamId stream, const Json& body, std::uint64_t turn = 1) {
        reception.hear_forged(other, {{.kind = kind, .stream = stream, .body = dump(body), .turn = turn}});
    }
};

}  // namespace vestibule::desk_test
