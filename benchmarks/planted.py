"""This turns articles into a set with planted copies: python benchmarks/planted.py IN OUT --n 3000

Writes id, title, text, date, outlet, family, made. Articles of one family are copies of one story,
cut, sub-edited, topped with a new lead, merged with other matter and reissued as newsrooms do it;
`made` says how, for the reader of a score. The policy of labels, which is an editor's:

- A copy is a text of which more than half the words are the story's, at least 30 of them, however
  edited: `family-N`. A copy may be made from another copy (agency, paper, reissue).
- Everything else has a label of its own, `solo-N`: a follow-up with one background paragraph of
  an earlier story, a quote told again in another story, house boilerplate, stock sentences, and
  notices that fill one frame with other facts (different news in the same words is not a copy).
- null is left out of scoring: a round-up of two dispatches (it belongs to both) and an untouched
  article that shares a seventh of its word six-grams (or of the other's, if that is shorter)
  with another of the collection, because reissues that nobody labelled would make labels lie.
  Stories and hosts are drawn from texts that share no more than twelve six-grams with any other.

Needed are numpy and articles (jsonl, jsonl.gz) with title, text, date and outlet. The same
articles, options and seed give the same bytes.
"""

import argparse
import gzip
import json
import random
import re
from collections import Counter
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np

GRAM, CLEAN, REISSUED, SHORT = 6, 12, 1 / 7, 30  # words; six-grams; share; words
SHARES = {  # of the articles; how many, at least and at most, share one passage
    "follow-up": (0.05, 1, 5), "quote": (0.03, 2, 4), "stock": (0.02, 3, 8), "house": (0.02, 5, 15),
    "notice": (0.02, 3, 10),
}  # fmt: skip
STRENGTHS = {"light": 0.15, "medium": 0.55, "heavy": 0.9}
WORDS = {  # entries end with a bar, lines break where a space is; _ is a space that must stay
    part[0]: " ".join(part[1:]).replace("_", " ").replace("\\n", "\n").split("| ")
    for part in map(
        str.splitlines, Path(__file__).with_suffix(".txt").read_text("utf-8").split("\n\n")
    )
}
STYLE = [rule.split("=") for rule in WORDS["style"]]  # either way
SYNONYMS = dict(rule.split("=") for rule in WORDS["synonyms"])
SENTENCE = re.compile(
    r'(?:(?<=[.!?])(?<!\b[A-Z]\.)(?<!(?:Sen|Rep|Gov|Gen)\.)(?<!(?:Mr|Dr|St)\.)|(?<=[.!?]["”]))'
    r'\s+(?=[A-Z“"])|  +'
)
FURNITURE = re.compile(r"(?i)immediate release|^contact|555-0100|^press release|^phone")
NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+ )*[A-Z][a-z]{2,}")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
WHEN = "when|if|while|after|before|although|because|since|as"
MOVED = re.compile(  # a capital that an edit has moved inside
    rf"(?<=[a-z,] )(?:The|An?|Th[ei]se?|This|It|H?e|She|They|H[ie][sr]|Our|(?i:{WHEN})|In|On|At|"
    r"Under|During|With)(?= [a-z0-9$])"
)
EDITS = [(re.compile(pattern), new) for pattern, new in (
    (r'^["“](.+?)[,.]?["”],? (said|says) ([^.]+)\.$', r'\3 \2: "\1."'),
    (r'^(.{4,60}?) (said|added)[:,] ["“](.+?)[.,]?["”]$', r'"\3," \2 \1.'),
    (r"^(.{4,60}?) (said|announced|stated) (?:today )?that (.+)\.$", r"\3, \1 \2."),
    (rf"^(.{{20,}}?),? ({WHEN}) ([^,.]{{12,}})\.$", r"\2 \3, \1."),
    (rf"^((?i:{WHEN}|in|on|at|under|during|with) [^,]{{4,70}}), ([^.]+)\.$", r"\2 \1."),
    (r"\b(\d{1,3}),[1-9]\d\d\b", r"more than \1,000"),
    (r"\$(\d+)\.\d+ (m|b)illion", r"about $\1 \2illion"),
    (r"\b(\d+)\.\d+ (percent|per cent)", r"some \1 \2"),
    (r" \([^)]{1,40}\)", ""),
    (r" (recently|clearly|simply|truly|certainly|actually|fully|finally|currently|strongly)\b", ""),
    (r'(["“][^"”]{40,}?)[.;,] [^"”]{20,}(["”])', r"\1 ...\2"),
    (r", (?:and|but) (?=(?:the|he|she|they|it|we|this) )", ". "),
    (r", (?:which|who) [^,]{5,60},", ""),
    (rf"({MONTHS}) (\d\d?), (\d{{4}})", r"\2 \1 \3"),
    (rf"({MONTHS}) (\d\d?)(?:, \d{{4}})?", r"\2 \1"),
    (r" also\b", ""), (r"\bthat (?=(?:the|he|she|they|it|we|I)\b)", ""),
    (r"\b([a-z]{4,}), ([a-z]{4,}),? and ([a-z]{4,})\b", r"\3, \1 and \2"),
    (r"(?<=[a-z,] )([A-Z][a-z]+) and ([A-Z][a-z]+)\b(?! [A-Z])", r"\2 and \1"),
    (r"(?<!, )\b([a-z]{5,}) and (?!their|other)([a-z]{5,})\b", r"\2 and \1"),
    (r"\bthe ([a-z]{4,}) of the ([A-Z]?[a-z]{4,})\b", r"the \2's \1"),
    (r"\bU\.?S\.? (?=Sen)", ""), (r"\b(?:today|yesterday|earlier this week|this week) ", ""),
    (r"\b(Sen\.|Senator) [A-Z][a-z]+ (?=[A-Z][a-z]+)", r"\1 "),
    (r"\bon (?:Mon|Tues|Wednes|Thurs|Fri)day\b", "this week"),
    (r"^(.{40,}[a-z])\.$", r"\1, {fill}."),
)]  # fmt: skip
NOISE = [(re.compile(pattern), new) for pattern, new in (
    (r"[’']", ""), (r"[’']", " "), (r"--|—|–", " - "), (r" - |--", "—"), (r'[“”"]', "''"),
    (r'"\b', "“"), (r'\b([.,]?)"', r"\1”"), (r"'", "’"), (r"’", "'"), (r"[“”]", '"'), (r"\n+", " "),
    (r"\n+", "\n"), (r"(?<=[a-z]{4})(?=[a-z]{4} [a-m])", "-\n"), (r"[.,;:\-]", " "), (r"rn", "m"),
)]  # fmt: skip


