// ipptool's own tests (package cups-ipp-utils) on the queue that we make, with the documents that we make.
#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>

#include "printing/queue_setup.h"
#include "printing/spooler.h"
#include "printing/test_page.h"
#include "tests/printing/faults.h"
#include "tests/printing/picture.h"
#include "tests/printing/print_server.h"
#include "tests/printing/temporary_folder.h"

using namespace printing;
using namespace printing_tests;
using vestibule_tests_support::PrintServer;

namespace {

struct Document {
    const char* file;
    const char* format;
};
constexpr std::array documents{Document{"page.pwg", "image/pwg-raster"}, Document{"page.pdf", "application/pdf"}};

void write_documents(const std::filesystem::path& folder) {
    std::ofstream(folder / "page.pwg", std::ios::binary) << page(1).bytes;
    const auto pdf = draw_test_page({.job_name = page(1).job_name,
                                     .queue = "badge",
                                     .medium = medium_named("om_card_54x86mm").value(),
                                     .format = {.raster = false, .dpi = 300}});
    std::ofstream(folder / "page.pdf", std::ios::binary) << pdf.value().bytes;
}

int count(const std::string& text, const std::string& word) {
    int found = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
    return found;
}

// Answers how many of the file's tests passed; 0 where one failed. What a server needn't have is skipped.
int passed(const std::string& uri, const std::string& test, const Document& document,
           const std::filesystem::path& folder) {
    const auto log = folder / "ipptool.log";
    const auto command = "cd '" + folder.string() + "' && ipptool -t -f " + document.file +
                         " -d filetype=" + document.format + " '" + uri + "' " + test + ".test >'" + log.string() +
                         "' 2>&1";
    const int status = std::system(command.c_str());
    const auto said = read_file(log.string());
    if (status == 0) return count(said, "[PASS]");
    std::cerr << said;
    return 0;
}

// One that prints takes no other job: "server-error-busy".
void wait_until_idle(const PrintServer& server) {
    const auto idle = [&] {
        const auto condition = Spooler::at(server.server()).condition(server.printer_uri());
        return condition && condition->state == PrinterState::idle;
    };
    for (int tries = 0; tries < 100 && !idle(); ++tries) std::this_thread::sleep_for(std::chrono::milliseconds{100});
}

}  // namespace

TEST_CASE("the queue that we make passes ipptool's tests with the raster and the PDF that we make",
          "[real][printer]") {
    PrintServer server;
    const TemporaryFolder folder;
    write_documents(folder.path);
    REQUIRE(add_queue(server.server(), {.name = server.own_name("lobby"), .printer_uri = server.printer_uri()}));
    const auto queue = "ipp://" + server.server() + "/printers/" + server.own_name("lobby");
    for (const auto& document : documents)
        for (const char* test : {"get-printer-attributes", "get-job-template-attributes",
                                 "get-printer-description-attributes", "validate-job", "print-job", "create-job",
                                 "create-job-format", "print-job-and-wait", "get-jobs", "get-completed-jobs"}) {
            CAPTURE(test, document.format);
            CHECK(passed(queue, test, document, folder.path) > 0);
        }
    CHECK(passed(queue, "ipp-1.1", documents.back(), folder.path) >= 30);
}

TEST_CASE("a printer itself passes ipptool's tests with the raster and the PDF that we make", "[real][printer]") {
    PrintServer server;
    const TemporaryFolder folder;
    write_documents(folder.path);
    for (const auto& document : documents)
        for (const char* test : {"validate-job", "print-job", "create-job", "get-jobs"}) {
            CAPTURE(test, document.format);
            wait_until_idle(server);
            CHECK(passed(server.printer_uri(), test, document, folder.path) > 0);
        }
    CHECK_FALSE(server.documents().empty());
}
