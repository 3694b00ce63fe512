"""This turns files of coded sentences into agreement: between coders, and with each lexicon.

Krippendorff's alpha is written out here: the package `krippendorff` is GPL, and NLTK's
`AnnotationTask` has no ordinal distance and one answer at a time, too slow for a bootstrap.
"""

from itertools import combinations, combinations_with_replacement
from pathlib import Path

import numpy as np
import pandas as pd

from newslib.asking import add_articles, at_least, need_corpus
from newslib.corpus import Corpus, _count
from newslib.sample import beside, own_folder, shipped
from newslib.sentiment import lexicon_of, scored_sentences
from newslib.sources import as_path

COLUMNS = ("id", "sentence", "start", "end", "text", "label", "value", "probability", "seed",
           "corpus")  # fmt: skip
VALUES = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}
UNSURE = "can't say"
ENOUGH = 15  # articles with coded sentences, for a band
LEVELS = ("nominal", "ordinal", "interval")
FOLDS = 10
MEASURED = ("coders", "sentences", "alpha", "low", "high", "agreement", "correlation",
            "neutral_low", "neutral_high")  # fmt: skip
MOST_CUTS = {2: 200, 3: 40}  # between scores, tried as ends of the neutral band; else 9


# ---- files


def open_coding(corpus: Corpus, path: str = "") -> list[Path]:
    """Find the files in which sentences of a corpus were coded, and print one line that says which.

    `path` is a folder or file as `nl.explore_coding` writes them; empty, it is the folder coding/
    beside articles/, and for the sample, where that has none, two example files that come with
    newslib. Files without a label for a sentence of `corpus` are left out. `nl.reliability`,
    `nl.splits` and `nl.calibrated` take the list; where it is empty, so are their tables.

    >>> import newslib as nl
    >>> open_coding(nl.paste("The dam held. It was a triumph."), "none/yet")
    Nobody has coded sentences of these articles yet: what needs such labels stays empty below.
    []
    """
    need_corpus(corpus)
    own = beside(as_path(str(path))) if path else own_folder().with_name("coding")
    own = [own] if own.is_file() else sorted(own.glob("*.csv"))
    spare = [] if path else sorted(shipped("sample-coding").glob("*.csv"))
    for files, where in ((own, "your files"), (spare, "the example codings of the sample")):
        rows = [located(corpus, _coding(file).dropna(subset="value")) for file in files]
        if found := [file for file, own in zip(files, rows, strict=True) if len(own)]:
            rows = pd.concat(rows)
            n, articles = rows["at"].nunique(), rows["article"].nunique()
            few = "" if articles >= ENOUGH else f" Means with a band need {ENOUGH} articles."
            print(f"Reading {where}: {_count(n, 'sentence')} of {_count(articles, 'article')} "
                  f"coded by {', '.join(file.stem for file in found)}.{few}")  # fmt: skip
            return found
    print("Nobody has coded sentences of these articles yet: what needs such labels stays empty "
          "below.")  # fmt: skip
    return []


def codings(files) -> pd.DataFrame:
    """Read the labels of all coders: a row per coder and sentence, those without a label left out.

    `files` is a folder, a file or a list of files as `nl.explore_coding` writes them; the name of
    a file is the coder's. Needed columns are `id`, `sentence`, `text` and `label`; `value` (a
    number) where labels are not negative, neutral, positive or numbers. Returns `coder, id,
    sentence, text, label, value` (NaN: can't say), `probability` (NaN if not known) and `draw`.
    Raises FileNotFoundError and ValueError for what cannot be read.
    """
    given = [files] if isinstance(files, str | Path) else list(files)
    paths = [beside(as_path(str(path))) for path in given]
    paths = [p for path in paths for p in (sorted(path.glob("*.csv")) if path.is_dir() else [path])]
    if not paths and given:
        raise FileNotFoundError(f"there is no file of coded sentences (*.csv) in {given}")
    if not paths:
        numbers = dict.fromkeys(["sentence", "value", "probability"], float)
        return pd.DataFrame(columns=["coder", *COLUMNS, "draw"], dtype=str).astype(numbers)
    rows = pd.concat([_coding(path) for path in paths], ignore_index=True)
    rows = rows.drop_duplicates(["coder", "id", "sentence"], keep="last")
    return rows.sort_values(["id", "sentence", "coder"], ignore_index=True)


