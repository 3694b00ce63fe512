"""This finds where sentences end among chunks, by asking Punkt about each distinct chunk once.

Punkt looks at a stop, question or exclamation mark in its chunk and at the chunk that follows.
Most chunks answer alone: "said." ends a sentence whatever follows, "3.5" never does. What follows
matters to an abbreviation, an initial, a number or an ellipsis: there Punkt's own second pass is
asked about the two tokens that meet, once for each pair of kinds. Its realignment (a closing
quote behind a stop belongs to the sentence before) is asked of each chunk that starts with one.
"""

import re
from copy import copy
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from newslib.chunks import Chunks, odd_spaces, text_of
from newslib.splitters import punkt

NO, YES, SHUT, ASK, ASK_ALL = range(5)  # does a sentence end with the chunk?
_CLOSERS = frozenset(b"\"')]}\xc2\xe2")  # first bytes of the signs that Punkt realigns
_STEM = re.compile(r"[A-Za-z0-9]*(?:[^\w.?!]+[A-Za-z0-9]+)*")  # up to the first possible end
_LETTERS, _DIGITS, _WORD_SIGN = (re.compile(p) for p in ("[A-Za-z]+", "[0-9]+", r"\w"))
_OTHER = "xx"  # stands for any word that no list of Punkt's knows


class Reading(NamedTuple):
    """What Punkt makes of a chunk."""

    pieces: list[tuple[int, int]]  # its parts that belong to sentences of their own: start, end
    end: int  # NO, YES, SHUT (with its closing quote), ASK (about the token), ASK_ALL (the text)
    token: object = None  # Punkt's last token where to ASK, its context where to ASK_ALL


@cache
def _listed() -> tuple[frozenset, frozenset]:
    """The words in Punkt's abbreviations and before the stop in its collocations; those alone."""
    firsts = frozenset(first for first, _ in punkt()._params.collocations)
    known = firsts | punkt()._params.abbrev_types
    return frozenset(word for entry in known for word in re.findall(r"[a-z]+", entry)), firsts


def read(text: str, last: bool, closes: bool = False) -> Reading:
    """Ask Punkt about a chunk; is it the `last` of its text, and `closes` it a sentence?"""
    splitter, probe = punkt(), text if last else text + " x"
    final = text.rstrip() if last else probe
    size, pieces, start, end, token = len(text), [], 0, NO, None
    align = splitter._lang_vars.re_boundary_realignment.match
    if closes:
        closing = align(final)
        pieces, start = [(0, len(closing[0].rstrip()))], closing.end()
    for match, context in splitter._match_potential_end_contexts(probe):
        if match.start("next_tok") == size + 1:  # the chunk that follows
            context = context[:-2]
            *others, token = splitter._annotate_tokens(splitter._tokenize_words(context))
            if len(text.split()) > 1:
                end, token = ASK_ALL, context
            else:
                end = YES if any(t.sentbreak for t in others) or _ends_alone(token) else ASK
        elif splitter.text_contains_sentbreak(context):
            at = match.start("next_tok") if match["next_tok"] else match.end()
            closing = align(final[at:])
            stop = match.end()
            if closing:
                stop, at = at + len(closing[0].rstrip()), at + closing.end()
            pieces.append((start, stop))
            start = at
    if start > size:
        return Reading(pieces, SHUT)
    stop = len(final) if last else size
    return Reading(pieces + [(start, stop)] * (start < stop), end, token)


def _ends_alone(token) -> bool:
    """Does Punkt end a sentence at this token, whatever follows?"""
    doubtful = token.is_initial or token.is_number or token.type_no_period in _listed()[1]
    return bool(token.sentbreak and not (token.period_final and doubtful))


