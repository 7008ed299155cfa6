// Appointments from a CSV file.
#include "kiosk/intake/appointments_csv.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <vector>

#include "kiosk/base/text.h"
#include "kiosk/intake/fields.h"
#include "kiosk/intake/table.h"
#include "kiosk/intake/written_time.h"

namespace vestibule {
namespace {

constexpr auto visit_length_default = std::chrono::hours{1};

const std::vector<Column>& appointment_columns() {
    static const std::vector<Column> columns = {
        {.name = "from",
         .others = {"start", "begin", "arrival", "开始", "开始时间", "到访时间", "来访时间"},
         .required = true},
        {.name = "until", .others = {"end", "to", "结束", "结束时间", "离开时间"}},
        {.name = "name",
         .others = {"visitor", "visitor_name", "full_name", "姓名", "访客", "访客姓名"},
         .required = true},
        {.name = "company", .others = {"organisation", "organization", "单位", "公司", "来访单位"}},
        {.name = "phone", .others = {"telephone", "tel", "mobile", "电话", "手机", "手机号", "联系电话"}},
        {.name = "email", .others = {"mail", "email_address", "邮箱", "电子邮箱", "电子邮件"}},
        {.name = "host_email", .others = {"host_mail", "被访人邮箱", "接待人邮箱"}},
        {.name = "host_name", .others = {"host", "被访人", "接待人"}},
        {.name = "purpose", .others = {"reason", "subject", "来意", "事由", "来访事由"}},
        {.name = "room", .others = {"meeting_room", "location", "会议室"}},
        {.name = "type", .others = {"visitor_type", "类型", "访客类型"}},
        {.name = "level", .others = {"级别", "接待级别"}},
        {.name = "companions", .others = {"companion_count", "随行人数"}},
        {.name = "plate", .others = {"licence_plate", "license_plate", "vehicle", "车牌", "车牌号"}},
        {.name = "language", .others = {"languages", "语言"}},
        // What an export says beside that.
        {.name = "visit", .others = {}},
        {.name = "phase", .others = {}},
        {.name = "arrived", .others = {}},
        {.name = "admitted", .others = {}},
        {.name = "left", .others = {}},
    };
    return columns;
}

tl::unexpected<Problem> bad_cell(const std::string& raw, std::string_view column, std::string_view advice) {
    return give_up(
        fmt::format("\"{}\" in column {} can't be understood; {}", clean_line(raw, line_length_max), column, advice));
}

Result<> take_times(AppointmentRow& out, const std::string& from, const std::string& until,
                    const WrittenTimes& times) {
    const auto advice = fmt::format("write {}", time_forms);
    const auto start = times.read(from, DayEdge::start);
    if (!start) return bad_cell(from, "from", advice);
    out.from = *start;
    if (clean_line(until, line_length_max).empty()) {
        // A date alone reads differently at its two edges.
        const auto end = times.read(from, DayEdge::end);
        out.until = *end != *start ? *end : *start + visit_length_default;
        return {};
    }
    const auto end = times.read_end(until, *start);
    if (!end) return bad_cell(until, "until", advice + ", or a time alone");
    if (*end <= *start) return bad_cell(until, "until", "it must be later than \"from\"");
    out.until = *end;
    return {};
}

Result<> take_mails(AppointmentRow& out, const std::string& visitor, const std::string& host) {
    constexpr std::string_view advice = "write one mail address like name@company.example";
    if (!clean_line(visitor, line_length_max).empty()) {
        const auto mail = mail_address(visitor);
        if (!mail) return bad_cell(visitor, "email", advice);
        out.email = *mail;
    }
    if (!clean_line(host, line_length_max).empty()) {
        const auto mail = mail_address(host);
        if (!mail) return bad_cell(host, "host_email", advice);
        out.host_email = *mail;
    }
    return {};
}

Result<int> companions_of(const std::string& raw) {
    const auto text = clean_line(raw, line_length_max);
    if (text.empty()) return 0;
    int value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > companions_max)
        return bad_cell(raw, "companions", fmt::format("write a number from 0 to {}", companions_max));
    return value;
}

std::string key_of(const AppointmentRow& row) {
    const auto& contact = row.phone_digits.empty() ? row.email : row.phone_digits;
    return fmt::format("csv\n{}\n{}\n{}", micros(row.from), row.name, contact);
}

// Visits that a phase of an export says don't take place.
bool is_called_off(std::string_view phase) {
    return phase == "cancelled" || phase == "declined";
}

// Of all that the file has, so that 03/12/2026 is read as the others are.
SlashOrder slash_order_in(const Table& table) {
    std::vector<std::string_view> cells;
    for (const auto& row : table.rows())
        for (const auto* column : {"from", "until"}) cells.emplace_back(table.cell(row, column));
    return slash_order_of(cells);
}

Result<AppointmentRow> appointment_of(const Table& table, const Table::Row& row, const WrittenTimes& times) {
    const auto line = [&](std::string_view column) { return clean_line(table.cell(row, column), line_length_max); };
    AppointmentRow out{.name = clean_line(table.cell(row, "name"), name_length_max),
                       .company = clean_line(table.cell(row, "company"), name_length_max),
                       .host_name = clean_line(table.cell(row, "host_name"), name_length_max),
                       .purpose = line("purpose"),
                       .room = line("room"),
                       .type = line("type"),
                       .plate = line("plate"),
                       .cancelled = is_called_off(line("phase"))};
    out.line = row.line;
    out.visit = line("visit");
    if (out.name.empty()) return give_up("the name is missing; an appointment needs one");
    VESTIBULE_CHECK(take_times(out, table.cell(row, "from"), table.cell(row, "until"), times));
    VESTIBULE_TRY(phone, phone_text(table.cell(row, "phone")));
    out.phone = std::move(phone);
    VESTIBULE_CHECK(take_mails(out, table.cell(row, "email"), table.cell(row, "host_email")));
    VESTIBULE_TRY(companions, companions_of(table.cell(row, "companions")));
    out.companions = companions;
    out.level = level_name(line("level")).value_or(line("level"));
    out.language = language_name(line("language")).value_or("");
    out.phone_digits = digits_of(out.phone);
    out.key = key_of(out);
    return out;
}

}  // namespace

Result<Imported<AppointmentRow>> read_appointments_csv(std::string_view content, std::string_view file_name,
                                                       const SiteZone& zone, const CsvOptions& options) {
    VESTIBULE_TRY(table, Table::read(content, file_name, appointment_columns(), options.encoding));
    Imported<AppointmentRow> out{.taken = {}, .refused = table.refused(), .doubts = {}, .remarks = table.remarks()};
    const WrittenTimes times{zone, options.languages, slash_order_in(table)};
    std::map<std::string, int> line_of_key;
    for (const auto& row : table.rows()) {
        auto appointment = appointment_of(table, row, times);
        if (!appointment) {
            out.refused.push_back({row.line, appointment.error().what});
            continue;
        }
        // Two visits of an export may be alike; they are two all the same.
        if (!appointment->visit.empty() && line_of_key.contains(appointment->key))
            appointment->key += "\n" + appointment->visit;
        const auto [earlier, is_new] = line_of_key.try_emplace(appointment->key, row.line);
        if (is_new)
            out.taken.push_back(std::move(*appointment));
        else
            out.refused.push_back({row.line, fmt::format("{} has the same appointment in line {}; one is enough",
                                                         appointment->name, earlier->second)});
    }
    return out;
}

}  // namespace vestibule
