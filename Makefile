# The whole command surface. `make run` and `make test` install what is missing by themselves, into .venv.
# ARGS passes words on:  make run ARGS="--port 9000 --no-browser"    make test ARGS="-k seeds"
# PYTHON chooses the interpreter of a new environment:  make run PYTHON=python3.12

.DEFAULT_GOAL := help
.PHONY: help run test check fix lock bench soak chromium

ARGS ?=
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11 python; do \
	"$$each" -c '$(RECENT)' 2>/dev/null && { echo "$$each"; break; }; done)
BIN := .venv/bin

help:
	@echo "make run      start Art Factory and print its address"
	@echo "make test     every test but the long ones on SQLite, and what meets the database on a private PostgreSQL"
	@echo "make check    what a reviewer would otherwise have to say: lint, types, imports, migrations, deployment"
	@echo "make fix      formatting and what the linter can mend"
	@echo "make lock     compile requirements/*.txt anew (ARGS=--upgrade for newer versions)"
	@echo "make bench    measure every promise in speed"
	@echo "make soak     the long tests: many crashes, much data"

# What is installed. The stamps are older than what they were made from when something changed.

LOCKED = pyproject.toml requirements/install.py $(BIN)/python
ENVIRONMENT = $(or $(wildcard .venv/dev.stamp),.venv/run.stamp)

.venv/run.stamp .venv/dev.stamp: .venv/%.stamp: requirements/%.txt $(LOCKED)
	@"$(PYTHON)" -c '$(RECENT)' 2>/dev/null || \
		{ echo "Art Factory needs Python 3.11 or newer. Name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Installing what is missing into .venv; the first time takes about a minute." >&2
	@"$(PYTHON)" requirements/install.py $*.txt
	@touch $@

$(BIN)/python: ;

run: $(ENVIRONMENT)
	@exec $(BIN)/artfactory run $(ARGS)

test: .venv/dev.stamp chromium
	$(COMPILED)
	env -u DATABASE_URL $(BIN)/pytest $(AT_ONCE) $(ARGS)
	$(BIN)/python tests/private_postgres.py $(BIN)/pytest $(AT_ONCE) $(ARGS) $(ON_POSTGRES)

# Many tests start the program, and each start would compile it anew where Python may write no bytecode.
COMPILED = $(BIN)/python -m compileall -q src simulators tests benchmarks

# One more than the cores of a small laptop: some tests wait for processes, and leave theirs idle.
AT_ONCE = -n 3 --dist worksteal

# Whatever keeps something in the database runs on both.
ON_POSTGRES = $(wildcard $(addprefix tests/,projects lookups accounts catalog orders products engine media api gallery desk))

chromium:
	@sh requirements/chromium.sh

check: .venv/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(SCRATCH) $(BIN)/mypy
	$(BIN)/djlint --lint --quiet src
	$(BIN)/lint-imports
	$(SCRATCH) $(BIN)/artfactory manage makemigrations --check --dry-run
	$(SCRATCH) $(BIN)/artfactory manage check --deploy --fail-level WARNING

# A library of its own, so that a check never reads or makes the one of the person who runs it.
SCRATCH = ARTFACTORY_HOME="$(CURDIR)/build/check/library" ARTFACTORY_SECRETS="$(CURDIR)/build/check/secrets"

fix: .venv/dev.stamp
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

COMPILE = $(BIN)/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(ARGS) pyproject.toml

lock: .venv/dev.stamp
	$(COMPILE) requirements/run.in --output-file requirements/run.txt
	$(COMPILE) --extra postgres requirements/dev.in --output-file requirements/dev.txt

bench: .venv/dev.stamp
	@for each in $(notdir $(basename $(BENCHMARKS))); do \
		echo "== $$each"; $(BIN)/python -m benchmarks.$$each $(ARGS) || exit 1; done

BENCHMARKS = $(wildcard $(addprefix benchmarks/,production.py fal.py fairness.py newcomer.py keystrokes.py prompts.py \
	catalogue.py desk.py budgets.py eta.py gallery.py chaos.py media.py))

soak: .venv/dev.stamp chromium
	$(COMPILED)
	env -u DATABASE_URL $(BIN)/pytest -m soak --timeout 3600 $(ARGS)
