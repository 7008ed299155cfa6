// Contrast and sizes are computed, so they can be shown for every display.
#include "kiosk/ui/theme.h"

#include <catch2/catch.hpp>

using namespace vestibule;
using namespace vestibule::ui;

namespace {

struct Pair {
    const char* name;
    Colour words, ground;
};

std::vector<Pair> text_pairs(const Palette& p) {
    return {{"ink on paper", p.ink, p.paper},
            {"ink on card", p.ink, p.card},
            {"second ink on paper", p.ink_second, p.paper},
            {"second ink on card", p.ink_second, p.card},
            {"brand on paper", p.brand, p.paper},
            {"brand on card", p.brand, p.card},
            {"brand on its wash", p.brand, p.brand_wash},
            {"on brand", p.on_brand, p.brand},
            {"second on brand", p.on_brand_second, p.brand},
            {"attention", p.attention, p.attention_wash},
            {"welcome", p.welcome, p.welcome_wash},
            {"stop", p.stop, p.stop_wash},
            {"stop on paper", p.stop, p.paper},
            {"white on welcome", p.card, p.welcome},
            {"white on stop", p.card, p.stop},
            {"ink on key", p.ink, p.key},
            {"ink on a key's side", p.ink, p.key_side}};
}

}  // namespace

TEST_CASE("every pair of words and ground stands at least 7:1, for the house's brand and for awkward ones") {
    for (const char* brand : {"#0A5354", "#FFD400", "#00AEEF", "#FF7F50", "#FFFFFF", "#777777"}) {
        for (const bool large : {false, true}) {
            const Theme theme{{.brand = brand}, Role::lobby, {1080, 1920}, {.large = large}};
            for (const auto& pair : text_pairs(theme.palette())) {
                INFO(brand << " " << pair.name << " " << hex(pair.words) << " on " << hex(pair.ground));
                CHECK(contrast(pair.words, pair.ground) >= text_contrast_min);
            }
            CHECK(contrast(theme.palette().line, theme.palette().paper) >= control_contrast_min);
            CHECK(contrast(theme.palette().line, theme.palette().card) >= control_contrast_min);
        }
    }
}

TEST_CASE("contrast is WCAG's") {
    CHECK(contrast(rgb(0), rgb(0xFFFFFF)) == Approx(21.0));
    CHECK(contrast(rgb(0x777777), rgb(0xFFFFFF)) == Approx(4.48).margin(0.01));
    CHECK(contrast(rgb(0x123456), rgb(0x123456)) == Approx(1.0));
}

TEST_CASE("a colour is six digits after a hash, nothing else") {
    CHECK(parse_colour("#0A5354") == rgb(0x0A5354));
    CHECK(hex(rgb(0x0A5354)) == "#0A5354");
    for (const char* wrong : {"", "0A5354", "#0A535", "#0A53544", "#0A53ZZ", "#-A5354"})
        CHECK_FALSE(parse_colour(wrong));
}

TEST_CASE("primary targets are 20 mm and others 15 mm on each reference display") {
    struct Display {
        Role role;
        Size window;
        float width_mm;
    };
    for (const auto& d : {Display{Role::lobby, {1080, 1920}, 268}, Display{Role::lobby, {1280, 800}, 217},
                          Display{Role::reception, {1920, 1080}, 531}}) {
        const Theme theme{{}, d.role, d.window, {}};
        CHECK(theme.mm_per_px() == Approx(d.width_mm / d.window.width));
        CHECK(theme.primary_height() * theme.mm_per_px() >= 20);
        CHECK(theme.target_min() * theme.mm_per_px() >= 15);
    }
}

TEST_CASE("a configured display goes before the reference one") {
    const Theme theme{{.width = Millimetres{500}, .height = Millimetres{300}}, Role::lobby, {1000, 600}, {}};
    CHECK(theme.mm_per_px() == Approx(0.5F));
}

TEST_CASE("large mode's capitals are 7.3 mm high on the lobby's display, whatever the text's role") {
    constexpr float capital_of_em = 0.727F;
    const Theme theme{{}, Role::lobby, {1080, 1920}, {.large = true}};
    for (const auto type : {Type::greeting, Type::question, Type::choice, Type::body, Type::caption, Type::small})
        CHECK(theme.type_px(type) * capital_of_em * theme.mm_per_px() >= 7.3F);
}

TEST_CASE("large mode grows the text by a tenth at least, and on a small display by no more than there is room for") {
    const Theme calm{{}, Role::lobby, {1280, 800}, {}}, large{{}, Role::lobby, {1280, 800}, {.large = true}};
    for (const auto type : {Type::greeting, Type::question, Type::choice, Type::body, Type::caption, Type::small}) {
        CHECK(large.type_px(type) >= calm.type_px(type) * 1.1F);
        CHECK(large.type_px(type) <= calm.type_px(type) * 1.26F);
    }
}
