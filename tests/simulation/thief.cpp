// Evil deeds: rows of every kind with fields of every sort, keys and photos over others', pushes that are none.
#include "tests/simulation/thief.h"

#include <sodium.h>

#include <limits>

#include "kiosk/station/enrolment.h"
#include "kiosk/sync/exchange.h"
#include "kiosk/vault/key_store.h"
#include "kiosk/visit/kinds.h"

namespace vestibule::simulation {
namespace {

using std::chrono::hours;

constexpr std::size_t seen_max = 300;
constexpr auto farthest = std::numeric_limits<std::int64_t>::max();
constexpr int rows_a_push_max = 12;
constexpr int levels_of_a_monster = 200'000;

Identity door_of(const std::filesystem::path& data, Random& random) {
    const bool guard = random.chance(500);
    auto identity = sure(open_identity(
        {.data = data, .name = "taken-away", .role = guard ? Role::guard : Role::lobby}, Config::Site{}));
    const auto rights = guard ? Rights{Right::staffed, Right::door} : Rights{Right::door};
    identity.certificate = sure(certified_with(data, identity.certificate, rights));
    return identity;
}

std::vector<std::string> words_of(std::string_view fields) {
    std::vector<std::string> out;
    std::string word;
    for (const char c : fields) {
        if (c == ',') out.push_back(std::exchange(word, {}));
        if (c != ',' && c != ' ' && c != '?') word += c;
    }
    if (!word.empty()) out.push_back(word);
    return out;
}

}  // namespace

Thief::Thief(std::uint64_t seed, Counts& counts, const std::filesystem::path& data,
             std::unique_ptr<CentralStore> store, bool has_login, bool store_forgets)
    : random_{seed},
      counts_{counts},
      identity_{door_of(data, random_)},
      has_login_{has_login},
      store_forgets_{store_forgets},
      store_{std::move(store)} {
    auto certificate = identity_.certificate;
    // Perhaps it says nothing of the rights that it hasn't.
    if (random_.chance(300)) certificate.rights.reset();
    const auto enrolment = enrolment_of(certificate);
    auto first = row(enrolment.kind, enrolment.stream, dump(enrolment.body), Instant{});
    first.turn = 1;  // as long as it was honest
    append_and_push({std::move(first)});
}

std::string_view Thief::act(Instant now) {
    learn(now);
    if (seen_.empty()) return "waits";
    ++counts_["deeds of a thief"];
    const auto die = random_.below(100);
    if (die < 62) return write_rows(now);
    if (die < 66) return write_a_monster(now);
    if (die < 78) return push_what_is_none(now);
    if (die < 90) return offer_keys(now);
    if (die < 95) return offer_photos(now);
    return misuse_the_store(now);
}

// What anybody with its login may read.
void Thief::learn(Instant now) {
    for (;;) {
        const auto batches = sure(store_->pull(cursor_, station(), pull_events_max));
        if (batches.empty()) break;
        for (const auto& batch : batches) {
            cursor_[batch.head.station] = batch.head.seq;
            others_[batch.head.station] = {batch.certificate, batch.events.back()};
            for (const auto& event : batch.events) {
                turns_[event.stream] = std::max(turns_[event.stream], event.turn);
                if (event.kind != "feedback.given") seen_.push_back(event);
            }
        }
    }
    if (seen_.size() > seen_max) seen_.erase(seen_.begin(), seen_.end() - seen_max);
    keys_ = sure(store_->fetch_keys({Role::guard, true}, now, {})).keys;
}

std::string_view Thief::write_rows(Instant now) {
    std::vector<Event> rows;
    for (int left = random_.between(1, rows_a_push_max); left > 0; --left) rows.push_back(forged_row(now));
    counts_["rows of a thief"] += rows.size();
    append_and_push(std::move(rows));
    return "writes rows";
}

// Deep, long, or no text at all.
std::string_view Thief::write_a_monster(Instant now) {
    std::string body;
    const auto die = random_.below(3);
    if (die == 0) body = R"({"person":)" + std::string(levels_of_a_monster, '[');
    if (die == 1) body = R"({"reason":")" + std::string(levels_of_a_monster, 'x') + "\"}";
    if (die == 2) {
        const auto bytes = some_bytes(5000);
        body.assign(bytes.begin(), bytes.end());
    }
    append_and_push({row(forged_kind(), some_stream(), std::move(body), now)});
    ++counts_["monsters of a thief"];
    return "writes a monster";
}

