// The staff list from a CSV file.
#include "kiosk/intake/hosts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "kiosk/base/text.h"
#include "kiosk/intake/fields.h"
#include "kiosk/intake/table.h"

namespace vestibule {
namespace {

// No host has one: the table is of visitors.
constexpr const char* appointments_begin = "from";

const std::vector<Column>& host_columns() {
    static const std::vector<Column> columns = {
        {.name = "name",
         .others = {"full_name", "display_name", "host", "姓名", "名字", "员工姓名"},
         .required = true},
        {.name = "department", .others = {"dept", "team", "部门", "部門"}},
        {.name = "email", .others = {"mail", "email_address", "邮箱", "电子邮箱", "电子邮件", "邮件", "邮箱地址"}},
        {.name = "phone",
         .others = {"telephone", "tel", "mobile", "phone_number", "电话", "手机", "手机号", "联系电话"}},
        {.name = "location", .others = {"office", "desk", "place", "位置", "办公室", "办公地点", "地点"}},
        {.name = "delegate_email", .others = {"delegate", "deputy", "deputy_email", "代理人", "代理人邮箱"}},
        {.name = "languages", .others = {"language", "语言"}},
        {.name = appointments_begin, .others = {"start", "开始", "开始时间", "到访时间", "来访时间"}},
    };
    return columns;
}

// "en, zh-CN" -> "en zh_CN"; what is no language is left out.
std::string languages_of(std::string_view raw) {
    std::string out, word;
    const auto take = [&] {
        if (const auto language = language_name(word)) out += (out.empty() ? "" : " ") + *language;
        word.clear();
    };
    for (const char c : clean_line(raw, line_length_max)) {
        if (c == ' ' || c == ',' || c == ';' || c == '/' || c == '|')
            take();
        else
            word += c;
    }
    take();
    return out;
}

// An optional mail address: empty stays empty.
Result<std::string> optional_mail(const std::string& raw, std::string_view column) {
    if (clean_line(raw, line_length_max).empty()) return std::string{};
    if (auto mail = mail_address(raw)) return std::move(*mail);
    return give_up(fmt::format("\"{}\" in column {} is no mail address; write one like name@company.example",
                               clean_line(raw, line_length_max), column));
}

Result<HostRow> host_of(const Table& table, const Table::Row& row) {
    HostRow host{.name = clean_line(table.cell(row, "name"), name_length_max),
                 .department = clean_line(table.cell(row, "department"), name_length_max),
                 .location = clean_line(table.cell(row, "location"), line_length_max),
                 .languages = languages_of(table.cell(row, "languages")),
                 .line = row.line};
    if (host.name.empty()) return give_up("the name is missing; a host needs one");
    VESTIBULE_TRY(email, optional_mail(table.cell(row, "email"), "email"));
    VESTIBULE_TRY(delegate, optional_mail(table.cell(row, "delegate_email"), "delegate_email"));
    VESTIBULE_TRY(phone, phone_text(table.cell(row, "phone")));
    host.email = std::move(email);
    host.phone = std::move(phone);
    host.delegate_email = std::move(delegate);
    host.phone_digits = digits_of(host.phone);
    return host;
}

}  // namespace

Result<Imported<HostRow>> read_hosts(std::string_view content, std::string_view file_name,
                                     const std::string& encoding) {
    VESTIBULE_TRY(table, Table::read(content, file_name, host_columns(), encoding));
    Imported<HostRow> out{.taken = {}, .refused = table.refused(), .doubts = {}, .remarks = table.remarks()};
    const auto has_begin = [&](const Table::Row& row) { return !table.cell(row, appointments_begin).empty(); };
    if (std::ranges::any_of(table.rows(), has_begin))
        return give_up(
            fmt::format("{} has a column \"{}\", so it is a table of appointments: import it with "
                        "`vestibule import people`",
                        file_name, appointments_begin));
    std::map<std::string, int> line_of_mail;
    for (const auto& row : table.rows()) {
        auto host = host_of(table, row);
        if (!host) {
            out.refused.push_back({row.line, host.error().what});
            continue;
        }
        const auto [earlier, is_new] = line_of_mail.try_emplace(host->email, row.line);
        if (!host->email.empty() && !is_new)
            out.refused.push_back(
                {row.line, fmt::format("{} has the mail address of line {}; a host is known by it, so "
                                       "remove one of the two",
                                       host->name, earlier->second)});
        else
            out.taken.push_back(std::move(*host));
    }
    return out;
}

}  // namespace vestibule
