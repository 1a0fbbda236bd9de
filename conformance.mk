# Slow tests, apart from `make test`. Included by the Makefile.
#
#   make conformance ENGINE=local   run every golden case on an engine, and write docs/conformance/<engine>.json
#   make conformance-check          fail when that record is stale: run by CI
#   make differential               run every case that Metaflow accepts by both, and compare artifact by artifact

.PHONY: conformance conformance-check differential

ENGINE ?= local

conformance: $(DEV)
	@$(BIN)/python -m tests.conformance $(ENGINE)

conformance-check: $(DEV)
	@$(BIN)/python -m tests.conformance $(ENGINE) --check

# Metaflow has an environment of its own: its dependencies are none of ours. It says so when it cannot be installed.
PEER := .venv-metaflow
PEER_READY := $(PEER)/ready-2.19.39

$(PEER_READY):
	@echo "make: installing Metaflow to compare with"
	@$(BIN)/python -m venv $(PEER) && $(PEER)/bin/python -m pip install --quiet 'metaflow==2.19.39' 'setuptools<81' && touch $@ \
	  || { echo "make: Metaflow cannot be installed here; set FLOWC_METAFLOW_PYTHON to an interpreter that has it" >&2; exit 2; }

differential: $(DEV) $(if $(FLOWC_METAFLOW_PYTHON),,$(PEER_READY))
	@FLOWC_METAFLOW_PYTHON="$${FLOWC_METAFLOW_PYTHON:-$(CURDIR)/$(PEER)/bin/python}" $(BIN)/python -m tests.differential

# Airflow has environments of its own as well, outside the tree: see tests/engines/airflow/install.py.
# FLOWC_WITHOUT_AIRFLOW=1 lets `make test` go without it.
.PHONY: airflow conformance-airflow conformance-airflow-check

airflow: $(DEV)
	@$(BIN)/python -m tests.engines.airflow.install 3.3 2.11

test: $(if $(FLOWC_WITHOUT_AIRFLOW),,airflow)

conformance-airflow: airflow
	@$(BIN)/python -m tests.conformance airflow
	@$(BIN)/python -m tests.conformance airflow-2.11

conformance-airflow-check: $(DEV)
	@$(BIN)/python -m tests.conformance airflow --check
	@$(BIN)/python -m tests.conformance airflow-2.11 --check
