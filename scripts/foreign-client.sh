#!/usr/bin/env bash
# Clients that share no code with the server, against the real server with the project's plugins: tests/python, which is
# Python with grpcio and stubs generated from proto/, and the package clients/python, built and installed as its users get
# it, tested, and checked by mypy. Arguments go to pytest, both times. Two minutes.
#
# Everything is kept in target/foreign-client; the packages are installed anew only when requirements.txt or the Python
# changes. Needs what `make plugins` builds.
set -euo pipefail
cd "$(dirname "$0")/.."

target="${CARGO_TARGET_DIR:-target}"
mkdir -p "$target"
target="$(cd "$target" && pwd)"
world="$target/foreign-client"
requirements=tests/python/requirements.txt

fail() { printf 'foreign-client: %s\n' "$@" >&2; exit 1; }

command -v python3 >/dev/null || fail "python3 is needed, 3.10 or later; on Debian and Ubuntu: apt install python3-venv"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || fail "$(python3 -V) is too old: 3.10 or later is needed"
[ -x "$target/debug/comity" ] || fail "$target/debug/comity is not built: run \`make plugins\` first"
compgen -G 'target/plugins/*.wasm' >/dev/null || fail "target/plugins has no plugins: run \`make plugins\` first"

# Nothing is left outside of target/: no caches, no compiled files beside the sources.
mkdir -p "$world/tmp"
export TMPDIR="$world/tmp" PYTHONDONTWRITEBYTECODE=1 PYTHONNOUSERSITE=1
export PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
unset PYTHONPATH PYTHONHOME

# Wheels only: where there is none, a build of gRPC from source would take a quarter of an hour or fail late.
install() { # python, further arguments of pip
  "$1" -m pip install --quiet --only-binary :all: --requirement "$requirements" "${@:2}" ||
    fail "pip could not install $requirements: see above. It takes packages from where pip is configured to."
}

stamp="$(python3 -c 'import hashlib, sys
print(hashlib.sha256(sys.version.encode() + open(sys.argv[1], "rb").read()).hexdigest())' "$requirements")"
if [ "$(cat "$world/stamp" 2>/dev/null)" != "$stamp" ]; then
  rm -rf "$world/stamp" "$world/venv" "$world/packages"
  if python3 -c 'import ensurepip, venv' 2>/dev/null; then
    python3 -m venv "$world/venv"
    install "$world/venv/bin/python"
  elif python3 -m pip --version >/dev/null 2>&1; then
    # Debian without python3-venv: the packages in a folder of their own do as well.
    install python3 --target "$world/packages"
  else
    fail "Python has neither venv nor pip; on Debian and Ubuntu: apt install python3-venv"
  fi
  echo "$stamp" >"$world/stamp"
fi
python="$world/venv/bin/python"
[ -x "$python" ] || { python=python3; export PYTHONPATH="$world/packages"; }

rm -rf "$world/stubs"
mkdir "$world/stubs"
mapfile -t protos < <(find proto -name '*.proto' | sort)
"$python" -m grpc_tools.protoc --proto_path=proto --python_out="$world/stubs" --grpc_python_out="$world/stubs" "${protos[@]}"

# Not COMITY_…: the server refuses variables of its own prefix that it does not know.
export SERVER_BINARY="$target/debug/comity" PYTEST_DISABLE_PLUGIN_AUTOLOAD=1
# The servers of these tests are the same: each plugin is compiled once for all.
export COMITY_SANDBOX__CACHE_DIR="$target/compiled"
packages="${PYTHONPATH:+:$PYTHONPATH}"

# A server that hangs must not hang whoever waits for its tests.
tests() { # folder, arguments of pytest
  timeout --kill-after 20 600 "$python" -m pytest --quiet -p no:cacheprovider --basetemp "$world/tmp/pytest" "$@" ||
    fail "the tests of $1 failed, or took more than ten minutes (status $?)"
}

PYTHONPATH="$world/stubs$packages" tests tests/python "$@"

rm -rf "$world/wheel" "$world/client"
(cd clients/python && "$python" -m hatchling build --target wheel --directory "$world/wheel" >"$world/tmp/wheel.log" 2>&1) ||
  { cat "$world/tmp/wheel.log" >&2; fail "the package clients/python was not built"; }
"$python" -m pip install --quiet --no-deps --no-compile --target "$world/client" "$world"/wheel/*.whl ||
  fail "the package clients/python was not installed"
export PYTHONPATH="$world/client$packages"
tests clients/python/tests "$@"
# From the folder of the installed package: a module beside the sources would be taken for it.
(cd clients/python/tests && MYPYPATH="$world/client" "$python" -m mypy --config-file ../pyproject.toml \
  --cache-dir "$world/mypy" -p comity_client) || fail "the types of clients/python are not sound"
(cd clients/python/tests && MYPYPATH="$world/client" "$python" -m mypy --config-file ../pyproject.toml \
  --cache-dir "$world/mypy" .) || fail "the types of the tests of clients/python are not sound"
