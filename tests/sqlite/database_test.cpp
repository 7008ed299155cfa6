// What the door to SQLite promises, on real files: values, transactions, migrations, failures that say what to do.
#include "kiosk/sqlite/database.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

using namespace vestibule;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("vestibule-sqlite-" + uuid_text(random_uuid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

Database opened(const fs::path& file, const char* pragmas = "PRAGMA journal_mode=WAL;") {
    auto database = Database::open(file, FileAccess::read_write, pragmas);
    REQUIRE(database);
    return std::move(*database);
}

constexpr Migration migrations[] = {
    {.version = 1, .sql = "CREATE TABLE thing(id BLOB PRIMARY KEY, name TEXT, size INT)"},
    {.version = 2, .sql = "ALTER TABLE thing ADD COLUMN note BLOB"},
};

}  // namespace

TEST_CASE("values come back as they were bound") {
    const Folder folder;
    auto database = opened(folder.path / "a.db");
    REQUIRE(migrate(database, migrations));
    const auto id = new_id<VisitId>();
    const std::optional<std::string> name = "李娜";
    REQUIRE(database.execute("INSERT INTO thing VALUES(?, ?, ?, ?)", {id, name, std::int64_t{-5}, Bytes{}}) == 1);
    REQUIRE(database.execute("INSERT INTO thing VALUES(?, ?, ?, ?)", {Bytes{1, 0, 2}, std::nullopt, 7}) == 1);

    auto rows = database.query("SELECT * FROM thing ORDER BY size");
    REQUIRE(rows);
    REQUIRE(rows->step() == true);
    CHECK(rows->id<VisitId>(0) == id);
    CHECK(rows->text(1) == "李娜");
    CHECK(rows->integer(2) == -5);
    CHECK_FALSE(rows->is_null(3));
    CHECK(rows->blob(3).empty());
    REQUIRE(rows->step() == true);
    CHECK_FALSE(rows->id<VisitId>(0));
    CHECK(rows->blob(0).size() == 3);
    CHECK(rows->is_null(1));
    CHECK(rows->is_null(3));
    CHECK(rows->step() == false);
    CHECK(*database.number("SELECT max(size) FROM thing") == 7);
    CHECK(*database.number("SELECT size FROM thing WHERE name = 'nobody'") == std::nullopt);
}

TEST_CASE("the same statement may be used while it is in use") {
    const Folder folder;
    auto database = opened(folder.path / "a.db");
    auto outer = database.query("SELECT 1 UNION SELECT 2");
    auto inner = database.query("SELECT 1 UNION SELECT 2");
    REQUIRE((outer && inner));
    CHECK(outer->step() == true);
    CHECK(inner->step() == true);
    CHECK(outer->step() == true);
    CHECK(outer->integer(0) == 2);
    CHECK(inner->integer(0) == 1);
}

TEST_CASE("what is not committed is not there") {
    const Folder folder;
    auto database = opened(folder.path / "a.db");
    REQUIRE(migrate(database, migrations));
    {
        auto transaction = Transaction::begin(database);
        REQUIRE(transaction);
        REQUIRE(database.execute("INSERT INTO thing(id) VALUES(x'01')"));
    }
    CHECK(*database.number("SELECT count(*) FROM thing") == 0);
    {
        auto transaction = Transaction::begin(database);
        REQUIRE(transaction);
        REQUIRE(database.execute("INSERT INTO thing(id) VALUES(x'01')"));
        REQUIRE(transaction->commit());
    }
    CHECK(*database.number("SELECT count(*) FROM thing") == 1);
    CHECK(database.execute("INSERT INTO thing(id) VALUES(x'01')").error().remedy == Remedy::give_up);
}

TEST_CASE("a part of a transaction is taken back alone") {
    const Folder folder;
    auto database = opened(folder.path / "a.db");
    REQUIRE(migrate(database, migrations));
    const auto put = [&](const char* name) {
        REQUIRE(database.execute("INSERT INTO thing(id, name) VALUES(?1, ?2)", {new_id<VisitId>(), name}));
    };
    {
        auto transaction = Transaction::begin(database);
        REQUIRE(transaction);
        put("before");
        {
            auto part = Savepoint::begin(database);
            REQUIRE(part);
            put("undone");
            CHECK(part->undo());
        }
        {
            const auto forgotten = Savepoint::begin(database);
            REQUIRE(forgotten);
            put("forgotten");
        }
        auto part = Savepoint::begin(database);
        REQUIRE(part);
        put("kept");
        CHECK(part->keep());
        REQUIRE(transaction->commit());
    }
    CHECK(*database.number("SELECT count(*) FROM thing") == 2);
    CHECK(*database.number("SELECT count(*) FROM thing WHERE name IN ('before', 'kept')") == 2);
}

TEST_CASE("a file of a newer program is refused and left alone") {
    const Folder folder;
    auto database = opened(folder.path / "a.db");
    REQUIRE(migrate(database, migrations));
    REQUIRE(migrate(database, migrations));
    CHECK(*database.number("PRAGMA user_version") == 2);
    const auto refused = migrate(database, std::span{migrations}.first(1));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().remedy == Remedy::ask_staff);
    CHECK(refused.error().what.find("newer") != std::string::npos);
}

