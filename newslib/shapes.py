"""This asks NLTK how chunks are cut into tokens: once for each shape, not for each chunk.

NLTK's rules see a letter as a letter and a digit as a digit, save a few: letters beside an
apostrophe ('s, n't) and eight contractions ("cannot"). So a run of letters may stand as one "a",
a run of digits as one "0", and NLTK is asked about "(a-a," once for all chunks of that shape.
Letters beside an apostrophe, contractions and letters beyond ASCII stand for themselves.
Nor do the rules look past a letter or digit at the edge of a chunk; a chunk with another edge has
a variant for each of its surroundings: a space there, another white space, the sentence's border.
"""

import re
from functools import cache
from itertools import accumulate, compress, zip_longest
from typing import NamedTuple

import numpy as np
import pandas as pd

from newslib.chunks import PAD, characters, numbered, signs, text_of
from newslib.splitters import spans_of, treebank

SPACE, OTHER, BORDER = range(3)  # what stands beside a chunk; a kind is 3 * left + right
_BESIDE = ("x ", "x\n", ""), (" x", "\nx", "")
_ALIKE = [0xAB, 0xBB, *range(0x2010, 0x2028)]  # signs beyond ASCII that letters may stand beside
_QUOTES = ("``", "''")
CLOSERS = frozenset("]})>\"'»”’")  # what may stand between the last full stop and the end
_CLOSING = {sign.encode()[:1] for sign in CLOSERS}


class Variants(NamedTuple):
    """The tokens of chunk variants: those of variant i are first[i] up to first[i + 1]."""

    first: np.ndarray
    form: np.ndarray
    start: np.ndarray  # characters from the start of the chunk
    forms: list[str]
    form_length: np.ndarray


@cache
def _contractions() -> list[bytes]:
    """What NLTK cuts without a sign to cut at: its own patterns, without their syntax."""
    patterns = treebank()._contractions.CONTRACTIONS2
    return [re.sub(r"\(\?[^)]*\)|\\.|[()]", "", p).encode() for p in patterns]


def closing(spelled: list[bytes]) -> np.ndarray:
    """Per chunk: may all of it stand behind the last full stop of a sentence?"""
    able = np.fromiter((chunk[:1] in _CLOSING for chunk in spelled), bool, len(spelled))
    some = compress(spelled, able)
    able[able] = [all(sign in CLOSERS or sign.isspace() for sign in text_of(c)) for c in some]
    return able


