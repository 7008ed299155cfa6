// The stand-in for a printer: a folder that receives one PDF a badge.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "printing/result.h"

namespace printing {

// Writes `pdf` as `folder`/`file_name`, durable once it returns; the file appears whole or not at all (fsync, rename,
// fsync of the folder). The folder is made where it is missing; a file of the same name is replaced.
// Thread: any. Blocks: two fsyncs. Errors: storage; bad_input for a name with a slash in it.
[[nodiscard]] Result<std::filesystem::path> save_to_folder(const std::filesystem::path& folder,
                                                           const std::string& file_name, std::string_view pdf);

}  // namespace printing
