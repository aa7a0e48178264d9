# The everyday verbs of Yunqian. `make run` and `make test` install what is missing and share one
# build: the same profile, the same target folder, the same features of every dependency.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

CACHE ?= $(HOME)/.cache/yunqian
export CARGO_TARGET_DIR ?= $(CACHE)/target
export TEST_VENV ?= $(CACHE)/venv
RELEASE ?= $(CACHE)-release
export FUZZ ?= $(CACHE)-fuzz

BINARY := $(CARGO_TARGET_DIR)/debug/yunqian
# Always the whole workspace: `-p one-crate` would choose other features and compile everything anew.
BUILD := cargo build --locked --workspace --bins

WEB_INSTALLED := web/node_modules/.package-lock.json
BROWSER_INSTALLED := tests/browser/node_modules/.package-lock.json
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -print 2>/dev/null)

.PHONY: help run dev build fonts test test-web test-rust packages setup lint fmt kills attack judge bench-journal bench-signing bench-rooms bench-network looks fuzz clean

help: ## Show the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: packages fonts build ## Build what is missing and start the server with the sample fair
	$(BINARY) serve --demo $(ARGS)

dev: $(WEB_INSTALLED) fonts build ## Start the server and, in front of it, Vite with live reload
	@$(BINARY) serve --demo $(ARGS) & server=$$!; \
	trap 'kill $$server 2>/dev/null || true' EXIT; \
	cd web && npm run dev

build: web/dist/index.html ## Build the web app and the server
	@echo "== server"
	$(BUILD)

fonts: ## Install the fonts of documents into ~/.cache/yunqian/fonts, where the server finds them
	@crates/documents/fonts/install.sh

test: setup fonts test-web test-rust ## Install what the tests need, then run them all

test-web: $(WEB_INSTALLED) web/dist/index.html
	@echo "== web: unit tests"
	cd web && npm test

test-rust: web/dist/index.html $(BROWSER_INSTALLED)
	@echo "== server"
	$(BUILD)
	@echo "== tests"
	cargo nextest run --locked --workspace $(ARGS)

packages:
	@tests/setup.sh --packages

setup:
	@tests/setup.sh

lint: $(WEB_INSTALLED) ## Check formatting and lints
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	cd web && npx --no-install tsc --noEmit

fmt: ## Format the Rust code
	cargo fmt --all

bench-journal: ## Measure the journal against the disk under it
	cargo bench --locked --workspace --profile dev --bench journal

bench-signing: web/dist/index.html fonts ## Measure signing as released, with pyHanko beside it (QUICK=1 for a small ceremony)
	@tests/setup.sh
	CARGO_TARGET_DIR=$(RELEASE) cargo bench --locked --workspace --bench signing --no-run
	@echo "== server, as released"
	CARGO_TARGET_DIR=$(RELEASE) $(BUILD) --release
	CARGO_TARGET_DIR=$(RELEASE) python3 tests/bench/signing.py $(RELEASE)/release/yunqian \
		taskset -c 0 cargo bench --locked --workspace --bench signing

attack: ## Flip 10,000 bits in bundles, each under a manifest that fits (FLIPS=1000 for fewer)
	YUNQIAN_FLIPS=$(or $(FLIPS),10000) cargo test --locked --workspace --lib a_flipped_bit -- --nocapture

judge: setup fonts ## Have pyHanko and pdfsig judge 200 documents for each of 1, 2, 4, 8 and 16 signatories (JUDGED=10 for fewer)
	YUNQIAN_JUDGED=$(or $(JUDGED),200) cargo test --locked --workspace --lib judges -- --nocapture

bench-rooms: web/dist/index.html fonts ## Measure the rooms, with Debian's Janus beside them (QUICK=1 for a short run)
	@tests/setup.sh --peers
	@echo "== server, as released"
	CARGO_TARGET_DIR=$(RELEASE) $(BUILD) --release
	python3 tests/bench/rooms.py $(RELEASE)/release/yunqian

bench-network: web/dist/index.html $(BROWSER_INSTALLED) fonts ## Count freezes over bad lines, in Chromium (QUICK=1 for the corners)
	@tests/setup.sh
	$(BUILD)
	cargo bench --locked --workspace --profile dev --bench network

looks: web/dist/index.html $(BROWSER_INSTALLED) fonts ## Take pictures of every kind of room with 1 to 200 in it (KINDS="roadshow" for some)
	@tests/setup.sh
	$(BUILD)
	cargo bench --locked --workspace --profile dev --bench looks

kills: KILLS ?= 500
kills: web/dist/index.html fonts ## Kill the server KILLS times at the steps of sealing, and as often at any moment
	@tests/setup.sh
	$(BUILD)
	KILLS=$(KILLS) cargo test --locked --workspace --test all -- signing::kill --nocapture --test-threads 1

fuzz: TARGET ?= $(sort $(basename $(notdir $(wildcard fuzz/fuzz_targets/*.rs))))
fuzz: SECONDS ?= 300
fuzz: ## Fuzz what reads strangers' bytes (TARGET=sdp SECONDS=60 for less than all of it)
	@fuzz/run.sh $(SECONDS) $(TARGET)

clean: ## Remove what was built (the shared target folders too)
	rm -rf web/dist web/node_modules tests/browser/node_modules $(CARGO_TARGET_DIR) $(RELEASE) $(FUZZ)

%/node_modules/.package-lock.json: %/package-lock.json %/package.json
	@echo "== $*: npm packages"
	cd $* && npm ci --no-audit --no-fund
	@touch $@

web/dist/index.html: $(WEB_INSTALLED) $(WEB_SOURCES)
	@echo "== web: build"
	cd web && npm run build
	@touch $@
