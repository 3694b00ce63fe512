"""This finds where sentences end among chunks, by asking Punkt about each distinct chunk once.

Punkt looks at a stop, question or exclamation mark in its chunk and at the chunk that follows.
Most chunks answer alone: "said." ends a sentence whatever follows, "3.5" never does. What follows
matters to an abbreviation, an initial, a number or an ellipsis: there Punkt's own second pass is
asked about the two tokens that meet, once for each pair of kinds. Its realignment (a closing
quote behind a stop belongs to the sentence before) is asked of each chunk that starts with one.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from newslib.chunks import PAD, Chunks, Known, odd_spaces, possible_ends, text_of
from newslib.splitters import punkt

NO, YES, SHUT, ASK, ASK_ALL = range(5)  # does a sentence end with the chunk?
_CLOSERS = frozenset(b"\"')]}\xc2\xe2")  # first bytes of the signs that Punkt realigns
_STEM = re.compile(r"[A-Za-z0-9]*(?:[^\w.?!]+[A-Za-z0-9]+)*")  # up to the first possible end
_LETTERS, _DIGITS, _WORD_SIGN = (re.compile(p) for p in ("[A-Za-z]+", "[0-9]+", r"\w"))
_OTHER = "xx"  # stands for any word that no list of Punkt's knows


class Reading(NamedTuple):
    """What Punkt makes of a chunk."""

    pieces: list[tuple[int, int]] | None  # its parts in sentences of their own; None: it is whole
    end: int  # NO, YES, SHUT (with its closing quote), ASK (about the token), ASK_ALL (the text)
    token: object = None  # Punkt's last token where to ASK, its context where to ASK_ALL


@cache
def _listed() -> tuple[frozenset, frozenset, frozenset]:
    """The words in Punkt's abbreviations and before the stop in its collocations; those alone;
    the first with a full stop, as chunks.
    """  # fmt: skip
    firsts = frozenset(first for first, _ in punkt()._params.collocations)
    known = " ".join(firsts | punkt()._params.abbrev_types)
    words = frozenset(re.findall(r"[a-z]+", known))
    return words, firsts, frozenset(f"{word}.".encode() for word in words)


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
        end = SHUT
    elif start < (stop := len(final) if last else size):
        pieces.append((start, stop))
    return Reading(None if pieces == [(0, size)] else pieces, end, token)


def _ends_alone(token) -> bool:
    """Does Punkt end a sentence at this token, whatever follows?"""
    doubtful = token.is_initial or token.is_number or token.type_no_period in _listed()[1]
    return bool(token.sentbreak and not (token.period_final and doubtful))


class Judged(NamedTuple):
    """What Punkt says of all distinct chunks, by number."""

    end: np.ndarray  # NO, YES, SHUT, ASK, ASK_ALL
    cut: np.ndarray  # bool: does a sentence end inside it?
    stops: np.ndarray  # 1: it is an unknown word and a full stop; 2: it is among the readings
    closer: np.ndarray  # does its beginning (1) or all of it (-1) close the sentence before?
    readings: dict[int, Reading]  # of those that may end a sentence
    kinds: dict  # of last tokens, as Punkt's second pass tells them apart: (index, token)
    answers: dict  # (kind, next chunk): does a sentence end between them?


def judge(spelled: list[bytes], before: Judged | None = None) -> Judged:
    """Read each distinct chunk that may end a sentence, or opens with a closing quote.

    Those that were judged `before`, the first ones, are not read again.
    """
    if before is None:
        end, cut, stops, closer = np.zeros((4, 0), np.int8)
        before = Judged(end, cut > 0, stops, closer, {}, {}, {})
    done = len(before.end)
    new = spelled[done:]
    data = b" ".join([*new, PAD])
    b = np.frombuffer(data, np.uint8)
    size = np.fromiter(map(len, new), np.int64, len(new))
    first = np.cumsum(size + 1) - size - 1
    stop = np.append(possible_ends(b), odd_spaces(data, b, np.flatnonzero(b >= 0x80)))
    end, cut, stops, closer = np.zeros((4, len(new)), np.int8)
    at = np.unique(np.searchsorted(first, stop, "right") - 1)
    letters = np.append(0, np.cumsum((b | 32) - np.uint8(97) < 26))
    letters = letters[(first + size)[at]] - letters[first[at]]
    word = (letters > 1) & (letters + 1 == size[at]) & (b[(first + size)[at] - 1] == 46)
    listed = _listed()[2]
    word[word] = [new[i].lower() not in listed for i in at[word].tolist()]
    end[at[word]], stops[at[word]] = YES, 1
    for i in at[~word].tolist():
        before.readings[done + i] = found = _read_word(text_of(new[i]))
        end[i], cut[i], stops[i] = found.end, found.pieces is not None, 2
    for i in np.flatnonzero(np.isin(b[first], list(_CLOSERS)) & (size > 0)).tolist():
        closer[i] = _closes(text_of(new[i]))
    columns = zip(before, (end, cut > 0, stops, closer), strict=False)
    return Judged(*(np.append(old, fresh) for old, fresh in columns), *before[4:])


def _closes(text: str) -> int:
    """Does a chunk close the sentence that ended before it: all of it (-1), its beginning (1)?"""
    found = punkt()._lang_vars.re_boundary_realignment.match(text + " ")
    return 0 if not found else -1 if found.end() > len(text) else 1


@lru_cache(1 << 16)
def _read_word(text: str, last: bool = False) -> Reading:
    """Read a chunk; words that are in no list of Punkt's are read once for all of their shape."""
    stem = _STEM.match(text)[0]
    tail, listed = text[len(stem) :], _listed()[0]
    for word in _LETTERS.findall(stem):
        if len(word) == 1 or word.lower() in listed:
            return read(text, last)
    if _WORD_SIGN.search(tail):
        return read(text, last)
    shape = _DIGITS.sub("0", _LETTERS.sub(_OTHER, stem)) + tail
    reading = _read_shape(shape, last)
    return reading if reading.pieces is None or shape == text else read(text, last)


