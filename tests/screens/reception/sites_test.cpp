// One reception for several sites, on real desks: who waits where, one sign-in, and the way from site to site.
#include "kiosk/screens/reception/sites.h"

#include <catch2/catch.hpp>

#include "kiosk/desk/pin.h"
#include "kiosk/screens/reception/site_list.h"
#include "kiosk/ui/inject.h"
#include "kiosk/ui/ui.h"
#include "tests/desk/front_desk.h"
#include "tests/screens/offscreen.h"

namespace vestibule::reception {
namespace {

using namespace std::chrono_literals;
using test_support::must;

struct Site {
    desk_test::FrontDesk desk;
    std::string name;
    bool news = false, stale = false;

    explicit Site(std::string called) : name{std::move(called)} {
        desk.config.site.name = name;
        desk.reopen();
    }
    void staff(const std::string& who, const std::string& pin) {
        static_cast<void>(must(desk->add_staff(who, pin, {"reception"})));
    }
    SiteParts parts() {
        return {.name = name,
                .desk = &*desk,
                .surroundings = {.exchange = [this] { return ExchangeView{.stale = stale}; }, .printer = {}},
                .news = [this] { return std::exchange(news, false); }};
    }
};

struct Company {
    Site london{"London"}, paris{"Paris"};
    std::unique_ptr<ui::Ui> ui;
    std::unique_ptr<Sites> screens;

