// Sentences and small phrases that both staffed stations say in the same way.
#pragma once

#include <chrono>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/base/texts.h"
#include "kiosk/desk/views.h"

namespace vestibule::words {

// "8 s", "3 min", "2 h 5 min"; never negative.
[[nodiscard]] std::string duration(const Texts& texts, std::chrono::microseconds length);
// "data 8 s old"; what is said of a station that has never met the central store.
[[nodiscard]] std::string data_age(const Texts& texts, const ExchangeView& exchange, Instant now);
// For staff, where the station's clock can't be right; empty where it may be.
[[nodiscard]] std::string clock_trouble(const Texts& texts, const ExchangeView& exchange);
// The age by whole minutes, so that a display at rest draws once a minute and never says a younger age than is true;
// and how many of this station's own events the central store doesn't have yet, where there are any.
[[nodiscard]] std::string exchange_state(const Texts& texts, const ExchangeView& exchange, Instant now);
// "09:35", or "20 Nov 09:35" when it isn't today.
[[nodiscard]] std::string moment(const Texts& texts, const SiteZone& zone, Instant at, Instant now);
// The same for an end: midnight belongs to the day that it ends, so it's "24:00" (ISO 8601).
[[nodiscard]] std::string end_of(const Texts& texts, const SiteZone& zone, Instant at, Instant now);
// From when until when: "09:00–10:30", "25 Nov 09:00–10:30".
[[nodiscard]] std::string span(const Texts& texts, const SiteZone& zone, Instant from, Instant until, Instant now);

// A name is always said, also where it was erased or its key isn't here.
[[nodiscard]] std::string visitor(const Texts& texts, const VisitView& visit);
[[nodiscard]] std::string host(const Texts& texts, const VisitView& visit);
[[nodiscard]] std::string company_and_type(const Texts& texts, const VisitView& visit);
// The same for a table's row: the type only where there is no company.
[[nodiscard]] std::string company_or_type(const Texts& texts, const VisitView& visit);
[[nodiscard]] std::string people(const Texts& texts, int count);  // "3 people"
// For a list, whose rows are visits: "12 people · 9 visits", and how many of them no gate has seen yet.
[[nodiscard]] std::string heads(const Texts& texts, const Heads& heads);
// Below the number of those inside: "inside · 2 admitted · 1 overdue", as far as there are any.
[[nodiscard]] std::string inside_caption(const Texts& texts, int only_admitted, int overdue);
// "overdue 25 min": how long past the end of their badge, from the first minute on.
[[nodiscard]] std::string overdue(const Texts& texts, const VisitView& visit, Instant now);
// A Problem as a sentence for who works at the desk, without the paths of files.
[[nodiscard]] std::string problem(const Texts& texts, const Problem& problem);
// Two sentences, one behind the other as the language sets them.
[[nodiscard]] std::string joined(const Texts& texts, std::string first, std::string_view second);
// Capital letter, full stop.
[[nodiscard]] std::string sentence(const Texts& texts, std::string said);
// Waiting for a decision, or approved and at the door: someone stands there.
[[nodiscard]] bool waits(const VisitView& visit);

}  // namespace vestibule::words
