# What a person types. Everything works from a fresh clone; nothing leans on what was installed by hand.
SHELL := bash
.DELETE_ON_ERROR:

.PHONY: help demo test test-long build plugins serve lint faults differential eval-screening freeze fuzz bench bench-screening mutants clean

help:            ## this list
	@sed -n 's/^\([a-z-]*\): .*## /\1\t/p' $(MAKEFILE_LIST) | column -t -s "$$(printf '\t')"

demo: plugins    ## build, start a server, send the worked cases through gRPC, show the answers by date
	@scripts/demo.sh

build:           ## the server and the command line
	cargo build --locked

plugins: build   ## the wasm target, and every plugin as a component in target/plugins
	scripts/plugins.sh

serve: plugins   ## a server in the foreground, on the default address
	target/debug/comity serve --plugins target/plugins

test: plugins    ## everything that must hold, in 15 minutes on two cores
	cargo test --locked --workspace
	cargo test --locked --test faults -- --small
	cargo test --locked --test differential -- --small
	scripts/foreign-client.sh
	scripts/js-client.sh

test-long: plugins ## the same with far more cases
	PROPTEST_CASES=20000 cargo test --locked --workspace
	scripts/foreign-client.sh
	scripts/js-client.sh

lint:            ## format, clippy, protos
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	cargo clippy --locked --test differential -- -D warnings
	scripts/proto-lint.sh

faults: plugins  ## what callers and networks do to a server, done on purpose at full size; ten minutes, the machine to itself
	cargo test --locked --test faults

differential: plugins ## every plugin natively and as a component over 100,000 generated records, the same to the byte
	cargo test --release --locked --test differential

eval-screening:  ## how well screening finds and how often it rings, on real lists; options: make eval-screening ARGS="--set typos --show 20"
	cargo test --release --locked --test eval_screening -- $(ARGS)

freeze: plugins  ## what outlives a process, as of today, for tests: make freeze VERSION=v2 (docs/compatibility.md)
	FREEZE_VERSION=$(VERSION) cargo test --locked --test it -- --ignored --exact frozen::freeze::freeze

fuzz:            ## arbitrary bytes as lists and parties, a minute for each target; one alone: scripts/fuzz.sh un_xml 600
	for target in $(basename $(notdir $(wildcard fuzz/targets/*.rs))); do scripts/fuzz.sh $$target 60 || exit 1; done

bench: plugins   ## figures, each beside its floor in the same run; a part alone: cargo bench --bench figures -- plugins
	cargo bench --locked --bench figures

bench-screening: ## how fast screening is, on real lists beside its floors; two minutes, the machine to itself
	cargo bench --locked --bench screening

mutants:         ## every change of the law that no test notices; an hour, or a plugin alone: make mutants PLUGIN=qa
	cargo run --locked -p mutants -- $(PLUGIN)

clean:           ## what was built
	cargo clean
