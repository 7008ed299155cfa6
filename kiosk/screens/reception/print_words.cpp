// The words of the print queue.
#include "kiosk/screens/reception/print_words.h"

#include "kiosk/screens/common/plain_words.h"
#include "kiosk/screens/common/printer_words.h"
#include "kiosk/screens/common/words.h"

namespace vestibule::reception {
namespace {

using ui::Tone;

// Nearer than this nobody reads a time.
constexpr std::chrono::seconds a_moment{90};

std::string queue_named(const Texts& t, const std::string& queue) {
    return queue.empty() ? t.say("the printer") : words::queue_name(queue);
}

std::string planned(const Texts& t, const PrintJobView& job, const View& view, const char* soon, const char* later) {
    const auto queue = queue_named(t, job.next_queue);
    if (job.next_at - view.now < a_moment) return t.say(soon, {{"queue", queue}});
    const auto time = words::moment(t, view.zone, job.next_at, view.now);
    return t.say(later, {{"queue", queue}, {"time", time}});
}

}  // namespace

bool needs_a_person(const PrintJobView& job, Instant now) {
    if (job.cancelling) return false;
    // What another station's printer says isn't known here; that nothing came out for so long is.
    const bool moves = job.next == PrintNext::moves && now - job.next_at < a_moment;
    const bool stuck =
        job.stage == PrintStage::waiting && !moves && (!job.reason.empty() || now - job.since > a_moment);
    return stuck || job.stage == PrintStage::failed || job.stage == PrintStage::unknown;
}

Pill pill_of(const Texts& t, const PrintJobView& job, Instant now) {
    const auto tone = needs_a_person(job, now) ? Tone::attention : Tone::neutral;
    if (job.cancelling) return {t.say("being cancelled"), tone};
    switch (job.stage) {
        case PrintStage::waiting:
            return {t.say("waiting"), tone};
        case PrintStage::printing:
            return {t.say("is printing"), Tone::welcome};
        case PrintStage::printed:
            return {t.say("printed"), Tone::welcome};
        case PrintStage::saved:
            return {t.say("saved as a file"), Tone::neutral};
        case PrintStage::failed:
            return {t.say("not printed"), tone};
        case PrintStage::unknown:
            break;
    }
    return {t.say("perhaps printed"), tone};
}

std::string next_of(const Texts& t, const PrintJobView& job, const View& view) {
    if (job.stage == PrintStage::failed) return t.say("Reprint it if still needed");
    if (job.stage == PrintStage::unknown) return t.say("Ask if it came out");
    if (job.stage == PrintStage::saved) return t.say("Print and hand out");
    if (job.stage == PrintStage::printed || job.cancelling) return {};
    switch (job.next) {
        case PrintNext::retries:
            return planned(t, job, view, mark("Tried again in a moment"), mark("Tried again at {time}"));
        case PrintNext::moves:
            return planned(t, job, view, mark("Goes to {queue} in a moment"), mark("Goes to {queue} at {time}"));
        case PrintNext::expires:
            return t.say("Waits until {time} at most",
                         {{"time", words::moment(t, view.zone, job.next_at, view.now)}});
        case PrintNext::nothing:
            break;
    }
    return job.elsewhere ? t.say("Another station prints it") : std::string{};
}

std::string printer_of(const Texts& t, const PrintJobView& job) {
    if (job.queue.empty()) return job.elsewhere ? t.say("at another station") : std::string{};
    const auto queue = words::queue_name(job.queue);
    return job.place.empty() ? queue : queue + " · " + t.say(job.place);
}

std::string state_of(const Texts& t, const OnePrinterView& printer) {
    if (!printer.trouble.empty()) return words::plain(t, printer.trouble);
    if (printer.saves_files) return t.say("Badges are saved as files");
    return printer.ready ? t.say("Ready") : t.say("Not ready");
}

std::string supplies_of(const Texts& t, const OnePrinterView& printer) {
    std::string out;
    const auto add = [&out](const std::string& part) { out += (out.empty() ? "" : " · ") + part; };
    if (printer.media_left) add(t.say_count("{n} badge left", "{n} badges left", *printer.media_left));
    for (const auto& supply : printer.supplies)
        if (supply.percent)
            add(t.say("{supply} {percent}%",
                      {{"supply", supply.name}, {"percent", std::to_string(*supply.percent)}}));
    return out;
}

std::string attempts_of(const Texts& t, const PrintJobView& job, const View& view) {
    std::string out;
    for (const auto& attempt : job.attempts) {
        if (!out.empty()) out += "\n";
        out += words::moment(t, view.zone, attempt.began, view.now) + " " + queue_named(t, attempt.queue);
        if (!attempt.reason.empty()) out += " · " + words::print_reason(t, attempt.reason);
    }
    return out;
}

}  // namespace vestibule::reception
