#!/bin/sh
# Make .venv with a Python that is new enough, or say in one line what is missing.
set -eu

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

has_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

# One that is there and sound is kept: somebody may be running from it.
if is_new_enough .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null; then
    exit 0
fi
found=
for name in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    if [ -n "$name" ] && is_new_enough "$name"; then
        found=$name
        break
    fi
done
if [ -z "$found" ]; then
    echo "AccessMap needs Python 3.11 or later, and this machine has none:" \
        "install one, or name it with PYTHON=/path/to/python3." >&2
    exit 1
fi
if ! has_venv "$found" && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing python3-venv ..."
    { apt-get update -qq && apt-get install -y -qq python3-venv; } >/dev/null || true
fi
if ! has_venv "$found"; then
    echo "$found cannot make virtual environments: install its venv package" \
        "(on Debian and Ubuntu: apt-get install python3-venv)." >&2
    exit 1
fi
"$found" -m venv --clear .venv
