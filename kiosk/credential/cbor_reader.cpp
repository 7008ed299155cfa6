// Reads CBOR by libcbor's streaming decoder, one item a call.
#include "kiosk/credential/cbor_reader.h"

#include <cbor.h>

#include <algorithm>
#include <limits>

namespace vestibule {
namespace {

constexpr std::size_t head_bytes_max = 9;  // RFC 8949 §3

}  // namespace

struct CborReader::Item {
    enum class Kind { other, integer, bytes, text, boolean, array, map };
    Kind kind = Kind::other;  // floats, null, tags, indefinite lengths, breaks and integers beyond 63 bits
    std::int64_t integer = 0;
    std::uint64_t count = 0;  // items or pairs
    ByteView content;
    bool flag = false;

    static Item& of(void* context) { return *static_cast<Item*>(context); }

    template <class Unsigned>
    static void take_positive(void* context, Unsigned value) {
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return;
        of(context).kind = Kind::integer;
        of(context).integer = static_cast<std::int64_t>(value);
    }
    template <class Unsigned>
    static void take_negative(void* context, Unsigned value) {
        take_positive(context, value);
        of(context).integer = ~of(context).integer;
    }
    template <Kind kind>
    static void take_content(void* context, cbor_data data, std::size_t length) {
        of(context).kind = kind;
        of(context).content = {data, length};
    }
    template <Kind kind>
    static void take_count(void* context, std::size_t count) {
        of(context).kind = kind;
        of(context).count = count;
    }
    static void take_flag(void* context, bool value) {
        of(context).kind = Kind::boolean;
        of(context).flag = value;
    }

    static cbor_callbacks callbacks() {
        auto made = cbor_empty_callbacks;
        made.uint8 = take_positive;
        made.uint16 = take_positive;
        made.uint32 = take_positive;
        made.uint64 = take_positive;
        made.negint8 = take_negative;
        made.negint16 = take_negative;
        made.negint32 = take_negative;
        made.negint64 = take_negative;
        made.byte_string = take_content<Kind::bytes>;
        made.string = take_content<Kind::text>;
        made.array_start = take_count<Kind::array>;
        made.map_start = take_count<Kind::map>;
        made.boolean = take_flag;
        return made;
    }
};

CborReader::Item CborReader::next() {
    static const cbor_callbacks callbacks = Item::callbacks();
    Item item;
    if (failed_ || rest_.empty()) return item;
    const auto result = cbor_stream_decode(rest_.data(), rest_.size(), &callbacks, &item);
    if (result.status != CBOR_DECODER_FINISHED || result.read > rest_.size()) return Item{};
    rest_ = rest_.subspan(result.read);
    return item;
}

std::int64_t CborReader::integer() {
    const auto item = next();
    failed_ = failed_ || item.kind != Item::Kind::integer;
    return failed_ ? 0 : item.integer;
}

ByteView CborReader::bytes() {
    const auto item = next();
    failed_ = failed_ || item.kind != Item::Kind::bytes;
    return failed_ ? ByteView{} : item.content;
}

std::string_view CborReader::text() {
    const auto item = next();
    failed_ = failed_ || item.kind != Item::Kind::text;
    return failed_ ? std::string_view{} : text_of(item.content);
}

bool CborReader::boolean() {
    const auto item = next();
    failed_ = failed_ || item.kind != Item::Kind::boolean;
    return !failed_ && item.flag;
}

void CborReader::integer(std::int64_t expected) {
    const auto found = integer();
    failed_ = failed_ || found != expected;
}

void CborReader::array(std::uint64_t items) {
    const auto item = next();
    failed_ = failed_ || item.kind != Item::Kind::array || item.count != items;
}

void CborReader::map(std::uint64_t pairs) {
    const auto item = next();
    failed_ = failed_ || item.kind != Item::Kind::map || item.count != pairs;
}

// libcbor 0.8 takes the one-byte tags 6 to 20 for errors, so the head is compared with the one its encoder writes.
void CborReader::tag(std::uint64_t number) {
    std::array<unsigned char, head_bytes_max> head{};
    const auto length = cbor_encode_tag(number, head.data(), head.size());
    failed_ =
        failed_ || rest_.size() < length || !std::ranges::equal(rest_.first(length), ByteView{head}.first(length));
    if (!failed_) rest_ = rest_.subspan(length);
}

}  // namespace vestibule
