"""This turns a question into a mask of articles, and a store into one that differs from it.

It is what `Corpus.where`, `assign`, `restore` and `+` do; nothing here changes what it is given.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from newslib.dates import extent, interval, read_date, stated
from newslib.loading import SEEN, Store, notes_table, tokenised
from newslib.sources import ASKED, OURS
from newslib.tables import as_string, missing
from newslib.tokens import merge

# Of OURS, these can be set.
STRINGS = ("id", "outlet", "author", "url", "section", "language", "wire")
FIXED = {*OURS, *ASKED} - {*STRINGS, "date"}


def fits(store: Store, name: str, value) -> np.ndarray:
    """Which articles have the value, or one of a list of values, in a column.

    Values are compared as typed, so 7 fits "7"; None fits where there is no value; days, months
    and years fit the dates within them. Raises ValueError for a column or outlet that is not there.
    """
    articles = store.articles
    if name not in articles.columns:
        raise ValueError(
            f"there is no column '{name}'. This corpus has: {', '.join(articles.columns)}"
        )
    column, values = articles[name], listed(value)
    wanted = [v for v in values if not missing(v)]
    found = column.isna().to_numpy() & (len(wanted) < len(values))
    if pd.api.types.is_datetime64_any_dtype(column):
        days = column.dt.tz_localize(None).to_numpy().astype("M8[D]")
        precision = articles["date_precision"].to_numpy(object) if name == "date" else "day"
        begins, ends = extent(days, precision)
        for first, last in (interval(v, name) for v in wanted):
            found |= (begins >= first) & (ends <= last)
        return found
    if ("values", name) not in store.cache:
        store.cache["values", name] = pd.factorize(column.map(as_string, na_action="ignore"))
    codes, known = store.cache["values", name]
    wanted = [as_string(v) for v in wanted]
    if name == "outlet" and (new := {*wanted} - {*known}):
        raise ValueError(f"there is no outlet '{min(new)}'. Outlets: {_some(sorted(known))}")
    return found | np.append(known.isin(wanted), False)[codes]


def listed(value) -> list:
    """Return the values asked for: one, or those of a list."""
    return [value] if isinstance(value, str) or not np.iterable(value) else list(value)


def within(articles: pd.DataFrame, since, until) -> np.ndarray:
    """Which articles were published, as a whole, in a span of days, months or years."""
    dates = articles["date"].to_numpy(), articles["date_precision"].to_numpy(object)
    (begins, ends), inside = extent(*dates), np.ones(len(articles), bool)
    if since is not None:
        inside &= begins >= interval(since, "since")[0]
    if until is not None:
        inside &= ends <= interval(until, "until")[1]
    return inside


def as_mask(mask, chosen: np.ndarray) -> np.ndarray:
    """A mask of all articles from one of the chosen; a Series is matched by its index."""
    own = np.flatnonzero(chosen)
    if isinstance(mask, pd.Series) and mask.index.isin(own).all():
        mask = mask.reindex(own)
    values = np.asarray(mask)
    if values.dtype == object and all(isinstance(v, bool | np.bool_) for v in values.flat):
        values = values.astype(bool)
    if values.dtype != bool or values.shape != own.shape:
        found = f"{len(values)} values" if values.ndim == 1 else f"a {type(mask).__name__}"
        empty = ", some of them missing" if pd.isna(values).any() else f" of {values.dtype}"
        raise ValueError(
            f"mask= takes {len(own)} booleans, one per article; got {found}{empty}. For example "
            "corpus.where(corpus.articles['title'].str.contains('flood', na=False))"
        )
    whole = np.zeros(len(chosen), bool)
    whole[own[values]] = True
    return whole


def assigned(articles: pd.DataFrame, chosen: np.ndarray, columns: dict) -> pd.DataFrame:
    """Return the articles with columns set for the chosen: one value for all or one for each.

    Raises ValueError for a column that cannot be set, a number of values that is not the number
    of articles, and a date that cannot be read.
    """
    articles, own = articles.copy(), articles.index[chosen]
    for name, value in columns.items():
        if name in FIXED:
            raise ValueError(f"'{name}' is a word of newslib's own and cannot be assigned")
        if isinstance(value, dict):  # some articles, by number
            if new := [a for a in value if a not in own]:
                raise ValueError(f"{name}= names article {new[0]!r}, which is not in this corpus")
            some = articles.index.isin(list(value))
            each = [value[a] for a in articles.index[some]]
            articles = assigned(articles, some, {name: each})
            continue
        if isinstance(value, pd.Series) and set(value.index) == set(own):
            value = value.reindex(own)
        one = isinstance(value, str) or not np.iterable(value)
        values = [value] * len(own) if one else list(value)
        if len(values) != len(own):
            raise ValueError(f"{name}= takes {len(own)} values, one per article; got {len(values)}")
        values = [None if missing(v) else v for v in values]
        if name == "date":
            read = [read_date(v) if v is None else stated(v, "date") for v in values]
            articles.loc[chosen, "date"] = np.array([p.day for p in read], "M8[s]")
            articles.loc[chosen, "date_precision"] = [p.precision for p in read]
        elif name in STRINGS:
            articles.loc[chosen, name] = [v if v is None else as_string(v) for v in values]
        else:
            column = np.full(len(articles), None, object)
            if name in articles.columns:
                column[:] = articles[name].astype(object)
            column[np.flatnonzero(chosen)] = pd.Series(values, dtype=object)
            articles[name] = pd.Series(column, articles.index).infer_objects()
    return articles


def _some(names, most=12) -> str:
    listed = ", ".join(f"'{n}'" for n in list(names)[:most])
    return f"{listed} and {len(names) - most} more" if len(names) > most else listed or "none"


# ---- stores from stores


def without_removed(store: Store, rule: str) -> Store:
    """Return the store with what `rule` removed back in its texts; only those are read again."""
    removed = store.removed[store.removed["rule"] != rule].reset_index(drop=True)
    changed = sorted(store.removed.loc[store.removed["rule"] == rule, "article"].unique())
    articles = store.articles.copy()
    spans = {article: list(zip(rows["start"], rows["end"], strict=True))
             for article, rows in removed.groupby("article")}  # fmt: skip
    texts = []
    for article in changed:
        raw, at, kept = store.raw[article], 0, []
        for start, end in spans.get(article, []):
            kept.append(raw[at:start])
            at = end
        texts.append("".join(kept) + raw[at:])
    articles.loc[changed, "text"] = texts
    fresh = tokenised(articles.loc[changed, "title"], texts, True)
    old_to_new = np.arange(len(articles))
    old_to_new[changed] = -1
    tokens = merge([(store.tokens, old_to_new), (fresh, np.array(changed))], len(articles))
    return replace(store, articles=articles, removed=removed, tokens=tokens)


def joined(one: Store, keep_one: np.ndarray, two: Store, keep_two: np.ndarray) -> Store:
    """Return one store with the kept articles of both, those of the first in front."""
    places, start = [], 0
    for keep in (keep_one, keep_two):
        places.append(np.where(keep, start + np.cumsum(keep) - 1, -1))
        start += int(keep.sum())

    def moved(name):
        tables = []
        for store, place in ((one, places[0]), (two, places[1])):
            table = getattr(store, name).copy()
            known = table["article"].notna().to_numpy()
            to = place[table.loc[known, "article"].astype(int)]
            table.loc[known, "article"] = to
            again = bool(tables) and one.notes is two.notes  # of both, so said once
            keep = np.full(len(table), not again)
            keep[known] = to >= 0
            tables.append(table[keep])
        return pd.concat(tables, ignore_index=True)

    articles = pd.concat(
        [one.articles[keep_one], two.articles[keep_two]], ignore_index=True
    ).rename_axis("article")
    raw = [r for r, k in zip(one.raw + two.raw, [*keep_one, *keep_two], strict=True) if k]
    same = one.rejects is two.rejects  # parts of one corpus: what was set aside is counted once
    rejects = one.rejects if same else pd.concat([one.rejects, two.rejects], ignore_index=True)
    seen = set(one.articles["id"][keep_one])
    twice = [
        (a, "id", SEEN, i) for a, i in articles["id"].items() if a >= keep_one.sum() and i in seen
    ]
    notes = pd.concat([moved("notes"), notes_table(twice)], ignore_index=True)
    tokens = merge([(one.tokens, places[0]), (two.tokens, places[1])], start)
    return Store(articles, raw, moved("removed"), rejects, notes, tokens)
