// The exchange: keys first, so that whoever hears of an event can already read it; then my suffix up, the others'
// down.
#include "kiosk/sync/exchange.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "kiosk/vault/certificate_json.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

// Past every number of SQLite's: nothing more of that station in this round.
constexpr std::uint64_t nothing_more = std::numeric_limits<std::int64_t>::max();

// What the root gave this station; to one of before by its role.
KeyReader key_reader_of(const ExchangeParts& parts) {
    const auto& rights = parts.identity.certificate.rights;
    return rights ? KeyReader{parts.role, rights->has(Right::staffed)} : KeyReader{parts.role};
}

bool is_older(const KeyCursor& cursor, const KeyCursor& than) {
    return std::ranges::any_of(than.changes, [&](const auto& entry) {
        const auto found = cursor.changes.find(entry.first);
        return found == cursor.changes.end() || found->second < entry.second;
    });
}

// Rows of these kinds change who is erased: by saying so, or by who may.
bool may_erase(const Event& event) {
    return event.kind == kind::person_erased || event.kind == kind::person_joined ||
           event.kind == kind::station_enrolled || event.kind == kind::station_revoked;
}

constexpr const char* enrol_anew =
    "stop the station and enrol it anew, then it goes on with all it wrote: with a code of `vestibule station "
    "enroll` "
    "at the station that keeps the site, or there itself with `vestibule log restore` of its own log.db";

class Round {
  public:
    Round(const ExchangeParts& parts, Instant now)
        : parts_{parts}, own_{parts.identity.station()}, now_{now}, key_reader_{key_reader_of(parts)} {}

    Result<ExchangeResult> run() {
        VESTIBULE_CHECK(meet_store());
        VESTIBULE_CHECK(offer_keys());
        VESTIBULE_TRY(central, parts_.store.cursor());
        VESTIBULE_CHECK(push_own(central));
        VESTIBULE_CHECK(relay(central));
        VESTIBULE_CHECK(revoke());
        VESTIBULE_CHECK(pull());
        VESTIBULE_CHECK(erase_by_fold());
        VESTIBULE_CHECK(fetch_keys());
        VESTIBULE_CHECK(offer_blobs());
        VESTIBULE_TRY(acknowledged, parts_.reader.acknowledged_seq());
        result_.acknowledged = acknowledged;
        return std::move(result_);
    }

  private:
    Result<> meet_store();
    Result<> offer_keys();
    Result<> push_own(const Cursor& central);
    Result<> accept_push(PushOutcome outcome, const Head& head);
    Result<> relay(const Cursor& central);
    Result<> relay_station(const Certificate& certificate, std::uint64_t from);
    Result<> revoke();
    Result<> pull();
    Result<bool> take(const Batch& batch);
    Result<> fetch_keys();
    Result<> take_keys(KeyNews& news);
    Result<> offer_lacking();
    Result<> offer_blobs();
    Result<> fetch_blobs(const std::vector<BlobId>& blobs);
    [[nodiscard]] bool was_offered_now(const WrappedKey& key) const;
    Result<bool> is_for_here(const WrappedKey& key);
    Result<> erase_by_fold();

    const ExchangeParts& parts_;
    StationId own_;
    Instant now_;
    ExchangeResult result_;
    std::map<KeyName, DoorWindow> offered_;  // keys of this round: they needn't come back
    KeyReader key_reader_;
    // The keys that the central store showed in a round that looked from the beginning, as far as they are what they
    // say: anybody with a login can offer bytes that open nothing under a key's name.
    std::optional<std::vector<KeyName>> shown_;
};

// Another store, or one restored from a backup: it gets all keys from here again, and gives all of its own.
Result<> Round::meet_store() {
    VESTIBULE_TRY(epoch, parts_.store.epoch());
    VESTIBULE_TRY(is_another, parts_.vault.meet_store(epoch));
    if (is_another) parts_.store.keys_taken = {};
    return {};
}

