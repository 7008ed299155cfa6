// A day at the desk, step by step, on a disk that may fail at any of them.
#pragma once

#include "kiosk/desk/imports.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/visit/kinds.h"
#include "tests/faults/office.h"
#include "tests/log/log_fixture.h"

namespace vestibule::faults_test {

// Each step may be done again after it has failed.
struct Day {
    const Site& site;
    std::filesystem::path folder;
    FaultyDisk disk{};
    std::unique_ptr<Office> office{};
    Acknowledged acknowledged{};
    VisitId walk_in{};
    PersonId visitor{}, staff = new_id<PersonId>();
    BadgeId badge{};
    int told = 0;  // how often a step failed and said so

    using Step = std::function<Result<>()>;
    [[nodiscard]] std::vector<Step> steps();
    // Until its end, or until the power is gone.
    void live();
    // Closes what is open, brings the power back, and looks.
    void look_after(std::uint64_t seed) {
        office.reset();
        if (disk.dead()) disk.restart(seed);
        disk.plan(Fault::none, 0);
        check_nothing_lost(site, folder, acknowledged);
    }

    Result<> open() {
        office.reset();
        VESTIBULE_TRY(opened, Office::open(site, folder));
        office = std::move(opened);
        return {};
    }
    Result<> list_host() {
        Imported<HostRow> rows;
        rows.taken.push_back({.name = "Anna Berg", .email = "anna@harbour.example"});
        VESTIBULE_CHECK(import_hosts(office->desk(), rows));
        return {};
    }
    // Appointments of so many visitors.
    Result<> import(std::size_t count) {
        Imported<AppointmentRow> rows;
        for (std::size_t i = 0; i < count; ++i)
            rows.taken.push_back({.key = "uid-" + std::to_string(i),
                                  .from = ten,
                                  .until = ten + std::chrono::hours{1},
                                  .name = "Visitor " + std::to_string(i),
                                  .phone = "+44 20 7946 0123",
                                  .host_email = "anna@harbour.example",
                                  .host_name = "Anna Berg",
                                  .type = "visitor"});
        VESTIBULE_CHECK(import_appointments(office->desk(), rows));
        return {};
    }
    Result<> come_in() {
        VESTIBULE_TRY(hosts, office->desk().find_hosts("anna"));
        VisitDraft draft{.name = "Zhang Wei", .phone = "+44 20 7946 0199", .language = "en"};
        if (!hosts.empty()) draft.host = hosts.front().id;
        VESTIBULE_TRY(visit, office->desk().register_walk_in(draft));
        walk_in = visit;
        return {};
    }
    Result<> admit() {
        VESTIBULE_TRY(issued, office->desk().admit(walk_in, staff));
        badge = issued;
        return {};
    }
    Result<> print() {
        VESTIBULE_TRY(job, office->desk().reader().job_for_badge(badge));
        if (!job || job->state == JobState::done) return {};
        VESTIBULE_CHECK(office->log().start_job(job->id, ""));
        const auto printed = log_test::event(kind::badge_printed, stream_of(badge), {{"outcome", "printed"}});
        return office->log().finish_job(job->id, JobState::done, "", {&printed, 1}, ten);
    }
    Result<> postpone() {
        VESTIBULE_TRY(job, office->desk().reader().job_for_badge(badge));
        if (!job) return {};
        return office->log().postpone_job(job->id, ten + std::chrono::minutes{1}, "paper is out");
    }
    Result<> hear_from_neighbour() {
        VESTIBULE_CHECK(office->log().take(site.neighbours_rows, site.neighbours_head));
        return {};
    }
    // The central store has taken all so far: its head is kept.
    Result<> send() {
        VESTIBULE_TRY(rows, office->desk().reader().events_after(site.identity.station(), 0, 1000));
        Head head{.station = site.identity.station(), .seq = rows.back().seq, .hash = rows.back().hash};
        head.signature = sign(site.identity, signed_part(head));
        return office->log().keep_own_head(head);
    }
    Result<> leave() { return office->desk().let_out(walk_in, staff); }
    Result<> erase() {
        VESTIBULE_TRY(state, office->desk().reader().visit(walk_in));
        if (state) visitor = state->person;
        return office->desk().erase_person(visitor, "asked for");
    }
};

inline std::vector<Day::Step> Day::steps() {
    return {[this] { return open(); },
            [this] { return office->introduce(); },
            [this] { return list_host(); },
            [this] { return import(2); },
            [this] { return come_in(); },
            [this] { return admit(); },
            [this] { return print(); },
            [this] { return send(); },
            [this] { return hear_from_neighbour(); },
            [this] { return office->log().checkpoint_truncate(); },
            [this] { return leave(); },
            [this] { return erase(); },
            [this] { return come_in(); },
            [this] { return admit(); },
            [this] { return postpone(); },
            [this] { return send(); },
            [this] { return office->log().rebuild(); },
            [this] { return open(); },
            [this] { return come_in(); }};
}

inline void Day::live() {
    for (const auto& step : steps()) {
        auto done = step();
        if (!done) {
            ++told;
            check_says_what_to_do(done.error(), folder);
            if (disk.dead()) return;
            disk.heal();  // room was made, and the same program goes on
            done = step();
            if (!done) FAIL("it doesn't recover: " << done.error().what);
        }
        if (office) acknowledged.look(*office, folder);
        if (disk.dead()) return;
    }
}

}  // namespace vestibule::faults_test
