# Thin names for `cargo xtask` tasks; `cargo xtask --help` lists them all.
# Build caches live outside the clone, so that a fresh clone builds as fast as the last one.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/quarterdeck/target
XTASK := cargo run --quiet --package xtask --

SECONDS ?= 600

.PHONY: run demo test check bench corpus compare contract fuzz torture screenshots

run: ## builds and starts Quarterdeck on http://127.0.0.1:8480
	@$(XTASK) run

demo: ## the same with a demo company in ./data-demo
	@$(XTASK) demo

test: ## installs what the tests need and runs all of them
	@$(XTASK) test

check: ## format, lints, types, generated files, tidy
	@$(XTASK) check

bench: ## measures speed beside its ceilings
	@$(XTASK) bench $(ARGS)

corpus: ## DATA=folder: sends its mail through `quarterdeck deliver`
	@$(XTASK) corpus "$(DATA)"

compare: ## DATA=folder: imports its histories and holds their figures against those of another tool
	@$(XTASK) compare "$(DATA)"

contract: ## asks the running product everything its OpenAPI document allows (schemathesis)
	@$(XTASK) contract $(ARGS)

fuzz: ## SECONDS=600: feeds made-up mail, replies, HTML and searches to the code that reads them
	@$(XTASK) fuzz $(SECONDS)

torture: ## kills the server, its database and its disk while mail comes in, and counts what is lost
	@$(XTASK) torture $(ARGS)

screenshots: ## takes the pictures for the README
	@$(XTASK) screenshots
