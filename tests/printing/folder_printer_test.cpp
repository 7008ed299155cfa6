// The folder that stands in for a printer.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "printing/folder_printer.h"
#include "printing/printer.h"
#include "tests/printing/picture.h"
#include "tests/printing/sample_badges.h"
#include "tests/printing/temporary_folder.h"

namespace {

using namespace printing;
using namespace printing_tests;

constexpr const char* job = "vestibule-0123456789abcdef0123456789abcdef";

}  // namespace

TEST_CASE("without a printer a badge is saved as a PDF, found again by its job's name, and its code can be read") {
    const TemporaryFolder folder;
    const auto printer = Printer::choose({.server = "127.0.0.1:1", .folder = folder.path / "badges"});
    REQUIRE(printer);
    CHECK(printer->is_folder());
    CHECK_FALSE(printer->find(job).value().has_value());

    const auto ticket = printer->print(job, bundled_drawings(), {}, sample_fields());
    REQUIRE(ticket);
    CHECK(ticket->file.filename() == sample_fields().code + "_" + job + ".pdf");
    CHECK(printer->outcome(*ticket)->state == OutcomeState::saved);
    CHECK(printer->find(job).value() == *ticket);
    CHECK(qr_by_zxing(read_pdf(read_file(ticket->file), 300)) == longest_token());
    CHECK((std::filesystem::status(ticket->file).permissions() & std::filesystem::perms::others_all) ==
          std::filesystem::perms::none);

    SECTION("saved twice it is one file") {
        REQUIRE(printer->print(job, bundled_drawings(), {}, sample_fields()));
        CHECK(std::distance(std::filesystem::directory_iterator(folder.path / "badges"), {}) == 1);
    }
    SECTION("taken away it is unknown, not saved") {
        std::filesystem::remove(ticket->file);
        CHECK(printer->outcome(*ticket)->state == OutcomeState::unknown);
    }
}

TEST_CASE("a file begins with its badge's code where that is one, and is found by its job alone") {
    CHECK(saved_name("job-1", "7K2M-9QXA") == "7K2M-9QXA_job-1.pdf");
    for (const char* code : {"", "../x", "a b", "Å"}) CHECK(saved_name("job-1", code) == "job-1.pdf");
    const TemporaryFolder folder;
    CHECK_FALSE(saved_file(folder.path / "none", "job-1"));
    for (const char* name : {"7K2M-9QXA_job-2.pdf", ".7K2M-9QXA_job-1.pdf.42", "job-1.pdf.bak", ".job-1.pdf"})
        std::ofstream{folder.path / name} << "x";
    CHECK_FALSE(saved_file(folder.path, "job-1"));
    const auto file = save_to_folder(folder.path, "7K2M-9QXA_job-1.pdf", "x").value();
    CHECK(saved_file(folder.path, "job-1") == file);
    // As files were called before.
    const auto older = save_to_folder(folder.path, "job-3.pdf", "x").value();
    CHECK(saved_file(folder.path, "job-3") == older);
}

TEST_CASE("a job's name that could hold a visitor's name is refused, and so is a file's name with a path") {
    const TemporaryFolder folder;
    const auto printer = Printer::choose({.server = "127.0.0.1:1", .folder = folder.path}).value();
    for (const char* name :
         {"Amara Okafor", "vestibule-", "vestibule-0123456789ABCDEF0123456789ABCDEF",
          "vestibule-0123456789abcdef0123456789abcdef0", "vestibule-../../../../etc/passwd0000000"})
        CHECK(printer.print(name, bundled_drawings(), {}, sample_fields()).error().kind == FailureKind::bad_input);
    CHECK(save_to_folder(folder.path, "../x.pdf", "x").error().kind == FailureKind::bad_input);
    CHECK(save_to_folder("/proc/nowhere", "x.pdf", "x").error().kind == FailureKind::storage);
}
