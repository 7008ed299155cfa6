// A table from a CSV or TSV file, parsed by libcsv.
#include "kiosk/intake/table.h"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "kiosk/base/ensure.h"
#include "kiosk/base/text.h"
#include "kiosk/intake/encoding.h"
#include "kiosk/intake/formula_guard.h"

namespace vestibule {
namespace {

struct RawRow {
    int line = 1;
    std::vector<std::string> cells;
};

// What libcsv's callbacks collect. Line ends are single, and each one outside of quotes is reported (CSV_REPALL_NL),
// so that lines can be counted.
struct Collector {
    std::vector<RawRow> rows;
    RawRow current;
    int newlines_in_cells = 0;
    bool too_many = false;

    void take_cell(std::string_view cell) {
        newlines_in_cells += static_cast<int>(std::count(cell.begin(), cell.end(), '\n'));
        // One cell more than allowed is kept, so that the excess is noticed.
        if (current.cells.size() <= table_columns_max) current.cells.emplace_back(cell.substr(0, cell_bytes_max));
    }
    void end_row() {
        const int next_line = current.line + newlines_in_cells + 1;
        newlines_in_cells = 0;
        const bool blank = std::all_of(current.cells.begin(), current.cells.end(),
                                       [](const std::string& cell) { return cell.empty(); });
        too_many = too_many || rows.size() > table_rows_max;
        if (!blank && !too_many) rows.push_back(std::move(current));
        current = RawRow{.line = next_line};
    }
};

void on_cell(void* data, std::size_t size, void* collector) {
    static_cast<Collector*>(collector)->take_cell({static_cast<const char*>(data), size});
}
void on_row(int, void* collector) {
    static_cast<Collector*>(collector)->end_row();
}

// The separator that the first line has most of, outside of quotes.
char separator_of(std::string_view text) {
    std::size_t commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false;
    for (const char c : text) {
        if (c == '\n' && !quoted) break;
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        commas += c == ',';
        semicolons += c == ';';
        tabs += c == '\t';
    }
    if (tabs > commas && tabs > semicolons) return '\t';
    return semicolons > commas ? ';' : ',';
}

// Excel's own hint, in quotation marks where another program wrote the file anew: sep=;
std::optional<char> separator_hint(std::string_view line) {
    std::string hint;
    for (const char c : line)
        if (c != '"') hint += c;
    constexpr std::string_view key = "sep=";
    if (hint.size() <= key.size() || !same_ignoring_case(hint.substr(0, key.size()), key)) return std::nullopt;
    const char separator = hint[key.size()];
    const bool usable = (separator == '\t' || separator > ' ') && separator < 0x7F && std::isalnum(separator) == 0;
    // A program that knows no hint pads the row to the width of the others.
    const bool alone = hint.find_first_not_of(separator, key.size()) == std::string::npos;
    return usable && alone ? std::optional{separator} : std::nullopt;
}

std::vector<std::string> headings_of(std::span<const Column> columns) {
    std::vector<std::string> out;
    for (const auto& column : columns) out.insert(out.end(), column.others.begin(), column.others.end());
    return out;
}

std::vector<std::string> remarks_on(const DecodedText& decoded) {
    if (decoded.encoding == "UTF-8") return {};
    if (decoded.sample.empty()) return {fmt::format("read as {}", decoded.encoding)};
    return {fmt::format("read as {}, for instance \"{}\"; if that is wrong, import again with --encoding NAME",
                        decoded.encoding, decoded.sample)};
}

struct Parsed {
    std::vector<RawRow> rows;
    std::vector<Refused> refused;
    bool too_many = false;
};

Parsed parse(std::string_view text, char separator, int first_line) {
    Collector collector;
    collector.current.line = first_line;
    csv_parser parser;
    ensure(csv_init(&parser, CSV_REPALL_NL) == 0, "libcsv knows its options");
    csv_set_delim(&parser, static_cast<unsigned char>(separator));
    csv_set_blk_size(&parser, cell_bytes_max);
    csv_parse(&parser, text.data(), text.size(), on_cell, on_row, &collector);
    // Stray quotes were forgiven so far; one that is never closed has swallowed rows.
    csv_set_opts(&parser, CSV_REPALL_NL | CSV_STRICT | CSV_STRICT_FINI);
    Parsed out;
    if (csv_fini(&parser, on_cell, on_row, &collector) != 0)
        out.refused.push_back(
            {collector.current.line,
             "a quotation mark opens here and is never closed, so the rows from here on can't be told "
             "apart; close it and import again"});
    csv_free(&parser);
    out.rows = std::move(collector.rows);
    out.too_many = collector.too_many;
    return out;
}

// "Delegate e-mail" -> "delegate_email", "邮箱" stays.
std::string heading_key(std::string_view heading) {
    std::string out;
    for (char c : clean_line(heading, line_length_max)) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '-' || c == '*' || c == ':') continue;
        out += c == ' ' ? '_' : c;
    }
    return out;
}