Result<> Round::offer_keys() {
    for (;;) {
        VESTIBULE_TRY(keys, parts_.vault.keys_to_offer(keys_page_max));
        if (keys.empty()) return {};
        VESTIBULE_CHECK(parts_.store.offer_keys(keys));
        VESTIBULE_CHECK(parts_.vault.mark_offered(keys));
        for (const auto& key : keys) offered_.insert_or_assign({key.person, key.id}, key.window);
        if (keys.size() < static_cast<std::size_t>(keys_page_max)) return {};
    }
}

// From what both sides are known to hold: rows whose acknowledgement was lost go once more and are already held.
Result<> Round::push_own(const Cursor& central) {
    const auto at_store = seq_in(central, own_);
    VESTIBULE_TRY(own_seq, parts_.reader.own_seq());
    VESTIBULE_TRY(acknowledged, parts_.reader.acknowledged_seq());
    if (at_store > own_seq)
        return ask_staff(
            fmt::format("the central store holds {} events of this station, its own log only {}: the log "
                        "was restored from a backup; {}",
                        at_store, own_seq, enrol_anew));
    if (at_store < acknowledged) parts_.store.keys_taken = {};  // it was restored, and may have lost keys too
    for (auto after = std::min(at_store, acknowledged);;) {
        VESTIBULE_TRY(events, parts_.reader.events_after(own_, after, batch_events_max));
        if (events.empty()) return {};
        Batch batch{.certificate = parts_.identity.certificate, .events = std::move(events)};
        const auto& last = batch.events.back();
        batch.head = {.station = own_, .seq = last.seq, .hash = last.hash};
        batch.head.signature = sign(parts_.identity, signed_part(batch.head));
        VESTIBULE_TRY(outcome, parts_.store.push(batch));
        VESTIBULE_CHECK(accept_push(outcome, batch.head));
        result_.pushed += static_cast<int>(last.seq - std::min(std::max(after, acknowledged), last.seq));
        after = last.seq;
    }
}

Result<> Round::accept_push(PushOutcome outcome, const Head& head) {
    switch (outcome) {
        case PushOutcome::taken:
        case PushOutcome::already_held:
            return parts_.log.keep_own_head(head);
        case PushOutcome::gap:
            return retry_later("the central store has lost events of this station; they will be sent again");
        case PushOutcome::fork:
            return ask_staff(fmt::format(
                "the central store holds other events under this station's numbers: its disk was cloned or restored "
                "from a backup; {}",
                enrol_anew));
        case PushOutcome::broken_chain:
            return ask_staff("the central store says that this station's log is broken: run `vestibule log verify`");
        case PushOutcome::revoked:
            return ask_staff("this station has been revoked: enrol it anew at reception, or take it away");
    }
    return {};
}

// A central store that was restored from a backup gets the others' logs back from whoever holds them.
Result<> Round::relay(const Cursor& central) {
    VESTIBULE_TRY(held, parts_.reader.cursor());
    const auto behind = [&](const auto& entry) {
        return entry.first != own_ && entry.second > seq_in(central, entry.first);
    };
    if (std::none_of(held.begin(), held.end(), behind)) return {};
    VESTIBULE_TRY(stations, parts_.reader.stations());
    for (const auto& station : stations) {
        const auto certificate = certificate_of_enrolment(station.enrolment, parts_.identity.trust.site);
        if (certificate && behind(std::pair{station.station, seq_in(held, station.station)}))
            VESTIBULE_CHECK(relay_station(*certificate, seq_in(central, station.station)));
    }
    return {};
}

