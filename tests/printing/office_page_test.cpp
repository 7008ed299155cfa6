// Pages for an office printer: what stands on them, read back by poppler.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "printing/office_flow.h"
#include "printing/office_page.h"
#include "tests/printing/picture.h"
#include "tests/support/pdf.h"

namespace {

using namespace printing;
using vestibule::test_support::count_of;
using vestibule::test_support::Pdf;
using vestibule::test_support::without_spaces;

constexpr double margin_mm_min = 12;  // what any office printer reaches

std::string name_of_row(int number) {
    return fmt::format("Visitor{:03}", number);
}

OfficeTable list_of(int rows, int groups = 1) {
    OfficeTable table{.columns = {{.head = "", .kind = OfficeColumnKind::tick},
                                  {.head = "HeadName", .share = 4, .strong = true},
                                  {.head = "HeadHost", .share = 3},
                                  {.head = "HeadNumber", .share = 1, .kind = OfficeColumnKind::number}},
                      .groups = {},
                      .text_pt = 14};
    for (int g = 0; g < groups; ++g) {
        OfficeGroup group{.head = groups > 1 ? fmt::format("Floor{}", g) : "",
                          .continued = fmt::format("Floor{} again", g),
                          .rows = {}};
        for (int i = g; i < rows; i += groups)
            group.rows.push_back(
                {{}, {.text = name_of_row(i), .detail = "Company"}, {.text = "Host"}, {.text = "2"}});
        table.groups.push_back(std::move(group));
    }
    return table;
}

std::string rendered(OfficeDocument document, OfficePaper paper = OfficePaper::a4) {
    const auto pdf = render_office_pdf(document, paper);
    INFO((pdf ? "" : pdf.error().what));
    REQUIRE(pdf);
    return *pdf;
}

void stays_within_margins(const Pdf& pdf) {
    for (const auto& page : pdf.pages())
        for (const auto& word : page.words) {
            INFO(word.text);
            CHECK(word.left >= margin_mm_min);
            CHECK(word.top >= margin_mm_min);
            CHECK(word.right <= page.width - margin_mm_min);
            CHECK(word.bottom <= page.height - margin_mm_min);
        }
}

}  // namespace

TEST_CASE("of a list of several pages no row is lost, and each page has the heads, its group and its number") {
    for (const auto paper : {OfficePaper::a4, OfficePaper::letter}) {
        const Pdf pdf{rendered({.title = "Muster", .blocks = {list_of(150, 3)}, .foot = "The foot"}, paper)};
        const auto pages = pdf.pages().size();
        REQUIRE(pages > 5);
        const auto all = pdf.text();
        for (int i = 0; i < 150; ++i) CHECK(count_of(all, name_of_row(i)) == 1);
        CHECK(count_of(all, "Muster") == 1);
        for (std::size_t page = 1; page <= pages; ++page) {
            const auto text = pdf.text(page);
            CHECK(count_of(text, "HeadName") == 1);
            CHECK(count_of(text, "Floor") >= 1);
            CHECK(count_of(text, "The foot") == 1);
            CHECK(count_of(text, fmt::format("{} / {}", page, pages)) == 1);
        }
        CHECK(count_of(all, "again") >= 3);
        stays_within_margins(pdf);
    }
}

TEST_CASE("pages have the size of the paper") {
    const Pdf a4{rendered({.title = "A"}, OfficePaper::a4)};
    CHECK(a4.pages().at(0).width == Approx(210).margin(0.1));
    CHECK(a4.pages().at(0).height == Approx(297).margin(0.1));
    const Pdf letter{rendered({.title = "A"}, OfficePaper::letter)};
    CHECK(letter.pages().at(0).width == Approx(215.9).margin(0.1));
    CHECK(letter.pages().at(0).height == Approx(279.4).margin(0.1));
}

