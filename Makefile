# Two commands are enough for a newcomer: `make demo` and `make test`. Each needs Python 3.11 or
# newer, make and a package index, and makes the rest itself, in .venv beside this file.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo-company
PORT ?= 8000
WORKERS ?= 2
# Tests of the web app wait for a browser, jobs and the disk: one more than there are processors.
WAITING ?= $(shell expr $(WORKERS) + 1)
PYTEST := $(BIN)/python -m pytest -p no:cacheprovider -n $(WORKERS)
PYTEST_WAITING := $(BIN)/python -m pytest -p no:cacheprovider -n $(WAITING)
NOT_QUICK := slow or reference or browser or long

# The first interpreter that runs and is new enough; PYTHON=... says otherwise.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python; do \
	"$$p" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

# uv where it is there, pip where it is not: the same lock, the same hashes. The system's
# certificates are used, so that a company's own proxy is trusted where the machine trusts it.
export UV_SYSTEM_CERTS ?= 1
export UV_NATIVE_TLS ?= 1
HAVE_UV := $(shell uv --version >/dev/null 2>&1 && echo yes)
ifeq ($(HAVE_UV),yes)
MAKE_VENV = uv venv --quiet --allow-existing --python "$(PYTHON)" $(VENV)
INSTALL = uv pip install --quiet --python $(BIN)/python
INSTALL_LOCKED = $(INSTALL) --build-constraints requirements/build.txt --require-hashes
else
MAKE_VENV = "$(PYTHON)" -m venv $(VENV)
INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check
# What builds the one source package comes first, by its own hashes: pip before 25.3 knows no lock for
# the builds that it does aside.
INSTALL_LOCKED = $(INSTALL) --require-hashes -r requirements/build.txt \
	&& $(INSTALL) --no-build-isolation --require-hashes
SLOWLY = ; without uv this takes a few minutes
endif
INSTALL_SELF = $(INSTALL) --no-deps --no-build-isolation --editable .

.PHONY: help
help: ## Say what can be made.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) \
		| awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

# ---------------------------------------------------------------------- set-up

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Everyrep needs Python 3.11 or newer, and none was found on PATH." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; fi
	@echo "Making $(VENV) with $$("$(PYTHON)" --version)"
	@$(MAKE_VENV) || { \
		echo "No virtual environment could be made. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
		rm -rf $(VENV); exit 1; }

# Each stamp is as new as the lock that it was installed from.
$(VENV)/.installed-run: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Everyrep runs on (locked, by hash$(SLOWLY))"
	@$(INSTALL_LOCKED) -r requirements/run.txt
	@$(INSTALL_SELF)
	@touch $@

$(VENV)/.installed-dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Everyrep is tested and built with (locked, by hash$(SLOWLY))"
	@$(INSTALL_LOCKED) -r requirements/dev.txt
	@$(INSTALL_SELF)
	@touch $@ $(VENV)/.installed-run

.PHONY: install
install: $(VENV)/.installed-dev ## Set up .venv for development.

# ------------------------------------------------------------------ the two doors

# Who sits at a terminal is led into the browser. A script (no terminal, CI, or SERVE=no) gets the
# company and its report, and the end; SERVE=yes serves in any case.
SERVE ?=
.PHONY: demo
demo: $(VENV)/.installed-run ## Build a simulated company, write its report, and serve it.
	@$(BIN)/everyrep demo --workspace "$(DEMO)"
	@if [ "$(SERVE)" = yes ] || { [ -z "$(SERVE)$${CI:-}" ] && [ -t 1 ]; }; then \
		exec $(BIN)/everyrep serve --demo --open --port $(PORT) --workspace "$(DEMO)"; fi

.PHONY: test
test: $(VENV)/.installed-dev ## Run the quick tests.
	$(PYTEST) -m "not ($(NOT_QUICK))"

# ------------------------------------------------------------------ the whole gate

# All parts run, even where one has failed; the end says how each went. What takes one process is done
# side by side, each with its words in one piece.
.PHONY: check
check: $(VENV)/.installed-dev ## Everything that CI does.
	@WORKERS="$(WORKERS)" .ci/gate "$(MAKE)" "-j2 --keep-going --output-sync=target house" coverage rest postgresql

.PHONY: house
house: wheel types docs-are-fresh lint contracts security ## All that is checked without running the tests.

