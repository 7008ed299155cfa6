// Questions are answered beside a station that runs, hangs or can write no more; deeds wait for it, and say so.
#include <signal.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/journeys/building.h"
#include "tests/journeys/small_disk.h"

using namespace journeys;
using std::chrono::steady_clock;

namespace {

// A lobby at which one visitor is inside.
struct Inside {
    std::string visit, token, code;

    explicit Inside(const Building& building) {
        const auto admitted = building.json({"admit", "--name", "Zhang Wei", "--company", "Longjing Tea"});
        visit = admitted.at("visit");
        token = admitted.at("token");
        code = admitted.at("code");
    }
};

struct Question {
    std::vector<std::string> words;
    std::string answer;  // part of what is said on stdout
};

std::vector<Question> questions_about(const Inside& inside, const Folder& folder) {
    return {{{"roll-call"}, "Zhang Wei"},
            {{"roll-call", "--json"}, "\"visitor\":\"Zhang Wei\""},
            {{"arrivals", "--json"}, "\"inside\":1"},
            {{"arrivals", "--sites"}, "Zhang Wei"},
            {{"badge", "verify", inside.token, "--json"}, "\"verdict\":\"welcome\""},
            {{"badge", "verify", inside.code}, "welcome"},
            {{"badge", "queue"}, ""},
            {{"badge", "render", "--visit", inside.visit, "--out", folder.path() / "badge.png", "--format", "png"},
             "badge.png"},
            {{"person", "find", "Zhang"}, "Longjing Tea"},
            {{"person", "erase", "--due", "--dry-run"}, ""},
            {{"export", "visits"}, "Zhang Wei"},
            {{"export", "events"}, "visit.admitted"},
            {{"station", "list"}, "(this one)"},
            {{"log", "verify"}, "ok"},
            {{"log", "stats", "--json"}, "\"badges\":1"}};
}

void expect_answers(const Building& building, const Inside& inside, const std::vector<std::string>& options = {},
                    const Environment& changes = {}) {
    const Folder folder;
    for (auto& question : questions_about(inside, folder)) {
        auto words = question.words;
        words.insert(words.end(), options.begin(), options.end());
        const auto done = building.command(words, changes);
        INFO(question.words[0] << " " << (question.words.size() > 1 ? question.words[1] : "") << ": " << done.out
                               << done.err);
        CHECK(done.status == 0);
        CHECK(done.out.find(question.answer) != std::string::npos);
    }
}

// Questions that a fire, a guard or a script asks, and how long each may take.
void expect_quick_answers(const Building& building, const Inside& inside, std::chrono::milliseconds limit) {
    for (const auto& words :
         {std::vector<std::string>{"roll-call"}, {"arrivals"}, {"badge", "verify", inside.token}}) {
        const auto began = steady_clock::now();
        const auto done = building.command(words);
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began);
        INFO(words[0] << " took " << took.count() << " ms: " << done.out << done.err);
        CHECK(done.status == 0);
        CHECK(took < limit);
    }
}

// What a killed station left in its WAL goes into the file, and the WAL goes.
void close_files(const Building& building, const SmallDisk& disk) {
    disk.make_room();
    CHECK(building.command({"sync", "once"}).status == 0);
    CHECK_FALSE(std::filesystem::exists(disk.data() / "lobby/log.db-wal"));
}

bool soon(const std::function<bool()>& condition) {
    const auto end = steady_clock::now() + patience();
    while (!condition() && steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds{10});
    return condition();
}

}  // namespace

TEST_CASE("beside a station that is stopped questions are answered in two seconds, and deeds wait with a word") {
    const Folder folder;
    Building building;
    auto& lobby = building.lobby();
    const Inside inside{building};
    ::kill(lobby.pid(), SIGSTOP);
    expect_quick_answers(building, inside, std::chrono::seconds{2});
    expect_answers(building, inside);
    const auto status = building.command({"sync", "status"});
    CHECK(status.status == 1);  // it can't be said that all is well
    CHECK(nlohmann::json::parse(status.out).at("problem").get<std::string>().find("doesn't answer") !=
          std::string::npos);

    const auto start = [&](const std::vector<std::string>& words, const std::string& name) {
        return std::make_unique<Child>(ChildSpec{.arguments = building.words(words),
                                                 .environment = own_files(),
                                                 .out = folder.path() / (name + ".out"),
                                                 .err = folder.path() / (name + ".err")});
    };
    // One that is given up before the station took it is never done.
    const auto given_up = start({"admit", "--name", "Nobody"}, "nobody");
    const auto leaving = start({"leave", inside.code}, "leaving");
    for (const auto* name : {"nobody.err", "leaving.err"})
        CHECK(soon([&] { return content_of(folder.path() / name).find("lobby\" is busy") != std::string::npos; }));
    given_up->send(SIGTERM);
    (void)given_up->wait(patience());
    CHECK(leaving->running());
    ::kill(lobby.pid(), SIGCONT);
    CHECK(leaving->wait(patience()) == 0);
    CHECK(content_of(folder.path() / "leaving.out") == "left\n");
    const auto day = building.json({"arrivals"});
    CHECK(day.at("left") == 1);
    CHECK(day.at("visits").size() == 1);
}

