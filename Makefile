# lerr: `make run` serves the report, `make test` checks everything. `make help` lists the rest.

SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
BUILD   := CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)'
AXE     := 4.14.1
# The race detector needs a C compiler; without one the tests run all the same.
RACE    := $(if $(shell command -v gcc || command -v clang),-race)

# Tests that walk the whole site take minutes under the race detector, which sees nothing new in them.
LONG    := Canary|Export_Holds|LinksLead|OfEveryPage

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## build bin/lerr
	$(BUILD) -o bin/lerr ./cmd/lerr

.PHONY: run
run: build ## build, seed and serve on http://localhost:8080
	bin/lerr serve --db bin/lerr.db --base-url http://localhost:8080

.PHONY: test
test: check browser ## everything: check, then the browser tests

.PHONY: check
check: lint ## formats, vet, staticcheck, generated code, and all tests but the browser's
	go test -timeout 30m -skip Killed ./...
	go test -timeout 30m -count 1 -run Killed ./internal/publish  # by itself: it kills processes at moments that others would move
	$(if $(RACE),go test $(RACE) -timeout 30m -short -skip '$(LONG)' ./...)

.PHONY: lint
lint:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go' 2>/dev/null || find . -name '*.go')); \
	  if [ -n "$$unformatted" ]; then echo "gofmt would change: $$unformatted"; exit 1; fi
	go tool templ fmt -fail views
	@before=$$(find views -name "*_templ.go" | sort | xargs cat | sha256sum); go tool templ generate >/dev/null 2>&1; \
	  if [ "$$before" != "$$(find views -name "*_templ.go" | sort | xargs cat | sha256sum)" ]; then echo "generated code was stale: commit what templ generate has just written"; exit 1; fi
	go vet ./...
	go vet -tags browser ./...
	go tool staticcheck -tags browser ./...

.PHONY: browser
browser: setup ## the journeys in real Chromium, and the export in nginx
	LERR_AXE=$(CURDIR)/bin/axe.min.js go test -tags browser -count 1 -timeout 30m -run 'Browser|Nginx' ./handlers
	LERR_AXE=$(CURDIR)/bin/axe.min.js go test -tags browser -count 1 ./internal/sitetest/browser

.PHONY: bench
bench: build setup ## lerr beside nginx, Caddy and bare net/http: cmd/bench/README.md
	@for tool in wrk caddy; do command -v $$tool >/dev/null || { echo "installing $$tool"; $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends $$tool >/dev/null; }; done
	@$(if $(filter 0,$(shell id -u)),,sudo )service caddy stop >/dev/null 2>&1 || true
	go build -o bin/bench ./cmd/bench
	PATH="$$PATH:/usr/sbin" bin/bench $(BENCH)

LIGHTHOUSE := 12.8.2

.PHONY: lighthouse
lighthouse: build setup ## Lighthouse's mobile profile: performance, accessibility, best practices and SEO must be 100 each
	@rm -f bin/lighthouse.db*; bin/lerr serve --db bin/lighthouse.db --addr 127.0.0.1:8089 --staff-addr 127.0.0.1:0 --base-url http://localhost:8089 >/dev/null 2>&1 & server=$$!; \
	  trap "kill $$server" EXIT; sleep 2; \
	  for path in / /2016-H1/de /countries/de '/?expand=faqs'; do \
	    for try in 1 2 3; do CHROME_PATH=$${LERR_CHROMIUM:-$$(command -v chromium || command -v chromium-browser || command -v google-chrome)} \
	      npx --yes lighthouse@$(LIGHTHOUSE) "http://localhost:8089$$path" --quiet --chrome-flags="--headless=new --no-sandbox" \
	      --only-categories=performance,accessibility,best-practices,seo --output=json --output-path=bin/lighthouse.json && break; done; \
	    node -e 'const c = Object.values(require("./bin/lighthouse.json").categories); console.log(process.argv[1], c.map((x) => `$${x.id} $${x.score * 100}`).join(", ")); process.exit(c.every((x) => x.score === 1) ? 0 : 1)' "$$path"; \
	  done

# Root installs by itself; others by sudo, where there is one.
APT := $(if $(filter 0,$(shell id -u)),,sudo )apt-get

.PHONY: setup
setup: bin/axe.min.js ## get what those need: Chromium, axe-core and nginx
	@if [ -z "$${LERR_CHROMIUM:-}" ] && ! command -v chromium chromium-browser google-chrome >/dev/null; then \
	  echo "installing Chromium"; $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; \
	fi
	@if ! command -v nginx >/dev/null && ! [ -x /usr/sbin/nginx ]; then \
	  echo "installing nginx"; $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends nginx-light >/dev/null; \
	  $(if $(filter 0,$(shell id -u)),,sudo )service nginx stop >/dev/null 2>&1 || true; \
	fi

bin/axe.min.js:
	@if ! command -v npm >/dev/null; then \
	  echo "installing npm, which fetches axe-core"; $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends npm >/dev/null; \
	fi
	@mkdir -p bin; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	  npm pack --silent --pack-destination "$$dir" axe-core@$(AXE) >/dev/null; \
	  tar -xzf "$$dir"/axe-core-*.tgz -C "$$dir" package/axe.min.js; mv "$$dir/package/axe.min.js" $@
