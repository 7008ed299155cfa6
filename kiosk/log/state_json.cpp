// The folded states as JSON text. Written directly, for a rebuild writes hundreds of thousands of them; keys are in
// alphabetical order, as a JSON library would put them.
#include "kiosk/log/state_json.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "kiosk/base/json.h"

namespace vestibule {
namespace {

constexpr std::array all_phases = {VisitPhase::unknown,  VisitPhase::expected,  VisitPhase::waiting,
                                   VisitPhase::approved, VisitPhase::declined,  VisitPhase::inside,
                                   VisitPhase::left,     VisitPhase::cancelled, VisitPhase::merged};

VisitPhase phase_named(std::string_view name) {
    for (const auto phase : all_phases)
        if (name_of(phase) == name) return phase;
    return VisitPhase::unknown;
}

// One object; fields that have their default value are left out.
class ObjectText {
  public:
    ObjectText() { out_.reserve(text_bytes_usual); }

    void text(std::string_view key, std::string_view value) {
        if (value.empty()) return;
        begin(key);
        put_text(value);
    }
    void texts(std::string_view key, const std::vector<std::string>& values) {
        array(key, values, [this](const std::string& value) { put_text(value); });
    }
    void flag(std::string_view key, bool value) {
        if (!value) return;
        begin(key);
        out_ += "true";
    }
    void number(std::string_view key, std::int64_t value, std::int64_t usual) {
        if (value == usual) return;
        begin(key);
        put_number(value);
    }
    void instant(std::string_view key, const std::optional<Instant>& value) {
        if (!value) return;
        begin(key);
        put_number(micros(*value));
    }
    void instant(std::string_view key, Instant value) { number(key, micros(value), micros(Instant{})); }
    template <class Tag>
    void id(std::string_view key, const std::optional<Id<Tag>>& value) {
        if (!value) return;
        begin(key);
        put_hex(value->bytes);
    }
    template <class Tag>
    void id(std::string_view key, const Id<Tag>& value) {
        if (value != Id<Tag>{}) id(key, std::optional{value});
    }
    void row(std::string_view key, const std::optional<EventKey>& value) {
        if (!value) return;
        begin(key);
        put_row(*value);
    }
    void rows(std::string_view key, const std::vector<EventKey>& values) {
        array(key, values, [this](const EventKey& value) { put_row(value); });
    }
    [[nodiscard]] std::string done() {
        out_ += '}';
        return std::move(out_);
    }

  private:
    static constexpr std::size_t text_bytes_usual = 512;

    void begin(std::string_view key) {
        if (out_.size() > 1) out_ += ',';
        out_ += '"';
        out_ += key;
        out_ += "\":";
    }
    template <class Values, class Put>
    void array(std::string_view key, const Values& values, const Put& put) {
        if (values.empty()) return;
        begin(key);
        char before = '[';
        for (const auto& value : values) {
            out_ += before;
            put(value);
            before = ',';
        }
        out_ += ']';
    }
    void put_text(std::string_view value) {
        const auto plain = [](unsigned char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; };
        if (!std::ranges::all_of(value, plain)) {
            out_ += dump(Json(value));
            return;
        }
        out_ += '"';
        out_ += value;
        out_ += '"';
    }
    template <class Number>
    void put_number(Number value) {
        std::array<char, 24> digits{};
        out_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
    }
    void put_hex(const std::array<std::uint8_t, 16>& bytes) {
        constexpr std::string_view digits = "0123456789abcdef";
        std::array<char, 34> text{};
        auto* to = text.data();
        *to++ = '"';
        for (const auto byte : bytes) {
            *to++ = digits[byte >> 4U];
            *to++ = digits[byte & 15U];
        }
        *to = '"';
        out_.append(text.data(), text.size());
    }
    void put_row(const EventKey& key) {
        out_ += '[';
        put_hex(key.station.bytes);
        out_ += ',';
        put_number(key.seq);
        out_ += ']';
    }

