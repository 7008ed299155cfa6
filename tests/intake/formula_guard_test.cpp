// What a spreadsheet would run or shorten goes out with an apostrophe and comes back exactly.
#include <catch2/catch.hpp>
#include <string>

#include "kiosk/intake/formula_guard.h"

using namespace vestibule;

TEST_CASE("what begins as a formula does is made a text, full-width signs included", "[intake]") {
    for (const auto* cell : {"=1+1", "+44 20", "-", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠a"}) {
        INFO(cell);
        CHECK(with_formula_guard(cell, Guarded::formulas) == std::string{"'"} + cell);
        CHECK(with_formula_guard(cell, Guarded::formulas_and_digits) == std::string{"'"} + cell);
    }
    for (const auto* cell : {"", "O'Brien", "a=1", "; =1+1", "–1", "'Aisha", "12", "李雷", "'"}) {
        INFO(cell);
        CHECK(with_formula_guard(cell, Guarded::formulas_and_digits) == cell);
    }
}

TEST_CASE("for a spreadsheet long numbers and leading zeros stay texts", "[intake]") {
    for (const auto* cell : {"8613800138000", "02079460123", "00"}) {
        CHECK(with_formula_guard(cell, Guarded::formulas_and_digits) == std::string{"'"} + cell);
        CHECK(with_formula_guard(cell, Guarded::formulas) == cell);
    }
    for (const auto* cell : {"0", "10", "12345678901", "020 7946 0123"})
        CHECK(with_formula_guard(cell, Guarded::formulas_and_digits) == cell);
}

TEST_CASE("the guard comes off exactly, also where a cell had apostrophes of its own", "[intake]") {
    for (const auto* bare : {"=1+1", "+44", "-", "＝1", "8613800138000", "020", "Ann", "", "O'Brien", "s"})
        for (const auto* apostrophes : {"", "'", "''", "'''"})
            for (const auto guarded : {Guarded::formulas, Guarded::formulas_and_digits}) {
                const auto cell = std::string{apostrophes} + bare;
                INFO(cell);
                CHECK(without_formula_guard(with_formula_guard(cell, guarded)) == cell);
            }
}