@cache
def _read_shape(text: str, last: bool) -> Reading:
    return read(text, last)


def ended(strings, chunks: Chunks, is_text, judged: Judged, known: Known):
    """Say after which chunks a sentence ends; a string that is no text is one sentence.

    Returns the chunks, those in which a sentence ends cut in pieces (`known` grows by these), and
    a bool for each.
    """
    number, string, spelled = chunks.number, chunks.string, known.spelled
    is_last = np.diff(string, append=-1) != 0
    at, ends = np.flatnonzero(judged.stops[number]), is_last.copy()
    at = at[is_text[string[at]]]
    last, end = is_last[at], judged.end[number[at]]
    ends[at[(end == YES) | (end == SHUT)]] = True
    ask = at[(end == ASK) & ~last]
    ends[ask] = _answered(judged, spelled, number[ask], number[ask + 1])
    for i in at[(end == ASK_ALL) & ~last].tolist():  # a token with spaces
        between = strings[string[i]][chunks.stop[i] : chunks.start[i + 1]]
        following = _next_token(text_of(spelled[number[i + 1]]))
        context = judged.readings[number[i]].token + between + following
        ends[i] = punkt().text_contains_sentbreak(context)
    meets = at[ends[at] & ~last & (end != SHUT)] + 1
    closer = judged.closer[number[meets]]
    for i in np.flatnonzero((judged.stops[number[meets]] > 1) & is_last[meets]).tolist():
        closer[i] = _closes(text_of(spelled[number[meets[i]]]).rstrip())
    ends[meets[closer != 0] - 1] = False
    ends[meets[closer < 0]] = True
    closes = set(meets[closer > 0].tolist())
    inside = at[np.where(last, judged.stops[number[at]] > 1, judged.cut[number[at]])]
    cuts = {}
    for i in sorted(closes.union(inside.tolist())):
        text = text_of(spelled[number[i]])
        last = bool(is_last[i])
        pieces = (read(text, last, True) if i in closes else _read_word(text, last)).pieces
        if pieces is not None:
            cuts[i] = [(text[s:e].encode("utf-8", "surrogatepass"), s) for s, e in pieces]
    if not cuts:
        return chunks, ends
    more = np.array([i for i, pieces in cuts.items() for _ in pieces[1:]], int)
    chunks = Chunks(*(np.insert(column, more, column[more]) for column in chunks))
    ends, shift = np.insert(ends, more, True), 0
    for i, pieces in cuts.items():
        for row, (piece, start) in enumerate(pieces, i + shift):
            chunks.number[row] = known[piece]
            chunks.start[row] += start
            chunks.stop[row] = chunks.start[row] + len(text_of(piece))
        shift += len(pieces[1:])
    if bare := [i for i, pieces in cuts.items() if not pieces]:  # a text of odd white space
        bare = np.searchsorted(more, bare) + bare
        *columns, ends = (np.delete(column, bare) for column in (*chunks, ends))
        chunks = Chunks(*columns)
    return chunks, ends


