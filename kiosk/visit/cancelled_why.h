// Why a visit isn't expected any more, as visit.cancelled says it in `reason`: the words of calendars.
#pragma once

#include <array>
#include <string_view>

namespace vestibule::cancelled_why {

inline constexpr std::string_view called_off = "called-off";            // the event, or this occurrence of it
inline constexpr std::string_view moved = "moved";                      // the event is at other times now
inline constexpr std::string_view uninvited = "uninvited";              // the visitor is no attendee any more
inline constexpr std::string_view declined = "declined";                // the visitor has declined the invitation
inline constexpr std::string_view not_in_calendar = "not-in-calendar";  // a file that is the whole truth lacks it
inline constexpr std::array of_calendars = {called_off, moved, uninvited, declined, not_in_calendar};

}  // namespace vestibule::cancelled_why
