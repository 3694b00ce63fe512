"""This turns text into tokens: NLTK's words and sentences, as integers with offsets.

How it works. NLTK splits a text into sentences (Punkt) and each sentence into tokens
(`NLTKWordTokenizer`); nothing of that is re-written here. What is added is where each token
stands in the text, so that every number can be opened again. NLTK keeps every character that
is not a space, in order, with one exception: a double quote `"` (or `''`) comes back as
`` `` `` or `''`. So the offset of a token is found by walking the sentence once.

The result is columnar: one row per token in numpy arrays, the spelling kept once per type.
"""

from array import array
from contextlib import contextmanager
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

import numpy as np

TITLE, BODY = 0, 1
PARTS = ("title", "body")


def parts_of(part: str) -> list[int]:
    """The numbers of the parts that `part=` asks for.

    >>> parts_of("all")
    [0, 1]
    """
    if part not in (*PARTS, "all"):
        raise ValueError(f"part= takes 'title', 'body' or 'all'; got {part!r}")
    return [TITLE, BODY] if part == "all" else [PARTS.index(part)]


@cache
def _punkt():
    """NLTK's Punkt sentence splitter with the English parameters shipped with newslib."""
    from nltk.tabdata import PunktDecoder
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    def lines(name):
        folder = files("newslib") / "data" / "nltk" / "tokenizers" / "punkt_tab" / "english"
        return (folder / name).read_text("utf-8").splitlines(keepends=True)

    decode = PunktDecoder()
    parameters = PunktParameters()
    parameters.collocations = set(decode.tab2tups(lines("collocations.tab")))
    parameters.sent_starters = decode.txt2set(lines("sent_starters.txt"))
    parameters.abbrev_types = decode.txt2set(lines("abbrev_types.txt"))
    parameters.ortho_context = decode.tab2intdict(lines("ortho_context.tab"))
    splitter = PunktSentenceTokenizer()
    splitter._params = parameters
    return splitter


@cache
def _treebank():
    from nltk.tokenize.destructive import NLTKWordTokenizer

    return NLTKWordTokenizer()


@contextmanager
def without_clock():
    """Lift NLTK's five-second limit per expression: a result must not depend on the machine."""
    from nltk import redos

    limit, redos.DEFAULT_TIMEOUT = redos.DEFAULT_TIMEOUT, None
    try:
        yield
    finally:
        redos.DEFAULT_TIMEOUT = limit


def sent_tokenize(text: str) -> list[str]:
    """Return the sentences of `text`, equal to `nltk.sent_tokenize(text)`, with no download.

    >>> sent_tokenize("Dr. Haskell spoke. Nobody listened!")
    ['Dr. Haskell spoke.', 'Nobody listened!']
    """
    with without_clock():
        return _punkt().tokenize(text)


def word_tokenize(text: str) -> list[str]:
    """Return the word tokens of `text`, equal to `nltk.word_tokenize(text)`, with no download.

    >>> word_tokenize("It's gonna cost $3.5m.")
    ['It', "'s", 'gon', 'na', 'cost', '$', '3.5m', '.']
    """
    with without_clock():
        return [t for sentence in _punkt().tokenize(text) for t in _treebank().tokenize(sentence)]


def spans_of(tokens: list[str], sentence: str) -> list[tuple[int, int]]:
    """Where each of NLTK's `tokens` stands in the `sentence` it was made from.

    >>> spans_of(["``", "No", "''"], '"No"')
    [(0, 1), (1, 3), (3, 4)]
    """
    spans, at = [], 0
    for token in tokens:
        while sentence[at].isspace():
            at += 1
        if sentence.startswith(token, at):
            end = at + len(token)
        elif token in ("``", "''"):
            end = at + (1 if sentence[at] == '"' else 2)
        else:
            raise AssertionError(f"token {token!r} does not follow {sentence[:at]!r}")
        spans.append((at, end))
        at = end
    return spans


def is_word(token: str) -> bool:
    """Whether a token counts as a word: it has a letter or a digit.

    >>> [is_word(t) for t in ("flood", "n't", "2026", "...", "--")]
    [True, True, True, False, False]
    """
    return any(map(str.isalnum, token))