TEST_CASE("a migration that fails leaves the version before it") {
    const Folder folder;
    auto database = opened(folder.path / "a.db");
    constexpr Migration broken[] = {migrations[0], {.version = 2, .sql = "CREATE TABLE b(x); CREATE TABLE b(x)"}};
    CHECK_FALSE(migrate(database, broken));
    CHECK(*database.number("PRAGMA user_version") == 1);
    CHECK(*database.number("SELECT count(*) FROM sqlite_master WHERE name = 'b'") == 0);
}

TEST_CASE("only the owner may read the file, its WAL too") {
    const Folder folder;
    const auto before = umask(0022);
    auto database = opened(folder.path / "a.db");
    REQUIRE(migrate(database, migrations));
    umask(before);
    for (const auto* name : {"a.db", "a.db-wal"}) {
        struct stat about {};
        REQUIRE(stat((folder.path / name).c_str(), &about) == 0);
        CHECK((about.st_mode & 0777U) == 0600U);
    }
}

TEST_CASE("failures say what to do") {
    const Folder folder;
    const auto missing = Database::open(folder.path / "no" / "a.db", FileAccess::read_write);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().remedy == Remedy::ask_staff);
    CHECK(missing.error().what.find("no/a.db") != std::string::npos);

    std::ofstream{folder.path / "garbage.db"} << std::string(5000, 'x');
    const auto garbage =
        Database::open(folder.path / "garbage.db", FileAccess::read_write, "PRAGMA journal_mode=WAL;");
    REQUIRE_FALSE(garbage);
    CHECK(garbage.error().remedy == Remedy::ask_staff);

    auto small = opened(folder.path / "small.db", "PRAGMA max_page_count=4;");
    REQUIRE(small.run("CREATE TABLE t(x)"));
    const auto full = small.execute("INSERT INTO t VALUES(zeroblob(100000))");
    REQUIRE_FALSE(full);
    CHECK(full.error().remedy == Remedy::ask_staff);
    CHECK(full.error().what.find("the disk is full") != std::string::npos);

    auto reader = Database::open(folder.path / "small.db", FileAccess::read_only);
    REQUIRE(reader);
    CHECK(reader->execute("DELETE FROM t").error().remedy == Remedy::ask_staff);
}

TEST_CASE("a lock of another connection is a case for later") {
    const Folder folder;
    auto one = opened(folder.path / "a.db");
    auto two = opened(folder.path / "a.db", "PRAGMA busy_timeout=1;");
    auto held = Transaction::begin(one);
    REQUIRE(held);
    const auto refused = Transaction::begin(two);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().remedy == Remedy::retry_later);
}

TEST_CASE("emptying the WAL leaves nothing in it, and says so while a reader holds old pages") {
    const Folder folder;
    auto database = opened(folder.path / "a.db");
    REQUIRE(migrate(database, migrations));
    CHECK(fs::file_size(folder.path / "a.db-wal") > 0);
    REQUIRE(database.empty_wal());
    CHECK(fs::file_size(folder.path / "a.db-wal") == 0);

    auto reader = Database::open(folder.path / "a.db", FileAccess::read_only);
    REQUIRE(reader);
    auto reading = Transaction::begin(*reader, Transaction::Kind::read);
    REQUIRE(reading);
    REQUIRE(reader->number("SELECT count(*) FROM thing"));
    REQUIRE(database.execute("INSERT INTO thing(id) VALUES(x'01')"));
    REQUIRE(database.run("PRAGMA busy_timeout=1"));
    CHECK(database.empty_wal().error().remedy == Remedy::retry_later);
}
