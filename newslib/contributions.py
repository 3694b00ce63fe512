"""This turns a tone into the words that made it: which, how often, and how hard each pulls."""

import numpy as np
import pandas as pd

from newslib import vader
from newslib.asking import grouped, need_corpus
from newslib.corpus import Corpus
from newslib.patterns import Hits
from newslib.sentiment import as_read, lexicon_of, named, noted, scorable

SIGNS = "! ?"  # the row of exclamation and question marks; no word holds a space
COLUMNS = ("word", "value", "after", "count", "articles", "pull")


def contributions(
    corpus: Corpus, *, article: int | None = None, sentence: int | None = None,
    by: str | None = None, lexicon="vader", aside=(), part: str = "body",
) -> pd.DataFrame:  # fmt: skip
    """Say why a tone is what it is: the words behind the mean compound, and the pull of each.

    Of one `article`, of one `sentence` of it (numbered as in `corpus.sentences`), of each group
    of a column (`by`), or of the whole corpus. `lexicon` and `aside` are those of `nl.sentiment`.

    Returns a row per word that the lexicon lists, in long form with `by`: `word` (the index),
    `value` (in the lexicon), `after` (the mean of it after VADER's rules: negation, boosters,
    capitals, "but"), `count` (occurrences), `articles` (having it) and `pull`, by falling size of
    the pull. The row "! ?" holds what exclamation and question marks add.

    The compound of a sentence is S / sqrt(S² + 15), S being the sum of its words' values after
    rules and of its marks (Hutto and Gilbert 2014). So a word with the value v has the share
    v / sqrt(S² + 15) of it, and shares add up. `pull` is the sum of a word's shares, each divided
    by the sentences of its article and by the articles: pulls add up to the `compound` that
    `nl.sentiment` gives for the article or group, but for the rounding of each sentence to four
    digits. Of a whole corpus it is the mean of its articles.

    Raises KeyError for an article or sentence that is not scored here, ValueError for an unknown
    lexicon or column, or when no article looks English.

    >>> import newslib as nl
    >>> corpus = nl.paste("It was a triumph. The flood was not good.", title="News")
    >>> contributions(corpus)[["value", "after", "count", "pull"]].round(3)
             value  after  count   pull
    word
    triumph    2.1  2.100      1  0.238
    good       1.9 -1.406      1 -0.171
    """
    need_corpus(corpus)
    words, t = lexicon_of(lexicon, aside), corpus._store.tokens
    notes, at = noted(corpus, part, words), scorable(corpus, part)
    if sentence is not None and article is None:
        raise ValueError("sentence= is the number of a sentence in an article: give article=, too")
    if article is not None:
        if by is not None:
            raise ValueError("by= groups articles: leave article= out")
        at = within(t, at, article, sentence)
        if not len(at):
            where = f"article {article}" + f", sentence {sentence}" * (sentence is not None)
            raise KeyError(f"no sentence was scored in {where}")
    s, (codes, names) = as_read(corpus._store), grouped(corpus, by, beside=COLUMNS)
    of_article, group = t.sent_article[at], codes[t.sent_article[at]]
    sentences = np.bincount(of_article, minlength=t.n_articles)
    articles = np.bincount(codes[sentences > 0], minlength=len(names))
    weight = np.zeros(len(s.but))
    weight[at] = 1 / (sentences[of_article] * articles[group])
    table = _rows(s, words, weight, t.sent_article, codes)
    order = np.lexsort((table["word"], -table["pull"].abs(), table["group"]))
    table = table.iloc[order].set_index("word")
    if by is not None:
        table.insert(0, by, pd.array(np.array(names, object)[table["group"]], dtype="str"))
    table = table.drop(columns="group")
    arguments = {"article": article, "sentence": sentence, "by": by} | named(words)
    table.attrs["newslib"] = corpus.describe("contributions", part, arguments, notes)
    return table


def _rows(s: vader.Sentences, words, weight, article_of, codes) -> pd.DataFrame:
    """A row per group and word: its values, counts and pull, each sentence having its weight."""
    at, v = vader.valences(s, words)
    plain, total = vader.sums(s, at, v)
    weight = weight / np.sqrt(total * total + 15)
    kept = weight[s.sentence[at]] > 0
    at, v = at[kept], v[kept]
    signs = np.flatnonzero((weight > 0) & (s.emphasis > 0))
    spelled = [*s.ids, SIGNS]
    word = np.append(s.lower[s.token[at]], np.full(len(signs), len(s.ids)))
    of, v = np.append(s.sentence[at], signs), np.append(v, (total - plain)[signs])
    article = article_of[of]
    found, row = np.unique(codes[article] * len(spelled) + word, return_inverse=True)
    pairs = np.unique(row * (len(article_of) + 1) + article) // (len(article_of) + 1)
    count = np.bincount(row, minlength=len(found))
    names = [spelled[i] for i in (found % len(spelled)).tolist()]
    value = vader.values(s, words)
    return pd.DataFrame({
        "group": found // len(spelled), "word": pd.array(names, dtype="str"),
        "value": np.append(value, np.nan)[found % len(spelled)],
        "after": np.bincount(row, v, len(found)) / count, "count": count,
        "articles": np.bincount(pairs, minlength=len(found)),
        "pull": np.bincount(row, v * weight[of], len(found)),
    })  # fmt: skip


def within(t, at: np.ndarray, article: int, sentence: int | None) -> np.ndarray:
    """Those of the sentences `at` that stand in an article, or are one sentence of it."""
    at = at[t.sent_article[at] == article]
    return at if sentence is None else at[t.sent_number[at] == sentence]


def behind(corpus: Corpus, at: np.ndarray, word: str):
    """Of the sentences `at`: those whose marks count, or the hits of a word."""
    s = as_read(corpus._store)
    if word == SIGNS:
        return at[s.emphasis[at] > 0]
    wanted = np.zeros(len(s.but), bool)
    wanted[at] = True
    own = np.flatnonzero((s.lower == s.ids[word]).take(s.token))
    own = own[wanted[s.sentence[own]]]
    t, of, spans, found = corpus._store.tokens, s.sentence[own].tolist(), {}, []
    for i, rank in zip(of, (own - s.first[of]).tolist(), strict=True):
        if i not in spans:
            whole = corpus._store.strings[t.sent_part[i]][t.sent_article[i]]
            spans[i] = vader.places(whole[t.sent_start[i] : t.sent_end[i]])
        found.append(spans[i][rank])
    start, end = np.array(found, int).reshape(-1, 2).T + t.sent_start[of]
    first = t.sent_first[of].astype(int)
    return Hits(first, first + 1, start, end)