Result<> Round::relay_station(const Certificate& certificate, std::uint64_t from) {
    VESTIBULE_TRY(heads, parts_.reader.heads_after(certificate.station, from));
    for (const auto& head : heads) {
        const auto count =
            static_cast<int>(std::min<std::uint64_t>(head.seq - from, std::numeric_limits<int>::max()));
        VESTIBULE_TRY(events, parts_.reader.events_after(certificate.station, from, count));
        VESTIBULE_TRY(outcome, parts_.store.push({certificate, std::move(events), head}));
        if (outcome != PushOutcome::taken && outcome != PushOutcome::already_held) {
            result_.refused.push_back(fmt::format("the central store doesn't take what is held of station {}",
                                                  to_string(certificate.station)));
            return {};
        }
        if (outcome == PushOutcome::taken) parts_.store.keys_taken = {};
        from = head.seq;
    }
    return {};
}

// Reception tells the central store whose logs end.
Result<> Round::revoke() {
    if (parts_.role != Role::reception) return {};
    VESTIBULE_TRY(stations, parts_.reader.stations());
    std::vector<StationId> revoked;
    for (const auto& station : stations)
        if (station.revoked) revoked.push_back(station.station);
    return parts_.store.revoke(revoked);
}

Result<> Round::pull() {
    VESTIBULE_TRY(cursor, parts_.reader.cursor());
    for (;;) {
        VESTIBULE_TRY(batches, parts_.store.pull(cursor, own_, pull_events_max));
        if (batches.empty()) return {};
        for (const auto& batch : batches) {
            auto& seq = cursor[batch.head.station];
            if (seq == nothing_more) continue;
            VESTIBULE_TRY(taken, take(batch));
            seq = taken ? batch.head.seq : nothing_more;
        }
    }
}

// False: refused, in words; nothing more of that station in this round.
Result<bool> Round::take(const Batch& batch) {
    const auto refuse = [&](std::string_view why) {
        result_.refused.push_back(fmt::format("events of station {} up to {} were refused: {}",
                                              to_string(batch.head.station), batch.head.seq, why));
        return false;
    };
    if (const auto reason = reason_to_refuse(batch, parts_.identity.trust); !reason.empty()) return refuse(reason);
    const auto taken = parts_.log.take(batch.events, batch.head);
    if (!taken && taken.error().remedy != Remedy::give_up) return tl::unexpected(taken.error());
    if (!taken) return refuse(taken.error().what);
    result_.pulled += *taken;
    if (std::ranges::any_of(batch.events, may_erase)) parts_.store.may_have_erased = true;
    return true;
}

// By the word of a station that may erase, never because something has arrived, and never on the store's word.
Result<> Round::erase_by_fold() {
    if (!parts_.store.may_have_erased) return {};
    VESTIBULE_TRY(persons, parts_.reader.erased_persons());
    for (const auto& person : persons) {
        if (parts_.vault.is_erased(person)) continue;
        ++result_.erased;
        VESTIBULE_CHECK(parts_.vault.erase(person));
    }
    parts_.store.may_have_erased = false;
    return {};
}

// From the beginning where nothing was taken yet; then what the store turns out to lack is offered again. Such a look
// counts only as a whole.
Result<> Round::fetch_keys() {
    const auto begun = parts_.store.keys_begun;
    if (now_ < begun || now_ - begun >= keys_anew_every) parts_.store.keys_taken = {};
    // What waited for this station's share of the site key comes again when the share is there; until then it holds
    // up nothing, for anybody can say of bytes that they are wrapped by a newer one.
    const auto generation = parts_.vault.generation();
    if (std::exchange(parts_.store.keys_generation, generation) != generation) parts_.store.keys_taken = {};
    auto since = parts_.store.keys_taken;
    if (since.is_at_start()) shown_.emplace();
    for (;;) {
        VESTIBULE_TRY(news, parts_.store.fetch_keys(key_reader_, now_, since));
        if (is_older(news.next, since)) shown_.emplace();  // a store that was restored begins anew by itself
        VESTIBULE_CHECK(take_keys(news));
        VESTIBULE_CHECK(fetch_blobs(news.blobs));
        since = news.next;
        if (!shown_) parts_.store.keys_taken = since;
        if (!news.more) break;
    }
    if (shown_) {
        VESTIBULE_CHECK(offer_lacking());
        parts_.store.keys_begun = now_;
    }
    parts_.store.keys_taken = since;
    return {};
}

