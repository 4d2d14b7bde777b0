# Every target is one script in bin/, which says what it does and can be run by itself.
.DEFAULT_GOAL := help
.PHONY: help demo test lint bench messages screenshots venv lock vendor bundle clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Run the portal with a demonstration bureau at http://127.0.0.1:8000 (HOST, PORT, INSTANCE)
	@bin/demo

test: ## Check everything: style, the suite on SQLite, database tests again on PostgreSQL
	@bin/test

lint: ## Check style and formatting
	@bin/lint

bench: ## Measure speed and print the table of figures
	@bin/bench

messages: ## Gather the sentences of the code into the catalogues and compile them
	@bin/messages

screenshots: ## Take the pictures of the user's guide anew
	@bin/screenshots

venv: ## Make .venv with all that running and testing needs
	@bin/venv test

lock: ## Renew the lock files with the newest versions that fit
	@bin/lock

vendor: ## Fetch the vendored assets anew and compare them with the manifest
	@bin/vendor

bundle: ## Pack dist/ for a server without a network: the portal and all it installs
	@bin/bundle

clean: ## Remove what can be made again (never the data in instance/)
	@bin/clean
