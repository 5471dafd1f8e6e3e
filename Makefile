# All set-up is here: `make demo` and `make test` need Python 3.11 or later and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-strip-extras --python-version 3.11

.PHONY: demo test lint bench verify lock docs clean

demo: $(VENV)/.runtime
	$(BIN)/rapallo whatif tripartite-1939 --runs 300 --chart tripartite-1939.png

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/rapallo data check
	$(BIN)/python -m pytest --cov --cov-report=term

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/engines.py

verify: $(VENV)/.dev
	$(BIN)/python -m pytest verification -p no:cacheprovider

docs: $(VENV)/.dev
	$(BIN)/python docs/generate.py

# writes both lock files anew from pyproject.toml
lock: $(VENV)/.dev
	$(LOCK) --group build --output-file requirements.lock pyproject.toml
	$(LOCK) --constraint requirements.lock --group build --group dev --output-file requirements-dev.lock pyproject.toml

$(VENV)/bin/python:
	$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'Python 3.11 or later is needed: make PYTHON=python3.11 ...')"
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf $(VENV) out tripartite-1939.png
