// The page that set-up prints: shows a person what the printer does with edges, sizes, single dots and codes.
#pragma once

#include <string>
#include <vector>

#include "printing/printer.h"
#include "printing/result.h"

namespace printing {

// On a roll the page is as long as this. Millimetres.
inline constexpr double test_page_length_mm = 100;

struct TestPage {
    std::string job_name;
    std::string queue;           // for people: "badge", or the printer's address
    std::string make_and_model;  // may be empty
    std::string printed_at;      // for people
    Medium medium;
    PageFormat format;
};

// What the QR says: no badge, so every gate refuses it.
[[nodiscard]] std::string test_token(const TestPage& page);

// A frame along the edges of the paper, rulers in millimetres, lines and tones of single dots, the test token, and in
// words the queue, the printer, the medium and the resolution. Thread: any. Blocks: some milliseconds of computing.
// Errors: too_small for a medium below 30 × 40 mm; bad_input for a resolution out of bounds.
[[nodiscard]] Result<Document> draw_test_page(const TestPage& page);

// The same as a PNG, for screens and manuals.
[[nodiscard]] Result<std::string> draw_test_page_png(const TestPage& page);

// The medium that lies in the printer, else its default.
[[nodiscard]] Result<Medium> test_medium(const Capabilities& capabilities, const std::string& wanted);

}  // namespace printing
