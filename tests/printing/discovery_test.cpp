// Driverless printers found as they announce themselves: a real one, through a real avahi.
#include "printing/discovery.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <string>

#include "printing/printer.h"
#include "printing/queue_setup.h"
#include "tests/printing/print_server.h"

using namespace printing;
using vestibule_tests_support::PrintServer;

namespace {

FoundPrinter found_at(const std::string& uri, const std::string& service = "", const std::string& uuid = "") {
    return {.name = "Printer", .service_uri = service, .uri = uri, .uuid = uuid};
}

std::size_t left(const FoundPrinter& printer, const std::string& device) {
    return without_queue({printer}, {Destination{.queue = "q", .device_uri = device}}).size();
}

}  // namespace

TEST_CASE("a driverless printer is found, a queue is made for it, and then it isn't offered any more",
          "[real][printer]") {
    PrintServer server({.own_server = true, .is_announced = true});
    const auto ours = "Vestibule test " + std::to_string(server.printer_port());
    const auto start = std::chrono::steady_clock::now();
    const auto found = discover_printers();
    CHECK(std::chrono::steady_clock::now() - start < discovery_time + resolve_time * 2);
    const auto printer = std::ranges::find_if(found, [&](const auto& other) { return other.name == ours; });
    REQUIRE(printer != found.end());
    CHECK(std::ranges::count_if(found, [&](const auto& other) { return other.name == ours; }) == 1);
    CHECK(printer->make_and_model == "Vestibule Test Printer");
    CHECK(is_service(printer->service_uri));
    CHECK_FALSE(is_service(printer->uri));

    const auto queues = [&] { return Spooler::at(server.server()).destinations().value(); };
    REQUIRE(without_queue({*printer}, queues()).size() == 1);
    const auto name = queue_name_for(*printer);
    REQUIRE(is_good_queue_name(name));
    REQUIRE(add_queue(server.server(), {.name = name, .printer_uri = printer->uri}));
    CHECK(without_queue({*printer}, queues()).empty());

    SECTION("the announced service itself is an address as well") {
        const auto uri = resolve_service(printer->service_uri);
        REQUIRE(uri);
        CHECK(*uri == printer->uri);
        const auto straight = Printer::choose({.queue = printer->service_uri});
        REQUIRE(straight);
        CHECK(straight->condition()->make_and_model == "Vestibule Test Printer");
    }
}

TEST_CASE("a service that isn't announced is a printer that doesn't answer, within the time-out", "[real][printer]") {
    PrintServer server;
    const auto start = std::chrono::steady_clock::now();
    const auto nobody = resolve_service("ipp://Nobody%20at%20all._ipp._tcp.local/");
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().kind == FailureKind::unreachable);
    CHECK(std::chrono::steady_clock::now() - start < resolve_time + std::chrono::seconds(1));
}

TEST_CASE("a printer has a queue when one sends to its address, its service or its UUID") {
    CHECK(left(found_at("ipp://10.0.0.7/ipp/print"), "ipp://10.0.0.7:631/ipp/print?contimeout=30") == 0);
    CHECK(left(found_at("ipps://10.0.0.7/ipp/print"), "ipp://10.0.0.7/ipp/print") == 0);
    CHECK(left(found_at("ipp://10.0.0.7/ipp/print"), "ipp://10.0.0.8/ipp/print") == 1);
    const auto service = found_at("ipp://a/ipp/print", "ipps://A%20Printer._ipps._tcp.local/", "1234-5678");
    CHECK(left(service, "ipp://A%20Printer._ipp._tcp.local/") == 0);
    CHECK(left(service, "ipp://Another._ipp._tcp.local/") == 1);
    CHECK(left(service, "dnssd://X._ipp._tcp.local/?uuid=1234-5678") == 0);
    CHECK(left(service, "usb://Zebra/ZD421") == 1);
}

TEST_CASE("a queue's name is made of whatever a printer calls itself") {
    const auto name = [](const std::string& text) { return queue_name_for({.name = text}); };
    CHECK(name("Zebra ZD421 (lobby)") == "Zebra-ZD421-lobby");
    CHECK(name("'; reboot #") == "reboot");
    CHECK(name("打印机") == "badge");
    CHECK(name(std::string(500, 'x')).size() == 40);
    CHECK(queue_name_for({.make_and_model = "DYMO 450"}) == "DYMO-450");
}
