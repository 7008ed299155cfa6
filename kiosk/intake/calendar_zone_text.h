// Makes a file's own time zones (VTIMEZONE) harmless before libical expands them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vestibule {

// Takes the lines of one VTIMEZONE. Only rules that change once a year pass: a hostile one could have millions of
// changes a year.
class ZoneText {
  public:
    void begin(std::string_view part);  // STANDARD, DAYLIGHT
    void end(std::string_view part);
    void take(std::string_view name, std::string_view line);
    // BEGIN:VTIMEZONE … END:VTIMEZONE; nothing where a rule isn't a yearly one.
    [[nodiscard]] std::optional<std::string> result() const;
    [[nodiscard]] const std::string& tzid() const { return tzid_; }

  private:
    std::string text_ = "BEGIN:VTIMEZONE\r\n";
    std::string part_;  // of the part that is open, without its start
    std::string start_;
    std::string hour_, minute_, second_;  // BYHOUR and the like, which say again what the part's start says
    std::string tzid_;
    bool in_part_ = false, harmless_ = true;

    void take_rule(std::string_view line);
};

}  // namespace vestibule
