"""A sealed campaign is kept for its time, then deleted by two, under a tombstone."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accessmap.ledger.check import faults
from accessmap.ledger.checkpoints import make_checkpoint
from accessmap.models import Role
from accessmap.models.entry import TOMBSTONE
from reviews.errors import NotAllowed, NotYet, ReasonRequired
from reviews.evidence.witness import unwitnessed
from reviews.management.commands import delete_campaign as command
from reviews.models import (
    Campaign,
    Seal,
)
from reviews.operations.delete_campaign import (
    ask_deletion,
    counted,
    delete_campaign,
)
from reviews.operations.open_campaign import Policy
from tests.cast import AIKO, MAKOTO
from tests.reviews.burying import REASON, asked, delete, left, over, sealing
from tests.reviews.evidence.bundles import sealed
from tests.reviews.story import aiko, campaign, confirm, ken
from tests.rows import PASSWORD, make_user

__all__ = ["asked", "over"]
pytestmark = pytest.mark.django_db


def test_nothing_of_it_is_left_but_its_tombstone(asked: Campaign) -> None:
    number, before = asked.pk, counted(asked)
    seal = Seal.objects.get()
    tombstone = delete(asked)
    assert set(left().values()) == {0}
    says = json.loads(tombstone.body)["says"]
    assert (tombstone.kind, tombstone.about) == (TOMBSTONE, f"campaign:{number}")
    assert (tombstone.person, says["asked_by"]) == (ken(), aiko().username)
    assert says["manifest_sha256"] == seal.manifest_sha256
    assert len(says["ledger_root"]) == len(says["population_root"]) == 64
    assert (says["reason"], says["deleted"]) == (REASON, before)
    assert before["decision"] == 3
    assert not [*faults(), *unwitnessed()]


def test_it_is_signed_at_once(asked: Campaign) -> None:
    size = delete(asked).sequence
    assert make_checkpoint().size == size  # type: ignore[union-attr]


def test_it_is_kept_as_long_as_the_longest_of_its_controls_asks() -> None:
    seal = sealed()
    assert seal.keep_until == date(timezone.now().year + 7, 12, 31)


@pytest.mark.parametrize(
    ("controls", "years"), [("7.2.4", 1), ("7.2.4, A.5.18", 3), ("CC6.3,IPE", 7)]
)
def test_a_campaign_for_some_controls_is_kept_for_their_time(
    controls: str, years: int
) -> None:
    found = campaign(1, policy=Policy(controls=controls))
    confirm(found.items.get())
    assert sealing(found).keep_until == date(timezone.now().year + years, 12, 31)
    told = Seal.objects.get().frozen["campaign"]
    assert told["keep_years"] == years
    assert {each["id"] for each in told["controls"]} == {
        each.strip() for each in controls.split(",")
    }


def test_before_its_time_it_is_refused_with_the_day() -> None:
    seal = sealed()
    with pytest.raises(NotYet, match=seal.keep_until.isoformat()):
        ask_deletion(seal.campaign, asked_by=aiko(), password=PASSWORD, reason=REASON)
    with pytest.raises(NotYet, match=seal.keep_until.isoformat()):
        delete(seal.campaign)


def test_what_was_never_sealed_is_kept(over: None) -> None:
    with pytest.raises(NotYet, match="never sealed"):
        delete(campaign())


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD[:-1]])
def test_the_password_is_asked_for_again(asked: Campaign, password: str) -> None:
    with pytest.raises(NotAllowed, match="password"):
        delete_campaign(asked, deleted_by=ken(), password=password)


def test_nobody_does_it_alone(asked: Campaign) -> None:
    with pytest.raises(NotYet, match="Another analyst"):
        delete(asked, by=aiko())
    with pytest.raises(NotAllowed, match="Analysts"):
        delete(asked, by=make_user(MAKOTO, Role.AUDITOR))


def test_it_is_deleted_for_a_reason(over: None) -> None:
    with pytest.raises(ReasonRequired):
        ask_deletion(sealed().campaign, asked_by=aiko(), password=PASSWORD, reason=" ")


# What people see of it.
def test_the_command_says_first_what_would_go_and_then_two_people_do_it(
    over: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "getpass", lambda _asked: PASSWORD)
    number = str(sealed().campaign.pk)
    call_command("delete_campaign", number)
    assert "        3 decision\n" in capsys.readouterr().out
    assert Campaign.objects.exists()
    with pytest.raises(CommandError, match="Another analyst"):
        call_command("delete_campaign", number, "--confirm", ken().username)
    call_command("delete_campaign", number, "--ask", AIKO, "--reason", REASON)
    call_command("delete_campaign", number, "--confirm", ken().username)
    assert "Deleted; entry " in capsys.readouterr().out
    assert not Campaign.objects.exists()


def test_the_auditors_room_shows_the_tombstone(asked: Campaign, client: Client) -> None:
    told = Seal.objects.get().manifest_sha256
    delete(asked)
    client.force_login(make_user(MAKOTO, Role.AUDITOR))
    page = client.get("/reviews/evidence/").content.decode()
    for text in (asked.name, REASON, told, ken().username, aiko().username):
        assert text in page
    assert "Deleted after its time" in page


def test_the_auditors_room_says_until_when_a_seal_is_kept(client: Client) -> None:
    seal = sealed()
    client.force_login(make_user(MAKOTO, Role.AUDITOR))
    page = client.get("/reviews/evidence/").content.decode()
    assert f"kept until 31 December {seal.keep_until.year}" in page
