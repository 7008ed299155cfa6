// One reception for two sites that meet in one PostgreSQL: a visitor waits at the other site, reception goes there
// and answers.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"
#include "tests/support/central_database.h"

using namespace journeys;
using vestibule::test_support::PostgresServer;

namespace {

// A site with its lobby, whose data is in that database.
void install(Building& house, const PostgresServer& server, const std::string& database) {
    auto& lobby = house.lobby();
    lobby.kill();
    const auto installed = house.command(
        {"central", "install", "--admin-url", server.admin_url(database), "--url", server.station_url(database)});
    INFO(installed.out << installed.err);
    REQUIRE(installed.status == 0);
    lobby.start();
    lobby.on("lobby.welcome");
}

// The site's reception, in the company's data folder.
void enrol(Building& house, const Building& company, const std::string& name) {
    const auto given = house.json({"station", "enroll", "--role", "reception", "--name", name});
    const auto joined =
        company.command({"station", "enroll", "--station", name, "--code", given.at("code").get<std::string>(),
                         "--central", given.at("central").get<std::string>()});
    INFO(joined.out << joined.err);
    REQUIRE(joined.status == 0);
}

struct Company {
    PostgresServer& server = vestibule::test_support::postgres_server();
    std::string database = server.new_database();
    Building london, paris, company;

    explicit Company(const std::string& language = "en")
        : london{{.site = "London"}},
          paris{{.first_language = language, .site = "Paris La Défense"}},
          company{{.first_language = language, .reception = {"--station", "reception-london", "--sites"}}} {
        install(london, server, database);
        install(paris, server, database);
        enrol(london, company, "reception-london");
        enrol(paris, company, "reception-paris");
    }
    Reception& reception() { return company.reception(); }
};

}  // namespace

TEST_CASE("a visitor waits at the other site, reception sees it, goes there and approves", "[postgres]") {
    const std::string language = GENERATE("en", "zh_CN");
    const bool english = language == "en";
    Company company{language};
    auto& reception = company.reception();
    reception.sign_in();
    reception.until("both sites", [&](const Tree& t) {
        return t.text("reception.site.0.name") == "London" &&
               t.text("reception.site.1.state") == (english ? "nobody waiting" : "无人等候");
    });
    auto& lobby = company.paris.lobby();
    lobby.register_walk_in({.name = "Zhang Wei", .phone = "+442079460199", .host = "Anna"});
    const std::string waiting = english ? "1 waiting" : "1 人等候";
    reception.until("who waits in Paris", [&](const Tree& t) { return t.text("reception.site.1.state") == waiting; });
    CHECK_FALSE(reception.tree().says("Zhang Wei"));
    CHECK(reception.tree().text("reception.site") == "London");

    reception.tap("reception.site.1");
    // The same person has set up both, with one PIN, and so is known there in whatever language.
    reception.until("Paris", [](const Tree& t) { return t.text("reception.site") == "Paris La Défense"; });
    reception.id_of("visit.", "Zhang Wei");
    reception.approve("Zhang Wei");
    CHECK(lobby.on("lobby.badge").text("badge.name") == "Zhang Wei");

    // The same day for scripts: the running reception answers for both sites.
    const auto day = company.company.json({"arrivals", "--sites", "--station", "reception-london"});
    CHECK(day.at("sites").size() == 2);
    REQUIRE(day.at("visits").size() == 1);
    CHECK(day.at("visits")[0].at("site") == "Paris La Défense");
    CHECK(day.at("visits")[0].at("visitor") == "Zhang Wei");
    reception.tap("reception.site.0");
    reception.until("London again", [](const Tree& t) {
        return t.text("reception.site") == "London" && !t.text("reception.empty").empty();
    });
    CHECK_FALSE(reception.tree().says("Zhang Wei"));
    reception.tap("reception.sign_out");
    CHECK(reception.on("reception.sign_in").text("sign_in.site").find("London") == 0);

    // Without a running reception its stations are opened; the list is the same, by time.
    reception.kill();
    const auto later = company.london.file(
        "later.csv", "from,until,name,host_email\n" + company.london.local_time(1) + "," +
                         company.london.local_time(2) + ",Amara Okafor,anna.berg@harbour.example\n");
    REQUIRE(company.london.command({"import", "people", later}).status == 0);
    REQUIRE(company.london.command({"sync", "once"}).status == 0);
    const auto list = company.company.command({"arrivals", "--sites", "--station", "reception-london"});
    INFO(list.out << list.err);
    CHECK(list.status == 0);
    const auto first = list.out.find("Zhang Wei"), second = list.out.find("Amara Okafor");
    REQUIRE(first != std::string::npos);
    REQUIRE(second != std::string::npos);
    CHECK(first < second);
    CHECK(list.out.find("Paris La Défense") < first);
    CHECK(list.err.find("London, ") != std::string::npos);
}
