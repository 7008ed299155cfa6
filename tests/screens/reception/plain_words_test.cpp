// What printers and the parts below the screens say reaches Chinese staff in Chinese.
#include "kiosk/screens/common/plain_words.h"

#include <catch2/catch.hpp>

#include "kiosk/screens/common/printer_words.h"
#include "kiosk/screens/common/words.h"
#include "printing/printer_reason.h"

using namespace vestibule;

namespace {

const Texts& chinese() {
    static const Texts texts{VESTIBULE_BUILD "/locale", "zh_CN"};
    return texts;
}

}  // namespace

TEST_CASE("every reason of a printer has its Chinese words") {
    for (int i = 0; i <= static_cast<int>(printing::PrinterReason::unknown); ++i) {
        const auto english = printing::plain_words(static_cast<printing::PrinterReason>(i));
        INFO(english);
        CHECK(words::plain(chinese(), english) != english);
    }
    const auto tray = printing::plain_words(printing::parse_reason("media-empty-warning"));
    CHECK(words::plain(chinese(), tray) != tray);
    CHECK(words::print_reason(chinese(), "printer-stopped") == "已停止");
}

TEST_CASE("a sentence with a name in it keeps the name and changes its language") {
    CHECK(words::plain(chinese(), "The print server localhost:631 doesn't answer.") ==
          "打印服务器 localhost:631 没有应答。");
    CHECK(words::plain(chinese(), "/data/log.db is damaged (malformed): keep the file aside and restore a backup") ==
          "/data/log.db 已损坏（malformed）：请另存该文件并恢复备份。");
    CHECK(words::plain(chinese(), "this visit can't be admitted now: it is declined") ==
          "这次来访目前不能放行，其状态为：已婉拒。");
}

TEST_CASE("who works at the desk reads of a file's trouble what it means, and no path", "[words]") {
    const Texts english{VESTIBULE_BUILD "/locale", "en"};
    for (const auto* said :
         {"the disk is full: make room for /var/lib/vestibule/station, then try again",
          "/data/log.db can't be opened (no such file): check that its folder exists and may be written",
          "/data/log.db can't be written (read-only): check owner and mode of the file and its folder, and that the "
          "disk isn't mounted read-only",
          "reading or writing /data/log.db failed (I/O error): check the disk and its cable",
          "/data/log.db is damaged (malformed): keep the file aside and restore a backup",
          "/data/log.db is in use just now (locked)"}) {
        for (const auto* texts : {&english, &chinese()}) {
            const auto shown = words::problem(*texts, {.remedy = Remedy::ask_staff, .what = said});
            INFO(shown);
            CHECK(shown.find('/') == std::string::npos);
            CHECK(shown.find('(') == std::string::npos);
            CHECK(shown != said);
        }
        CHECK(words::plain(chinese(), said) != said);  // whoever looks after it is told all
    }
    CHECK(
        words::problem(english, {.remedy = Remedy::ask_staff, .what = "/data/log.db is in use just now (locked)"}) ==
        "This station is busy just now. Please try again in a moment.");
}

TEST_CASE("what nobody translated stays English, and a problem ends as its language does") {
    CHECK(words::plain(chinese(), "a cable is loose") == "a cable is loose");
    CHECK(words::plain(chinese(), "").empty());
    CHECK(words::problem(chinese(), {.remedy = Remedy::give_up, .what = "there is no such visit"}) ==
          "没有这次来访。");
    const Texts english{VESTIBULE_BUILD "/locale", "en"};
    CHECK(words::problem(english, {.remedy = Remedy::give_up, .what = "there is no such visit"}) ==
          "There is no such visit.");
}
