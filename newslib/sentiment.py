"""This turns sentences into tone: NLTK's VADER per sentence, means per article and group.

VADER was made for short texts. On a whole article its compound score saturates, so newslib
scores sentences and averages; the score of a whole text is never taken.
"""

import numpy as np
import pandas as pd

from newslib import lexicons, vader
from newslib.asking import add_articles, find_any, grouped, need_corpus
from newslib.corpus import Corpus
from newslib.index import in_part, keep, once
from newslib.lexicons import without
from newslib.patterns import concepts, to_json
from newslib.timeline import LEVEL, THIN, placed, unplaced

SCORES = ("neg", "neu", "pos", "compound")
GROUPS = ("period", "articles", "n_sentences", "share_scored", "share_others", "abstained", *SCORES,
          "low", "high", "state")  # fmt: skip
MOST_KEPT = 4  # lexicons whose scores are kept
ENDLESS = 100  # words: in news a sentence has about 20, and hardly any over 80
UNMEASURED = "Scores of a word list; model error not included."  # nl.calibrated includes it
NO_NAMES = """i i'm i'd i'll i've mr mrs ms dr sen rep gov monday tuesday wednesday thursday friday
saturday sunday january february march april may june july august september october november
december jan feb mar apr jun jul aug sept oct nov dec""".split()  # capitals that name nobody
UNREAD = "does not look English, and VADER reads English only: no score was made"


def polarity_scores(sentences, *, lexicon="vader", aside=()) -> pd.DataFrame:
    """Score strings, one sentence each, as NLTK's `SentimentIntensityAnalyzer` does.

    A single string is one sentence. `lexicon` is what `nl.lexicon` takes, or returns; the words
    in `aside` count as if it did not list them. Returns a row per string in order: `neg`, `neu`,
    `pos` (shares of the words, 0 to 1) and `compound` (-1 to +1) (Hutto and Gilbert 2014, ICWSM).

    >>> polarity_scores(["The bridge is a great success."])["compound"].tolist()
    [0.8316]
    """
    words = lexicon_of(lexicon, aside)
    sentences = [sentences] if isinstance(sentences, str) else list(sentences)
    for i, sentence in enumerate(sentences):
        if not isinstance(sentence, str):
            raise TypeError(f"polarity_scores takes strings; number {i} is {sentence!r}")
    return pd.DataFrame(vader.scores(vader.read(sentences), words), columns=list(SCORES))


class NotEnglish(ValueError):
    """No article looks English, so that no tone can be measured."""

    def _render_traceback_(self):
        return [str(self)]  # a notebook shows a sentence, not the way it came


