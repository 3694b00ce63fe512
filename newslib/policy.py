"""This says how much of an article may be shown, for the sake of licences, and cuts to that.

The environment variable NEWSLIB_EVIDENCE is `full` (also when it is not set, as in a live
notebook), `snippet` (at most 15 words of a sentence) or `reference` (outlet, date, title and id
only). `newslib report` sets it; what a notebook prints by itself is beyond its reach. A text is a
list of pieces (text, kind): kind is None, HIT for what was sought, a value with its sign for a
word of a lexicon, or the rule that removed it.
"""

import os
import re
from functools import cache, partial

import pandas as pd

POLICIES = ("full", "snippet", "reference")
HIT = "hit"
SIGNED = "+−"  # a word of a lexicon has its value for its kind, such as "+1.9"
WORDS, CHARACTERS = 15, 120  # of a sentence, where the policy is "snippet"
TEXT_COLUMNS = {"text": WORDS, "raw": WORDS, "excerpt": WORDS, "left": 6, "node": 3, "right": 6}
# A word for counting how much is shown; two signs of a script without spaces are one.
_WORD = re.compile(r"[\u3040-\u9fff]{1,2}|[^\W\u3040-\u9fff]+")


def policy() -> str:
    """Return how much of an article may be shown: full, snippet or reference."""
    said = os.environ.get("NEWSLIB_EVIDENCE") or "full"
    if said not in POLICIES:
        raise ValueError(f"evidence is {' or '.join(POLICIES)}; got {said!r}")
    return said


def snippet(pieces: list[tuple], words: int = WORDS) -> list[tuple]:
    """Cut pieces to so many words around the first hit, the cuts marked with ….

    >>> snippet([("one two three ", None), ("four", "hit"), (" five six", None)], 3)
    [('…three ', None), ('four', 'hit'), (' five…', None)]
    """
    text, hit = "".join(piece for piece, _ in pieces), 0
    for piece, kind in pieces:
        if kind and (kind == HIT or kind[0] in SIGNED):
            break
        hit += len(piece)
    hit = 0 if hit == len(text) else hit
    chunks = [found.span() for found in re.finditer(r"\S+", text)]
    if not chunks:
        return pieces
    low, high = _window(text, chunks, hit, words)
    start, end = (chunks[low][0], chunks[high - 1][1]) if high > low else (hit, hit + 2 * words - 2)
    at, kept = 0, []
    for piece, kind in pieces:
        part = piece[max(0, start - at) : max(0, end - at)]
        kept += [(part, kind)] if part else []
        at += len(piece)
    if text[:start].strip():
        kept[0] = ("…" + kept[0][0], kept[0][1])
    if text[end:].strip():
        kept[-1] = (kept[-1][0] + "…", kept[-1][1])
    return kept


def _window(text: str, chunks: list[tuple], hit: int, words: int) -> tuple[int, int]:
    """The chunks around the hit that fit; none where even the first is too long."""
    weights = [max(1, len(_WORD.findall(text[start:end]))) for start, end in chunks]
    low = high = next((i for i, (_, end) in enumerate(chunks) if end > hit), 0)
    grown = True
    while grown:
        grown = False
        for left, right in ((0, 1), (1, 0)):
            new = slice(low - left, high + right)
            if new.start < 0 or new.stop > len(chunks) or sum(weights[new]) > words:
                continue
            if chunks[new.stop - 1][1] - chunks[new.start][0] <= CHARACTERS:
                low, high, grown = new.start, new.stop, True
    return low, high


def within_policy(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose columns of article text are cut, or dropped, as the policy says."""
    columns = [name for name in table.columns if name in TEXT_COLUMNS]
    if policy() == "full" or not columns:
        return table
    if policy() == "reference":
        return table.drop(columns=columns)
    cut = {
        name: cache(partial(_cut, column=name)) for name in columns
    }  # a text stands in many rows
    return table.assign(**{name: [*map(cut[name], table[name])] for name in columns})


def _cut(cell, column: str):
    if not isinstance(cell, str):
        return cell
    pieces = [(cell, None)]
    if column == "left" and cell.split():  # the words next to the hit are its last
        last = cell.rindex(cell.split()[-1])
        pieces = [(cell[:last], None), (cell[last:], HIT)]
    return "".join(piece for piece, _ in snippet(pieces, TEXT_COLUMNS[column]))
