"""Reads C++ as tests/tidy needs it: what a file includes, which functions it declares, and where each word is used.

Not a compiler: it keeps track of braces, round and angle brackets, which suffices for code that clang-format has laid out.
"""
import re
from collections import namedtuple

_NOISE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*",
    re.S | re.M)
_WORD = re.compile(r"[A-Za-z_]\w*")
_TOKEN = re.compile(r"[A-Za-z_]\w*|::|->|\[\[|\]\]|\n|[^\s\w]")
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.M)
# What may stand before a round bracket without being a function's name.
_NO_NAME = frozenset("alignas auto bool catch char const decltype double explicit float if int long noexcept requires "
                     "return short signed sizeof static_assert switch unsigned void while".split())
_NO_TYPE = frozenset("case co_return else return throw".split())
_BEHIND_VARIABLE = frozenset("= ; , ) { [ :".split())
_CLOSING = {"(": ")", "{": "}", "[": "]", "[[": "]]"}


# `owner`: its class, "" for a free function; `overrides`: called by the name that its base class declares; `defined`: its body
# stands here.
Function = namedtuple("Function", "name owner line public overrides defined")
# `uses`: word -> how it is used. `variables`: words that are names of variables and parameters here as well.
Source = namedtuple("Source", "includes functions uses variables")
# `before`: ".", "->", "Owner::" or ""; `called`: a bracket follows.
Use = namedtuple("Use", "before called")


def read(text):
    """What `text`, a header or a source file, includes, declares and uses."""
    source = Source(_INCLUDE.findall(text), [], {}, set())
    macros = []

    def without(noise):
        if noise[0].lstrip().startswith("#") and not _INCLUDE.match(noise[0]):
            macros.append(noise[0])
        return " 0 " + "\n" * noise[0].count("\n")

    tokens, lines, line = [], [], 1
    for token in _TOKEN.findall(_NOISE.sub(without, text)):
        if token == "\n":
            line += 1
        else:
            tokens.append(token)
            lines.append(line)
    declared = _Scanner(tokens, lines, source.functions).scan()
    tokens += ["", ""]  # so that each has one before and behind it
    for place, token in enumerate(tokens):
        if token[:1].isidentifier() and place not in declared:
            source.uses.setdefault(token, set()).add(Use(_before(tokens, place), tokens[place + 1] in ("(", "<")))
            if tokens[place + 1] in _BEHIND_VARIABLE and _is_type_end(tokens, place - 1):
                source.variables.add(token)
    for word in _WORD.findall("\n".join(macros)):
        source.uses.setdefault(word, set()).add(Use("", True))
    return source


def _before(tokens, place):
    before = tokens[place - 1]
    if before == "::":
        return tokens[place - 2] + "::"
    return before if before in (".", "->") else ""


def _is_type_end(tokens, place):
    if tokens[place] in ("&", "*"):
        place -= 1
    return tokens[place] == ">" or tokens[place][:1].isidentifier() and tokens[place] not in _NO_TYPE


class _Scanner:
    """Goes through the statements of namespaces and classes; bodies of functions are passed over."""

    def __init__(self, tokens, lines, functions):
        self.tokens, self.lines, self.functions = tokens, lines, functions
        self.scopes = []      # of each open brace: [class or "", what is declared here is public]
        self.declared = set()  # places of names that are declared rather than used

    def scan(self):
        place = 0
        while place < len(self.tokens):
            token = self.tokens[place]
            if token == "}":
                if self.scopes:
                    self.scopes.pop()
                place += 1
            elif token == ";":
                place += 1
            elif token in ("public", "protected", "private") and self.tokens[place + 1:place + 2] == [":"]:
                self.scopes[-1][1] = token == "public"
                place += 2
            else:
                place = self._statement(place)
        return self.declared

    def _statement(self, start):
        """Reads one declaration and answers where the next one begins."""
        tokens, place, angles, name, plain = self.tokens, start, 0, None, True
        if tokens[start] in ("using", "typedef", "static_assert"):
            plain = False
        while place < len(tokens):
            token = tokens[place]
            if token == ";":
                break
            if token == "}":  # the scope ends within a statement: an enum's or a macro's last line
                return place
            if token == "{":
                if name is None and self._open_scope(start, place):
                    return place + 1
                place = self._past(place)
                if name is not None and tokens[place:place + 1] not in ([";"], [","], ["{"]):
                    self._record(start, name, place, defined=True)
                    return place
                continue
            if token == "(":
                if name is None and plain and angles == 0 and place > start and self._is_name(tokens[place - 1]):
                    name = place - 1
                place = self._past(place)
                continue
            if token in ("[", "[["):
                place = self._past(place)
                continue
            if token == "<" and (tokens[place - 1] == "template" or self._is_name(tokens[place - 1])):
                angles += 1
            elif token == ">" and angles:
                angles -= 1
            elif token == "operator" or (token == "=" and angles == 0):
                plain = False
            place += 1
        if name is not None:
            self._record(start, name, place, defined=False)
        return place + 1

    @staticmethod
    def _is_name(token):
        return (token[0].isalpha() or token[0] == "_") and token not in _NO_NAME

    def _past(self, place):
        """Behind the bracket that closes the one at `place`."""
        opening = self.tokens[place]
        closing, depth = _CLOSING[opening], 0
        while place < len(self.tokens):
            if self.tokens[place] == opening:
                depth += 1
            elif self.tokens[place] == closing:
                depth -= 1
                if depth == 0:
                    return place + 1
            place += 1
        return place

    def _open_scope(self, start, brace):
        """Enters a namespace or a class; false for anything else in braces."""
        head = self.tokens[start:brace]
        if "namespace" in head or head[:1] == ["extern"]:
            self.scopes.append(["", True])
            return True
        for number, token in enumerate(head):
            if token == "enum" or token == "=":
                return False
            if token in ("class", "struct", "union") and "<" not in head[number - 1:number] and head[number - 1:number] != [","]:
                names = [word for word in head[number + 1:] if self._is_name(word) or word == ":"]
                self.scopes.append([names[0] if names and names[0] != ":" else "", token != "class"])
                return True
        return False

    def _record(self, start, name, end, defined):
        self.declared.add(name)
        word, before = self.tokens[name], self.tokens[name - 1] if name else ""
        owner, public = self.scopes[-1] if self.scopes else ("", True)
        if before == "::":
            owner = self.tokens[name - 2]
        if name == start or before == "~" or word == owner:
            return  # a macro, a destructor, a constructor
        tail = self.tokens[name:end]
        self.functions.append(Function(word, owner, self.lines[name], public and "friend" not in self.tokens[start:name],
                                       "override" in tail or "final" in tail, defined))