def n_words(text: str) -> int:
    """How many words a text has."""
    return len(re.findall(r"\w+", text))


def shared(texts: list[str]) -> tuple[list, list]:
    """Most six-grams each text has in common with any one other; and the largest share of them."""
    ids, grams, owner = {}, [], []
    for i, text in enumerate(texts):
        words = [ids.setdefault(w, len(ids) + 1) for w in re.findall(r"\w+", text.lower())]
        words = np.array(words + [0] * (GRAM - len(words)), np.uint64)
        keys = np.zeros(len(words) - GRAM + 1, np.uint64)
        for k in range(GRAM):
            keys = keys * np.uint64(0x9E3779B97F4A7C15) + words[k : len(keys) + k]
        grams.append(np.unique(keys))
        owner.append(np.full(len(grams[-1]), i))
    size = np.array([len(keys) for keys in grams])
    grams, owner = np.concatenate(grams), np.concatenate(owner)
    order, pairs = np.lexsort((owner, grams)), []
    grams, owner = grams[order], owner[order]
    for step in range(1, 41):  # each with its forty neighbours among those that have the six-gram
        same = grams[step:] == grams[:-step]
        pairs.append(owner[:-step][same] * len(texts) + owner[step:][same])
    pairs, count = np.unique(np.concatenate(pairs), return_counts=True)
    left, right = np.divmod(pairs, len(texts))
    most, part = np.zeros(len(texts)), np.zeros(len(texts))
    for side in (left, right):
        np.maximum.at(most, side, count)
        np.maximum.at(part, side, count / np.minimum(size[left], size[right]))
    return most.tolist(), part.tolist()


def paragraphs(text: str) -> list[list[str]]:
    """The sentences of each paragraph, long ones broken, without what stands above the story."""
    found, begun = [], False
    for block in re.sub(r" {20,}|\t{2,}", "\n", text).splitlines():
        now = []
        for sentence in SENTENCE.split(block.strip()):
            begun = begun or n_words(sentence) > 11
            if begun and n_words(sentence) and not FURNITURE.search(sentence):
                now.append(" ".join(sentence.split()))
            if n_words(" ".join(now)) > 50:
                found, now = [*found, now], []
        found += [now] if now else []
    return found