    explicit Company(std::vector<SiteParts> more = {}, ui::Size size = {1920, 1080}) {
        ui = screens_test::offscreen(Role::reception, size);
        london.staff("J. Ferrer", "482915");
        std::vector<SiteParts> parts = {london.parts(), paris.parts()};
        std::ranges::move(more, std::back_inserter(parts));
        screens = std::make_unique<Sites>(std::move(parts));
    }
    void signs_in() {
        draw();
        types_pin("482915");
    }
    void types_pin(const std::string& pin) {
        ui::type_text(pin);
        ui::press_enter();
        while (ui->poll() || ui->input().deadline_ms()) draw();
    }
    void draw() {
        for (int i = 0; i < 3; ++i) CHECK_FALSE(screens->frame(*ui));
    }
    void chooses(std::size_t site) {
        REQUIRE(ui::tap(*ui, "reception.site." + std::to_string(site)));
        while (ui->poll()) draw();
        draw();
    }
    [[nodiscard]] const Conductor& shown() const { return screens->shown_site(); }
    [[nodiscard]] std::string text(std::string_view id) const {
        const auto* widget = ui->tree().find(id);
        return widget == nullptr ? "" : widget->label;
    }
    template <class S>
    [[nodiscard]] bool shows() const {
        return std::holds_alternative<S>(shown().state().screen);
    }
};

}  // namespace

TEST_CASE("the sidebar says of each site how many wait there and whether it is current", "[display]") {
    Company company;
    company.signs_in();
    CHECK(company.text("reception.site.0.name") == "London");
    CHECK(company.text("reception.site.1.state") == "nobody waiting");

    static_cast<void>(company.paris.desk.walk_in("Amara Okafor"));
    company.draw();
    CHECK(company.text("reception.site.1.state") == "nobody waiting");  // nobody has told
    company.paris.news = true;
    company.draw();
    CHECK(company.text("reception.site.1.state") == "1 waiting");
    CHECK(company.text("reception.site.1") == "Paris, 1 waiting");
    CHECK(company.text("reception.site.0.state") == "nobody waiting");
    CHECK(company.shown().view().rows.empty());

    company.paris.stale = true;
    company.draw();
    CHECK(company.text("reception.site.1.state") == "1 waiting · old data");
}

TEST_CASE("who is staff of both sites, of the same name and PIN, signs in once", "[display]") {
    Company company;
    company.paris.staff("J. Ferrer", "482915");
    static_cast<void>(company.paris.desk.walk_in("Amara Okafor"));
    company.signs_in();
    company.chooses(1);
    REQUIRE(company.shows<Day>());
    CHECK(company.shown().view().site == "Paris");
    REQUIRE(company.shown().view().rows.size() == 1);
    CHECK(company.shown().view().rows.front().visitor == "Amara Okafor");
    company.chooses(0);
    REQUIRE(company.shows<Day>());
    CHECK(company.shown().view().site == "London");
    CHECK(company.shown().view().rows.empty());
}

TEST_CASE("who isn't staff there is asked for that site's PIN, and may go back", "[display]") {
    Company company;
    const auto who = GENERATE(std::pair{"M. Dupont", "482915"}, std::pair{"J. Ferrer", "271835"});
    company.paris.staff(who.first, who.second);
    company.signs_in();
    company.chooses(1);
    REQUIRE(company.shows<EnterPin>());
    CHECK(company.text("sign_in.reason") == "You aren’t signed in at Paris yet.");
    CHECK(company.text("sign_in.back") == "Back");
    SECTION("back") {
        REQUIRE(ui::tap(*company.ui, "sign_in.back"));
        while (company.ui->poll()) company.draw();
        CHECK(company.shows<Day>());
        CHECK(company.shown().view().site == "London");
    }
    SECTION("its PIN") {
        company.types_pin(who.second);
        CHECK(company.shows<Day>());
        CHECK(company.shown().view().site == "Paris");
    }
    // Nobody was locked out by being asked.
    CHECK(must(company.paris.desk->sign_in("000001")).keypad.tries_left == pin_failures_free - 1);
}

TEST_CASE("signing out ends it at all sites and shows the first", "[display]") {
    Company company;
    company.paris.staff("J. Ferrer", "482915");
    company.signs_in();
    company.chooses(1);
    SECTION("by hand") {
        REQUIRE(ui::tap(*company.ui, "reception.sign_out"));
        while (company.ui->poll()) company.draw();
    }
    SECTION("by leaving the desk alone") {
        company.london.desk.wait(reception_session_max);
        company.paris.desk.wait(reception_session_max);
        company.draw();
    }
    REQUIRE(company.shows<EnterPin>());
    CHECK(company.shown().view().site == "London");
    CHECK(company.text("sign_in.reason") == "Visitors’ names are only for staff.");
    CHECK(company.shown().who().pin.empty());
    company.signs_in();
    CHECK(company.shown().view().site == "London");
}

TEST_CASE("a site that can't be opened has its row, and says why when it is touched", "[display]") {
    Company company{{{.name = "Vienna",
                      .desk = nullptr,
                      .surroundings = {},
                      .news = {},
                      .problem = Problem{.remedy = Remedy::ask_staff, .what = "its log is damaged"}}}};
    company.signs_in();
    CHECK(company.text("reception.site.2.state") == "can’t be shown");
    company.chooses(2);
    CHECK(company.shown().view().site == "London");
    CHECK(company.text("reception.notice").find("Its log is damaged") != std::string::npos);
}

TEST_CASE("a long name is cut, twelve sites scroll, and the heading counts for them all", "[display]") {
    std::vector<std::unique_ptr<Site>> more;
    std::vector<SiteParts> parts;
    for (int i = 0; i < 10; ++i) {
        more.push_back(std::make_unique<Site>("Rindfleischetikettierungs-Landesanstalt " + std::to_string(i)));
        parts.push_back(more.back()->parts());
    }
    static_cast<void>(more.back()->desk.walk_in("Amara Okafor"));
    Company company{std::move(parts)};
    company.signs_in();
    CHECK(company.text("reception.sites_title") == "All sites · 1 waiting");
    const auto* name = company.ui->tree().find("reception.site.2.name");
    REQUIRE(name != nullptr);
    CHECK(name->ellipsized);
    CHECK(company.ui->tree().find("reception.site.11") == nullptr);
}

TEST_CASE("on an upright display the sites stand three in a row above the day", "[display]") {
    Site vienna{"Wien"}, madrid{"Madrid"};
    Company company{{vienna.parts(), madrid.parts()}, {1080, 1920}};
    company.signs_in();
    const auto place_of = [&](std::string_view id) {
        const auto* widget = company.ui->tree().find(id);
        REQUIRE(widget != nullptr);
        return widget->rect;
    };
    CHECK(place_of("reception.site.2").y == place_of("reception.site.0").y);
    CHECK(place_of("reception.site.3").y >= place_of("reception.site.0").bottom());
    CHECK(place_of("reception.title").y >= place_of("reception.site.3").bottom());
    company.chooses(3);
    CHECK(company.text("sign_in.reason") == "You aren’t signed in at Madrid yet.");
}

}  // namespace vestibule::reception
