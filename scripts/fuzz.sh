#!/usr/bin/env bash
# Fuzzes one target of fuzz/ for some seconds, on the stable compiler: scripts/fuzz.sh TARGET SECONDS [libFuzzer options].
# Inputs that are worth keeping gather in fuzz/corpus/TARGET, reproducers in fuzz/findings/TARGET.
set -euo pipefail
cd "$(dirname "$0")/../fuzz"

if [ $# -lt 2 ]; then
  echo "usage: scripts/fuzz.sh TARGET SECONDS [libFuzzer options]; targets:" targets/*.rs >&2
  exit 64
fi
target=$1 seconds=$2
shift 2
[ -f "targets/$target.rs" ] || { echo "fuzz/targets/$target.rs: no such target" >&2; exit 64; }

# What cargo-fuzz asks the compiler for, less the address sanitizer, which is not on the stable one: the code is safe Rust.
# With a target named, build scripts and macros are compiled without it.
host=$(rustc -vV | sed -n 's/^host: //p')
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing"
cargo build --locked --release --target "$host" --bin "$target"

mkdir -p "corpus/$target" "findings/$target"
dictionary=()
[ -f "seeds/$target.dict" ] && dictionary=(-dict="seeds/$target.dict")
exec "target/$host/release/$target" "corpus/$target" "seeds/$target" -artifact_prefix="findings/$target/" \
  -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 "${dictionary[@]}" "$@"
