// The vocabulary of printing tests: a lobby at a real print server with two printers, and what staff see of its
// queue.
#pragma once

#include <csignal>

#include "tests/printing/print_server.h"
#include "tests/station/building.h"

namespace vestibule::station_test {

using vestibule_tests_support::PrinterBehaviour;
using vestibule_tests_support::PrintServer;

// "badge" is the lobby's own printer, "front-desk" its fallback at reception.
struct PrintDesk : Building {
    PrintServer own{{.own_server = true}};  // it is stopped, and its queues come and go
    PrintServer other{own, "front-desk"};
    std::unique_ptr<Station> lobby;
    std::unique_ptr<Desk> desk;

    enum NotYet { not_yet };  // the caller starts it
    explicit PrintDesk(NotYet) { configure(true); }
    explicit PrintDesk(bool has_fallback = true) {
        configure(has_fallback);
        start();
    }
    void configure(bool has_fallback) {
        config.printer.server = own.server();
        config.printer.queue = own.queue();
        if (has_fallback) config.printer.fallback = {other.queue()};
        config.printer.fallback_place = "reception";
    }
    void start() {
        lobby = open(Role::lobby);
        desk = must(lobby->new_desk());
        lobby->start_workers([] {});
    }
    void stop() {
        desk.reset();
        lobby.reset();
    }
    BadgeId admit(const std::string& name) { return station_test::admit(*desk, name); }

    PrintOutcome outcome(BadgeId badge) { return must(desk->badge(badge))->print; }
    bool comes_to(BadgeId badge, PrintOutcome wanted) {
        return soon([&] { return outcome(badge) == wanted; });
    }
    // The row that staff see of it; nothing once it's over.
    std::optional<PrintJobView> row(BadgeId badge) {
        for (auto& view : must(desk->print_queue()))
            if (view.badge == badge) return view;
        return std::nullopt;
    }
    // Until it's at a printer (so often as told), and that one has had the time to say what is wrong.
    bool is_at_printer(BadgeId badge, int attempts = 1) {
        return soon([&] {
            const auto seen = row(badge);
            return seen && seen->stage == PrintStage::printing && seen->attempts_made == attempts;
        });
    }
    bool says(BadgeId badge, const std::string& reason) {
        return soon([&] { return must(desk->badge(badge))->print_reason == reason; });
    }
    // For longer than the worker and the printers take for anything.
    static void let_be() { std::this_thread::sleep_for(std::chrono::seconds{8}); }
    std::size_t papers() const { return own.documents().size() + other.documents().size(); }
};

}  // namespace vestibule::station_test
