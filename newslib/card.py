"""This is the face of a corpus: what was read, what needs your eye, what was removed."""

import numpy as np

from newslib.copies import copies
from newslib.corpus import Corpus
from newslib.markup import made
from newslib.reading import Reading, day, read, struck
from newslib.sentiment import ENDLESS, endless
from newslib.timeline import MOST_ROWS, periods_between, spikes, timeline
from newslib.tokens import BODY

MOST_COMPARED = 15_000  # articles: of more, the card does not look for copies
MOST_OUTLETS, MOST_PERIODS, MOST_SPIKES = 12, 120, 3
NAMES = {"W": "week", "M": "month", "Q": "quarter", "Y": "year"}


def card(corpus: Corpus) -> str:
    """Return the HTML of a corpus: what was read, what needs your eye, what was removed."""
    facts = {"summary": corpus.summary(), "needs_eye": needs_eye(corpus)}
    if len(corpus) == 1:
        return str(made("cell", made("card", facts | {"reading": read(corpus)})))
    every, strips = _strips(corpus)
    outlets = _outlets(corpus)
    facts |= {
        "outlets": [(*row, strips.get(row[0])) for row in outlets[:MOST_OUTLETS]],
        "more": len(outlets[MOST_OUTLETS:]), "every": NAMES.get(every), "removed": _removed(corpus),
        "doubtful": _doubtful(corpus), "headlines": _headlines(corpus),
    }  # fmt: skip
    return str(made("cell", made("card", facts)))


def card_text(corpus: Corpus) -> str:
    """Return the same as plain text, for a terminal."""
    lines = [corpus.summary()]
    if eye := needs_eye(corpus):
        lines += ["Needs your eye"] + [f"  {what} {code}" for what, code in eye]
    if len(corpus) == 1:
        return "\n".join([*lines, repr(read(corpus))])
    if removed := _removed(corpus):
        lines += [f"Lines removed, by rule: {removed}: corpus.removed"]
    return "\n".join(lines)


def _outlets(corpus: Corpus) -> list[tuple]:
    table = corpus.articles[["outlet", "date"]]
    table = table.assign(words=corpus._store.tokens.words_per_article[table.index, BODY])
    groups = table.groupby(table["outlet"].fillna("(no outlet)"))
    rows = groups.agg(n=("words", "size"), words=("words", "sum"), first=("date", "min"),
                      last=("date", "max"))  # fmt: skip
    rows = rows.sort_values("n", ascending=False, kind="stable").itertuples(name=None)
    return [(name, f"{n:,}", f"{words:,}", *map(day, days)) for name, n, words, *days in rows]


def _strips(corpus: Corpus) -> tuple[str | None, dict]:
    """For each outlet a strip of periods: (shade 0 to 4 or None for a hole, what is there)."""
    if not (period := corpus.period):
        return None, {}
    span = [np.datetime64(d, "D") for d in period]
    fits = (e for e in NAMES if len(periods_between(*span, e)) - 1 <= MOST_PERIODS)
    every, n = next(fits, None), corpus._store.articles["outlet"].nunique() + 1
    if every is None or n * MOST_PERIODS > MOST_ROWS:
        return None, {}
    table = timeline(corpus, every=every, by="outlet")
    shade = np.ceil(4 * table["count"] / max(table["count"].max(), 1)).astype(int)
    strips: dict[str, list] = {}
    rows = zip(table["outlet"], table["period"], table["count"], shade, table["state"], strict=True)
    for outlet, start, count, level, state in rows:
        what = f"{NAMES[every]} from {day(start)}: {count}"
        cell = (None, f"{NAMES[every]} from {day(start)}: nothing collected")
        strips.setdefault(outlet, []).append(cell if state == "empty" else (level, what))
    return every, strips


def _removed(corpus: Corpus) -> str:
    rules = corpus.removed["rule"].value_counts().sort_index().drop("headline", errors="ignore")
    return ", ".join(f"{n:,} {rule}" for rule, n in rules.items())


def _doubtful(corpus: Corpus) -> Reading | None:
    """The three removed lines most like reporting: long, ending in a stop, seen only once."""
    lines = corpus.removed.query("rule != 'headline'")
    words = lines["text"].str.split().str.len() / lines.groupby("text")["text"].transform("size")
    words /= 1 + lines["text"].str.strip().str.count("\n")
    words *= 1 + lines["text"].str.contains(r"[.?!][\"'”’)]*\s*$")
    worst = lines.loc[words.sort_values(ascending=False, kind="stable").index[:3]]
    return struck(corpus, worst) if len(worst) else None


def _headlines(corpus: Corpus) -> list[str]:
    titles = corpus.articles["title"].dropna()
    some = {0, len(titles) // 2, len(titles) - 1} if len(titles) else ()
    return titles.iloc[sorted(some)].tolist()


def needs_eye(corpus: Corpus) -> list[tuple[str, str]]:
    """What a reader should look at before counting, with its colon, and the code that shows it."""
    articles = corpus.articles
    found = [(articles["date"].isna().sum(), "undated", "corpus.where(dated=False)")]
    for by in ("month", "year"):
        rough = (articles["date_precision"] == by).sum()
        found.append((rough, f"dated by {by} only", f'corpus.where(date_precision="{by}")'))
    for name, what in (("title", "without a headline"), ("outlet", "that name no outlet")):
        code = f'corpus.where(corpus.articles["{name}"].isna())'
        found.append((articles[name].isna().sum(), what, code))
    found.append((len(corpus.rejects), "set aside, not read", "corpus.rejects"))
    few = len(corpus._store.articles) <= MOST_COMPARED
    again = len(corpus) - (groups := copies(corpus)["cluster"]).nunique() if few else 0
    what = f"copies in {groups.duplicated(keep=False).sum() - again:,} groups" if again else ""
    found.append((again, what, 'corpus.where(copies="one")'))
    long = endless(corpus, "body")
    what = f"with a sentence of over {ENDLESS} words: have full stops been lost?"
    code = f'corpus.sentences[corpus.sentences["text"].str.count(" ") >= {ENDLESS}]'
    found.append((long if long > len(corpus) / 20 else 0, what, code))
    for field, rows in corpus.notes.groupby("field"):
        reasons = rows["reason"].value_counts().index
        what = f"note{'s' * (len(rows) > 1)} on {field}" + ", such as" * (len(reasons) > 1)
        what = "probably not English" if field == "language" else f"{what}: {reasons[0]}"
        found.append((len(rows), what, f'corpus.notes.query("field == {field!r}")'))
    said = [(f"{n:,} {what}", code) for n, what, code in found if n]
    for outlet, date, n in spikes(corpus).head(MOST_SPIKES).itertuples(index=False, name=None):
        code = f'corpus.where(since="{date:%Y-%m-%d}", until="{date:%Y-%m-%d}")'
        said.append((f"{day(date)} has {n:,} articles of {outlet}: a download day?", code))
    return [(what if what[-1] in ".?!" else f"{what}:", code) for what, code in said]
