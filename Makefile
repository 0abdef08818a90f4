# Everything happens in this folder's own .venv; nothing else on the machine is touched.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: map open docs test mutants wheel lint types check clean

map: .venv/installed ## map the sample article
	$(BIN)/corridors map seeds/azerbaijan-nato-25.md
	@echo
	@echo "Your own articles:  make open   (or $(BIN)/corridors open; on the command line $(BIN)/corridors map ARTICLE)"

open: .venv/installed ## your own articles, in a local page
	$(BIN)/corridors open

test: lint types ## all checks: style, types, tests
	$(BIN)/pytest -n auto

mutants: .venv/installed-dev ## change the program in many places, and say which changes no test notices
	$(BIN)/python tests/mutants.py

docs: .venv/installed-dev ## the documentation in output/site, its links checked
	$(BIN)/python -m layers.site

wheel: .venv/installed-dev ## a wheel in dist/ that carries the compiled data
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	$(BIN)/twine check --strict dist/*.whl

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	.ci/javascript/check

types: .venv/installed-dev
	$(BIN)/mypy

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Corridors needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing into .venv, some minutes the first time …"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[rebuild,parquet,languages]'
	@$(BIN)/python -m compileall -q geo layers # pip does this for what it copies, not for a project in place
	@touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean: ## forget the environment and what a run wrote (not the user's cache folder)
	rm -rf .venv build dist *.egg-info output/*/
