"""This turns strings into chunks, the runs between white space, and numbers the distinct ones.

A chunk ends at white space that every tool takes for white space (space, line end, tab). A run of
it that holds an odd one (a no-break space, a line separator) is no border but a part of the chunk,
so that NLTK is asked about it as it stands.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

ODD = [0x1C, 0x1D, 0x1E, 0x1F, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F,
       0x205F, 0x3000]  # fmt: skip
_ODD_FIRST = np.isin(np.arange(256), [chr(code).encode()[0] for code in ODD])  # of their bytes
PAD = bytes(16)  # so that eight bytes can be read anywhere
_MASK = np.array([(1 << 8 * n) - 1 for n in range(9)], "<u8")
_MARK = np.array([(0xF8 | n) << 56 for n in range(8)] + [0], "<u8")  # no byte of UTF-8 is >= F8
_MOST_WORDS = 3  # of eight bytes; longer chunks, a few in ten thousand, are numbered by a dict


class Chunks(NamedTuple):
    """The chunks of some strings, in order, in columns."""

    number: np.ndarray  # int32: which distinct chunk
    start: np.ndarray  # int32: characters from the start of its string
    stop: np.ndarray
    before: np.ndarray  # bool: is the character before it something else than a space?
    after: np.ndarray
    string: np.ndarray  # int32: which string


class Known(dict):
    """The distinct chunks, as UTF-8 in `spelled`: each new one gets the next number.

    Those of up to eight bytes are looked up in `keys`, longer ones and pieces in the dict. (A
    short piece may be spelled twice: it is then asked about twice.)
    """

    def __init__(self):
        """Know nothing."""
        self.spelled: list[bytes] = []
        self.keys, self.numbers = np.empty(0, "<u8"), np.empty(0, np.int32)  # of short chunks

    def __missing__(self, chunk: bytes) -> int:
        """Number a new chunk."""
        self[chunk] = number = len(self.spelled)
        self.spelled.append(chunk)
        return number


def chunked(strings: list[str], known: Known, thin: bool = False, split: bool = False) -> Chunks:
    """Cut strings into chunks; `known` numbers the distinct ones and grows.

    `thin` keeps those that sentences depend on: with a possible end, the two that follow it, and
    the first and last of each string. `split` cuts at odd white space too, as `str.split` does.
    """
    encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
    length = np.fromiter(map(len, encoded), np.int64, len(encoded))
    first = np.cumsum(length + 1) - length - 1
    data = b"\n".join([*encoded, PAD])
    del encoded
    b = np.frombuffer(data, np.uint8)
    n = len(data) - len(PAD)
    white = np.empty(n + 1, bool)
    white[0], body = True, white[1:]
    np.less(b[:n] - np.uint8(9), 5, out=body)
    body |= b[:n] == 32
    beyond = np.flatnonzero(b >= 0x80)
    odd = odd_spaces(data, b, beyond)
    if split:
        for i, sizes in enumerate((0, 0x80, 0xE0)):
            body[odd[b[odd] >= sizes] + i] = True
    else:
        if len(odd):
            _join(b, body, odd, first + length)
        full_stop_first = np.isin(b[first + 1], list(b".?!")) & (length > 1)
        body[first[full_stop_first]] = False  # Punkt sees one space before a stop opening a text
    edge = np.flatnonzero(body != white[:-1])
    start, stop = edge[::2], edge[1::2]
    count = np.diff(np.searchsorted(start, np.r_[first, n]))
    if thin:
        opens = np.cumsum(count) - count
        ends = np.searchsorted(start, np.append(possible_ends(b), odd), "right") - 1
        keep = np.zeros(len(start) + 2, bool)
        for rows in (ends, ends + 1, ends + 2, opens, opens + count - 1):
            keep[rows] = True
        keep = keep[: len(start)]
        count = np.add.reduceat(np.append(keep, False), opens, dtype=np.int64) * (count > 0)
        start, stop = start[keep], stop[keep]
    number = _number(data, b, start, stop, known)
    before, after = b[start - 1] != 32, b[stop] != 32
    more = beyond[b[beyond] < 0xC0]
    if len(more):  # bytes are not characters
        start, stop, first = (at - _before(more, at) for at in (start, stop, first))
    first = np.repeat(first, count)
    string = np.repeat(np.arange(len(strings), dtype=np.int32), count)
    start, stop = (start - first).astype(np.int32), (stop - first).astype(np.int32)
    return Chunks(number, start, stop, before, after, string)


def _number(data: bytes, b, start, stop, known: Known) -> np.ndarray:
    """The number of each chunk. Short ones are looked up as integers, long ones by their bytes."""
    length = stop - start
    code, keys = pd.factorize(_key(b, start, length))
    at = pd.Index(known.keys).get_indexer(keys)
    of_key = np.append(known.numbers, np.int32(-1))[at]
    short, place = np.flatnonzero(length <= 8), np.full(len(keys), -1)
    place[code[short]] = short
    new = np.flatnonzero((at < 0) & (place >= 0))
    of_key[new] = np.arange(len(new)) + len(known.spelled)
    known.spelled += _cut(data, start[place[new]], stop[place[new]])
    known.keys = np.append(known.keys, keys[new])
    known.numbers = np.append(known.numbers, of_key[new])
    number, long = of_key[code], np.flatnonzero(length > 8)
    code = numbered(b, start[long], length[long])
    place = np.empty(code.max(initial=-1) + 1, np.int64)
    place[code] = long
    names = _cut(data, start[place], stop[place])
    number[long] = np.fromiter(map(known.__getitem__, names), np.int32, len(names))[code]
    return number


def _cut(data: bytes, start, stop) -> list[bytes]:
    return [data[s:e] for s, e in zip(start.tolist(), stop.tolist(), strict=True)]


def _key(b: np.ndarray, start: np.ndarray, length: np.ndarray) -> np.ndarray:
    """The first eight bytes of each string as an integer that also holds where the string ends."""
    words, length = np.ndarray(len(b) - 7, "<u8", b, strides=(1,)), np.minimum(length, 8)
    return words[start] & _MASK[length] | _MARK[length]


def numbered(b: np.ndarray, start: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Number byte strings, equal ones alike. `b` goes on for eight bytes after the last."""
    code = pd.factorize(_key(b, start, length))[0]
    for word in range(1, _MOST_WORDS):
        long = np.flatnonzero(length > 8 * word)
        if len(long):
            more = pd.factorize(_key(b, start[long] + 8 * word, length[long] - 8 * word))[0]
            pair = pd.factorize(code[long] * (more.max() + 1) + more)[0]
            code[long] = code.max() + 1 + pair
    long, ids = np.flatnonzero(length > 8 * _MOST_WORDS), {}
    if len(long):
        spans = zip(start[long].tolist(), (start + length)[long].tolist(), strict=True)
        pair = [ids.setdefault(b[s:e].tobytes(), len(ids)) for s, e in spans]
        code[long] = code.max() + 1 + np.array(pair)
    used = np.zeros(code.max(initial=-1) + 1, bool)
    used[code] = True
    return (np.cumsum(used, dtype=np.int32) - 1)[code]


