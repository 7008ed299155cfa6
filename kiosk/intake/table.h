// A table from a CSV or TSV file: header row in any order, whatever the encoding and the separator.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/intake/import_rows.h"

namespace vestibule {

inline constexpr std::size_t table_rows_max = 100'000;
inline constexpr std::size_t table_columns_max = 64;
inline constexpr std::size_t cell_bytes_max = 4096;  // what is beyond it is dropped

struct Column {
    std::string_view name;                 // as FORMATS calls it
    std::vector<std::string_view> others;  // other headings that mean it, in lower case with "_" for spaces
    bool required = false;                 // a file without it is refused
};

// Immutable once read. The `columns` given must outlive it.
class Table {
  public:
    struct Row {
        int line = 0;                    // where it begins in the file, from 1
        std::vector<std::string> cells;  // one for each of the columns asked for
    };

    // Parses with libcsv (RFC 4180, lenient about stray quotes). `encoding`: chosen by a person; empty = told by the
    // text. A first line such as `sep=;` names the separator. The apostrophe of a formula guard (formula_guard.h) is
    // off. Thread: any. Never blocks. Errors: give_up as decode_text(), without a required column (named), with two
    // columns of one meaning, or beyond rows_max or columns_max. A single bad row is in refused(), as is one with
    // characters that couldn't be read.
    [[nodiscard]] static Result<Table> read(std::string_view content, std::string_view file_name,
                                            std::span<const Column> columns, const std::string& encoding = "");

    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
    [[nodiscard]] const std::vector<Refused>& refused() const { return refused_; }
    [[nodiscard]] const std::vector<std::string>& remarks() const { return remarks_; }
    // Valid UTF-8, not yet cleaned; empty where the file doesn't have that column.
    [[nodiscard]] const std::string& cell(const Row& row, std::string_view column) const;

  private:
    explicit Table(std::span<const Column> columns) : columns_{columns} {}
    Result<> take_header(const std::vector<std::string>& headings, std::string_view file_name);
    void take_row(int line, std::vector<std::string> cells, std::string_view encoding);

    std::span<const Column> columns_;
    std::vector<int> column_of_;  // for each column of the file: its place in columns_, or -1
    std::vector<Row> rows_;
    std::vector<Refused> refused_;
    std::vector<std::string> remarks_;
};

}  // namespace vestibule
