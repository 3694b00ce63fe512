"""This turns text into tokens: NLTK's words and sentences, as integers with offsets.

What comes out. One row per token in numpy arrays, the spelling kept once per form, so that every
question is an operation on integers; and where each token starts in the text as printed, so that
every number can be opened again. (NLTK turns a double quote `"` or `''` into `` `` `` or `''`.)

How it works. NLTK reads a megabyte in a second. But a corpus says the same things again and again:
thirty megabytes of news hold four and a half million stretches between spaces, here called
chunks, and some hundred thousand different ones. So each distinct chunk gets a number (`chunks`),
NLTK is asked about distinct things only, and the answers are laid out over the text by integer
operations. No rule of NLTK is written again. Texts are read some megabytes at a time (`_blocks`),
so that what is needed on the way stays small; what was learnt of a chunk holds for all blocks.

- Sentences (`sentences`). Punkt decides at a stop, question or exclamation mark, and looks at
  nothing but its chunk and the next one. Each distinct chunk with such a mark is read by Punkt
  once; words of letters that are in none of its lists ("said.", "harbour.") share one reading.
  Where what follows matters (an abbreviation, an initial, a number, an ellipsis), Punkt's second
  pass is asked about the token before and the token after, once for each kind of the one and each
  spelling of the other.
- Words (`shapes`). NLTK's word rules are expressions applied in turn to a sentence. None sees over
  a space, but for four: a quote after a space opens, an apostrophe before a space stands alone,
  a comma or colon before the sentence's end comes off, and so does the last full stop, with the
  closing signs behind it. So a chunk has a variant for what stands left and right of it, and
  closing signs alone at a sentence's end are asked about together with the chunk before. Letters
  and digits are alike to the rules, save a few that `shapes` names; so "(well-known," and
  "(ill-advised," are one shape, "(a-a,", and thirteen hundred shapes are all that NLTK is asked.
- Laying out (`tokenise`). Each chunk is looked up as a variant, each variant gives its tokens.

Why it is exact. Each answer is NLTK's own, given about the same signs in the same surroundings;
what is ours is the claim that nothing further away matters. The rules were read for it, and
`benchmarks/exact.py` tests it on all texts at hand and on strings made to break it. White space
that tools disagree about (a no-break space, a line separator) is no border here: the run of it
stays inside a chunk, and NLTK is asked about the whole. NLTK gives up on an expression after five
seconds; that clock is lifted (`splitters`), for a result must not depend on the machine.

What was decided. No compiled kernel: numba would add some hundred and fifty megabytes to an
installation, a second to the first question, and a wait for each new Python; with numpy and
pandas' hash tables, reading and cleaning the files costs more than this. No Arrow, for the same
weight: chunks are numbered as integers of eight bytes. Short single texts go to NLTK itself.
"""

from functools import cache, cached_property
from importlib.resources import files

import numpy as np
import pandas as pd

from newslib import sentences, shapes
from newslib.chunks import Chunks, Known, chunked
from newslib.splitters import punkt, treebank, without_clock

TITLE, BODY = 0, 1
PARTS = ("title", "body")
COUNTED = 1 << 20  # tokens counted at once
LONG = 10_000  # characters: NLTK itself is asked about shorter texts
BLOCK = 1 << 20, 1 << 24  # characters read at once, the least and the most
KEEP = 31 << 20  # bytes that glibc holds on to once it has freed as much (32 MB at most)


def parts_of(part: str) -> list[int]:
    """The numbers of the parts that `part=` asks for.

    >>> parts_of("all")
    [0, 1]
    """
    if part not in (*PARTS, "all"):
        raise ValueError(f"part= takes 'title', 'body' or 'all'; got {part!r}")
    return [TITLE, BODY] if part == "all" else [PARTS.index(part)]


def sent_tokenize(text: str) -> list[str]:
    """Return the sentences of `text`, equal to `nltk.sent_tokenize(text)`, with no download.

    >>> sent_tokenize("Dr. Haskell spoke. Nobody listened!")
    ['Dr. Haskell spoke.', 'Nobody listened!']
    """
    if len(text) > LONG:
        _, *spans = (column.tolist() for column in sentence_spans([text]))
        return [text[start:end] for start, end in zip(*spans, strict=True)]
    with without_clock():
        return punkt().tokenize(text)


