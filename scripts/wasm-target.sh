#!/usr/bin/env bash
# Prepares the wasm32-unknown-unknown standard library for exactly the rustc that runs here.
# `scripts/wasm-target.sh --help` says how to use it; the text is in usage() below.
#
# A machine that can download with rustup needs one command. This script exists for the others: it builds the
# library from source into a private sysroot under target/, so that neither the toolchain nor the machine's package
# configuration changes. It names no mirror: addresses come from the machine's own apt configuration.

# shellcheck disable=SC2329  # quietly() and bounded() call functions by name
set -euo pipefail

readonly TARGET=wasm32-unknown-unknown
readonly DEBIAN_SUITE=trixie-backports # carries rust-src in several versions side by side
readonly RUSTUP_SECONDS=60             # behind a closed firewall a download may hang instead of failing
readonly APT_SECONDS=180
readonly LOCK_SECONDS=900

stage=""   # scratch folder of this run, removed on exit
library="" # the folder of Rust library sources, once found
tried=()   # what was attempted and why it did not help, for the final message

usage() {
    cat <<'END'
Usage: scripts/wasm-target.sh [--help]

Prepares the wasm32-unknown-unknown standard library for the running rustc and prints, as the only line on standard
output, the rustflags a build for that target needs: an empty line, or --sysroot=PATH. Safe to run at any time and in
parallel; when there is nothing to do it takes a fraction of a second.

    flags="$(scripts/wasm-target.sh)"
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$flags" cargo build --target wasm32-unknown-unknown

Cargo ignores that variable where RUSTFLAGS or CARGO_ENCODED_RUSTFLAGS is set: unset these.

The first of these that works is used:
    1. the toolchain already has the target
    2. an earlier run built it: TARGET_DIR/wasm-sysroot/RUSTC_VERSION
    3. rustup target add
    4. a build from the library sources, which come from
         COMITY_RUST_LIBRARY   a folder or tar archive that holds `library/`, of the same Rust version
         the rust-src component of the toolchain
         Debian's rust-src package, through the mirror the machine's apt already uses

Environment: COMITY_RUST_LIBRARY (above); CARGO_TARGET_DIR (in place of target/); RUSTC, CARGO (as for cargo).
END
}

log() { echo "wasm-target: $*" >&2; }

die() {
    log "$*"
    exit 1
}

main() {
    case "${1-}" in
        "") ;;
        -h | --help) usage && exit ;;
        *) usage >&2 && exit 2 ;;
    esac
    exec 3>&1 1>&2 # whatever a command prints is progress; only finish() writes to standard output
    resolve_paths
    read_toolchain

    if has_target "$sysroot"; then finish ""; fi
    if has_target "$private"; then finish_private; fi

    prepare
    if has_target "$private"; then finish_private; fi # another run built it while this one waited for the lock
    if add_with_rustup; then finish ""; fi
    if find_library && build; then finish_private; fi
    explain_failure
}

# ---- where things are ----------------------------------------------------------------------------------------------

# Everything runs from the repository root, so that rustup and cargo choose what they choose for the project.
# Relative paths in the environment are the caller's, hence made absolute first.
resolve_paths() {
    local root
    root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
    target_dir="$(absolute "${CARGO_TARGET_DIR:-$root/target}")"
    operator_library="$(absolute "${COMITY_RUST_LIBRARY-}")"
    cd "$root"
}

