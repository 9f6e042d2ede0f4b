# Needs Python 3.11 to 3.13 (with venv) and make; the rest comes from requirements.lock.
# ARGS is passed on:    make reports ARGS="--agency 5310703"
# PYTHON can be chosen: make PYTHON=python3.12 setup

NOTEBOOKS = $(wildcard notebooks/*.ipynb)
BIN = .venv/bin
SPREAD = --numprocesses auto --dist loadgroup

# A candidate is run, not just looked for: a pyenv shim exists for versions that are not there.
SUITABLE = import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	if $$p -c '$(SUITABLE)' >/dev/null 2>&1; then echo $$p; break; fi; done)

.PHONY: help setup reports demo wheel test test-all check format lab bench lock clean

help:
	@echo "ita-reports: reproducible notebooks that turn a Thai public agency's ITA scores and measures into its reports"
	@awk -F ':[^#]*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

reports: setup ## the main job: run all notebooks on data/raw, write reports/index.html
	@$(BIN)/ita reports $(ARGS)

demo: setup ## the same for a province of invented agencies, in every state: ita-demo/reports/index.html
	@$(BIN)/ita demo $(ARGS)

wheel: setup ## build what can be installed without a clone, into dist/
	@$(BIN)/python -m hatchling build -t wheel

test: setup ## run the tests that show each module and promise at work, in a few minutes
	@$(BIN)/python -m pytest $(SPREAD) -m "not thorough" $(ARGS)

test-all: setup ## run every test: also kills, damaged files, whole batches, other Pythons
	@$(BIN)/python -m pytest $(SPREAD) $(ARGS)

check: setup ## run every check (style, types, notebooks, lock) and count the failures
	@$(BIN)/python scripts/check.py

format: setup ## bring code and notebooks into the form that check wants
	@$(if $(NOTEBOOKS),$(BIN)/nbstripout --keep-id $(NOTEBOOKS))
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

lab: setup ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab notebooks --ServerApp.contents_manager_class=helpers.jupyterlab.Notebooks $(ARGS)

bench: setup ## measure the speed
	@if [ -d benchmarks ]; then $(BIN)/python -m benchmarks $(ARGS); else echo "There are no benchmarks yet."; fi

# An old .venv will do here: pyproject.toml has just changed, and the new lock makes .venv stale again.
lock: ## write requirements.lock and environment.yml from pyproject.toml (newer versions: ARGS=--upgrade)
	@test -x $(BIN)/uv || $(MAKE) --no-print-directory setup
	@$(BIN)/python scripts/lock.py $(ARGS)

clean: ## remove .venv, caches, everything in reports/ and data/processed/
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -path ./.git -prune -o -type d \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
	@for d in reports data/processed; do if [ -d $$d ]; then \
	  find $$d/ -mindepth 1 ! -type d ! -name .gitkeep -delete; find $$d/ -mindepth 1 -type d -empty -delete; fi; done

setup: ## make .venv when it is missing or stale (the commands above do so themselves)
	@p="$(PYTHON)"; \
	if "$$p" -c '$(SUITABLE)' >/dev/null 2>&1; then exec "$$p" scripts/setup.py; fi; \
	printf '%s\n' \
	  "Python 3.11, 3.12 or 3.13 is needed and was not found." \
	  "  Debian, Ubuntu:  sudo apt install python3 python3-venv" \
	  "  macOS:           brew install python@3.13" \
	  "  elsewhere:       name it, for example  make PYTHON=/path/to/python3.13 setup" \
	  "ต้องใช้ Python รุ่น 3.11, 3.12 หรือ 3.13 แต่ไม่พบในเครื่องนี้ โปรดติดตั้งด้วยคำสั่งข้างต้น" \
	  "หากติดตั้งไว้ที่อื่นแล้ว ให้ระบุตำแหน่ง เช่น  make PYTHON=/path/to/python3.13 setup" >&2; \
	exit 1