def word_tokenize(text: str) -> list[str]:
    """Return the word tokens of `text`, equal to `nltk.word_tokenize(text)`, with no download.

    >>> word_tokenize("It's gonna cost $3.5m.")
    ['It', "'s", 'gon', 'na', 'cost', '$', '3.5m', '.']
    """
    if len(text) > LONG:
        t = tokenise([None], [text])
        return np.array(t.forms, object)[t.form].tolist()
    with without_clock():
        return [t for sentence in punkt().tokenize(text) for t in treebank().tokenize(sentence)]


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
        lower = list(map(str.lower, forms))
        self.types = list(dict.fromkeys(lower))
        self.ids: dict[str, int] = {form: number for number, form in enumerate(self.types)}
        self.form_type = np.fromiter(map(self.ids.__getitem__, lower), np.int32, len(forms))
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
    def counts(self) -> np.ndarray:
        """Per type: how many tokens it has."""
        counts = np.zeros(len(self.forms), np.int64)
        for at in range(0, len(self), COUNTED):
            counts += np.bincount(self.form[at : at + COUNTED], minlength=len(counts))
        return np.bincount(self.form_type, counts, len(self.types)).astype(np.int64)

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
    def words_per_article(self) -> np.ndarray:
        """Words per article and part, shape (articles, 2)."""
        return self.per_article(self.type_is_word)

    def per_article(self, wanted: np.ndarray) -> np.ndarray:
        """Tokens of the wanted types (a mask) per article and part, shape (articles, 2)."""
        before = np.append(0, np.cumsum(wanted.take(self.type), dtype=np.int32))
        own = np.diff(before[self.sent_first])
        cell = self.sent_article.astype(np.int64) * 2 + self.sent_part
        counts = np.bincount(cell, own, 2 * self.n_articles)
        return counts.astype(np.int64).reshape(-1, 2)


def tokenise(titles: list[str | None], texts: list[str], tick=lambda n: None) -> Tokens:
    """Tokenise each title (as one sentence, number 0) and each text (sentences from 1).

    `tick` is called with a number of articles that are done, for a progress bar. Returns
    `Tokens`; ids are given in order of appearance, so the same articles give the same arrays.
    """
    with without_clock():
        rows, known = _read(titles, texts, tick)
        keys = [pd.unique(row[0]) for row in rows]
        keys = pd.unique(np.concatenate([np.empty(0, np.int32), *keys]))
        made = shapes.variants(known.spelled, keys)
    place = np.zeros(9 * len(known.spelled), np.int32)
    place[keys] = np.arange(len(keys))
    del known, keys
    count, first = np.diff(made.first), made.first[:-1]
    rows = [(place.take(key), *more) for key, *more in rows]
    total = sum(int(count.take(variant).sum()) for variant, *_ in rows)
    form, start = np.empty((2, total), np.int32)
    done, lengths, columns = 0, [np.empty(0, int)], [np.empty((5, 0), np.int32)]
    while rows:
        variant, begin, row_first, sentence = rows.pop(0)
        n = count.take(variant)
        at = np.repeat(first.take(variant) - np.cumsum(n) + n, n)
        at += np.arange(len(at))
        here = slice(done, done + len(at))
        form[here], start[here] = made.form.take(at), made.start.take(at)
        start[here] += np.repeat(begin, n)
        lengths.append(np.add.reduceat(n, row_first) if len(n) else n)
        columns, done = [*columns, sentence], here.stop
    columns, lengths = np.concatenate(columns, axis=1), np.concatenate(lengths)
    return _columns(made.forms, made.form_length, form, start, columns, lengths, len(texts))


def _read(titles, texts, tick):
    """Make rows of all blocks (see `_sentences`) and the chunks they know."""
    known, judged, closing, rows = Known(), None, np.zeros(0, bool), []
    for strings, article, part in _blocks(titles, texts):
        chunks = chunked(strings, known)
        judged = sentences.judge(known.spelled, judged)
        found = sentences.ended(strings, chunks, part == BODY, judged, known)
        closing = np.append(closing, shapes.closing(known.spelled[len(closing) :]))
        rows.append(_sentences(strings, article, part, *found, closing, known))
        tick(int((part == BODY).sum()))
    sentences.forget()
    return rows, known


