"""A review is signed off and sealed on its page, by those who answer for it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accessmap.models import Role, User
from reviews.models import Campaign, Notice, Seal, SignOff
from reviews.operations.close_campaign import close_campaign
from reviews.operations.name_management import name_management
from reviews.operations.send_notices import send_notices
from tests.cast import MAKOTO, RIN
from tests.reviews.evidence.bundles import decided
from tests.reviews.story import aiko, campaign, confirm, ken, revoke, rin
from tests.reviews.views.test_campaigns import signed_in
from tests.rows import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def page(found: Campaign, act: str = "") -> str:
    name = f"reviews:sign-off-{act}" if act else "reviews:sign-off"
    return reverse(name, args=[found.pk])


def shown(client: Client, found: Campaign) -> str:
    answer = client.get(page(found))
    assert answer.status_code == 200
    return answer.content.decode()


def guest(found: Campaign) -> User:
    """Rin, a reviewer without a password, is named to sign as management."""
    person = rin()
    person.set_unusable_password()
    person.save()
    name_management(found, person=person, named_by=aiko())
    return person


def test_two_people_sign_and_an_analyst_seals() -> None:
    found = decided()
    owner, manager = signed_in(aiko()), signed_in(ken())
    owner.post(page(found, "name"), {"person": ken().pk})
    sent = {"part": "owner", "password": PASSWORD, "remark": "Two limits stand."}
    owner.post(page(found, "sign"), sent)
    assert 'name="part"' not in shown(owner, found)
    assert "I have read the result of this review" in shown(manager, found)
    manager.post(page(found, "sign"), {"part": "management", "password": PASSWORD})
    assert "Two limits stand." in shown(manager, found)
    assert page(found, "seal") in shown(manager, found)
    answer = manager.post(page(found, "seal"), follow=True)
    assert Seal.objects.get().manifest_sha256 in answer.content.decode()


def test_a_wrong_password_is_refused_in_words_and_counted() -> None:
    found, client = decided(), signed_in(aiko())
    sent = {"part": "owner", "password": "wrong"}
    answer = client.post(page(found, "sign"), sent)
    assert answer.status_code == 409
    assert "The password does not match" in answer.content.decode()
    for _each in range(10):
        client.post(page(found, "sign"), sent)
    client.post(page(found, "sign"), {**sent, "password": PASSWORD})
    assert not SignOff.objects.exists()


def test_who_was_named_reads_the_result_and_its_report_and_no_more() -> None:
    found = decided()
    client = signed_in(guest(found))
    assert "In time?" in shown(client, found)
    derived = "reviews:evidence-derived"
    report = client.get(reverse(derived, args=[found.pk, "pdf"]))
    assert report["Content-Type"] == "application/pdf"
    for closed in (
        reverse(derived, args=[found.pk, "xlsx"]),
        reverse("reviews:evidence-download", args=[found.pk]),
        found.get_absolute_url(),
    ):
        assert client.get(closed).status_code == 403


def test_a_mailed_link_leads_to_the_page_and_is_the_signature() -> None:
    found = decided()
    guest(found)
    send_notices()
    body = str(mail.outbox[-1].body)
    link = body[body.index("/sign-in") :].splitlines()[0]
    client = Client()
    door = client.get(link)
    words = {"sesame": door.context["token"], "next": door.context["next"]}
    answer = client.post("/sign-in/link", words, follow=True)
    assert answer.request["PATH_INFO"] == page(found)
    client.post(page(found, "sign"), {"part": "management"})
    assert SignOff.objects.get().person.username == RIN


def test_an_old_session_asks_for_a_fresh_link_and_gets_one() -> None:
    found = decided()
    person = guest(found)
    send_notices()
    client = signed_in(person)
    answer = client.post(page(found, "sign"), {"part": "management"})
    assert answer.status_code == 409
    assert "Come in by a fresh link" in answer.content.decode()
    assert client.post(page(found, "link")).status_code == 302
    # Coming in has used the first link up.
    assert send_notices() == {Notice.State.SENT: 1}
    answer = signed_in(ken()).post(page(found, "link"))
    assert "nothing for you to sign" in answer.content.decode()


def test_others_see_no_page_and_auditors_no_form() -> None:
    found = decided()
    assert signed_in(rin()).get(page(found)).status_code == 403
    seen = shown(signed_in(make_user(MAKOTO, Role.AUDITOR)), found)
    assert page(found, "sign") not in seen
    assert page(found, "name") not in seen
    assert "Nobody is named to sign as management." in seen


def test_what_is_missing_for_the_seal_is_said_in_words() -> None:
    found = campaign(2)
    first, second = found.items.all()
    confirm(first), revoke(second)
    client = signed_in(aiko())
    assert "It is still open: close it first." in shown(client, found)
    close_campaign(found, closed_by=aiko())
    seen = shown(client, found)
    assert "1 removal that was promised has not been seen." in seen
    assert page(found, "seal") not in seen
    answer = client.post(page(found, "seal"))
    assert answer.status_code == 409


def test_what_is_no_choice_is_refused_in_words() -> None:
    found, client = decided(), signed_in(aiko())
    long = {"part": "owner", "password": PASSWORD, "remark": "x" * 4001}
    for act, sent in (("sign", long), ("name", {"person": ""})):
        assert client.post(page(found, act), sent).status_code == 409
    me = client.post(page(found, "name"), {"person": make_user("a", Role.AUDITOR).pk})
    assert me.status_code == 409
    refused = signed_in(ken()).post(page(found, "name"), {"person": rin().pk})
    assert "Who opened the review names" in refused.content.decode()
