# `make demo` and `make test` do all set-up themselves.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test check lint types imports golden benchmark coverage dist constraints clean

demo: $(READY)
	@$(BIN)/reporter -C fixtures/workspace ingest --all
	@$(BIN)/reporter -C fixtures/workspace batch --all --period 2025 --date 2026-01-15
	@for client in norrvik vestera; do \
		$(BIN)/reporter -C fixtures/workspace send $$client --period 2025-12 --dry-run output/outbox || exit 1; done

test: $(READY)
	@sh .ci/mailserver
	$(BIN)/pytest -n auto --dist loadfile

check: $(READY) lint types imports test

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

golden: $(READY)
	REPORTER_GOLDEN=1 $(BIN)/pytest -q

benchmark: $(READY)
	@for script in tests/speed/[!_]*.py; do $(BIN)/python "$$script" || exit 1; done

# how often the 95 % intervals hold the truth; minutes
coverage: $(READY)
	$(BIN)/python tests/coverage/run.py --write

dist: $(READY)
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

constraints:
	uv pip compile pyproject.toml --extra dev --generate-hashes --python-version 3.11 --universal \
		--no-header --no-annotate --output-file constraints.txt
	sed -i '1i # Every package that set-up installs, pinned and hashed (make constraints).' constraints.txt

clean:
	rm -rf .venv dist output/*

$(READY): constraints.txt pyproject.toml .ci/setup
	@PYTHON=$(PYTHON) sh .ci/setup
	@touch $(READY)
