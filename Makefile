# `make demo` and `make test` do all the set-up that they need; the second time it takes no time.

SHELL := bash
PYTEST_ARGS ?=
SOAK ?=
DATA ?=
PARTS ?= models tasks observe decoders demonstrations live
PLAYER ?=

.PHONY: demo test test-lerobot test-owamcap test-foxglove check static format docs bench soak results setup setup-tests

demo: setup  ## record, train, play and compare on the sandbox; ends with a table
	.venv/bin/osrs-agent demo

test: setup-tests  ## every test, those on a virtual screen included
	.venv/bin/python -m pytest -q -n 2 $(PYTEST_ARGS)

check: static test  ## format, lint, types, import layers, tests

static: setup-tests
	.venv/bin/ruff format --check --quiet
	.venv/bin/ruff check --quiet
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

format: setup-tests  ## rewrite the files in the project's format, and draw ARCHITECTURE.md's tree and docs/errors.md
	.venv/bin/ruff check --fix --quiet
	.venv/bin/ruff format --quiet
	.venv/bin/python scripts/draw_tree.py
	.venv/bin/python scripts/draw_errors.py

docs: setup-tests  ## the documentation as a site, build/site/index.html; a broken link fails
	NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict --quiet

bench: setup-tests  ## measure, print a table, write docs/results/bench.json
	.venv/bin/python -m tests.benchmarks

test-lerobot test-owamcap test-foxglove: test-%: setup-tests  ## what we write, read by the real package, in an environment of its own
	@scripts/setup_readers.sh
	build/readers/bin/python -m pytest -q -o filterwarnings=default -p no:cacheprovider tests/readers/read_$*.py

soak: setup-tests  ## the long fault tests (minutes each); SOAK=word runs those whose name holds it
	.venv/bin/python -m tests.soak $(SOAK)

results: setup  ## PARTS (hours): models on human input in the folder DATA; the others of the player; goes on where it stopped
	@$(if $(filter models,$(PARTS)),scripts/results.sh "$(DATA)")
	@$(if $(filter-out models,$(PARTS)),.venv/bin/python scripts/results_player.py $(filter-out models,$(PARTS)) $(PLAYER))

setup:
	@scripts/setup.sh

setup-tests:
	@scripts/setup.sh tests
