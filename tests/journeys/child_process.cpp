// fork, exec and waiting; and the folders that journeys work in.
#include "tests/journeys/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace journeys {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds poll_every{5};

std::vector<std::string> merged(const Environment& changes) {
    std::map<std::string, std::string> all;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text{*entry};
        const auto equals = text.find('=');
        if (equals != std::string::npos) all[text.substr(0, equals)] = text.substr(equals + 1);
    }
    for (const auto& [name, value] : changes)
        if (value)
            all[name] = *value;
        else
            all.erase(name);
    std::vector<std::string> out;
    for (const auto& [name, value] : all) out.push_back(name + "=" + value);
    return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

void redirect(const std::filesystem::path& file, int to) {
    const char* name = file.empty() ? "/dev/null" : file.c_str();
    const int descriptor = ::open(name, O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(descriptor, to);
}

}  // namespace

Child::Child(const ChildSpec& spec) {
    auto arguments = spec.arguments;
    auto environment = merged(spec.environment);
    const auto argv = pointers(arguments), envp = pointers(environment);
    const auto parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("can't fork");
    if (pid_ > 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    redirect({}, STDIN_FILENO);
    redirect(spec.out, STDOUT_FILENO);
    redirect(spec.err, STDERR_FILENO);
    if (spec.inherited >= 0 && spec.inherited != 3) ::dup2(spec.inherited, 3);
    ::execvpe(argv[0], argv.data(), envp.data());
    ::_exit(127);
}

Child::~Child() {
    if (!running()) return;
    send(SIGKILL);
    (void)wait(std::chrono::seconds{10});
}

bool Child::running() {
    if (status_) return false;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) != pid_) return true;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return false;
}

void Child::send(int signal) const {
    if (!status_) ::kill(pid_, signal);
}

std::optional<int> Child::wait(milliseconds limit) {
    const auto end = steady_clock::now() + limit;
    while (running() && steady_clock::now() < end) std::this_thread::sleep_for(poll_every);
    return status_;
}

Finished run(const std::vector<std::string>& arguments, const Environment& environment) {
    const Folder folder;
    const auto out = folder.path() / "out", err = folder.path() / "err";
    Child child{{.arguments = arguments, .environment = environment, .out = out, .err = err}};
    const auto status = child.wait(2 * patience());
    if (!status) throw std::runtime_error(arguments[0] + " didn't come to an end; it said: " + content_of(err));
    return {.status = *status, .out = content_of(out), .err = content_of(err)};
}

milliseconds patience() {
#ifdef VESTIBULE_SANITIZED
    return std::chrono::seconds{120};
#else
    return std::chrono::seconds{30};
#endif
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

Folder::Folder() {
    auto name = (std::filesystem::temp_directory_path() / "vestibule-journey-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("can't make " + name);
    path_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace journeys