def _before(some: np.ndarray, at: np.ndarray) -> np.ndarray:
    """How many of `some` positions come before each of many; both ascend."""
    steps = np.searchsorted(at, some, "right")
    return np.cumsum(np.bincount(steps, minlength=len(at)))[: len(at)]


def characters(b: np.ndarray) -> np.ndarray:
    """Per byte of UTF-8, and for the end: the number of characters before it."""
    before = np.zeros(len(b) + 1, np.int32)
    np.cumsum(b & 0xC0 != 0x80, out=before[1:])
    return before


def signs(b: np.ndarray, beyond: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where characters beyond ASCII stand and their code points (0 beyond U+FFFF); b is padded.

    `beyond` are the places of all their bytes.
    """
    at = beyond[b[beyond] >= 0xC0]
    lead, second, third = (b[at + i].astype(np.int32) for i in range(3))
    two = (lead & 31) << 6 | (second & 63)
    three = (lead & 15) << 12 | (second & 63) << 6 | (third & 63)
    return at, np.where(lead < 0xE0, two, np.where(lead < 0xF0, three, 0))


def odd_spaces(data: bytes, b: np.ndarray, beyond: np.ndarray) -> np.ndarray:
    """Where odd white space starts, in ascending order; data, and b of it, are padded."""
    at, code = signs(b, beyond[_ODD_FIRST[b[beyond]]])
    odd = at[np.isin(code, ODD)]
    control = any(sign in data for sign in range(0x1C, 0x20))
    return np.sort(np.append(odd, np.flatnonzero(b - np.uint8(0x1C) < 4))) if control else odd


def possible_ends(b: np.ndarray) -> np.ndarray:
    """Where a sentence may end for Punkt: at . ? ! before anything but a letter or digit."""
    at = np.flatnonzero((b[:-1] == 46) | (b[:-1] == 33) | (b[:-1] == 63))
    after = b[at + 1]
    return at[~(((after | 32) - np.uint8(97) < 26) | (after - np.uint8(48) < 10))]


def text_of(chunk: bytes) -> str:
    """Return a chunk as text."""
    return chunk.decode("utf-8", "surrogatepass")


def _join(b, white, odd, borders) -> None:
    """Make white space that stands together with an odd one a part of the chunk."""
    either, size = white.copy(), np.select([b[odd] < 0x80, b[odd] < 0xE0], [1, 2], 3)
    for i in range(3):
        either[odd[size > i] + i] = True
    either[borders] = False  # the line ends between strings
    edge = np.flatnonzero(np.diff(either, prepend=False, append=False))
    run = np.unique(np.searchsorted(edge, odd, "right") // 2)
    for start, stop in zip(edge[2 * run].tolist(), edge[2 * run + 1].tolist(), strict=True):
        white[start:stop] = False
