# lerr: `make run` serves the report, `make test` checks everything. `make help` lists the rest.

SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
BUILD   := go build -ldflags '-s -w -X main.version=$(VERSION)'
AXE     := 4.14.1
# Without paths, what was compiled in one clone serves in every other.
export GOFLAGS := $(GOFLAGS) -trimpath
# Tests are built as the program is, so that nothing is compiled twice.
export CGO_ENABLED := 0
# The race detector needs a C compiler; without one the tests run all the same.
RACE    := $(if $(shell command -v gcc || command -v clang),-race)
RACING  := CGO_ENABLED=1 go test $(RACE)
# lint has vetted already, and nobody looks into a test's binary.
TEST    := go test -vet off -ldflags '-s -w' -short -shuffle on -timeout 30m

# Tests in which most goroutines meet, and their packages; the race detector sees nothing new in the others, and
# slows them tenfold. soak runs it on all.
RACES   := Torn|^TestPage_|Press|Scheduler_(Shows|MakesPages|WaitsForNoPage|DoesNotHurry)|Serve_(ServesTheSame|Stops)|Log_LosesNothing|ShowLog|AtOnce|HalfDone|SecondOfTwo
MEET    := ./cmd/lerr ./handlers ./handlers/console ./internal/export ./internal/pagecache ./internal/publish ./internal/staff ./internal/store
# Whose tests run on PostgreSQL, too: all that touches the store. LERR_ENGINE=postgres makes any other do so.
STORED  := ./cmd/lerr ./handlers/console ./internal/publish ./internal/staff ./internal/store
# Where govulncheck finds its database.
VULNDB  := https://vuln.go.dev

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## build bin/lerr
	$(BUILD) -o bin/lerr ./cmd/lerr

.PHONY: run
run: build ## build, make bin/lerr.db if there is none, and serve on http://localhost:8080
	@test -e bin/lerr.db || bin/lerr init --db bin/lerr.db
	bin/lerr serve --db bin/lerr.db --base-url http://localhost:8080

.PHONY: test
test: lint setup ## everything, right or wrong: formats, vet, staticcheck, all tests in small counts, journeys in Chromium
	$(TEST) -tags browser ./...
	LERR_ENGINE=postgres $(TEST) $(STORED)
	$(if $(RACE),$(RACING) -vet off -short -shuffle on -timeout 30m -run '$(RACES)' $(MEET))

.PHONY: check
check: lint ## test without the browser
	$(TEST) ./...

.PHONY: soak
soak: lint setup ## the same tests at full count: every page, kill, mutation and publication; takes an hour or so
	go test -tags browser -count 1 -shuffle on -timeout 3h -p 1 -v ./... | grep --line-buffered -vE '^(=== |    --- PASS|PASS)'
	LERR_ENGINE=postgres go test -tags browser -count 1 -shuffle on -timeout 3h -p 1 $(STORED) ./handlers
	$(if $(RACE),$(RACING) -short -shuffle on -timeout 3h -p 1 ./...)
	go test -run '^$$' -fuzz FuzzRead -fuzztime 60s ./internal/workbook
	go test -run '^$$' -bench . ./...

.PHONY: packages
packages: build ## make a Debian package and a container image in bin/: cmd/lerr/deploy/README.md
	GOOS= GOARCH= go run ./cmd/packages -version '$(VERSION)' $(PACKAGES)

.PHONY: gallery
gallery: ## write bin/gallery.html: every part of the pages with canned data, light and dark; see views/README.md
	@mkdir -p bin; go test -count 1 -run Gallery ./views -gallery '$(CURDIR)/bin/gallery.html'
	@echo 'open bin/gallery.html in a browser'

.PHONY: vuln
vuln: ## known vulnerabilities of what the program imports; VULNDB=URL asks another database
	go tool govulncheck -db $(VULNDB) ./...

.PHONY: lint
lint:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go' 2>/dev/null || find . -name '*.go')); \
	  if [ -n "$$unformatted" ]; then echo "gofmt would change: $$unformatted"; exit 1; fi
	go tool templ fmt -fail views
	@before=$$(find views -name "*_templ.go" | sort | xargs cat | sha256sum); go tool templ generate >/dev/null 2>&1; \
	  if [ "$$before" != "$$(find views -name "*_templ.go" | sort | xargs cat | sha256sum)" ]; then echo "generated code was stale: commit what templ generate has just written"; exit 1; fi
	go vet -tags browser ./...
	go tool staticcheck -tags browser ./...

