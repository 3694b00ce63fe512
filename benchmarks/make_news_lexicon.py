"""Make the lexicons "news" and "huliu": python benchmarks/make_news_lexicon.py --help

A word of VADER or of the opinion lexicon of Hu and Liu starts with the mean of the two: VADER's
value, and 2 or -2; 0 in the one that lacks it. Words that news uses as names of institutions or
as prepositions (ASIDE) are left out. Then the words are moved by what people said of sentences
of editorials: ridge regression of the rating on the words of a sentence, over the square root of
its length, in which a value is drawn towards its start, and words that stand near each other in
GloVe move together. A word that neither lists is added if the ratings bring it to 0.2 or more
and the news knows it as a common word; a word for a group of people, or for what parties dispute
(GROUPS), is not added.

`--check` makes no file: it predicts each fifth of the articles from the others and prints
Pearson's r with the ratings step by step, and the r of files that were never learned from.

FOLDER holds positive-words.txt and negative-words.txt (Hu and Liu 2004, CC BY 4.0); CSV has the
columns doc, gold, text (Hutto and Gilbert 2014, MIT); TXT holds glove.6B.50d (Pennington et al.
2014, PDDL), a word and its numbers a line; SOURCE is anything that newslib reads.
"""

import argparse
import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd
from lexicon import agreement
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

import newslib as nl
from newslib.tokens import stopwords

ASIDE = """admiral amazon champaign defense dynamics federal grand gross intelligence
interest interests justice justices like parties party patriot patriots protection providence
renaissance saint securities security share shares state states supreme treasury trump trust
trustee trustees trusts united vice""".split()
GROUPS = """abortion adolescent adolescents adult adults african alien aliens american
americans arab asian babies baby black blacks boy boys brother brothers child children
christian civilian civilians conservative conservatives daughter daughters disabled elderly
employee employees employer employers ethnic father fathers female foreign foreigner
foreigners gay gays girl girls government governments gun guns guys handicap homeless
homosexual husband husbands identity immigrant immigrants indian indigenous inmates islamic
jewish juvenile juveniles ladies lady latino lesbian liberal liberals male males man market
men mentally migrant migrants migration minorities minority mother mothers mullahs muslim
nationality nationals native natives non-citizens pensioners people peoples politician
politicians poor racial refugee refugees religious residents rural secular senior seniors
settlers sister sisters soldiers son sons spouse spouses strangers student students tax taxes
teen teenage teenager teenagers teens tenant tenants tribal tribe tribes undocumented union
unions urban veteran veterans voter voters welfare wheelchair wheelchairs white whites wife
wives woman women worker workers youth youths""".split()
WORD = re.compile(r"[a-z][a-z'-]+")
OURS, NEAR, NOISE = 0.3, 9.0, 3.0  # how far a word moves alone, with its like; what a rating errs
LEAST, KNOWN = 0.2, 5  # an added word has this value, and stands in so many articles


def lists(folder: Path) -> dict[str, dict[str, float]]:
    """Return the values of VADER, and those of Hu and Liu, 2 and -2."""
    found = {"vader": dict(nl.lexicon("vader")), "huliu": {}}
    for kind, value in (("positive", 2.0), ("negative", -2.0)):
        lines = (folder / f"{kind}-words.txt").read_text("latin-1").splitlines()
        words = [line.strip() for line in lines if line.strip() and line[0] != ";"]
        for word in words:  # three words are in both: they are worth nothing
            found["huliu"][word] = found["huliu"].get(word, 0.0) + value
    return {name: {w: v for w, v in of.items() if WORD.fullmatch(w)} for name, of in found.items()}


def words_of(text: str) -> list[str]:
    """Cut a sentence at white space, signs taken off, as VADER does."""
    return [w.strip("""!"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~“”‘—–""").lower().replace("’", "'")
            for w in text.split()]  # fmt: skip


