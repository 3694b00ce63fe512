"""This turns what a user asks for ("flood*", "climate change", a concept) into hits.

One grammar wherever a word is asked for. A hit is a run of tokens in one sentence, with its
character offsets; a regular expression may stop inside a token or run over a sentence's end.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from newslib.index import inverted
from newslib.tokens import Tokens, word_tokenize

MANY = 50  # one token in so many: from then on all types are read, not places sorted


class Hits(NamedTuple):
    """Where something was found, in the order of the text: first token and token after the last.

    Offsets in the part, `start` and `end`, come with a regular expression; `spanned` adds them.
    """

    first: np.ndarray
    stop: np.ndarray
    start: np.ndarray | None = None
    end: np.ndarray | None = None

    def take(self, chosen) -> "Hits":
        """Return the hits chosen by a mask, a slice or by positions."""
        return Hits(*(column if column is None else column[chosen] for column in self))

    def spanned(self, tokens: Tokens) -> "Hits":
        """Return the hits with their offsets."""
        if self.start is not None:
            return self
        return Hits(*self[:2], tokens.start[self.first], tokens.ends(self.stop - 1))


def concepts(words) -> dict[str, list]:
    """Give every row its name and its patterns: the one reading of a `words` argument.

    A string or a regular expression is its own name; a list (or any series of them) gives a
    row each; a dict names concepts. Raises ValueError for an empty pattern and for two rows of
    one name, TypeError for anything else.

    >>> concepts(["storm", {"flooding": ["flood*", "dam burst"]}])
    {'storm': ['storm'], 'flooding': ['flood*', 'dam burst']}
    """
    if isinstance(words, str | re.Pattern | dict):
        words = [words]
    if not isinstance(words, Iterable):
        raise TypeError(f"words= takes a string, a list, a dict or re.compile(…); got {words!r}")
    named = {}
    for one in _listed(words):
        simple = one.pattern if isinstance(one, re.Pattern) else one
        for name, wanted in one.items() if isinstance(one, dict) else [(simple, [one])]:
            wanted = [wanted] if isinstance(wanted, str | re.Pattern) else _listed(wanted)
            for pattern in wanted:
                _check(pattern)
            if not wanted:
                raise ValueError(f"the concept '{name}' has no patterns")
            if named.setdefault(str(name), wanted) != wanted:
                raise ValueError(f"two rows would be called '{name}'; name them apart in a dict")
    if not named:
        raise ValueError("words= is empty; give at least one word, such as 'flood'")
    return named


def _listed(several) -> list:
    return sorted(several, key=str) if isinstance(several, set | frozenset) else list(several)


def _check(pattern) -> None:
    text = pattern.pattern if isinstance(pattern, re.Pattern) else pattern
    if not isinstance(text, str):
        raise TypeError(f"a pattern is a string or re.compile(…) of one; got {pattern!r}")
    if not text.strip():
        raise ValueError("a pattern is empty; give a word, such as 'flood'")


def to_json(named: dict[str, list]) -> dict:
    """Concepts as plain data, for a table's `attrs`; `from_json` reads them back."""
    return {
        name: [
            {"regex": p.pattern, "flags": p.flags} if isinstance(p, re.Pattern) else p
            for p in patterns
        ]
        for name, patterns in named.items()
    }


def from_json(named: dict) -> dict[str, list]:
    """Return what `to_json` was given."""
    return {
        name: [re.compile(p["regex"], p["flags"]) if isinstance(p, dict) else p for p in patterns]
        for name, patterns in named.items()
    }


def near_types(tokens: Tokens, wanted: list, seen: np.ndarray) -> list[str]:
    """Up to three of the types `seen` (a mask), spelled nearly like words that are no type.

    >>> import newslib as nl
    >>> tokens = nl.paste("A flood came.", title="News")._store.tokens
    >>> near_types(tokens, ["floood*"], tokens.type_is_word)
    ['flood']
    """
    near = []
    for word in " ".join(p for p in wanted if isinstance(p, str)).lower().split():
        word = word.strip("*")
        if word and word not in tokens.ids:
            likely = [t for t in _beginning(tokens, word[0])
                      if abs(len(t) - len(word)) < 3 and seen[tokens.ids[t]]]  # fmt: skip
            near += get_close_matches(word, likely, n=3, cutoff=0.6)
    return list(dict.fromkeys(near))[:3]


def _beginning(tokens: Tokens, prefix: str) -> list[str]:
    """The types that begin like this, in the order of their spelling."""
    ordered = tokens.sorted_types
    low = high = bisect_left(ordered, prefix)
    while high < len(ordered) and ordered[high].startswith(prefix):
        high += 1
    return ordered[low:high]


class _Slot(NamedTuple):
    """A place in a phrase: the spelling asked for and the types it allows."""

    spelling: str
    is_prefix: bool
    types: np.ndarray


def _slots(tokens: Tokens, pattern: str) -> list[_Slot]:
    """A pattern as a row of slots: its words, as NLTK would cut them."""
    slots = []
    for chunk in pattern.split():
        if chunk.lower() not in tokens.ids and chunk.endswith("*") and len(chunk) > 1:
            found = [tokens.ids[spelling] for spelling in _beginning(tokens, chunk[:-1].lower())]
            slots.append(_Slot(chunk[:-1], True, np.array(found, int)))
            continue
        for word in [chunk] if chunk.lower() in tokens.ids else word_tokenize(chunk):
            found = [tokens.ids[word.lower()]] if word.lower() in tokens.ids else []
            slots.append(_Slot(word, False, np.array(found, int)))
    return slots


