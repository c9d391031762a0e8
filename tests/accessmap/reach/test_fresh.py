from __future__ import annotations

import shutil

import pytest

from accessmap.reach import fresh
from tests.cast import PAYMENTS, TANUKI
from tests.rows import make_account, make_crawl, make_grant, make_resource

pytestmark = pytest.mark.django_db


def test_an_index_is_made_when_it_is_first_asked_for() -> None:
    grant = make_grant()
    index = fresh.current()
    target = index.find(grant.resource.arn)
    assert target is not None
    assert index.home_name(target) == PAYMENTS
    assert index.stamp.crawl == grant.began_crawl.pk
    assert fresh.current() is index


def test_a_new_crawl_makes_a_new_index() -> None:
    make_grant()
    fresh.current()
    make_crawl()
    later = make_grant(make_resource(make_account(), name="later"))
    assert fresh.current().find(later.resource.arn) is not None


def test_damaged_files_are_made_again() -> None:
    make_grant()
    shown = fresh.folder() / "1"
    fresh.current()
    (shown / "targets.npy").write_bytes(b"")
    assert fresh.current().find(TANUKI) is not None
    shutil.rmtree(fresh.folder())
    assert fresh.current().find(TANUKI) is not None


def test_a_full_disk_does_not_stop_a_crawl(
    tmp_path: object, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    place = fresh.folder()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("a file where the folder should be")
    fresh.after_crawl()
    assert "could not be written" in caplog.text
