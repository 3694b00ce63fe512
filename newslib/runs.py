"""This keeps the runs of `newslib report`: their folders, and what changed between two.

A run is a folder `<date>-<n>` with a run.json, in which its articles stand with id and hash.
"""

import json
import os
import re
import shutil
from datetime import date
from pathlib import Path

KEYS = ("id", "hash", "title", "outlet", "date")
NAME = re.compile(r"(\d{4}-\d\d-\d\d)-(\d+)")


def _runs(out: Path) -> list[tuple[str, int]]:
    """The date and number of each run, those under way too, in order."""
    found = (NAME.fullmatch(path.name.lstrip(".")) for path in out.iterdir())
    return sorted((m[1], int(m[2])) for m in found if m)


def new_run(out: Path) -> tuple[Path, str]:
    """Make the hidden folder of a new run; return it and the name it will have."""
    today = f"{date.today():%Y-%m-%d}"
    number = max((n for day, n in _runs(out) if day == today), default=0)
    while True:
        number += 1
        part = out / f".{today}-{number}"
        try:
            part.mkdir()
        except FileExistsError:  # another report began just now
            continue
        return part, f"{today}-{number}"


def last_run(out: Path) -> dict | None:
    """What the newest run wrote about itself; None where there is none to be read."""
    for day, number in reversed(_runs(out)):
        try:
            facts = json.loads((out / f"{day}-{number}" / "run.json").read_text("utf-8"))
            articles = [{key: article[key] for key in KEYS} for article in facts["articles"]]
            return {"name": f"{day}-{number}", "source": facts["source"], "articles": articles}
        except (OSError, ValueError, KeyError, TypeError):  # another hand's, or broken
            continue
    return None


def point_latest(out: Path, name: str) -> None:
    """Let `out/latest` be a link to the run, or a copy where links cannot be made."""
    latest, fresh = out / "latest", out / ".latest"
    _remove(fresh)
    try:
        fresh.symlink_to(name, target_is_directory=True)
    except (OSError, NotImplementedError):
        shutil.copytree(out / name, fresh)
    if not (fresh.is_symlink() and latest.is_symlink()):
        _remove(latest)  # a folder cannot be replaced in one step
    os.replace(fresh, latest)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def changes(articles: list[dict], last: dict | None, source: str) -> dict:
    """Which articles are new, gone or changed since the last run, and a sentence about it."""
    if last is None:
        return {"said": "This is the first run.", "new": [], "changed": [], "gone": []}
    old, now = _by_id(last["articles"]), _by_id(articles)
    kinds = {
        "new": [name for name in now if name not in old],
        "changed": [n for n in now if n in old and _hashes(now[n]) != _hashes(old[n])],
        "gone": [name for name in old if name not in now],
    }
    said = ", ".join(f"{len(names):,} {kind}" for kind, names in kinds.items())
    said = f"Compared with {last['name']}: {said}; {len(articles):,} now."
    if last["source"] != source:
        said += f" That run read other data: {last['source']}."
    listed = {k: [_spoken((now if n in now else old)[n][0]) for n in v] for k, v in kinds.items()}
    return {"said": said, **listed}


def _by_id(articles: list[dict]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for article in articles:
        found.setdefault(article["id"], []).append(article)
    return found


def _hashes(articles: list[dict]) -> list[str]:
    return sorted(article["hash"] for article in articles)


def _spoken(article: dict) -> str:
    said = ", ".join(article[key] for key in ("outlet", "date") if article[key])
    return f"{article['title'] or '(no headline)'} ({said + '; ' if said else ''}{article['id']})"