Result<> Round::take_keys(KeyNews& news) {
    std::vector<WrappedKey> wanted;
    for (auto& key : news.keys) {
        if (was_offered_now(key)) {
            if (shown_) shown_->emplace_back(key.person, key.id);
            continue;
        }
        VESTIBULE_TRY(for_here, is_for_here(key));
        if (for_here) wanted.push_back(std::move(key));
    }
    if (wanted.empty()) return {};
    VESTIBULE_TRY(accepted, parts_.vault.accept(wanted));
    if (shown_) shown_->insert(shown_->end(), accepted.opened.begin(), accepted.opened.end());
    result_.keys_taken += accepted.fresh;
    result_.keys_wait = result_.keys_wait || accepted.newer;
    return {};
}

// Keys that the store had acknowledged and doesn't have: it was restored from a backup. Doors aren't shown keys
// outside their windows, and offer those they hold as well; the store knows them apart.
Result<> Round::offer_lacking() {
    std::ranges::sort(*shown_);
    for (std::int64_t place = 0;;) {
        VESTIBULE_TRY(page, parts_.vault.keys_after(place, keys_page_max));
        if (page.keys.empty()) return {};
        place = page.last;
        std::erase_if(page.keys, [&](const WrappedKey& key) {
            return std::ranges::binary_search(*shown_, KeyName{key.person, key.id});
        });
        if (!page.keys.empty()) VESTIBULE_CHECK(parts_.store.offer_keys(page.keys));
    }
}

// After keys and events, which must not wait for pictures; one at a time, for they are large.
Result<> Round::offer_blobs() {
    for (;;) {
        VESTIBULE_TRY(blobs, parts_.vault.blobs_to_offer(1));
        if (blobs.empty()) return {};
        VESTIBULE_CHECK(parts_.store.offer_blob(blobs.front()));
        VESTIBULE_CHECK(parts_.vault.mark_blob_offered(blobs.front().id));
    }
}

Result<> Round::fetch_blobs(const std::vector<BlobId>& blobs) {
    for (const auto& id : blobs) {
        if (parts_.vault.has_blob(id)) continue;
        VESTIBULE_TRY(offered, parts_.store.fetch_blobs(key_reader_, now_, id));
        for (const auto& blob : offered) {
            VESTIBULE_TRY(taken, parts_.vault.accept_blob(blob));
            if (!taken) continue;
            ++result_.blobs_taken;
            break;
        }
    }
    return {};
}

bool Round::was_offered_now(const WrappedKey& key) const {
    const auto offered = offered_.find({key.person, key.id});
    return offered != offered_.end() && offered->second == key.window;
}

Result<bool> Round::is_for_here(const WrappedKey& key) {
    if (key_reader_.staffed || parts_.role == Role::reception) return true;
    // The PINs of staff are for where they are used; the store knows that too.
    VESTIBULE_TRY(person, parts_.reader.person(key.person));
    return !(person && person->staff && !person->host);
}

}  // namespace

std::string reason_to_refuse(const Batch& batch, const SiteTrust& trust) {
    const auto& certificate = batch.certificate;
    if (certificate.site != trust.site) return "it is of another site";
    if (certificate.station != batch.head.station) return "its certificate is another station's";
    if (!holds(certificate, trust.root)) return "the site's root hasn't certified it";
    if (!verify(certificate.key, signed_part(batch.head), batch.head.signature)) return "its signature doesn't hold";
    return {};
}

Result<ExchangeResult> exchange(const ExchangeParts& parts, Instant now) {
    return Round{parts, now}.run();
}

}  // namespace vestibule