void Thief::append_and_push(std::vector<Event> rows) {
    const auto before = last_;
    for (auto& one : rows) {
        one.seq = last_.seq + 1;
        one.prev = last_.hash;
        one.hash = hash_of(one);
        turns_[one.stream] = std::max(turns_[one.stream], one.turn);
        last_ = one;
    }
    const auto head = signed_head(last_);
    const auto outcome = store_->push({identity_.certificate, std::move(rows), head});
    if (!outcome || *outcome != PushOutcome::taken) last_ = before;
}

Head Thief::signed_head(const Event& last) const {
    Head head{.station = last.station, .seq = last.seq, .hash = last.hash};
    head.signature = sign(identity_, signed_part(head));
    return head;
}

void Thief::must_not_take(const Batch& batch, const char* what) {
    const auto outcome = store_->push(batch);
    if (outcome && (*outcome == PushOutcome::taken || *outcome == PushOutcome::already_held))
        throw Broken{fmt::format("the central store takes {}", what)};
    ++counts_["pushes of a thief that were none"];
}

std::string_view Thief::push_what_is_none(Instant now) {
    auto next = forged_row(now);
    next.seq = last_.seq + 1;
    next.prev = last_.hash;
    const auto signed_batch = [&] {
        next.hash = hash_of(next);
        return Batch{identity_.certificate, {next}, signed_head(next)};
    };
    switch (random_.below(4)) {
        case 0: {
            if (store_forgets_) return "forks nothing";
            next.seq = last_.seq;
            next.prev = last_.prev;
            const auto batch = signed_batch();
            if (next.hash != last_.hash) must_not_take(batch, "another row under a number that is taken");
            return "pushes a fork";
        }
        case 1:
            ++next.seq;
            must_not_take(signed_batch(), "a row without the one before it");
            return "pushes with a gap";
        case 2: {
            auto batch = signed_batch();
            batch.head.signature[random_.below(batch.head.signature.size())] ^= 1;
            must_not_take(batch, "a row that nobody has signed");
            return "pushes unsigned rows";
        }
        default:
            break;
    }
    const auto& [station, other] = *std::next(others_.begin(), static_cast<long>(random_.below(others_.size())));
    next.station = station;
    next.seq = other.last.seq + 1;
    next.prev = other.last.hash;
    auto batch = signed_batch();
    batch.certificate = other.certificate;
    must_not_take(batch, "a row in another's name");
    return "pushes in another's name";
}

// Garbage, and what the site key that it knows has really wrapped; of everybody, for ever, of any generation.
std::string_view Thief::offer_keys(Instant now) {
    if (!has_login_) return "has no keys to offer";
    std::vector<WrappedKey> keys;
    for (int left = random_.between(1, 6); left > 0; --left) {
        WrappedKey key{.person = some_person(), .generation = 1, .window = some_window(now)};
        Bytes secret(32);
        randombytes_buf(secret.data(), secret.size());
        key.id = id_of_key(secret);
        key.wrapped = wrap_key(identity_.site_key.view(), key.person, secret);
        if (!keys_.empty() && random_.chance(400)) {
            key.person = random_.pick(keys_).person;
            key.id = random_.pick(keys_).id;
        }
        if (random_.chance(500)) key.wrapped = some_bytes(100);
        if (random_.chance(300)) key.generation = random_.chance(500) ? 0 : std::numeric_limits<int>::max();
        keys.push_back(std::move(key));
    }
    counts_["keys of a thief"] += keys.size();
    (void)store_->offer_keys(keys);
    return "offers keys";
}

std::string_view Thief::offer_photos(Instant now) {
    if (!has_login_) return "has no photos to offer";
    ++counts_["photos of a thief"];
    (void)store_->offer_blob(
        {.id = new_id<BlobId>(), .person = some_person(), .expires = some_time(now), .sealed = some_bytes(300)});
    return "offers a photo";
}

// A server refuses its login; the store in memory does as the server.
std::string_view Thief::misuse_the_store(Instant now) {
    if (!has_login_) return "has nothing to misuse";
    std::vector<StationId> all;
    for (const auto& [station, unused] : others_) all.push_back(station);
    std::vector<KeyReplacement> replacements;
    for (const auto& key : keys_)
        replacements.push_back({.person = key.person, .old_id = key.id, .offered_by = {}, .fresh = {}});
    if (store_->revoke(all) || store_->replace_keys(replacements) || store_->drop_blobs(now + hours{1'000'000}))
        throw Broken{"the central store does as a door's login says"};
    return "misuses the store";
}

