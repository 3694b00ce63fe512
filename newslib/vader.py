"""This turns sentences into VADER's four scores, equal to NLTK's to the last digit.

How it works. VADER's words are the stretches between white space, a sign before or behind taken
off: each distinct stretch is read once, and sentences become integers (`read`), whatever the
lexicon. A lexicon is then a gather: the words that it lists, their values, the sums. The rules
(boosters, negations, "least", capitals, idioms) look at three words before a listed one, so they
run on the few listed words that have one of theirs near, as array operations in NLTK's order.

Why it is exact. The same additions and products are made in the same order, on the same doubles.
NLTK adds up a sentence with Python's `sum`, which carries a correction from Python 3.12 on: sums
of more than two values are made by `sum` itself. A score so near to a tie that rounding could go
either way is rounded by Python. Around a possible idiom NLTK's own method is called. NLTK scores
a repeated word where it first stood in the sentence, and so does this.

Hutto, C.J. and Gilbert, E. (2014). VADER: A parsimonious rule-based model for sentiment analysis
of social media text. ICWSM.
"""

import re
import string
from bisect import bisect_left
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from newslib.chunks import Known, chunked, text_of

BLOCK = 1 << 22  # characters read at once
TIE = 1e-6  # nearer to half a digit than this, Python rounds
UPPER, BOOSTER, NEGATION, NEVER, SO, LEAST, AT, KIND, OF = (1 << i for i in range(9))
RULE, IDIOM = 1, 2  # what may be near a word


class Sentences(NamedTuple):
    """Sentences as VADER reads them: nothing here depends on a lexicon."""

    token: np.ndarray  # int32: which distinct word; 0 is none
    sentence: np.ndarray  # int32, per token
    first: np.ndarray  # sentence i has the tokens from first[i] up to first[i + 1]
    near: np.ndarray  # per token: RULE, a word of a rule among the three before; IDIOM
    but: np.ndarray  # per sentence: the token that is its first "but", or -1
    capitals: np.ndarray  # per sentence: are some words, but not all, in capitals?
    emphasis: np.ndarray  # per sentence: what its ! and ? add
    words: list[str]  # the distinct words
    kind: np.ndarray  # of each: UPPER, BOOSTER …
    boost: np.ndarray  # of each: what it adds to a word after it
    lower: np.ndarray  # of each: the number of its small letters
    ids: dict[str, int]  # these numbers


@cache
def _nltk():
    """NLTK's analyser without a lexicon: its lists, and its check for idioms."""
    from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

    analyser = SentimentIntensityAnalyzer.__new__(SentimentIntensityAnalyzer)
    analyser.constants = VaderConstants()
    return analyser


@cache
def _rules() -> tuple[dict, set]:
    """The kind of each word in small letters that a rule knows, and the pairs in idioms."""
    c = _nltk().constants
    kinds = dict.fromkeys(c.NEGATE, NEGATION)
    special = {"so": SO, "this": SO, "never": NEVER, "least": LEAST, "at": AT, "very": AT}
    for word, kind in [*special.items(), ("kind", KIND), ("of", OF),
                       *((word, BOOSTER) for word in c.BOOSTER_DICT)]:  # fmt: skip
        kinds[word] = kinds.get(word, 0) | kind
    phrases = [phrase.split() for phrase in [*c.SPECIAL_CASE_IDIOMS, *c.BOOSTER_DICT]]
    return kinds, {pair for phrase in phrases for pair in pairwise(phrase)}


@cache
def _signs() -> re.Pattern:
    """A line that is a word without signs, but for one run of them before it or behind it."""
    runs = sorted(map(re.escape, _nltk().constants.PUNC_LIST), key=len, reverse=True)
    word, runs = rf"([^{re.escape(string.punctuation)}\n]{{2,}})", "|".join(runs)
    return re.compile(rf"^{word}(?:{runs})$|^(?:{runs}){word}$", re.M)


def bare(chunks: list[str]) -> list[str]:
    """Make VADER's words of stretches between white space: one run of signs comes off.

    >>> bare(["good,", "'good", "good!!!!", ":)", "(good)", "a."])
    ['good', 'good', 'good!!!!', ':)', '(good)', 'a.']
    """
    return _signs().sub(r"\1\2", "\n".join(chunks)).split("\n") if chunks else []


