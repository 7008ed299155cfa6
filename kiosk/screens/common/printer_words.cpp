// One sentence a group of keywords.
#include "kiosk/screens/common/printer_words.h"

#include <algorithm>
#include <initializer_list>
#include <span>

#include "kiosk/screens/common/plain_words.h"

namespace vestibule::words {
namespace {

struct Saying {
    std::initializer_list<std::string_view> keywords;
    const char* sentence;
};

const Saying sayings[] = {
    {{"media-empty", "media-needed"}, mark("The printer has run out of badges.")},
    {{"input-tray-missing", "cover-open", "door-open"}, mark("The printer is open just now.")},
    {{"marker-supply-empty", "toner-empty"}, mark("The printer has run out of ink.")},
    {{"media-jam"}, mark("A badge is stuck in the printer.")},
    {{"paused", "moving-to-paused", "stopped-partly"}, mark("The printer has been paused.")},
    {{"offline", "connecting-to-device", "shutdown", "timed-out", "unreachable"},
     mark("The printer doesn’t answer just now.")},
    {{"spool-area-full"}, mark("The printer has too much to do just now.")},
    {{"not-found", "not-chosen"}, mark("There is no printer just now.")},
};

const Saying reasons[] = {
    {{"media-empty", "media-needed"}, mark("out of badges")},
    {{"input-tray-missing", "cover-open", "door-open"}, mark("open")},
    {{"marker-supply-empty", "toner-empty"}, mark("out of ink")},
    {{"marker-waste-full"}, mark("waste box full")},
    {{"media-jam"}, mark("a badge is stuck")},
    {{"paused", "moving-to-paused", "stopped-partly"}, mark("paused")},
    {{"offline", "connecting-to-device", "shutdown", "timed-out", "unreachable"}, mark("doesn’t answer")},
    {{"spool-area-full"}, mark("memory full")},
    {{"printer-stopped"}, mark("stopped")},
    {{"moved"}, mark("moved by staff")},
    {{"cancelled"}, mark("cancelled by staff")},
    {{"expired"}, mark("no longer valid")},
    {{"revoked"}, mark("replaced or revoked")},
    {{"refused"}, mark("refused it")},
    {{"not-found"}, mark("isn’t there")},
    {{"not-chosen"}, mark("none is chosen")},
    {{"not-processed"}, mark("didn’t begin")},
    {{"not-printed"}, mark("didn’t come out")},
};

const char* sentence_in(std::span<const Saying> sayings, std::string_view keyword) {
    for (const auto& saying : sayings)
        if (std::ranges::find(saying.keywords, keyword) != saying.keywords.end()) return saying.sentence;
    return nullptr;
}

}  // namespace

std::string printer_for_visitor(const Texts& texts, std::string_view keyword) {
    const auto* sentence = sentence_in(sayings, keyword);
    return texts.say(sentence != nullptr ? sentence : mark("The printer needs a hand."));
}

std::string queue_name(std::string_view queue) {
    const auto scheme = queue.find("://");
    if (scheme == std::string_view::npos) return std::string{queue};
    auto rest = queue.substr(scheme + 3);
    while (rest.ends_with('/')) rest.remove_suffix(1);
    const auto slash = rest.rfind('/');
    const auto last = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    // A printer's own address ends as every printer's does.
    const bool tells = !last.empty() && last != "print" && last != "ipp" && last != "printer";
    const auto host = rest.substr(0, rest.find_first_of("/:"));
    return std::string{tells ? last : host};
}

std::string print_reason(const Texts& texts, std::string_view reason) {
    const auto* words = sentence_in(reasons, reason);
    return words != nullptr ? texts.say(words) : std::string{reason};
}

bool in_trouble(const PrinterView& printer) {
    return !printer.ready || !printer.trouble.empty();
}

std::string printer_state(const Texts& texts, const PrinterView& printer) {
    if (printer.printers.empty()) return texts.say("Looking for the badge printer");
    if (!printer.trouble.empty()) return plain(texts, printer.trouble);
    if (!printer.ready) return texts.say("Badge printer isn’t ready");
    if (printer.saves_files) return texts.say("No printer: badges are saved as files");
    if (printer.jobs_waiting > 0)
        return texts.say_count("{n} badge is being printed", "{n} badges are being printed", printer.jobs_waiting);
    return texts.say("Badge printer ready");
}

}  // namespace vestibule::words
