"""The auditor's room: a sample that nobody steers, one item on one page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accessmap.models import Role
from reviews.evidence import verify
from reviews.models import Campaign, Event
from reviews.operations.open_due_campaigns import open_due_campaigns
from tests.cast import MAKOTO
from tests.reviews.evidence.bundles import bundle, decided
from tests.reviews.operations.test_open_due_campaigns import OCTOBER, quarterly
from tests.reviews.story import campaign, grants, rin
from tests.rows import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client: Client) -> Client:
    """Makoto, signed in."""
    client.force_login(make_user(MAKOTO, Role.AUDITOR))
    return client


def sampled(auditor: Client, found: Campaign, **asked: Any) -> Any:
    return auditor.get(f"/reviews/evidence/{found.pk}/sample", asked)


def test_the_page_draws_what_the_bundle_draws(auditor: Client, tmp_path: Path) -> None:
    found = campaign(12)
    items = sampled(auditor, found, count=5, nonce="tea at four").context["items"]
    path = tmp_path / "b.zip"
    path.write_bytes(bundle(found))
    opened = verify.Bundle(path)
    told = verify.statement_in(opened.json("manifest.dsse.json"), "")
    assert [each.number for each in items] == verify.draw(told, 5, "tea at four")


def test_other_words_draw_another_sample(auditor: Client) -> None:
    found = campaign(12)
    drawn = {
        tuple(
            e.number for e in sampled(auditor, found, count=5, nonce=n).context["items"]
        )
        for n in ("one", "two", "three")
    }
    assert len(drawn) > 1


def test_who_drew_what_is_in_the_ledger(auditor: Client) -> None:
    found = campaign(3)
    sampled(auditor, found, count=2, nonce="tea")
    act = Event.objects.get(kind="evidence-read")
    assert act.person is not None
    assert act.person.username == MAKOTO
    assert act.says["nonce"] == "tea"
    assert len(act.says["items"]) == 2


def test_asking_for_the_form_reads_nothing(auditor: Client) -> None:
    assert "Draw" in sampled(auditor, campaign()).content.decode()
    assert not Event.objects.filter(kind="evidence-read").exists()


@pytest.mark.parametrize("asked", [{"count": 0}, {"count": "all"}, {"nonce": ""}])
def test_a_sample_that_cannot_be_drawn_says_why(
    auditor: Client, asked: dict[str, Any]
) -> None:
    shown = sampled(auditor, campaign(), **{"count": 5, "nonce": "tea", **asked})
    assert 'role="alert"' in shown.content.decode()
    assert not Event.objects.filter(kind="evidence-read").exists()


def test_one_item_is_followed_from_policy_to_removal(auditor: Client) -> None:
    found = decided()
    shown = auditor.get(f"/reviews/evidence/{found.pk}/2/").content.decode()
    for part in (
        "What AWS said",
        "Revoked",
        "supersedes",
        "Removed",
        "Gone at one look",
    ):
        assert part in shown
    assert Event.objects.filter(kind="evidence-read", item__number=2).exists()


def test_one_item_is_taken_with_its_proof_and_checks_alone(auditor: Client) -> None:
    found = decided()
    taken = auditor.get(f"/reviews/evidence/{found.pk}/2/proof")
    verify.check_proof(json.loads(taken.getvalue()), "")
    assert Event.objects.filter(kind="evidence-exported").exists()


@pytest.mark.parametrize("place", ["sample", "1/", "1/proof"])
def test_reviewers_have_no_business_here(client: Client, place: str) -> None:
    found = campaign()
    client.force_login(rin())
    assert client.get(f"/reviews/evidence/{found.pk}/{place}").status_code == 403


def test_an_item_that_is_none_is_not_found(auditor: Client) -> None:
    assert auditor.get(f"/reviews/evidence/{campaign().pk}/99/").status_code == 404


def test_the_quarters_stand_side_by_side_and_say_how_many_were_held(
    auditor: Client,
) -> None:
    grants(1)
    quarterly()
    open_due_campaigns(now=OCTOBER)
    shown = auditor.get("/reviews/evidence/").content.decode()
    assert "0 of 1 held" in shown
    assert "Not yet" in shown


def test_each_look_is_called_by_a_word_among_the_acts(client: Client) -> None:
    gone = decided().items.get(state="revoked")
    client.force_login(make_user(MAKOTO, Role.AUDITOR))
    page = client.get(f"/reviews/evidence/{gone.campaign_id}/{gone.number}/")
    told = page.content.decode()
    assert "<strong>Gone at one look</strong>" in told
    assert "removal-gone-once" not in told
