// vestibule staff list|add|change|end|unlock: who may sign in, and keypads that are locked after wrong PINs.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sstream>

#include "kiosk/base/text.h"
#include "kiosk/base/whole_file.h"
#include "kiosk/base/wipe.h"
#include "kiosk/command/command.h"
#include "kiosk/desk/pin.h"

namespace vestibule {
namespace {

constexpr std::size_t pin_file_bytes_max = 64;

struct StaffOptions {
    std::string who, name, roles, keypad, pin_file;
    std::filesystem::path folder;        // where a relative pin_file starts
    bool new_pin = false, json = false;  // json: as parsed
};

Json json_of(const StaffView& view) {
    return {{"staff", to_string(view.id)}, {"name", view.name}, {"roles", view.roles}};
}

std::vector<std::string> roles_of(const std::string& text) {
    std::vector<std::string> out;
    for (std::istringstream rest{text}; rest.good();) {
        std::string role;
        std::getline(rest, role, ',');
        if (!role.empty()) out.push_back(role);
    }
    return out;
}

// What earlier versions left: whoever set a site up wasn't asked for a name, and a rehearsal could be given real
// data.
std::string doubts_about(const StaffView& one) {
    if (one.name == "Staff" || one.name == "工作人员")
        return fmt::format("{} is no person's name: say who it is with `vestibule staff change {} --name NAME`",
                           one.name, to_string(one.id));
    if (one.name == "Rehearsal")
        return fmt::format("a rehearsal has made {}; its PIN opens nothing: `vestibule staff end {}`", one.name,
                           to_string(one.id));
    return {};
}

Result<int> list(Desk& desk, bool json, Output& output) {
    VESTIBULE_TRY(all, desk.staff());
    for (const auto& one : all) {
        if (json)
            output.line(dump(json_of(one)));
        else
            output.line(fmt::format("{}  {:<24} {}", to_string(one.id),
                                    one.name.empty() ? "(name not here)" : one.name, fmt::join(one.roles, ", ")));
    }
    for (const auto& one : all)
        if (const auto words = doubts_about(one); !words.empty()) output.remark("vestibule: " + words);
    VESTIBULE_TRY(locked, desk.locked_keypads());
    for (const auto& keypad : locked)
        output.remark(
            fmt::format("vestibule: the keypad of {} is locked after {} wrong PINs, the last one {}; find out "
                        "who it was, then: vestibule staff unlock {}",
                        keypad.name, keypad.failures, iso(keypad.since), keypad.name));
    return done;
}

// By id, or by a name that one of them alone has.
Result<PersonId> staff_called(const Desk& desk, const std::string& text) {
    VESTIBULE_TRY(all, desk.staff());
    std::vector<PersonId> named;
    for (const auto& one : all) {
        if (to_string(one.id) == text) return one.id;
        if (one.name == text) named.push_back(one.id);
    }
    if (named.size() == 1) return named.front();
    if (named.empty())
        return give_up(fmt::format("no member of staff is called \"{}\"; see `vestibule staff list`", text));
    return give_up(fmt::format("{} members of staff are called \"{}\": give the id from `vestibule staff list`",
                               named.size(), text));
}

// Made, unless it lies in a file: on the command line it would stand in the shell's history.
Result<std::string> pin_of(const StaffOptions& options) {
    if (options.pin_file.empty()) return made_pin();
    VESTIBULE_TRY(text, read_whole(options.folder / options.pin_file, "PIN file", pin_file_bytes_max));
    return clean_line(text, pin_file_bytes_max);
}

void say(const StaffView& view, const std::string& pin, const StaffOptions& options, Output& output) {
    auto words = json_of(view);
    if (!pin.empty() && options.pin_file.empty()) words["pin"] = pin;
    if (options.json) return output.line(dump(words));
    output.line(fmt::format("{} works as {}", view.name, fmt::join(view.roles, ", ")));
    if (pin.empty() || !options.pin_file.empty()) return;
    output.line(fmt::format("PIN: {}", pin));
    output.remark("It is said this once: tell nobody else.");
}

Result<int> add(Desk& desk, const StaffOptions& options, Output& output) {
    VESTIBULE_TRY(pin, pin_of(options));
    VESTIBULE_TRY(view,
                  desk.add_staff(options.who, pin, roles_of(options.roles.empty() ? "reception" : options.roles)));
    say(view, pin, options, output);
    wipe(pin);
    return done;
}

Result<int> change(Desk& desk, const StaffOptions& options, Output& output) {
    const bool new_pin = options.new_pin || !options.pin_file.empty();
    if (options.name.empty() && options.roles.empty() && !new_pin)
        return give_up("say what shall be another: --name, --role, --new-pin or --pin-file");
    VESTIBULE_TRY(id, staff_called(desk, options.who));
    VESTIBULE_TRY(pin, new_pin ? pin_of(options) : Result<std::string>{""});
    VESTIBULE_TRY(view, desk.change_staff(id, {.name = options.name, .pin = pin, .roles = roles_of(options.roles)}));
    say(view, pin, options, output);
    wipe(pin);
    return done;
}

Result<int> end(Desk& desk, const StaffOptions& options, Output& output) {
    VESTIBULE_TRY(id, staff_called(desk, options.who));
    VESTIBULE_CHECK(desk.end_staff(id));
    output.line(options.json ? dump({{"staff", to_string(id)}, {"ended", true}})
                             : fmt::format("{} signs in nowhere any more", options.who));
    return done;
}

Result<int> unlock(Station& own, Desk& desk, const StaffOptions& options, Output& output) {
    auto station = own.identity().station();
    if (!options.keypad.empty()) {
        VESTIBULE_TRY(stations, desk.reader().stations());
        VESTIBULE_TRY(named, station_named(stations, options.keypad));
        station = named;
    }
    VESTIBULE_CHECK(desk.unlock_keypad(station, std::nullopt));
    const auto told = station == own.identity().station() ? Result<>{} : own.exchange_now();
    output.line(options.json ? dump({{"unlocked", to_string(station)}, {"told", told.has_value()}})
                             : std::string{"unlocked"});
    if (!told)
        output.remark("vestibule: that station hears of it as soon as the central store can be reached: " +
                      told.error().what);
    return done;
}

using Work = Result<int> (*)(Desk&, const StaffOptions&, Output&);

}  // namespace

void add_staff(Verb program, Chosen& chosen) {
    auto staff = program.add_verb("staff", "who may sign in with a PIN");
    staff.needs_verb();
    auto all = staff.add_verb("list", "all of them, and keypads that are locked after wrong PINs");
    add_json(all, chosen);
    all.does([&chosen] {
        chosen.at_station = [json = chosen.globals.json](Station&, Desk& desk, Output& output) {
            return list(desk, json, output);
        };
    });
    const auto options = std::make_shared<StaffOptions>();
    const auto does = [&chosen, options](Verb verb, Work work) {
        add_json(verb, chosen);
        verb.does([&chosen, options, work] {
            options->json = chosen.globals.json;
            options->folder = chosen.globals.folder;
            chosen.at_station = [options, work](Station&, Desk& desk, Output& output) {
                return work(desk, *options, output);
            };
        });
    };
    const auto add_shared = [options](Verb verb) {
        verb.add_option("--role", options->roles, "guard, reception or admin; several with commas between them");
        verb.add_option("--pin-file", options->pin_file,
                        "a file that holds the PIN: where one person has the same at several sites")
            .called("FILE");
    };
    auto added = staff.add_verb("add", "a new member of staff, with a PIN that is made and said once");
    added.add_option("name", options->who, "their name; it stands beside all that they do").required();
    add_shared(added);
    does(added, add);
    auto changed = staff.add_verb("change", "another name, other roles or a new PIN");
    changed.add_option("who", options->who, "the name or the id").required();
    changed.add_option("--name", options->name, "their name from now on");
    add_shared(changed);
    changed.add_flag("--new-pin", options->new_pin, "makes another PIN and says it once");
    does(changed, change);
    auto ended = staff.add_verb("end", "one who leaves: their PIN opens nothing any more");
    ended.add_option("who", options->who, "the name or the id").required();
    does(ended, end);
    auto unlocked = staff.add_verb("unlock", "a keypad that is locked after too many wrong PINs");
    unlocked.add_option("keypad", options->keypad, "its station's name or id; default: this station's");
    add_json(unlocked, chosen);
    unlocked.does([&chosen, options] {
        options->json = chosen.globals.json;
        chosen.at_station = [options](Station& own, Desk& desk, Output& output) {
            return unlock(own, desk, *options, output);
        };
    });
}

}  // namespace vestibule
