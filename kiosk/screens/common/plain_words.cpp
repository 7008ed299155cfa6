// The catalogue of what the parts below the screens say, and the finding of a sentence in it.
#include "kiosk/screens/common/plain_words.h"

#include <optional>

namespace vestibule::words {
namespace {

// What printing/, which knows no catalogue, and the desk say as they stand. Not used but to be marked for
// translation.
[[maybe_unused]] constexpr const char* sentences[] = {
    mark("The printer is being contacted. Please wait."),
    mark("The printer's cover is open. Close it."),
    mark("The printer's door is open. Close it."),
    mark("The printer's tray is missing. Put it in."),
    mark("The ribbon or ink is used up. Replace it."),
    mark("The ribbon or ink is nearly used up."),
    mark("The printer's waste box is nearly full."),
    mark("The printer's waste box is full. Empty it."),
    mark("The printer is out of badges. Put in a new roll or cards."),
    mark("A tray of the printer is empty. Put badges in if they belong there."),
    mark("A badge is stuck in the printer. Open it and take it out."),
    mark("The printer is nearly out of badges."),
    mark("The printer needs another kind of badge. Put it in."),
    mark("The printer is being paused."),
    mark("The printer is off or not connected. Switch it on; check its cable."),
    mark("The printer reports a problem. Look at its display."),
    mark("The printer is paused. Resume it."),
    mark("The printer is off. Switch it on."),
    mark("The printer's memory is full. Delete waiting jobs or restart it."),
    mark("A part of the printer has stopped."),
    mark("The printer doesn't answer. Check that it is on and connected."),
    mark("The toner is used up. Replace it."),
    mark("The toner is nearly used up."),
    mark("The printer reports a problem that isn't known. Look at its display."),
    mark("The printer takes neither PWG raster nor PDF."),
    mark("The badge's file has been taken away."),
    mark("The print server no longer knows this job."),
    mark("The badge wasn't printed: the job was cancelled."),
    mark("The printer didn't say whether the badge came out."),
    mark("The print server made no job."),
    mark("the badge is no longer valid; it wasn't printed"),
    mark("the printer didn't take the badge for a minute; it was taken back"),
    mark("The office printer is out of paper. Put some in."),
    mark("Paper is stuck in the office printer. Open it and take it out."),
    mark("The office printer needs another size of paper. Put it in."),
    mark("the paper wasn't printed: the job was cancelled"),
    mark("the office printer didn't say whether the paper came out"),
    mark("the office printer didn't take the paper; it was taken back"),
    mark("it waited too long for its turn; ask for it again"),
    mark("no office printer is set up: choose a printer, or save it as a file (office_queue in the config sets one "
         "up)"),
    mark("There is no printer: set up a CUPS queue, or name a folder for PDFs."),
    mark("no such visit is known here"),
    mark("a visit needs the visitor's name"),
    mark("there is no such visit"),
    mark("there is no such badge"),
    mark("the appointment is for another day"),
    mark("this visitor isn't inside"),
    mark("there isn't enough memory to check a PIN now"),
    mark("this keypad isn't locked"),
    mark("a keypad is unlocked at another station, by another member of staff"),
    mark("this badge can't be let in; please send the visitor to reception"),
    mark("this visit doesn't wait for an answer any more"),
    mark("only a visitor who is inside can get a new badge"),
    mark("the newest row of the log is damaged: run `vestibule log verify`"),
    mark("these details are damaged or were sealed for someone else: they can't be read any more"),
    mark("this person has been erased"),
    mark("this person's key isn't on this station"),
};

// What they say of a file, a server or a state: {a} and {b} stand for it. The first that fits is taken.
constexpr const char* patterns[] = {
    mark("The print server {a} doesn't answer."),
    mark("{a} doesn't answer."),
    mark("The print server is busy ({a})."),
    mark("The print server refused the request ({a})."),
    mark("'{a}' isn't a print queue's name."),
    mark("'{a}' isn't a print server (host:port)."),
    mark("There is no print queue {a}. There are: {b}."),
    mark("There is no print queue {a}, and no other one."),
    mark("Choose a printer: {a}. None of these queues is the default."),
    mark("There is no {a} paper in {b}. Choose another printer."),
    mark("Can't write {a}: {b}."),
    mark("Can't make {a}: {b}."),
    mark("this visit can't be admitted now: it is {a}"),
    mark("the disk is full: make room for {a}, then try again"),
    mark("{a} can't be opened ({b}): check that its folder exists and may be written"),
    mark("{a} can't be written ({b}): check owner and mode of the file and its folder, and that the disk isn't "
         "mounted read-only"),
    mark("reading or writing {a} failed ({b}): check the disk and its cable"),
    mark("{a} is damaged ({b}): keep the file aside and restore a backup"),
    mark("{a} is in use just now ({b})"),
    mark("{a} refused: {b}"),
    mark("can't write {a}; check the disk's space and the folder's permissions"),
};

// What a file's trouble means at a desk: who works there has no use for its path, and `vestibule doctor` names it to
// who has.
struct AtTheDesk {
    std::string_view pattern;
    const char* sentence;
};

constexpr AtTheDesk at_the_desk[] = {
    {"the disk is full: make room for {a}, then try again",
     mark("This station’s disk is full, so nothing was saved. Please tell whoever looks after it.")},
    {"{a} can't be opened ({b}): check that its folder exists and may be written",
     mark("This station can’t open its records just now. Please tell whoever looks after it.")},
    {"{a} can't be written ({b}): check owner and mode of the file and its folder, and that the disk isn't "
     "mounted read-only",
     mark("This station can’t save anything just now. Please tell whoever looks after it.")},
    {"reading or writing {a} failed ({b}): check the disk and its cable",
     mark("This station can’t reach its records just now. Please tell whoever looks after it.")},
    {"{a} is damaged ({b}): keep the file aside and restore a backup",
     mark("This station’s records are damaged. Please tell whoever looks after it.")},
    {"no office printer is set up: choose a printer, or save it as a file (office_queue in the config sets one up)",
     mark("There is no office printer. Please choose a printer, or save it as a file.")},
    {"{a} is in use just now ({b})", mark("This station is busy just now. Please try again in a moment.")},
};

struct Holes {
    std::string_view a, b;
};

// The holes' contents when `text` is made after `pattern`.
std::optional<Holes> match(std::string_view pattern, std::string_view text) {
    constexpr std::size_t hole = 3;  // "{a}"
    const auto at_a = pattern.find("{a}"), at_b = pattern.find("{b}");
    if (at_a == std::string_view::npos) return std::nullopt;
    const auto before = pattern.substr(0, at_a), after = pattern.substr((at_b < pattern.size() ? at_b : at_a) + hole);
    if (text.size() < before.size() + after.size() || !text.starts_with(before) || !text.ends_with(after))
        return std::nullopt;
    const auto inner = text.substr(before.size(), text.size() - before.size() - after.size());
    if (at_b == std::string_view::npos) return Holes{.a = inner, .b = {}};
    const auto between = pattern.substr(at_a + hole, at_b - at_a - hole);
    const auto cut = inner.find(between);
    if (cut == std::string_view::npos) return std::nullopt;
    return Holes{.a = inner.substr(0, cut), .b = inner.substr(cut + between.size())};
}

}  // namespace

std::string plain(const Texts& texts, std::string_view english) {
    if (english.empty()) return {};
    auto said = texts.say(english);
    if (said != english) return said;
    for (const auto* pattern : patterns) {
        const auto holes = match(pattern, english);
        if (!holes || holes->a.empty()) continue;
        const auto a = texts.say(holes->a);  // a state has a name of its own
        return texts.say(pattern, {{"a", a}, {"b", holes->b}});
    }
    return said;
}

std::string plain_at_the_desk(const Texts& texts, std::string_view english) {
    for (const auto& [pattern, sentence] : at_the_desk)
        if (pattern == english || match(pattern, english)) return texts.say(sentence);
    return plain(texts, english);
}

}  // namespace vestibule::words
