#!/usr/bin/env bash
# Looks at a page of `comity evaluate --timeline --html` in a real headless browser: screenshots wide and narrow, print as PDF,
# and what can be checked: no script ran and nothing was fetched, every link is reached by the tab key in the order of the page and
# shows that it has the focus, and nothing is wider than a narrow window.
#
# Needs chromium, node and npm; the driver comes from npm, pinned, into target/. Not part of `make test`.
set -euo pipefail
cd "$(dirname "$0")/.."

VERSION=1.56.1

page="${1:?usage: scripts/timeline-browser.sh PAGE.html [FOLDER]}"
target="${CARGO_TARGET_DIR:-target}"
out="${2:-$target/timeline-browser}"
mkdir -p "$out" "$target/playwright-$VERSION"
page="$(realpath "$page")" out="$(realpath "$out")"
prefix="$(realpath "$target/playwright-$VERSION")"
for tool in chromium node npm; do
  command -v "$tool" >/dev/null || { echo "timeline-browser: needs $tool" >&2; exit 1; }
done
[ -d "$prefix/node_modules/playwright-core" ] ||
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$prefix" "playwright-core@$VERSION"

cp scripts/timeline-browser.mjs "$prefix/"
CHROMIUM="$(command -v chromium)" node "$prefix/timeline-browser.mjs" "$page" "$out"