class Judged(NamedTuple):
    """What Punkt says of all distinct chunks, by number."""

    end: np.ndarray  # NO, YES, SHUT, ASK, ASK_ALL
    cut: np.ndarray  # does a sentence end inside it?
    stops: np.ndarray  # is it among the readings?
    closer: np.ndarray  # does its beginning (1) or all of it (-1) close the sentence before?
    readings: dict[int, Reading]  # of those that may end a sentence
    kinds: dict  # of last tokens, as Punkt's second pass tells them apart: (index, token)
    answers: dict  # (kind, next chunk): does a sentence end between them?


def judge(spelled: list[bytes], before: Judged | None = None) -> Judged:
    """Read each distinct chunk that may end a sentence, or opens with a closing quote.

    Those that were judged `before`, the first ones, are not read again.
    """
    before = before or Judged(*np.zeros((4, 0), np.int8), {}, {}, {})
    done = len(before.end)
    new = spelled[done:]
    b = np.frombuffer(b" ".join(new) + b"  ", np.uint8)
    size = np.fromiter(map(len, new), np.int64, len(new))
    first = np.cumsum(size + 1) - size - 1
    after = np.append(b[1:], b[:1])
    plain = ((after | 32) - np.uint8(97) < 26) | (after - np.uint8(48) < 10)
    stop = np.flatnonzero((np.isin(b, list(b".?!")) & ~plain) | odd_spaces(b))
    end, cut, stops, closer = np.zeros((4, len(new)), np.int8)
    for i in np.unique(np.searchsorted(first, stop, "right") - 1).tolist():
        text = text_of(new[i])
        before.readings[done + i] = found = _read_word(text)
        end[i], cut[i], stops[i] = found.end, found.pieces != [(0, len(text))], True
    for i in np.flatnonzero(np.isin(b[first], list(_CLOSERS)) & (size > 0)).tolist():
        closer[i] = _closes(text_of(new[i]))
    columns = zip(before, (end, cut, stops, closer), strict=False)
    return Judged(*(np.append(old, fresh) for old, fresh in columns), *before[4:])


def _closes(text: str) -> int:
    """Does a chunk close the sentence that ended before it: all of it (-1), its beginning (1)?"""
    found = punkt()._lang_vars.re_boundary_realignment.match(text + " ")
    return 0 if not found else -1 if found.end() > len(text) else 1


def _read_word(text: str) -> Reading:
    """Read a chunk; words that are in no list of Punkt's are read once for all of their shape."""
    stem = _STEM.match(text)[0]
    words = _LETTERS.findall(stem)
    if any(len(word) == 1 or word.lower() in _listed()[0] for word in words):
        return read(text, False)
    tail = text[len(stem) :]
    if _WORD_SIGN.search(tail):
        return read(text, False)
    shape = _DIGITS.sub("0", _LETTERS.sub(_OTHER, stem)) + tail
    reading = _read_shape(shape)
    if reading.pieces != [(0, len(shape))]:
        return read(text, False)
    return reading._replace(pieces=[(0, len(text))])


@cache
def _read_shape(text: str) -> Reading:
    return read(text, False)