.PHONY: bench
bench: build setup ## lerr beside nginx, Caddy and bare net/http: cmd/bench/README.md
	@for tool in wrk caddy; do command -v $$tool >/dev/null || { echo "installing $$tool"; $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends $$tool >/dev/null; }; done
	@$(if $(filter 0,$(shell id -u)),,sudo )service caddy stop >/dev/null 2>&1 || true
	go build -o bin/bench ./cmd/bench
	PATH="$$PATH:/usr/sbin" pg_virtualenv bin/bench -postgres postgres:///postgres $(BENCH)

LIGHTHOUSE := 12.8.2

.PHONY: lighthouse
lighthouse: build setup ## Lighthouse's mobile profile, median of three runs: performance, accessibility, best practices and SEO must be 100 each
	@rm -f bin/lighthouse.db*; bin/lerr init --db bin/lighthouse.db; bin/lerr serve --db bin/lighthouse.db --addr 127.0.0.1:8089 --staff-addr 127.0.0.1:0 --base-url http://localhost:8089 >/dev/null 2>&1 & server=$$!; \
	  trap "kill $$server" EXIT; sleep 2; \
	  for path in / /2016-H1/de /2019-H1/europe /compare /data '/?expand=faqs'; do \
	    for run in 1 2 3; do CHROME_PATH=$${LERR_CHROMIUM:-$$(command -v chromium || command -v chromium-browser || command -v google-chrome || command -v chromium-headless-shell)} \
	      npx --yes lighthouse@$(LIGHTHOUSE) "http://localhost:8089$$path" --quiet --chrome-flags="--headless=new --no-sandbox" \
	      --only-categories=performance,accessibility,best-practices,seo --output=json --output-path=bin/lighthouse-$$run.json; done; \
	    node -e 'const runs = [1, 2, 3].map((run) => Object.values(require("./bin/lighthouse-" + run + ".json").categories)); const medians = runs[0].map((c, i) => [c.id, Math.round(100 * runs.map((run) => run[i].score).sort((a, b) => a - b)[1])]); console.log(process.argv[1], medians.map(([id, score]) => id + " " + score).join(", ")); process.exit(medians.every(([, score]) => score === 100) ? 0 : 1)' "$$path"; \
	  done

READERS := xlsx@0.18.5 exceljs@4.4.0 sql.js@1.5.0

.PHONY: readers
readers: build ## open every download in SheetJS, exceljs, LibreOffice and SQLite 3.35; needs npm and, for its part, soffice
	@dir=$$(mktemp -d); bin/lerr init --db "$$dir/lerr.db"; \
	  bin/lerr serve --db "$$dir/lerr.db" --addr 127.0.0.1:8088 --staff-addr 127.0.0.1:0 >/dev/null 2>&1 & server=$$!; \
	  trap 'kill "$$server"; wait "$$server"; rm -rf "$$dir"' EXIT; \
	  for package in $(READERS); do npm install --silent --no-audit --no-fund --prefix "$$dir" "$$package" || echo "npm could not get $$package"; done; \
	  node internal/sitetest/readers/readers.mjs http://127.0.0.1:8088 "$$dir"

# Root installs by itself; others by sudo, where there is one.
APT := $(if $(filter 0,$(shell id -u)),,sudo )apt-get

.PHONY: setup
setup: bin/axe.min.js ## get what those need: Chromium, axe-core, nginx, PostgreSQL and python3-icalendar
	@if [ -z "$${LERR_CHROMIUM:-}" ] && ! command -v chromium-headless-shell >/dev/null; then \
	  echo "installing Chromium's headless shell"; \
	  $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends chromium-headless-shell fonts-liberation >/dev/null || \
	    command -v chromium chromium-browser google-chrome; \
	fi
	@if ! command -v nginx >/dev/null && ! [ -x /usr/sbin/nginx ]; then \
	  echo "installing nginx"; $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends nginx-light >/dev/null; \
	  $(if $(filter 0,$(shell id -u)),,sudo )service nginx stop >/dev/null 2>&1 || true; \
	fi
	@if ! command -v initdb >/dev/null && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then \
	  echo "installing PostgreSQL, of which the tests start servers of their own"; $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends postgresql >/dev/null; \
	  $(if $(filter 0,$(shell id -u)),,sudo )service postgresql stop >/dev/null 2>&1 || true; \
	fi
	@if ! /usr/bin/python3 -c 'import icalendar' 2>/dev/null; then \
	  echo "installing python3-icalendar"; $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends python3-icalendar >/dev/null; \
	fi

bin/axe.min.js:
	@if ! command -v npm >/dev/null; then \
	  echo "installing npm, which fetches axe-core"; $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends npm >/dev/null; \
	fi
	@mkdir -p bin; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	  npm pack --silent --pack-destination "$$dir" axe-core@$(AXE) >/dev/null; \
	  tar -xzf "$$dir"/axe-core-*.tgz -C "$$dir" package/axe.min.js; mv "$$dir/package/axe.min.js" $@
