"""This turns sentences drawn by chance into labels that a person gives them, blind.

A coder sees a sentence between its neighbours, and neither its score nor its outlet. Each label
is written at once to a file of the coder's, `coding/<coder>.csv`, which holds the sample too: the
same for every coder, and resumed where it was left. No score is ever in that file.
"""

import os
from functools import partial
from io import StringIO
from pathlib import Path

import ipywidgets as w
import numpy as np
import pandas as pd

from newslib.asking import at_least, grouped, need_corpus
from newslib.corpus import Corpus
from newslib.export import csv_text
from newslib.markup import made
from newslib.reliability import COLUMNS, UNSURE, VALUES, codings, scored
from newslib.sample import own_folder
from newslib.start import safe_name
from newslib.widgets import _box, _html, _shown

BACK, CANNOT = "b", "0"


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
    articles count alike; outlets and the order of articles are kept in proportion by drawing
    systematically along them (Cochran 1977, Sampling Techniques, ch. 8 and 9A). Returns the
    columns of a file of coded sentences, in an order made by chance, labels empty; the index is
    the place of a sentence in the store.
    """
    rows = scored(corpus, part=part)
    if not len(rows):
        raise ValueError("there is no sentence to code: no article here looks English")
    score, article = rows["compound"].to_numpy(), rows["article"].to_numpy()
    low, high = np.quantile(score, [1 / 3, 2 / 3])
    third = (score >= low).astype(int) + (score > high)
    share = 1 / np.bincount(article)[article]
    chance = inclusion(share / np.bincount(third, share)[third], min(n, len(rows)))
    along = np.lexsort((article, grouped(corpus, "outlet")[0][article], third))
    dice, total = np.random.default_rng(seed), np.cumsum(chance[along])
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
        names = list(categories)
        categories = dict(zip(names, np.linspace(-1, 1, len(names)).tolist(), strict=True))
    if not 2 <= len(categories) <= 9 or {UNSURE, ""} & categories.keys():
        raise ValueError(f"categories= takes two to nine labels, none of them {UNSURE!r}; "
                         f"got {list(categories)}")  # fmt: skip
    folder = Path(path) if path is not None else own_folder().with_name("coding")
    return Coder(drawn(corpus, n, seed), corpus, categories, folder, coder)


class Coder(w.VBox):
    """What `nl.explore_coding` returns; `controls` are its parts by name."""

    def __init__(self, sample: pd.DataFrame, corpus: Corpus, categories: dict, folder, coder: str):
        """Lay the controls out; begin if it is known who codes."""
        self._sample, self._folder, self._categories = sample, folder, categories
        self.table, self.file, self.at = sample, None, 0
        self._corpus = corpus
        numbered = [f"{i} {label}" for i, label in enumerate(categories, 1)]
        c = self.controls = {
            "name": w.Text(coder, description="Who codes?", placeholder="a name, then Enter",
                           continuous_update=False),
            "key": w.Text(description=f"Type 1 to {len(categories)} here"),
        }  # fmt: skip
        for key, said in [*enumerate(numbered, 1), (CANNOT, f"0 {UNSURE}"), (BACK, "b back")]:
            c[str(key)] = w.Button(description=said)
            c[str(key)].on_click(partial(self._press, str(key)))
        for name, control in c.items():
            control.add_class(f"nl-code-{name}")
        self._style, self._message, self._text = map(_html, ("nl-style", "nl-message", "nl-text"))
        self._style.value = str(made("widget_style"))
        self._asked = _box("nl-controls", *list(c.values())[1:])
        super().__init__([self._style, c["name"], self._message, self._text, self._asked])
        self.add_class("nl-explorer").add_class("nl-coder")
        c["name"].observe(lambda _: self._begin(), "value")
        c["key"].observe(self._typed, "value")
        self._begin()

    def __repr__(self):
        """Say how many sentences each coder has coded."""
        try:
            rows = codings(self._folder)
        except FileNotFoundError:
            rows = pd.DataFrame({"coder": []})
        if not len(rows):
            return f"Nobody has coded a sentence in the folder {self._folder.as_posix()}."
        said = (f"{name} {n:,}" for name, n in rows["coder"].value_counts(sort=False).items())
        return f"Sentences coded, of {len(self._sample):,}: {', '.join(sorted(said))}."

    def _repr_mimebundle_(self, **asked):
        if not os.environ.get("NEWSLIB_RUN"):
            return super()._repr_mimebundle_(**asked)
        return {"text/html": str(made("cell", repr(self))), "text/plain": repr(self)}

    def _begin(self) -> None:
        """Take up the coder's file, or begin one."""
        name, self.file, self.at, self.table = self.controls["name"].value, None, 0, self._sample
        if name := safe_name(name.strip()):
            self.file = self._folder / f"{name}.csv"
            if self.file.exists():
                self._resume()
        self._show()

    def _resume(self) -> None:
        """Read the labels of the file where it holds this sample; say so where it does not."""
        kept = ["id", "sentence", "seed", "corpus"]
        done, ours = (
            pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8-sig")
            for source in (self.file, StringIO(_as_csv(self._sample)))
        )
        if not done.reindex(columns=kept).equals(ours[kept]):
            self._say(f"{self.file.as_posix()} holds other sentences than are drawn here (another "
                      "n, seed or corpus). Give another name, or another path=.")  # fmt: skip
            self.file = None
            return
        label = done["label"].where(done["label"].isin([*self._categories, UNSURE]), "")
        value = label.map(self._categories).astype(float)
        self.table = self._sample.assign(label=label.to_numpy(), value=value.to_numpy())
        todo = np.flatnonzero(label == "")
        self.at = int(todo[0]) if len(todo) else len(label)

    def _typed(self, change) -> None:
        """Take the last sign typed; the box is empty again for the next."""
        if change["new"]:
            self.controls["key"].value = ""
            self._press(change["new"].strip().lower()[-1:])

    def _press(self, key: str, _=None) -> None:
        """Do what a key or its button says: give a label and go on, or go back."""
        labels = dict(enumerate(self._categories, 1)) | {0: UNSURE}
        if key not in self.controls:
            self._say(f"There is no key {key!r}: type 1 to {len(self._categories)}, 0 or b.")
            return
        if key == BACK:
            self.at = max(self.at - 1, 0)
        elif self.at < len(self.table):
            label = labels[int(key)]
            self.table = self.table.copy()
            said = {"label": label, "value": self._categories.get(label, np.nan)}
            for name, value in said.items():
                self.table.iloc[self.at, self.table.columns.get_loc(name)] = value
            self._save()
            self.at += 1
        self._show()

    def _save(self) -> None:
        """Write the file whole under another name, then give it its own."""
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = self.file.with_suffix(".part")
        fresh.write_text(_as_csv(self.table), "utf-8", errors="replace", newline="")
        os.replace(fresh, self.file)

    def _beside(self, at: int) -> list[str]:
        """The sentence before, this one, and the one after, of the same text."""
        t = self._corpus._store.tokens
        near = np.clip([at - 1, at, at + 1], 0, len(t.sent_article) - 1)
        same = (t.sent_article[near] == t.sent_article[at]) & (t.sent_part[near] == t.sent_part[at])
        same &= near == [at - 1, at, at + 1]
        texts = self._corpus._sentence_rows(near)["text"]
        return [text if own else "" for text, own in zip(texts, same, strict=True)]

    def _say(self, sentence: str) -> None:
        self._message.value = str(made("cell", sentence))
        _shown(self._message, sentence)

    def _show(self) -> None:
        """Show the sentence that is next, between those beside it, or what was done."""
        if self.file is not None:
            self._say("")
        labels, n = self.table["label"], len(self.table)
        for key, control in self.controls.items():
            control.disabled = key != "name" and self.file is None
        _shown(self._asked, self.file)
        coded = f"{(labels != '').sum():,} of {n:,} coded"
        if self.file is None:
            self._text.value = ""
        elif self.at < n:
            said = f"Sentence {self.at + 1:,} of {n:,}; {coded}"
            shown = made("coding", said, *self._beside(self.table.index[self.at]))
            self._text.value = str(made("cell", shown))
        else:
            counts = labels.value_counts().reindex([*self._categories, UNSURE], fill_value=0)
            said = ", ".join(f"{label} {count:,}" for label, count in counts.items())
            said = f"{coded}: {said}. They are in {self.file.as_posix()}."
            self._text.value = str(made("cell", said))


def _as_csv(table: pd.DataFrame) -> str:
    return csv_text(table.set_index("id"))
