"""A badge from its fields to the printer's raster, beside Chromium printing the same badge as a PDF."""
import pathlib
import subprocess
import tempfile
import time

from figures import Figure, row
from programs import PROGRAMS, measured

BADGES = 300
LIMIT_MS = 5      # ACCEPTANCE G: p99, media up to A6
CHROMIUM = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-pdf-header-footer"]
PDF_TIMEOUT_S = 60


def chromium_times_ms(bench):
    """How long a Chromium takes from its start to the PDF of one badge; a process each, as a print script calls it."""
    with tempfile.TemporaryDirectory(dir=bench.results, ignore_cleanup_errors=True) as folder:
        subprocess.run([PROGRAMS / "bench_badge", "page", folder], check=True)
        page, pdf = pathlib.Path(folder) / "badge.html", pathlib.Path(folder) / "badge.pdf"
        samples = []
        for _ in range(bench.runs):
            began = time.monotonic()
            subprocess.run([*CHROMIUM, f"--user-data-dir={folder}/profile", f"--print-to-pdf={pdf}", page.as_uri()], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PDF_TIMEOUT_S)
            samples.append(1000 * (time.monotonic() - began))
            if not pdf.read_bytes().startswith(b"%PDF"):
                raise RuntimeError("Chromium printed no PDF")
            pdf.unlink()
        return samples


@row("badge")
def badge(bench):
    peer = chromium_times_ms(bench)
    return [Figure(what=f"badge to printer raster at 300 dpi: {name}", unit="ms", ours=samples, peer=peer,
                   peer_name="Chromium's print-to-PDF of it, a process each", limit=None if name.startswith("A4") else LIMIT_MS,
                   limit_at=0.99) for name, samples in measured(bench, "badge", "render", BADGES).items()]