TEST_CASE("on a full disk questions are answered, beside the station and without it, and deeds say what to do") {
    const Folder work;
    const SmallDisk disk{work.path() / "disk"};
    if (!disk.is_there()) {
        WARN("SKIPPED: this machine allows no user namespaces, so there is no small disk to fill");
        return;
    }
    Building building{{.samples = true, .data = disk.data()}};
    auto& lobby = building.lobby();
    const Inside inside{building};
    disk.fill();
    expect_answers(building, inside);
    lobby.kill();
    if (GENERATE(false, true)) close_files(building, disk);
    disk.fill();
    // Copies of the log find no room on that disk, and leave nothing behind elsewhere.
    const Folder room;
    expect_answers(building, inside, {}, {{"TMPDIR", room.path().string()}});
    CHECK(std::filesystem::is_empty(room.path()));
    expect_answers(building, inside, {}, {{"TMPDIR", disk.data().string()}});
    const auto refused = building.command({"leave", inside.code});
    CHECK(refused.status == 1);
    CHECK(refused.err.find("make room") != std::string::npos);
    CHECK(building.json({"arrivals"}).at("inside") == 1);
    disk.make_room();
    CHECK(building.command({"leave", inside.code}).status == 0);
}

TEST_CASE("on a read-only disk questions are answered, also about rows that lie in the WAL alone") {
    const Folder work;
    const SmallDisk disk{work.path() / "disk"};
    if (!disk.is_there()) {
        WARN("SKIPPED: this machine allows no user namespaces, so there is no disk to make read-only");
        return;
    }
    Building building{{.samples = true, .data = disk.data()}};
    auto& lobby = building.lobby();
    const Inside inside{building};
    const std::vector<std::string> read_only{"--data", disk.read_only_data()};
    expect_answers(building, inside, read_only);
    lobby.kill();
    CHECK(std::filesystem::file_size(disk.data() / "lobby/log.db-wal") > 0);
    if (GENERATE(false, true)) close_files(building, disk);
    // Without -shm there is nothing in place that SQLite could read a WAL by.
    if (GENERATE(false, true)) std::filesystem::remove(disk.data() / "lobby/log.db-shm");
    const Folder room;
    expect_answers(building, inside, read_only, {{"TMPDIR", room.path().string()}});
    CHECK(std::filesystem::is_empty(room.path()));
    const auto refused = building.command({"leave", inside.code, "--data", disk.read_only_data()});
    CHECK(refused.status == 1);
    CHECK(refused.err.find(disk.read_only_data().string()) != std::string::npos);
}

TEST_CASE("a misspelt station or data folder makes nothing, and the names that there are are said") {
    Building building;
    CHECK(building.lobby().said().find("made the station \"lobby\" of a new site in " + building.data().string()) !=
          std::string::npos);
    building.lobby().kill();
    const auto nowhere = building.data().string() + "-nowhere";
    const Folder folder;
    const auto hosts = VESTIBULE_SOURCE "/assets/samples/hosts.csv";
    const std::vector<std::vector<std::string>> commands = {{"admit", "--name", "Ann"},
                                                            {"leave", "7KQM-4TXD"},
                                                            {"arrivals"},
                                                            {"roll-call", "--print"},
                                                            {"badge", "verify", "7KQM-4TXD"},
                                                            {"person", "find", "Ann"},
                                                            {"person", "erase", "--due"},
                                                            {"sync", "once"},
                                                            {"station", "list"},
                                                            {"station", "recover", "--without-keys"},
                                                            {"export", "visits"},
                                                            {"paper", "visit-form", "--blank", "--out", "form.pdf"},
                                                            {"log", "verify"},
                                                            {"log", "backup", folder.path() / "backup.db"},
                                                            {"log", "rebuild"},
                                                            {"import", "hosts", hosts},
                                                            {"doctor"},
                                                            {"printer", "test"}};
    for (auto words : commands) {
        words.insert(words.end(), {"--station", "loby"});
        const auto done = building.command(words);
        INFO(words[0] << ": " << done.out << done.err);
        CHECK(done.status == 2);
        CHECK(done.err.find("\"loby\"") != std::string::npos);
        CHECK(done.err.find("\"lobby\"") != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(building.data() / "loby"));
    }
    for (auto words : commands) {
        if (words[0] == "import" || words[0] == "doctor" || words[0] == "printer") continue;
        words.insert(words.end(), {"--data", nowhere});
        const auto done = building.command(words);
        INFO(words[0] << ": " << done.out << done.err);
        CHECK(done.status == 2);
        CHECK(done.err.find(nowhere) != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(nowhere));
    }
    // An import on first use begins a station, and says so.
    const auto begun = building.command({"import", "hosts", hosts, "--data", folder.path() / "fresh"});
    CHECK(begun.status == 0);
    CHECK(begun.err.find("made the station \"lobby\" of a new site in " + (folder.path() / "fresh").string()) !=
          std::string::npos);
    CHECK(building.command({"import", "hosts", hosts, "--data", folder.path() / "fresh"}).err.empty());
}

TEST_CASE("an answer that can't be written is no success") {
    const Folder folder;
    Child full{{.arguments = {VESTIBULE_BUILD "/vestibule", "help"},
                .environment = own_files(),
                .out = "/dev/full",
                .err = folder.path() / "err"}};
    CHECK(full.wait(patience()) == 2);
    CHECK(content_of(folder.path() / "err").find("the answer can't be written (No space left on device)") !=
          std::string::npos);
    // Where nobody can be told either, it's no reason to crash.
    Child mute{{.arguments = {VESTIBULE_BUILD "/vestibule", "help"},
                .environment = own_files(),
                .out = "/dev/full",
                .err = "/dev/full"}};
    CHECK(mute.wait(patience()) == 2);
}
