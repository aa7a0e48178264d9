#!/usr/bin/env bash
# Installs what the tests need and finds missing; says what it may not install.
# With --packages it stops after the system's packages (the part that needs root); with --peers it installs only
# what measurements compare with.
set -euo pipefail
cd "$(dirname "$0")"

venv=${TEST_VENV:-$HOME/.cache/yunqian/venv}
missing=()

have() { command -v "$1" >/dev/null 2>&1; }
package_of() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

system_packages() {
    local wanted=()
    have chromium || have chromium-browser || have google-chrome || wanted+=(chromium)
    have firefox-esr || wanted+=(firefox-esr)
    have pdfsig && have pdftoppm || wanted+=(poppler-utils)
    have ffmpeg && have ffprobe || wanted+=(ffmpeg)
    fc-list 2>/dev/null | grep -q 'Noto.*CJK' || package_of fonts-noto-cjk || wanted+=(fonts-noto-cjk)
    package_of fonts-hanazono || wanted+=(fonts-hanazono)
    package_of unicode-data || wanted+=(unicode-data)
    have bzip2 || wanted+=(bzip2)
    have python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || wanted+=(python3 python3-venv)
    have turnserver || wanted+=(coturn)
    have openssl || wanted+=(openssl)
    have softhsm2-util || wanted+=(softhsm2)
    have pkcs11-tool || wanted+=(opensc)
    have cc || wanted+=(build-essential)
    have pkg-config || wanted+=(pkg-config)
    pkg-config --exists openssl 2>/dev/null || wanted+=(libssl-dev)
    install "${wanted[@]}"
}

peers() {
    have janus || install janus
}

install() {
    local wanted=("$@")
    [ ${#wanted[@]} -eq 0 ] && return
    if have apt-get && [ "$(id -u)" -eq 0 ]; then
        echo "== installing ${wanted[*]}"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
    else
        missing+=("packages, as root: apt-get install ${wanted[*]}")
    fi
}

python_packages() {
    local stamp="$venv/.installed"
    cmp -s requirements.txt "$stamp" && return
    have python3 || return 0
    echo "== installing $(grep -vc '^#' requirements.txt) Python packages into $venv"
    python3 -m venv "$venv" &&
        "$venv/bin/pip" install --quiet --disable-pip-version-check -r requirements.txt &&
        cp requirements.txt "$stamp" ||
        missing+=("Python packages: python3 -m venv $venv && $venv/bin/pip install -r tests/requirements.txt")
}

test_runner() {
    cargo nextest --version >/dev/null 2>&1 && return
    echo "== installing cargo-nextest (once, some minutes)"
    cargo install --locked cargo-nextest || missing+=("test runner: cargo install --locked cargo-nextest")
}

if [ "${1:-}" = --peers ]; then
    peers
    [ ${#missing[@]} -eq 0 ] || echo "Measured without peers: ${missing[*]}" >&2
    exit 0
fi
system_packages
if [ "${1:-}" != --packages ]; then
    have cargo || missing+=("Rust, the version that rust-toolchain.toml names")
    have npm || missing+=("Node.js 20 or newer, with npm")
    python_packages
    have cargo && test_runner
fi

if [ ${#missing[@]} -gt 0 ]; then
    echo "The tests need what this machine lacks and this user may not install:" >&2
    printf '  - %s\n' "${missing[@]}" >&2
    exit 1
fi
