"""Sentences built to break a copy of VADER: `toned(seed, n)` gives n of them, always the same."""

import random
import string

from nasty import SPACES, nasty
from nltk.sentiment.vader import VaderConstants as Vader

PAIRS = [
    "at least", "very least", "the least", "least", "never so", "never this", "so", "this", "kind",
    "kind of", "Kind of", "kind OF", "sort of", "just enough", "but", "BUT", "But", "but,", "no",
    "without doubt", "of", "at", "very", "the", "hand to", "cut the", "kiss of", "NEVER so",
    "never So", "never", "never, so", "yeah, right", "n't", "N'T", "didn’t", "in't", "i", "É",
]  # fmt: skip
SIGNS = [*Vader.PUNC_LIST, *"()[]*#@%&/_“”‘’…—«»¡¿", "...", "!!!!", "????", "?!", "''", "!!!!!?"]
ODD = ["😀", "😡!", "❤", "ß", "İ", "ŉ't", "ΟΔΟΣ", "ǅ", "\ud83d", "\x00", "\u200b", "ﬁ", "1", "22",
       "a", "U.S.", "a-b", "--", "...", "!", "?", "!!", "??", "???", "I", "OK"]  # fmt: skip


def toned(seed: int, n: int, lexicon: dict) -> list[str]:
    """Return n sentences of listed words, words of rules, signs, capitals and repeats."""
    chance, listed = random.Random(seed), sorted(lexicon)
    frequent = ["good", "bad", "great", "war", "kind", "shit", "bomb", "ass", "death", "like"]
    idioms = sorted(Vader.SPECIAL_CASE_IDIOMS)
    kinds = [listed, listed, frequent, frequent, sorted(Vader.BOOSTER_DICT), PAIRS, PAIRS,
             sorted(Vader.NEGATE), idioms, " ".join(idioms).split(), ODD,
             ["the", "town", "mayor", "said", "river", "x1"]]  # fmt: skip
    made = nasty(seed, n // 20)
    while len(made) < n:
        some = [kinds[i] for i in chance.sample(range(len(kinds)), chance.randint(1, 6))]
        words = [chance.choice(chance.choice(some)) for _ in range(chance.choice([2, 5, 9, 20]))]
        if chance.random() < 0.3:  # again, perhaps in other company
            words += chance.choices(words, k=chance.randint(1, 6))
        loud, signs = chance.choice([0, 0.1, 0.5, 1]), chance.choice([0, 0.1, 0.6])
        space = chance.choice([" "] * 8 + ["  ", "\n", "", *SPACES])
        text = ""
        for word in words:
            if chance.random() < loud:
                word = chance.choice([word.upper(), word.title(), word.swapcase()])
            if chance.random() < signs:
                word = chance.choice(["", "", chance.choice(SIGNS)]) + word
                word += chance.choice(["", chance.choice(SIGNS), chance.choice(string.punctuation)])
            text += word + (space if chance.random() < 0.97 else chance.choice(["", *SPACES]))
        made.append(text + chance.choice(["", "", *SIGNS]))
    return made


def own(seed: int, lexicon: dict) -> dict:
    """Return the lexicon with some words out, and with words of the rules in."""
    chance = random.Random(seed)
    ruling = [*Vader.BOOSTER_DICT, *Vader.NEGATE, "so", "this", "least", "at", "of", "but", "the"]
    kept = {word: value for word, value in lexicon.items() if chance.random() < 0.8}
    more = chance.sample(sorted(ruling), 30) + chance.sample(sorted(lexicon), 200)
    return kept | {
        word: chance.choice([0.0, -0.0, 1.0, -2.5, 0.1, 1 / 3, -0.293, 4.0]) for word in more
    }