def read(sentences: list[str]) -> Sentences:
    """Read sentences into the integers that `scores` takes."""
    known, words = Known(), {"": 0}
    of_chunk = np.zeros((3, 0), np.int32)  # its word, or 0 where it is of one sign; its ! and ?
    tokens, columns = [np.zeros(0, np.int32)], [np.zeros((3, 0))]
    for block in _blocks(sentences):
        chunks, n = chunked(block, known, split=True), len(block)
        spelled = list(map(text_of, known.spelled[of_chunk.shape[1] :]))
        new = [words.setdefault(word, len(words)) for word in bare(spelled)]
        new = [number if len(c) > 1 else 0 for number, c in zip(new, spelled, strict=True)]
        marks = [[chunk.count(mark) for chunk in spelled] for mark in "!?"]
        of_chunk = np.append(of_chunk, np.array([new, *marks], np.int32), axis=1)
        token, loud, asked = of_chunk.take(chunks.number, axis=1)
        kept, marked = np.flatnonzero(token), np.flatnonzero(loud | asked)
        tokens.append(token[kept])
        length = np.bincount(chunks.string[kept], minlength=n)
        more = (np.bincount(chunks.string[marked], m[marked], n) for m in (loud, asked))
        columns.append(np.stack([length, *more]))
    length, loud, asked = np.concatenate(columns, axis=1)
    more = np.where(asked > 3, 0.96, np.where(asked > 1, asked * 0.18, 0))
    emphasis = np.minimum(loud, 4) * 0.292 + more
    return _columns(np.concatenate(tokens), length.astype(int), emphasis, words)


