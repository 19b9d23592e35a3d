#!/usr/bin/env bash
# A smoke test from JavaScript: grpc-js with the .proto files alone, against the real server. Seconds.
#
# Packages are pinned by clients/js/package-lock.json and installed under target/, anew only when it or node changes. Needs
# what `make plugins` builds. A machine without node skips it, and says so: the Python clients cover the contract.
set -euo pipefail
cd "$(dirname "$0")/.."

target="${CARGO_TARGET_DIR:-target}"
mkdir -p "$target"
target="$(cd "$target" && pwd)"
world="$target/js-client"

fail() { printf 'js-client: %s\n' "$@" >&2; exit 1; }
skip() { printf '\n!!! SKIPPED: js-client: %s; the client in JavaScript was not tested\n\n' "$1" >&2; exit 0; }

command -v node >/dev/null && command -v npm >/dev/null || skip "no node and npm on this machine"
node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || skip "node $(node --version) is older than 20"
[ -x "$target/debug/comity" ] || fail "$target/debug/comity is not built: run \`make plugins\` first"
compgen -G 'target/plugins/*.wasm' >/dev/null || fail "target/plugins has no plugins: run \`make plugins\` first"

mkdir -p "$world/tmp"
export TMPDIR="$world/tmp"
stamp="$(node --version) $(sha256sum <clients/js/package-lock.json)"
if [ "$(cat "$world/stamp" 2>/dev/null)" != "$stamp" ]; then
  rm -rf "$world/stamp" "$world/node_modules"
  cp clients/js/package.json clients/js/package-lock.json clients/js/.npmrc "$world/"
  (cd "$world" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --cache "$world/tmp/npm") ||
    fail "npm could not install clients/js/package-lock.json: see above. It takes packages from where npm is configured to."
  rm -rf "$world/tmp/npm"
  echo "$stamp" >"$world/stamp"
fi
# Beside its packages, where node looks for them.
rm -rf "$world/proto"
cp -r clients/js/smoke.test.js clients/js/proto "$world/"

# Not COMITY_…: the server refuses variables of its own prefix that it does not know.
export SOURCE_ROOT="$PWD" SERVER_BINARY="$target/debug/comity"
export COMITY_SANDBOX__CACHE_DIR="$target/compiled"
cd "$world"
# A server that hangs must not hang whoever waits for its tests.
timeout --kill-after 10 240 node --test --test-reporter=spec smoke.test.js || fail "the tests failed, or took more than four minutes (status $?)"
