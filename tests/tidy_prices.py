"""What it cost to add a thing: `tests/tidy_prices.py [N]` lists, by kinds of things, the files that each of the last N commits
touched which added one, beside the most that it should touch; `--summary N` says it shorter, and nothing where there is no history.

It informs: its status is 0. A commit adds things of a kind when more of them stand in the tree after it than before.
"""
import fnmatch
import os
import re
import subprocess
import sys
from collections import Counter, namedtuple

COMMITS = 40
# What is touched beside any thing counts for none.
UNCOUNTED = re.compile(r"^(assets/locales/|tests/|README\.md$)|golden")
_ROW = re.compile(r'\{(?:kind::|")([\w.]+)"?, *(\w+), *\d+,\s*"([^"]*)",\s*"([^"]*)"\}')


def written(pattern):
    """Finds things by the names in `pattern`'s group."""
    def find(tree, _):
        return Counter(name for text in tree.values() for match in re.findall(pattern, text, re.M)
                       for name in re.findall(r"[\w.-]+", match))
    return find


def fields_of_people(tree, before):
    """What events say of visits and persons; a new kind's own fields come with the kind."""
    known = {row[0] for text in before.values() for row in _ROW.findall(text)}
    rows = [row for text in tree.values() for row in _ROW.findall(text)]
    return Counter({name: 1 for kind, stream, body, sealed in rows if stream in ("visit", "person") and kind in known
                    for name in re.findall(r"\w+", body + " " + sealed)})


def files_themselves(tree, _):
    return Counter(tree.keys())


# `most`: the files that one more should touch. `files`: where they stand. `find`: tree and tree before -> names, counted.
Thing = namedtuple("Thing", "name plural most files find")
THINGS = [
    Thing("kind of event", "kinds of events", 3, ["kiosk/visit/kinds.cpp"], written(r'\{(?:kind::|")([\w.]+)"?, *\w+, *\d+,')),
    Thing("field of a visit or a person", "fields of visits or persons", 4, ["kiosk/visit/kinds.cpp"], fields_of_people),
    Thing("screen", "screens", 3, ["kiosk/screens/*/screen.h"], written(r"using Screen = std::variant<([^;]*)>;")),
    Thing("verb", "verbs", 3, ["kiosk/command/*.cpp"], written(r'\.add_verb\(\s*"([\w-]+)"')),
    Thing("work", "works", 2, ["kiosk/station/*.cpp"], written(r"(\w+) = std::make_unique<Worker>")),
    Thing("language", "languages", 1, ["assets/locales/*.po"], files_themselves),
    # The reader is strict: what it doesn't list can't stand in config/policy.toml.
    Thing("policy key", "policy keys", 2, ["kiosk/visit/policy_file.cpp"], written(r'\{"(\w+)", Form::')),
    Thing("widget", "widgets", 2, ["kiosk/ui/*.h"],
          written(r"^(?:\[\[nodiscard\]\] )?[\w:<>]+ (\w+)(?<!_width)(?<!_height)\(Ui& ui")),
]
Commit = namedtuple("Commit", "name subject changes")   # changes: [path before, its blob, path after, its blob]
Purchase = namedtuple("Purchase", "commit added files most")  # added: [Thing, [name]]


def git_bytes(*words, said=None):
    return subprocess.run(["git", "-c", "core.quotepath=off", *words], input=said, check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout


def git(*words):
    return git_bytes(*words).decode(errors="replace")


def has_history():
    try:
        return os.path.realpath(git("rev-parse", "--show-toplevel").strip()) == os.getcwd() and bool(git("log", "-1"))
    except (OSError, subprocess.CalledProcessError):
        return False


def last_commits(count):
    """Without merges, and without those that have nothing before them: the first one, and where a shallow clone begins."""
    commits = []
    for line in git("log", "--no-merges", f"-{count}", "--raw", "--no-abbrev", "-M", "--format=>%H %P%x00%s").splitlines():
        if line.startswith(">"):
            names, subject = line[1:].split("\0")
            commits.append(Commit(names[:9], subject, [] if len(names.split()) > 1 else None))
        elif line.startswith(":") and commits[-1].changes is not None:
            facts, *paths = line.split("\t")
            _, _, before, after, _ = facts.split(" ")
            commits[-1].changes.append((paths[0], before, paths[-1], after))
    return [commit for commit in commits if commit.changes]


def stand_in(thing, path):
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in thing.files)


