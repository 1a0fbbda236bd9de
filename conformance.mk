# Slow tests, apart from `make test`. Included by the Makefile.
#
#   make conformance ENGINE=local   run every golden case on an engine, and write docs/conformance/<engine>.json
#   make conformance-argo  say what keeps Argo's own controller from being tested
#   make conformance-argo-standin  Argo's manifests on a real Kubernetes API server, under a stand-in for the controller
#   make conformance-check          fail when that record is stale: run by CI
#   make faults                     kill -9 at hundreds of boundaries of the store protocol, and go on
#   make conformance-step-functions run the emitted state machines, and write docs/conformance/step-functions*.json
#   make gates-step-functions       validators of state machines and templates, over every golden output
#   make differential               run every case that Metaflow accepts by both, and compare artifact by artifact

.PHONY: conformance conformance-check differential faults
.PHONY: conformance conformance-argo conformance-argo-standin conformance-check differential

ENGINE ?= local

conformance: $(DEV)
	@$(BIN)/python -m tests.conformance $(ENGINE)

conformance-check: $(DEV)
	@$(BIN)/python -m tests.conformance $(ENGINE) --check

faults: $(DEV)
	@$(BIN)/python -m tests.faults
# make gives a failed recipe's status as 2; `python -m tests.engines.argo.controller` itself ends with 3.
conformance-argo: $(DEV)
	@$(BIN)/python -m tests.engines.argo.controller

conformance-argo-standin: $(DEV)
	@$(BIN)/python -m tests.conformance argo-standin

# Wide foreachs on a node that runs nothing: how large the object of the run becomes. Half an hour; outside CI.
.PHONY: fan-out
fan-out: $(DEV)
	@$(BIN)/python -m tests.benchmarks.argo_fan_out

# Metaflow has an environment of its own: its dependencies are none of ours. It says so when it cannot be installed.
PEER := .venv-metaflow
PEER_READY := $(PEER)/ready-2.19.39

$(PEER_READY):
	@echo "make: installing Metaflow to compare with"
	@$(BIN)/python -m venv $(PEER) && $(PEER)/bin/python -m pip install --quiet 'metaflow==2.19.39' 'setuptools<81' && touch $@ \
	  || { echo "make: Metaflow cannot be installed here; set FLOWC_METAFLOW_PYTHON to an interpreter that has it" >&2; exit 2; }

# Every record of the repository, engine by engine.
RECORDS = local $(STEP_FUNCTIONS) $(AIRFLOW) argo-standin

.PHONY: conformance-check-all
conformance-check-all: $(DEV)
	@for engine in $(RECORDS); do $(BIN)/python -m tests.conformance $$engine --check || exit 1; done

differential: $(DEV) $(if $(FLOWC_METAFLOW_PYTHON),,$(PEER_READY))
	@FLOWC_METAFLOW_PYTHON="$${FLOWC_METAFLOW_PYTHON:-$(CURDIR)/$(PEER)/bin/python}" $(BIN)/python -m tests.differential

# Emitted state machines, executed: see tests/engines/step_functions. Slices of the suite have records of their own.
STEP_FUNCTIONS := step-functions step-functions-distributed step-functions-ecs

.PHONY: conformance-step-functions conformance-check-step-functions gates-step-functions

conformance-step-functions: $(DEV)
	@for engine in $(STEP_FUNCTIONS); do $(BIN)/python -m tests.conformance $$engine || exit 1; done

conformance-check-step-functions: $(DEV)
	@for engine in $(STEP_FUNCTIONS); do $(BIN)/python -m tests.conformance $$engine --check || exit 1; done

# asl-validator and amazon-states-language-service go into a cache named by their lock file; needs npm.
gates-step-functions: $(DEV)
	@$(BIN)/python -m tests.step_functions_gates.node_tools
	@$(BIN)/python -m pytest --quiet tests/step_functions_gates
# Airflow has environments of its own as well, the Kubernetes API server is built by Go, validators come from npm: all
# into caches outside the tree, named by what they are made from.
AIRFLOW := airflow airflow-2.11 airflow-batch airflow-ecs

.PHONY: engines airflow conformance-airflow conformance-airflow-check

engines: airflow
	@$(BIN)/python -m tests.engines.argo.build
	@$(BIN)/python -m tests.engines.argo.kubelet.build
	@$(BIN)/python -m tests.step_functions_gates.node_tools

airflow: $(DEV)
	@$(BIN)/python -m tests.engines.airflow.install 3.3 2.11

conformance-airflow: airflow
	@for engine in $(AIRFLOW); do $(BIN)/python -m tests.conformance $$engine || exit 1; done

conformance-airflow-check: $(DEV)
	@for engine in $(AIRFLOW); do $(BIN)/python -m tests.conformance $$engine --check || exit 1; done
