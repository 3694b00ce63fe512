"""This turns sentences into tone: NLTK's VADER per sentence, means per article and group.

VADER was made for short texts. On a whole article its compound score saturates, so newslib
scores sentences and averages; the score of a whole text is never taken.
"""

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from newslib.asking import add_articles, grouped, need_corpus
from newslib.corpus import Corpus
from newslib.timeline import LEVEL, THIN, placed
from newslib.tokens import parts_of, without_clock

SCORES = ("neg", "neu", "pos", "compound")
GROUPS = ("period", "articles", "n_sentences", "share_scored", *SCORES, "low", "high", "state")
ENDLESS = 100  # words: in news a sentence has about 20, and hardly any over 80
UNMEASURED = "Scores of a word list; model error not included."  # nl.calibrated includes it
UNREAD = "does not look English, and VADER reads English only: no score was made"


@cache
def _vader():
    """NLTK's own analyser with the lexicon shipped with newslib."""
    from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

    analyser = SentimentIntensityAnalyzer.__new__(SentimentIntensityAnalyzer)
    folder = files("newslib") / "data" / "nltk" / "sentiment" / "vader_lexicon"
    analyser.lexicon_file = (folder / "vader_lexicon.txt").read_text("utf-8").rstrip("\n")
    analyser.lexicon = analyser.make_lex_dict()
    analyser.constants = VaderConstants()
    return analyser


def _known(lexicon: str) -> str:
    if lexicon != "vader":
        raise ValueError(f"lexicon= takes 'vader'; got {lexicon!r}")
    return lexicon


def polarity_scores(sentences, *, lexicon: str = "vader") -> pd.DataFrame:
    """Score strings, one sentence each, as NLTK's `SentimentIntensityAnalyzer` does.

    A single string is one sentence. Returns a row per string in order: `neg`, `neu`, `pos`
    (shares of the words, 0 to 1) and `compound` (-1 to +1) (Hutto and Gilbert 2014, ICWSM).

    >>> polarity_scores(["The bridge is a great success."])["compound"].tolist()
    [0.8316]
    """
    _known(lexicon)
    sentences = [sentences] if isinstance(sentences, str) else list(sentences)
    for i, sentence in enumerate(sentences):
        if not isinstance(sentence, str):
            raise TypeError(f"polarity_scores takes strings; number {i} is {sentence!r}")
    with without_clock():
        rows = [_vader().polarity_scores(sentence) for sentence in sentences]
    return pd.DataFrame(rows, columns=list(SCORES), dtype=float)


class NotEnglish(ValueError):
    """No article looks English, so that no tone can be measured."""


def sentiment(
    corpus: Corpus, *, level: str = "article", by: str | None = None, every: str | None = None,
    lexicon: str = "vader", part: str = "body",
) -> pd.DataFrame:  # fmt: skip
    """Score the tone of sentences, and average it per article, group or period.

    `level="sentence"` returns a row per sentence: `article`, `sentence`, `neg`, `neu`, `pos`,
    `compound`, `title`, `outlet`, `date`.
    `level="article"` returns a row per article, indexed by `article`: `title`, `outlet`, `date`,
    the means of its sentences' `neg`, `neu`, `pos`, `compound`, `n_sentences` (scored),
    `share_scored` (of these, with a word of the lexicon), and `low` and `high`, the 95 %
    interval of the mean compound (Student's t over sentences, within -1 to +1; NaN below two).
    With `by` (a column such as "outlet") or `every` (D, W, M, Q, Y), or both, it returns a row
    per period and group: `period`, the column, `articles`, `n_sentences`, `share_scored`, the
    means of the articles' scores, `low`, `high` (t over articles: the article is the unit) and
    `state`: "empty" (nothing was collected), else "partial", else "thin" (under 5 articles), else
    "ok". `articles` and `n_sentences` are those that were scored.

    The interval says how far the mean moves with other articles of the kind; the error of the
    lexicon itself is not included. An article that does not look English is not scored: its
    scores are NaN, and `attrs["newslib"]["notes"]` says how many there are.

    Raises ValueError for an unknown level, lexicon, column or period, or when no article looks
    English.

    >>> import newslib as nl
    >>> corpus = nl.paste("It was a triumph. Everybody loved the great show.")
    >>> sentiment(corpus)[["n_sentences", "share_scored"]].values.tolist()
    [[2.0, 1.0]]
    """
    need_corpus(corpus)
    _known(lexicon)
    if level not in ("article", "sentence"):
        raise ValueError(f"level= takes 'article' or 'sentence'; got {level!r}")
    if level == "sentence" and not by is every is None:
        raise ValueError("by= and every= average articles: leave level='sentence' out")
    sentences = scored_sentences(corpus, part)
    refused = int((~corpus._store.looks_english & corpus._chosen).sum())
    if refused == len(corpus) > 0:
        raise NotEnglish(f"No article can be scored: the text {UNREAD}.")
    notes = [f"{refused} of {len(corpus)} articles were not scored: the text {UNREAD}."]
    notes = notes if refused else []
    if many := endless(corpus, part):
        notes.append(
            f"{many} of {len(corpus)} articles have a sentence of over {ENDLESS} words: have full "
            "stops been lost? The scores of such sentences run to -1 or +1."
        )
    notes.append(UNMEASURED)
    arguments = {"level": level, "by": by, "every": every, "lexicon": lexicon}
    if by is not None or every is not None:
        table, undated = _by_group(corpus, sentences, by, every)
    elif level == "sentence":
        table, undated = sentences.drop(columns="scored").reset_index(drop=True), None
        table = add_articles(corpus, table)
    else:
        table, undated = _by_article(corpus, sentences).drop(columns="scored"), None
    table.attrs["newslib"] = corpus.describe("sentiment", part, arguments, notes)
    if undated is not None:
        table.attrs["newslib"]["undated"] = undated
    return table


