"""How fast newslib reads, beside others, in one run: make bench DATA=folder OUT=docs/speed.md

Articles are drawn, with replacement, from the source to each size. Each candidate works on them
in a new process, several times in turn (A B C, A B C), so that a busy machine is busy for all.
The clock runs from strings in memory to the result. Reading the texts is not on it; a model or
parameters are. Imports stand in their own column. What is to be read are the ratios.
"""

import argparse
import contextlib
import io
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from candidates import CANDIDATES, conc_model

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
PEERS = ("nltk", "spacy", "conc", "scikit-learn", "pyarrow", "polars")
MARK = "<!-- Written by make bench: do not edit below this line. -->\n"
SMALL = 10  # MB: below, where a moment weighs, all are timed three times as often
LARGE = 100  # MB: from here the slow are timed once
SLOW = {"NLTK", "Punkt", "spaCy blank", "Conc build"}
NLTK = {"NLTK", "Punkt"}


def target(name: str, mb: float) -> float | None:
    """How many times its time newslib's should fit into; None where nothing was promised."""
    large = {"NLTK": 25, "CountVectorizer": 1} if mb >= LARGE else {"NLTK": 12}
    return {"spaCy blank": 8, "Conc build": 8, "str.split": 0.13, "Punkt": 10, **large}.get(name)


# ---- one candidate in its own process


