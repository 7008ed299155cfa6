# `tests/tidy --self-test`: plants what breaks each rule into small trees that are otherwise in order, and has it found.
# shellcheck shell=bash disable=SC2154

wrong() {
    printf 'tests/tidy --self-test: %s\n' "$1" >&2
    exit 1
}

# A tree to plant into.
new_tree() {
    copy=$(mktemp -d)
    put=() expected=()
}
# put PATH TEXT, or put PATH with the text as input.
put() {
    mkdir -p "$copy/$(dirname "$1")"
    if [ $# = 2 ]; then printf '%b' "$2"; else cat; fi >"$copy/$1"
    put+=("$1")
}
# What was put there is in use: built, included, named.
use_all() {
    mkdir -p "$copy/tests"
    printf '# Builds all that was planted.\nadd_library(all tests/user.cpp %s)\n' "${put[*]}" >"$copy/CMakeLists.txt"
    printf '// Uses all that was planted.\n' >"$copy/tests/user.cpp"
    printf '%s\n' "${put[@]}" | sed -n 's/.*\.h$/#include "&"/p' >>"$copy/tests/user.cpp"
    printf '%s\n' "${put[@]}" >"$copy/.named"
}

# expect PATH:LINE WORDS: a complaint that must come, with these words in it.
expect() { expected+=("$1: $2"); }

# Those that are expected come, and no other.
check_tree() {
    local said one
    said=$(VESTIBULE_TIDY_ROOT=$copy "$here/tidy" 2>&1) && [ ${#expected[@]} = 0 ] && said=
    for one in "${expected[@]}"; do
        grep -F "${one%%: *}: " <<<"$said" | grep -qF "${one#*: }" || wrong "planted $one; found: ${said:-nothing}"
    done
    [ "$(grep -c . <<<"$said")" = ${#expected[@]} ] || wrong "planted ${#expected[@]} (${expected[*]}); found: $said"
    rm -rf "$copy"
}

# plant PATH LINE TEXT: a file whose violation must be found at that line; `none` for one that is in order.
plant() {
    put "$1" "$3"
    [ "$2" = none ] || expect "$1:$2" ""
}

good='// Says what this file is for.\n'

check_single_files() {
    local long_body
    long_body=$(printf '    a();\\n%.0s' {1..70})
    new_tree
    plant notes.txt 1 'hello\n'
    plant kiosk/visit/good.h none "$good#include \"kiosk/base/result.h\"\n"
    plant kiosk/visit/bare.h 1 '#pragma once\n'
    plant kiosk/visit/building.h 1 '#pragma once\n'
    plant build-asan/made.h none '#pragma once\n'
    plant kiosk/visit/late.h 1 '\n// Too late to say what it is for.\n'
    plant kiosk/visit/empty.h 1 ''
    plant tests/run 1 '#!/bin/bash\nset -e\n'
    plant tests/fresh none '#!/bin/bash\n# Says what it does.\nset -e\n'
    plant kiosk/visit/arrow.h 2 "$good#include \"kiosk/log/log.h\"\n"
    plant kiosk/desk/sdl.cpp 2 "$good#include <SDL2/SDL.h>\n"
    plant kiosk/desk/cups.cpp 2 "$good#include <cups/cups.h>\n"
    plant kiosk/desk/pqxx.cpp 2 "$good#include <pqxx/pqxx>\n"
    plant kiosk/visit/imgui.cpp 2 "$good#include <imgui/imgui.h>\n"
    plant kiosk/visit/fstream.cpp 2 "$good#include <fstream>\n"
    plant kiosk/visit/clock.cpp 2 "$good""auto now = std::chrono::system_clock::now();\n"
    plant kiosk/screens/lobby/log.cpp 2 "$good#include \"kiosk/log/log.h\"\n"
    plant kiosk/screens/lobby/sqlite.cpp 2 "$good#include <sqlite3.h>\n"
    plant printing/kiosk.cpp 2 "$good#include \"kiosk/base/result.h\"\n"
    plant kiosk/log/sql.cpp 2 "$good""sql(\"insert or rep""lace into event\");\n"
    plant kiosk/log/later.cpp 2 "$good// TO""DO later\n"
    plant kiosk/log/full.cpp none "$good$(printf 'x;\\n%.0s' {1..449})"
    plant kiosk/log/long.cpp 451 "$good$(printf 'x;\\n%.0s' {1..450})"
    plant kiosk/log/function.cpp 2 "${good}void f() {\n$long_body}\n"
    plant kiosk/log/method.cpp 3 "${good}struct S {\n    void f() {\n${long_body//    a/        a}    }\n};\n"
    plant kiosk/log/table.cpp none "${good}const int table[] = {\n$long_body};\n"
    use_all
    check_tree
}

check_roles_apart() {
    new_tree
    put kiosk/screens/lobby/a.cpp "$good#include \"kiosk/screens/guard/view.h\"\n#include \"kiosk/screens/common/flow.h\"\n"
    put kiosk/screens/guard/a.h "$good#include \"kiosk/screens/guard/view.h\"\n#include \"kiosk/screens/reception/view.h\"\n"
    put kiosk/screens/reception/a.cpp "$good#include \"kiosk/screens/app_screen.h\"\n#include \"kiosk/screens/lobby/page.h\"\n"
    put kiosk/screens/common/a.cpp "$good#include \"kiosk/screens/lobby/page.h\"\n"
    put kiosk/command/a.cpp "$good#include \"kiosk/screens/lobby/page.h\"\n"
    use_all
    expect kiosk/screens/lobby/a.cpp:2 "not screens/guard"
    expect kiosk/screens/guard/a.h:3 "not screens/reception"
    expect kiosk/screens/reception/a.cpp:3 "not screens/lobby"
    expect kiosk/screens/common/a.cpp:2 "not screens/lobby"
    check_tree
}

check_dead_sources() {
    new_tree
    put CMakeLists.txt '# Says what is built.\nadd_subdirectory(tests)\nadd_library(a kiosk/log/listed.cpp)\n'
    put kiosk/log/listed.cpp "$good#include \"kiosk/log/listed.h\"\n#include \"kiosk/log/used.h\"\n"
    put kiosk/log/listed.h "$good"
    put kiosk/log/used.h "$good"
    put kiosk/log/forgotten.cpp "$good"
    put kiosk/notify/CMakeLists.txt '# In a folder that nobody adds.\n'
    put tests/CMakeLists.txt <<'END'
# Says which tests there are.
function(program folder)
  file(GLOB a ${CMAKE_SOURCE_DIR}/tests/${folder}/*.cpp)
endfunction()
program(log)  # not program(sync)
END
    put tests/log/a_test.cpp "$good#include \"near.h\"\n"
    put tests/log/near.h "$good"
    put tests/log/helper.h "$good"
    put tests/log/deeper/a_test.cpp "$good"
    put tests/sync/a_test.cpp "$good"
    expect kiosk/log/listed.h:1 "no other file includes"
    expect kiosk/log/forgotten.cpp:1 "no CMakeLists.txt lists"
    expect kiosk/notify/CMakeLists.txt:1 "adds this folder"
    expect tests/log/helper.h:1 "no other file includes"
    expect tests/log/deeper/a_test.cpp:1 "no CMakeLists.txt lists"
    expect tests/sync/a_test.cpp:1 "no CMakeLists.txt lists"
    check_tree
}

check_dead_icons() {
    new_tree
    put assets/icons/bell.svg '<svg/>'
    put assets/icons/car.svg '<svg/>'
    put kiosk/screens/lobby/a.cpp "${good}draw({.icon = late ? \"bell\" : \"clock\"});\nsay(\"a car\", \"car.svg\");\n"
    put kiosk/screens/lobby/b.cpp "${good}const char* icon_of(int a) {\n    return a > 0 ? \"bell\" : \"note\";\n}\nconst char* b() {\n    return \"b\";\n}\n"
    put kiosk/desk/a.cpp "${good}send(\"car\");\n"
    use_all
    expect assets/icons/car.svg:1 "no other file names"
    expect kiosk/screens/lobby/a.cpp:2 "no icon clock"
    expect kiosk/screens/lobby/b.cpp:3 "no icon note"
    check_tree
}

check_dead_files() {
    new_tree
    put CMakeLists.txt '# Says what is built.\nadd_library(a tests/log/a_test.cpp tests/printing/golden.cpp)\n'
    put README.md 'Begin fresh with assets/samples/hosts.csv, as tests/tool.py does.\n'
    put assets/samples/hosts.csv 'name\n'
    put assets/samples/rooms.csv 'name\n'
    put config/unread.toml '# Nobody reads this file, which is unread.toml.\n'
    put tests/fresh '#!/bin/sh\n# Only a word of README, not named there.\n'
    put tests/log/a_test.cpp "${good}open(\"tests/log/fixtures/old.db\");\n"
    put tests/log/fixtures/old.db 'a'
    put tests/log/fixtures/older.db 'a'
    put tests/log/fixtures/version-1.db 'a'
    put tests/printing/golden.cpp "${good}auto folder = \"tests/printing/golden\";\n"
    put tests/printing/golden/card.png 'a'
    put tests/tool.py '"""Is run as README says."""\nimport part\n'
    put tests/part.py '"""Is part of tool.py."""\n'
    put tests/parts.py '"""Is part of nothing."""\n'
    expect assets/samples/rooms.csv:1 "no other file names"
    expect config/unread.toml:1 "no other file names"
    expect tests/fresh:1 "no other file names"
    expect tests/log/fixtures/older.db:1 "no other file names"
    expect tests/log/fixtures/version-1.db:1 "no other file names"
    expect tests/parts.py:1 "no other file names"
    check_tree
}

put_free_functions() {
    put kiosk/log/a.h <<'END'
// Functions that are called by others, by nobody, by tests, by their own file, by a macro and by a header, or handed on.
[[nodiscard]] int called(int of = 1);
int dead(std::function<void(int)> use);
int tested();
int allowed();
int inner();
int by_macro();
int by_header();
inline int used() { return by_header(); }
int handed_on();
#define MACRO by_macro()
END
    put kiosk/log/a.cpp <<'END'
// Defines them; dead() only here.
#include "kiosk/log/a.h"
int called(int of) { return of; }
int dead(std::function<void(int)> use) try { return 1; } catch (...) { return 2; }
int tested() { return 1; }
int allowed() { return inner(); }
int inner() { return 1; }
END
    put kiosk/log/user.cpp <<'END'
// Calls them, but "dead()" only in words; this tested() is another one, and here dead is a variable.
#include "kiosk/log/a.h"
int sum = called(MACRO) + used() + text.tested();
int sum_of(int dead) { return each(handed_on, dead); }
END
    put printing/own.h "${good}int own();\n"
    put printing/own.cpp "$good#include \"printing/own.h\"\nint own() { return 1; }\nint other() { return own(); }\n"
    put tests/a_test.cpp '// Tests some of them.\n#include "kiosk/log/a.h"\nint t = tested() + allowed() + inner();\n'
    put tests/tidy_allowed <<'END'
# Functions that only tests call.
kiosk/log/a.h allowed  # a reason
kiosk/log/a.h gone     # a reason
kiosk/log/a.h dead
END
    expect kiosk/log/a.h:3 "nobody calls dead:"
    expect kiosk/log/a.h:4 "only tests call tested:"
    expect printing/own.h:2 "only the file that defines own calls it: declare"
    expect tests/tidy_allowed:3 "no gone that only tests call"
}

put_methods() {
    put kiosk/desk/b.h <<'END'
// A class whose rows() is called, but not its size(); what is private or overrides is nobody's business.
class B : public Base {
  public:
    B() : a_{1}, b_{2} {}
    ~B();
    int rows() const { return more(); }
    int size() const;
    int count() override;
    bool operator==(const B&) const = default;

  private:
    int more() const;
    int hidden();
    int a_, b_;
};
END
    put kiosk/desk/c.h <<'END'
// A struct that calls a method of its own.
struct C {
    std::function<Row(int)> field{};
    static int made(int of);
    int own();
};
END
    put kiosk/desk/c.cpp <<'END'
// Defines C's.
#include "kiosk/desk/b.h"
#include "kiosk/desk/c.h"
int C::own() { return own() + C::made(1); }
int C::made(int of) { return b.rows(); }
int size = c.size + size(c);
END
    put kiosk/desk/d.cpp '// Does not see B: this is the size of another.\nint length = text.size();\n'
    expect kiosk/desk/b.h:7 "nobody calls B::size:"
    expect kiosk/desk/c.h:5 "only the file that defines C::own calls it: make it private"
}

check_dead_functions() {
    new_tree
    put_free_functions
    put_methods
    use_all
    check_tree
}

self_test() {
    check_single_files
    check_roles_apart
    check_dead_sources
    check_dead_icons
    check_dead_files
    check_dead_functions
    check_prices
    printf 'House rules: every planted violation was found.\n'
}
