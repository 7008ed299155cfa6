"""The bench's view of the machine: a display of its own, programs on it, their memory and processor time from /proc."""
import contextlib
import dataclasses
import os
import pathlib
import signal
import subprocess
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
STOP_TIMEOUT_S = 10


def describe():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    return f"{os.cpu_count()} × {model}, software OpenGL under Xvfb"


class Display:
    """An X server on a free display number; what it shows is seen by nobody."""

    def __init__(self, width, height):
        self.size = f"{width}x{height}x24"

    def __enter__(self):
        reading, writing = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", self.size, "-nolisten", "tcp"],
            pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as number:
            self.name = f":{number.readline().strip()}"
        if self.name == ":":
            raise RuntimeError("Xvfb did not start")
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait(STOP_TIMEOUT_S)

    def environment(self, **more):
        kept = {name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
        return {**kept, "DISPLAY": self.name, **more}


@dataclasses.dataclass(frozen=True)
class Bench:
    """What every row gets."""
    display: Display
    runs: int
    results: pathlib.Path


@contextlib.contextmanager
def running(command, environment, log, **options):
    """Runs a program in a session of its own and ends it with all its children afterwards."""
    with open(log, "ab") as errors:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=errors,
                                   stderr=options.pop("stderr", errors), start_new_session=True, **options)
    try:
        yield process
    finally:
        members = family(process.pid)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGTERM)
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for member in members[1:]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(member, signal.SIGKILL)


def family(pid):
    """The process and all its descendants."""
    children = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    members, waiting = [], [pid]
    while waiting:
        member = waiting.pop(0)
        members.append(member)
        waiting += children.get(member, [])
    return members


def pss_mib(pid):
    """Memory of a program with all its processes, shared pages counted by share."""
    total_kib = 0
    for member in family(pid):
        with contextlib.suppress(OSError):
            rollup = pathlib.Path(f"/proc/{member}/smaps_rollup").read_text()
            total_kib += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total_kib / 1024


def processor_seconds(pid):
    total = 0
    for member in family(pid):
        with contextlib.suppress(OSError):
            fields = pathlib.Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS_PER_SECOND


def idle_percent(pid, seconds):
    """Share of one processor that a program takes while nobody touches it."""
    began, used = time.monotonic(), processor_seconds(pid)
    time.sleep(seconds)
    return 100 * (processor_seconds(pid) - used) / (time.monotonic() - began)