Event Thief::row(std::string kind, StreamId stream, std::string body, Instant now) {
    return {.station = station(),
            .seq = 0,
            .turn = some_turn(stream),
            .at = now,
            .kind = std::move(kind),
            .stream = stream,
            .subject = {},
            .body = std::move(body),
            .sealed = {}};
}

Event Thief::forged_row(Instant now) {
    const auto kind = forged_kind();
    auto out = row(kind, some_stream(), forged_body(kind, now), some_time(now));
    if (random_.chance(400)) out.subject = some_person();
    if (random_.chance(400)) {
        const auto& model = random_.pick(seen_);
        out.sealed = model.sealed && random_.chance(600) ? *model.sealed : some_bytes(200);
    }
    return out;
}

std::string Thief::forged_kind() {
    const auto kinds = all_kinds();
    if (random_.chance(600)) return std::string{kinds[random_.below(kinds.size())].name};
    if (random_.chance(900)) return random_.pick(seen_).kind;
    return random_.chance(500) ? "" : "visit." + std::string(300, 'a');
}

std::string Thief::forged_body(std::string_view kind, Instant now) {
    auto body = Json::object();
    const auto& model = random_.pick(seen_);
    if (model.kind == kind) body = parse_object(model.body);
    if (const auto* known = kind_named(kind))
        for (const auto& field : words_of(known->body))
            if (random_.chance(700)) body[field] = forged_value(field, now);
    if (random_.chance(200)) body["by"] = to_string(some_person());
    body.erase("n");  // by which honest rows are counted
    auto text = dump(body);
    if (random_.chance(30)) text = "{\"\\u0062y\":\"x\"," + text.substr(1);  // a name with escapes
    if (random_.chance(30)) text = text.substr(0, text.size() / 2);
    if (random_.chance(20)) text = random_.chance(500) ? "null" : "";
    return text;
}

Json Thief::forged_value(const std::string& field, Instant now) {
    // Rather what somebody has really said there.
    const auto body = parse_object(random_.pick(seen_).body);
    if (const auto found = body.find(field); found != body.end() && random_.chance(700)) return *found;
    if (field == "policy" && random_.chance(700)) return {{"retention_days", 1}};
    switch (random_.below(9)) {
        case 0:
            return to_string(some_person());
        case 1:
            return uuid_text(some_stream().bytes);
        case 2:
            return to_string(random_.pick(seen_).station);
        case 3:
            return random_.chance(500) ? farthest : -farthest - 1;
        case 4:
            return micros(some_time(now));
        case 5:
            return random_.chance(500);
        case 6:
            return std::string(random_.below(300), 'x');
        case 7:
            return Json::array({1, Json::array({Json::object()})});
        default:
            return random_.between(-2, 2000);
    }
}

// Rather one that others write to; its own things, the site's and others' keypads, too.
StreamId Thief::some_stream() {
    const auto die = random_.below(100);
    if (die < 70) return random_.pick(seen_).stream;
    if (die < 82) return stream_of(identity_.trust.site);
    if (die < 90) return stream_of(random_.pick(seen_).station);
    return stream_of(new_id<VisitId>());
}

PersonId Thief::some_person() {
    const auto& model = random_.pick(seen_);
    if (model.subject) return *model.subject;
    const auto named = id_field<PersonId>(parse_object(model.body), "person");
    return named ? *named : PersonId{model.stream.bytes};
}

std::uint64_t Thief::some_turn(StreamId stream) {
    const auto die = random_.below(100);
    if (die < 70) return turns_[stream] + 1;
    if (die < 80) return random_.below(5);
    if (die < 90) return static_cast<std::uint64_t>(farthest) - random_.below(2);
    return turns_[stream] + random_.below(1000);
}

Instant Thief::some_time(Instant now) {
    const auto die = random_.below(100);
    if (die < 50) return now;
    if (die < 90) return now + hours{random_.between(-100'000, 100'000)};
    return from_micros(random_.chance(500) ? farthest : -farthest);
}

Bytes Thief::some_bytes(int most) {
    Bytes out(random_.below(static_cast<std::uint64_t>(most)));
    for (auto& byte : out) byte = static_cast<std::uint8_t>(random_.below(256));
    return out;
}

DoorWindow Thief::some_window(Instant now) {
    if (random_.chance(300)) return {};
    if (random_.chance(300)) return {.from = from_micros(-farthest), .until = from_micros(farthest)};
    return {.from = some_time(now), .until = some_time(now)};
}

}  // namespace vestibule::simulation