def _blocks(titles, texts):
    """The titles and texts in turn, some millions of characters at a time, and whose they are."""
    for _ in range(2):  # never touched: glibc keeps what is freed; the second is in large pages
        np.empty(KEEP, np.uint8)
    least, most = BLOCK
    most = min(max(sum(map(len, texts)) // 24, least), most)
    strings, whose, size = [], [], 0
    for article, (title, text) in enumerate(zip(titles, texts, strict=True)):
        if isinstance(title, str) and title:
            strings.append(title)
            whose.append((article, TITLE))
        strings.append(text)
        whose.append((article, BODY))
        size += len(text)
        if size >= most or article == len(texts) - 1:
            yield strings, *np.array(whose, np.int32).T
            strings, whose, size = [], [], 0


def sentence_spans(texts: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where the sentences of texts stand: text, start and end, as Punkt's `span_tokenize`.

    >>> [column.tolist() for column in sentence_spans(["It rained. It poured.", "Ann left."])]
    [[0, 0, 1], [0, 11, 0], [10, 21, 9]]
    """
    known, judged, columns = Known(), None, [np.empty((3, 0), np.int32)]
    with without_clock():
        for strings, text, part in _blocks([None] * len(texts), texts):
            chunks = chunked(strings, known, thin=True)
            judged = sentences.judge(known.spelled, judged)
            chunks, ends = sentences.ended(strings, chunks, part == BODY, judged, known)
            string, _, start, stop, *_ = _spans(strings, part, chunks, ends)
            columns.append(np.stack([text[string], start, stop]))
    sentences.forget()
    return tuple(np.concatenate(columns, axis=1).astype(np.int32))


def _spans(strings, part, chunks: Chunks, ends):
    """Per sentence: its string, whether it opens it, start and end there, first and last chunk."""
    last = np.flatnonzero(ends)
    first = np.append(0, last[:-1] + 1)[: len(last)]
    string = chunks.string[last]
    opens = np.diff(string, prepend=-1) != 0
    start = np.where(opens, 0, chunks.start[first])
    stop = chunks.stop[last]
    title = part[string] == TITLE
    stop[title] = [len(strings[i]) for i in string[title].tolist()]
    return string, opens, start, stop, first, last


def _sentences(strings, article, part, chunks: Chunks, ends, closing, known):
    """Make rows of a block: variant keys and starts of chunks, and the columns of sentences."""
    bare = part == TITLE
    bare[chunks.string] = False
    if bare.any():  # a title of spaces
        bare = np.flatnonzero(bare)
        at = np.searchsorted(chunks.string, bare)
        new = known[b""], 0, 0, True, True, bare
        chunks = Chunks(*(np.insert(c, at, value) for c, value in zip(chunks, new, strict=True)))
        ends, closing = np.insert(ends, at, True), np.append(closing, False)
    own, opens, sent_start, sent_end, first, last = _spans(strings, part, chunks, ends)
    number, start, until, before, after, _ = chunks
    left, right = before.astype(np.int32), after.astype(np.int32)
    left[first] = np.where(start[first] == sent_start, shapes.BORDER, left[first])
    right[last] = shapes.BORDER
    key = number * 9 + left * 3 + right
    keep = np.ones(len(key), bool)
    tail = (closing[number[last]] & (last > first)) | (sent_end > until[last])
    for i in np.flatnonzero(tail).tolist():  # the full stop before closing signs is the last
        at = last[i]
        while at > first[i] and closing[number[at]]:
            at -= 1
        text = strings[own[i]][start[at] : sent_end[i]].encode("utf-8", "surrogatepass")
        key[at] = known[text] * 9 + left[at] * 3 + shapes.BORDER
        keep[at + 1 : last[i] + 1] = False
    count = np.add.reduceat(keep, first, dtype=np.int64) if len(first) else first
    order = np.arange(len(own)) - np.flatnonzero(opens)[np.cumsum(opens) - 1]
    rank = np.where(part[own] == TITLE, 0, order + 1)
    columns = np.stack([article[own], part[own], rank, sent_start, sent_end]).astype(np.int32)
    return key[keep], start[keep], np.cumsum(count) - count, columns


def _columns(forms, form_length, form, start, sentence, length, n_articles) -> Tokens:
    """Make Tokens; rows of `sentence`: article, part, number, start, end."""
    article, part, number, left, right = sentence.astype(np.int32)
    return Tokens(
        forms, form_length, form=form, start=start, sent_article=article,
        sent_part=part.astype(np.int8), sent_number=number, sent_start=left, sent_end=right,
        sent_first=np.r_[0, np.cumsum(length, dtype=np.int64)], n_articles=n_articles,
    )  # fmt: skip


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
    forms = np.array([f for f, _ in ids], object)[used].tolist()
    printed = np.array([n for _, n in ids], np.int32)[used]
    return _columns(forms, printed, *token, sentence[:, order], length, n_articles)
