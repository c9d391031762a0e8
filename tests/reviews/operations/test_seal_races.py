"""Others go on writing while a campaign is sealed; as races do, it needs PostgreSQL."""

from __future__ import annotations

from threading import Event as Signal

import pytest
from django.db import connection
from django.utils import timezone

from accessmap.models import Role
from reviews.models import Notice, SignOff
from reviews.operations.export_evidence import export_evidence
from reviews.operations.name_management import name_management
from reviews.operations.seal_campaign import seal_campaign
from reviews.operations.sign_off import sign_off
from tests.cast import KEN
from tests.reviews.evidence.bundles import decided
from tests.reviews.operations.test_races import at_once
from tests.reviews.story import aiko
from tests.rows import PASSWORD, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


def test_a_notice_that_goes_out_while_it_is_sealed_breaks_no_seal() -> None:
    """What is sealed is what was signed, though others go on writing."""
    found, analyst = decided(), aiko()
    manager = make_user(KEN, Role.ANALYST)
    sign_off(found, part=SignOff.Part.OWNER, person=analyst, password=PASSWORD)
    name_management(found, person=manager, named_by=analyst)
    sign_off(found, part=SignOff.Part.MANAGEMENT, person=manager, password=PASSWORD)
    is_sealed = Signal()

    def send() -> None:
        told = Notice.objects.filter(campaigns=found)
        while not is_sealed.is_set():
            assert told.update(state=Notice.State.SENT, sent_at=timezone.now())

    def seal() -> None:
        try:
            seal_campaign(found, sealed_by=analyst)
        finally:
            is_sealed.set()

    at_once(send, seal)
    assert export_evidence(found, exported_by=analyst).body.startswith(b"PK")
