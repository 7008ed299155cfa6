// The stand-in for a printer: a folder that receives one PDF a badge.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "printing/result.h"

namespace printing {

// Writes `pdf` as `folder`/`file_name`, durable once it returns; the file appears whole or not at all (fsync, rename,
// fsync of the folder). The folder is made where it is missing; a file of the same name is replaced.
// Thread: any. Blocks: two fsyncs. Errors: storage; bad_input for a name with a slash in it.
[[nodiscard]] Result<std::filesystem::path> save_to_folder(const std::filesystem::path& folder,
                                                           const std::string& file_name, std::string_view pdf);

// "7K2M-9QXA_vestibule-….pdf": people find a badge by the code on it, a program by its job. Without a code, or with
// one of other signs than letters, digits and hyphens, the job alone.
[[nodiscard]] std::string saved_name(const std::string& job_name, const std::string& badge_code);
// The file of a job in the folder, whatever code stands before it; nothing where there is none.
// Thread: any. Blocks: reads the folder.
[[nodiscard]] std::optional<std::filesystem::path> saved_file(const std::filesystem::path& folder,
                                                              const std::string& job_name);

}  // namespace printing
