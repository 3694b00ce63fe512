"""Plant syndicated copies among articles: python benchmarks/planted.py IN.jsonl.gz OUT.jsonl --n 3000

Writes id, title, text, date, outlet, family, made. Articles of one family are copies of one story,
cut, sub-edited, topped with a new lead, merged with other matter and reissued as newsrooms do it;
`made` says how, for the reader of a score. The policy of labels, which is an editor's:

- A copy is a text of which more than half the words are the story's, at least 30 of them, however
  edited: `family-N`. A copy may be made from another copy (agency, paper, reissue).
- Everything else has a label of its own, `solo-N`: a follow-up with one background paragraph of
  an earlier story, a quote told again in another story, house boilerplate, stock sentences, and
  notices that fill one frame with other facts (different news in the same words is not a copy).
- null is left out of scoring: a round-up of two dispatches, which belongs to both, and an untouched
  article that shares a seventh of its word six-grams (or of the other's, if that is shorter)
  with another  the collection, because reissues that nobody labelled would make labels lie.
  Stories and hosts are drawn from texts that share a run of 17 words with none, nor as much in bits.

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
SHARES = {"followup": 0.05, "quote": 0.03, "stock": 0.02, "house": 0.02, "notice": 0.02}
STRENGTHS = {"light": 0.15, "medium": 0.45, "heavy": 0.9}
# House style, whole texts: left to right, or right to left where the house wants it so.
STYLE = [rule.split("=") for rule in """
percent=per cent;Senator=Sen.;Senators=Sens.;Representative=Rep.;United States=US;U.S.=US;
organization=organisation;program=programme;labor=labour;color=colour;favor=favour;honor=honour;
center=centre;defense=defence;recognize=recognise;recognized=recognised;realize=realise;
organized=organised;neighbors=neighbours;harbor=harbour;traveled=travelled;toward=towards;
will not=won't;do not=don't;does not=doesn't;did not=didn't;cannot=can't;is not=isn't;
are not=aren't;would not=wouldn't;have not=haven't;it is=it's;that is=that's;we are=we're;
we have=we've;January=Jan.;February=Feb.;August=Aug.;September=Sept.;October=Oct.;November=Nov.;
December=Dec.;two=2;three=3;four=4;five=5;six=6;seven=7;eight=8;nine=9;ten=10;Governor=Gov.;
Department=Dept.;General=Gen.;government=Government;health care=healthcare;email=e-mail;
while=whilst;among=amongst
""".replace("\n", "").split(";")]  # fmt: skip
SYNONYMS = [pair.split("=") for pair in """
announced=unveiled;announced=made public;said=stated;said=declared;
important=significant;important=vital;provide=supply;provides=offers;
also=in addition;need=require;needs=requires;new=fresh;
ensure=make sure;ensure=guarantee;support=back;people=residents;
children=youngsters;large=big;more than=over;more than=in excess of;
approximately=about;however=but;because=since;in order to=to;as well as=and;such as=like;
a number of=several;due to=because of;per each year=annually;last year=a year ago;
today=on the day;yesterday=the day before;bill=measure;legislation=law;
legislation=bill;funding=money;funding=financing;increase=boost;
reduce=cut;increased=rose;reduced=cut;create=set up;created=set up;
begin=start;began=started;continue=go on;continues=goes on;critical=crucial;critical=key;
major=big;plan=scheme;plan=proposal;requested=asked for;urged=called on;
urging=pressing;called for=demanded;opposed=fought;approved=passed;approved=gave its blessing to;
voted=cast votes;meeting=session;effort=bid;efforts=attempts;issue=matter;issues=matters;
problem=difficulty;problems=troubles;citizens=people;families=households;company=firm;
companies=firms;businesses=firms;workers=employees;employees=staff;money=cash;
cost=price;costs=expense;buy=purchase;shows=reveals;
get=obtain;believe=think;believes=thinks;great=tremendous;very=extremely;
will be=is to be;is expected to=should;are expected to=should;would=is going to;must=has to;
should=ought to;across=throughout;before=ahead of;
during=in the course of;near=close to;
several=a handful of;recent=latest;current=present;
additional=extra;entire=whole;significant=substantial;serious=grave;difficult=hard;strong=robust;
safe=secure;protect=safeguard;protecting=safeguarding;improve=better;improving=bettering;
build=construct;report=study;study=report;found=discovered;area=district;
communities=towns;community=town;rule=regulation;officials=authorities;
leaders=chiefs;members=representatives;member=representative;chairman=head;director=chief;
killed=left dead;injured=hurt;died=lost their lives;police=officers;attack=assault;war=conflict;
agreed=consented;agreement=deal;decision=ruling;allow=let;allows=lets;allowed=let;prevent=stop;
receive=get;received=got;use=employ;used=employed;
still=even now;already=by now;often=frequently;only=just
""".replace("\n", "").split(";")]  # fmt: skip
FILL = "it emerged|officials said|it was reported|in a move long expected|not for the first time".split(
    "|"
)
CREDITS = (
    ("(AP) - {}", "({}) (AP) -- ", "(Reuters) - ", "By Our Correspondent\n", "By Staff Reporter\n",
     "From our own correspondent. ", "BY {} AND AGENCIES\n", "(UPI) — ", "{} (AP) — "),
    ("\n— Reuters", " (AP)", "\n— Associated Press", " - AFP", "\nAdditional reporting by Reuters.",
     "\n© Copyright The Associated Press. All rights reserved.", " (PTI)"),
)  # fmt: skip
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
FRAMES = """Senator {name} announced today that {place} will receive ${sum} for {what}. The money comes
 from the {program} and will be paid by {month}. "{quote}," {last} said.
{name}, {age}, of {place}, has been appointed head of the {program}. {last}, who spent {few} years with
 {what}, takes up the post on {month} {day} and succeeds {name2}. "{quote}," {last} said.