def _answered(judged: Judged, spelled: list[bytes], left, right) -> np.ndarray:
    """Does a sentence end between two chunks? Punkt is asked once for each kind and next chunk."""
    lefts, of_left = np.unique(left, return_inverse=True)
    kind = np.array([_kind(judged, i) for i in lefts.tolist()], np.int64)
    pairs, of_pair = np.unique(kind[of_left] << 32 | right, return_inverse=True)
    tokens, pairs = [token for _, token in judged.kinds.values()], pairs.tolist()
    for pair in {*pairs} - judged.answers.keys():
        following = text_of(spelled[pair & 0xFFFFFFFF])
        judged.answers[pair] = _ends_between(tokens[pair >> 32], following)
    return np.array([judged.answers[pair] for pair in pairs], bool)[of_pair]


def _kind(judged: Judged, number: int) -> int:
    """The number of all that Punkt's second pass asks of the token before a possible end."""
    token = judged.readings[number].token
    typ = token.type_no_period
    listed = typ if token.is_number or typ in _listed()[1] else ""
    told = (token.period_final, token.abbr, token.ellipsis, token.sentbreak,
            bool(token.is_initial), listed)  # fmt: skip
    return judged.kinds.setdefault(told, (len(judged.kinds), token))[0]


def _ends_between(token, following: str) -> bool:
    """Does a sentence end between Punkt's token before a possible end and the chunk after it?"""
    plain = following.split() == [following]
    first, inside = _opening(following if plain else _next_token(following))
    before = token.sentbreak, token.abbr
    punkt()._second_pass_annotation(token, first)
    ends = inside or bool(token.sentbreak)
    token.sentbreak, token.abbr = before
    return ends


def _next_token(text: str) -> str:
    """What Punkt looks at after a stop and a space: all of a chunk up to an odd white space."""
    return punkt()._lang_vars.period_context_re().match(". " + text)["next_tok"]


@lru_cache(1 << 16)
def _opening(text: str):
    """The first Punkt token of a text, and whether a sentence ends inside the text."""
    splitter = punkt()
    if text.isascii() and text.isalpha():  # a word alone
        return splitter._Token(text), False
    tokens = [*splitter._annotate_first_pass(splitter._tokenize_words(text))]
    first = tokens[0]
    before = first.sentbreak, first.abbr
    *others, _ = splitter._annotate_second_pass(iter(tokens))
    inside = any(token.sentbreak for token in others)
    first.sentbreak, first.abbr = before
    return first, inside


def forget() -> None:
    """Drop what was remembered of texts that are read."""
    for remembered in (_read_word, _read_shape, _opening):
        remembered.cache_clear()