def endless(corpus: Corpus, part: str) -> int:
    """How many articles have a sentence too long to be one."""
    t = corpus._store.tokens
    words = np.bincount(t.sentence[t.is_word], minlength=len(t.sent_article))
    long = (words > ENDLESS) & np.isin(t.sent_part, parts_of(part))
    return int(corpus._chosen[np.unique(t.sent_article[long])].sum())


def scored_sentences(corpus: Corpus, part: str) -> pd.DataFrame:
    """The scored sentences of the chosen English articles: article, sentence, the scores.

    The index is their place among all sentences of the store.
    """
    store, t = corpus._store, corpus._store.tokens
    wanted = (corpus._chosen & store.looks_english)[t.sent_article]
    at = np.flatnonzero(wanted & np.isin(t.sent_part, parts_of(part)))
    known = t.cache.setdefault("vader", np.full((len(t.sent_article), 4), np.nan))
    fresh = at[np.isnan(known[at, 0])]
    if len(fresh):
        from newslib.loading import progress_bar

        strings, analyser = store.strings, _vader()
        columns = (fresh, t.sent_part[fresh], t.sent_article[fresh], t.sent_start[fresh],
                   t.sent_end[fresh])  # fmt: skip
        with without_clock(), progress_bar(len(fresh), "Scoring sentences") as bar:
            for i, p, a, s, e in zip(*(c.tolist() for c in columns), strict=True):
                scores = analyser.polarity_scores(strings[p][a][s:e])
                known[i] = [scores[name] for name in SCORES]
                bar.update()
    table = pd.DataFrame(known[at], columns=list(SCORES), index=at)
    table.insert(0, "sentence", t.sent_number[at])
    table.insert(0, "article", t.sent_article[at])
    table["scored"] = (table[["neg", "pos", "compound"]] != 0).any(axis=1)
    return table


def _by_article(corpus: Corpus, sentences: pd.DataFrame) -> pd.DataFrame:
    index = pd.Index(np.flatnonzero(corpus._chosen), name="article")
    groups = sentences.groupby("article")
    table = corpus._store.articles.loc[index, ["title", "outlet", "date"]].copy()
    table[list(SCORES)] = groups[list(SCORES)].mean().reindex(index)
    table["n_sentences"] = groups.size().reindex(index, fill_value=0)
    table["scored"] = groups["scored"].sum().reindex(index, fill_value=0)
    table["share_scored"] = table["scored"] / table["n_sentences"]
    table = _with_interval(table, groups["compound"])
    return table


def _by_group(corpus: Corpus, sentences: pd.DataFrame, by, every):
    """Means of article means, per period and group; a cell is empty if nothing was collected."""
    codes, names = grouped(corpus, by, collection=True, beside=GROUPS)
    kept = np.unique(codes[corpus._chosen]) if by else np.zeros(1, int)
    number, edges, partial = np.where(corpus._collection, 0, -1), None, np.zeros(1, bool)
    if every is not None:
        number, edges, partial = placed(corpus, every)
    cell = number * len(names) + codes
    collected = np.bincount(cell[number >= 0], minlength=len(partial) * len(names))
    period, group = (index.ravel() for index in np.indices((len(partial), len(kept))))
    cells = period * len(names) + kept[group]
    articles = _by_article(corpus, sentences)
    articles = articles[(articles["n_sentences"] > 0) & (number[articles.index] >= 0)]
    read = articles.groupby(cell[articles.index])
    table = pd.DataFrame(index=cells)
    if every is not None:
        table["period"] = edges[period].astype("M8[s]")
    if by is not None:
        table[by] = pd.array(np.array(names, object)[kept[group]], dtype="str")
    table["articles"] = read.size().reindex(cells, fill_value=0)
    table["n_sentences"] = read["n_sentences"].sum().reindex(cells, fill_value=0)
    table["share_scored"] = read["scored"].sum().reindex(cells) / table["n_sentences"]
    table[list(SCORES)] = read[list(SCORES)].mean().reindex(cells)
    table = _with_interval(table, read["compound"])
    state = np.where(table["articles"] < THIN, "thin", "ok").astype(object)
    state[partial[period]] = "partial"
    state[collected[cells] == 0] = "empty"
    table["state"] = pd.array(state, dtype="str")
    undated = None if every is None else int((corpus._chosen & (number < 0)).sum())
    return table.reset_index(drop=True), undated


def _with_interval(table: pd.DataFrame, groups) -> pd.DataFrame:
    """Add the 95 % interval of a mean, Student's t, kept within the scale; NaN for one value."""
    from scipy.special import stdtrit

    n = groups.size()
    half = (
        (stdtrit(np.maximum(n - 1, 1), LEVEL) * groups.std() / np.sqrt(n))
        .where(n > 1)
        .reindex(table.index)
    )
    ends = table["compound"] - half, table["compound"] + half
    return table.assign(low=ends[0].clip(-1, 1), high=ends[1].clip(-1, 1))