absolute() {
    case "$1" in
        "" | /*) echo "$1" ;;
        *) echo "$PWD/$1" ;;
    esac
}

read_toolchain() {
    rustc="${RUSTC:-rustc}"
    cargo="${CARGO:-cargo}"
    local facts
    facts="$("$rustc" --version --verbose)" || die "cannot run '$rustc'; install Rust first"
    release="$(sed -n 's/^release: //p' <<<"$facts")"
    commit="$(sed -n 's/^commit-hash: //p' <<<"$facts")"
    host="$(sed -n 's/^host: //p' <<<"$facts")"
    sysroot="$("$rustc" --print sysroot)"
    base="$target_dir/wasm-sysroot"
    private="$base/$release-${commit:0:9}"
}

has_target() { compgen -G "$1/lib/rustlib/$TARGET/lib/libcore-*.rlib" >/dev/null; }

finish() {
    echo "$1" >&3
    exit
}

finish_private() {
    # Rustflags in the environment are split at white space, with no way to quote.
    [[ $private != *[[:space:]]* ]] || die "the path '$private' has white space; set CARGO_TARGET_DIR to one without"
    [[ -z ${CARGO_ENCODED_RUSTFLAGS-}${RUSTFLAGS-} ]] || log "RUSTFLAGS is set: cargo will ignore the flags printed here"
    finish "--sysroot=$private"
}

# ---- one run at a time ---------------------------------------------------------------------------------------------

# Takes the lock and makes the scratch folder, on the same file system as the result so that it can be moved into place.
prepare() {
    mkdir -p "$base"
    if command -v flock >/dev/null; then
        exec 9>"$base/.lock"
        flock -n 9 || wait_for_lock
        discard "$base"/.stage.* # left by a run that was killed: with the lock held nobody uses it
    fi
    stage="$(mktemp -d "$base/.stage.XXXXXX")"
    trap 'discard "$stage"' EXIT
}

# Sources may be unpacked into read-only folders, which rm alone cannot empty.
discard() {
    chmod -R u+w "$@" 2>/dev/null || true
    rm -rf "$@"
}

wait_for_lock() {
    log "another run is at work, waiting for it"
    flock -w "$LOCK_SECONDS" 9 || die "another run has held $base/.lock for $LOCK_SECONDS s"
}

# Runs a command without the lock's descriptor (a left-over child must not hold it), without input, and with its
# output in a file that is shown only if the command fails.
quietly() {
    if "$@" </dev/null >"$stage/log" 2>&1 9>&-; then return 0; fi
    tail -n 30 "$stage/log" | sed 's/^/    /'
    return 1
}

# macOS has no timeout(1); a command that then hangs can still be interrupted.
bounded() {
    local seconds="$1"
    shift
    if command -v timeout >/dev/null; then timeout --kill-after=10 "$seconds" "$@"; else "$@"; fi
}

# ---- rustup --------------------------------------------------------------------------------------------------------

# Only for the very toolchain that runs: a rustc from elsewhere gains nothing from a target added to one of rustup's.
add_with_rustup() {
    local toolchains
    if ! command -v rustup >/dev/null; then
        tried+=("rustup: not installed")
        return 1
    fi
    toolchains="$(rustup show home 2>/dev/null || true)/toolchains"
    if ! [[ $(dirname "$sysroot") -ef $toolchains ]]; then
        tried+=("rustup: the running rustc is not one of its toolchains")
        return 1
    fi
    log "rustup target add $TARGET (at most $RUSTUP_SECONDS s)"
    if RUSTUP_AUTO_INSTALL=0 quietly bounded "$RUSTUP_SECONDS" \
        rustup target add --toolchain "$(basename "$sysroot")" "$TARGET" && has_target "$sysroot"; then return 0; fi
    tried+=("rustup target add: failed, or took longer than $RUSTUP_SECONDS s")
    return 1
}

# ---- library sources -----------------------------------------------------------------------------------------------

# An operator who names sources wants these: if they cannot be used, nothing else silently takes their place.
find_library() {
    if [[ -n $operator_library ]]; then
        library_from_operator
        return
    fi
    library_from_toolchain || library_from_debian
}

library_from_operator() {
    local folder="$operator_library"
    if [[ -f $folder ]]; then
        folder="$stage/operator"
        mkdir "$folder"
        log "unpacking $operator_library"
        quietly tar -xf "$operator_library" -C "$folder" || true # an archive that yields nothing is reported below
    fi
    if locate_library "$folder"; then return 0; fi
    tried+=("COMITY_RUST_LIBRARY=$operator_library: no library/ with core, std and Cargo.lock in it")
    return 1
}

library_from_toolchain() {
    if locate_library "$sysroot/lib/rustlib/src/rust"; then return 0; fi
    tried+=("the toolchain's rust-src component: not installed")
    return 1
}

# Sets `library` to the folder below $1 (or $1 itself) that holds the library sources.
locate_library() {
    local manifest folder
    [[ -d $1 ]] || return 1
    while IFS= read -r manifest; do
        folder="${manifest%/core/Cargo.toml}"
        if [[ -f $folder/std/Cargo.toml && -f $folder/Cargo.lock ]]; then
            library="$(cd "$folder" && pwd)"
            return 0
        fi
    done < <(find -L "$1" -maxdepth 6 -path '*/core/Cargo.toml' 2>/dev/null)
    return 1
}

