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
from pathlib import Path

import numpy as np

GRAM, CLEAN, REISSUED, SHORT = 6, 12, 1 / 7, 30  # words; six-grams; share; words
SHARES = {  # of the articles; how many, at least and at most, share one passage
    "follow-up": (0.05, 1, 5), "quote": (0.03, 2, 4), "stock": (0.02, 3, 8), "house": (0.02, 5, 15),
    "notice": (0.02, 3, 10),
}  # fmt: skip
STRENGTHS = {"light": 0.15, "medium": 0.55, "heavy": 0.9}
# House style, whole texts: left to right, or right to left where the house wants it so.
STYLE = [rule.split("=") for rule in """
percent=per cent;Senator=Sen.;Senators=Sens.;Representative=Rep.;United States=US;U.S.=US;
organization=organisation;program=programme;labor=labour;color=colour;favor=favour;honor=honour;
center=centre;defense=defence;recognize=recognise;organized=organised;neighbors=neighbours;
toward=towards;will not=won't;do not=don't;does not=doesn't;did not=didn't;cannot=can't;
is not=isn't;are not=aren't;would not=wouldn't;have not=haven't;it is=it's;that is=that's;
we are=we're;we have=we've;January=Jan.;February=Feb.;August=Aug.;September=Sept.;October=Oct.;
November=Nov.;December=Dec.;two=2;three=3;four=4;five=5;six=6;seven=7;eight=8;nine=9;ten=10;
Governor=Gov.;Department=Dept.;government=Government;health care=healthcare;while=whilst;
among=amongst
""".replace("\n", "").split(";")]  # fmt: skip
SYNONYMS = dict(rule.split("=") for rule in """
announced=unveiled/made public;said=stated/declared;important=significant/vital;provide=supply;
provides=offers;also=in addition;need=require;needs=requires;new=fresh;ensure=make sure/guarantee;
support=back;people=residents;children=youngsters;large=big;more than=over/in excess of;
approximately=about;however=but;because=since;in order to=to;as well as=and;such as=like;
a number of=several;due to=because of;each year=annually;last year=a year ago;
today=on the day;yesterday=the day before;bill=measure;legislation=law/bill;
funding=money/financing;increase=boost;reduce=cut;increased=rose;reduced=cut;create=set up;
created=set up;begin=start;began=started;continue=go on;continues=goes on;critical=crucial/key;
major=big;plan=scheme/proposal;urged=called on;called for=demanded;
approved=passed/gave its blessing to;voted=cast votes;meeting=session;effort=bid;efforts=attempts;
issue=matter;issues=matters;problem=difficulty;problems=troubles;citizens=people;
families=households;company=firm;companies=firms;businesses=firms;workers=employees;
employees=staff;money=cash;cost=price;get=obtain;believe=think;believes=thinks;great=tremendous;
very=extremely;is expected to=should;are expected to=should;would=is going to;should=ought to;
across=throughout;before=ahead of;near=close to;several=a handful of;recent=latest;
current=present;additional=extra;entire=whole;significant=substantial;serious=grave;
difficult=hard;strong=robust;safe=secure;protect=safeguard;protecting=safeguarding;improve=better;
build=construct;report=study;study=report;found=discovered;area=district;communities=towns;
community=town;rule=regulation;officials=authorities;leaders=chiefs;members=representatives;
member=representative;chairman=head;director=chief;killed=left dead;injured=hurt;
died=lost their lives;police=officers;attack=assault;war=conflict;agreed=consented;agreement=deal;
decision=ruling;allow=let;allows=lets;allowed=let;prevent=stop;receive=get;received=got;
use=employ;used=employed;still=even now;already=by now;often=frequently;only=just
""".replace("\n", "").split(";"))  # fmt: skip
FILL = "it emerged/officials said/it was reported/in a move long expected/sources said".split("/")
FRONT = "(AP) - |({}) (AP) -- |(Reuters) - |By Our Correspondent\n|BY {} AND AGENCIES\n|{} (AP) — "
BACK = "\n— Reuters| (AP)| - AFP|\n© Copyright The Associated Press. All rights reserved.| (PTI)"
STOCK = """The bill now goes to the full Senate for consideration.
The measure passed by voice vote and now moves to the House.
A spokesman for the agency did not immediately return a call seeking comment.
The announcement comes amid growing concern about the rising cost of living.
The investigation is continuing and anyone with information is asked to call the authorities.
The plan is expected to be put to a vote before the end of the month.
Critics say that the proposal does not go far enough and that more money will be needed.
The meeting is open to the public, and written comments will be accepted until Friday.
It was not clear last night when a final decision would be taken.
Analysts had expected a smaller rise after a weak start to the year.""".split("\n")
FRAMES = """Senator {name} announced today that {place} will receive ${sum} for {what}. The money
 comes from the {program} and will be paid by {month}. "{quote}," {last} said.
{name}, {age}, of {place}, has been appointed head of the {program}. {last}, who spent {few} years
 with {what}, takes up the post on {month} {age2} and succeeds {name2}. "{quote}," {last} said.
A {age}-year-old resident of {place} died in a collision near {place2} on {month} {age2}, police
 said. {name} was alone in the car. The road, closed for {few} hours, was to pass {what}.
{place} council will meet on {month} {age2} at {few} p.m. to hear {name} on {what}. The cost is put
 at ${sum}, of which the {program} pays a part. Questions go to {name2}.""".replace("\n ", " ")
