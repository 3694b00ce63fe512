"""What Binder reads agrees with the project: one Python, one lock, no second list of packages."""

import os
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
BINDER = ROOT / ".binder"


def lines_of(name: str) -> list[str]:
    """The lines of a file in .binder that are no comment."""
    lines = (BINDER / name).read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def test_nothing_in_the_folder_is_ambiguous():
    """repo2docker would prefer an environment.yml or a Dockerfile to the lock."""
    assert {path.name for path in BINDER.iterdir()} == {
        "runtime.txt", "requirements.txt", "postBuild"
    }  # fmt: skip
    assert not (ROOT / "binder").exists()


def test_its_python_is_one_that_newslib_and_the_lock_are_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (line,) = lines_of("runtime.txt")
    version = re.fullmatch(r"python-(3\.\d+)", line)[1]
    assert version in SpecifierSet(project["requires-python"])
    assert f"--python-version {version} " in (ROOT / "Makefile").read_text("utf-8")


def test_its_packages_are_those_of_the_lock():
    """pip takes a file named after -r from the folder of the file that names it."""
    (line,) = lines_of("requirements.txt")
    option, name = line.split()
    assert option == "-r"
    assert (BINDER / name).resolve() == ROOT / "requirements.lock"


def test_newslib_is_installed_without_asking_for_anything():
    path = BINDER / "postBuild"
    assert path.read_text("utf-8").startswith("#!/usr/bin/env bash\n")
    assert os.access(path, os.X_OK)
    install = lines_of("postBuild")[-1].split()
    assert install[:4] == ["python", "-m", "pip", "install"]
    assert install[-2:] == ["-e", "."]
    assert {"--no-deps", "--no-build-isolation"} < set(install)
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    for needed in [*map(Requirement, build), Requirement("editables")]:
        assert re.search(rf"^{needed.name}==", lock, re.M), needed


def test_no_host_of_packages_is_named():
    for path in BINDER.iterdir():
        assert not re.search(r"https?:|index-url|pypi|conda\.", path.read_text("utf-8")), path
