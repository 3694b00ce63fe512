"""This turns sentences drawn by chance into labels that a person gives them, blind.

A coder sees a sentence between its neighbours, and neither its score nor its outlet. Each label
is written at once to a file of the coder's, `coding/<coder>.csv`, which holds the sample too: the
same for every coder, and resumed where it was left. No score is ever in that file.
"""

import os
from functools import partial
from pathlib import Path

import ipywidgets as w
import numpy as np
import pandas as pd

from newslib.asking import at_least, grouped, need_corpus
from newslib.corpus import Corpus
from newslib.export import csv_text
from newslib.markup import made
from newslib.reliability import COLUMNS, UNSURE, VALUES, codings
from newslib.sample import own_folder
from newslib.sentiment import scored_sentences
from newslib.start import safe_name
from newslib.widgets import _box, _html, _shown


def inclusion(size: np.ndarray, n: int) -> np.ndarray:
    """The chance of each sentence to be among n, in proportion to its size; 1 where that is more.

    >>> inclusion(np.array([1.0, 1.0, 2.0]), 2).tolist()
    [0.5, 0.5, 1.0]
    """
    sure = np.zeros(len(size), bool)
    while True:
        rest = max(size[~sure].sum(), np.finfo(float).tiny)
        chance = np.where(sure, 1.0, (n - sure.sum()) * size / rest)
        if (chance <= 1).all():
            return chance
        sure |= chance > 1


def drawn(corpus: Corpus, n: int = 50, seed: int = 0, part: str = "body") -> pd.DataFrame:
    """Draw n sentences to be coded, a third of them from each third of the lexicon's scores.

    Within a third a sentence's chance is in proportion to its share in its article, so that
    articles count alike; outlets keep their proportions, for the draw is systematic along them
    (Cochran 1977, Sampling Techniques, ch. 8 and 9A). Returns the columns of a file of coded
    sentences, in an order made by chance, labels empty, indexed by their place in the store.
    """
    rows = scored_sentences(corpus, part)
    if not len(rows):
        raise ValueError("there is no sentence to code: no article here looks English")
    score, article = rows["compound"].to_numpy(), rows["article"].to_numpy()
    low, high = np.quantile(score, [1 / 3, 2 / 3])
    third = (score >= low).astype(int) + (score > high)
    share = 1 / np.bincount(article)[article]
    chance = inclusion(share / np.bincount(third, share)[third], min(n, len(rows)))
    dice, outlet = np.random.default_rng(seed), grouped(corpus, "outlet")[0][article]
    along = np.lexsort((dice.random(len(rows)), outlet, third))
    total = np.cumsum(chance[along])
    at = np.searchsorted(total, np.arange(min(n, len(rows))) + dice.random(), "right")
    at = dice.permutation(along[np.minimum(at, len(along) - 1)])
    table = corpus._sentence_rows(place := rows.index.to_numpy()[at])
    table["id"] = corpus._store.articles["id"].array.take(table["article"].to_numpy())
    table["probability"], table["seed"], table["corpus"] = chance[at], seed, corpus.fingerprint
    return table.assign(label="", value=np.nan)[list(COLUMNS)].set_index(place)


def explore_coding(
    corpus: Corpus, *, n: int = 50, coder: str = "", categories=tuple(VALUES), path=None,
    seed: int = 0,
) -> "Coder":  # fmt: skip
    """Return a widget in which n sentences are read and coded one by one, without their scores.

    `coder` is the name of who codes; empty, it is asked for. `categories` are the labels from low
    to high, spread over -1 to +1, or a dict with a value for each. `path` is the folder of the
    files, one per coder; without it the folder coding/ beside articles/. Type the number of a
    label (0: can't say, b: back) or press its button; each label is saved at once. With the same
    corpus, `n` and `seed` every coder reads the same sentences in the same order. To code only
    articles about something, pass `corpus.where(mentions=…)`.

    The widget has `table` (the sentences with labels so far) and `file`. In a report it says how
    many sentences each coder has coded.

    Raises ValueError for fewer than two or more than nine categories, and where there is no
    sentence; a name whose file holds another sample is answered in the widget.

    >>> import newslib as nl
    >>> explore_coding(nl.paste("The dam held. It was a triumph."), path="none/yet")
    Nobody has coded a sentence in the folder none/yet.
    """
    need_corpus(corpus)
    at_least(1, n=n)
    at_least(0, seed=seed)
    if not isinstance(categories, dict):
        spread = np.linspace(-1, 1, len(categories)).tolist()
        categories = dict(zip(categories, spread, strict=True))
    if not 2 <= len(categories) <= 9 or {UNSURE, ""} & categories.keys():
        raise ValueError(f"categories= takes two to nine labels other than {UNSURE!r}; got "
                         f"{list(categories)}")  # fmt: skip
    folder = Path(path) if path is not None else own_folder().with_name("coding")
    return Coder(drawn(corpus, n, seed), corpus, categories, folder, coder)


