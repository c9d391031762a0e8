"""Others go on writing while a campaign is sealed; as races do, it needs PostgreSQL."""

from __future__ import annotations

from threading import Event as Signal

import pytest
from django.db import connection
from django.utils import timezone

from reviews.models import Notice
from reviews.operations.export_evidence import export_evidence
from reviews.operations.seal_campaign import seal_campaign
from tests.reviews.evidence.bundles import signed
from tests.reviews.operations.test_races import at_once
from tests.reviews.story import aiko

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


def test_a_notice_that_goes_out_while_it_is_sealed_breaks_no_seal() -> None:
    """What is sealed is what was signed, though others go on writing."""
    found, analyst = signed(), aiko()
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
