#!/usr/bin/env bash
# Makes a fresh clone ready: system packages, the virtual environment, the pinned Python packages.
# `setup.sh` for using it, `setup.sh tests` for developing it too; with `--list` behind it, it only says which system
# packages are missing. Does nothing where all of it is there already.
# PYTHON=... chooses the interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1:-} in
"") STAMP=.venv/.installed PACKAGE=. ;;
tests) STAMP=.venv/.installed-tests PACKAGE='.[dev]' ;;
*) echo "setup: unknown purpose '$1'; 'tests', or nothing" >&2 && exit 2 ;;
esac

# The oldest Python that pyproject.toml allows, or a newer one.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "setup: needs Python 3.11 or newer, found $("${PYTHON:-python3}" --version 2>/dev/null || echo none)." \
        "Install it (Debian: apt-get install python3), or name one: make PYTHON=/path/to/python3.11" >&2
    return 1
}

# Debian's names of what a window, its capture and its input need: Xvfb for machines without a screen, libxcb-* for
# mss and XInput2, libx* for the window of the sandbox.
missing_screen_packages() {
    command -v Xvfb >/dev/null || echo xvfb
    local pair libraries
    libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p) || return 0 # not a glibc system: nothing to say
    for pair in libxcb1:libxcb.so.1 libxcb-randr0:libxcb-randr.so.0 libxcb-render0:libxcb-render.so.0 \
        libxcb-shm0:libxcb-shm.so.0 libxcb-xfixes0:libxcb-xfixes.so.0 libx11-6:libX11.so.6 libxext6:libXext.so.6 \
        libxcursor1:libXcursor.so.1 libxfixes3:libXfixes.so.3 libxi6:libXi.so.6 libxrandr2:libXrandr.so.2; do
        [[ $libraries == *"${pair#*:} "* ]] || echo "${pair%%:*}"
    done
}

# Debian's names of what creating the environment needs: venv, and a compiler for evdev (of pynput), which has no wheels.
missing_build_packages() { # the interpreter
    [ ! -x .venv/bin/pip ] || [ ! -e "$STAMP" ] || return 0
    "$1" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    command -v cc >/dev/null || echo gcc libc6-dev
    [ -e "$("$1" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" ] || echo python3-dev
    [ -e /usr/include/linux/input.h ] || echo linux-libc-dev
}

is_there() { # commands of which one is enough
    local each
    for each in "$@"; do ! command -v "$each" >/dev/null || return 0; done
    return 1
}

is_ubuntu() {
    grep -qx 'ID=ubuntu' /etc/os-release 2>/dev/null
}

# Debian's names of what only tests need: a JDK for the RuneLite plugin's plain half, a browser for the page of a session.
# Ubuntu has other names for the browser.
missing_test_packages() {
    [[ $PACKAGE == *dev* ]] || return 0
    local javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac
    command -v "$javac" >/dev/null || echo default-jdk-headless
    is_there chromium chromium-browser google-chrome || { is_ubuntu && echo chromium-browser; } || echo chromium
    is_there chromedriver || { is_ubuntu && echo chromium-chromedriver; } || echo chromium-driver
}

install_system_packages() { # Debian's names
    local log
    log=$(mktemp)
    echo "setup: installing system packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    if ! { apt-get update && apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        local each
        for each in "$@"; do # one that is not to be had takes no other with it
            apt-get install -y --no-install-recommends "$each" >/dev/null 2>&1 ||
                echo "setup: apt-get could not install: $each" >&2
        done
    fi
    rm -f "$log"
}

missing_packages() { # the interpreter
    [ "$(uname)" = Linux ] || return 0
    missing_build_packages "$1"
    missing_screen_packages
    missing_test_packages
}

# Installs where it may; else says what to install, and fails only where the next step cannot do without.
ensure_system_packages() { # the interpreter
    local missing
    read -ra missing <<<"$(missing_packages "$1" | xargs)"
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        install_system_packages "${missing[@]}"
    else
        echo "setup: system packages are missing; on Debian or Ubuntu: sudo apt-get install ${missing[*]}" >&2
    fi
    [ -z "$(missing_build_packages "$1")" ]
}

ensure_python_packages() { # the interpreter
    [ "$STAMP" -nt pyproject.toml ] && [ "$STAMP" -nt constraints.txt ] && return
    if [ ! -x .venv/bin/pip ]; then
        echo "setup: creating the virtual environment .venv"
        "$1" -m venv .venv
    fi
    echo "setup: installing the pinned Python packages (minutes the first time)"
    .venv/bin/python -m pip install -qq --no-input --disable-pip-version-check -c constraints.txt -e "$PACKAGE"
    touch "$STAMP"
    echo "setup: done; the program is .venv/bin/osrs-agent"
}

python=$(find_python)
if [ "${2:-}" = --list ]; then
    missing_packages "$python" | xargs
    exit
fi
ensure_system_packages "$python"
ensure_python_packages "$python"
