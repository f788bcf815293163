# `make run` and `make test` set everything up by themselves; the second time they start at once.
VENV   := .venv
PYTHON ?= python3
READY  := $(VENV)/.ready

.PHONY: run test check schemas clean runners lock format

run: $(READY)
	@$(VENV)/bin/dateline run seeds/ --output out

test: $(READY)
	@$(VENV)/bin/pytest $(PYTEST_FLAGS)

schemas: $(READY)
	@$(VENV)/bin/python -m schemas.publish
	@$(VENV)/bin/python -m pipeline.flex_template

check: $(READY)
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo --no-cache
	@$(VENV)/bin/deptry .
	@$(VENV)/bin/python -m schemas.publish --check
	@$(VENV)/bin/python -m pipeline.flex_template --check

format: $(READY)
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

runners: $(READY)
	@bash deploy/runners/install $(VENV)

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis

# uv reads a lock with hashes in seconds where the pip of a fresh machine fails on lxml[html_clean].
$(READY): requirements.lock requirements-dev.lock pyproject.toml
	@echo "Setting up $(VENV) (once)"
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock > $(VENV)/uv.txt
	@$(VENV)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt
	@$(VENV)/bin/uv pip sync -q --compile-bytecode --python $(VENV)/bin/python --require-hashes requirements.lock requirements-dev.lock
	@$(VENV)/bin/uv pip install -q --python $(VENV)/bin/python --no-deps --no-build-isolation -e .
	@touch $@

# What runs is locked for users, CI and the image alike; what only builds and tests, beside it and in its versions.
LOCK := $(VENV)/bin/uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
lock: $(READY)
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --group pyproject.toml:dev -c requirements.lock -o requirements-dev.lock
