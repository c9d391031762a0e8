"""Taking the workbook is taking evidence: logged, and refused without a key."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from accessmap.models import Role
from reviews.models import Event
from tests.cast import MAKOTO
from tests.reviews.story import campaign
from tests.rows import make_user

pytestmark = pytest.mark.django_db


def test_an_auditor_takes_the_workbook_and_it_is_logged(client: Client) -> None:
    makoto = make_user(MAKOTO, Role.AUDITOR)
    client.force_login(makoto)
    answer = client.get(f"/reviews/evidence/{campaign().pk}/xlsx")
    assert answer.content.startswith(b"PK")
    assert Event.objects.get(kind="evidence-exported").person == makoto


@pytest.mark.parametrize("what", ["", "xlsx"])
def test_a_signer_that_is_down_gives_a_sentence_and_no_evidence(
    client: Client, settings: Settings, what: str
) -> None:
    found = campaign()
    settings.SIGNING_KEY = "broken"
    client.force_login(make_user(MAKOTO, Role.AUDITOR))
    answer = client.get(f"/reviews/evidence/{found.pk}/{what}", follow=True)
    assert "ACCESSMAP_SIGNING_KEY" in answer.content.decode()
    assert not Event.objects.filter(kind="evidence-exported").exists()