def sentiment(
    corpus: Corpus, *, level: str = "article", by: str | None = None, every: str | None = None,
    lexicon="vader", aside=(), about=None, abstain=None, part: str = "body",
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

    `lexicon` is a name ("vader"), a dict, a table, or what `nl.lexicon` returns. `aside` are words
    of it that say what a text is about rather than how ("war", "kill*"): they count as if the
    lexicon did not list them, and the notes say what that changes.

    `about` is a pattern, as `nl.frequency` takes words, such as a name: only the sentences that
    hold it are scored. `share_others` (`others` with level="sentence") says which of them name
    others, too: they hold another word, or run of words, that begins with a capital, not at the
    start of the sentence, and is no weekday, month or title. The tone of such a sentence need not
    be meant for whom it names: the notes, and so captions, say so. `abstain` is a second lexicon:
    sentences that it finds negative and `lexicon` positive, or the other way, are not scored;
    `abstained` counts them in tables of articles and groups.

    Raises ValueError for an unknown level, lexicon, column or period, or when no article looks
    English.

    >>> import newslib as nl
    >>> corpus = nl.paste("It was a triumph. Everybody loved the great show.")
    >>> sentiment(corpus)[["n_sentences", "share_scored"]].values.tolist()
    [[2.0, 1.0]]
    """
    need_corpus(corpus)
    words = lexicon_of(lexicon, aside)
    if level not in ("article", "sentence"):
        raise ValueError(f"level= takes 'article' or 'sentence'; got {level!r}")
    if level == "sentence" and not by is every is None:
        raise ValueError("by= and every= average articles: leave level='sentence' out")
    notes, sentences = noted(corpus, part, words), scored_sentences(corpus, part, words)
    arguments = {"level": level, "by": by, "every": every, **named(words), "about": None,
                 "abstain": None}  # fmt: skip
    if about is not None:
        wanted = concepts(about)
        holds, others = naming(corpus, wanted, part)
        sentences["others"] = others[sentences.index]
        sentences = sentences[holds[sentences.index]].copy()
        arguments["about"] = to_json(wanted)
        notes.append(_caution(wanted, sentences["others"]))
    if abstain is not None:
        other = lexicons.lexicon(abstain)
        lost = opposed(corpus, words, other)[sentences.index]
        sentences["abstained"] = lost
        sentences.loc[lost, list(SCORES)] = np.nan
        arguments["abstain"] = other.digest
        notes.append(
            f"{lost.sum()} of {len(lost)} sentences were not scored: by {words.name} and by "
            f"{other.name} their tone has opposite signs."
        )
    if by is not None or every is not None:
        table, counts = _by_group(corpus, sentences, by, every)
        notes += counts.pop("notes", [])
    elif level == "sentence":
        table, counts = sentences.drop(columns="scored").reset_index(drop=True), {}
        table = add_articles(corpus, table)
    else:
        table = _by_article(corpus, sentences)
        table, counts = table.drop(columns=["scored", "others"], errors="ignore"), {}
    table.attrs["newslib"] = corpus.describe("sentiment", part, arguments, notes)
    table.attrs["newslib"] |= counts
    return table


def lexicon_of(lexicon, aside=()) -> lexicons.Lexicon:
    """The lexicon that `lexicon=` names, without the words of `aside=`."""
    return without(lexicons.lexicon(lexicon), aside)


def named(words: lexicons.Lexicon) -> dict:
    """What a table remembers of its lexicon."""
    return {"lexicon": words.name, "lexicon_digest": words.digest}


def noted(corpus: Corpus, part: str, words: lexicons.Lexicon) -> list[str]:
    """Say what was not scored, what looks wrong and what changes of a lexicon do.

    Raises NotEnglish where no article can be scored.
    """
    notes, refused = [], int((~corpus._store.looks_english & corpus._chosen).sum())
    if refused == len(corpus) > 0:
        raise NotEnglish(f"No article can be scored: the text {UNREAD}.")
    if refused:
        notes.append(f"{refused} of {len(corpus)} articles were not scored: the text {UNREAD}.")
    if many := endless(corpus, part):
        notes.append(
            f"{many} of {len(corpus)} articles have a sentence of over {ENDLESS} words: have full "
            "stops been lost? The scores of such sentences run to -1 or +1."
        )
    if words.base is not None and len(at := scorable(corpus, part)):
        after, before = (scores_of(corpus, one)[at, 3].mean() for one in (words, words.base))
        notes.append(
            f"By {words.name} the mean compound of all sentences is {after:+.4f}, by "
            f"{words.base.name} {before:+.4f}."
        )
    return [*notes, UNMEASURED]


def endless(corpus: Corpus, part: str) -> int:
    """How many articles have a sentence too long to be one."""
    return int(corpus._chosen[_endless(corpus._store.tokens, part)].sum())


@once
def _endless(t, part: str) -> np.ndarray:
    """Per article: has it a sentence too long to be one?"""
    words = np.bincount(t.sentence[t.is_word], minlength=len(t.sent_article))
    long = (words > ENDLESS) & in_part(t, part)
    return np.bincount(t.sent_article[long], minlength=t.n_articles) > 0


def scorable(corpus: Corpus, part: str) -> np.ndarray:
    """Which sentences of the store are scored: those of the chosen articles in English."""
    store, t = corpus._store, corpus._store.tokens
    wanted = (corpus._chosen & store.looks_english)[t.sent_article]
    return np.flatnonzero(wanted & in_part(t, part))


def naming(corpus: Corpus, wanted: dict, part: str) -> tuple[np.ndarray, np.ndarray]:
    """Per sentence of the store: does it hold a pattern of `wanted`, and does it name others?

    A name is a run of words that begin with a capital, the first word of a sentence and words of
    NO_NAMES apart; a run that a hit touches or stands beside is of the one who was asked for.
    """
    t, hits = corpus._store.tokens, find_any(corpus, wanted, part, False)
    n, opens, ours = len(t.sent_article), np.zeros(len(t), bool), np.zeros(len(t) + 1, int)
    opens[t.sent_first[:-1][np.diff(t.sent_first) > 0]] = True
    np.add.at(ours, hits.first, 1)
    np.add.at(ours, hits.stop, -1)
    ours = np.cumsum(ours[:-1]) > 0
    capital = np.array([f[:1].isupper() and f.lower() not in NO_NAMES for f in t.forms], bool)
    name = (capital[t.form] & ~opens) | ours
    run = np.cumsum(opens | (name & ~np.append(False, name[:-1])))
    known = np.zeros(len(t) + 1, bool)
    known[run[ours]] = True
    found = t.sentence[hits.first], t.sentence[name & ~known[run]]
    return tuple(np.bincount(at, minlength=n) > 0 for at in found)


def _caution(wanted: dict, others: pd.Series) -> str:
    share = f"; {others.mean():.0%} of them name others, too" if len(others) else ""
    return (
        f"Only the {len(others):,} sentences that hold {' or '.join(wanted)} are scored{share}. "
        "Their tone need not be meant for whom they name."
    )


def opposed(corpus: Corpus, one, other) -> np.ndarray:
    """Per sentence of the store: do two lexicons give its compound opposite signs?"""
    return scores_of(corpus, one)[:, 3] * scores_of(corpus, other)[:, 3] < 0


def as_read(store) -> vader.Sentences:
    """The sentences of a store as VADER reads them, kept with its tokens."""
    t = store.tokens
    if "vader" not in t.cache:
        spans = (c.tolist() for c in (t.sent_part, t.sent_article, t.sent_start, t.sent_end))
        sentences = [store.strings[p][a][s:e] for p, a, s, e in zip(*spans, strict=True)]
        t.cache["vader"] = vader.read(sentences)
    return t.cache["vader"]


def scores_of(corpus: Corpus, lexicon="vader") -> np.ndarray:
    """The four scores of all sentences of the store, kept with its tokens."""
    words, known = lexicons.lexicon(lexicon), corpus._store.tokens.cache.setdefault("scores", {})
    if words.digest not in known:
        keep(known, words.digest, vader.scores(as_read(corpus._store), words), MOST_KEPT)
    return known[words.digest]


def scored_sentences(corpus: Corpus, part: str, lexicon="vader") -> pd.DataFrame:
    """The scored sentences of the chosen English articles: article, sentence, the scores.

    The index is their place among all sentences of the store.
    """
    t, at = corpus._store.tokens, scorable(corpus, part)
    table = pd.DataFrame(scores_of(corpus, lexicon)[at], columns=list(SCORES), index=at)
    table.insert(0, "sentence", t.sent_number[at])
    table.insert(0, "article", t.sent_article[at])
    table["scored"] = (table[["neg", "pos", "compound"]] != 0).any(axis=1)
    return table


def _by_article(corpus: Corpus, sentences: pd.DataFrame) -> pd.DataFrame:
    index = pd.Index(np.flatnonzero(corpus._chosen), name="article")
    groups = sentences.dropna(subset="compound").groupby("article")
    table = corpus._store.articles.loc[index, ["title", "outlet", "date"]].copy()
    table[list(SCORES)] = groups[list(SCORES)].mean().reindex(index)
    table["n_sentences"] = groups.size().reindex(index, fill_value=0)
    if "abstained" in sentences:
        lost = sentences.groupby("article")["abstained"].sum()
        table["abstained"] = lost.reindex(index, fill_value=0)
    for name in sentences.columns.intersection(["scored", "others"]):
        table[name] = groups[name].sum().reindex(index, fill_value=0)
        table[f"share_{name}"] = table[name] / table["n_sentences"]
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
    articles = articles[number[articles.index] >= 0]
    if "abstained" in articles:
        lost = articles["abstained"].groupby(cell[articles.index]).sum()
    articles = articles[articles["n_sentences"] > 0]
    read = articles.groupby(cell[articles.index])
    table = pd.DataFrame(index=cells)
    if every is not None:
        table["period"] = edges[period].astype("M8[s]")
    if by is not None:
        table[by] = pd.array(np.array(names, object)[kept[group]], dtype="str")
    table["articles"] = read.size().reindex(cells, fill_value=0)
    table["n_sentences"] = read["n_sentences"].sum().reindex(cells, fill_value=0)
    for name in articles.columns.intersection(["scored", "others"]):
        table[f"share_{name}"] = read[name].sum().reindex(cells) / table["n_sentences"]
    if "abstained" in articles:
        table["abstained"] = lost.reindex(cells, fill_value=0)
    table[list(SCORES)] = read[list(SCORES)].mean().reindex(cells)
    table = _with_interval(table, read["compound"])
    state = np.where(table["articles"] < THIN, "thin", "ok").astype(object)
    state[partial[period]] = "partial"
    state[collected[cells] == 0] = "empty"
    table["state"] = pd.array(state, dtype="str")
    counts, notes = unplaced(corpus, number, corpus._chosen) if every else ({}, [])
    return table.reset_index(drop=True), counts | {"notes": notes}


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
