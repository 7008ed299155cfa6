"""Finds functions that a header of the product declares and that nobody calls, for tests/tidy.

By words, no compiler: a file calls a function when it sees its header and uses its name as functions of its sort are used.
What is called is certain only where a name is rare; so there are no false alarms, and some dead functions aren't found.
"""
import re

PRODUCT = ("kiosk/", "printing/")
ALLOWED = "tests/tidy_allowed"  # lines of "header function  # reason"
# The language calls these by itself.
_BY_LANGUAGE = frozenset(["begin", "end", "main"])


def complaints(tree, sources):
    """`tree`: path -> text; `sources`: path -> tidy_cpp.Source. Yields (path, line, what)."""
    seen_by = _seen_by(sources)
    allowed, needed = _allowed(tree.get(ALLOWED) or ""), set()
    for path, source in sources.items():
        if not path.endswith(".h") or not path.startswith(PRODUCT):
            continue
        for function in source.functions:
            if not function.public or function.overrides or function.name in _BY_LANGUAGE:
                continue
            whole = f"{function.owner}::{function.name}" if function.owner else function.name
            callers = {user for user in seen_by[path] if _calls(sources[user], function)}
            ours = {user for user in callers if user.startswith(PRODUCT)}
            if not callers:
                yield path, function.line, f"nobody calls {whole}: remove it"
            elif not ours:
                needed.add((path, whole))
                if (path, whole) not in allowed:
                    yield path, function.line, (f"only tests call {whole}: remove it, or say in {ALLOWED} "
                                                "why it stays")
            elif callers <= _definers(sources, seen_by[path], function) and not _of_others(function, callers, sources):
                yield path, function.line, (f"only the file that defines {whole} calls it: "
                                            + ("make it private" if function.owner else "declare it there alone"))
    for path, whole in sorted(allowed.keys() - needed):
        yield ALLOWED, allowed[path, whole], f"{path} has no {whole} that only tests call: take this line out"


def _seen_by(sources):
    """Header -> the files that include it, directly or not, and itself."""
    seen_by = {path: {path} for path in sources}
    for path in sources:
        waiting, known = list(sources[path].includes), set()
        while waiting:
            header = waiting.pop()
            if header in sources and header not in known:
                known.add(header)
                seen_by[header].add(path)
                waiting += sources[header].includes
    return seen_by


def _calls(source, function):
    return any(_is_call(use, source, function) for use in source.uses.get(function.name, ()))


def _is_call(use, source, function):
    if use.before.endswith("::"):
        return True
    if not function.owner:  # called, or handed on by its name
        return use.before == "" and (use.called or function.name not in source.variables)
    return use.called and (use.before != "" or any(other.owner == function.owner for other in source.functions))


def _of_others(function, callers, sources):
    """A method that is called of an object there, so it can't be private."""
    return function.owner and any(use.before for user in callers for use in sources[user].uses[function.name])


def _definers(sources, users, function):
    return {user for user in users if user.endswith(".cpp") and any(
        other.defined and (other.name, other.owner) == (function.name, function.owner)
        for other in sources[user].functions)}


def _allowed(text):
    lines = enumerate(text.splitlines(), 1)
    found = ((re.match(r"(\S+) +(\S+) +# \S", line), number) for number, line in lines)
    return {(match[1], match[2]): number for match, number in found if match}
