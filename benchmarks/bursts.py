"""This turns dated articles into figures for nl.bursts: planted bursts found, false ones, labels.

    python benchmarks/bursts.py press-releases.jsonl.gz --rounds 20

Dates are drawn anew (weekdays weighing more), so that nothing is left but chance; a burst is
planted by moving articles into one week: those with a word, any (a week of twice as many),
or the harshest in exchange for the week's own. Beside newslib stand Kleinberg's automaton of two
states (2002, KDD), its binomial form for counts per day, with its usual s=2 and gamma=1, and, where
the package ruptures is installed, its change points (PELT, squared error, the penalty of BIC).
"""

import argparse
from importlib.util import find_spec

import numpy as np

import newslib as nl
from newslib.asking import per_article, words_in
from newslib.frequency import divide

RHYTHM = np.array([1, 1, 1, 1, 1, 0.2, 0.1])


def kleinberg(count, of, s=2.0, gamma=1.0):
    """Days in the upper of two states, by Viterbi; days without words say nothing."""
    usual = count.sum() / of.sum()
    cost = [-(count * np.log(p) + (of - count) * np.log1p(-p)) for p in (usual, usual * s)]
    up, best, back = gamma * np.log(len(count)), np.array([0.0, np.inf]), []
    for now in np.array(cost).T:
        ways = np.array([[best[0], best[1]], [best[0] + up, best[1]]])
        back.append(ways.argmin(1))
        best = ways.min(1) + now
    state, states = best.argmin(), []
    for step in back[::-1]:
        states.append(state)
        state = step[state]
    edges = np.flatnonzero(np.diff(np.r_[0, states[::-1], 0]))
    return edges.reshape(-1, 2)


def changes(rate):
    """Stretches above the mean between change points; days without articles are left out."""
    import ruptures

    kept = np.flatnonzero(~np.isnan(rate))
    own = rate[kept]
    penalty = 2 * np.log(len(own)) * np.var(np.diff(own)) / 2
    ends = ruptures.Pelt("l2", min_size=2, jump=1).fit(own[:, None]).predict(penalty)
    stretches = zip([0, *ends], ends, strict=False)
    return [(kept[i], kept[j - 1] + 1) for i, j in stretches if own[i:j].mean() > own.mean()]


def within(table, week):
    """The bursts that touch a week."""
    return table[(table["first"] <= week[1]) & (table["last"] >= week[0])]


def main(path: str, rounds: int, words: int, seed: int) -> None:
    """Print a line for each trial."""
    random, whole = np.random.default_rng(seed), nl.load(path)
    start = whole.articles["date"].min().to_datetime64().astype("M8[D]")
    n = int((whole.period[1] - whole.period[0]).days) + 1
    known = nl.frequency(whole)
    known = known[(known["articles"] >= 60) & known.index.str.fullmatch("[a-z]{3,}")]
    weight = RHYTHM[(start.astype(int) + 3 + np.arange(n)) % 7]
    of, tally = words_in(whole, "body"), {}
    tone = nl.sentiment(whole)["compound"].to_numpy()
    harsh, peers = np.argsort(tone)[: len(tone) // 4], {"Kleinberg": kleinberg}
    if find_spec("ruptures"):
        peers["ruptures"] = lambda count, of: changes(divide(count, of))

    def add(name, value):
        tally.setdefault(name, []).append(float(value))

    for _ in range(rounds):
        days = random.choice(n, len(whole), p=weight / weight.sum())
        some = known.index[random.integers(0, len(known), words)].tolist()
        chance = whole.assign(date=(start + days).astype(str).tolist())
        add("false bursts of words per 1,000 days", len(nl.bursts(chance, some)) * 1000 / n / words)
        add("false bursts of volume per 1,000 days", len(nl.bursts(chance)) * 1000 / n)
        for word in some:
            hits = per_article(whole, [word], "body")
            every = [np.bincount(days, v, n) for v in (hits, of)]
            for peer, found_by in peers.items():
                add(f"false bursts of words per 1,000 days, {peer}",
                    len(found_by(*every)) * 1000 / n)  # fmt: skip
            first, moved = random.integers(0, n - 7), days.copy()
            inside = (days >= first) & (days < first + 7)
            usual = (hits > 0).mean() * inside.sum()
            far = np.flatnonzero((hits > 0) & ~inside)
            more = random.choice(far, min(len(far), max(8, int(3 * usual))), replace=False)
            moved[more] = first + random.integers(0, 7, len(more))
            planted = whole.assign(date=(start + moved).astype(str).tolist())
            week = start + first, start + first + 6
            there = within(nl.bursts(planted, word), week)
            add("planted bursts found, word", len(there) > 0)
            if len(there):
                add("label has the word", word in there["label"].iloc[0].split(", "))
                off = abs((there["first"].iloc[0] - week[0]).days)
                add("first day at most one off, word", off <= 1)
            every = [np.bincount(moved, v, n) for v in (hits, of)]
            for peer, found_by in peers.items():
                found = any(i < first + 7 and j > first for i, j in found_by(*every))
                add(f"planted bursts found, word, {peer}", found)
        first, moved = random.integers(0, n - 7), days.copy()
        inside = np.flatnonzero((days >= first) & (days < first + 7))
        others = np.setdiff1d(np.arange(len(days)), inside)
        more = random.choice(others, len(inside), replace=False)
        moved[more] = random.choice(days[inside], len(more))
        swapped, harsher = days.copy(), random.permutation(np.setdiff1d(harsh, inside))
        harsher = harsher[: len(inside) // 2]
        out = random.permutation(np.setdiff1d(inside, harsh))[: len(harsher)]
        swapped[harsher[: len(out)]], swapped[out] = days[out], days[harsher[: len(out)]]
        add("false bursts of tone per 1,000 days", len(nl.bursts(chance, tone=True)) * 1000 / n)
        week = start + first, start + first + 6
        for name, drawn in (("volume", moved), ("tone", swapped)):
            planted = whole.assign(date=(start + drawn).astype(str).tolist())
            there = within(nl.bursts(planted, tone=name == "tone"), week)
            add(f"planted bursts found, {name}", len(there) > 0)
    for name, values in sorted(tally.items()):
        print(f"{name:45} {np.mean(values):6.3f}  of {len(values)} trials")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--words", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    main(**vars(parser.parse_args()))