int place_of(std::span<const Column> columns, const std::string& heading) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& others = columns[i].others;
        if (columns[i].name == heading || std::find(others.begin(), others.end(), heading) != others.end())
            return static_cast<int>(i);
    }
    return -1;
}

}  // namespace

Result<Table> Table::read(std::string_view content, std::string_view file_name, std::span<const Column> columns,
                          const std::string& encoding) {
    VESTIBULE_TRY(decoded, decode_text(content, file_name, {.encoding = encoding, .known = headings_of(columns)}));
    Table table{columns};
    table.remarks_ = remarks_on(decoded);
    std::string_view text = decoded.text;
    int first_line = 1;
    char separator = separator_of(text);
    if (const auto hint = separator_hint(text.substr(0, text.find('\n')))) {
        separator = *hint;
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
        first_line = 2;
    }
    auto parsed = parse(text, separator, first_line);
    if (parsed.too_many)
        return give_up(
            fmt::format("{} has more than {} rows; split it into smaller files", file_name, table_rows_max));
    if (parsed.rows.empty())
        return give_up(fmt::format("{} has no header row; its first row must name the columns", file_name));
    VESTIBULE_CHECK(table.take_header(parsed.rows.front().cells, file_name));
    for (std::size_t i = 1; i < parsed.rows.size(); ++i)
        table.take_row(parsed.rows[i].line, std::move(parsed.rows[i].cells), decoded.encoding);
    table.refused_.insert(table.refused_.end(), parsed.refused.begin(), parsed.refused.end());
    return table;
}

Result<> Table::take_header(const std::vector<std::string>& headings, std::string_view file_name) {
    if (headings.size() > table_columns_max)
        return give_up(
            fmt::format("{} has more than {} columns; is it the right file?", file_name, table_columns_max));
    std::vector<std::string> found(columns_.size());  // under which heading
    for (const auto& heading : headings) {
        const int place = place_of(columns_, heading_key(heading));
        column_of_.push_back(place);
        if (place < 0) {
            if (const auto shown = clean_line(heading, line_length_max); !shown.empty())
                remarks_.push_back(fmt::format("the column \"{}\" isn't known and was left out", shown));
            continue;
        }
        const auto index = static_cast<std::size_t>(place);
        const auto shown = clean_line(heading, line_length_max);
        if (!found[index].empty())
            return give_up(
                fmt::format("{} has two columns for \"{}\", headed \"{}\" and \"{}\": take one of them out, "
                            "or give it another heading",
                            file_name, columns_[index].name, found[index], shown));
        found[index] = shown;
    }
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i].required && found[i].empty())
            return give_up(
                fmt::format("{} has no column \"{}\"; its first row must name the columns, and this one is needed",
                            file_name, columns_[i].name));
    return {};
}

void Table::take_row(int line, std::vector<std::string> cells, std::string_view encoding) {
    // An unquoted separator shifts all that follows, so such a row can't be trusted.
    for (std::size_t i = column_of_.size(); i < cells.size(); ++i) {
        if (cells[i].empty()) continue;
        refused_.push_back(
            {line, fmt::format("this row has {} cells or more, the header only {}; put text that holds the "
                               "separator into quotation marks",
                               i + 1, column_of_.size())});
        return;
    }
    Row row{.line = line, .cells = std::vector<std::string>(columns_.size())};
    for (std::size_t i = 0; i < cells.size() && i < column_of_.size(); ++i) {
        if (column_of_[i] < 0) continue;
        const auto place = static_cast<std::size_t>(column_of_[i]);
        if (cells[i].find("\uFFFD") != std::string::npos) {
            refused_.push_back(
                {line, fmt::format("\"{}\" in column {} holds what isn't valid {}; correct it, or choose "
                                   "the right encoding with --encoding NAME",
                                   clean_line(cells[i], line_length_max), columns_[place].name, encoding)});
            return;
        }
        row.cells[place] = without_formula_guard(std::move(cells[i]));
    }
    rows_.push_back(std::move(row));
}

const std::string& Table::cell(const Row& row, std::string_view column) const {
    const auto found =
        std::find_if(columns_.begin(), columns_.end(), [&](const Column& c) { return c.name == column; });
    ensure(found != columns_.end(), "only columns that were asked for are read");
    return row.cells[static_cast<std::size_t>(found - columns_.begin())];
}

}  // namespace vestibule
