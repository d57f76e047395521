# Two commands do everything: `make audit` and `make test`. Each sets up what it needs.
#   make audit                audits the bundled demo into out/
#   make audit URLS=my.csv    audits your own list
PYTHON ?= python3
VENV   ?= .venv
OUT    ?= out
URLS   ?=
ARGS   ?=

BIN     := $(VENV)/bin
AUDITOR := $(BIN)/auditor

.DEFAULT_GOAL := help
.PHONY: help audit demo test fast lint format bench bench-check bench-verdicts bench-accuracy bench-designs bench-country setup clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

audit: setup ## audit the bundled demo, or URLS=file, into out/
	@if [ -n "$(URLS)" ]; then $(AUDITOR) audit $(URLS) -o $(OUT) $(ARGS); \
	 else $(AUDITOR) demo --audit -o $(OUT) $(ARGS); fi

demo: setup ## serve the demo municipalities on loopback
	$(AUDITOR) demo $(ARGS)

setup: $(VENV)/.ready ## venv, package, browser
	@$(AUDITOR) setup --quiet

test: $(VENV)/.ready-dev setup lint ## everything: lint, types, layers, all tests
	$(BIN)/pytest -n auto $(ARGS)

fast: $(VENV)/.ready-dev setup ## the everyday tests
	$(BIN)/pytest -n auto -m "not slow" $(ARGS)

lint: $(VENV)/.ready-dev ## ruff, mypy, import-linter, rulebook
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(AUDITOR) rules check

format: $(VENV)/.ready-dev ## let ruff arrange the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.ready-dev setup ## measure speed; figures of one run, compared within it
	$(BIN)/python -m benchmarks

bench-check: $(VENV)/.ready-dev setup ## what a check costs a pipeline: a five-step form, cold
	$(BIN)/python -m benchmarks.checking

bench-verdicts: $(VENV)/.ready-dev ## completion verdicts on the labelled corpus, as a confusion matrix
	$(BIN)/python -m benchmarks.verdicts

bench-accuracy: $(VENV)/.ready-dev setup ## barriers found and false alarms on labelled pages, beside axe-core alone
	$(BIN)/python -m benchmarks.accuracy $(ARGS)

bench-designs: $(VENV)/.ready-dev setup ## false alarms on well-kept design systems, fetched by npm
	$(BIN)/python -m benchmarks.designs $(ARGS)

bench-country: $(VENV)/.ready-dev setup ## the ranking of 10,750 invented municipalities: time, memory, what is written again
	$(BIN)/python -m benchmarks.country $(ARGS)

clean: ## remove the venv and what was made
	rm -rf $(VENV) $(OUT) .pytest_cache .mypy_cache .ruff_cache

# A venv made without ensurepip (plain Debian) lacks pip: virtualenv's zipapp is no option offline, so say what helps.
$(VENV)/.made:
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing python3-venv …"; apt-get update -q && apt-get install -yq python3-venv && $(PYTHON) -m venv $(VENV); \
	  else echo "python3-venv is missing: ask for 'apt-get install python3-venv'" >&2; exit 2; fi; }
	@touch $@

$(VENV)/.ready: $(VENV)/.made pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