TEST_CASE("names of any script stand there as text, in order, with all fonts in the file") {
    const std::vector<std::string> names = {"张伟 Zhang Wei",    "王芳（欧阳明月）", "محمد عبد الله",
                                            "יוסי כהן",          "สมชาย ใจดี",        "अनिता शर्मा",
                                            "Dvořák Čapek Łódź", "Nguyễn Văn Ánh",   "김민준 佐藤さくら"};
    OfficeTable table{.columns = {{.head = "Name"}}, .groups = {{.rows = {}}}};
    for (const auto& name : names) table.groups[0].rows.push_back({{.text = name}});
    const Pdf pdf{rendered({.title = "点名表", .blocks = {table}, .language = "zh_CN"})};
    // Thai vowels and Arabic joining forms may come back as other code points of the same look: compare what is sure.
    const auto text = pdf.text();
    std::size_t last = 0;
    for (const char* sure : {"张伟", "王芳", "محمد", "יוסי", "ใจ", "अन", "Dvořák", "Nguyễn", "김민준"}) {
        INFO(sure << "\n" << text);
        const auto at = text.find(sure);
        REQUIRE(at != std::string::npos);
        CHECK(at >= last);
        last = at;
    }
    REQUIRE(pdf.fonts().size() > 3);
    for (const auto& font : pdf.fonts()) {
        INFO(font);
        CHECK_THAT(font, Catch::Matches(".* yes +(yes|no) +yes +[0-9]+ +[0-9]+ *"));  // embedded, with its Unicode
    }
}

