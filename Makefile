# The commands of a newcomer. Each makes what it needs first.
DATA ?= .provision-ledger
RUN = .venv/bin/provision-ledger
LOCKED = deploy/requirements.txt
LOCKED_DEV = deploy/requirements-dev.txt

.PHONY: demo setup up test lint bench bench-preflight bench-evidence bench-growth bench-window soak mutants lock environment environment-dev

demo: environment
	@$(RUN) demo

setup: environment
	@$(RUN) setup

# exec: no shell stays between make and it, that would take a signal for itself and leave it running.
up: environment
	@exec $(RUN) up --data "$(DATA)"

# Compiled once, for all the processes that tests start, also where Python is told to keep nothing that it compiles.
test: environment-dev
	@$(RUN) setup --tests
	@.venv/bin/python -m compileall -q ledger schemas streams
	.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: environment-dev
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: environment
	@$(RUN) bench

bench-preflight: environment
	@.venv/bin/python -m bench.preflight

bench-evidence: environment
	@.venv/bin/python -m bench.evidence
	@.venv/bin/python -m bench.audit

bench-growth: environment
	@.venv/bin/python -m bench.growth

bench-window: environment
	@.venv/bin/python -m bench.window

soak: environment-dev
	@$(RUN) setup --tests
	.venv/bin/python -m pytest -m soak

# Mutation testing of the law: mutmut has an environment of its own, since it wants another click than Faust.
mutants:
	python3 -m venv .venv-mutants
	.venv-mutants/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements-mutants.txt
	HYPOTHESIS_PROFILE=mutants .venv-mutants/bin/mutmut run
	.venv-mutants/bin/mutmut results

environment:
	@deploy/environment.sh $(LOCKED)

environment-dev:
	@deploy/environment.sh $(LOCKED_DEV)

# Pins every dependency with its hashes; the files carry no address (pyproject.toml, tool.pip-tools).
lock:
	for name in "requirements" "requirements-dev --extra=dev"; do set -- $$name; \
	  pip-compile --quiet $${2:-} --output-file deploy/$$1.txt pyproject.toml; done
	pip-compile --config deploy/mutants.toml --quiet --output-file deploy/requirements-mutants.txt deploy/mutants.in
