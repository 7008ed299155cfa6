# Finds files and functions that are too long, for tests/tidy. Relies on clang-format: a function's head and its closing brace
# stand at the same indentation, 0 for functions and 4 for those inside a class; everything between is indented further.

function complain(line, text) {
    printf "%s:%d: %s\n", file, line, text
    failed = 1
}

function close_function(start) {
    if (start && FNR - start + 1 > function_max)
        complain(start, sprintf("this function has %d lines, %d at most: split it by what its parts are for", FNR - start + 1, function_max))
}

function close_file() {
    if (lines > lines_max) complain(lines_max + 1, sprintf("this file has %d lines, %d at most: it holds two ideas, give each its own", lines, lines_max))
}

FNR == 1 {
    close_file()
    file = FILENAME
    raw_end = ""
    outer = 0; inner = 0; in_class = 0
}
{ lines = FNR }

# Inside a raw string (SQL, JSON) nothing counts as code.
raw_end {
    if (index($0, raw_end)) raw_end = ""
    next
}
match($0, /R"[A-Za-z_]*\(/) {
    delimiter = substr($0, RSTART + 2, RLENGTH - 3)
    rest = substr($0, RSTART + RLENGTH)
    if (!index(rest, ")" delimiter "\"")) raw_end = ")" delimiter "\""
}

/^(class|struct|union|enum|namespace|extern)/ { in_class = /^(class|struct|union)/; outer = 0; next }
/^}[^;]*$/ { close_function(outer); outer = 0; inner = 0; in_class = 0; next }
/^};/ { outer = 0; inner = 0; in_class = 0; next }
/^[A-Za-z_~]/ { outer = /[;]$/ ? 0 : FNR; next }
in_class && /^    [A-Za-z_~\[]/ { inner = /[;]$/ ? 0 : FNR; next }
in_class && /^    }[^;]*$/ { close_function(inner); inner = 0 }

END {
    close_file()
    exit failed
}
