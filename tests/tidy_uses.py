"""What nothing uses, for tests/tidy: `tests/tidy_uses.py < names of the tree's files` prints a complaint a line, status 1 for any."""
import sys

import tidy_calls
import tidy_cpp
import tidy_files


def text_of(path):
    with open(path, "rb") as file:
        content = file.read()
    return None if b"\0" in content else content.decode(errors="replace")


def main():
    tree = {path: text_of(path) for path in sys.stdin.read().splitlines()}
    sources = {path: tidy_cpp.read(text) for path, text in tree.items() if text is not None and path.endswith((".h", ".cpp"))}
    found = [*tidy_files.complaints(tree, sources), *tidy_calls.complaints(tree, sources)]
    for path, line, what in found:
        print(f"{path}:{line}: {what}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
