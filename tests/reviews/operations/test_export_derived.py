"""Taking what is made of a bundle is taking evidence: logged, refused unsigned."""

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


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("xlsx", b"PK"),
        ("pdf", b"%PDF"),
        ("oscal", b"{"),
        ("csv", b"PK"),
        ("csv-bom", b"PK"),
    ],
)
def test_an_auditor_takes_what_is_made_of_it_and_it_is_logged(
    client: Client, form: str, begins: bytes
) -> None:
    makoto = make_user(MAKOTO, Role.AUDITOR)
    client.force_login(makoto)
    answer = client.get(f"/reviews/evidence/{campaign().pk}/{form}")
    assert answer.getvalue().startswith(begins)
    taken = Event.objects.get(kind="evidence-exported")
    assert (taken.person, taken.says["form"]) == (makoto, form)


def test_a_form_that_there_is_none_of_is_not_found(client: Client) -> None:
    client.force_login(make_user(MAKOTO, Role.AUDITOR))
    answer = client.get(f"/reviews/evidence/{campaign().pk}/docx")
    assert answer.status_code == 404
    assert not Event.objects.filter(kind="evidence-exported").exists()


@pytest.mark.parametrize("what", ["", "xlsx", "pdf"])
def test_a_signer_that_is_down_gives_a_sentence_and_no_evidence(
    client: Client, settings: Settings, what: str
) -> None:
    found = campaign()
    settings.SIGNING_KEY = "broken"
    client.force_login(make_user(MAKOTO, Role.AUDITOR))
    answer = client.get(f"/reviews/evidence/{found.pk}/{what}", follow=True)
    assert "ACCESSMAP_SIGNING_KEY" in answer.content.decode()
    assert not Event.objects.filter(kind="evidence-exported").exists()
