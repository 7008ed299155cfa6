// Where a rehearsal may write: a folder that is empty or new, or one that an earlier rehearsal has made for itself.
// So it never touches anybody's records or files. And what it has written never becomes a real site: the folders of
// its site and its stations are marked as well, for whoever copies one of them.
#pragma once

#include <filesystem>

#include "kiosk/base/result.h"

namespace vestibule {

// A file of this name says that a rehearsal made the folder.
inline constexpr const char* rehearsal_mark = ".vestibule-rehearsal";

// Only looks; a folder that isn't there is fine. Errors: give_up where something else lies in it, with what to do
// about `option`; ask_staff where it can't be looked into.
[[nodiscard]] Result<> expect_free_for_rehearsal(const std::filesystem::path& folder, const char* option);
// Makes the folder where it's missing, and marks it. Errors: as above; ask_staff where it can't be made or written.
[[nodiscard]] Result<> claim_for_rehearsal(const std::filesystem::path& folder, const char* option);
// Marks all that lies in the rehearsal's data folder. Errors: ask_staff where a mark can't be written.
[[nodiscard]] Result<> mark_stations_of_rehearsal(const std::filesystem::path& data);
// Errors: give_up where a rehearsal has made the data folder, its site or one of its stations.
[[nodiscard]] Result<> expect_no_rehearsal(const std::filesystem::path& data);

}  // namespace vestibule
