"""The admin shows judgments and changes none."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.reviews.story import aiko, confirm, item

pytestmark = pytest.mark.django_db
MODELS = ["campaign", "reviewitem", "decision", "verification", "event"]


def administrator() -> Client:
    person = aiko()
    person.is_staff = person.is_superuser = True
    person.save()
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("model", MODELS)
def test_a_list_is_shown_and_nothing_can_be_added(model: str) -> None:
    confirm(item())
    client = administrator()
    assert client.get(reverse(f"admin:reviews_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:reviews_{model}_add")).status_code == 403


def test_a_decision_cannot_be_changed_there() -> None:
    decision = confirm(item())
    url = reverse("admin:reviews_decision_change", args=[decision.pk])
    client = administrator()
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": "Other"}).status_code == 403
