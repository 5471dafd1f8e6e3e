# All set-up is here: `make demo` and `make test` need Python 3.11 or later and make, nothing else.
MAKEFLAGS += --jobs=2
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# the older version with which `make bench` compares
BEFORE := b664214
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-strip-extras --python-version 3.11
# uv does not read pip's configuration: where pip is told to look, uv looks. All indexes are equal, as for pip; the
# hashes of the lock files decide what is installed.
UV := eval "$$($(BIN)/python -m pip config list | sed -n -E -e 's/^:env:/z-env/' -e 's/\\n/ /g' \
	-e 's/^(global|install|z-env)\.index-url=/\1 export UV_DEFAULT_INDEX=/p' \
	-e 's/^(global|install|z-env)\.extra-index-url=/\1 export UV_INDEX=/p' \
	-e 's/^(global|install|z-env)\.find-links=/\1 export UV_FIND_LINKS=/p' \
	-e 's/^(global|install|z-env)\.trusted-host=/\1 export UV_INSECURE_HOST=/p' \
	-e 's/^(global|install|z-env)\.cert=/\1 export SSL_CERT_FILE=/p' | sort | cut -d' ' -f2-)"; \
	$(BIN)/uv pip install --quiet --python $(BIN)/python --index-strategy unsafe-best-match

.PHONY: demo test bench verify mutants lock docs clean

demo: $(VENV)/.compiled-fit $(VENV)/.compiled-simulate
	$(BIN)/rapallo whatif tripartite-1939 --runs 300 --chart tripartite-1939.png

test: $(VENV)/.dev $(VENV)/.compiled-fit $(VENV)/.compiled-simulate
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/rapallo data check
	$(BIN)/python -m pytest --cov --cov-report=term

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/engines.py
	$(BIN)/python benchmarks/fits.py --before $(BEFORE)
	$(BIN)/python benchmarks/estimation.py

verify: $(VENV)/.dev
	$(BIN)/python -m pytest verification -p no:cacheprovider

# changes the code in 150 places, one by one, and lists what no test notices; half an hour on two cores
mutants: $(VENV)/.dev
	$(BIN)/python verification/mutants.py

docs: $(VENV)/.dev
	$(BIN)/python docs/generate.py

# writes both lock files anew from pyproject.toml
lock: $(VENV)/.dev
	$(LOCK) --group build --output-file requirements.lock pyproject.toml
	$(LOCK) --constraint requirements.lock --group build --group dev --output-file requirements-dev.lock pyproject.toml

$(BIN)/python:
	$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'Python 3.11 or later is needed: make PYTHON=python3.11 ...')"
	$(PYTHON) -m venv $(VENV)

$(BIN)/uv: requirements-dev.lock | $(BIN)/python
	sed -n '/^uv==/,/[^\\]$$/p' $< > $(VENV)/uv.lock
	$(PIP) install --require-hashes -r $(VENV)/uv.lock
	touch $@

$(VENV)/.runtime: requirements.lock pyproject.toml $(BIN)/uv
	$(UV) --require-hashes -r requirements.lock
	$(UV) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(UV) --require-hashes -r requirements-dev.lock
	touch $@

# compiled code is made once and kept; the two halves are made side by side, and while the tools are installed
$(VENV)/.compiled-fit: $(VENV)/.runtime
	$(BIN)/python -c "import rapallo; rapallo.fit(rapallo.load('soviet').system, until='1918-06-30')"
	touch $@

$(VENV)/.compiled-simulate: $(VENV)/.runtime
	$(BIN)/python -c "import rapallo; rapallo.simulate(rapallo.load('soviet').system, {}, '1918-06-30', '1918-07-01', runs=1)"
	touch $@

clean:
	rm -rf $(VENV) out tripartite-1939.png
