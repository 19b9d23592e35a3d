#!/usr/bin/env bash
# The protos: lint (STANDARD), and no breaking change against the committed baseline, nor against any contract that is frozen.
#
# buf comes from npm, pinned, into target/. Until the contract is frozen a break is allowed with a line in CHANGELOG.md:
# `scripts/proto-lint.sh --bless` makes today's protos the new baseline. What is frozen is never blessed (docs/compatibility.md).
set -euo pipefail
cd "$(dirname "$0")/.."

VERSION=1.75.0
BASELINE=proto/baseline.binpb

target="${CARGO_TARGET_DIR:-target}"
prefix="$target/buf-$VERSION"
buf="$prefix/node_modules/.bin/buf"
if [ ! -x "$buf" ]; then
  command -v npm >/dev/null || { echo "proto-lint: npm is needed to install @bufbuild/buf $VERSION" >&2; exit 1; }
  npm install --silent --no-audit --no-fund --prefix "$prefix" "@bufbuild/buf@$VERSION"
fi

"$buf" lint
case "${1-}" in
  --bless) "$buf" build --exclude-source-info --output "$BASELINE" && echo "proto-lint: new baseline, $BASELINE" ;;
  "")
    "$buf" breaking --against "$BASELINE"
    for frozen in tests/frozen/*/contract.binpb; do
      "$buf" breaking --exclude-imports --against "$frozen" || { echo "proto-lint: breaks $frozen" >&2; exit 1; }
    done
    echo "proto-lint: no lint, nothing broken"
    ;;
  *) echo "usage: scripts/proto-lint.sh [--bless]" >&2; exit 64 ;;
esac
