"""Starts the bench programs written in C++ (see bench_program.h), each in an empty folder on the disk of the tree."""
import json
import pathlib
import subprocess
import tempfile

PROGRAMS = pathlib.Path(__file__).resolve().parent.parent.parent / "build" / "bench"


def measured(bench, program, what, *numbers):
    """The series that `bench_<program> WHAT FOLDER NUMBER…` prints: name -> raw samples."""
    path = PROGRAMS / f"bench_{program}"
    if not path.exists():
        raise RuntimeError(f"{path} isn't built; tests/run bench builds it")
    with tempfile.TemporaryDirectory(dir=bench.results, ignore_cleanup_errors=True) as folder:
        done = subprocess.run([path, what, folder, *map(str, numbers)], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
                              check=True)
    return json.loads(done.stdout)
