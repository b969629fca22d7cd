# Every command a newcomer needs. `make help` lists them. Users need Python 3.11 or later and pip, nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip
CASEBOOK := demo/testigo.db

.DEFAULT_GOAL := help
.PHONY: help demo test test-llm check lint bench lock islands try-islands check-islands

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.core try-islands ## Read examples/ into a fresh casebook, show it, serve it (SERVE=0: stop before serving)
	rm -rf demo
	mkdir demo
	$(BIN)/testigo read examples/ --casebook $(CASEBOOK)
	$(BIN)/testigo show tolls --casebook $(CASEBOOK)
	$(BIN)/testigo show casualties --casebook $(CASEBOOK)
	$(BIN)/testigo show incidents --casebook $(CASEBOOK)
	$(BIN)/testigo show measures --casebook $(CASEBOOK)
ifneq ($(SERVE),0)
	$(BIN)/testigo serve --casebook $(CASEBOOK)
endif

test: $(VENV)/.dev try-islands ## Run every test, the browser's too, on all cores
	$(BIN)/pytest -n auto

test-llm: $(VENV)/.dev ## Read examples/ with a small language model, fetched once (491 MB); with ARTICLES=folder, score it
	$(BIN)/python -m tests.llm $(if $(ARTICLES),--articles $(ARTICLES))

check: lint try-islands ## Lint, and run the tests that need no browser and no patience
	$(BIN)/pytest -n auto -m "not browser and not slow"

lint: $(VENV)/.dev check-islands ## Format, lint, types, direction of imports, generated parts of the docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/cog --check $(wildcard *.md) $(shell find docs -name '*.md')

bench: $(VENV)/.dev ## Measure speed and, with ARTICLES=folder, reading against that folder's gold
	$(BIN)/python benchmarks/speed
ifdef ARTICLES
	$(BIN)/python benchmarks/articles $(ARTICLES)
endif

lock: ## Rewrite requirements/*.txt (UPGRADE=1: to the newest versions); needs uv
	scripts/lock $(if $(UPGRADE),--upgrade)

islands: ## Build the scripts of the pages; needs npm and Node 20.19 or later
	@scripts/islands build

# Every page works without its script, so whoever has no npm, or cannot reach its registry, goes on.
try-islands:
	@scripts/islands --if-possible build

check-islands:
	@scripts/islands --if-possible check

# The stamps: an environment is made anew in place when its lock, the settings or the version change.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "testigo needs Python 3.11 or later; name one: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: requirements/core.txt pyproject.toml src/testigo/__init__.py | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements/core.txt
	$(PIP) install --quiet --no-deps --editable .
	touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml src/testigo/__init__.py | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	touch $@
