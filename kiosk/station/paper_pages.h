// Papers as pages for the office printer: what stands where, in one language.
#pragma once

#include <optional>
#include <string>

#include "kiosk/base/config.h"
#include "kiosk/base/texts.h"
#include "kiosk/desk/papers.h"
#include "printing/office_page.h"
#include "printing/office_printer.h"

namespace vestibule {

struct PaperSetting {
    const Texts& texts;
    const SiteZone& zone;
    const Config::Site& site;
    Instant now{};
    std::chrono::seconds data_age_limit{3600};  // older data is said loudly on a roll call
};

[[nodiscard]] printing::OfficeDocument pages_of(const Paper& paper, const PaperSetting& setting);
// visit_form_pages.cpp
[[nodiscard]] printing::OfficeDocument pages_of(const VisitForm& form, const PaperSetting& setting);

// What is printed and saved on where the printer doesn't say: as configured, else what's usual in the site's country.
[[nodiscard]] std::optional<printing::OfficePaper> configured_paper(const Config& config);
[[nodiscard]] printing::OfficePaper usual_paper(const Config& config);

// --- words that papers share
// "09:00–10:30"; with the day where that isn't `day`.
[[nodiscard]] std::string paper_span(const PaperSetting& setting, Instant from, std::optional<Instant> until,
                                     Instant day);
[[nodiscard]] std::string paper_names(const PaperSetting& setting, const std::vector<std::string>& names);
[[nodiscard]] std::string paper_visitor(const PaperSetting& setting, const std::string& name, bool erased);

}  // namespace vestibule