class Coder(w.VBox):
    """What `nl.explore_coding` returns; `controls` are its parts by name."""

    def __init__(self, sample: pd.DataFrame, corpus: Corpus, categories: dict, folder, coder: str):
        """Lay the controls out; begin if it is known who codes."""
        self._sample, self._corpus, self._folder = sample, corpus, folder
        self._values = categories | {UNSURE: np.nan}
        name = w.Text(coder, description="Who codes?", continuous_update=False)
        key = w.Text(description=f"Type 1 to {len(categories)}, 0 or b here")
        self.controls = {"name": name, "key": key}
        for sign, said in zip([*range(1, len(categories) + 1), 0, "b"], [*self._values, "back"],
                              strict=True):  # fmt: skip
            self.controls[str(sign)] = button = w.Button(description=f"{sign} {said}")
            button.on_click(partial(self._press, str(sign)))
        style, self._text = _html("nl-style"), _html("nl-text")
        style.value = str(made("widget_style"))
        self._asked = _box("nl-controls", *list(self.controls.values())[1:])
        super().__init__([style, name, self._text, self._asked])
        self.add_class("nl-explorer").add_class("nl-coder")
        name.observe(lambda _: self._begin(), "value")
        key.observe(self._typed, "value")
        self._begin()

    def __repr__(self):
        """Say how many sentences each coder has coded."""
        if not any(self._folder.glob("*.csv")):
            return f"Nobody has coded a sentence in the folder {self._folder.as_posix()}."
        coded = codings(self._folder)["coder"].value_counts().sort_index()
        said = ", ".join(f"{name} {n:,}" for name, n in coded.items())
        return f"Sentences coded, of {len(self._sample):,}: {said or 'none yet'}."

    def _repr_mimebundle_(self, **asked):
        if not os.environ.get("NEWSLIB_RUN"):
            return super()._repr_mimebundle_(**asked)
        return {"text/html": str(made("cell", repr(self))), "text/plain": repr(self)}

    def _begin(self) -> None:
        """Take up the coder's file where it was left, or begin one; refuse one of other sentences.

        A file without this sample's seed, corpus and number of sentences is not touched.
        """
        name, own = safe_name(self.controls["name"].value.strip()), ["id", "sentence"]
        self.file = self._folder / f"{name}.csv" if name else None
        self.table, self.at, said = self._sample.copy(), 0, ""
        if name and self.file.exists():
            done, draw = codings([self.file]), self._sample.iloc[0]
            if {*done["draw"]} - {f"{draw['seed']}/{draw['corpus']}/{len(self._sample)}"}:
                said = (f"{self.file.as_posix()} holds other sentences than are drawn here, of "
                        "another n, seed or corpus. Give another name or path=.")  # fmt: skip
                self.file, done = None, done.iloc[:0]
            done = done.set_index(own).reindex(pd.MultiIndex.from_frame(self._sample[own]))
            self.table["label"] = done["label"].fillna("").to_numpy()
            self.table["value"] = done["value"].to_numpy()
            self.at = int(np.argmax([*(self.table["label"] == ""), True]))
        _shown(self._asked, self.file)
        self._show() if self.file else self._tell(said)

    def _typed(self, change) -> None:
        """Take the last sign typed; the box is empty again for the next."""
        if change["new"] and self.file:
            self.controls["key"].value = ""
            self._press(change["new"].strip().lower()[-1:])

    def _press(self, key: str, _=None) -> None:
        """Do what a key or its button says: give a label and go on, or go back."""
        if key == "b":
            self.at = max(self.at - 1, 0)
        elif key in self.controls and self.at < len(self.table):
            label = list(self._values)[int(key) - 1]  # 0 is the last: can't say
            self.table.iloc[self.at, [COLUMNS.index("label"), COLUMNS.index("value")]] = (
                label, self._values[label])  # fmt: skip
            self._save()
            self.at += 1
        self._show()

    def _save(self) -> None:
        """Write the file whole under another name, then give it its own."""
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh, text = self.file.with_suffix(".part"), csv_text(self.table.set_index("id"))
        fresh.write_text(text, "utf-8", errors="replace", newline="")
        os.replace(fresh, self.file)

    def _tell(self, inner) -> None:
        self._text.value = str(made("cell", inner))

    def _show(self) -> None:
        """Show the sentence that is next, between those beside it, or what was done."""
        labels, n = self.table["label"], len(self.table)
        coded = f"{(labels != '').sum():,} of {n:,} coded"
        if self.at == n:
            counts = labels.value_counts().reindex(list(self._values), fill_value=0)
            said = ", ".join(f"{label} {count:,}" for label, count in counts.items())
            return self._tell(f"{coded}: {said}. They are in {self.file.as_posix()}.")
        t, at = self._corpus._store.tokens, self.table.index[self.at]
        near = np.clip([at - 1, at, at + 1], 0, len(t.sent_part) - 1)
        same = (t.sent_article[near] == t.sent_article[at]) & (near == [at - 1, at, at + 1])
        same &= t.sent_part[near] == t.sent_part[at]
        texts = self._corpus._sentence_rows(near)["text"].where(same, "")
        self._tell(made("coding", f"Sentence {self.at + 1:,} of {n:,}; {coded}", *texts))
