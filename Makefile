# Backstride. `make` alone prints this list; every target sets up what it needs.
SHELL := /bin/bash
HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= $(firstword $(shell command -v python3.11) $(shell command -v python3) python3)
VENV := .venv
BIN := $(VENV)/bin
UV := var/uv/bin/uv
COMPILE = $(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate
unexport PYTHONDONTWRITEBYTECODE  # bytecode is kept: a start without it compiles a thousand files first

.PHONY: help run test chat train check bench nlu-report safety-report content lock clean
help:  ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

run: $(VENV)/.runtime  ## set up, train if something changed, serve on http://HOST:PORT
	@$(BIN)/backstride serve --host $(HOST) --port $(PORT) --prepare

chat: $(VENV)/.runtime  ## talk to the bot in this terminal (EXPLAIN=1 shows why)
	@$(BIN)/backstride chat --prepare $(if $(EXPLAIN),--explain)

train: $(VENV)/.runtime  ## train the model if something it depends on changed
	@$(BIN)/backstride train

content: $(VENV)/.runtime  ## check the clinical content and build what is generated from it
	@$(BIN)/backstride content check && $(BIN)/backstride content build

test: $(VENV)/.dev  ## run the whole test suite, a real browser and databases included where they are found
	@$(BIN)/backstride train && $(BIN)/python scripts/test_tools.py && $(BIN)/pytest

check: $(VENV)/.dev  ## formatting, types, imports, spelling, content
	@$(BIN)/pre-commit run --all-files --show-diff-on-failure && $(BIN)/backstride content check

bench: $(VENV)/.dev  ## measure against a stock Rasa bot; results in bench/results/
	@$(BIN)/backstride train && $(BIN)/python -m bench
nlu-report: $(VENV)/.dev  ## measure the reader on the test sentences (UNSEEN=1: figures of the half kept for reports)
	@$(BIN)/python -m bench.sentences $(if $(UNSEEN),--unseen) $(if $(ERRORS),--errors $(ERRORS))
safety-report: $(VENV)/.dev  ## take each rule, clause and screening call out in turn and say which case notices
	@$(BIN)/python -m bench.safety

lock: $(UV)  ## resolve the requirements again
	@$(COMPILE) --extra postgres pyproject.toml -o requirements.lock
	@$(COMPILE) --extra postgres --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:  ## remove everything that was made, but the database
	rm -rf $(VENV) .venv-bench models .rasa var/uv bench/results .pytest_cache .mypy_cache .ruff_cache

$(UV):  # uv installs in seconds and can fetch Python 3.11 itself; it comes as a wheel, into a place of its own
	@echo "• fetching uv"; $(PYTHON) -m venv var/uv || { echo "Python 3 with venv is needed: https://www.python.org/downloads/"; exit 1; }
	@var/uv/bin/pip install -q --disable-pip-version-check uv

$(VENV)/.runtime: requirements.lock | $(UV)
	@{ test -f $(VENV)/.dev || $(MAKE) -s _install LOCK=requirements.lock MARK=.runtime; } && touch $@
$(VENV)/.dev: requirements-dev.lock | $(UV)
	@$(MAKE) -s _install LOCK=requirements-dev.lock MARK=.dev
_install:
	@echo "• setting up Python 3.11 in $(VENV) (about a minute the first time)"
	@$(UV) venv -q --allow-existing --python 3.11 $(VENV)
	@VIRTUAL_ENV=$(VENV) $(UV) pip sync -q --require-hashes --compile-bytecode $(LOCK)
	@VIRTUAL_ENV=$(VENV) $(UV) pip install -q --no-deps -e . && touch $(VENV)/$(MARK)
