#!/bin/sh
# See to it that the tests have a Chromium; print where it is.
set -eu

works() {
    "$1" --version >/dev/null 2>&1
}

look() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        path=$(command -v "$name" 2>/dev/null) || continue
        if works "$path"; then
            echo "$path"
            return 0
        fi
    done
    .venv/bin/python - <<'PYTHON'
import pathlib
import sys

from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    path = playwright.chromium.executable_path
if not pathlib.Path(path).exists():
    sys.exit(1)
print(path)
PYTHON
}

look && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the tests ..." >&2
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } \
        >/dev/null 2>&1 || true
    look && exit 0
fi
echo "Taking Chromium for the tests from Playwright ..." >&2
.venv/bin/playwright install chromium >&2 || true
look && exit 0
echo "The browser tests need Chromium: install it (on Debian: apt-get install" \
    "chromium), or name it with CHROMIUM=/path/to/chromium." >&2
exit 1
