#!/bin/sh
# Bring .venv to exactly what a locked file says: setup/packages.sh requirements/dev.txt
set -eu

pip=".venv/bin/python -m pip --disable-pip-version-check --quiet install"
$pip --require-hashes -r requirements/uv.txt

# uv takes a second where pip takes a minute and a half. It does not read pip's own
# configuration (a company's index, say), so pip is there to fall back upon.
if ! .venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes "$1"; then
    echo "uv could not install; trying once more with pip ..." >&2
    $pip --require-hashes -r "$1"
fi