def _coding(path: Path) -> pd.DataFrame:
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if lost := {"id", "sentence", "text", "label"} - set(rows):
        raise ValueError(f"{path.name} has no column {min(lost)!r}: is it a file of coded "
                         f"sentences? Found: {', '.join(rows)}")  # fmt: skip
    rows = rows.reindex(columns=list(COLUMNS), fill_value="")
    # An apostrophe kept a spreadsheet from taking it for a formula.
    rows = rows.apply(lambda column: column.str.replace(r"^'(?=[=+\-@\t\r])", "", regex=True))
    rows["draw"] = rows["seed"] + "/" + rows["corpus"] + f"/{len(rows)}"
    rows.insert(0, "coder", path.stem)
    rows = rows[rows["label"] != ""]
    told = rows["label"].str.lower().replace(VALUES)
    for name in ("sentence", "value", "probability"):
        rows[name] = pd.to_numeric(rows[name], errors="coerce")
    unsure = rows["label"] == UNSURE
    rows["value"] = rows["value"].fillna(pd.to_numeric(told, errors="coerce")).mask(unsure)
    if len(odd := rows["label"][rows["value"].isna() & ~unsure]):
        raise ValueError(f"{path.name}: the label {odd.iloc[0]!r} has no value. Give the column "
                         f"'value' a number for each label, such as {VALUES}")  # fmt: skip
    return rows


