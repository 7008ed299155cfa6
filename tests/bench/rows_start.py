"""Start, memory and idling of the lobby, beside Chromium in kiosk mode with a page that looks like our welcome screen."""
import contextlib
import http.server
import os
import pathlib
import tempfile
import threading
import time

from figures import Figure, row
from machine import idle_percent, pss_mib, running

HERE = pathlib.Path(__file__).resolve().parent
VESTIBULE = HERE.parent.parent / "build" / "vestibule"
FIRST_FRAME_TIMEOUT_S = 30
SETTLING_S = 5   # what a program still does after its first frame isn't idling
IDLE_S = 20
CHROMIUM_FLAGS = ["--kiosk", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync"]


class Page:
    """Serves the peer's page on a free loopback port and notices when it says that it was painted."""

    def __enter__(self):
        page = self
        self.painted = threading.Event()
        text = (HERE / "peer" / "welcome.html").read_bytes()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def do_POST(self):
                page.painted_at = time.monotonic()
                page.painted.set()
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


@contextlib.contextmanager
def chromium_started(bench):
    """Chromium showing the page: yields its pid and how many ms it took from its start to the page's second frame callback."""
    with Page() as page, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        began = time.monotonic()
        with running(["chromium", *CHROMIUM_FLAGS, f"--user-data-dir={profile}", page.url], bench.display.environment(),
                     bench.results / "chromium.log") as process:
            if not page.painted.wait(FIRST_FRAME_TIMEOUT_S):
                raise RuntimeError(f"Chromium painted nothing; see {bench.results}/chromium.log")
            yield process.pid, 1000 * (page.painted_at - began)


@contextlib.contextmanager
def vestibule_started(bench):
    """The lobby on fresh data: yields its pid and how many ms it took from its start to its first frame, on our own clock."""
    if not VESTIBULE.exists():
        raise RuntimeError(f"{VESTIBULE} isn't built; kiosk/run builds it")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
        reading, writing = os.pipe()
        began = time.monotonic()
        with running([VESTIBULE, "run", "--data", data, "--role", "lobby"],
                     bench.display.environment(VESTIBULE_TRACE_START="1"), bench.results / "vestibule.log", stderr=writing) as process:
            os.close(writing)
            first_frame = threading.Event()
            threading.Thread(target=watch, args=(reading, first_frame, bench.results / "vestibule.log"), daemon=True).start()
            if not first_frame.wait(FIRST_FRAME_TIMEOUT_S):
                raise RuntimeError(f"Vestibule showed no frame; see {bench.results}/vestibule.log")
            yield process.pid, 1000 * (first_frame.at - began)


def watch(reading, first_frame, log):
    """Reads the app's stderr to its end, so that it never waits for us, and notes when it reports its first frame."""
    with os.fdopen(reading) as lines, open(log, "a") as kept:
        for line in lines:
            if line.startswith("first-frame") and not first_frame.is_set():
                first_frame.at = time.monotonic()
                first_frame.set()
            kept.write(line)


def start_times_ms(bench, started):
    """Each run starts anew on an empty data folder or profile; the first, which fills the disk's cache, doesn't count."""
    samples = []
    for _ in range(bench.runs + 1):
        with started(bench) as (_, milliseconds):
            samples.append(milliseconds)
    return samples[1:]


@row("start")
def start(bench):
    return [Figure(what="start to first frame", unit="ms", ours=start_times_ms(bench, vestibule_started),
                   peer=start_times_ms(bench, chromium_started), peer_name="Chromium's first paint", ratio_max=0.5)]


def at_rest(bench, started):
    """Memory in MiB and idle processor share in percent, one sample of each a run."""
    memory, idling = [], []
    for _ in range(bench.runs):
        with started(bench) as (pid, _):
            time.sleep(SETTLING_S)
            idling.append(idle_percent(pid, IDLE_S))
            memory.append(pss_mib(pid))
    return memory, idling


@row("rest")
def rest(bench):
    our_memory, our_idling = at_rest(bench, vestibule_started)
    peer_memory, peer_idling = at_rest(bench, chromium_started)
    return [Figure(what="memory (PSS) at rest", unit="MiB", ours=our_memory, peer=peer_memory, peer_name="Chromium",
                   ratio_max=1 / 3),
            Figure(what=f"idle processor share over {IDLE_S} s", unit="%", ours=our_idling, peer=peer_idling,
                   peer_name="Chromium", limit=0.2)]
