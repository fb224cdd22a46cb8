# The one door: people and .ci/run go through it. Every target sets up what it needs; a second run finds it done.

PORT ?= 8080
FUZZ ?= 50000
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ASSETS := $(VENV)/.assets
TESTS ?= tests
# Benchmarks have a target of their own. Tests that share something costly stay on one of the two workers.
PYTEST := $(BIN)/pytest -p no:benchmark
PARALLEL := -n 2 --dist loadgroup

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test lint types bench fuzz golden docs pictures data check assets format lock clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(READY) $(ASSETS) ## everything that running and testing need, into .venv and webui/static/vendor

run: setup ## the playground, on http://127.0.0.1:8080 (another port: make run PORT=9000)
	$(BIN)/mapper serve --port $(PORT)

test: setup ## all tests (some of them: make test TESTS=tests/engine)
	$(PYTEST) $(PARALLEL) $(TESTS)

lint: $(READY) ## style, layout and likely bugs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## the types, strictly
	$(BIN)/mypy

bench: setup ## how fast: the engine, and the limits that it promises to keep; writes docs/performance.md
	$(BIN)/pytest benchmarks
	$(BIN)/python -m benchmarks.report

fuzz: setup ## every property on many random inputs (how many each: make fuzz FUZZ=200000)
	MAPPER_FUZZ_EXAMPLES=$(FUZZ) $(PYTEST) $(PARALLEL) -m hypothesis --hypothesis-profile=fuzz $(TESTS)

golden: setup ## rewrite the expected outputs of the tests; then read the difference
	$(PYTEST) --golden $(TESTS) || true
	git --no-pager diff --stat

docs: $(READY) ## rewrite the pages that are made from code
	$(BIN)/python docs/generate.py

pictures: setup ## take the pictures of the documents again, with Chromium; then look at them
	$(BIN)/python docs/pictures.py

data: $(READY) ## rewrite the data that is made from libraries: countries, regions, languages, time zones
	$(BIN)/python data/generate.py

check: lint types test ## all that a change must pass

assets: $(READY) ## fetch and copy the scripts of the pages again
	$(BIN)/python webui/assets/build.py
	@touch $(ASSETS)

format: $(READY) ## lay out the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## choose the versions of requirements-dev.txt anew
	python3 -m venv --clear $(VENV)-lock
	$(VENV)-lock/bin/pip install --quiet '.[server,postgres,dev]'
	(grep '^#' requirements-dev.txt; $(VENV)-lock/bin/pip freeze --exclude scim-mapper) > requirements-dev.new
	mv requirements-dev.new requirements-dev.txt
	rm -r $(VENV)-lock

clean: ## remove all that these targets made
	rm -rf $(VENV) webui/node_modules benchmarks/node_modules webui/static/vendor .hypothesis .mypy_cache .pytest_cache .ruff_cache

# A Python that is too old is told so here, in one sentence, and not by pip in forty.
$(VENV)/bin/python:
	@for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "making $(VENV) with $$python"; exec $$python -m venv $(VENV); \
	  fi; \
	done; \
	echo "scim-mapper needs Python 3.11 or newer; the python3 found here is: $$(python3 --version 2>&1)" >&2; exit 1

$(READY): requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(ASSETS): webui/package.json webui/package-lock.json webui/assets/build.py webui/assets/codemirror.js \
  webui/assets/checksums.txt | $(READY)
	$(BIN)/python webui/assets/build.py
	@touch $@
