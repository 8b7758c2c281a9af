# The suite's commands. `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BROKER := .cache/rabbitmq/.ready
BASKETS ?=

DISTRIBUTIONS := protos plugins/sdk $(filter-out plugins/sdk,$(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))) \
	services/chassis services/points deploy/loyaltyctl deploy/local
PYPROJECTS := $(addsuffix /pyproject.toml,$(DISTRIBUTIONS))
PACKAGES := loyalty_sdk loyalty_hotel loyalty_dining loyalty_retail loyalty_fuel loyalty_welcome \
	loyalty_chassis loyalty_points loyaltyctl loyalty_local

.PHONY: help setup demo run test prove check bench protos protos-check clean

help:  ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY) $(BROKER)  ## Make the environment in .venv, with everything pinned; fetch RabbitMQ

$(READY): deploy/constraints.txt deploy/tools.txt $(PYPROJECTS)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint deploy/constraints.txt --upgrade setuptools
	$(BIN)/pip install --quiet --constraint deploy/constraints.txt --no-build-isolation \
		--requirement deploy/tools.txt $(addprefix --editable ,$(DISTRIBUTIONS))
	touch $@

# Without it the tests that need it fail, and say what to install; all others run.
$(BROKER): deploy/rabbitmq/fetch.sh
	deploy/rabbitmq/fetch.sh $(@D) && mkdir -p $(@D) && touch $@ || echo "going on without RabbitMQ"

demo: $(READY)  ## Run a year of real purchases through the suite and audit it (BASKETS=all for everything)
	$(BIN)/python -m loyalty_local demo $(if $(BASKETS),--baskets $(BASKETS))

run: $(READY)  ## Leave the suite running, and print commands to try
	$(BIN)/python -m loyalty_local run

# Most of a test is waiting for a database, so two at a time take little more than half as long.
test: $(READY) $(BROKER)  ## Run the tests
	$(BIN)/python -m pytest -m "not long" --numprocesses 2 --dist loadfile

prove: $(READY) $(BROKER)  ## Run the long proofs too
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: $(READY) protos-check  ## Lint, types, architecture, contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(addprefix -p ,$(PACKAGES))
	MYPYPATH=tests $(BIN)/mypy tests
	$(BIN)/lint-imports --config pyproject.toml
	cd protos && ../$(BIN)/buf lint && ../$(BIN)/buf format --diff --exit-code --path loyalty
	cd protos && ../$(BIN)/buf breaking --path loyalty --against released.binpb

bench: $(READY) $(BROKER)  ## Measure what the README claims
	$(BIN)/python tests/bench/run.py

protos: $(READY)  ## Generate the Python modules of the contract, and the page of its events
	$(BIN)/python protos/generate.py
	$(BIN)/python protos/events_page.py

protos-check: $(READY)
	rm -rf .cache/protos && $(BIN)/python protos/generate.py .cache/protos
	diff -r -x __pycache__ -x '*.egg-info' protos/gen .cache/protos
	$(BIN)/python protos/events_page.py --check

clean:  ## Remove the environment, caches and local data
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
