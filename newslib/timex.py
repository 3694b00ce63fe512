"""This turns a text into the time expressions in it, each with the name of the rule that found it.

Every word of the text becomes one letter that says which classes it is in ("x": none), and the
rules are patterns over these letters. So a rule is tried only where a word stands that may begin
it, and a text without times costs little more than cutting it into words.
"""

import re
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from newslib.timerules import CLASSES, MONTHS, NEEDED, NUMERIC, PIECES, RULES

MOST_KEPT = 50_000  # words whose letters are remembered
_TOKEN = re.compile(
    r"\s*(?:[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?Z?)?(?![0-9])"
    r"|[0-9]{1,2}-[0-9]{1,2}-[0-9]{2,4}(?![0-9-])|[0-9]+(?:[.,:/][0-9]+)*(?:st|nd|rd|th|s)?"
    r"|[AaPp]\.\s?[Mm]\.?(?![A-Za-z])|[^\W\d_]+|\S)"
)
_LONGEST = 24  # signs of a token that can be a time
_PART, _RUN = re.compile(r"[a-z]:|[A-Za-z]+|[()|?*+]"), re.compile("[^x]+")
_SHOUTED = frozenset("MAR JAN DEC SEP NOV OCT AUG APR".split())  # which have other meanings
_LOW_MONTHS = frozenset("january february july september october november december".split())
_FORMS = (  # of numbers, one for each set of classes
    "1 01 9 12 13 20 31 32 99 100 400 0930 1030 1400 1500 1999 2026 2530 5th 32nd 80s 1980s 1200s "
    "1:30 1.30 13:30 1:30:30 1.5 0.55 1,000 9/11 1/1/99 1-1-99 1999-01-01 a.m."
).split()


class Tokens(NamedTuple):
    """The tokens of a text in small letters, where they stand, and the letters of their classes."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    letters: str


def tokens(text: str) -> Tokens:
    """Cut a text into tokens and give each its letter."""
    pieces = _TOKEN.findall(text.rstrip())  # white space at the end would be tried over and over
    ends = list(accumulate(map(len, pieces)))
    words = list(map(str.lstrip, pieces))
    starts = list(map(int.__sub__, ends, map(len, words)))
    letters = "".join(map(grammar().__getitem__, words))
    return Tokens(list(map(str.lower, words)), starts, ends, letters)


def segments(letters: str):
    """Where expressions may stand: runs of letters with one that no rule can do without."""
    for run in _RUN.finditer(letters):
        if grammar().needed.search(letters, *run.span()):
            yield run.span()


def candidates(letters: str, start: int, stop: int):
    """All rules that match at the first place where one does, in the order of the rules."""
    rules, opening, found = grammar().rules, grammar().opening, False
    for at in range(start, stop):
        for name in opening[letters[at]]:
            if match := rules[name].match(letters, at, stop):
                found = True
                yield name, match
        if found:
            return


@cache
def grammar() -> "Grammar":
    """The rules, compiled when a text is first read."""
    return Grammar()


class Grammar(dict):
    """The letter of each token, remembered, and the rules as patterns over letters."""

    def __init__(self):
        """Give a letter to each set of classes that a token can have."""
        unfolded = " ".join(RULES.split("\n    ")).strip().splitlines()
        self.written = {
            name: _expanded(rule) for name, rule in (r.split(": ", 1) for r in unfolded)
        }
        self.literal = {w for r in self.written.values() for w in _PART.findall(r) if w.islower()}
        self.of_word: dict[str, set] = {}
        for name, words in CLASSES.items():
            for word in words:
                self.of_word.setdefault(word, set()).add(name)
        words = [*self.of_word, *MONTHS, *self.literal]
        sample = [form(w) for w in words for form in (str.lower, str.title, str.upper)] + _FORMS
        sets = sorted({self._classes(token) for token in sample} - {frozenset()}, key=sorted)
        self.letters = {classes: chr(0xE000 + i) for i, classes in enumerate(sets)}
        self.needed = re.compile(self._any(NEEDED))
        self.rules = {name: self.compiled(rule) for name, rule in self.written.items()}
        parts = {n: [p for p in _PART.findall(r) if p[-1] != ":"] for n, r in self.written.items()}
        first = {name: _openers(own)[0] for name, own in parts.items()}
        self.opening = {
            x: [n for n in first if first[n] & classes] for classes, x in self.letters.items()
        }

    def __missing__(self, token: str) -> str:
        """Find the letter of a token."""
        if len(self) > MOST_KEPT:
            self.clear()
        self[token] = letter = self.letters.get(self._classes(token), "x")
        return letter

    def _classes(self, token: str) -> frozenset[str]:
        """The classes of a token; a word that the rules spell is a class of its own."""
        low, first = token.lower(), token[0]
        if len(token) > _LONGEST:
            return frozenset()
        if first.isdigit():
            return frozenset(name for name, form in NUMERIC.items() if re.fullmatch(form, token))
        found = self.of_word.get(low, set()) | ({low} & self.literal)
        if low in MONTHS and token not in _SHOUTED and (first.isupper() or low in _LOW_MONTHS):
            found = found | {"MAYBE" if low in ("may", "march") else "MONTH"}
        if not first.isupper():
            found = found - {"WD"}
        if "." in low and low[1:] and first in "aApP":
            found = found | {"AMPM"}
        return frozenset(found)

    def _any(self, classes: set) -> str:
        return "[" + "".join(x for own, x in self.letters.items() if own & classes) + "]"

    def compiled(self, rule: str, named: bool = True) -> re.Pattern:
        """A rule as a pattern over letters."""
        out, name = [], ""
        for part in _PART.findall(_expanded(rule)):
            if part[-1] == ":":
                name = f"?P<{part[0]}>" if named else ""
                continue
            opened = f"({name or '?:'}"
            word = f"{opened}{self._any({part})})" if part.isalpha() else part
            out.append(opened if part == "(" else word)
            name = ""
        return re.compile("".join(out))


def _expanded(rule: str) -> str:
    while "<" in rule:
        rule = re.sub(r"<(\w+)>", lambda piece: f"({PIECES[piece[1]]})", rule)
    return rule


def _openers(parts: list[str]) -> tuple[set[str], bool]:
    """The classes with which a rule may begin, and whether it may be empty."""
    every, first, none, empty = set(), set(), False, True
    while parts and (part := parts.pop(0)) != ")":
        if part == "|":
            every, first, none, empty = every | first, set(), none or empty, True
            continue
        own, skip = _openers(parts) if part == "(" else ({part}, False)
        if parts and parts[0] in "?*":
            skip = bool(parts.pop(0))
        if empty:
            first, empty = first | own, skip
    return every | first, none or empty