def memory() -> tuple[float, float]:
    """Bytes this process holds, and the most it ever held; not known outside Linux."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return float("nan"), float("nan")
    lines = dict(line.split(":", 1) for line in status.splitlines())
    return tuple(int(lines[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))


def child(name: str, file: str, share: float):
    empty, _ = memory()
    with open(file, encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    del texts[max(1, round(share * len(texts))) :]
    read, _ = memory()
    start = perf_counter()
    run = CANDIDATES[name]()
    imported, (before, _) = perf_counter(), memory()
    begun, worked = perf_counter(), process_time()
    tell = run(texts)
    seconds, cpu, (_, peak) = perf_counter() - begun, process_time() - worked, memory()
    imports, seconds = imported - start, seconds / share
    json.dump({
        "seconds": seconds, "imports": imports, "whole": imports + seconds, "cpu": cpu / share,
        "strings": read - empty, "peak": peak - before, **tell(),
    }, sys.stdout)  # fmt: skip


# ---- the run


class Tee:
    """Writes to several streams, each line as it comes."""

    def __init__(self, *streams):
        self.streams = streams

    def write(self, text: str):
        for stream in self.streams:
            stream.write(text)

    def flush(self):
        for stream in self.streams:
            stream.flush()


def resample(pool: list[str], mb: float, file: Path) -> tuple[float, float]:
    """Write articles drawn from the pool; returns the MB and the share of distinct chunks."""
    draw, size, chunks, distinct = random.Random(0), 0, 0, set()
    with file.open("w", encoding="utf-8") as out:
        while size < mb * 1e6:
            text = draw.choice(pool)
            out.write(json.dumps(text) + "\n")
            size += len(text.encode("utf-8", "surrogatepass"))
            chunks += len(split := text.split())
            distinct.update(split)
    return size / 1e6, len(distinct) / chunks


def timed(file: Path, mb: float, repeat: int, nltk_share: float) -> dict[str, list[dict]]:
    results, repeat = defaultdict(list), repeat * (3 if mb < SMALL else 1)
    for turn in range(repeat):
        for name in CANDIDATES:
            if turn and mb >= LARGE and name in SLOW:
                continue
            share = nltk_share if name in NLTK else 1
            print(f"{mb:.0f} MB, {turn + 1} of {repeat}: {name}", file=sys.stderr)
            command = [sys.executable, __file__, "--child", name, str(file), str(share)]
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
            results[name].append(json.loads(done.stdout))
    return results


def middle(runs: list[dict], what: str) -> float:
    return median(run[what] for run in runs)


def speed_table(results, mb: float, distinct: float, nltk_share: float):
    """Print medians; a ratio is the candidate's time over newslib's."""
    columns = "runs, seconds, ratio, target, CPU ratio, imports, with imports, tokens".split(", ")
    print(f"\n### {mb:.1f} MB\n")
    print(f"| candidate | {' | '.join(columns)} | distinct chunks |")
    print("|---" + "|--:" * 9 + "|")
    for name, runs in results.items():
        ours = results["newslib sentences" if name == "Punkt" else "newslib"]
        ratio, cpu, whole = (
            middle(runs, what) / middle(ours, what) for what in ("seconds", "cpu", "whole")
        )
        goal = target(name, mb)
        wanted = "" if goal is None else f"{goal:g} {'met' if ratio >= goal else 'NOT met'}"
        tokens = f"{runs[0]['tokens']:,}" if "tokens" in runs[0] else ""
        scaled = " (scaled)" if name in NLTK and nltk_share < 1 else ""
        print(
            f"| {name}{scaled} | {len(runs)} | {middle(runs, 'seconds'):.3f} | {ratio:.3g} "
            f"| {wanted} | {cpu:.3g} | {middle(runs, 'imports'):.2f} | {whole:.3g} | {tokens} "
            f"| {distinct:.2%} |"
        )


def exactness(results):
    """Say how far newslib and NLTK agree; only where NLTK read all the texts."""
    ours, theirs = results["newslib"][0], results["NLTK"][0]
    types = ours["counts"].keys() | theirs["counts"].keys()
    gap = sum(abs(ours["counts"].get(t, 0) - theirs["counts"].get(t, 0)) for t in types)
    print(
        f"\nNLTK's counts against newslib's: {theirs['tokens']:,} tokens compared, "
        f"{gap:,} differing; {theirs['sentences']:,} sentences against {ours['sentences']:,}."
    )
    ours, theirs = results["newslib sentences"][0], results["Punkt"][0]
    same = "the same" if ours["print"] == theirs["print"] else "NOT the same"
    print(f"Places of Punkt's {theirs['sentences']:,} sentences and newslib's: {same}.")


def memory_line(runs: list[dict], mb: float):
    tokens, peak, strings = runs[0]["tokens"], middle(runs, "peak"), middle(runs, "strings")
    allowed = 3 * mb * 1e6 + 16 * tokens
    print(
        f"\nMemory: newslib's peak is {peak / 1e6:,.0f} MB above its start, after imports and "
        f"beside the strings ({strings / 1e6:,.0f} MB): {peak / allowed:.2f} of 3 times the text "
        f"plus 16 bytes a token ({allowed / 1e6:,.0f} MB); the strings counted too, "
        f"{(peak + strings) / allowed:.2f}."
    )


def header(source: Path, pool: list[str]):
    print(f"Measured on {datetime.now(UTC):%d %B %Y}, Python {platform.python_version()}, ", end="")
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, ", end="")
    print(f"load {os.getloadavg()[0]:.1f}, " if hasattr(os, "getloadavg") else "", end="")
    print("; ".join(f"{peer} {version(peer)}" for peer in ("newslib", "numpy", *PEERS)) + ".")
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in pool) / 1e6
    print(f"\nArticles from {source.name}: {len(pool):,} ({size:.1f} MB), cleaned, bodies only.")
    if source == SAMPLE:
        print("\n**The bundled sample is a smoke test: its ratios say nothing about real news.**")


def bench(options):
    import newslib as nl

    pool = nl.load(options.source, progress=False).articles["text"].tolist()
    header(options.source, pool)
    if options.nltk_share < 1:
        print(f"\nNLTK and Punkt read {options.nltk_share:.0%} of the texts; times are scaled up.")
    by_size = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BENCH_CONC"] = f"{folder}/model"
        conc_model(Path(folder, "model"))
        for wanted in options.sizes.split(","):
            file = Path(folder, "texts.jsonl")
            mb, distinct = resample(pool, float(wanted), file)
            results = timed(file, mb, options.repeat, options.nltk_share)
            speed_table(results, mb, distinct, options.nltk_share)
            if options.nltk_share == 1:
                exactness(results)
            memory_line(results["newslib"], mb)
            by_size[mb] = middle(results["newslib"], "seconds") / mb
    print("\n### Cost by size\n\n| MB | newslib, seconds a MB | times the first |\n|--:|--:|--:|")
    for mb, cost in by_size.items():
        print(f"| {mb:.1f} | {cost:.4f} | {cost / next(iter(by_size.values())):.2f} |")
    if not options.speed_only:
        other("Questions", "questions.py", options.source)
        other("Hostile inputs", "linear.py")


def other(title: str, name: str, *given):
    """Run another benchmark in its own process and print what it prints."""
    print(f"\n### {title}\n", flush=True)
    file = Path(__file__).with_name(name)
    if not file.exists():
        return print(f"benchmarks/{name} is not there: skipped.")
    command = [sys.executable, str(file), *map(str, given)]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8")
    printed = done.stdout.strip("\n")
    print(printed if "|--" in printed else f"```\n{printed}\n```")
    if done.returncode:
        print(f"\nbenchmarks/{name} ended with {done.returncode}: something is wrong or too slow.")


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("source", nargs="?", default=SAMPLE, type=Path, help="what nl.load reads")
    ask.add_argument("--sizes", default="3,30,280", help="MB, with commas between")
    ask.add_argument("--repeat", default=3, type=int, help=f"the slow once from {LARGE} MB on")
    ask.add_argument("--nltk-share", default=1.0, type=float, help="time NLTK on a part, scaled")
    ask.add_argument("--speed-only", action="store_true", help="no questions, no hostile inputs")
    ask.add_argument("--out", type=Path, help="a Markdown file; what stands above its mark is kept")
    ask.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = ask.parse_args()
    if options.child:
        name, file, share = options.child
        return child(name, file, float(share))
    options.source = options.source.resolve()
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(Tee(sys.stdout, said)):
            bench(options)
    finally:
        if options.out:
            above = options.out.read_text("utf-8").split(MARK)[0] if options.out.exists() else ""
            options.out.write_text(above + MARK + "\n" + said.getvalue(), "utf-8")


if __name__ == "__main__":
    main()
