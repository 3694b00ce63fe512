"""The set of planted copies: every label is checked against texts no two of which share a word."""

import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from planted import planted


def letters(number: int) -> str:
    """A number in four letters, none of which a scanner or a house style would change."""
    return "".join("bcdfghjkpq"[int(digit)] for digit in f"{number:04}")


def article(number: int) -> dict:
    """An article of which every word says whose it is; the last two have one text."""
    rng, mine = random.Random(number), letters(min(number, 598))
    words = [[f"{mine}{letters(rng.randrange(999))}" for _ in range(15)] for _ in range(14)]
    text = "\n\n".join(" ".join(line).capitalize() + "." for line in words)
    text = text if number < 598 else " ".join(mine + letters(i) for i in range(200))
    return {"title": None, "text": text, "date": "2006-05-01", "outlet": f"Star {number % 9}"}


ARTICLES = [article(number) for number in range(600)]


@pytest.fixture(scope="module", params=["light", "heavy"])
def made(request):
    return planted(ARTICLES, 500, request.param, 3)


def owners(text: str) -> Counter:
    """How many words of a text are whose."""
    return Counter(word[:4].lower() for word in text.split() if len(word.strip(".")) == 8)


def test_the_same_seed_gives_the_same_set_and_another_seed_another():
    few = ARTICLES[:90]
    first = planted(few, 60, "medium", 3)
    assert first == planted(few, 60, "medium", 3) != planted(few, 60, "medium", 4)
    assert len(first) == len({a["id"] for a in first}) == 60


def test_families_are_of_two_to_eight_and_one_of_forty(made):
    sizes = Counter(a["family"] for a in made if a["family"])
    families = [size for name, size in sizes.items() if name.startswith("family")]
    assert max(families) == 40
    assert set(families) <= {2, 3, 4, 5, 6, 7, 8, 40}
    assert all(size == 1 for name, size in sizes.items() if name.startswith("solo"))
    assert 150 <= sum(families) < 160


def test_a_copy_is_mostly_its_story_and_nothing_else_is_of_that_family(made):
    stories = defaultdict(set)
    for a in made:
        if a["family"] and a["made"] not in ("notice", "untouched"):
            (mine, count), *others = owners(a["text"]).most_common()
            assert all(count > other for _, other in others)
            stories[mine].add(a["family"])
    assert all(len(families) == 1 for families in stories.values())


def test_an_unedited_copy_has_the_words_of_its_original(made):
    originals = {a["family"]: a["text"] for a in made if a["made"] == "original"}
    known = {article["text"] for article in ARTICLES}
    assert known.issuperset(originals.values())
    changed = {"edited", "typography", "lead", "half", "fifth", "paragraphs", "copy"}
    kept = [a for a in made if a["family"] in originals and not changed & set(a["made"].split())]
    assert any(a["made"] != "original" for a in kept)
    for a in kept:
        assert all(part in a["text"] for part in originals[a["family"]].split("\n\n"))


def test_real_reissues_and_round_ups_are_left_out(made):
    out = [a for a in made if a["family"] is None]
    assert {a["made"] for a in out} <= {"untouched", "round-up"}
    assert all(letters(598) in owners(a["text"]) for a in out if a["made"] == "untouched")
    assert all(letters(598) not in owners(a["text"]) for a in made if a["family"])
