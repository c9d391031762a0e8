"""Evidence is for analysts and auditors."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client
from django.urls import reverse

from accessmap.models import Role, User
from reviews.models import Event
from tests.cast import MAKOTO
from tests.reviews.story import campaign, confirm, rin
from tests.rows import make_user

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_an_auditor_reads_the_six_answers() -> None:
    found = campaign()
    confirm(found.items.get())
    makoto = make_user(MAKOTO, Role.AUDITOR)
    shown = signed_in(makoto).get(reverse("reviews:evidence-index")).content.decode()
    assert "1 grants seen, 1 asked about in 1 items" in shown
    assert "By the right person" in shown


def test_an_auditor_takes_the_bundle_and_it_is_logged() -> None:
    found = campaign()
    makoto = make_user(MAKOTO, Role.AUDITOR)
    url = reverse("reviews:evidence-download", args=[found.pk])
    answer = signed_in(makoto).get(url)
    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    sha256 = hashlib.sha256(b"".join(answer.streaming_content)).hexdigest()
    assert answer["X-Content-SHA256"] == sha256
    assert Event.objects.get(kind="evidence-exported").says["sha256"] == sha256


def test_a_reviewer_takes_nothing() -> None:
    url = reverse("reviews:evidence-download", args=[campaign().pk])
    assert signed_in(rin()).get(url).status_code == 403
