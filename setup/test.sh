#!/bin/sh
# Every test on SQLite, then those that use a database again on PostgreSQL.
# setup/test.sh ["MARK EXPRESSION"]
set -eu

marks=${1:-}
unset DATABASE_URL
CHROMIUM=$(cat .venv/stamps/browser)
export CHROMIUM
# A file stays on one worker, with what it has set up. Sorted by their number of tests, the
# files of few and long ones would come last, and one worker would end alone.
set -- .venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
# What waits for ever ends as a failure that shows where it waited; a long test may be long.
if [ -n "$marks" ]; then
	set -- "$@" -o faulthandler_timeout=900 -o faulthandler_exit_on_timeout=true
fi

echo "All tests, on SQLite:"
"$@" ${marks:+-m "$marks"}
echo "The tests that use a database, on PostgreSQL:"
exec .venv/bin/python -m tests.postgres "$@" -m "database${marks:+ and ($marks)}"