def _blocks(sentences: list[str]):
    """The sentences in turn, some millions of characters at a time."""
    ends = np.cumsum([len(sentence) for sentence in sentences])
    edges = np.flatnonzero(np.diff(ends // BLOCK, append=-1, prepend=0))
    for low, high in pairwise([0, *(edges + 1).tolist()] if len(ends) else []):
        if high > low and low < len(sentences):
            yield sentences[low:high]


def _columns(token, length, emphasis, place: dict[str, int]) -> Sentences:
    """Add to tokens and sentences what the rules need to know of them."""
    boosts, (rules, pairs) = _nltk().constants.BOOSTER_DICT, _rules()
    words, ids = list(place), {}
    lower = [ids.setdefault(word, len(ids)) for word in map(str.lower, words)]
    lower = np.array(lower, np.int32)
    kind, boost = np.zeros(len(ids), np.uint16), np.zeros(len(ids))
    for word in rules.keys() & ids.keys():
        kind[ids[word]], boost[ids[word]] = rules[word], boosts.get(word, 0.0)
    kind[["n't" in word for word in ids]] |= NEGATION
    kind, boost = kind[lower], boost[lower]
    kind[[word.isupper() for word in words]] |= UPPER
    for i in np.flatnonzero(kind & (SO | NEVER)).tolist():  # only in small letters
        if not words[i].islower():
            kind[i] &= ~np.uint16(SO | NEVER)
    first = np.append(0, np.cumsum(length))
    sentence = np.repeat(np.arange(len(length), dtype=np.int32), length)
    ruled = (kind & (BOOSTER | NEGATION | SO | LEAST) > 0).take(token)
    near = np.zeros(len(token), np.uint8)
    for k in (1, 2, 3):
        near[k:] |= ruled[:-k] & (sentence[k:] == sentence[:-k])
    codes = [place[a] * len(words) + place[b] for a, b in pairs if a in place and b in place]
    starts = np.zeros(len(words), bool)
    starts[[code // len(words) for code in codes]] = True
    at = np.flatnonzero(starts.take(token[:-1]))
    at = at[np.isin(token[at].astype(np.int64) * len(words) + token[at + 1], codes)]
    for k in range(4):
        near[at[at + k < len(near)] + k] |= IDIOM
    at = np.flatnonzero((kind & UPPER > 0).take(token))
    upper = np.bincount(sentence[at], minlength=len(length))
    but = np.full(len(length), -1)
    at = np.flatnonzero((lower == ids.get("but", -1)).take(token))[::-1]
    but[sentence[at]] = at
    capitals = (upper > 0) & (upper < length)
    return Sentences(
        token, sentence, first, near, but, capitals, emphasis, words, kind, boost, lower, ids
    )


def places(sentence: str) -> list[tuple[int, int]]:
    """Where VADER's words stand in a sentence, in their order.

    >>> places('A "fine, dry" day!')
    [(2, 8), (9, 12), (14, 17)]
    """
    found = [(match.start(), match[0]) for match in re.finditer(r"\S{2,}", sentence)]
    words = bare([piece for _, piece in found])
    starts = (at + piece.index(w) for (at, piece), w in zip(found, words, strict=True))
    return [(start, start + len(word)) for start, word in zip(starts, words, strict=True)]


def values(s: Sentences, lexicon: dict) -> np.ndarray:
    """The value of each word in small letters (`s.ids`); NaN where the lexicon does not list it.

    An entry that ends in a letter and * is a prefix; longer ones and whole words come before it.
    """
    value = np.full(len(s.ids), np.nan)
    prefixes = [word for word in lexicon if word[-1] == "*" and word[-2:-1].isalpha()]
    if prefixes:
        spelled = sorted(s.ids)
        for word in sorted(prefixes, key=len):
            at = bisect_left(spelled, word[:-1])
            while at < len(spelled) and spelled[at].startswith(word[:-1]):
                value[s.ids[spelled[at]]] = lexicon[word]
                at += 1
    for word, number in lexicon.items():
        if word in s.ids:
            value[s.ids[word]] = number
    return value


def valences(s: Sentences, lexicon: dict) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The tokens that a lexicon lists, in the order of the text, and their values after rules.

    And which of these are integers to NLTK: the values of idioms, which Python's `sum` adds
    without correction.
    """
    value = values(s, lexicon).take(s.lower)
    listed = ~np.isnan(value)
    listed[0] = False
    at = np.flatnonzero((listed & (s.kind & BOOSTER == 0)).take(s.token))
    key = s.sentence.take(at).astype(np.int64) * len(s.words) + s.token.take(at)
    same, own = pd.factorize(key)
    at_first = np.empty(len(own), np.int64)
    at_first[same[::-1]] = at[::-1]  # a repeated word takes the value of its first place
    v, whole = _ruled(s, at_first, value.take(s.token.take(at_first)), listed)
    v, whole = v[same], whole[same]
    but = s.but.take(s.sentence.take(at))
    turned = np.flatnonzero((but >= 0) & (but != at))
    v[turned] *= np.where(at[turned] < but[turned], 0.5, 1.5)
    whole[turned] = False
    return at, v, whole


def _ruled(s: Sentences, at: np.ndarray, v: np.ndarray, listed: np.ndarray):
    """The values of tokens after VADER's rules, but for "but", and which are integers."""
    c, kind = _nltk().constants, s.kind.take(s.token.take(at))
    some = np.flatnonzero((kind & UPPER > 0) & s.capitals.take(s.sentence.take(at)))
    v[some] += np.where(v[some] > 0, c.C_INCR, -c.C_INCR)
    some, whole = np.flatnonzero(s.near.take(at)), np.zeros(len(at), bool)
    v[some], whole[some] = _by_neighbours(s, at[some], v[some], listed)
    some = np.flatnonzero(kind & KIND)
    after = s.first[1:].take(s.sentence.take(at[some])) > at[some] + 1
    some = some[after]
    v[some[s.kind.take(s.token.take(at[some] + 1)) & OF > 0]] = 0
    return v, whole


def _by_neighbours(s: Sentences, at, v, listed):
    """The values of tokens after the rules that look at the three before; which are integers."""
    whole = np.zeros(len(at), bool)
    c, first = _nltk().constants, s.first.take(s.sentence.take(at))
    rank, capitals = at - first, s.capitals.take(s.sentence.take(at))
    before = [np.where(rank >= k, s.token.take(np.maximum(at - k, 0)), 0) for k in (1, 2, 3)]
    kinds, free = [s.kind.take(b) for b in before], [(b > 0) & ~listed.take(b) for b in before]
    one, two, three = kinds
    softer = np.zeros(len(at), bool), (two & NEVER > 0) & (one & SO > 0), (
        (three & NEVER > 0) & (two & SO > 0)) | (one & SO > 0)  # fmt: skip
    for k, (b, own, alone) in enumerate(zip(before, kinds, free, strict=True)):
        add = s.boost.take(b)
        add = np.where(v < 0, -add, add)
        loud = (own & (UPPER | BOOSTER) == (UPPER | BOOSTER)) & capitals
        add[loud] += np.where(v[loud] > 0, c.C_INCR, -c.C_INCR)
        v = np.where(alone, v + add * (1, 0.95, 0.9)[k], v)
        factor = np.where(own & NEGATION > 0, c.N_SCALAR, 1.0)
        factor[softer[k]] = (1, 1.5, 1.25)[k]
        v = np.where(alone, v * factor, v)
    for i in np.flatnonzero(alone & (s.near.take(at) & IDIOM > 0)).tolist():
        low, high = at[i] - 3, min(at[i] + 3, s.first[s.sentence[at[i]] + 1])
        around = [s.words[token] for token in s.token[low:high].tolist()]
        v[i] = value = _nltk()._idioms_check(float(v[i]), around, 3)
        whole[i] = isinstance(value, int)
    least = free[0] & (one & LEAST > 0) & (two & AT == 0)
    v[least] *= c.N_SCALAR
    return v, whole & ~least


def marks(sentences: list[str], lexicon: dict) -> list[list[tuple[int, int, float]]]:
    """Where the words of a lexicon stand in each sentence, and their values after rules.

    >>> marks(["Not good.", "A dam."], {"good": 1.9})
    [[(4, 8, -1.406)], []]
    """
    s = read(sentences)
    found, spans = [[] for _ in sentences], list(map(places, sentences))
    for i, value in zip(*(column.tolist() for column in valences(s, lexicon)[:2]), strict=True):
        own = int(s.sentence[i])
        found[own].append((*spans[own][i - s.first[own]], value))
    return found


def sums(s: Sentences, at, v, whole) -> tuple[np.ndarray, np.ndarray]:
    """The sum of the values in each sentence, as Python adds them up; the same with its ! and ?."""
    n, of = len(s.but), s.sentence.take(at)
    total, many = np.bincount(of, v, n).astype(float), np.bincount(of, minlength=n)
    ends, values = np.cumsum(many), v.tolist()
    for i in np.flatnonzero(whole).tolist():
        values[i] = int(values[i])
    long = np.flatnonzero(many > 2)  # of one or two values the sum is the same in any Python
    spans = zip((ends - many)[long].tolist(), ends[long].tolist(), strict=True)
    total[long] = [sum(values[low:high]) for low, high in spans]
    return total, total + np.sign(total) * s.emphasis


def scores(s: Sentences, lexicon: dict) -> np.ndarray:
    """Score sentences by a lexicon (word -> value): neg, neu, pos and compound of each.

    >>> scores(read(["The bridge is a great success.", ""]), {"great": 3.1}).tolist()
    [[0.0, 0.494, 0.506, 0.6249], [0.0, 0.0, 0.0, 0.0]]
    """
    at, v, whole = valences(s, lexicon)
    n, of, (_, total) = len(s.but), s.sentence.take(at), sums(s, at, v, whole)
    compound = total / np.sqrt(total * total + 15)
    pos = np.bincount(of, np.where(v > 0, v + 1, 0), n)
    neg = np.bincount(of, np.where(v < 0, 1 - v, 0), n)
    neu = np.diff(s.first) - np.bincount(of, v != 0, n)
    pos, neg = pos + s.emphasis * (pos > neg), neg + s.emphasis * (neg > pos)
    total = np.maximum(pos + neg + neu, 1)  # each word gives one or more
    shares = np.stack([neg, neu, pos], axis=1) / total[:, None]
    return np.column_stack([_rounded(shares, 3), _rounded(compound, 4)])


def _rounded(x: np.ndarray, digits: int) -> np.ndarray:
    """Round as Python does, which looks at more than the nearest double of x * 1000."""
    scaled = x * 10**digits
    rounded = np.rint(scaled) / 10**digits
    near = np.abs(np.abs(scaled - np.trunc(scaled)) - 0.5) < TIE
    rounded[near] = [round(number, digits) for number in x[near].tolist()]
    return rounded