TEST_CASE("an emoji in a name is drawn, and the names around it stay text") {
    const OfficeTable table{
        .columns = {{.head = "Name"}},
        .groups = {{.rows = {{{.text = "Before"}}, {{.text = "Party 🎉 Guest"}}, {{.text = "After"}}}}}};
    const auto bytes = rendered({.title = "Emoji", .blocks = {table}});
    const auto text = Pdf{bytes}.text();
    for (const char* word : {"Before", "Party", "Guest", "After"}) CHECK(count_of(text, word) == 1);
    CHECK(bytes.size() < 200'000);
}

TEST_CASE("long names wrap in their column and are whole") {
    const auto unbroken = std::string(60, 'W') + std::string(60, 'M');
    const std::string words =
        "Freiherr Maximilian Alexander Konstantin von und zu Hohenlohe-Waldenburg-Schillingsfürst";
    OfficeTable table{.columns = {{.head = "", .kind = OfficeColumnKind::tick}, {.head = "Left"}, {.head = "Right"}},
                      .groups = {{.rows = {{{}, {.text = unbroken, .detail = words}, {.text = words}}}}},
                      .text_pt = 14};
    const Pdf pdf{rendered({.title = "Names", .blocks = {table}})};
    // Word by word in each column, for poppler reads a row's columns line by line.
    const double middle = pdf.pages().at(0).width / 2;
    std::string left, right;
    for (const auto& word : pdf.pages().at(0).words) (word.left < middle ? left : right) += word.text;
    CHECK(count_of(left, unbroken) == 1);
    CHECK(count_of(left, without_spaces(words)) == 1);
    CHECK(count_of(right, without_spaces(words)) == 1);
    for (const auto& word : pdf.pages().at(0).words) CHECK((word.right <= middle + 10 || word.left >= middle));
    stays_within_margins(pdf);
}

TEST_CASE(
    "a row that no page would hold is set smaller instead of being cut, and an endless text ends in an ellipsis") {
    std::string endless;
    for (int i = 0; i < 3000; ++i) endless += "名字";
    OfficeTable table = list_of(40);
    for (auto& column : table.columns) column.share = 1;
    table.groups[0].rows[20][3] = {.text = endless};
    const Pdf pdf{rendered({.title = "Endless", .blocks = {table}})};
    const auto all = pdf.text();
    for (int i = 0; i < 40; ++i) CHECK(count_of(all, name_of_row(i)) == 1);
    CHECK(count_of(all, "名") == static_cast<int>(office_characters_max) / 2);
    CHECK(count_of(all, "…") == 1);
    for (std::size_t page = 1; page <= pdf.pages().size(); ++page) {
        const auto text = pdf.text(page);
        const auto here = count_of(text, "名");
        CHECK((here == 0 || here == static_cast<int>(office_characters_max) / 2));
    }
    stays_within_margins(pdf);
}

TEST_CASE("a heading never stands alone at the foot of a page, and fields that belong together stay so") {
    for (int rows = 1; rows < 40; ++rows) {
        const Pdf pdf{rendered({.title = "Foot",
                                .blocks = {list_of(rows), OfficeHeading{"TheHeading"},
                                           OfficeFields{.rows = {{{.label = "ItsField", .height_mm = 15}},
                                                                 {{.label = "ItsLast", .height_mm = 15}}},
                                                        .together = true}}})};
        for (std::size_t page = 1; page <= pdf.pages().size(); ++page) {
            const auto text = pdf.text(page);
            INFO(rows);
            CHECK(count_of(text, "TheHeading") == count_of(text, "ItsField"));
            CHECK(count_of(text, "TheHeading") == count_of(text, "ItsLast"));
        }
    }
}

TEST_CASE("a code on a page is read by two decoders, and what it's for stands beside it") {
    const auto pdf =
        rendered({.title = "Invitation",
                  .blocks = {OfficeCode{
                      .content = "VI1:7K2M9QXA", .head = "7K2M-9QXA", .text = "Please show it at the entrance."}}});
    const auto picture = printing_tests::read_pdf(pdf, 150);
    CHECK(printing_tests::qr_by_zxing(picture) == "VI1:7K2M9QXA");
    CHECK(printing_tests::qr_by_zbar(picture) == "VI1:7K2M9QXA");
    CHECK(count_of(Pdf{pdf}.text(), "7K2M-9QXA") == 1);
}

TEST_CASE("what can't be set is refused: rows that don't fit their columns, a code that is too long") {
    OfficeTable table{.columns = {{.head = "A"}, {.head = "B"}}, .groups = {{.rows = {{{.text = "only one"}}}}}};
    const auto uneven = render_office_pdf({.title = "X", .blocks = {table}}, OfficePaper::a4);
    REQUIRE_FALSE(uneven);
    CHECK(uneven.error().what == "A row has 1 cells for 2 columns.");
    CHECK_FALSE(render_office_pdf({.blocks = {OfficeTable{}}}, OfficePaper::a4));
    CHECK_FALSE(render_office_pdf({.blocks = {OfficeCode{.content = std::string(600, 'x')}}}, OfficePaper::a4));
}

TEST_CASE("controls and overrides of direction don't reach the paper: broken UTF-8 does no harm") {
    const Pdf pdf{rendered({.title = "Te\x01st \xE2\x80\xAEreversed \xFF!", .subtitle = "first\nsecond\tthird"})};
    INFO(pdf.text());
    CHECK(count_of(pdf.text(), "Test reversed") == 1);
    CHECK(count_of(pdf.text(), "first second third") == 1);
}

TEST_CASE("pieces are all placed, in order, within the page, with what they must stay with") {
    const auto head = std::make_shared<const FlowPiece>(FlowPiece{.height = 5});
    for (unsigned seed = 1; seed < 300; ++seed) {
        unsigned random = seed;
        const auto next = [&random](unsigned bound) {
            random = random * 1664525U + 1013904223U;
            return (random >> 16U) % bound;
        };
        std::vector<FlowPiece> pieces(40);
        for (auto& piece : pieces) {
            piece.height = 1 + next(30);
            piece.gap = next(6);
            piece.stays_with_next = next(4) == 0;
            if (next(2) == 0) piece.again = {head};
        }
        const auto pages = flow_onto_pages(pieces, 10, 110);
        std::vector<const FlowPiece*> order;
        for (std::size_t p = 0; p < pages.size(); ++p) {
            REQUIRE_FALSE(pages[p].empty());
            double y = 10;
            std::size_t heads = 0;
            for (const auto& placed : pages[p]) {
                CHECK(placed.y >= y);
                y = placed.y + placed.piece->height;
                if (placed.piece == head.get())
                    ++heads;
                else
                    order.push_back(placed.piece);
            }
            const auto& first = *pages[p][heads].piece;
            CHECK(heads == (p == 0 ? 0 : first.again.size()));
            // Only a chain that no page holds goes on over a page's end.
            const auto& last = *pages[p].back().piece;
            if (!last.stays_with_next) CHECK(y <= 110);
        }
        REQUIRE(order.size() == pieces.size());
        for (std::size_t i = 0; i < pieces.size(); ++i) CHECK(order[i] == &pieces[i]);
    }
}
