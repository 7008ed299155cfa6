// Events to rows and back.
#include "kiosk/log/event_row.h"

namespace vestibule {

Result<> insert_event(Statement& insert, const Event& event) {
    insert.bind({event.station, event.seq, event.turn, micros(event.at), event.kind, event.stream, event.subject,
                 view(event.body), event.sealed, event.prev, event.hash});
    VESTIBULE_CHECK(insert.run());
    return {};
}

std::optional<Event> event_row(const Statement& row) {
    const auto station = row.id<StationId>(0);
    const auto stream = row.id<StreamId>(5);
    const auto subject = row.is_null(6) ? std::optional<PersonId>{} : row.id<PersonId>(6);
    const auto prev = fixed<32>(row.blob(9));
    const auto hash = fixed<32>(row.blob(10));
    if (!station || !stream || !prev || !hash || subject.has_value() == row.is_null(6)) return std::nullopt;
    Event event{.station = *station,
                .seq = static_cast<std::uint64_t>(row.integer(1)),
                .turn = static_cast<std::uint64_t>(row.integer(2)),
                .at = from_micros(row.integer(3)),
                .kind = std::string{row.text(4)},
                .stream = *stream,
                .subject = subject,
                .body = std::string{text_of(row.blob(7))},
                .sealed = {},
                .prev = *prev,
                .hash = *hash};
    if (!row.is_null(8)) {
        const auto sealed = row.blob(8);
        event.sealed.emplace(sealed.begin(), sealed.end());
    }
    return event;
}

std::optional<Head> head_row(const Statement& row) {
    const auto station = row.id<StationId>(0);
    const auto hash = fixed<32>(row.blob(2));
    const auto signature = fixed<64>(row.blob(3));
    if (!station || !hash || !signature) return std::nullopt;
    return Head{.station = *station,
                .seq = static_cast<std::uint64_t>(row.integer(1)),
                .hash = *hash,
                .signature = *signature};
}

Result<std::vector<Event>> event_rows(Statement& rows) {
    std::vector<Event> events;
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return events;
        auto event = event_row(rows);
        if (!event) return ask_staff("a row of the log hasn't the form of an event: run `vestibule log verify`");
        events.push_back(std::move(*event));
    }
}

}  // namespace vestibule