FIRST = (
    "Ada Bruno Celia Duncan Edith Felix Greta Hugo Ines Jonas Kezia Lyle Mabel Nestor Opal".split()
)
LAST = "Abbott Bright Castell Dunmore Eagleton Farrow Gant Hobday Ingle Jessop Kemp Lorne".split()
TOWNS = "Ash Birch Cold Dun East Fern Gold Hart Ivy King Long Mill North Oak Pine Red Stone".split()
ENDS = "field ford ton ville bury mouth haven brook".split()
DEEDS = "a new/repair of the/the extension to the/a study of the/a rescue of the/work on the".split(
    "/"
)
THINGS = "library/water main/fire station/harbour wall/bus depot/clinic/bridge/archive".split("/")
GRANTS = "Rural/Coastal/Veterans'/Head Start/Highway/Clean Water/Community/School/Farm".split("/")
WHO = "We/They/Our people/The families here/All of us".split("/")
SAID = "waited years for/fought hard for/deserve/never gave up on/can build on/asked for".split("/")
WISH = "this day/every cent/that chance/such a result/what comes next/more of it".split("/")
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
            sentence = pattern.sub(new.replace("{fill}", rng.choice(FILL)), sentence, count=1)
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
    front = rng.choice(FRONT.split("|")).format((rng.choice(TOWNS) + rng.choice(ENDS)).upper())
    return front + text if rng.random() < 0.7 else text + rng.choice(BACK.split("|"))


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
    frame = rng.choice(FRAMES.split("\n"))
    towns = rng.sample([a + b for a in TOWNS for b in ENDS], 2 * count)
    people = rng.sample([f"{a} {b}" for a in FIRST for b in LAST], 2 * count)
    return [frame.format(
        name=people[i], last=people[i].split()[1], name2=people[i + count], place=towns[i],
        place2=towns[i + count], sum=f"{rng.randint(20, 990)},{rng.randint(100, 999)}",
        what=f"{rng.choice(DEEDS)} {rng.choice(THINGS)}", age=rng.randint(29, 88),
        program=f"{rng.choice(GRANTS)} {rng.choice(THINGS).title()} Fund",
        month=rng.choice(MONTHS.split("|")), age2=rng.randint(1, 28), few=rng.randint(2, 11),
        quote=f"{rng.choice(WHO)} {rng.choice(SAID)} {rng.choice(WISH)}",
    ) for i in range(count)]  # fmt: skip


def passage(rng: random.Random, kind: str, base: dict, rate: float) -> list[str]:
    """What a story that is no copy takes over: background, a quote, phrases, or a house's lines."""
    if kind == "follow-up":
        return [edited(rng, s, rate / 2) for s in rng.choice(base["story"][1:] or base["story"])]
    if kind == "quote":
        return [max(rng.choice(base["story"]), key=len)]
    return rng.sample(STOCK, 3) if kind == "stock" else max(base["story"], key=len)


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

    n_hosts = sum(round(share * n) for share, _, _ in SHARES.values())
    sizes, copies = [40] if n >= 400 else [], max(0.3 * n, n - 0.9 * len(articles))
    while sum(sizes) < copies:
        sizes.append(rng.choice((2, 2, 3, 3, 4, 5, 6, 7, 8)))
    if len(sizes) + n_hosts > len(clean):
        raise SystemExit(f"Expected {len(sizes) + n_hosts} texts that share little: {len(clean)}")
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
    for kind, (share, least, most) in SHARES.items():
        left = round(share * n)
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
    rest = [a for a in articles if id(a) not in gone and not (a["reissued"] and rng.random() < 0.5)]
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
