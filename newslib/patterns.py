"""This turns what a user asks for ("flood*", "climate change", a concept) into hits.

One grammar wherever a word is asked for. A hit is a run of tokens in one sentence, with its
character offsets; a regular expression may stop inside a token or run over a sentence's end.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

import numpy as np

from newslib.tokens import Tokens, word_tokenize


class Hits(NamedTuple):
    """Where something was found: first token, token after the last, and offsets in the part."""

    first: np.ndarray
    stop: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def take(self, chosen) -> "Hits":
        """Return the hits chosen by a mask or by positions."""
        return Hits(*(column[chosen] for column in self))


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
            likely = [t for t, s in zip(tokens.types, seen.tolist(), strict=True)
                      if s and t[0] == word[0] and abs(len(t) - len(word)) < 3]  # fmt: skip
            near += get_close_matches(word, sorted(likely), n=3, cutoff=0.6)
    return list(dict.fromkeys(near))[:3]


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
            prefix, ordered = chunk[:-1].lower(), tokens.sorted_types
            low = high = bisect_left(ordered, prefix)
            while high < len(ordered) and ordered[high].startswith(prefix):
                high += 1
            found = [tokens.ids[spelling] for spelling in ordered[low:high]]
            slots.append(_Slot(chunk[:-1], True, np.array(found, int)))
            continue
        for word in [chunk] if chunk.lower() in tokens.ids else word_tokenize(chunk):
            found = [tokens.ids[word.lower()]] if word.lower() in tokens.ids else []
            slots.append(_Slot(word, False, np.array(found, int)))
    return slots


def _fits(tokens: Tokens, slot: _Slot, at: np.ndarray, case: bool) -> np.ndarray:
    """Which of the tokens `at` fit a slot."""
    if not case:
        return np.isin(tokens.type[at], slot.types)
    forms = np.flatnonzero(np.isin(tokens.form_type, slot.types)).tolist()
    same = str.startswith if slot.is_prefix else str.__eq__
    return np.isin(tokens.form[at], [f for f in forms if same(tokens.forms[f], slot.spelling)])


def _find_tokens(tokens: Tokens, pattern: str, case: bool) -> Hits:
    slots = _slots(tokens, pattern)
    order, first = tokens.inverted
    sizes = [sum(first[t + 1] - first[t] for t in slot.types) for slot in slots]
    rarest = int(np.argmin(sizes))
    at = [order[first[t] : first[t + 1]] for t in slots[rarest].types]
    starts = np.sort(np.concatenate(at)).astype(np.int64) - rarest if at else np.empty(0, np.int64)
    starts = starts[(starts >= 0) & (starts + len(slots) <= len(tokens))]
    starts = starts[tokens.sentence[starts] == tokens.sentence[starts + len(slots) - 1]]
    for offset, slot in enumerate(slots):
        if case or offset != rarest:
            starts = starts[_fits(tokens, slot, starts + offset, case)]
    last = starts + len(slots) - 1
    return Hits(starts, last + 1, tokens.start[starts], tokens.ends(last))


def _find_regex(tokens: Tokens, strings, pattern: re.Pattern) -> Hits:
    """Search each title and text; a match must touch a token (a match of spaces is no hit)."""
    part_of = tokens.article.astype(np.int64) * 2 + tokens.part
    edges = np.flatnonzero(np.r_[True, part_of[1:] != part_of[:-1], True]) if len(tokens) else [0]
    rows = []
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        matches = [m.span() for m in pattern.finditer(strings(low)) if m.end() > m.start()]
        if matches:
            start, end = np.array(matches).T
            first = low + np.searchsorted(tokens.ends(slice(low, high)), start, "right")
            stop = low + np.searchsorted(tokens.start[low:high], end, "left")
            rows.append(np.stack([first, stop, start, end])[:, first < stop])
    found = np.concatenate(rows, axis=1) if rows else np.empty((4, 0), np.int64)
    return Hits(*found)


def find(tokens: Tokens, strings, patterns: list, *, case: bool = False) -> Hits:
    """Find all hits of a concept, in the order of the text.

    `strings(i)` gives the title or text in which token `i` stands. The hits of one phrase are
    all of them, as n-grams are counted; where a concept has several patterns, hits that overlap
    are one hit: the one that starts first and, of those, the longest.
    """
    found = [
        _find_regex(tokens, strings, p)
        if isinstance(p, re.Pattern)
        else _find_tokens(tokens, p, case)
        for p in patterns
    ]
    hits = Hits(*(np.concatenate(columns) for columns in zip(*found, strict=True)))
    if len(patterns) == 1:
        return hits
    text = tokens.article[hits.first].astype(np.int64) * 2 + tokens.part[hits.first]
    start, end = (text << 32) + hits.start, (text << 32) + hits.end  # places in all texts in turn
    order = np.lexsort((-end, start))
    after = np.searchsorted(start[order], end[order]).tolist()  # the first that does not overlap
    kept, i = [], 0
    while i < len(after):
        kept.append(i)
        i = after[i]
    return hits.take(order[kept])
