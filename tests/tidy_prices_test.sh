# The price list's part of `tests/tidy --self-test`: a small history in which things are added, renamed and moved.
# shellcheck shell=bash disable=SC2154

commit() {
    git -C "$copy" add -A
    git -C "$copy" -c user.name=Tidy -c user.email=tidy@example.org -c commit.gpgsign=false commit -q -m "$1"
}
add_line() { mkdir -p "$copy/$(dirname "$1")" && printf '%b\n' "$2" >>"$copy/$1"; }
prices() { VESTIBULE_TIDY_ROOT=$copy "$here/tidy" --prices "$@"; }
same() { [ "$2" = "$3" ] || wrong "$1 should say: $2; it says: $3"; }

begin_history() {
    new_tree
    git -C "$copy" init -q
    add_line kiosk/visit/kinds.cpp '{kind::visit_booked, visit, 1, "person, host?",\n "purpose?"},'
    add_line kiosk/screens/lobby/screen.h 'using Screen = std::variant<Welcome, Confirm>;'
    add_line kiosk/command/leave.cpp 'program.add_verb("leave", "")'
    add_line kiosk/station/station.cpp 'printing_ = std::make_unique<Worker>('
    add_line assets/locales/zh_CN.po 'msgid ""'
    add_line kiosk/visit/policy_file.cpp '{"version", Form::number}'
    add_line kiosk/ui/widgets.h 'bool button(Ui& ui, const ButtonSpec& spec);'
    commit begin
}

add_things() {
    local path
    add_line kiosk/visit/kinds.cpp '{"visit.rated", visit, 1, "score", ""},'
    for path in kiosk/visit/visit_state.cpp README.md tests/visit/a.cpp assets/locales/zh_CN.po printing/golden/a.png; do
        add_line "$path" rated
    done
    commit rate
    sed -i 's/purpose?/purpose?, plate?/' "$copy/kiosk/visit/kinds.cpp"
    commit plate
    sed -i 's/Confirm>/Confirm,\n Goodbye>/' "$copy/kiosk/screens/lobby/screen.h"
    for path in step.cpp goodbye.cpp CMakeLists.txt; do add_line "kiosk/screens/lobby/$path" goodbye; done
    commit goodbye
    add_line kiosk/command/admit.cpp 'program.add_verb("admit", "")'
    add_line kiosk/station/station.cpp 'telling_ = std::make_unique<Worker>('
    commit 'admit and tell'
    add_line assets/locales/de.po 'msgid ""'
    commit German
    add_line kiosk/visit/policy_file.cpp '{"lead_hours", Form::number}'
    add_line kiosk/ui/widgets.h '[[nodiscard]] Rect sheet(Ui& ui);\n[[nodiscard]] float sheet_height(Ui& ui);\nvoid ring(Ui& ui);'
    commit 'lead hours and widgets'
}

check_added_things() {
    local two_things='  within: 2 files, 5 at most, for 1 verb (admit) and 1 work (telling_)'
    local two_more='  within: 2 files, 6 at most, for 1 policy key (lead_hours) and 2 widgets (ring, sheet)'
    same prices "  within: 2 files, 3 at most, for 1 kind of event (visit.rated)
  within: 1 file, 4 at most, for 1 field of a visit or a person (plate)
  over: 4 files, 3 at most, for 1 screen (Goodbye)
$two_things
$two_things
  within: 0 files, 1 at most, for 1 language (assets/locales/de.po)
$two_more
$two_more" "$(prices | grep '^  [a-z]')"
    same 'the files of a commit' '        kiosk/visit/kinds.cpp
        kiosk/visit/visit_state.cpp' "$(prices | sed -n '/ rate$/,/^A/s/^        /&/p')"
    same 'one commit' "$two_more
$two_more" "$(prices 1 | grep '^  [a-z]')"
}

# Neither another name nor another place is one more.
change_things() {
    sed -i 's/Goodbye/Farewell/' "$copy/kiosk/screens/lobby/screen.h"
    git -C "$copy" mv kiosk/command/admit.cpp kiosk/command/let_in.cpp
    sed -i 's/{kind::/ {kind::/' "$copy/kiosk/visit/kinds.cpp"
    commit rename
}

check_prices() {
    command -v git >/dev/null || { printf 'The price list is not tested: there is no git.\n' && return; }
    local blind='Price list: finds no work in this tree any more; tests/tidy_prices.py says where it looks.'
    begin_history
    add_things
    check_added_things
    change_things
    same 'a commit that renames' '' "$(prices 1 | grep -v '^A ')"
    sed -i 's/_ = std::make_unique<Worker>/.emplace/' "$copy/kiosk/station/station.cpp"
    commit 'works elsewhere'
    same 'the summary' "Price list: of the last 20 commits 6 added a thing, 1 of them in more files than it should take (tests/tidy --prices).
  1 screen (Goodbye): 4 files, 3 at most
$blind" "$(prices --summary 20 | sed -E 's/^  [0-9a-f]{9} /  /')"
    git clone -q --depth 2 "file://$copy" "$copy/shallow"
    same 'a shallow clone' "$blind" "$(VESTIBULE_TIDY_ROOT=$copy/shallow "$here/tidy" --prices | grep -v '^A ')"
    rm -rf "$copy/.git"
    same 'no history' '' "$(prices --summary 20)"
    rm -rf "$copy"
}
