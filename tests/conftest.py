"""What every test may count on, and what none may do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

# Before any boto3 session exists, or calls would leave for the real AWS.
import moto  # noqa: F401  (see docs/testing.md)
import pytest
from hypothesis import HealthCheck, settings

USES_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
# Run on SQLite alone: what a browser makes of a page does not depend on where its rows
# came from, and these ask nothing else. Whoever decides, closes, signs, seeks, compares
# or crawls in a browser does so on both.
ON_SQLITE_ALONE = {
    "tests/browser/test_accessible.py": "what axe-core and the keyboard find on a page",
    "tests/browser/test_five_hundred.py": "whether text runs (test_poison is on both)",
    "tests/browser/test_legend.py": "what the legend switches in the browser",
    "tests/browser/test_names.py": "whether a name covers another",
    "tests/browser/test_nearer.py": "what the map opens as one comes nearer",
    "tests/browser/test_width.py": "whether a page is wider than a phone",
}

for name in [each for each in os.environ if each.startswith(("AWS_", "ACCESSMAP_"))]:
    del os.environ[name]
os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="ap-northeast-1",
    AWS_EC2_METADATA_DISABLED="true",
    MOTO_EC2_LOAD_DEFAULT_AMIS="false",  # or each account has a thousand snapshots
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
)

# A busy machine is no reason to fail.
settings.register_profile(
    "ours", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ours")


def pytest_configure() -> None:
    """Hash passwords quickly; empty databases whose triggers refuse it."""
    from django.conf import settings as django_settings

    from tests.write_once import empty_after_committing_tests

    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    empty_after_committing_tests()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A page in Japanese leaves its thread in Japanese; the next test begins anew."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each test keeps its own pictures, index and names: none is another's."""
    from accessmap.graph.remembered import forget

    forget()
    home = tmp_path_factory.getbasetemp() / uuid4().hex
    settings.REACH_DIR, settings.MAP_DIR = home / "reach", home / "map"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many of the faults were held, and what another database is spared."""
    if os.environ.get("DATABASE_URL"):
        for path, what in ON_SQLITE_ALONE.items():
            terminalreporter.write_line(f"On SQLite alone: {path}, {what}.")
    held = total = 0
    for how in ("passed", "failed", "error"):
        for each in terminalreporter.getreports(how):
            if "fault" in getattr(each, "keywords", ()):
                told = dict(each.user_properties)
                held += told.get("held", int(how == "passed"))
                total += told.get("faults", 1)
    if total:
        terminalreporter.write_line(f"Faults: {held}/{total} held.")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses a database: that is run on PostgreSQL too."""
    for item in items:
        asked_for = set(getattr(item, "fixturenames", ()))
        if item.nodeid.partition("::")[0] in ON_SQLITE_ALONE:
            continue
        if item.get_closest_marker("django_db") or asked_for & USES_DATABASE:
            item.add_marker(pytest.mark.database)