@cache
def stopwords() -> frozenset[str]:
    """The English stop words: a list of newslib's own, in `data/stopwords-english.txt`.

    >>> "the" in stopwords(), "flood" in stopwords()
    (True, False)
    """
    listed = (files("newslib") / "data" / "stopwords-english.txt").read_text("utf-8")
    lines = (line for line in listed.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


class Inverted(NamedTuple):
    """For each type, the positions of its tokens: `order[first[t]:first[t + 1]]`, ascending."""

    order: np.ndarray
    first: np.ndarray


class Tokens:
    """All tokens of some articles, in columns; made once by `tokenise`, never changed.

    Per token (int32): `form`, an index into `forms` (NLTK's token, capitals kept) and
    `form_length` (characters as printed: a quote `"` is NLTK's ``); `start`, its offset in the
    title or the text. Made of these when asked: `type`, an index into `types` (the form in small
    letters); `sentence`, an index into the sentence columns; `article`, `part`; `ends(at)`.
    Per sentence: `sent_article`, `sent_part` (0 title, 1 body), `sent_number` within the
    article (0 is the title), `sent_start`, `sent_end`; the tokens of sentence i are those from
    `sent_first[i]` up to `sent_first[i + 1]`.
    """

    def __init__(self, forms: list[str], form_length: np.ndarray, **columns):
        """Keep the spellings of the tokens and the columns named above."""
        self.forms, self.form_length = forms, form_length
        self.ids: dict[str, int] = {}
        ids = [self.ids.setdefault(form.lower(), len(self.ids)) for form in forms]
        self.types, self.form_type = list(self.ids), np.array(ids, np.int32)
        vars(self).update(columns)

    def __len__(self):
        """Return the number of tokens."""
        return len(self.form)

    def ends(self, at) -> np.ndarray:
        """Where the tokens `at` (positions, or a slice) end in the title or the text."""
        return self.start[at] + self.form_length[self.form[at]]

    @cached_property
    def type(self) -> np.ndarray:
        """Per token: its type."""
        return self.form_type[self.form]

    @cached_property
    def sentence(self) -> np.ndarray:
        """Per token: the sentence it stands in."""
        lengths = np.diff(self.sent_first)
        return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)

    @cached_property
    def cache(self) -> dict:
        """Results that are dear and wanted again, such as the scores of all sentences."""
        return {}

    @cached_property
    def type_is_word(self) -> np.ndarray:
        """Per type: does it have a letter or a digit?"""
        return np.fromiter(map(is_word, self.types), bool, len(self.types))

    @cached_property
    def sorted_types(self) -> list[str]:
        """The types in the order of their spelling, for looking prefixes up."""
        return sorted(self.types)

    @cached_property
    def type_rank(self) -> np.ndarray:
        """Per type: its place in the order of spelling, so that ties break on strings."""
        rank = np.empty(len(self.types), np.int32)
        rank[[self.ids[spelling] for spelling in self.sorted_types]] = np.arange(len(rank))
        return rank

    @cached_property
    def is_word(self) -> np.ndarray:
        """Per token: is it a word?"""
        return self.type_is_word[self.type]

    @cached_property
    def article(self) -> np.ndarray:
        """Per token: the article it stands in."""
        return self.sent_article[self.sentence]

    @cached_property
    def part(self) -> np.ndarray:
        """Per token: 0 in a title, 1 in a body."""
        return self.sent_part[self.sentence]

    @cached_property
    def inverted(self) -> Inverted:
        """Tokens sorted by type, for looking words up without reading the corpus."""
        order = np.argsort(self.type, kind="stable").astype(np.int32)
        first = np.zeros(len(self.types) + 1, np.int64)
        np.cumsum(np.bincount(self.type, minlength=len(self.types)), out=first[1:])
        return Inverted(order, first)

    @cached_property
    def words_per_article(self) -> np.ndarray:
        """Words per article and part, shape (articles, 2)."""
        cell = self.article.astype(np.int64) * 2 + self.part
        counts = np.bincount(cell[self.is_word], minlength=2 * self.n_articles)
        return counts.reshape(-1, 2)


