// What the board makes of a printer's reasons: whether it's ready, and what staff read.
#include "kiosk/station/printer_board.h"

#include "tests/station/building.h"

using namespace vestibule;
using namespace vestibule::station_test;

namespace {

// As staff see the station's own printer once it has reported `reasons`.
OnePrinterView seen(const std::vector<std::string>& reasons) {
    TemporaryFolder folder;
    Config config;
    config.printer.queue = "badge";
    PrinterBoard board{config, folder.path(), folder.path() / "printer.json"};
    std::vector<printing::ReportedReason> parsed;
    for (const auto& word : reasons) printing::merge_reason(parsed, printing::parse_reason(word));
    board.heard("badge", parsed);
    return board.view().printers.front();
}

}  // namespace

TEST_CASE("a printer is ready while what it reports doesn't keep paper from coming out", "[print]") {
    struct Row {
        std::vector<std::string> reasons;
        bool ready;
        const char* trouble;
    };
    const std::string out = "The printer is out of badges. Put in a new roll or cards.";
    const std::string tray = "A tray of the printer is empty. Put badges in if they belong there.";
    for (const auto& [reasons, ready, trouble] : {
             Row{{}, true, ""},
             Row{{"media-empty"}, false, out.c_str()},
             Row{{"media-empty-error"}, false, out.c_str()},
             Row{{"media-empty-warning"}, true, tray.c_str()},
             Row{{"media-empty-report"}, false, out.c_str()},
             Row{{"media-empty-warning", "media-empty-error"}, false, out.c_str()},
             Row{{"door-open-warning"}, false, "The printer's door is open. Close it."},
             Row{{"media-empty-warning", "cover-open-error"}, false, "The printer's cover is open. Close it."},
             Row{{"offline-report"}, false, "The printer is off or not connected. Switch it on; check its cable."},
             Row{{"vendor-trouble-error", "printer-stopped"},
                 false,
                 "The printer reports a problem. Look at its display."},
             Row{{"media-low-warning"}, true, "The printer is nearly out of badges."},
             Row{{"other-warning"}, true, "The printer reports a problem. Look at its display."},
             Row{{"cups-waiting-for-job-completed"}, true, ""},
         }) {
        CAPTURE(reasons);
        const auto view = seen(reasons);
        CHECK(view.ready == ready);
        CHECK(view.trouble == trouble);
    }
}
