from __future__ import annotations

import pytest

from accessmap import readers
from accessmap.models import Role
from tests import rows
from tests.cast import MAKOTO, RIN

pytestmark = pytest.mark.django_db


def test_analysts_and_auditors_read_every_grant() -> None:
    grant = rows.make_grant()
    assert readers.may_read(rows.make_user(), grant)
    assert readers.may_read(rows.make_user(MAKOTO, Role.AUDITOR), grant)


def test_others_read_what_somebody_opened_to_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readers, "_READERS", [])
    rin = rows.make_user(RIN, Role.REVIEWER)
    grant, other = rows.make_grant(), rows.make_grant()
    assert not readers.may_read(rin, grant)
    readers.also_readable(lambda _user, asked: asked == grant)
    assert readers.may_read(rin, grant)
    assert not readers.may_read(rin, other)