# ---- Debian --------------------------------------------------------------------------------------------------------

library_from_debian() {
    local mirror
    if [[ $(os_release ID) != debian ]] || ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
        tried+=("Debian's rust-src: not a Debian machine, or no apt")
        return 1
    fi
    configure_apt
    for mirror in $(debian_mirrors); do
        if fetch_rust_src "$mirror"; then return 0; fi
    done
    tried+=("Debian's rust-src $release in $DEBIAN_SUITE: not on a mirror of the machine's apt sources, or unreachable")
    return 1
}

# Reads one variable of os-release, in a subshell because the file is shell code.
os_release() (
    # shellcheck source=/dev/null
    . /etc/os-release 2>/dev/null || exit 0
    echo "${!1-}"
)

# An apt configuration of our own: it adds to the machine's (proxies, certificates), but keeps sources, lists and
# cache in the scratch folder and drops the hooks that would run on the machine after an update.
configure_apt() {
    mkdir -p "$stage/apt/lists/partial" "$stage/apt/cache/archives/partial"
    : >"$stage/apt/sources.list"
    cat >"$stage/apt/apt.conf" <<END
Dir::Etc::sourcelist "$stage/apt/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::Lists "$stage/apt/lists";
Dir::Cache "$stage/apt/cache";
APT::Sandbox::User "$(id -un)";
Acquire::Retries "1";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
END
}

# The addresses from which the machine's own apt takes the Debian release it runs. `--print-uris` reads every format
# of sources and downloads nothing; the empty lists folder makes it name all of them.
debian_mirrors() {
    local codename
    codename="$(os_release VERSION_CODENAME)"
    apt-get -o Dir::State::Lists="$stage/apt/lists" --print-uris update 2>/dev/null |
        sed -n "s|^'\(.*\)/dists/$codename\(-updates\)\{0,1\}/InRelease'.*|\1|p" | sort -u
}

# The installed keyring of the Debian archive; its suffix depends on the release.
debian_keyring() {
    local keyring
    for keyring in /usr/share/keyrings/debian-archive-keyring.{pgp,gpg}; do
        if [[ -r $keyring ]]; then
            echo "$keyring"
            return 0
        fi
    done
    return 1
}

fetch_rust_src() {
    local mirror="$1" keyring version
    keyring="$(debian_keyring)" || return 1
    log "looking for rust-src $release in Debian's $DEBIAN_SUITE"
    echo "deb [target=Packages signed-by=$keyring] $mirror $DEBIAN_SUITE main" >"$stage/apt/sources.list"
    quietly bounded "$APT_SECONDS" apt-get -c "$stage/apt/apt.conf" update || return 1
    version="$(rust_src_version)"
    [[ -n $version ]] || return 1
    log "downloading rust-src $version"
    quietly download_rust_src "$version" &&
        quietly dpkg -x "$stage"/apt/rust-src_*.deb "$stage/debian" &&
        locate_library "$stage/debian/usr/src"
}

# The newest packaging of exactly the running release: madison prints the newest first.
rust_src_version() {
    apt-cache -c "$stage/apt/apt.conf" madison rust-src |
        awk -F ' *[|] *' -v release="$release" '
            { split($2, part, /[-+~]/) }
            part[1] == release && !found++ { print $2 }'
}

# A subshell, because apt-get downloads into the current folder.
download_rust_src() (
    cd "$stage/apt"
    bounded "$APT_SECONDS" apt-get -c apt.conf download "rust-src=$1"
)

# ---- the build -----------------------------------------------------------------------------------------------------

build() {
    log "building the standard library of Rust $release for $TARGET (about half a minute)"
    make_build_sysroot
    make_probe
    if ! quietly build_std; then
        tried+=("building from $library: failed, see above; is it exactly Rust $release ($commit)?")
        return 1
    fi
    install_private
}

