# What to run here. `make demo` and `make test` set everything up themselves; they need Python 3.11 or later, git, make and Node 20 or later.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
LOCKED := .venv/.locked
READY := .venv/.ready
ORACLE := tests/oracle/node_modules/.ready
EXAMPLE := examples/orders-api/node_modules/.ready

.PHONY: help setup demo test test-matrix test-scenarios quick check bench conformance runtime lock clean accept

help: ## Say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY) $(ORACLE) ## Make .venv and install the locked tools

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or later is needed; name it with PYTHON=...' >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(ORACLE): tests/oracle/package-lock.json
	cd tests/oracle && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(EXAMPLE): examples/orders-api/package-lock.json
	cd examples/orders-api && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

demo: setup ## Generate the example's whole pipeline and let every judge look at it
	$(BIN)/python examples/demo.py

test: check $(EXAMPLE) ## Everything: check, then all tests
	$(BIN)/python -m pytest -n 2 -q

test-matrix: setup ## What can go wrong with a deployment, row by row, against the simulated ECS
	$(BIN)/python -m pytest -n 2 -q tests/matrix

test-scenarios: setup ## Generated pipelines, executed from lint to production on a cloud on loopback
	$(BIN)/python -m pytest -n 2 -q tests/scenarios

quick: setup ## All but the tests marked slow
	$(BIN)/python -m pytest -n 2 -q -m 'not slow'

check: setup ## Format, lint, types, import contracts, and that generated files are current
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	tests/oracle/node_modules/.bin/pyright --warnings
	$(BIN)/lint-imports
	$(BIN)/python -m synth.bindings.generate --check
	$(BIN)/ghsynth generate --check
	$(BIN)/ghsynth generate --check examples/orders-api
	$(BIN)/ghsynth generate --check examples/monorepo

bench: setup ## Compare speed and memory with floors and, where installed, peers
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/start.py

conformance: setup ## Score the validator on public suites of cases, where they lie beside this folder
	$(BIN)/python -m tests.conformance

accept: setup ## Rewrite golden files and generated files after a wanted change
	$(BIN)/python -m synth.bindings.generate
	$(BIN)/ghsynth generate
	$(BIN)/ghsynth generate examples/orders-api
	$(BIN)/ghsynth generate examples/monorepo
	$(BIN)/python -m tests.requirements.document
	$(BIN)/python -m pytest -n 2 -q --accept

runtime: setup ## Build the boto3 that a release carries into build/runtime, from packaging/vendor.lock
	$(BIN)/python packaging/build_runtime.py

lock: setup ## Make requirements.lock and packaging/vendor.lock from the .in files
	$(BIN)/uv pip compile packaging/vendor.in --universal --generate-hashes --no-build --python-version 3.10 --no-emit-index-url --quiet \
		--custom-compile-command 'make lock' -o packaging/vendor.lock
	$(BIN)/uv pip compile requirements.in --universal --generate-hashes --python-version 3.11 --no-emit-index-url --quiet \
		--custom-compile-command 'make lock' -o requirements.lock

clean: ## Remove what was set up and built
	rm -rf .venv tests/oracle/node_modules examples/orders-api/node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