def single(tokens: Tokens, patterns: list, case: bool = False) -> np.ndarray | None:
    """The types that patterns allow, where each pattern is one word or one prefix; else None."""
    if case or any(isinstance(p, re.Pattern) for p in patterns):
        return None
    slots = [_slots(tokens, pattern) for pattern in patterns]
    if any(len(several) != 1 for several in slots):
        return None
    return np.unique(np.concatenate([slot.types for (slot,) in slots]))


def places(tokens: Tokens, types) -> np.ndarray:
    """Where tokens of some types stand, in the order of the text."""
    order, first = inverted(tokens)
    at = [np.empty(0, np.int32), *(order[first[t] : first[t + 1]] for t in types)]
    if len(types) > 1 and sum(map(len, at)) * MANY > len(tokens):
        wanted = np.bincount(types, minlength=len(tokens.types)) > 0
        return np.flatnonzero(wanted.take(tokens.type))
    return (at[1] if len(at) == 2 else np.sort(np.concatenate(at))).astype(np.int64)


def _fits(tokens: Tokens, slot: _Slot, at: np.ndarray, case: bool) -> np.ndarray:
    """Which of the tokens `at` fit a slot."""
    if not case:
        return np.isin(tokens.type.take(at), slot.types)
    forms = np.flatnonzero(np.isin(tokens.form_type, slot.types)).tolist()
    same = str.startswith if slot.is_prefix else str.__eq__
    forms = [f for f in forms if same(tokens.forms[f], slot.spelling)]
    return np.isin(tokens.form.take(at), forms)


def _find_tokens(tokens: Tokens, pattern: str, case: bool) -> Hits:
    slots = _slots(tokens, pattern)
    first = inverted(tokens)[1]
    sizes = [(first[slot.types + 1] - first[slot.types]).sum() for slot in slots]
    rarest = int(np.argmin(sizes))
    starts = places(tokens, slots[rarest].types) - rarest
    starts = starts[(starts >= 0) & (starts + len(slots) <= len(tokens))]
    sentence = tokens.sentence.take
    starts = starts[sentence(starts) == sentence(starts + len(slots) - 1)]
    for offset, slot in enumerate(slots):
        if case or offset != rarest:
            starts = starts[_fits(tokens, slot, starts + offset, case)]
    return Hits(starts, starts + len(slots))


def _find_regex(tokens: Tokens, strings, pattern: re.Pattern) -> Hits:
    """Search each title and text; a match must touch a token (a match of spaces is no hit)."""
    text = tokens.sent_article.astype(np.int64) * 2 + tokens.sent_part
    edges = tokens.sent_first[np.r_[np.flatnonzero(np.diff(text, prepend=-1)), len(text)]]
    rows = [np.empty((4, 0), np.int64)]
    for low, high in pairwise(edges.tolist()):
        found = pattern.finditer(strings(low)) if low < high else ()
        matches = [m.span() for m in found if m.end() > m.start()]
        if matches:
            start, end = np.array(matches).T
            first = low + np.searchsorted(tokens.ends(slice(low, high)), start, "right")
            stop = low + np.searchsorted(tokens.start[low:high], end, "left")
            rows.append(np.stack([first, stop, start, end])[:, first < stop])
    return Hits(*np.concatenate(rows, axis=1))


def find(tokens: Tokens, strings, patterns: list, *, case: bool = False) -> Hits:
    """Find all hits of a concept, in the order of the text.

    `strings(i)` gives the title or text in which token `i` stands. The hits of one phrase are
    all of them, as n-grams are counted; where a concept has several patterns, hits that overlap
    are one hit: the one that starts first and, of those, the longest.
    """
    if (types := single(tokens, patterns, case)) is not None:  # tokens do not overlap
        at = places(tokens, types)
        return Hits(at, at + 1)
    found = [
        _find_regex(tokens, strings, p)
        if isinstance(p, re.Pattern)
        else _find_tokens(tokens, p, case)
        for p in patterns
    ]
    if len(patterns) == 1:
        return found[0]
    if any(isinstance(p, re.Pattern) for p in patterns):
        found = [hits.spanned(tokens) for hits in found]
    columns = zip(*found, strict=True)
    hits = Hits(*(None if c[0] is None else np.concatenate(c) for c in columns))
    start, end = hits.first, hits.stop
    if hits.start is not None:  # places in all texts in turn
        at = tokens.sentence[hits.first]
        text = (tokens.sent_article[at].astype(np.int64) * 2 + tokens.sent_part[at]) << 32
        start, end = text + hits.start, text + hits.end
    order = np.lexsort((-end, start))
    start, end = start[order], end[order]
    fresh = start >= np.maximum.accumulate(np.r_[-1, end[:-1]])  # overlaps none before it
    after = np.searchsorted(start, end)  # the first that does not overlap
    kept, known = fresh.copy(), np.append(fresh, True)
    for i in after[fresh & ~known[after]].tolist():
        while not known[i]:
            kept[i] = True
            i = after[i]
    return hits.take(order[kept])
