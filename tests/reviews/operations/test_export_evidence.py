"""Who may take evidence; taking it is logged and changes nothing."""

from __future__ import annotations

import hashlib

import pytest

from accessmap.models import Role
from reviews.errors import NotAllowed
from reviews.models import Event
from reviews.operations.export_evidence import export_evidence
from tests.cast import MAKOTO
from tests.reviews.story import campaign, rin
from tests.rows import make_user

pytestmark = pytest.mark.django_db


def test_an_auditor_takes_the_same_bytes_twice() -> None:
    found, makoto = campaign(), make_user(MAKOTO, Role.AUDITOR)
    first = export_evidence(found, exported_by=makoto)
    again = export_evidence(found, exported_by=makoto)
    assert first.body == again.body
    assert first.sha256 == hashlib.sha256(first.body).hexdigest()


def test_who_took_it_is_logged_with_its_hash() -> None:
    makoto = make_user(MAKOTO, Role.AUDITOR)
    taken = export_evidence(campaign(), exported_by=makoto)
    event = Event.objects.get(kind="evidence-exported")
    assert (event.person, event.says["sha256"]) == (makoto, taken.sha256)


def test_a_reviewer_does_not_take_it() -> None:
    with pytest.raises(NotAllowed):
        export_evidence(campaign(), exported_by=rin())
