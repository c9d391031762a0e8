"""A second look shows what the first person read, and not what they said."""

from __future__ import annotations

import pytest
from django.test import Client

from reviews.lifecycle import Verdict
from reviews.models import ReviewItem, SecondAnswer
from reviews.shown import sha256, shown_text
from tests.reviews.operations.test_second_looks import another_analyst, looked_at, say
from tests.reviews.story import rin

pytestmark = pytest.mark.django_db


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_first_answer_is_not_on_the_page() -> None:
    look = looked_at(reason="A reason to be kept to oneself.")
    page = signed_in(look.asked).get(look.get_absolute_url()).content.decode()
    assert "A second look." in page
    assert "kept to oneself" not in page
    assert str(rin()) not in page


def test_only_who_is_asked_opens_it() -> None:
    look = looked_at()
    url = look.get_absolute_url()
    assert signed_in(rin()).get(url).status_code == 403
    assert signed_in(another_analyst(look)).get(url).status_code == 403


def test_it_is_listed_for_who_is_asked_and_answered_by_a_plain_form() -> None:
    look = looked_at()
    client = signed_in(look.asked)
    assert look.get_absolute_url() in client.get("/reviews/security/").content.decode()
    text = sha256(shown_text(look.item, "en"))
    sent = {"verdict": "revoke", "reason": "Too wide.", "shown_sha256": text}
    answered = client.post(look.get_absolute_url(), sent, follow=True)
    assert "Kept. Thank you for looking." in answered.content.decode()
    assert SecondAnswer.objects.get().verdict == "revoke"
    again = client.get(look.get_absolute_url()).content.decode()
    assert "the answer stays" in again


def test_what_cannot_be_kept_says_why() -> None:
    look = looked_at()
    client = signed_in(look.asked)
    sent = {"verdict": "confirm", "reason": "Fine.", "shown_sha256": "0" * 64}
    refused = client.post(look.get_absolute_url(), sent)
    assert refused.status_code == 409
    assert "Read it again" in refused.content.decode()
    sent = {"verdict": "exception", "reason": "Fine.", "shown_sha256": "0" * 64}
    assert client.post(look.get_absolute_url(), sent).status_code == 409


def test_a_third_person_settles_it_on_the_page_for_security() -> None:
    look = looked_at()
    say(look, Verdict.REVOKE)
    client = signed_in(another_analyst(look))
    page = client.get("/reviews/security/").content.decode()
    assert "Second looks that differ" in page
    assert "I looked." in page
    url = f"/reviews/security/{look.item_id}/rule"
    client.post(url, {"verdict": "revoke", "reason": "The second is right."})
    assert ReviewItem.objects.get().state == "revoked"
    page = client.get("/reviews/security/").content.decode()
    assert "Second looks that differ" not in page
