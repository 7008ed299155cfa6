// Copies for who only looks: rows of the WAL come with them, and nothing stays behind.
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "kiosk/log/private_copy.h"
#include "kiosk/log/readable_log.h"
#include "kiosk/sqlite/database.h"
#include "tests/support/temporary_folder.h"

using namespace vestibule;
using namespace vestibule::test_support;

namespace {

// Copies go to a folder of the test's own.
struct Places {
    TemporaryFolder data, temporary;

    Places() { ::setenv("TMPDIR", temporary.path().c_str(), 1); }
    ~Places() { ::unsetenv("TMPDIR"); }
    [[nodiscard]] std::filesystem::path log() const { return data / "log.db"; }
    [[nodiscard]] Database writer() const {
        return must(Database::open(log(), FileAccess::read_write,
                                   "PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS t(x INTEGER);"));
    }
    [[nodiscard]] bool left_nothing() const { return std::filesystem::is_empty(temporary.path()); }
};

std::int64_t sum_in(const std::filesystem::path& file) {
    auto database = must(Database::open(file, FileAccess::read_only));
    return must(database.number("SELECT sum(x) FROM t")).value_or(0);
}

}  // namespace

TEST_CASE("a private copy has the rows that lie in the WAL alone, for the owner's eyes only, and goes", "[log]") {
    const Places places;
    auto writer = places.writer();
    must(writer.run("INSERT INTO t VALUES(40); INSERT INTO t VALUES(2);"));
    {
        const auto copy = must(PrivateCopy::of({places.log()}));
        CHECK(copy.folder().parent_path() == places.temporary.path());
        CHECK(sum_in(copy.folder() / "log.db") == 42);
        struct stat about {};
        REQUIRE(::stat(copy.folder().c_str(), &about) == 0);
        CHECK((about.st_mode & 0777U) == 0700U);
        REQUIRE(::stat((copy.folder() / "log.db").c_str(), &about) == 0);
        CHECK((about.st_mode & 0777U) == 0600U);
        must(writer.run("INSERT INTO t VALUES(1);"));
        CHECK(sum_in(copy.folder() / "log.db") == 42);
        const auto said =
            copy.about({Remedy::ask_staff, (copy.folder() / "log.db").string() + " is damaged"}, places.data.path());
        CHECK(said.what == places.log().string() + " is damaged");
    }
    CHECK(places.left_nothing());
}

TEST_CASE("a copy made while another process writes and checkpoints is of one moment", "[log]") {
    const Places places;
    auto writer = places.writer();
    // Two rows that are equal at each commit.
    must(writer.run(
        "CREATE TABLE pair(a INTEGER, b INTEGER, filler BLOB); INSERT INTO pair VALUES(0, 0, zeroblob(90000));"
        "PRAGMA wal_autocheckpoint=8;"));
    std::atomic<bool> over{false};
    std::thread writing{[&] {
        while (!over) (void)writer.run("UPDATE pair SET a = a + 1, b = b + 1, filler = randomblob(90000);");
    }};
    int made = 0;
    for (int i = 0; i < 50; ++i) {
        const auto copy = PrivateCopy::of({places.log()});
        if (!copy) {
            CHECK(copy.error().remedy == Remedy::retry_later);
            continue;
        }
        ++made;
        auto database = must(Database::open(copy->folder() / "log.db", FileAccess::read_only));
        CHECK(must(database.number("SELECT count(*) FROM pair WHERE a = b")) == 1);
        auto row = must(database.query("PRAGMA integrity_check"));
        REQUIRE(must(row.step()));
        CHECK(row.text(0) == "ok");
    }
    over = true;
    writing.join();
    CHECK(made > 0);
    CHECK(places.left_nothing());
}

TEST_CASE("a process that is interrupted takes its copy along, and one that is killed leaves it to the next",
          "[log]") {
    const Places places;
    auto writer = places.writer();
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGKILL}) {
        int ready[2];
        REQUIRE(::pipe(ready) == 0);
        const auto child = ::fork();
        if (child == 0) {
            const auto copy = PrivateCopy::of({places.log()});
            (void)!::write(ready[1], copy ? "1" : "0", 1);
            for (;;) ::pause();
        }
        char made = 0;
        REQUIRE(::read(ready[0], &made, 1) == 1);
        CHECK(made == '1');
        CHECK_FALSE(places.left_nothing());
        // Another process' copy stays while that one lives.
        (void)must(PrivateCopy::of({places.log()}));
        CHECK_FALSE(places.left_nothing());
        ::kill(child, signal);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(WTERMSIG(status) == signal);
        INFO(signal);
        CHECK(places.left_nothing() == (signal != SIGKILL));
        ::close(ready[0]);
        ::close(ready[1]);
    }
    (void)must(PrivateCopy::of({places.log()}));
    CHECK(places.left_nothing());
}

TEST_CASE("a folder in which nothing can be made is passed over for the next one", "[log]") {
    const Places places;
    const auto writer = places.writer();
    ::setenv("TMPDIR", "/proc", 1);
    const auto copy = must(PrivateCopy::of({places.log()}));
    CHECK(copy.folder().parent_path() != "/proc");
}

TEST_CASE("a file that isn't there or can't be read is named", "[log]") {
    const Places places;
    const auto missing = PrivateCopy::of({places.log()});
    REQUIRE_FALSE(missing);
    CHECK_THAT(missing.error().what, Catch::Contains(places.log().string()));
    CHECK(places.left_nothing());
}

TEST_CASE("a log is read in place where that can be done", "[log]") {
    const Places places;
    auto writer = places.writer();
    must(writer.run("INSERT INTO t VALUES(7);"));
    const auto log = must(ReadableLog::of(places.log()));
    CHECK(log.file() == places.log());
    CHECK(sum_in(log.file()) == 7);
    CHECK(places.left_nothing());
}