.PHONY: lint
lint: $(VENV)/.installed-dev ## Lint and check the format.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: security
security: $(VENV)/.installed-dev ## Look for what is unsafe in the code, and known holes in dependencies.
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml src/everyrep
	$(BIN)/python .ci/audit-dependencies requirements/run.txt

.PHONY: format
format: $(VENV)/.installed-dev ## Format, and mend what the linter can mend.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: types
types: $(VENV)/.installed-dev ## Check the types (strict).
	$(BIN)/mypy

.PHONY: contracts
contracts: $(VENV)/.installed-dev ## Check who imports whom.
	$(BIN)/lint-imports --no-cache --no-logo

.PHONY: docs
docs: $(VENV)/.installed-dev ## Build the documentation into site/, strictly.
	$(BIN)/python docs/generate.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

.PHONY: docs-are-fresh
docs-are-fresh: $(VENV)/.installed-dev
	$(BIN)/python docs/generate.py --check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

.PHONY: wheel
wheel: $(VENV)/.installed-dev ## Build the wheel and try it far from the source tree.
	.ci/try-wheel $(BIN)/python

# Watching every line doubles the time of a test, so the floor is that of the quick tests alone, and
# the web app's, which run twice anyway, are not watched.
.PHONY: coverage
coverage: $(VENV)/.installed-dev ## Run the quick tests but those of the web app, with the coverage floor.
	$(PYTEST) -m "not ($(NOT_QUICK) or web)" --cov --cov-report=term

.PHONY: rest
rest: $(VENV)/.installed-dev ## Run the other tests but the slow ones: long, reference, the web app, a browser.
	$(PYTEST_WAITING) -m "not slow and (reference or browser or long or web)"

# A server of its own, gone afterwards; where none can be had that is said aloud, and fails in CI.
.PHONY: postgresql
postgresql: $(VENV)/.installed-dev ## Run the tests that ask the app's database once more, on PostgreSQL.
	.ci/on-postgresql $(PYTEST_WAITING) -m "not slow and not figures" tests/faces/web tests/backups

.PHONY: slow
slow: $(VENV)/.installed-dev ## Run the slow tests: kills, scale, long simulations.
	$(PYTEST) -m slow

# SCALE=1 is the full size: 12 GB of disk, and 14 GB of memory for polars (pandas: not measured).
SCALE ?= 0.1
.PHONY: bench
bench: $(VENV)/.installed-dev ## Run the benchmarks in some minutes; SCALE=1: at full size.
	$(BIN)/python -m benchmarks.identity
	$(BIN)/python -m benchmarks.csv_read --scale $(SCALE)
	$(BIN)/python -m benchmarks.warehouse --scale $(SCALE)
	$(BIN)/python -m benchmarks.panel --scale $(SCALE)
	$(BIN)/python -m benchmarks.staggered
	$(BIN)/python -m benchmarks.everyday

# ------------------------------------------------------------------------ upkeep

COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
LOCK = $(COMPILE) pyproject.toml --annotation-style line --group build

.PHONY: lock
lock: ## Write the locks again (needs uv); UPGRADE=1 takes newer releases.
	$(LOCK) --group dev $(if $(UPGRADE),--upgrade) --output-file requirements/dev.txt
	@# What runs is a part of what is tested: the same versions, never a second choice.
	@grep -E '^[a-z0-9].*==' requirements/dev.txt | sed 's/ *\\$$//' > requirements/.versions
	$(LOCK) --upgrade --constraints requirements/.versions --no-annotate --output-file requirements/run.txt
	@# One test dependency comes as source only; what builds it is locked as well.
	printf 'setuptools\nwheel\n' | $(COMPILE) - --upgrade --constraints requirements/.versions \
		--no-annotate --output-file requirements/build.txt
	@rm requirements/.versions

.PHONY: vendor
vendor: ## Fetch what others made for the web app's pages again, by hash (needs npm).
	$(BIN)/python .ci/vendor.py

.PHONY: clean
clean: ## Remove what was made: environment, site, caches, wheels, the demo company.
	rm -rf $(VENV) build dist site .coverage .coverage.* htmlcov .mypy_cache .ruff_cache \
		.pytest_cache .hypothesis .import_linter_cache "$(DEMO)"
