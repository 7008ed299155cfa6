// A PDF as others read it: poppler's text, words with their places, fonts and pages.
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace vestibule::test_support {

struct PdfWord {
    std::string text;
    double left = 0, top = 0, right = 0, bottom = 0;  // millimetres
};

struct PdfPage {
    double width = 0, height = 0;  // millimetres
    std::vector<PdfWord> words;
};

class Pdf {
  public:
    explicit Pdf(const std::string& bytes) {
        std::string name = (std::filesystem::temp_directory_path() / "vestibule-pdf-XXXXXX").string();
        const int descriptor = ::mkstemp(name.data());
        if (descriptor < 0) throw std::runtime_error("can't make a temporary file");
        ::close(descriptor);
        path_ = name;
        std::ofstream(path_, std::ios::binary) << bytes;
        read_pages();
    }
    ~Pdf() { std::filesystem::remove(path_); }
    Pdf(const Pdf&) = delete;
    Pdf& operator=(const Pdf&) = delete;

    [[nodiscard]] const std::vector<PdfPage>& pages() const { return pages_; }
    // In reading order; of one page, from 1, or of all.
    [[nodiscard]] std::string text(std::size_t page = 0) const {
        const auto range = page == 0 ? "" : " -f " + std::to_string(page) + " -l " + std::to_string(page);
        return output_of("pdftotext" + range + " " + path_.string() + " -");
    }
    // As it stands on the page, columns beside one another.
    [[nodiscard]] std::string layout() const { return output_of("pdftotext -layout " + path_.string() + " -"); }
    // A line a font, as pdffonts says it, without its heads.
    [[nodiscard]] std::vector<std::string> fonts() const {
        std::istringstream lines{output_of("pdffonts " + path_.string())};
        std::vector<std::string> out;
        for (std::string line; std::getline(lines, line);) out.push_back(line);
        out.erase(out.begin(), out.begin() + 2);
        return out;
    }

  private:
    static std::string output_of(const std::string& command) {
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
        if (!pipe) throw std::runtime_error("can't run " + command);
        std::string output;
        std::array<char, 65536> buffer{};
        while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
            output.append(buffer.data(), count);
        return output;
    }
    void read_pages() {
        constexpr double mm = 25.4 / 72;
        static const std::regex page{R"x(<page width="([0-9.]+)" height="([0-9.]+)")x"};
        static const std::regex word{
            R"x(<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">(.*)</word>)x"};
        std::istringstream lines{output_of("pdftotext -bbox " + path_.string() + " -")};
        std::smatch m;
        for (std::string line; std::getline(lines, line);) {
            if (std::regex_search(line, m, page))
                pages_.push_back({.width = std::stod(m[1]) * mm, .height = std::stod(m[2]) * mm, .words = {}});
            else if (std::regex_search(line, m, word))
                pages_.back().words.push_back({.text = m[5],
                                               .left = std::stod(m[1]) * mm,
                                               .top = std::stod(m[2]) * mm,
                                               .right = std::stod(m[3]) * mm,
                                               .bottom = std::stod(m[4]) * mm});
        }
    }

    std::filesystem::path path_;
    std::vector<PdfPage> pages_;
};

inline int count_of(const std::string& text, const std::string& part) {
    int n = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
    return n;
}

// What stands there whatever the breaks of lines: without any white space.
inline std::string without_spaces(const std::string& text) {
    std::string out;
    for (const char c : text)
        if (c != ' ' && c != '\n' && c != '\f' && c != '\r') out += c;
    return out;
}

}  // namespace vestibule::test_support
