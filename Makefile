# Conveniences for a checkout. Everything here is `pip install`, then the command `newslib`.
PYTHON ?= python3
DATA ?=
EVIDENCE ?= snippet
OUT ?=
BENCH ?=
export DATA OUT

.PHONY: report lab test format bench lock
report: .venv/ready
	@if [ -n "$$DATA" ]; then .venv/bin/newslib report --evidence "$(EVIDENCE)" "$$DATA"; \
	else .venv/bin/newslib report --evidence "$(EVIDENCE)"; fi

lab: .venv/ready
	@.venv/bin/newslib lab

test: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/python -m pytest -n auto --dist loadfile

format: .venv/ready
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

# For instance: make bench DATA=folder OUT=docs/speed.md BENCH="--sizes 3,30"
bench: .venv-bench/ready
	@.venv-bench/bin/python benchmarks/speed.py $${OUT:+--out "$$OUT"} $(BENCH) $${DATA:+"$$DATA"}

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("newslib needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Install a newer one, then: make PYTHON=python3.12")'
	@echo "Setting up .venv (a minute or two, once) ..."
	@$(PYTHON) -m venv --clear .venv
	@.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch .venv/ready

# The versions of the lock, and the peers of the group "bench", which no lock holds.
.venv-bench/ready: requirements.lock pyproject.toml
	@echo "Setting up .venv-bench (a few minutes, once) ..."
	@$(PYTHON) -m venv --clear .venv-bench
	@.venv-bench/bin/python -m pip install -qq --disable-pip-version-check "pip>=25.1"
	@.venv-bench/bin/python -m pip install -qq --require-hashes -r requirements.lock
	@.venv-bench/bin/python -m pip install -qq --no-deps --no-build-isolation -e .
	@.venv-bench/bin/python -m pip install -qq --group bench
	@touch .venv-bench/ready

# After a change of dependencies in pyproject.toml (needs uv).
lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock
