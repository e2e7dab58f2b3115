# lerr: `make run` serves the report, `make test` checks everything. `make help` lists the rest.

SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
BUILD   := CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)'
AXE     := 4.10.3

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## build bin/lerr
	$(BUILD) -o bin/lerr ./cmd/lerr

.PHONY: run
run: build ## build, seed and serve on http://localhost:8080
	bin/lerr serve --db bin/lerr.db

.PHONY: test
test: check browser ## everything: check, then the browser tests

.PHONY: check
check: lint ## formats, vet, staticcheck, generated code, and all tests but the browser's
	go test -race ./...

.PHONY: lint
lint:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go' 2>/dev/null || find . -name '*.go')); \
	  if [ -n "$$unformatted" ]; then echo "gofmt would change: $$unformatted"; exit 1; fi
	go tool templ fmt -fail views
	@before=$$(cat views/*_templ.go | sha256sum); go tool templ generate -path views >/dev/null; \
	  if [ "$$before" != "$$(cat views/*_templ.go | sha256sum)" ]; then echo "generated code was stale: commit what templ generate has just written"; exit 1; fi
	go vet ./...
	go vet -tags browser ./...
	go tool staticcheck -tags browser ./...

.PHONY: browser
browser: setup ## the journeys in real Chromium
	go test -race -tags browser -run Browser -count 1 ./handlers/... ./internal/sitetest/...

.PHONY: setup
setup: ## get what the browser tests need
	@echo setup