def joined(story: list[list[str]]) -> str:
    """A story as text."""
    return "\n\n".join(" ".join(sentences) for sentences in story)


def upper(words: str) -> str:
    """Words with a capital in front."""
    return words[:1].upper() + words[1:]


def with_capitals(rules) -> dict[str, str]:
    """Rules, and the same for words that begin a sentence."""
    return {case(old): case(new) for old, new in rules for case in (str, upper)}


def any_of(words) -> re.Pattern:
    """A pattern of words that rules may change, the longest first."""
    words = "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))
    return re.compile(rf"(?<![\w$.])(?:{words})(?!\w)")


ANY_SYNONYM = any_of(SYNONYMS)
ANY_STYLE = any_of(with_capitals(STYLE) | with_capitals(rule[::-1] for rule in STYLE))


def edited(rng: random.Random, sentence: str, rate: float) -> str:
    """A sentence as a sub-editor leaves it: words, clauses, numbers, attribution, quotes."""
    for pattern, new in rng.sample(EDITS, len(EDITS)):
        if rng.random() < rate * (0.1 if "fill" in new else 0.8) and pattern.search(sentence):
            sentence = pattern.sub(
                new.replace("{fill}", rng.choice(WORDS["fill"])), sentence, count=1
            )
            sentence = MOVED.sub(lambda m: m[0].lower(), sentence)
            sentence = re.sub(r"(?<=[a-z]\. )[a-z]", lambda m: m[0].upper(), upper(sentence))

    def other(m):
        return rng.choice(SYNONYMS[m[0]].split("/")) if rng.random() < rate * 0.8 else m[0]

    return ANY_SYNONYM.sub(other, sentence)