def tokenise(titles: list[str | None], texts: list[str], tick=lambda: None) -> Tokens:
    """Tokenise each title (as one sentence, number 0) and each text (sentences from 1).

    `tick` is called after each article, for a progress bar. Returns `Tokens`; ids are given in
    order of appearance, so the same articles give the same arrays.
    """
    punkt, treebank = _punkt(), _treebank()
    forms: dict[tuple[str, int], int] = {}
    token_rows, sentence_rows, lengths = array("i"), array("i"), array("i")  # flat: rows in turn

    def add(article, part, number, start, end, text):
        sentence = text[start:end]
        tokens = treebank.tokenize(sentence)
        for token, (left, right) in zip(tokens, spans_of(tokens, sentence), strict=True):
            form = forms.setdefault((token, right - left), len(forms))
            token_rows.extend((form, start + left))
        lengths.append(len(tokens))
        sentence_rows.extend((article, part, number, start, end))

    with without_clock():
        for article, (title, text) in enumerate(zip(titles, texts, strict=True)):
            if isinstance(title, str) and title:
                add(article, TITLE, 0, 0, len(title), title)
            for number, (start, end) in enumerate(punkt.span_tokenize(text), 1):
                add(article, BODY, number, start, end, text)
            tick()

    token = np.array(token_rows, np.int32).reshape(-1, 2).T
    sentence = np.array(sentence_rows, np.int32).reshape(-1, 5).T
    return _columns(list(forms), token, sentence, np.array(lengths, int), len(texts))


def _columns(forms, token, sentence, length, n_articles) -> Tokens:
    """Make Tokens of forms (token and printed length) and rows.

    Rows: token (form, start), sentence (article, part, number, start, end).
    """
    form, start = token.astype(np.int32)
    article, part, number, left, right = sentence.astype(np.int32)
    return Tokens(
        [spelling for spelling, _ in forms],
        np.array([printed for _, printed in forms], np.int32),
        form=form,
        start=start,
        sent_article=article,
        sent_part=part.astype(np.int8),
        sent_number=number,
        sent_start=left,
        sent_end=right,
        sent_first=np.r_[0, np.cumsum(length, dtype=np.int64)],
        n_articles=n_articles,
    )


def merge(parts: list[tuple[Tokens, np.ndarray]], n_articles: int) -> Tokens:
    """Join token tables. Each comes with the new place of its articles, -1 for those left out.

    Returns `Tokens` in the order of the new places, as if all had been tokenised together.
    """
    ids: dict[tuple[str, int], int] = {}
    sentences, tokens, lengths = [], [], []
    for part, place in parts:
        forms = zip(part.forms, part.form_length.tolist(), strict=True)
        to = np.array([ids.setdefault(f, len(ids)) for f in forms], np.int32)
        keep = place[part.sent_article] >= 0
        of_kept = keep[part.sentence]
        lengths.append(np.diff(part.sent_first)[keep])
        sentences.append(np.stack([
            place[part.sent_article[keep]], part.sent_part[keep], part.sent_number[keep],
            part.sent_start[keep], part.sent_end[keep],
        ]))  # fmt: skip
        tokens.append(np.stack([to[part.form[of_kept]], part.start[of_kept]]))
    sentence, token = np.concatenate(sentences, axis=1), np.concatenate(tokens, axis=1)
    length = np.concatenate(lengths)
    order = np.argsort(sentence[0], kind="stable")
    first = np.cumsum(length) - length  # where each sentence's tokens start before sorting
    length, first = length[order], first[order]
    offsets = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    token = token[:, np.repeat(first, length) + offsets]
    used, at = np.unique(token[0], return_index=True)  # forms in order of appearance, no others
    used = used[np.argsort(at)]
    to = np.zeros(len(ids), np.int32)
    to[used] = np.arange(len(used))
    token[0] = to[token[0]]
    forms = list(ids)
    return _columns([forms[i] for i in used], token, sentence[:, order], length, n_articles)