def counted(texts, place: dict[str, int]) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Sentences by words: 1, or -0.74 within three words after a negation; and their lengths."""
    rows, columns, signs, lengths = [], [], [], []
    for i, text in enumerate(texts):
        words = words_of(text)
        turns = [w in ("not", "no", "never", "nor", "without", "cannot") or w.endswith("n't")
                 for w in words]  # fmt: skip
        lengths.append(len(words))
        for j, word in enumerate(words):
            if word in place:
                rows.append(i)
                columns.append(place[word])
                signs.append(-0.74 if any(turns[max(0, j - 3) : j]) else 1.0)
    shape = len(lengths), len(place)
    return sparse.csr_matrix((signs, (rows, columns)), shape), np.array(lengths)


def vectors(path: Path, place: dict[str, int]) -> np.ndarray:
    """Return the direction of each word in GloVe, from the mean of these words; 0 if unknown."""
    found = np.zeros((len(place), 50))
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            word, _, numbers = line.partition(" ")
            if word in place:
                found[place[word]] = np.array(numbers.split(), float)
    known = found.any(axis=1)
    found[known] -= found[known].mean(axis=0)
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def common(source: str, words) -> set[str]:
    """Return the words that stand in KNOWN articles, and mostly with a small letter in sentences.

    Function words are none of them.
    """
    tokens = nl.load(source, progress=False).tokens
    tokens = tokens[tokens["type"].isin(set(words) - set(stopwords()))]
    inside = tokens[tokens.duplicated(["article", "part", "sentence"])]
    capital = inside["token"].str[0].str.isupper().groupby(inside["type"]).mean()
    articles = tokens.groupby("type")["article"].nunique()
    return set(articles.index[articles >= KNOWN]) & set(capital.index[capital < 0.5])


def learned(start, counts, lengths, ratings, near, may_move) -> np.ndarray:
    """Return the values that the ratings make of `start`: ridge regression, in its dual form."""
    by = sparse.diags((lengths + 1.0) ** -0.5) @ counts
    told = np.c_[by @ start, np.ones(len(ratings))]
    slope = np.linalg.lstsq(told, ratings)[0]
    alone = np.where(may_move, np.where(start != 0, 1.0, OURS), 0.0)
    near = near * np.where(may_move, 1.0, 0.0)[:, None] * NEAR**0.5
    kernel = (by @ sparse.diags(alone) @ by.T).toarray() + (by @ near) @ (by @ near).T
    kernel[np.diag_indices_from(kernel)] += NOISE
    pull = by.T @ cho_solve(cho_factor(kernel, overwrite_a=True), ratings - told @ slope)
    return slope[0] * start + alone * pull + near @ (near.T @ pull)


def finished(values, start, may_add) -> np.ndarray:
    """Round to VADER's one decimal; leave out what moved too little to be added."""
    kept = (start != 0) | (may_add & (np.abs(values) >= LEAST))
    return np.round(np.clip(np.where(kept, values, 0), -4, 4), 1) + 0.0


def tone(texts, words: list[str], values) -> np.ndarray:
    """Return the compound of each text by these values, with all rules."""
    listed = {words[i]: values[i] for i in np.flatnonzero(values)}
    return nl.polarity_scores(texts, lexicon=listed)["compound"].to_numpy()


def written(path: Path, values: dict[str, float], listed) -> None:
    """Write the words that have a value, with what the lists say of them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n")
        write.writerow(("word", "value", *(name for name, _ in listed)))
        for word in sorted(word for word, value in values.items() if value):
            told = (f"{of[word]:g}" if word in of else "" for _, of in listed)
            write.writerow((word, f"{values[word]:.1f}", *told))


def main() -> None:
    """Read the arguments; make the file, or check."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    for name in ("--huliu", "--ratings", "--vectors"):
        options.add_argument(name, type=Path, required=True)
    options.add_argument("--news", required=True)
    options.add_argument("--out", type=Path, default=Path("newslib/data/lexicons/news.csv"))
    options.add_argument("--check", action="store_true")
    options.add_argument("others", nargs="*", type=Path, help="CSV files, with --check")
    asked = options.parse_args()
    rated = pd.read_csv(asked.ratings)
    others = {path.stem: pd.read_csv(path) for path in asked.others if asked.check}
    listed = lists(asked.huliu)
    seen = {word for text in rated["text"] for word in words_of(text) if WORD.fullmatch(word)}
    known = common(asked.news, seen)
    words = sorted(set().union(*listed.values(), seen, known))
    place = {word: i for i, word in enumerate(words)}
    vader, huliu = (np.array([of.get(w, 0.0) for w in words]) for of in listed.values())
    aside = np.isin(words, ASIDE)
    mean = (vader + huliu) / 2
    start = np.where(aside, 0.0, mean)
    may_add = np.isin(words, sorted(known)) & ~np.isin(words, GROUPS) & ~aside
    near = vectors(asked.vectors, place)
    counts, lengths = counted(rated["text"], place)
    gold = rated["gold"].to_numpy()

    def fitted(chosen):
        return learned(start, counts[chosen], lengths[chosen], gold[chosen], near, ~aside)

    if not asked.check:
        values = finished(fitted(slice(None)), start, may_add)
        written(asked.out.with_name("huliu.csv"), listed["huliu"], ())
        written(asked.out, dict(zip(words, values, strict=True)), listed.items())
        print(f"{np.count_nonzero(values):,} words, {np.count_nonzero(values[start == 0]):,} added")
        return
    fold = np.random.default_rng(0).permutation(rated["doc"].max() + 1)[rated["doc"]] % 5
    steps = {"VADER": vader, "Hu-Liu": huliu, "mean": mean, "institutions aside": start}
    halves = [fitted(fold != part) for part in range(5)]
    own = {name: tone(rated["text"], words, values) for name, values in steps.items()}
    for name, added in (("moved", start != start), ("moved and added", may_add)):
        own[name] = np.zeros(len(gold))
        for part, values in enumerate(halves):
            values, at = finished(values, start, added), np.flatnonzero(fold == part)
            own[name][at] = tone(rated["text"].iloc[at], words, values)
    whole = fitted(slice(None))
    steps |= {"moved": finished(whole, start, start != start),
              "moved and added": finished(whole, start, may_add)}  # fmt: skip
    print(agreement(rated, own).round(3).to_string())
    for path, other in others.items():
        found = {name: tone(other["text"], words, values) for name, values in steps.items()}
        print(f"{path}, not learned from:\n{agreement(other, found).round(3).to_string()}")


if __name__ == "__main__":
    main()