# Cargo looks for the library sources inside the sysroot that rustc reports. So it gets a rustc that reports a sysroot
# of our own, with the host's libraries linked in for build scripts; the toolchain itself stays as it is.
make_build_sysroot() {
    local rustlib="$stage/rust/lib/rustlib"
    mkdir -p "$rustlib/src/rust/library"
    ln -s "$sysroot/lib/rustlib/$host" "$rustlib/$host"
    link_library "$rustlib/src/rust/library"
    printf '#!/bin/sh\nexec "%s" --sysroot "%s" "$@"\n' "$(command -v "$rustc")" "$stage/rust" >"$stage/rustc"
    chmod +x "$stage/rustc"
}

# Links the sources into folder $1, with a workspace manifest that does without the test crates if they were left out.
link_library() {
    local member absent=()
    for member in coretests alloctests; do
        [[ -f $library/$member/Cargo.toml ]] || absent+=(-e "/^ *\"$member\",*\$/d")
    done
    ln -s "$library"/* "$1"
    rm "$1/Cargo.toml"
    sed -e '' ${absent[@]+"${absent[@]}"} "$library/Cargo.toml" >"$1/Cargo.toml"
}

# A build of the standard library needs a crate that asks for it; `[workspace]` cuts it off from the repository's.
make_probe() {
    mkdir -p "$stage/src"
    echo '#![no_std]' >"$stage/src/lib.rs"
    cat >"$stage/Cargo.toml" <<'END'
[package]
name = "wasm-target-probe"
version = "0.0.0"
edition = "2024"

[workspace]
END
}

# Runs in a subshell, free of settings of the caller that would change the result or its place. Bitcode is embedded
# because plugins are built with link-time optimisation. Remapped paths keep this machine's folders out of plugins.
build_std() (
    unset MAKEFLAGS MFLAGS CARGO_MAKEFLAGS "${!CARGO_PROFILE_@}"
    local separator=$'\x1f' sources="rust/lib/rustlib/src/rust"
    local flags=(
        -Cembed-bitcode=yes
        "--remap-path-prefix=$stage=/wasm-target"
        "--remap-path-prefix=$stage/$sources=/rustc/$commit"
        "--remap-path-prefix=$sources=/rustc/$commit"
        "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
    )
    export CARGO_ENCODED_RUSTFLAGS
    CARGO_ENCODED_RUSTFLAGS="$(IFS="$separator" && echo "${flags[*]}")"
    export RUSTC="$stage/rustc" RUSTC_WRAPPER="" RUSTC_WORKSPACE_WRAPPER="" RUSTC_BOOTSTRAP=1
    export CARGO_BUILD_BUILD_DIR="$stage/build"
    "$cargo" build --release --manifest-path "$stage/Cargo.toml" --target-dir "$stage/build" \
        --target "$TARGET" -Zbuild-std=core,alloc,std,panic_abort
)

# Nobody ever sees half a sysroot: it is filled in the scratch folder and appears under its name in one move.
install_private() {
    local deps="$stage/build/$TARGET/release/deps" lib="$stage/sysroot/lib/rustlib/$TARGET/lib"
    mkdir -p "$lib"
    cp "$deps"/*.rlib "$lib"
    rm -f "$lib"/libwasm_target_probe-*.rlib
    if ! has_target "$private"; then # without flock another run may have been faster
        rm -rf "$private"
        mv "$stage/sysroot" "$private"
    fi
    log "ready: $private"
}

explain_failure() {
    {
        echo
        echo "wasm-target: the $TARGET standard library for Rust $release ($commit) could not be prepared."
        echo "Tried:"
        printf '  - %s\n' "${tried[@]}"
        echo "To supply the sources, on a connected machine with the same Rust version:"
        echo "    rustup component add rust-src"
        echo "    tar -cJf rust-library.tar.xz -C \"\$(rustc --print sysroot)/lib/rustlib/src/rust\" library"
        echo "and here: COMITY_RUST_LIBRARY=/path/to/rust-library.tar.xz $0"
        echo "(A Debian rust-src package of that version, unpacked with dpkg -x, serves as well.)"
    } >&2
    exit 1
}

main "$@"
