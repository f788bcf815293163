# Every target that needs it sets .venv up by itself; the second time it starts at once. None takes away data.
VENV   := .venv
PYTHON ?= python3
READY  := $(VENV)/.ready
DEMO   := demo

.PHONY: help setup run test test-long check format schemas runners engines browser lock clean

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | while IFS='	' read -r target what; do printf 'make %-10s %s\n' "$$target" "$$what"; done

setup: $(READY) ## set up .venv, and run nothing

run: $(READY) ## read the example news in seeds/ and write records to demo/
	@$(VENV)/bin/dateline run seeds/ --output $(DEMO)

test: $(READY) ## run the tests, within minutes; PYTEST_FLAGS="-k feed" runs some
	@$(VENV)/bin/pytest -n 2 --dist worksteal $(PYTEST_FLAGS)

test-long: $(READY) ## run the long tests: clusters, kills, ten thousand messages
	@$(VENV)/bin/pytest -m long $(PYTEST_FLAGS)

check: $(READY) ## check format, style, types, imports, dependencies, and that what is generated is up to date
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo --no-cache
	@$(VENV)/bin/deptry .
	@$(VENV)/bin/python -m schemas.publish --check
	@$(VENV)/bin/python -m pipeline.flex_template --check

format: $(READY) ## format, and fix what the linter can
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

schemas: $(READY) ## write the published schemas and the Flex Template again
	@$(VENV)/bin/python -m schemas.publish
	@$(VENV)/bin/python -m pipeline.flex_template

runners: $(READY) ## install Prism and Flink (needs Go, Java and Maven)
	@bash deploy/runners/install $(VENV)

engines: $(READY) ## install the engines that read an output in tests (chdb, DataFusion, DuckDB, Iceberg, pandas, polars)
	@$(VENV)/bin/uv pip install -q --python $(VENV)/bin/python --require-hashes -r requirements-engines.lock
	@$(VENV)/bin/uv pip install -q --python $(VENV)/bin/python --require-hashes -r requirements-duckdb-iceberg.lock \
		--target $(VENV)/duckdb-iceberg

browser: $(READY) ## install what looks at the report in tests: Chromium (by apt, as root), playwright, axe-core
	@command -v chromium >/dev/null || { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; } || { echo "install Chromium, then run this again" >&2; exit 1; }
	@$(VENV)/bin/uv pip install -q --python $(VENV)/bin/python --require-hashes -r requirements-browser.lock

clean: ## remove .venv and caches; records, archives and state stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

# uv reads a lock with hashes in seconds where the pip of a fresh machine fails on lxml[html_clean].
$(READY): requirements.lock requirements-dev.lock pyproject.toml
	@echo "Setting up $(VENV) (once)"
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock > $(VENV)/uv.txt
	@$(VENV)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt
	@$(VENV)/bin/uv pip sync -q --compile-bytecode --python $(VENV)/bin/python --require-hashes requirements.lock requirements-dev.lock
	@$(VENV)/bin/uv pip install -q --python $(VENV)/bin/python --no-deps --no-build-isolation -e .
	@$(VENV)/bin/python -m compileall -q pipeline schemas transforms
	@touch $@

# What runs is locked for users, CI and the image alike; what only builds and tests, beside it and in its versions.
LOCK := $(VENV)/bin/uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
lock: $(READY) ## lock the dependencies again after a change in pyproject.toml
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --group pyproject.toml:dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) --group pyproject.toml:engines -c requirements.lock -c requirements-dev.lock -o requirements-engines.lock
	$(LOCK) --group pyproject.toml:browser -c requirements.lock -c requirements-dev.lock -o requirements-browser.lock
	$(LOCK) --group pyproject.toml:duckdb-iceberg -o requirements-duckdb-iceberg.lock