def lead(rng: random.Random, story: list[list[str]], pool: list) -> list[str]:
    """A first paragraph wholly new: the halves of two others', with the story's names in them."""
    names = NAME.findall(joined(story)) or ["Officials"]
    one, two = (rng.choice(pool)["story"][0][0].split() for _ in range(2))
    words = " ".join(one[: min(len(one) // 2 + 1, 14)] + two[max(len(two) // 2, len(two) - 16) :])
    return [upper(NAME.sub(lambda m: rng.choice([m[0], *names]), words)).rstrip(".,;: ") + "."]


def version(rng: random.Random, story: list[list[str]], rate: float, pool: list):
    """One more version of a story: what is left of it, its text and what was done."""
    cut = rng.choices(("whole", "half", "fifth", "paragraphs"), (34, 22, 24, 20))[0]
    if cut == "paragraphs":  # always one of the first two
        first = rng.randrange(min(2, len(story)))
        kept = [p for i, p in enumerate(story) if rng.random() < 0.5 or i == first]
    else:
        most, kept, had = {"whole": 1, "half": 0.5, "fifth": 0.2}[cut], [], 0
        for place, sentence in ((i, s) for i, p in enumerate(story) for s in p):
            if had < max(most * n_words(joined(story)), 45):
                kept += [[] for _ in range(place + 1 - len(kept))]
                kept[place].append(sentence)
                had += n_words(sentence)
    cut, kept = (cut, kept) if n_words(joined(kept)) >= 45 else ("whole", story)
    made = [cut]
    if rng.random() < 0.85:
        house = [r if r[1].isdigit() or rng.random() < 0.6 else r[::-1] for r in STYLE]
        house = with_capitals(rule for rule in house if rng.random() < rate)
        kept = [[edited(rng, s, rate) for s in p if rng.random() > rate / 8] or p for p in kept]
        kept = [[ANY_STYLE.sub(lambda m: house.get(m[0], m[0]), s) for s in p] for p in kept]
        made.append("edited")
    text = kept
    if rng.random() < 0.2 + rate / 2:
        kept = kept[1:] if n_words(joined(kept[1:])) > 45 else kept
        text = [lead(rng, story, pool), *kept]
        made.append("lead")
    for name, chance in (("merged", 0.15 + rate / 4), ("local", 0.1 + rate / 5)):
        other = rng.choice(rng.choice(pool)["story"])
        if rng.random() < chance and n_words(joined([*text, other])) < 2 * n_words(joined(kept)):
            at = 0 if name == "local" else rng.randint(1, len(text))
            text, made = [*text[:at], other, *text[at:]], [*made, name]
    return kept, joined(text), made


def credited(rng: random.Random, text: str) -> str:
    """A text with a byline or the credit of an agency."""
    front, town, end = (rng.choice(WORDS[name]) for name in ("front", "towns", "ends"))
    front = front.format((town + end).upper())
    return front + text if rng.random() < 0.7 else text + rng.choice(WORDS["back"])


def noisy(rng: random.Random, text: str, rate: float) -> str:
    """A text with other quotes and dashes, without apostrophes or line breaks, or badly scanned."""
    for pattern, new in rng.sample(NOISE, rng.randint(0, 1 + round(3 * rate))):
        chance = 0.15 if new in ("m", "-\n") else 1  # what a scanner does, here and there
        text = pattern.sub(
            lambda m, n=new, c=chance: m.expand(n) if rng.random() < c else m[0], text
        )
    return text


def headline(rng: random.Random, text: str) -> str | None:
    """A new headline out of the first words of a text, or none."""
    words = " ".join(re.sub(r"^\W+|[\"“”,]", "", text).split()[: rng.randint(6, 11)]).rstrip(".;:")
    return rng.choice((words, words.upper(), words.title(), None))


def notices(rng: random.Random, count: int) -> list[str]:
    """So many notices in one frame, no two of which have a person or a place in common."""
    frame = rng.choice(WORDS["frames"])
    towns = rng.sample([a + b for a in WORDS["towns"] for b in WORDS["ends"]], 2 * count)
    people = rng.sample([f"{a} {b}" for a in WORDS["first"] for b in WORDS["last"]], 2 * count)
    deed, thing, grant, who, said, wish = (
        partial(rng.choice, WORDS[w]) for w in ("deeds", "things", "grants", "who", "said", "wish")
    )
    return [frame.format(
        name=people[i], last=people[i].split()[1], name2=people[i + count], place=towns[i],
        place2=towns[i + count], sum=f"{rng.randint(20, 990)},{rng.randint(100, 999)}",
        what=f"{deed()} {thing()}", age=rng.randint(29, 88),
        program=f"{grant()} {thing().title()} Fund", month=rng.choice(MONTHS.split("|")),
        age2=rng.randint(1, 28), few=rng.randint(2, 11), quote=f"{who()} {said()} {wish()}",
    ) for i in range(count)]  # fmt: skip


def passage(rng: random.Random, kind: str, base: dict, rate: float) -> list[str]:
    """What a story that is no copy takes over: background, a quote, phrases, or a house's lines."""
    if kind == "follow-up":
        return [edited(rng, s, rate / 2) for s in rng.choice(base["story"][1:] or base["story"])]
    if kind == "quote":
        return [max(rng.choice(base["story"]), key=len)]
    return rng.sample(WORDS["stock"], 3) if kind == "stock" else max(base["story"], key=len)


def planted(articles: list[dict], n: int = 3000, strength="medium", seed: int = 1) -> list[dict]:
    """So many articles, some of which are copies of one another and say so in `family`."""
    rng, rate, out = random.Random(f"{seed} {strength} {n}"), STRENGTHS[strength], []
    articles = [dict(a) for a in articles if (a.get("text") or "").strip()]
    for a, most, part in zip(articles, *shared([a["text"] for a in articles]), strict=True):
        size, stops = n_words(a["text"]), len(re.findall(r"[a-z][.!?]", a["text"]))
        a["reissued"], a["story"] = part >= REISSUED or size < GRAM, []
        if most <= CLEAN and not a["reissued"] and 110 <= size < 1000:
            if stops > size / 60 or rng.random() < 0.3:  # few of those whose stops are lost
                a["story"] = paragraphs(a["text"])
    rng.shuffle(articles)
    clean = [a for a in articles if n_words(joined(a["story"])) > 90]
    outlets = sorted({a["outlet"] for a in articles})

    def put(base, title, text, family, made, days=0, outlet=None):
        day = date.fromisoformat(base.get("date") or "2006-01-01") + timedelta(days)
        family = f"solo-{len(out)}" if family == "solo" else family
        out.append(dict(title=title, text=text, date=str(day), outlet=outlet or base["outlet"],
                        family=family, made=made))  # fmt: skip

    sizes, copies = [40] if n >= 400 else [], max(0.3 * n, n - 0.7 * len(articles))
    while sum(sizes) < copies:
        sizes.append(rng.choice((2, 2, 3, 3, 4, 5, 6, 7, 8)))
    free, wanted = len(clean) - len(sizes), sum(round(share * n) for share, _, _ in SHARES.values())
    if free < len(SHARES):
        raise SystemExit(f"Expected over {len(sizes)} texts that share little, found {len(clean)}.")
    shares = {kind: round(share * n * min(1, free / wanted) - 0.5 * (free < wanted))
              for kind, (share, _, _) in SHARES.items()}  # fmt: skip
    n_hosts = sum(shares.values())
    bases, hosts = clean[: len(sizes)], clean[len(sizes) : len(sizes) + n_hosts]
    pool, gone = clean[len(sizes) + n_hosts :] or hosts, {id(a) for a in [*bases, *hosts]}
    for number, (size, base) in enumerate(zip(sizes, bases, strict=True)):
        family, stories = f"family-{number}", [base["story"]]
        if first := rng.random() < 0.7:
            put(base, base["title"], base["text"], family, "original")
        for _ in range(size - first):
            story = stories[-1] if rng.random() < 0.3 else stories[0]
            story = story if n_words(joined(story)) > 90 else stories[0]
            given = pool if rng.random() < 0.7 else [a for a in bases if a is not base]
            kept, text = [], "none"
            while n_words(joined(kept)) < max(SHORT, n_words(text) / 2):
                kept, text, made = version(rng, story, rate, given)
            made += ["of a copy"] if story is not stories[0] else []
            stories.append(kept)
            days, outlet = rng.choice((-1, 0, 0, 0, 1, 1, 2, 3, 5, 7)), rng.choice(outlets)
            if rng.random() < 0.06:
                days, outlet, made = 365 + days, base["outlet"], [*made, "reissued"]
            title = headline(rng, text) if rng.random() < 0.6 else base["title"]
            if rng.random() < 0.4:
                text, made = credited(rng, text), [*made, "credit"]
            if rng.random() < 0.5:
                text, made = noisy(rng, text, rate), [*made, "typography"]
            put(base, title, text, family, " ".join(made), days, outlet)
    for _ in range(round(0.008 * n)):
        one, two = rng.sample(bases, 2)
        put(one, None, joined([*one["story"][:2], *two["story"][:2]]), None, "round-up", 1)
    for kind, (_, least, most) in SHARES.items():
        left = shares[kind]
        while left:
            left -= (count := min(rng.randint(least, most), left))
            base = rng.choice(pool if kind == "house" else bases)
            lines = notices(rng, count) if kind == "notice" else [""] * count
            for line, host in zip(lines, [hosts.pop() for _ in lines], strict=True):
                given, text = passage(rng, kind, base, rate), [list(p) for p in host["story"]]
                while len(given) > 1 and n_words(" ".join(given)) > n_words(joined(text)) / 3:
                    given = given[:-1]
                given = [" ".join(" ".join(given).split()[: n_words(joined(text)) // 3])]
                text.insert(rng.randint(1, len(text)) if kind != "house" else len(text), given)
                title = headline(rng, line) if line else host["title"]
                later = kind in ("follow-up", "quote")
                put(base if later else host, title, line or joined(text), "solo", kind,
                    later * rng.randint(1, 30), host["outlet"])  # fmt: skip
    rest = [(a["reissued"] and rng.random() < 0.5, a) for a in articles if id(a) not in gone]
    rest = [a for _, a in sorted(rest, key=lambda pair: pair[0])]  # half of the null ones come last
    for a in rest[: n - len(out)]:
        text = credited(rng, a["text"]) if rng.random() < 0.1 else a["text"]
        put(a, a["title"], text, None if a["reissued"] else "solo", "untouched")
    rng.shuffle(out)
    return [{"id": f"a{i:06}", **a} for i, a in enumerate(out)]


def main() -> None:
    """Plant what the command line asks for and say what there is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--n", type=int, default=3000, help="articles")
    parser.add_argument("--strength", choices=STRENGTHS, default="medium")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    opened = gzip.open if asked.source.suffix == ".gz" else open
    with opened(asked.source, "rt", encoding="utf-8") as lines:
        made = planted([json.loads(x) for x in lines], asked.n, asked.strength, asked.seed)
    with asked.out.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(a, ensure_ascii=False) + "\n" for a in made)
    print(len(made), Counter((a["family"] or "null").split("-")[0] for a in made))


if __name__ == "__main__":
    main()
