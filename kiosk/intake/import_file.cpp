// Reads a file that is to be imported, bounded by its size.
#include "kiosk/intake/import_file.h"

#include "kiosk/base/whole_file.h"
#include "kiosk/intake/encoding.h"

namespace vestibule {

Result<std::string> read_import_file(const std::filesystem::path& file) {
    // One byte more than allowed, so that check_import() says what to do with one that is too large.
    VESTIBULE_TRY(content, read_beginning(file, "file", import_bytes_max + 1));
    VESTIBULE_CHECK(check_import(content, file.filename().string()));
    return content;
}

}  // namespace vestibule
