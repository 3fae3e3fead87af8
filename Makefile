.PHONY: help setup compile demo up operate rebuild network verify-network test test-simulated compile-and-simulate test-app test-contracts test-others test-deep chaos check bench soak bench-gas bench-likeness format lock clean

PYTHON_HERE := .venv/bin/python
APP_TESTS := $(wildcard tests/test_*.py tests/app tests/journeys)
CHAOS_TESTS := $(wildcard tests/chaos)
CONTRACT_TESTS := $(wildcard tests/contracts)
# one of the two, by turns, or sqlite, postgres, both: make test-app DATABASE=both
DATABASE := one
# Where somebody names documents: make demo CREDIT=letter.txt BILL=bill.json
DOCUMENTS = $(if $(CREDIT),--credit "$$CREDIT") $(if $(BILL),--bill "$$BILL")
export CREDIT BILL NETWORK
# Dozens of processes import the same packages: without their bytecode each takes three seconds of processor more.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make demo       one whole trade, from application to release [CREDIT=file] [BILL=file]"
	@echo "make up         chain and service, running until Ctrl-C"
	@echo "make operate ARGS=...  the operator's commands on what make up left: status, stuck, backup ..."
	@echo "make rebuild    the read model once more from the chain, compared row by row [ARGS=--replace]"
	@echo "make network    the trade on three validators of our own (needs Go): forks, a loss, a flood"
	@echo "make verify-network NETWORK=file   the same journeys on any network, with a signed result"
	@echo "make test       every test, on SQLite or PostgreSQL and on Ganache or Anvil by turns"
	@echo "make test-others  each of them on the other database and the other chain"
	@echo "make test-deep  how strong the contracts' proofs are, into bench/proof.json [PARTS_OF_PROOF=static,symbolic]"
	@echo "make chaos      trouble by seeds, and real kills [SEEDS=500] [KILLS=40] [RPC=url]"
	@echo "make check      format, lint, types, secrets"
	@echo "make bench      write bench/service.json: the loop beside its yardsticks [PARTS=...] [STORES=...]"
	@echo "make soak       an hour of load while processes are killed: lateness and memory [HOURS=1]"
	@echo "make bench-gas  write bench/gas.json"
	@echo "make bench-likeness  how well duplicates are found, into bench/proof.json"
	@echo "make setup      only what the others need: packages"
	@echo "make clean      remove what was installed and built, but not var/"

setup:
	@sh toolbox/set_up.sh

compile: setup
	@$(PYTHON_HERE) toolbox/compile.py

demo: compile
	@$(PYTHON_HERE) -m app.demo $(DOCUMENTS)

up: compile
	@$(PYTHON_HERE) -m app.up

# The settings of the environment, or else those that make up left for its own state.
SETTINGS = if [ -z "$$ENTREPOT_DATABASE_URL" ] && [ -f var/local/service.env ]; then set -a; . var/local/service.env; fi

operate: setup
	@$(SETTINGS); $(PYTHON_HERE) -m app.operating $(ARGS)

rebuild: setup
	@$(SETTINGS); $(PYTHON_HERE) -m app.operating rebuild $(ARGS)

# Three validators on this machine, built from Go's module; and the same trial of any network that a file describes.
network: compile
	@$(PYTHON_HERE) -m app.network

verify-network: compile
	@$(PYTHON_HERE) -m app.network.verify "$${NETWORK:?NETWORK=file describes it, as deploy/network.example.json does}"

test: compile-and-simulate test-app test-contracts

# The compiler keeps one core busy for most of a minute; the simulator needs nothing of what it makes.
compile-and-simulate: setup
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=line compile test-simulated

test-simulated: setup
	$(PYTHON_HERE) -m pytest -p no:pytest-brownie -n 2 $(CHAOS_TESTS)

test-app: compile
	$(PYTHON_HERE) -m pytest -p no:pytest-brownie -n 3 --dist loadgroup --no-loadscope-reorder --database $(DATABASE) --chain one $(APP_TESTS)

test-contracts: compile
	toolbox/brownie test $(CONTRACT_TESTS) --network development -n 3 --turn one
	toolbox/brownie test $(CONTRACT_TESTS) --network anvil -n 3 --turn one

# Each test on the database and on the chain on which `make test` did not run it; let in only where both pass. What
# Forge plays in test-deep has to keep up with the contracts meanwhile.
test-others: compile
	node_modules/.bin/forge build
	$(PYTHON_HERE) -m pytest -p no:pytest-brownie -n 3 --dist loadgroup --no-loadscope-reorder --database other --chain other tests/app
	toolbox/brownie test $(CONTRACT_TESTS) --network anvil -n 3 --turn other
	toolbox/brownie test $(CONTRACT_TESTS) --network development -n 3 --turn other

# A second engine for the invariants, provers, an analyser, coverage, and mutants of the contracts: an hour or two.
PARTS_OF_PROOF := static,symbolic,coverage,invariants,mutants
test-deep: compile
	@$(PYTHON_HERE) toolbox/provers.py
	$(PYTHON_HERE) -m tests.proof --only $(PARTS_OF_PROOF) $(ARGS)

check: setup
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	$(PYTHON_HERE) toolbox/check_committed.py

# Seeds of the simulator, then real processes on Ganache and Anvil: make chaos SEEDS=500 KILLS=40 [RPC=url] [ON=none]
SEEDS := 500
KILLS := 40
ON := ganache,anvil
chaos: compile
	$(PYTHON_HERE) -m tests.chaos --seeds $(SEEDS) --kills $(KILLS) --on $(ON) $(if $(RPC),--rpc $(RPC))

bench-gas: compile
	CHAIN_PORT=free toolbox/brownie run "$(CURDIR)/bench/gas.py" --network anvil

# Measured on the labelled set that ships with the project; ARGS=--tuning shows the worlds that the points were set by.
bench-likeness: setup
	$(PYTHON_HERE) -m bench.likeness $(ARGS)

# The loop beside its yardsticks, half an hour on two idle cores: make bench [PARTS=ganache,reads] [STORES=sqlite]
PARTS := ganache,anvil,indexer,reads
STORES := sqlite,postgres
bench: compile
	$(PYTHON_HERE) -m bench.service --only $(PARTS) --stores $(STORES)

# Steady load while processes are killed: make soak [HOURS=1]
HOURS := 1
soak: compile
	$(PYTHON_HERE) -m bench.service.soak --hours $(HOURS)

format: setup
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

# A release is a week old before it is let in.
lock: setup
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --exclude-newer "7 days" --generate-hashes \
	  --no-annotate --custom-compile-command "make lock" --output-file requirements.txt requirements.in
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --exclude-newer "7 days" --generate-hashes \
	  --no-annotate --custom-compile-command "make lock" --output-file toolbox/provers.txt toolbox/provers.in
	npm install --package-lock-only

clean:
	rm -rf .venv node_modules .tools build out cache reports .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@echo "var/ stays: it holds the keys and the chain of make up."
