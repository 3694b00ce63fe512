"""This turns what a user asks for ("flood*", "climate change", a concept) into hits.

One grammar wherever a word is asked for. A hit is a run of tokens in one sentence, with its
character offsets; a regular expression may stop inside a token or run over a sentence's end.
"""

import re
from bisect import bisect_left
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

    A string or a regular expression is its own name; a list gives a row each; a dict names
    concepts. Raises ValueError for an empty pattern, TypeError for anything else.

    >>> concepts(["storm", {"flooding": ["flood*", "dam burst"]}])
    {'storm': ['storm'], 'flooding': ['flood*', 'dam burst']}
    """
    if isinstance(words, str | re.Pattern):
        words = [words]
    if isinstance(words, dict):
        named = {
            str(k): [v] if isinstance(v, str | re.Pattern) else list(v) for k, v in words.items()
        }
    elif isinstance(words, list | tuple | set | frozenset):
        named = {}
        for one in sorted(words, key=str) if isinstance(words, set | frozenset) else words:
            if isinstance(one, dict):
                named |= concepts(one)
            else:
                named[one.pattern if isinstance(one, re.Pattern) else one] = [one]
    else:
        raise TypeError(f"words= takes a string, a list, a dict or re.compile(…); got {words!r}")
    if not named:
        raise ValueError("words= is empty; give at least one word, such as 'flood'")
    for name, patterns in named.items():
        if not patterns:
            raise ValueError(f"the concept '{name}' has no patterns")
        for pattern in patterns:
            if not isinstance(pattern, str | re.Pattern):
                raise TypeError(f"a pattern is a string or re.compile(…); got {pattern!r}")
            if isinstance(pattern, str) and not pattern.strip():
                raise ValueError("a pattern is empty; give a word, such as 'flood'")
    return named


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


def near_types(tokens: Tokens, pattern: str) -> list[str]:
    """Up to three types spelled nearly like a pattern that was not found."""
    word = pattern.lower().strip("*")
    near = [
        t
        for t, w in zip(tokens.types, tokens.type_is_word, strict=True)
        if w and abs(len(t) - len(word)) < 3 and t[:1] == word[:1]
    ]
    return get_close_matches(word, sorted(near), n=3, cutoff=0.6)


def _slots(tokens: Tokens, pattern: str) -> list[tuple[str, np.ndarray]]:
    """A pattern as a row of slots, each with the spelling asked for and the types it allows."""
    slots = []
    folded = pattern.strip()
    chunks = [folded] if folded.lower() in tokens.ids else folded.split()
    for chunk in chunks:
        if chunk.lower() in tokens.ids:
            slots.append((chunk, np.array([tokens.ids[chunk.lower()]])))
        elif chunk.endswith("*") and len(chunk) > 1:
            prefix = chunk[:-1].lower()
            ordered = tokens.sorted_types
            at = bisect_left(ordered, prefix)
            found = []
            while at < len(ordered) and ordered[at].startswith(prefix):
                found.append(tokens.ids[ordered[at]])
                at += 1
            slots.append((chunk, np.array(found, int)))
        else:
            parts = word_tokenize(chunk)
            slots += [
                (p, np.array([tokens.ids[p.lower()]] if p.lower() in tokens.ids else [], int))
                for p in parts
            ]
    return slots


def _find_tokens(tokens: Tokens, strings, pattern: str, case: bool) -> Hits:
    slots = _slots(tokens, pattern)
    order, first = tokens.inverted
    sizes = [sum(first[t + 1] - first[t] for t in types) for _, types in slots]
    rarest = int(np.argmin(sizes))
    at = [order[first[t] : first[t + 1]] for t in slots[rarest][1]]
    starts = np.sort(np.concatenate(at)).astype(np.int64) - rarest if at else np.empty(0, np.int64)
    starts = starts[(starts >= 0) & (starts + len(slots) <= len(tokens))]
    starts = starts[tokens.sentence[starts] == tokens.sentence[starts + len(slots) - 1]]
    for offset, (_, types) in enumerate(slots):
        if offset != rarest:
            starts = starts[np.isin(tokens.type[starts + offset], types)]
    if case:
        keep = []
        for start in starts:
            printed = [
                strings(i)[tokens.start[i] : tokens.end[i]]
                for i in range(start, start + len(slots))
            ]
            keep.append(
                all(
                    p.startswith(s[:-1]) if s.endswith("*") and s != "*" and s != p else p == s
                    for p, (s, _) in zip(printed, slots, strict=True)
                )
            )
        starts = starts[np.array(keep, bool)]
    last = starts + len(slots) - 1
    return Hits(starts, last + 1, tokens.start[starts], tokens.end[last])


def _find_regex(tokens: Tokens, strings, pattern: re.Pattern) -> Hits:
    """Search each title and text; a match must touch a token (a match of spaces is no hit)."""
    part_of = tokens.article.astype(np.int64) * 2 + tokens.part
    edges = np.flatnonzero(np.r_[True, part_of[1:] != part_of[:-1], True]) if len(tokens) else [0]
    rows = []
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        matches = [m.span() for m in pattern.finditer(strings(low)) if m.end() > m.start()]
        if matches:
            start, end = np.array(matches).T
            first = low + np.searchsorted(tokens.end[low:high], start, "right")
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
        else _find_tokens(tokens, strings, p, case)
        for p in patterns
    ]
    hits = Hits(*(np.concatenate(columns) for columns in zip(*found, strict=True)))
    if len(patterns) == 1:
        return hits
    hits = hits.take(np.lexsort((-hits.stop, -hits.end, hits.start, hits.first)))
    keep, reach = np.zeros(len(hits.first), bool), -1
    for i, (first, stop) in enumerate(zip(hits.first.tolist(), hits.stop.tolist(), strict=True)):
        if first >= reach:
            keep[i], reach = True, stop
    return hits.take(keep)
