# Everything works from a fresh checkout with make and Python 3.10 or newer; the rest goes into .venv.
#
#   make demo     compile a real flow to Argo Workflows and show it
#   make test     unit, golden and metamorphic tests
#   make test-engines  deployments, faults and pods on real servers
#   make engines  install and build the engines that tests run flows on, outside the tree
#   make check    lint, types, generated documents fresh, the built wheel works
#   make golden   write the expected outputs anew (then look at git diff)
#   make docs     write the generated documents anew
#   make bench    measure beside Metaflow

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The first of these that runs and is new enough; PYTHON=/path/to/python overrides.
CANDIDATES := $(PYTHON) python3.13 python3.12 python3.11 python3.10 python3.14 python3 python
find_python = for p in $(CANDIDATES); do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && { echo "$$p"; exit 0; }; done

# One environment for each content of pyproject.toml: a changed dependency makes a new stamp.
HASH := $(shell cksum pyproject.toml | cut -d ' ' -f 1)
RUN := $(VENV)/ready-run-$(HASH)
DEV := $(VENV)/ready-dev-$(HASH)

.PHONY: demo test test-engines check golden docs bench setup pythons clean

setup: $(DEV)

$(VENV)/bin/python:
	@python=$$($(find_python)); \
	test -n "$$python" || { echo "make: needs Python 3.10 or newer on PATH (or PYTHON=/path/to/python)" >&2; exit 1; }; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "make: $$python cannot create virtual environments: its venv module is incomplete." >&2; \
	  echo "      On Debian and Ubuntu: apt-get install python3-venv. Or choose another: make PYTHON=..." >&2; exit 1; }; \
	echo "make: creating $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv $(VENV)

$(RUN): $(VENV)/bin/python
	@echo "make: installing flowc"
	@$(BIN)/python -m pip install --quiet 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --editable .
	@rm -f $(VENV)/ready-run-*; touch $@

$(DEV): $(RUN)
	@echo "make: installing what tests and checks need"
	@$(BIN)/python -m pip install --quiet --group test --group check
	@rm -f $(VENV)/ready-dev-*; touch $@

demo: $(RUN)
	@$(BIN)/python scripts/demo.py

# The byte-for-byte tests use further interpreters where they exist; see tests/metamorphic.
pythons: $(DEV)
	@$(BIN)/python scripts/other_pythons.py

# Engines that are servers come last and by themselves: they need the machine. Those that are not installed are
# skipped, and said; FLOWC_NEEDS_ENGINES=1 makes that a failure.
SERVERS := tests/conformance/test_airflow.py tests/conformance/test_argo_standin.py
# Deployments, faults and pods on these engines take a quarter of an hour, and are run apart.
LONG := tests/airflow_engine tests/argo_engine

test: $(DEV) pythons
	@$(BIN)/python -m pytest --quiet -rs --numprocesses auto --dist loadgroup $(addprefix --ignore=,$(SERVERS) $(LONG))
	@$(BIN)/python -m pytest --quiet -rs --numprocesses 2 --dist loadgroup $(SERVERS)

test-engines: $(DEV) engines
	@FLOWC_NEEDS_ENGINES=1 $(BIN)/python -m pytest --quiet -rs --numprocesses 2 --dist loadgroup $(LONG)

check: $(DEV)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/python scripts/generate_docs.py --check
	@$(BIN)/python scripts/release_check.py

golden: $(DEV)
	@$(BIN)/python -m pytest --quiet --update-golden tests/golden tests/rules
	@git --no-pager diff --stat -- golden

docs: $(DEV)
	@$(BIN)/python scripts/generate_docs.py

bench: $(DEV)
	@$(BIN)/python -m tests.benchmarks

clean:
	rm -rf $(VENV) .venv-3.* .mypy_cache .ruff_cache .pytest_cache build dist

-include conformance.mk
