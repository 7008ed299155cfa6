"""Finds files that nothing uses, for tests/tidy: sources nobody builds, headers nobody includes, all else that nobody names."""
import fnmatch
import posixpath
import re

# Files that are found by listing a folder or by a name made at run time: who does so, and a word of it that shows it still does.
LOADED_WHOLE = [
    ("assets/badges/*.svg", "kiosk/station/badge_design.cpp", '"badges"'),
    ("assets/locales/*.po", "assets/CMakeLists.txt", "locales/*.po"),
    ("config/central/tables-*.sql", "kiosk/sync/central_install.cpp", '"tables-{}.sql"'),
    ("tests/bench/rows_*.py", "tests/bench/bench", '"rows_*.py"'),
    ("tests/intake/fixtures/*.ics", "tests/desk/calendar_cases_test.cpp", '".ics"'),
    ("tests/log/fixtures/version-*.db", "tests/log/old_database_test.cpp", '"version-"'),
    ("tests/printing/golden/*.png", "tests/printing/golden.cpp", "tests/printing/golden"),
    ("tests/fuzz/corpus/*", "tests/run", "tests/fuzz/corpus/$name"),
]
ICON = "assets/icons/{}.svg"
ICON_USERS = ("kiosk/ui/", "kiosk/screens/")

_QUOTED = re.compile(r'"([^"\n]*)"')
_PATH = re.compile(r"[\w.+/-]*[\w+]")
_IMPORT = re.compile(r"^\s*(?:import|from) +([\w, ]+)", re.M)
_CMAKE_FUNCTION = re.compile(r"^function\((\w+) (\w+)[^)]*\)(.*?)^endfunction\(\)", re.S | re.M)
_NAMED_ICON = re.compile(r"\bicon *(?:=|\() *([^,;\n]*)")
_ICON_FUNCTION = re.compile(r"^[\w:].*\b\w*icon\w*\(.*\{$")


def complaints(tree, sources):
    """`tree`: path -> text, None for what isn't text; `sources`: path -> tidy_cpp.Source. Yields (path, line, what)."""
    listed = _listed_sources(tree)
    included = _includers(sources)
    names = _names(tree)
    for path in tree:
        name = posixpath.basename(path)
        if path.startswith(".") or path == "README.md" or path == "CMakeLists.txt":
            continue
        if name == "CMakeLists.txt":
            if not _is_added(path, tree):
                yield path, 1, "no CMakeLists.txt above adds this folder: add it there, or remove the folder"
        elif path.endswith(".cpp"):
            if not listed(path) and path not in included:
                yield path, 1, "no CMakeLists.txt lists this file: list it, or remove it"
        elif path.endswith(".h"):
            if not included.get(path, set()) - {path[:-2] + ".cpp"}:
                yield path, 1, "no other file includes this header: include it, or remove it"
        elif not _is_named(path, name, tree, names):
            yield path, 1, ("no other file names this one: remove it, or say in tests/tidy_files.py who loads it "
                            "without its name")
    yield from _missing_icons(tree)


def _is_named(path, name, tree, names):
    if fnmatch.fnmatchcase(path, ICON.format("*")):
        return any(name[:-len(".svg")] in names.quoted[user] for user in names.quoted if user.startswith(ICON_USERS))
    for pattern, loader, word in LOADED_WHOLE:
        if fnmatch.fnmatchcase(path, pattern) and word in (tree.get(loader) or ""):
            return True
    if path.endswith(".py") and names.imported.get(name[:-len(".py")], set()) - {path}:
        return True
    # "run" alone is a word like any other: a name without a dot counts only with its folder.
    return bool((names.named if "." in name else names.in_folder).get(name, set()) - {path})


class _names:
    """Which files name which others."""

    def __init__(self, tree):
        ours = {posixpath.basename(path) for path in tree}
        self.named, self.in_folder, self.imported, self.quoted = {}, {}, {}, {}
        for path, text in tree.items():
            if text is None:
                continue
            for found in set(_PATH.findall(text)):
                folder, _, name = found.rpartition("/")
                if name in ours:
                    self.named.setdefault(name, set()).add(path)
                    if folder or found.startswith("/"):
                        self.in_folder.setdefault(name, set()).add(path)
            if path.endswith(".py") or text.startswith("#!/usr/bin/env python3"):
                for modules in _IMPORT.findall(text):
                    for module in re.findall(r"\w+", modules):
                        self.imported.setdefault(module, set()).add(path)
            if path.startswith(ICON_USERS):
                self.quoted[path] = set(_QUOTED.findall(text))


def _includers(sources):
    """Header -> who includes it."""
    included = {}
    for path, source in sources.items():
        for name in source.includes:
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            included.setdefault(name, set()).add(path)
            included.setdefault(beside, set()).add(path)
    return included


def _without_comments(cmake):
    return re.sub(r"#[^\n]*", "", cmake)


def _listed_sources(tree):
    """A predicate: whether CMake's files list or glob a source, also by a function of ours with a folder's name."""
    texts = {path: _without_comments(text) for path, text in tree.items()
             if text and (path.endswith(".cmake") or posixpath.basename(path) == "CMakeLists.txt")}
    functions = {name: (parameter, body) for text in texts.values()
                 for name, parameter, body in _CMAKE_FUNCTION.findall(text)}
    patterns = []
    for path, text in texts.items():
        said = _CMAKE_FUNCTION.sub("", text)
        for name, argument in re.findall(r"\b(\w+)\(([\w/]+)", said):
            if name in functions:
                parameter, body = functions[name]
                said += body.replace("${" + parameter + "}", argument)
        for source in re.findall(r'[^\s();"]+\.cpp', said):
            source = source.replace("${CMAKE_CURRENT_SOURCE_DIR}/", "")
            at_root = source.startswith("${CMAKE_SOURCE_DIR}/")
            source = re.sub(r"\$\{\w+\}", "*", source.replace("${CMAKE_SOURCE_DIR}/", ""))
            whole = source if at_root else posixpath.normpath(posixpath.join(posixpath.dirname(path), source))
            patterns.append(re.escape(whole).replace(r"\*", "[^/]*"))
    return re.compile("|".join(patterns) or r"(?!)").fullmatch


def _is_added(path, tree):
    folder = posixpath.dirname(path)
    above = folder
    while above:
        above = posixpath.dirname(above)
        text = tree.get(posixpath.join(above, "CMakeLists.txt"))
        words = _PATH.findall(_without_comments(text or ""))
        if posixpath.relpath(folder, above or ".") in words:
            return True
    return False


def _missing_icons(tree):
    """One that isn't there is drawn as nothing, and no test sees it."""
    for path, text in tree.items():
        if text and path.startswith(ICON_USERS):
            for number, name in _named_icons(text):
                if ICON.format(name) not in tree:
                    yield path, number, f"there is no icon {name} in assets/icons"


def _named_icons(text):
    """What is given as `icon`, and what a function returns that has this word in its name."""
    chooses = False
    for number, line in enumerate(text.splitlines(), 1):
        chooses = bool(_ICON_FUNCTION.match(line)) or chooses and line != "}"
        values = [line] if chooses and "return" in line else _NAMED_ICON.findall(line)
        for value in values:
            for name in _QUOTED.findall(value):
                yield number, name
