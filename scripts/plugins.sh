#!/usr/bin/env bash
# Builds every plugin of plugins/ to a component in target/plugins. Prepares the wasm target first.
set -euo pipefail
cd "$(dirname "$0")/.."

flags="$(scripts/wasm-target.sh)"
if [ -n "$flags" ]; then
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$flags"
fi
comity="${CARGO_TARGET_DIR:-target}/debug/comity"
[ -x "$comity" ] || cargo build --locked
"$comity" plugin build plugins/*/ --out target/plugins
