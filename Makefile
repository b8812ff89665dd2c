# The front door. Needs make and Python 3.11 or newer; each target does its own set-up.
# Kept to what GNU make 3.81 and the BSD tools of macOS understand.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
UNFINISHED := $(VENV)/.unfinished
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

# An environment is tied to the folder it was made in: after a move it is made anew.
ifneq ($(shell cat $(INSTALLED) 2>/dev/null),$(shell pwd))
.PHONY: $(INSTALLED)
endif

.PHONY: help install demo test lint format bench lock languages clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 16

install: $(INSTALLED)  ## the environment in .venv, with the command `workbench` and the development tools

demo: $(INSTALLED)  ## the bundled case studies, from their archives to the reports
	$(BIN)/workbench demo

test: lint  ## lint, type check, tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

lint: $(INSTALLED)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(INSTALLED)  ## ruff puts the code in form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(INSTALLED)  ## every benchmark at full size, one after another
	@for benchmark in $(BENCHMARKS); do \
	    echo "== $$benchmark"; $(BIN)/python -m benchmarks.$$benchmark || exit 1; \
	done

BENCHMARKS := $(filter-out generator peers teach __init__,$(patsubst benchmarks/%.py,%,$(wildcard benchmarks/*.py)))

COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-config \
    --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" --upgrade

lock: $(INSTALLED)  ## new versions into both lock files
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra lab --extra dev --constraints requirements.lock --output-file requirements-dev.lock

languages: $(INSTALLED)  ## every language's file brought up to date with the text in the source
	$(BIN)/python -m workbench.languages.extract

clean:  ## removes the environment and caches; data and reports stay
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache
	find workbench tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# What was interrupted is made anew: a package that pip had half unpacked looks whole to pip.
$(INSTALLED): requirements-dev.lock pyproject.toml
	@if [ -e $(UNFINISHED) ] || [ -e $(INSTALLED) -a "$$(cat $(INSTALLED) 2>/dev/null)" != "$$(pwd)" ] || \
	    { [ -e $(BIN)/python -o -h $(BIN)/python ] && ! $(BIN)/python -c '' 2>/dev/null; }; then rm -rf $(VENV); fi
	@mkdir -p $(VENV) && : > $(UNFINISHED)
	@if [ ! -e $(BIN)/python ]; then \
	    for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	        if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	    done; \
	    if [ -z "$$found" ]; then \
	        echo "No Python 3.11 or newer was found: install one, or name it with 'make install PYTHON=/path/to/python3'." >&2; exit 1; \
	    fi; \
	    if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
	        echo "$$found can't make environments: install its venv module (Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; \
	    fi; \
	    echo "making $(VENV) with $$($$found --version); the first time takes a minute or two"; \
	    $$found -m venv $(VENV) || exit 1; \
	fi
	$(PIP) install -qq --no-compile --no-deps --require-hashes --only-binary :all: -r requirements-dev.lock
	$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@$(PIP) check --quiet
	@pwd > $(INSTALLED) && rm -f $(UNFINISHED)