def ended(strings, chunks: Chunks, is_text, judged: Judged, known: dict, spelled: list[bytes]):
    """Say after which chunks a sentence ends; a string that is no text is one sentence.

    Returns the chunks, those in which a sentence ends cut in pieces (`known` grows by these), and
    a bool for each. `spelled` are the chunks by number.
    """
    number, string = chunks.number, chunks.string
    last = np.diff(string, append=-1) != 0
    body, end = is_text[string], judged.end[number]
    ends = last | (body & ((end == YES) | (end == SHUT)))
    ask = np.flatnonzero((end == ASK) & body & ~last)
    ends[ask] = _answered(judged, spelled, number[ask], number[ask + 1])
    for i in np.flatnonzero((end == ASK_ALL) & body & ~last).tolist():  # a token with spaces
        between = strings[string[i]][chunks.stop[i] : chunks.start[i + 1]]
        following = _next_token(text_of(spelled[number[i + 1]]))
        context = judged.readings[number[i]].token + between + following
        ends[i] = punkt().text_contains_sentbreak(context)
    meets = np.flatnonzero(ends & body & ~last & (end != SHUT))
    closer = judged.closer[number[meets + 1]]
    for i in np.flatnonzero(last[meets + 1] & judged.stops[number[meets + 1]]).tolist():
        closer[i] = _closes(text_of(spelled[number[meets[i] + 1]]).rstrip())
    ends[meets[closer != 0]] = False
    ends[meets[closer < 0] + 1] = True
    closes = set((meets[closer > 0] + 1).tolist())
    inside = np.flatnonzero(body & np.where(last, judged.stops[number], judged.cut[number]))
    cuts = {}
    for i in sorted(closes.union(inside.tolist())):
        text = text_of(spelled[number[i]])
        pieces = read(text, bool(last[i]), i in closes).pieces
        if pieces != [(0, len(text))]:
            cuts[i] = [(text[s:e].encode("utf-8", "surrogatepass"), s) for s, e in pieces]
    if not cuts:
        return chunks, ends
    more = np.array([i for i, pieces in cuts.items() for _ in pieces[1:]], int)
    chunks = Chunks(*(np.insert(column, more, column[more]) for column in chunks))
    ends, shift = np.insert(ends, more, True), 0
    for i, pieces in cuts.items():
        for row, (piece, start) in enumerate(pieces, i + shift):
            chunks.number[row] = known.setdefault(piece, len(known))
            chunks.start[row] += start
            chunks.stop[row] = chunks.start[row] + len(text_of(piece))
        shift += len(pieces[1:])
    if bare := [i for i, pieces in cuts.items() if not pieces]:  # a text of odd white space
        bare = np.searchsorted(more, bare) + bare
        chunks, ends = (
            Chunks(*(np.delete(column, bare) for column in chunks)),
            np.delete(ends, bare),
        )
    return chunks, ends


def _answered(judged: Judged, spelled: list[bytes], left, right) -> np.ndarray:
    """Does a sentence end between two chunks? Punkt is asked once for each kind and next chunk."""
    lefts, of_left = np.unique(left, return_inverse=True)
    kind = np.array([_kind(judged, i) for i in lefts.tolist()], np.int64)
    pairs, of_pair = np.unique(kind[of_left] << 32 | right, return_inverse=True)
    tokens = [token for _, token in judged.kinds.values()]
    answers = []
    for pair in pairs.tolist():
        if pair not in judged.answers:
            following = text_of(spelled[pair & 0xFFFFFFFF])
            judged.answers[pair] = _ends_between(tokens[pair >> 32], following)
        answers.append(judged.answers[pair])
    return np.array(answers, bool)[of_pair]


def _kind(judged: Judged, number: int) -> int:
    """The number of all that Punkt's second pass asks of the token before a possible end."""
    token = judged.readings[number].token
    typ = token.type_no_period
    listed = typ if token.is_number or typ in _listed()[1] else ""
    told = (token.period_final, token.abbr, token.ellipsis, token.sentbreak,
            bool(token.is_initial), listed)  # fmt: skip
    return judged.kinds.setdefault(told, (len(judged.kinds), token))[0]


def _ends_between(token, following: str) -> bool:
    first, inside = _opening(_next_token(following) if len(following.split()) > 1 else following)
    before = token.sentbreak, token.abbr
    punkt()._second_pass_annotation(token, first)
    ends = inside or bool(token.sentbreak)
    token.sentbreak, token.abbr = before
    return ends


def _next_token(text: str) -> str:
    """What Punkt looks at after a stop and a space: all of a chunk up to an odd white space."""
    return punkt()._lang_vars.period_context_re().match(". " + text)["next_tok"]


@lru_cache(100_000)
def _opening(text: str):
    """The first Punkt token of a text, and whether a sentence ends inside the text."""
    splitter = punkt()
    tokens = [*splitter._annotate_first_pass(splitter._tokenize_words(text))]
    first = copy(tokens[0])
    *others, _ = splitter._annotate_second_pass(iter(tokens))
    return first, any(token.sentbreak for token in others)