def contents(blobs):
    """Blob -> its text; the one of zeros, for a file that isn't there, is left out."""
    texts, rest = {}, git_bytes("cat-file", "--batch", said="\n".join(sorted(blobs)).encode())
    while rest:
        head, _, rest = rest.partition(b"\n")
        if head.endswith(b" missing"):
            continue
        blob, _, size = head.decode().split()
        texts[blob], rest = rest[:int(size)].decode(errors="replace"), rest[int(size) + 1:]
    return texts


def purchases(count):
    commits = last_commits(count)
    texts = contents({blob for commit in commits for path, before, new_path, after in commit.changes
                      if any(stand_in(thing, path) or stand_in(thing, new_path) for thing in THINGS)
                      for blob in (before, after)})
    for commit in commits:
        added = []
        for thing in THINGS:
            old = {path: texts[blob] for path, blob, _, _ in commit.changes if stand_in(thing, path) and blob in texts}
            new = {path: texts[blob] for _, _, path, blob in commit.changes if stand_in(thing, path) and blob in texts}
            before, after = thing.find(old, old), thing.find(new, old)
            if after.total() > before.total():
                added.append((thing, sorted((after - before).elements())))
        files = sorted(path for _, _, path, _ in commit.changes if not UNCOUNTED.search(path))
        if added:
            yield Purchase(commit, added, files, sum(thing.most * len(names) for thing, names in added))


def verdict(purchase):
    return "over" if len(purchase.files) > purchase.most else "within"


def counted(number, one, many):
    return f"{number} {one if number == 1 else many}"


def what(purchase):
    return " and ".join(f"{counted(len(names), thing.name, thing.plural)} ({', '.join(names)})"
                        for thing, names in purchase.added)


def print_all(found):
    for thing in THINGS:
        print(f"A {thing.name}: {counted(thing.most, 'file', 'files')} at most")
        for purchase in found:
            if any(thing is other for other, _ in purchase.added):
                print(f"  {verdict(purchase)}: {counted(len(purchase.files), 'file', 'files')}, {purchase.most} at most, for "
                      f"{what(purchase)}")
                print(f"    {purchase.commit.name} {purchase.commit.subject}")
                for path in purchase.files:
                    print(f"        {path}")


def print_summary(found, count):
    over = [purchase for purchase in found if verdict(purchase) == "over"]
    print(f"Price list: of the last {counted(count, 'commit', 'commits')} {len(found)} added a thing, {len(over)} of them in more "
          "files than it should take (tests/tidy --prices).")
    for purchase in over:
        print(f"  {purchase.commit.name} {what(purchase)}: {counted(len(purchase.files), 'file', 'files')}, "
              f"{purchase.most} at most")


def print_blind_spots():
    """Things that stand elsewhere now, or are written otherwise."""
    tracked = git("ls-files").splitlines()
    for thing in THINGS:
        tree = {}
        for path in tracked:
            if stand_in(thing, path) and os.path.isfile(path):
                with open(path, encoding="utf-8", errors="replace") as file:
                    tree[path] = file.read()
        if not thing.find(tree, tree):
            print(f"Price list: finds no {thing.name} in this tree any more; tests/tidy_prices.py says where it looks.")


def main(words):
    short = words[:1] == ["--summary"]
    numbers = words[1:] if short else words
    if len(numbers) > 1 or not all(word.isdigit() for word in numbers):
        sys.exit("usage: tests/tidy --prices [how many commits]")
    count = int(numbers[0]) if numbers else COMMITS
    if not has_history():
        if not short:
            print("Price list: there is no history here.")
        return
    found = list(purchases(count))
    if short:
        print_summary(found, count)
    else:
        print_all(found)
    print_blind_spots()


if __name__ == "__main__":
    main(sys.argv[1:])
