# Each target sets up what it needs; a second run starts at once.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin

.PHONY: help demo serve test test-training check lint types imports format bench clean run-environment dev-environment

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run-environment:
	@scripts/environment requirements.lock

dev-environment:
	@scripts/environment requirements.lock requirements-dev.lock

demo: run-environment ## translate examples/ and write demo-output/ (report, TMX, JSON)
	@$(BIN)/mtservice batch examples demo-output --show --title "mtservice demo"

serve: run-environment ## start the service on http://127.0.0.1:5000
	@$(BIN)/mtservice serve

test: dev-environment check ## every check and the whole test suite
	@$(BIN)/pytest -n auto --dist loadfile

test-training: dev-environment ## the training recipe on a few hundred pairs (installs PyTorch)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'torch>=2.4' eflomal protobuf
	@$(BIN)/pytest tests/training

check: dev-environment lint types imports ## format, lint, types, import direction

lint: dev-environment
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: dev-environment
	@$(BIN)/mypy

imports: dev-environment
	@$(BIN)/lint-imports

format: dev-environment ## rewrite the code in the house style
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

bench: run-environment ## run the benchmarks, which print ratios
	@for file in benchmarks/bench_*.py; do $(BIN)/python $$file || exit 1; done

clean: ## remove the environment and everything generated
	rm -rf .venv demo-output build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
