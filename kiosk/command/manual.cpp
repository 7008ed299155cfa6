// The manual page, made of the same words as the help.
#include <fmt/format.h>

#include "kiosk/command/help.h"
#include "kiosk/command/verb_table.h"

namespace vestibule {
namespace {

// Roff reads a backslash as a command, a dash as a hyphen, and a point at a line's beginning as a request.
std::string roff(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

std::string shape(const OptionWords& option) {
    const auto name = fmt::format("\\fB{}\\fR", roff(option.name));
    if (option.positional) return fmt::format("\\fI{}\\fR", roff(option.name));
    if (!option.choices.empty())
        return fmt::format("{} {}", name, roff(fmt::format("{}", fmt::join(option.choices, "|"))));
    return option.value.empty() ? name : fmt::format("{} \\fI{}\\fR", name, roff(option.value));
}

void add_options(std::string& out, const std::vector<OptionWords>& options) {
    for (const auto& option : options) {
        auto help = option.help;
        if (!option.usually.empty()) help += (help.empty() ? "default: " : "; default: ") + option.usually;
        out += fmt::format(".TP\n{}\n{}\n", shape(option), help.empty() ? "\\&" : roff(help));
    }
}

std::string example_of(const std::string& path) {
    const auto row = row_of_verb(path);
    if (row.example.empty()) return "";
    return fmt::format(".PP\nFor example:\n.PP\n.nf\n.RS\nvestibule {}\n.RE\n.fi\n", roff(row.example));
}

constexpr std::string_view manual_head =
    R"(.\" The manual page of vestibule, made by `vestibule help --man`: change the verbs, then make it again.
.TH VESTIBULE 1 "" "Vestibule" "User Commands"
.SH NAME
vestibule \- a check\-in station for the entrance of a building
.SH SYNOPSIS
.B vestibule
[\fIcommand\fR] [\fIoptions\fR]
.SH DESCRIPTION
Visitors register themselves or confirm an appointment on a touchscreen and get a badge with a QR code; guards verify
badges at the gates; reception sees the day. Alone, \fBvestibule\fR starts the station on this display.
.PP
A command beside a running station is handed to it; a busy one is waited for. Commands that only read answer from the
station's files, also on a full or a read\-only disk, and while the station hangs. A name that no station has is never
made a station, but by \fBrun\fR, \fBrehearse\fR, \fBstation enroll\fR and a first \fBimport\fR, which say so.
)";

constexpr std::string_view manual_tail = R"(.SH EXIT STATUS
.TP
0
done
.TP
1
the answer is no; the reason is on standard error, or in the JSON
.TP
2
wrong usage or input, or a question that could not be answered
.SH FILES
.TP
\fI$XDG_DATA_HOME/vestibule\fR
the data folder: a folder for each station, \fIcentral.db\fR where they meet, \fIsite/\fR with the keys of the site
.TP
\fIconfig/vestibule.toml\fR, \fI/etc/vestibule/vestibule.toml\fR
the settings of a station
.TP
\fIconfig/policy.toml\fR, \fI/etc/vestibule/policy.toml\fR
the rules that a new site begins with
.SH ENVIRONMENT
.TP
\fBTMPDIR\fR
where a log is copied that can't be opened in place; else memory or a temporary disk
)";

}  // namespace

std::string manual_page(const VerbWords& program) {
    std::string out{manual_head};
    out += ".SH OPTIONS\nThese go with every command.\n";
    add_options(out, program.options);
    out += ".SH COMMANDS\n";
    for (const auto& [path, verb] : leaves_of(program)) {
        const auto synopsis = synopsis_of(*verb);
        out += fmt::format(".SS vestibule {}\n", roff(path));
        if (!synopsis.empty()) out += fmt::format("\\fBvestibule {}\\fR {}\n.PP\n", roff(path), roff(synopsis));
        out += roff(verb->help) + "\n";
        add_options(out, verb->options);
        out += example_of(path);
    }
    return out += manual_tail;
}

}  // namespace vestibule
