# convene. "make" alone lists what can be made.

GO      ?= go
BINARY  ?= convene
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
FUZZTIME ?= 10m
SEEDS   ?= 100
BENCH   ?= .
KILLS   ?= 500
MAILS   ?= 100000
REBUILT ?= 5000
# To look at less: make test PACKAGES=./daemon/group TESTFLAGS='-run Ballot -v'
PACKAGES  ?= ./...
TESTFLAGS ?=

# timetzdata puts the time zones into the binary. integration are the tests against a real Dovecot and Postfix.
TAGS      = timetzdata
TEST_TAGS = integration,$(TAGS)

# The race detector watches everything but SQLite, which is C translated to Go: watching that one makes the tests
# that play whole lives five times as slow, and its races are for its own project to find.
RACE = -race -gcflags='modernc.org/...=-race=false'

# Versions of the tools are fixed here; Go fetches and builds them when they are first needed.
GOLANGCI = $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
VULNCHECK = v1.8.0
SHFMT    = $(GO) run mvdan.cc/sh/v3/cmd/shfmt@v3.14.1

SCRIPTS = $(shell find .ci -type f \( -name '*.sh' -o ! -name '*.*' \) -exec grep -lE '^\#!.*(ba)?sh' {} +)

.DEFAULT_GOAL := help
.PHONY: help build model test test-tools lint lint-go lint-scripts lint-docker screenshots pictures pages fuzz crash sim bench flood rebuilt dst interop demo clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## the static binary ./convene
	CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=false -tags $(TAGS) \
		-ldflags '-s -w -X main.version=$(VERSION)' -o $(BINARY) ./cmd/convene

model: ## what answers are likened to, anew from the tables in daemon/answer/testdata/lines
	$(GO) test ./daemon/answer -run '^TestModel$$' -v -update

test: test-tools ## every test, with the race detector, against real mail servers too
	CGO_ENABLED=1 $(GO) test $(RACE) -shuffle=on -count=1 -timeout 20m -tags $(TEST_TAGS) $(TESTFLAGS) $(PACKAGES)

test-tools: # what the tests need from the system; on Debian, as root, it is installed
	@.ci/need cc openssl
	@.ci/rig/install.sh

lint: lint-go lint-scripts lint-docker ## everything a reviewer should not have to say

lint-go:
	@echo 'gofmt' && unformatted=$$(gofmt -l .) && { [ -z "$$unformatted" ] || \
		{ echo "not formatted, run gofmt -w: $$unformatted" >&2; exit 1; }; }
	$(GO) mod tidy -diff
	$(GO) vet -tags $(TEST_TAGS) ./...
	$(GOLANGCI) run ./...

lint-scripts:
	@.ci/need shellcheck
	$(SHFMT) -d $(SCRIPTS)
	shellcheck $(SCRIPTS)

lint-docker:
	cd .ci/dockerlint && $(GO) run . ../../Dockerfile

screenshots: pages ## every letter in headless Chromium, checked and pictured; or some: make screenshots ONLY=letter-turn
	CONVENE_MAIL_PASSWORD=none $(GO) run ./cmd/convene preview --config .ci/screenshots/gallery.toml --html screenshots/gallery --weeks 8 --now 2025-12-29T10:00:00+01:00
	cd .ci/screenshots && $(GO) test . && $(GO) run . -dir ../../screenshots -gallery ../../screenshots/gallery -only '$(ONLY)'

pictures: pages ## the letters that README.md shows, pictured anew
	cd .ci/screenshots && $(GO) run . -dir ../../screenshots -keep ../../templates/testdata

pages: # what there is to picture
	@.ci/need chromium
	rm -rf screenshots && mkdir -p screenshots/pages
	$(GO) test ./templates -run '^TestPages$$' -count=1 -pages '$(CURDIR)/screenshots/pages'

fuzz: ## every fuzz target for FUZZTIME (10m) each; or one: make fuzz FUZZ=FuzzParse
	GO='$(GO)' TAGS='$(TAGS)' PACKAGES='$(PACKAGES)' .ci/fuzz '$(FUZZTIME)' '$(FUZZ)'

crash: test-tools ## KILLS (500) kills of the real binary between a real Dovecot and Postfix, over one life of a group
	KILLS='$(KILLS)' $(GO) test -count=1 -timeout 60m -tags $(TEST_TAGS) -run '^TestCrash' -v ./cmd/convene

sim: ## SEEDS=100 lives of whole groups in which everything breaks; from another one on: FIRST=1000; one again: SEED=123
	$(GO) test ./daemon/demo -run '^TestSimulation$$' -count=1 -timeout 0 -tags $(TAGS) $(if $(SEED),-v) $(TESTFLAGS) \
		$(if $(SEED),-sim.seed=$(SEED),-sim.seeds=$(SEEDS) -sim.first=$(or $(FIRST),0))

bench: test-tools ## the figures: how fast and how large, beside the least that would do; or one: make bench BENCH=Load
	$(GO) test -run '^$$' -bench '$(BENCH)' -skip '^Benchmark(Figures|Flood|Rebuilt)$$' -benchmem -timeout 60m -tags $(TEST_TAGS) $(TESTFLAGS) $(PACKAGES)
	$(GO) test -run '^$$' -bench '^BenchmarkFigures$$' -benchtime 1x -timeout 60m -tags $(TEST_TAGS) $(TESTFLAGS) ./daemon

flood: test-tools ## MAILS (100000) mails from strangers, a wild program and in members' names, in a real Dovecot, before one answer
	$(GO) test -run '^$$' -bench '^BenchmarkFlood$$' -benchtime 1x -timeout 60m -tags $(TEST_TAGS) ./daemon -flood.mails $(MAILS)

rebuilt: test-tools ## REBUILT (5000) mails in a real Dovecot, which all come again under another UIDVALIDITY while the daemon runs
	$(GO) test -run '^$$' -bench '^BenchmarkRebuilt$$' -benchtime 1x -timeout 60m -tags $(TEST_TAGS) ./daemon -rebuilt.mails $(REBUILT)

interop: build ## every mail and calendar of the demo, and meetings in odd zones, read by Python's and by libical
	@.ci/need icalendar libical
	rm -rf dist/interop && mkdir -p dist/interop
	./$(BINARY) demo --dir dist/interop/demo >/dev/null
	./$(BINARY) export --config dist/interop/demo/convene.toml --dir dist/interop/export --format ics >/dev/null
	$(GO) test ./calendar -count=1 -run '^TestMeetingsInManyZones$$' -meetings.dir '$(CURDIR)/dist/interop/zones'
	$${CC:-gcc} -std=c11 -O1 -Wall -Wextra -Werror -o dist/interop/libical .ci/interop/libical.c -lical
	/usr/bin/python3 .ci/interop/main.py dist/interop/libical dist/interop

dst: ## twenty zones that change their clocks in every manner, ten years of groups in them: meetings at their hour, letters at nine
	$(GO) test ./daemon -run '^TestClocksChange$$' -count=1 -timeout 0 -tags $(TAGS) -v -dst.zones 20 -dst.meetings 131

reproducible: ## builds the binary twice, in different places, and compares the two
	@MAKE='$(MAKE)' .ci/reproducible

vulncheck: ## whether a known vulnerability can be reached; says so where nobody can be asked
	@GO='$(GO)' TAGS='$(TAGS)' .ci/vulncheck $(VULNCHECK)

version: # what a build made now would call itself
	@echo '$(VERSION)'

demo: build ## a whole group from founding to closing, in under a minute
	./$(BINARY) demo

clean: ## remove what was built
	rm -rf $(BINARY) dist screenshots
