// Looks for a text in files and in a process, byte by byte, in every form in which a program could have left it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vestibule::test_support {

// A text as bytes: in UTF-8, UTF-16 and UTF-32 (both byte orders), composed and decomposed (NFC, NFD), and as
// matching folds it (lower case, without accents; Han as pinyin). Forms that are the same bytes stand once.
struct Form {
    std::string name;  // "UTF-16LE NFD"
    std::string bytes;
};
[[nodiscard]] std::vector<Form> forms_of(std::string_view utf8);

struct Hit {
    std::string where;  // the file, or the process's memory
    std::string form;
    bool operator==(const Hit&) const = default;
};

// In all regular files below `folder`, hidden ones too; also in the files' names.
[[nodiscard]] std::vector<Hit> hits_in_folder(const std::filesystem::path& folder, std::string_view utf8);
[[nodiscard]] std::vector<Hit> hits_in_folder(const std::filesystem::path& folder, const std::vector<Form>& forms);
// In all that a process may read of itself (/proc/<pid>/maps and mem): what a core of it would hold.
[[nodiscard]] std::vector<Hit> hits_in_process(int pid, std::string_view utf8);

}  // namespace vestibule::test_support