A {age}-year-old resident of {place} died in a collision near {place2} on {month} {day}, police said.
 {name} was alone in the car. The road, closed for {few} hours, had lately been chosen for {what}.
{place} council will meet on {month} {day} at {few} p.m. to hear {name} on {what}. The cost is put at
 ${sum}, of which the {program} pays a part. Questions go to {name2}.
{place} beat {place2} by {few} goals on {month} {day}. {name} scored twice, {name2} was sent off, and a
 crowd of {sum} saw it. "{quote}," said {last}, the coach.""".replace("\n ", " ").split("\n")
FIRST = (
    "Ada Bruno Celia Duncan Edith Felix Greta Hugo Ines Jonas Kezia Lyle Mabel Nestor Opal Piers"
)
LAST = (
    "Abbott Bright Castell Dunmore Eagleton Farrow Gant Hobday Ingle Jessop Kemp Lorne Mundy Nairn"
)
TOWNS = "Ash Birch Cold Dun East Fern Gold Hart Ivy King Long Mill North Oak Pine Red Stone Thorn"
ENDS = "field|ford|ton|ville|bury|mouth|haven|brook"
DEEDS = (
    "a new|the repair of the|an extension to the|a study of the|the rescue of the|shelter at the"
)
THINGS = "library|water main|fire station|harbour wall|flood gate|bus depot|clinic|bridge|archive"
GRANTS = "Rural|Coastal|Veterans'|Head Start|Highway|Clean Water|Community|Emergency|School|Farm"
QUOTES = (("We", "They", "Our people", "The families here"),
          ("waited years for", "fought hard for", "deserve", "never gave up on", "can build on"),
          ("this day", "every cent", "that chance", "such a result", "what comes next", "more"))  # fmt: skip
SENTENCE = re.compile(
    r'(?:(?<=[.!?])(?<!\b[A-Z]\.)(?<!(?:Sen|Rep|Gov|Gen)\.)(?<!(?:Mr|Dr|St)\.)|(?<=[.!?]["”]))'
    r'\s+(?=[A-Z“"])|  +'
)
FURNITURE = re.compile(r"(?i)immediate release|^contact|555-0100|^press release|^phone")
NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+ )*[A-Z][a-z]{2,}")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
WHEN = "when|if|while|after|before|although|because|since|as"
MOVED = re.compile(  # a capital that an edit has moved inside
    rf"(?<=[a-z,] )(?:The|An?|Th[ei]se?|This|It|H?e|She|They|H[ie][sr]|Our|There|(?i:{WHEN})|In|On|At|"
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
    (r"\b([A-Z][a-z]+) and ([A-Z][a-z]+)\b", r"\2 and \1"),
    (r"(?<!, )\b([a-z]{5,}) and ([a-z]{5,})\b", r"\2 and \1"),
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


def shared(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
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
    order = np.lexsort((owner, grams))
    grams, owner, pairs = grams[order], owner[order], []
    for step in range(1, 41):  # each with its forty neighbours among those that have the six-gram
        same = grams[step:] == grams[:-step]
        pairs.append(owner[:-step][same] * len(texts) + owner[step:][same])
    pairs, count = np.unique(np.concatenate(pairs), return_counts=True)
    left, right = pairs // len(texts), pairs % len(texts)
    most, part = np.zeros(len(texts)), np.zeros(len(texts))
    for side in (left, right):
        np.maximum.at(most, side, count)
        np.maximum.at(part, side, count / np.minimum(size[left], size[right]))
    return most, part


def paragraphs(text: str) -> list[list[str]]:
    """The sentences of each paragraph; what is one long line is broken every sixty words or so."""
    found, begun = [], False
    for block in re.sub(r" {20,}|\t{2,}", "\n", text).splitlines():
        now, had = [], 0
        for sentence in SENTENCE.split(block.strip()):
            size = n_words(sentence)
            begun = begun or size > 11  # what stands above is furniture
            if begun and size and not FURNITURE.search(sentence):
                now, had = [*now, " ".join(sentence.split())], had + size
            if had > 50:
                found, now, had = [*found, now], [], 0
        found += [now] if now else []
    return found


def joined(story: list[list[str]], between: str = "\n\n") -> str:
    """A story as text."""
    return between.join(" ".join(sentences) for sentences in story)


def upper(sentence: str) -> str:
    """A sentence that starts with a capital, where some edit moved its start."""
    return sentence[:1].upper() + sentence[1:]


def any_of(words) -> re.Pattern:
    """A pattern of all words that rules may change, the longest first."""
    words = "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))
    return re.compile(rf"(?<![\w$.])(?:{words})(?!\w)")


def with_capitals(rules) -> list[tuple[str, str]]:
    """Rules, and the same for words that begin a sentence."""
    return [(case(old), case(new)) for old, new in rules for case in (str, upper)]


SYNONYM = {old: [n for o, n in with_capitals(SYNONYMS) if o == old]
           for old, _ in with_capitals(SYNONYMS)}  # fmt: skip
ANY_SYNONYM = any_of(SYNONYM)
ANY_STYLE = any_of({word for rule in with_capitals(STYLE) for word in rule})


def edited(rng: random.Random, sentence: str, rate: float) -> str:
    """A sentence as a sub-editor leaves it: words, clauses, numbers, attribution, quotes."""
    for pattern, new in rng.sample(EDITS, len(EDITS)):
        if rng.random() < rate * (0.1 if "fill" in new else 0.8) and pattern.search(sentence):
            sentence = pattern.sub(new.replace("{fill}", rng.choice(FILL)), sentence, count=1)
            sentence = MOVED.sub(lambda m: m[0].lower(), sentence)
            sentence = re.sub(r"(?<=[a-z]\. )[a-z]", lambda m: m[0].upper(), upper(sentence))
    return ANY_SYNONYM.sub(
        lambda m: rng.choice(SYNONYM[m[0]]) if rng.random() < rate * 0.7 else m[0], sentence
    )


def lead(rng: random.Random, story: list[list[str]], pool: list) -> list[str]:
    """A first paragraph wholly new: the halves of two others', with the story's names in them."""
    names = NAME.findall(joined(story)) or ["Officials"]
    one, two = (rng.choice(pool)["story"][0][0].split() for _ in range(2))
    words = " ".join(one[: min(len(one) // 2 + 1, 14)] + two[max(len(two) // 2, len(two) - 16) :])
    words = NAME.sub(lambda m: rng.choice(names) if rng.random() < 0.8 else m[0], words)
    return [upper(words).rstrip(".,;: ") + "."]


def version(rng: random.Random, story: list[list[str]], rate: float, pool: list):
    """One more version of a story: its paragraphs, its text and what was done to it."""
    words, made = n_words(joined(story)), []
    cut = rng.choices(("whole", "half", "fifth", "paragraphs"), (34, 22, 24, 20))[0]
    if cut == "paragraphs":  # always one of the first two
        keep = {rng.randrange(min(2, len(story)))} | {
            i for i in range(len(story)) if rng.random() < 0.5
        }
        kept = [story[i] for i in sorted(keep)]
    else:
        most, kept, had = words * {"whole": 1, "half": 0.5, "fifth": 0.2}[cut], [], 0
        for sentences in story:
            now = []
            for sentence in sentences if had < max(most, 45) else []:
                if had < max(most, 45):
                    now, had = [*now, sentence], had + n_words(sentence)
            kept += [now] if now else []
    if n_words(joined(kept)) < 45:
        cut, kept = "whole", story
    made.append(cut)
    if rng.random() < 0.85:
        drop, rules = rate * 0.12, [rule for rule in STYLE if rng.random() < rate]
        style = dict(
            with_capitals(r if r[1].isdigit() or rng.random() < 0.6 else r[::-1] for r in rules)
        )
        kept = [
            [edited(rng, s, rate) for s in p if len(p) == 1 or rng.random() > drop] for p in kept
        ]
        kept = [[ANY_STYLE.sub(lambda m: style.get(m[0], m[0]), s) for s in p] for p in kept if p]
        made.append("edited")
    text, own = kept, n_words(joined(kept))
    if rng.random() < 0.2 + rate / 2:
        rest = kept[1:] if n_words(joined(kept[1:])) > max(45, own / 2) else kept
        text, own = [lead(rng, kept, pool), *rest], n_words(joined(rest))
        kept = rest
        made.append("lead")
    for name, chance in (("merged", 0.15 + rate / 4), ("local", 0.1 + rate / 5)):
        other = rng.choice(rng.choice(pool)["story"])
        if rng.random() < chance and n_words(joined([*text, other])) < 1.95 * own:
            at = 0 if name == "local" else rng.randint(1, len(text))
            text, made = [*text[:at], other, *text[at:]], [*made, name]
    return kept, joined(text), made


def credited(rng: random.Random, text: str) -> str:
    """A text with a byline or the credit of an agency."""
    if rng.random() < 0.7:
        place = rng.choice(TOWNS.split()) + rng.choice(ENDS.split("|"))
        return rng.choice(CREDITS[0]).format(place.upper()) + text
    return text + rng.choice(CREDITS[1])


def noisy(rng: random.Random, text: str, rate: float) -> str:
    """A text with other quotes and dashes, without apostrophes or line breaks, or badly scanned."""
    for pattern, new in rng.sample(NOISE, rng.randint(0, 1 + round(3 * rate))):
        if new in ("m", "-\n"):  # here and there
            text = pattern.sub(lambda m, new=new: new if rng.random() < 0.15 else m[0], text)
        else:
            text = pattern.sub(new, text)
    return text


def headline(rng: random.Random, text: str) -> str | None:
    """A new headline out of the first words of a text, or none."""
    words = re.sub(r"^\W+|[\"“”,]", "", text).split()[: rng.randint(6, 11)]
    title = " ".join(words).rstrip(".,;: ")
    return rng.choice((title, title.upper(), title.title(), None))


def notices(rng: random.Random, frame: str, count: int) -> list[str]:
    """So many notices in one frame, no two of which have a name, a place and a sum in common."""
    towns = [a + b for a in TOWNS.split() for b in ENDS.split("|")]
    people = [f"{a} {b}" for a in FIRST.split() for b in LAST.split()]
    towns, people = rng.sample(towns, 2 * count), rng.sample(people, 2 * count)
    made = []
    for i in range(count):
        said = f"{rng.choice(QUOTES[0])} {rng.choice(QUOTES[1])} {rng.choice(QUOTES[2])}"
        made.append(frame.format(
            name=people[i], last=people[i].split()[1], name2=people[i + count], place=towns[i],
            place2=towns[i + count], sum=f"{rng.randint(20, 990)},{rng.randint(100, 999)}",
            what=f"{rng.choice(DEEDS.split('|'))} {rng.choice(THINGS.split('|'))}", quote=said,
            program=f"{rng.choice(GRANTS.split('|'))} {rng.choice(THINGS.split('|')).title()} Fund",
            month=rng.choice(MONTHS.split("|")), day=rng.randint(1, 28), age=rng.randint(19, 88),
            few=rng.randint(2, 19)))  # fmt: skip
    return made


def planted(
    articles: list[dict], n: int = 3000, strength: str = "medium", seed: int = 1
) -> list[dict]:
    """So many articles, some of which are copies of one another and say so in `family`."""
    rng, rate = random.Random(f"{seed} {strength} {n}"), STRENGTHS[strength]
    articles = [dict(a) for a in articles if (a.get("text") or "").strip()]
    most, part = shared([a["text"] for a in articles])
    for a, m, p in zip(articles, most.tolist(), part.tolist(), strict=True):
        size = n_words(a["text"])
        a["reissued"] = p >= REISSUED or size < GRAM
        stops = len(re.findall(r"[a-z][.!?]", a["text"]))  # where they are lost, few are taken
        sound = m <= CLEAN and not a["reissued"] and 110 <= size < 1000
        if sound and (stops > size / 60 or rng.random() < 0.3):
            a["story"] = paragraphs(a["text"])
    rng.shuffle(articles)
    clean = [a for a in articles if n_words(joined(a.get("story", []))) > 90]
    outlets = sorted({a["outlet"] for a in articles})
    out, solo = [], iter(range(n * 9))

    def put(base, title, text, family, made, days=0, outlet=None):
        day = date.fromisoformat(base["date"]) if base.get("date") else date(2006, 1, 1)
        out.append({"title": title, "text": text, "date": str(day + timedelta(days)),
                    "outlet": outlet or base["outlet"],
                    "family": f"solo-{next(solo)}" if family == "solo" else family,
                    "made": made})  # fmt: skip

    want = {kind: round(share * n) for kind, share in SHARES.items()}
    hosts = sum(want.values()) - want["notice"]
    copies = max(0.3 * n, n - 0.99 * (len(articles) - hosts - 0.08 * n) - want["notice"])
    sizes = [40] if n >= 400 else []
    while sum(sizes) < copies:
        sizes.append(rng.choice((2, 2, 3, 3, 4, 5, 6, 7, 8)))
    if len(sizes) + hosts > len(clean):
        raise SystemExit(
            f"{n} articles need {len(sizes) + hosts} clean texts, there are {len(clean)}"
        )
    bases, hosts = clean[: len(sizes)], clean[len(sizes) : len(sizes) + hosts]
    pool = clean[len(bases) + len(hosts) :] or hosts
    gone = {id(a) for a in [*bases, *hosts]}
    for number, (size, base) in enumerate(zip(sizes, bases, strict=True)):
        family, versions = f"family-{number}", [base["story"]]
        if first := rng.random() < 0.7:
            put(base, base["title"], base["text"], family, "original")
        for _ in range(size - first):
            chain = rng.random() < 0.3 and versions[-1] is not base["story"]
            story = versions[-1] if chain and n_words(joined(versions[-1])) > 90 else base["story"]
            given = pool if rng.random() < 0.7 else [a for a in bases if a is not base]
            kept, text, made = version(rng, story, rate, given)
            versions.append(kept)
            days, outlet = rng.choice((-1, 0, 0, 0, 1, 1, 2, 3, 5, 7)), rng.choice(outlets)
            if rng.random() < 0.06:
                days, outlet = 365 + days, base["outlet"]
            title = headline(rng, text) if rng.random() < 0.6 else base["title"]
            if rng.random() < 0.4:
                text, made = credited(rng, text), [*made, "credit"]
            if rng.random() < 0.5:
                text, made = noisy(rng, text, rate), [*made, "typography"]
            made += ["of a copy"] if story is not base["story"] else []
            put(base, title, text, family, " ".join(made), days, outlet)
    for _ in range(round(0.008 * n)):
        one, two = rng.sample(bases, 2)
        text = joined([*one["story"][:2], *two["story"][:2]])
        put(one, f"In brief: {one['title'] or two['title'] or ''}", text, None, "round-up", 1)
    hosts = iter(hosts)

    def carry(kind, given, after=None, outlet=None):
        """A story that carries a passage of another, which is a third of it at most."""
        host = next(hosts)
        own, text = n_words(host["text"]), [list(p) for p in host["story"]]
        while len(given) > 1 and n_words(" ".join(given)) > own / 3:
            given = given[:-1]
        if n_words(" ".join(given)) > own / 3:
            given = [" ".join(given[0].split()[: own // 4])]
        text.insert(rng.randint(1, len(text)) if after else len(text), given)
        date_of = host if after is None else {**host, "date": after.get("date")}
        put(
            date_of,
            host["title"],
            joined(text),
            "solo",
            kind,
            rng.randint(1, 30) if after else 0,
            outlet,
        )

    def groups(kind, least, most):
        """How many articles each group has, until there are as many as wanted."""
        left = want[kind]
        while left > 0:
            yield (count := min(rng.randint(least, most), left))
            left -= count

    for count in groups("followup", 1, 5):
        base = rng.choice(bases)
        back = rng.choice(base["story"])
        for _ in range(count):
            carry("follow-up", [edited(rng, s, rate / 2) for s in back], base)
    for count in groups("quote", 2, 4):
        base = rng.choice(bases)
        said = max(rng.choice(base["story"]), key=len)
        for _ in range(count):
            carry("quote", [said], base)
    for count in groups("stock", 3, 8):
        phrases = rng.sample(STOCK, 3)
        for _ in range(count):
            carry("stock", phrases)
    for count in groups("house", 5, 15):
        about, outlet = rng.choice(pool)["story"][-1], rng.choice(outlets)
        for _ in range(count):
            carry("house", about, None, outlet)
    for count in groups("notice", 3, 10):
        for text in notices(rng, rng.choice(FRAMES), count):
            put(rng.choice(articles), headline(rng, text), text, "solo", "notice")
    rest = [a for a in articles if id(a) not in gone and not (a["reissued"] and rng.random() < 0.5)]
    for a in rest[: n - len(out)]:
        text = credited(rng, a["text"]) if rng.random() < 0.1 else a["text"]
        put(a, a["title"], text, None if a["reissued"] else "solo", "untouched")
    rng.shuffle(out)
    return [{"id": f"a{i:06}", **a} for i, a in enumerate(out)]


def read(path: Path) -> list[dict]:
    """The articles of a file."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    """Plant what the command line asks for and say what there is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--n", type=int, default=3000, help="articles")
    parser.add_argument("--strength", choices=STRENGTHS, default="medium")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    made = planted(read(asked.source), asked.n, asked.strength, asked.seed)
    with asked.out.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(a, ensure_ascii=False) + "\n" for a in made)
    sizes = Counter(a["family"] for a in made)
    families = [size for name, size in sizes.items() if name and name.startswith("family")]
    print(f"{len(made):,} articles: {sum(families):,} in {len(families)} families of {min(families)} "
          f"to {max(families)}, {sizes[None]:,} left out of scoring; "
          f"{Counter(a['made'] for a in made if (a['family'] or 'solo')[0] == 's')}")  # fmt: skip


if __name__ == "__main__":
    main()
