from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from accessmap.derive.grants import derive_account
from accessmap.models import Grant, Snapshot
from accessmap.reach import files, fresh
from tests import rows
from tests.cast import PAYMENTS

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = io.StringIO()
    call_command("rederive", *words, stdout=out)
    return out.getvalue()


def test_it_says_what_it_did() -> None:
    rows.make_snapshot()
    assert f"{PAYMENTS}: 1 began" in said()
    assert "All: 0 began, 0 ended, 1 kept" in said()


def test_answers_of_reach_are_of_what_was_derived() -> None:
    rows.make_snapshot()
    assert files.newest(fresh.folder()) is None
    said()
    assert files.newest(fresh.folder()) is not None


def test_it_releases_what_is_held() -> None:
    for _each in range(21):
        rows.make_snapshot(rows.make_resource())
    derive_account(rows.first_crawl(), PAYMENTS)
    later = rows.make_crawl()
    rows.make_coverage(later)
    Snapshot.objects.update(ended_at=later.started_at, ended_crawl=later)
    assert "21 held" in said()
    assert "released, 21 ended" in said("--release", PAYMENTS)
    assert not Grant.objects.current().exists()


def test_it_refuses_to_release_what_is_not_held() -> None:
    rows.make_crawl()
    with pytest.raises(CommandError, match="Nothing is held"):
        said("--release", PAYMENTS)


def test_without_a_crawl_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match=r"manage\.py crawl"):
        said()