def variants(spelled: list[bytes], keys: np.ndarray) -> Variants:
    """Cut chunk variants into tokens; a key is 9 * chunk + kind. Forms are in order of the keys."""
    size = np.fromiter(map(len, spelled), np.int64, len(spelled))
    first = np.cumsum(size) - size
    data = b"".join([*spelled, PAD])
    b = np.frombuffer(data, np.uint8)
    number, (left, right) = keys // 9, np.divmod(keys % 9, 3)
    alnum = _letters(b) | _digits(b)
    left = np.where(alnum[first[number]], SPACE, left)
    right = np.where(alnum[(first + size)[number] - 1], SPACE, right)
    heads, shape_first, shapes, shape = _shapes(data, b, first, size)
    of_asked, asked = pd.factorize(shape[number] * 9 + left * 3 + right)
    cuts = _cuts([(shapes[a // 9], a // 3 % 3, a % 3) for a in asked.tolist()])
    count = np.fromiter(map(len, cuts), np.int64, len(cuts))
    cut = np.array([c for own in cuts for c in own], np.int32).reshape(-1, 3).T
    n = count[of_asked]
    ends = np.cumsum(n)
    at = np.repeat((np.cumsum(count) - count)[of_asked] - ends + n, n)
    at += np.arange(len(at))
    start, stop = heads[np.repeat(shape_first[number], n) + cut[:2, at]]
    chars = characters(b)
    printed = chars[stop] - chars[start]
    code = numbered(b, start, stop - start)
    quote = cut[2, at] >= 0  # NLTK writes another sign than is printed
    code = np.where(quote, -1 - 3 * cut[2, at] - printed, code)
    code, found = pd.factorize(code)
    to = np.empty(len(found), np.int64)
    to[code] = np.arange(len(code))
    text = text_of(data)
    spans = zip(found.tolist(), chars[start[to]].tolist(), chars[stop[to]].tolist(), strict=True)
    return Variants(
        np.r_[0, ends],
        code.astype(np.int32),
        (chars[start] - chars[np.repeat(first[number], n)]).astype(np.int32),
        [text[s:e] if c >= 0 else _QUOTES[(-1 - c) // 3] for c, s, e in spans],
        printed[to].astype(np.int32),
    )


def _letters(b):
    return (b | 32) - np.uint8(97) < 26


def _digits(b):
    return b - np.uint8(48) < 10


def _shapes(data, b, first, size):
    """Where each sign of a shape stands in the chunks, the distinct shapes, and whose they are."""
    letter, digit = _letters(b), _digits(b)
    letter[-len(PAD):] = digit[-len(PAD):] = False  # fmt: skip
    literal = np.zeros(len(first), bool)
    at, code = signs(b, np.flatnonzero(b >= 0x80))
    lower = data.lower()
    alone = [at[~np.isin(code, _ALIKE)]]
    alone += [[m.start() for m in re.finditer(re.escape(w), lower)] for w in _contractions()]
    literal[np.searchsorted(first, np.concatenate(alone), "right") - 1] = True
    head = np.ones(len(b) + 1, bool)
    head[1:-1] = ~((letter[1:] & letter[:-1]) | (digit[1:] & digit[:-1]))
    head[first] = True
    run = np.cumsum(head, dtype=np.int32) - 1  # per byte
    quote = b == ord("'")
    kept = np.zeros(run[-1] + 1, bool)  # runs that stand for themselves
    kept[run[1:-1][quote[:-1]]] = True
    kept[run[first[size > 0]]] &= False
    own = kept[run[:-1]] | np.repeat(np.append(literal, True), np.append(size, len(PAD)))
    own[:-1] |= (b[:-1] | 32 == ord("n")) & quote[1:]
    head[:-1] |= own
    heads = np.flatnonzero(head).astype(np.int32)
    sign = np.where(letter, np.uint8(ord("a")), np.uint8(ord("0")))
    sign = np.where(own | ~(letter | digit), b, sign)[heads[:-1]]
    shape_first = np.searchsorted(heads, first)
    length = np.searchsorted(heads, first + size) - shape_first
    shape = numbered(sign, shape_first, length)
    to = np.empty(shape.max(initial=-1) + 1, np.int64)
    to[shape] = np.arange(len(shape))
    shapes = [text_of(sign[shape_first[i] :][: length[i]].tobytes()) for i in to.tolist()]
    return heads, shape_first, shapes, shape.astype(np.int64)


def _cuts(asked: list[tuple[str, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Ask NLTK about shapes and their surroundings: where tokens start and end, in bytes, and
    which quote NLTK writes for it (-1: what is printed).
    """  # fmt: skip
    cuts: list = [None] * len(asked)
    inside, opening, ending, whole = batches = [], [], [], []
    for i, (_, left, right) in enumerate(asked):
        batches[(left == BORDER) + 2 * (right == BORDER)].append(i)
    ends = zip_longest(opening, ending)  # one stands at its beginning, one at its end
    alone = ([i] for i in whole)
    for batch in [inside, *([i for i in two if i is not None] for two in ends), *alone]:
        text, begins = [], []
        at = 0
        for i in batch:
            shape, left, right = asked[i]
            begins.append(at + len(_BESIDE[0][left]))
            text.append(_BESIDE[0][left] + shape + _BESIDE[1][right] + " " * (right != BORDER))
            at += len(text[-1])
        sentence = "".join(text)
        tokens = treebank().tokenize(sentence)
        spans = iter(zip(spans_of(tokens, sentence), tokens, strict=True))
        (start, end), token = next(spans, ((at, at), ""))
        for i, begin in zip(batch, begins, strict=True):
            shape, cuts[i] = asked[i][0], []
            bytes_before = range(len(shape) + 1)
            if not shape.isascii():
                sizes = (len(sign.encode("utf-8", "surrogatepass")) for sign in shape)
                bytes_before = [0, *accumulate(sizes)]
            while start < begin:
                (start, end), token = next(spans, ((at, at), ""))
            while start < begin + len(shape):
                quote = _QUOTES.index(token) if token in _QUOTES else -1
                own = bytes_before[start - begin], bytes_before[end - begin], quote
                cuts[i].append(own)
                (start, end), token = next(spans, ((at, at), ""))
    return cuts
