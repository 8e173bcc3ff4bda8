# What one does with this project, from an empty folder on: `make run`, then `make stop`.
#
#   make run                                    the sample ministry, all the way to rows in Postgres
#   make run TEXTS=folder                       given texts of mid_ru instead, served as pages
#   make run MINISTRY=mid_ru SINCE= UNTIL=      the live site, politely; yesterday and today without dates
#   DATABASE_URL=postgresql://... make run      another server instead of the embedded one
#
# State lies in var/ (TRANSCRIPTS_VAR=folder puts it elsewhere).

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# The first Python that is new enough.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && exit; done; echo python3)
VENV := .venv/bin
LAUNCHER := $(VENV)/python -m launcher

MINISTRY ?=
SINCE ?=
UNTIL ?=
TEXTS ?=
YES ?=
ARGS ?=
SEED ?=
# How many tests run side by side; 0: one after the other, in this process.
WORKERS ?= 2
SIDE_BY_SIDE = -n $(WORKERS) --dist loadfile
# Values go by the environment, so that blanks and quotes in them are safe.
export DATABASE_URL MINISTRY SINCE UNTIL TEXTS

PACKAGES := transcripts scraper sample launcher deploy bench reliability cookbook ui dags

.PHONY: help install install-dev run stop status clean psql airflow transcripts test test-full contract bench bench-pages cookbook reliability lint audit format lock

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

install: ## make the environment, and nothing else
	@command -v $(PYTHON) >/dev/null || { echo "install: no Python here. Install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)" >&2; exit 1; }
	@$(PYTHON) launcher/install.py

install-dev:
	@$(PYTHON) launcher/install.py --dev

run: install ## start everything, collect, and wait until the rows have landed
	@$(LAUNCHER) run --ministry "$$MINISTRY" --since "$$SINCE" --until "$$UNTIL" --texts "$$TEXTS"

stop: install ## end every process that `make run` started
	@$(LAUNCHER) stop

status: install ## what runs and where, what is stored and what waits
	@$(LAUNCHER) status

clean: install ## delete the database, the archive and the logs (asks first; YES=1 does not)
	@$(LAUNCHER) clean $(if $(YES),--yes)

psql: install ## psql as the analyst (ARGS="-c 'SELECT ...'")
	@$(LAUNCHER) psql -- $(ARGS)

airflow: install ## Airflow's command line (ARGS="backfill create --dag-id ...")
	@$(LAUNCHER) airflow -- $(ARGS)

transcripts: install ## our command line (ARGS="review", ARGS="correct --help")
	@$(LAUNCHER) transcripts -- $(ARGS)

test: install-dev ## all tests but the long ones, the main job among them
	@$(VENV)/python -m pytest $(SIDE_BY_SIDE) -m "not full" $(ARGS)

test-full: install-dev ## the long tests as well
	@$(VENV)/python -m pytest -m full $(ARGS) || [ $$? -eq 5 ]

contract: install-dev ## pin the views and functions for analysts that are new (tests hold what is pinned)
	@$(VENV)/python -m tests.schema.contract

bench: install-dev ## our speed beside the bare and the usual way (ARGS=--write keeps it in docs/performance.md)
	@$(VENV)/python -m bench $(ARGS)

cookbook: install-dev ## write docs/cookbook.md (questions asked anew), its pictures, docs/analysis.ipynb, docs/data-dictionary.md
	@$(VENV)/python -m cookbook

bench-queries: install-dev ## what analysts ask, timed at a million turns (ARGS="--turns 20000", ARGS=--write keeps it in docs/performance.md)
	@$(VENV)/python -m bench.queries $(ARGS)

bench-pages: install-dev ## the operators' pages, timed at a million turns (ARGS="--folder DIR" keeps the database, ARGS=--write the table)
	@$(VENV)/python -m bench.pages $(ARGS)

reliability: install-dev ## kill the chain at 60 points and compare what comes of it (SEED=, ARGS=--write keeps it in docs/reliability.md)
	@$(VENV)/python -m reliability --seed "$(SEED)" $(ARGS)

lint: install-dev ## ruff, mypy --strict on our packages, no secret in a file, no package known to be vulnerable
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/mypy $(addprefix -p ,$(PACKAGES))
	@$(VENV)/python -m deploy.secret_scan
	@$(VENV)/python -m deploy.audit --if-reached

audit: install-dev ## known vulnerabilities of the pinned packages; status 3 where nobody here knows
	@$(VENV)/python -m deploy.audit

format: install-dev ## let ruff set the code
	@$(VENV)/ruff check --fix --quiet .
	@$(VENV)/ruff format .

lock: install-dev ## pin the dependencies anew, with hashes and without an index address
	@$(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url pyproject.toml -o requirements.lock
	@$(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --group dev -c requirements.lock -o requirements-dev.lock
