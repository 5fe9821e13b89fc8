# The commands of a newcomer. Each makes what it needs first.
DATA ?= .provision-ledger
RUN = .venv/bin/provision-ledger
LOCKED = deploy/requirements.txt
LOCKED_DEV = deploy/requirements-dev.txt

.PHONY: demo setup up test lint bench soak lock environment environment-dev

demo: environment
	@$(RUN) demo

setup: environment
	@$(RUN) setup

up: environment
	@$(RUN) up --data "$(DATA)"

test: environment-dev
	@$(RUN) setup --tests
	.venv/bin/python -m pytest

lint: environment-dev
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: environment
	@$(RUN) bench

soak: environment-dev
	@$(RUN) setup --tests
	.venv/bin/python -m pytest -m soak

environment:
	@deploy/environment.sh $(LOCKED)

environment-dev:
	@deploy/environment.sh $(LOCKED_DEV)

# Pins every dependency with its hashes; the files carry no address (pyproject.toml, tool.pip-tools).
lock:
	for name in "requirements" "requirements-dev --extra=dev"; do set -- $$name; \
	  pip-compile --quiet $${2:-} --output-file deploy/$$1.txt pyproject.toml; done