def located(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose sentences are in the corpus, with `at`, their place in its store."""
    store, t = corpus._store, corpus._store.tokens
    wanted = corpus._chosen & store.articles["id"].isin(rows["id"]).to_numpy()
    at = np.flatnonzero(wanted[t.sent_article])
    own = corpus._sentence_rows(at).drop(columns="part")
    own["at"], own["id"] = at, store.articles["id"].array.take(own["article"].to_numpy())
    own = own.drop_duplicates(["id", "sentence"])
    found = rows.merge(own, on=["id", "sentence"], suffixes=("_coded", ""))
    return found[found["text_coded"].str.split() == found["text"].str.split()]


# ---- agreement


def alpha(coincidences: np.ndarray, level: str, values: np.ndarray) -> np.ndarray:
    """Krippendorff's alpha of coincidence matrices, whose last two axes are the values in order.

    Krippendorff (2011), Computing Krippendorff's alpha-reliability; (2018), Content Analysis, 4th
    ed., ch. 12. The ordinal distance is that of the middles of the ranks. NaN where there is
    nothing to disagree about.

    >>> alpha(np.array([[4.0, 0.0], [0.0, 6.0]]), "nominal", np.array([0.0, 1.0])).item()
    1.0
    """
    n = coincidences.sum(-1)
    place = np.cumsum(n, -1) - n / 2 if level == "ordinal" else np.broadcast_to(values, n.shape)
    apart = (place[..., :, None] - place[..., None, :]) ** 2
    apart = 1 - np.eye(len(values)) if level == "nominal" else apart
    observed = (coincidences * apart).sum((-1, -2))
    chance = (n[..., :, None] * n[..., None, :] * apart).sum((-1, -2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - np.where(chance > 0, (n.sum(-1) - 1) * observed / chance, np.nan)


def coincidences(counts: np.ndarray) -> np.ndarray:
    """The coincidence matrix of each unit from how often it was given each value."""
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(counts.shape[1])
    return pairs / np.maximum(counts.sum(1) - 1, 1)[:, None, None]


def reliability(
    files, *, corpus: Corpus | None = None, lexicons=("vader",), level: str = "ordinal",
    bootstrap: int = 1000, seed: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """Say how far coders agree, all together and by twos, and each lexicon with them.

    `files` is the folder (or files) that `nl.explore_coding` wrote, a file per coder, or what
    `nl.open_coding` returns; "can't say" and sentences not yet coded are missing values. `level`
    is "nominal", "ordinal" or "interval".
    With `corpus` each of `lexicons` is one more coder: its scores are cut into the coders' values
    where that agrees best with them, in ten folds of articles, so that each sentence is judged by
    a band that was fitted to other articles.

    Returns a row per comparison, indexed by `who`: `coders`, `sentences` (with two labels or
    more), `alpha` (Krippendorff's), `low` and `high` (95 % bootstrap interval over sentences; Zapf
    and others 2016, BMC Medical Research Methodology 16:93), `agreement` (share of pairs of labels
    that are alike) and for a lexicon `correlation` (Pearson's r of score and mean label) and
    `neutral_low`, `neutral_high`, the scores between which it says neutral, fitted to all. Alpha
    is that of the sentences as drawn, in which extremes are more frequent than in the corpus.

    No files, [], give a table without rows. Raises ValueError for files that cannot be read, an
    unknown level, a single coder without `corpus`, and coded sentences none of which is in it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for coder, labels in {"ann": "ABAB", "ben": "ABAA"}.items():
    ...         rows = [("x", i, "A sentence.", v, ord(v)) for i, v in enumerate(labels)]
    ...         table = pd.DataFrame(rows, columns=["id", "sentence", "text", "label", "value"])
    ...         table.to_csv(f"{folder}/{coder}.csv", index=False)
    ...     reliability(folder)["alpha"].round(3).to_dict()
    {'all coders': 0.533}
    """
    at_least(0, bootstrap=bootstrap)
    if level not in LEVELS:
        raise ValueError(f"level= takes {', '.join(LEVELS)}; got {level!r}")
    rows = codings(files).dropna(subset="value")
    coders = sorted(rows["coder"].unique())
    if files == []:
        return pd.DataFrame(columns=list(MEASURED), dtype=float).rename_axis("who")
    if len(coders) < 2 - (corpus is not None):
        raise ValueError("agreement needs two coders, or one and corpus=, to compare them with a "
                         f"lexicon; the files have labels of {coders or 'nobody'}")  # fmt: skip
    values, rows["unit"] = np.unique(rows["value"]), rows.groupby(["id", "sentence"]).ngroup()
    n = rows["unit"].nunique()
    counts = np.zeros((len(coders), n, len(values)))
    counts[np.searchsorted(coders, rows["coder"]), rows["unit"],
           np.searchsorted(values, rows["value"])] = 1  # fmt: skip
    again = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / max(n, 1)), bootstrap)

    def measured(who, of, units, **more):
        """One row, from the coincidence matrix of each sentence; `again` draws sentences again."""
        spread = alpha(np.tensordot(again.astype(float), units, 1), level, values)
        spread = spread[np.isfinite(spread)]
        low, high = np.quantile(spread, [0.025, 0.975]) if len(spread) else (np.nan, np.nan)
        total = units.sum(0)
        alike = np.trace(total) / total.sum() if total.any() else np.nan
        return {"who": who, "coders": of, "sentences": int(units.any((1, 2)).sum()),
                "alpha": float(alpha(total, level, values)), "low": low, "high": high,
                "agreement": alike, **more}  # fmt: skip

    table, notes, names = [], [], []
    if len(coders) > 1:
        table.append(measured("all coders", len(coders), coincidences(counts.sum(0))))
    if corpus is not None:
        found = located(corpus, rows)
        if not len(found):
            raise ValueError("none of the coded sentences is in this corpus: pass the corpus from "
                             "which they were drawn")  # fmt: skip
        if lost := len(rows) - len(found):
            notes.append(f"{lost} of {len(rows)} labels are of sentences not in these articles.")
        score, article = np.full(n, np.nan), np.zeros(n, int)
        article[found["unit"]] = found["article"]
        for lexicon in lexicons:
            names.append(lexicon_of(lexicon).name)
            known = scored_sentences(corpus, "all", lexicon)["compound"]
            score[found["unit"]] = known.reindex(found["at"])
            against = _against(score, article, counts.sum(0), level, values)
            table.append(measured(names[-1], len(coders) + 1, **against))
    for i, j in combinations(range(len(coders)), 2) if len(coders) > 2 else ():
        pair = coincidences(counts[[i, j]].sum(0))
        table.append(measured(f"{coders[i]}, {coders[j]}", 2, pair))
    table = pd.DataFrame(table).set_index("who")
    if corpus is not None:
        arguments = {"lexicons": names, "level": level, "coders": coders}
        table.attrs["newslib"] = corpus.describe("reliability", "all", arguments, notes)
    return table


def _against(score, article, labels, level, values) -> dict:
    """Pairs of a lexicon's value and each coder's, cut where sentences of other articles say."""
    units, k = np.zeros((len(score), len(values), len(values))), len(values)
    own = np.isfinite(score) & labels.any(1)
    score, labels = score[own], labels[own]
    place = np.unique(article[own], return_inverse=True)[1]
    said, fold = np.zeros(len(score), int), place % min(FOLDS, place.max(initial=0) + 1)
    for i in np.unique(fold):
        cuts = fit_cuts(score[fold != i], labels[fold != i], level, values)
        said[fold == i] = np.searchsorted(cuts, score[fold == i])
    halves = np.eye(k)[said][:, :, None] * labels[:, None, :]
    units[own] = halves + halves.transpose(0, 2, 1)
    cuts, mean = fit_cuts(score, labels, level, values), labels @ values / labels.sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = np.corrcoef(score, mean)[0, 1] if len(score) > 1 else np.nan
    return {"units": units, "correlation": r, "neutral_low": cuts[(k - 2) // 2],
            "neutral_high": cuts[(k - 1) // 2]}  # fmt: skip


def fit_cuts(score: np.ndarray, labels: np.ndarray, level: str, values: np.ndarray) -> np.ndarray:
    """Where to cut scores into values so that alpha with the labels is largest.

    `labels` says how often each sentence was given each value. Cuts lie half-way between scores.

    >>> fit_cuts(np.array([-0.5, 0, 0.3, 0.9]), np.eye(3)[[0, 1, 1, 2]], "nominal", np.arange(3))
    array([-0.25,  0.6 ])
    """
    known, k = np.unique(score), len(values)
    if len(known) < 2 or k < 2:
        return np.full(max(k - 1, 1), np.nan)
    middle, most = (known[1:] + known[:-1]) / 2, MOST_CUTS.get(k, 9)
    if len(middle) > most:
        middle = middle[np.linspace(0, len(middle) - 1, most).round().astype(int)]
    cuts = np.array([*combinations_with_replacement(middle, k - 1)])
    said = (score[None, :, None] > cuts[:, None, :]).sum(2)
    halves = np.einsum("cuk,ul->ckl", np.eye(k)[said], labels)
    found = alpha(halves + halves.transpose(0, 2, 1), level, values)
    return cuts[np.argmax(np.nan_to_num(found, nan=-np.inf))]


def splits(files, corpus: Corpus) -> pd.DataFrame:
    """List the sentences on which coders split, the widest splits first; `nl.read` shows them.

    Returns a row per sentence with two different labels or more: `article`, `sentence`, `start`,
    `end`, `text`, `title`, `outlet`, `date`, `labels` (who said what) and `spread` (the standard
    deviation of the labels' values). Sentences that are not in the corpus are left out.

    >>> import tempfile, newslib as nl
    >>> corpus = nl.paste("The dam held. It was a triumph.", title="Dam")
    >>> rows = corpus.sentences.assign(id=corpus.articles["id"][0], label=["neutral"] * 3)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     rows.to_csv(f"{folder}/ann.csv", index=False)
    ...     rows.loc[2, "label"] = "positive"
    ...     rows.to_csv(f"{folder}/ben.csv", index=False)
    ...     splits(folder, corpus)[["text", "labels"]].values.tolist()
    [['It was a triumph.', 'ann: neutral; ben: positive']]
    """
    rows = located(corpus, codings(files).dropna(subset="value"))
    rows["said"] = rows["coder"] + ": " + rows["label"]
    own = {name: (name, "first") for name in ("article", "sentence", "start", "end", "text", "id")}
    table = rows.groupby("at", as_index=False).agg(
        **own, labels=("said", "; ".join), spread=("value", "std"), kinds=("label", "nunique")
    )
    table = add_articles(corpus, table[table["kinds"] > 1])
    table = table.sort_values(["spread", "id", "sentence"], ascending=[False, True, True])
    return table[["article", "sentence", "start", "end", "text", "title", "outlet", "date",
                  "labels", "spread"]].reset_index(drop=True)  # fmt: skip