    std::string out_ = "{";
};

std::optional<Instant> instant_field(const Json& in, const char* key) {
    const auto found = in.find(key);
    if (found == in.end() || !found->is_number_integer()) return std::nullopt;
    return from_micros(found->get<std::int64_t>());
}
std::optional<EventKey> key_of(const Json& value) {
    if (!value.is_array() || value.size() != 2 || !value[0].is_string() || !value[1].is_number_integer())
        return std::nullopt;
    const auto station = parse_id<StationId>(value[0].get<std::string>());
    if (!station) return std::nullopt;
    return EventKey{*station, value[1].get<std::uint64_t>()};
}
std::optional<EventKey> key_field(const Json& in, const char* key) {
    const auto found = in.find(key);
    return found == in.end() ? std::nullopt : key_of(*found);
}

// In the order of the alphabet, like everything here.
void put_said(ObjectText& out, const std::optional<CalendarPlan>& said) {
    if (!said) return;
    out.number("said_companions", said->companions, 0);
    out.instant("said_from", std::optional{said->from});
    out.id("said_host", said->host);
    out.row("said_row", said->details);
    out.text("said_type", said->type);
    out.instant("said_until", std::optional{said->until});
}

std::optional<CalendarPlan> said_of(const Json& in) {
    const auto from = instant_field(in, "said_from"), until = instant_field(in, "said_until");
    if (!from || !until) return std::nullopt;
    return CalendarPlan{.from = *from,
                        .until = *until,
                        .type = text_field(in, "said_type"),
                        .host = id_field<PersonId>(in, "said_host"),
                        .companions = static_cast<int>(int_field(in, "said_companions")),
                        .details = key_field(in, "said_row")};
}

std::vector<std::string> texts_of(const Json& in, const char* key) {
    std::vector<std::string> out;
    if (const auto texts = in.find(key); texts != in.end() && texts->is_array())
        for (const auto& text : *texts)
            if (text.is_string()) out.push_back(text.get<std::string>());
    return out;
}

}  // namespace

std::string state_text(const VisitState& state) {
    ObjectText out;
    out.instant("admitted_at", state.admitted_at);
    out.text("apart", state.apart);
    out.instant("arrived_at", state.arrived_at);
    out.id("badge", state.badge);
    out.number("base_sequence", state.base.sequence, -1);
    out.instant("base_stamp", state.base.stamp);
    out.id("calendar", state.calendar);
    out.instant("called_at", state.called_at);
    out.text("cancelled_why", state.cancelled_why);
    out.text("code", state.code);
    out.number("companions", state.companions, 0);
    out.instant("decided_at", state.decided_at);
    out.id("decided_by", state.decided_by);
    out.id("door", state.door);
    out.texts("feeds", state.feeds);
    out.instant("from", state.from);
    out.id("host", state.host);
    out.flag("host_told", state.host_told);
    out.instant("left_at", state.left_at);
    out.id("merged_into", state.merged_into);
    out.number("number", state.number, 0);
    out.text("occurrence", state.occurrence);
    out.id("person", state.person);
    out.text("phase", name_of(state.phase));
    put_said(out, state.said);
    out.rows("sealed_rows", state.sealed_rows);
    out.number("sequence", state.sequence, -1);
    out.text("series", state.series);
    out.instant("stamp", state.stamp);
    out.instant("taken", state.taken);
    out.text("type", state.type);
    out.instant("until", state.until);
    out.flag("walk_in", state.walk_in);
    return out.done();
}

VisitState visit_state_of(std::string_view text) {
    const auto in = parse_object(text);
    VisitState state;
    state.phase = phase_named(text_field(in, "phase"));
    state.walk_in = bool_field(in, "walk_in");
    state.person = id_field<PersonId>(in, "person").value_or(PersonId{});
    state.host = id_field<PersonId>(in, "host");
    state.type = text_field(in, "type");
    state.code = text_field(in, "code");
    state.companions = static_cast<int>(int_field(in, "companions"));
    state.sequence = int_field(in, "sequence", -1);
    state.stamp = instant_field(in, "stamp").value_or(Instant{});
    state.taken = instant_field(in, "taken").value_or(Instant{});
    state.calendar = id_field<StreamId>(in, "calendar");
    state.occurrence = text_field(in, "occurrence");
    state.series = text_field(in, "series");
    state.apart = text_field(in, "apart");
    state.base = {.sequence = int_field(in, "base_sequence", -1),
                  .stamp = instant_field(in, "base_stamp").value_or(Instant{}),
                  .taken = {}};
    state.feeds = texts_of(in, "feeds");
    state.said = said_of(in);
    state.cancelled_why = text_field(in, "cancelled_why");
    state.from = instant_field(in, "from").value_or(Instant{});
    state.until = instant_field(in, "until").value_or(Instant{});
    state.arrived_at = instant_field(in, "arrived_at");
    state.decided_at = instant_field(in, "decided_at");
    state.admitted_at = instant_field(in, "admitted_at");
    state.left_at = instant_field(in, "left_at");
    state.door = id_field<StationId>(in, "door");
    state.number = static_cast<int>(int_field(in, "number"));
    state.called_at = instant_field(in, "called_at");
    state.decided_by = id_field<PersonId>(in, "decided_by");
    state.badge = id_field<BadgeId>(in, "badge");
    state.merged_into = id_field<VisitId>(in, "merged_into");
    state.host_told = bool_field(in, "host_told");
    if (const auto rows = in.find("sealed_rows"); rows != in.end() && rows->is_array())
        for (const auto& row : *rows)
            if (const auto key = key_of(row)) state.sealed_rows.push_back(*key);
    return state;
}

std::string state_text(const BadgeState& state) {
    ObjectText out;
    out.instant("entered_at", state.entered_at);
    out.text("entered_gate", state.entered_gate);
    out.flag("escort", state.escort);
    out.instant("expires", state.expires);
    out.flag("inside", state.inside);
    out.flag("issued", state.issued);
    out.id("issuer", state.issuer);
    out.text("kid", state.kid);
    out.instant("not_before", state.not_before);
    out.id("person", state.person);
    if (state.print != PrintOutcome::pending) out.text("print", name_of(state.print));
    out.flag("print_cancelled", state.print_cancelled);
    out.instant("print_ended_at", state.print_ended_at);
    out.number("print_moves", state.print_moves, 0);
    out.text("print_place", state.print_place);
    out.text("print_queue", state.print_queue);
    out.text("print_reason", state.print_reason);
    out.text("print_wanted", state.print_wanted);
    out.instant("printed_at", state.printed_at);
    out.flag("revoked", state.revoked);
    out.text("revoked_reason", state.revoked_reason);
    out.text("template", state.badge_template);
    out.text("type", state.type);
    out.id("visit", state.visit);
    out.number("zones", state.zones, 0);
    return out.done();
}

BadgeState badge_state_of(std::string_view text) {
    const auto in = parse_object(text);
    BadgeState state;
    state.issued = bool_field(in, "issued");
    state.revoked = bool_field(in, "revoked");
    state.inside = bool_field(in, "inside");
    state.issuer = id_field<StationId>(in, "issuer").value_or(StationId{});
    state.kid = text_field(in, "kid");
    state.visit = id_field<VisitId>(in, "visit").value_or(VisitId{});
    state.person = id_field<PersonId>(in, "person").value_or(PersonId{});
    state.type = text_field(in, "type");
    state.zones = static_cast<int>(int_field(in, "zones"));
    state.escort = bool_field(in, "escort");
    state.not_before = instant_field(in, "not_before").value_or(Instant{});
    state.expires = instant_field(in, "expires").value_or(Instant{});
    state.badge_template = text_field(in, "template");
    state.print = print_outcome_named(text_field(in, "print", "pending"));
    state.print_cancelled = bool_field(in, "print_cancelled");
    state.print_ended_at = instant_field(in, "print_ended_at");
    state.print_moves = static_cast<int>(int_field(in, "print_moves"));
    state.print_place = text_field(in, "print_place");
    state.print_queue = text_field(in, "print_queue");
    state.print_reason = text_field(in, "print_reason");
    state.print_wanted = text_field(in, "print_wanted");
    state.printed_at = instant_field(in, "printed_at");
    state.entered_at = instant_field(in, "entered_at");
    state.entered_gate = text_field(in, "entered_gate");
    state.revoked_reason = text_field(in, "revoked_reason");
    return state;
}

std::string state_text(const PersonState& state) {
    ObjectText out;
    out.row("details", state.details);
    out.flag("erased", state.erased);
    out.flag("host", state.host);
    out.text("language", state.language);
    out.row("said", state.said);
    out.number("sequence", state.revision.sequence, -1);
    out.flag("staff", state.staff);
    out.row("staff_details", state.staff_details);
    out.texts("staff_roles", state.staff_roles);
    out.instant("stamp", state.revision.stamp);
    out.instant("taken", state.revision.taken);
    return out.done();
}

PersonState person_state_of(std::string_view text) {
    const auto in = parse_object(text);
    PersonState state;
    state.erased = bool_field(in, "erased");
    state.host = bool_field(in, "host");
    state.staff = bool_field(in, "staff");
    state.staff_roles = texts_of(in, "staff_roles");
    state.language = text_field(in, "language");
    state.details = key_field(in, "details");
    state.staff_details = key_field(in, "staff_details");
    state.said = key_field(in, "said");
    state.revision = {.sequence = int_field(in, "sequence", -1),
                      .stamp = instant_field(in, "stamp").value_or(Instant{}),
                      .taken = instant_field(in, "taken").value_or(Instant{})};
    return state;
}

}  // namespace vestibule
