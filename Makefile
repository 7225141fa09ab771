# The README's two commands are `make demo` and `make test`; both set up .venv by themselves.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.forain-setup
PORT ?= 8000

.PHONY: help setup demo test proofs fast lint format types bench lock messages reference screens screens-docs docs vendor clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## make .venv with everything the project needs, pinned by hash

$(STAMP): requirements/dev.txt requirements/bootstrap.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Forain needs Python 3.11 or newer; run make PYTHON=/path/to/python3.11 setup")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt requirements/bootstrap.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: $(STAMP) ## the sandbox, the hub and a demo merchant; prints where to look
	$(BIN)/forain demo --port $(PORT)

test: $(STAMP) ## style, types, import contracts, tests
	$(BIN)/python -m tests.run

proofs: $(STAMP) ## the tests of whole hubs: the demo from nothing, crashes, a person's day at the browser, other people's clients
	$(BIN)/python -m tests.run proofs

fast: $(STAMP) ## the tests that take less than ten seconds each and no browser
	$(BIN)/pytest -q -n 2 -m "not slow and not browser"

lint: $(STAMP) ## style and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

format: $(STAMP) ## let the formatter and the safe fixes have their way
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only .

types: $(STAMP) ## mypy, strict
	$(BIN)/mypy

messages: $(STAMP) ## renew the catalogues of the pages' words; tells what has no French yet
	$(BIN)/python -m tools.messages

reference: $(STAMP) ## renew the pages of docs/ that are generated: the API, the marketplaces' services, what is covered
	$(BIN)/python -m tools.api_reference
	$(BIN)/python -m tools.services
	$(BIN)/python -m tools.coverage

screens: $(STAMP) ## pictures of every screen, both languages, desktop and phone, light and dark, into screens/ (needs Chromium)
	$(BIN)/python -m tools.contact_sheet screens

screens-docs: $(STAMP) ## renew the pictures of the README and the docs (needs Chromium)
	$(BIN)/python -m tools.contact_sheet docs/screenshots --docs

docs: $(STAMP) ## the site of the documentation, both languages, into site/; ends on a link that leads nowhere
	$(BIN)/python -m tools.docs_site

vendor: $(STAMP) ## renew what the pages borrow from npm (needs npm)
	$(BIN)/python -m tools.vendor

bench: $(STAMP) ## the benchmark suite; peers go into their own environment
	$(BIN)/python -m bench

lock: ## renew the locks (needs the bootstrap environment only)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements/bootstrap.in -o requirements/bootstrap.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --extra hub -o requirements/hub.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --extra hub --group dev -c requirements/hub.txt -o requirements/dev.txt

clean: ## forget .venv and what tools left behind
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis dist build site
