from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from accessmap.models import Counterparty, Entry
from tests import rows
from tests.cast import PAYMENTS, TANUKI

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = io.StringIO()
    call_command("counterparty", *words, stdout=out)
    return out.getvalue()


def test_an_outsider_gets_a_name_and_another_and_none() -> None:
    said(TANUKI, "Tanuki")
    said(TANUKI, "Tanuki Observability", "--source", "contract 12")
    assert Counterparty.objects.get().name == "Tanuki Observability"
    assert TANUKI in said()
    said(TANUKI, "--forget")
    assert not Counterparty.objects.exists()


def test_each_change_of_a_name_is_in_the_ledger() -> None:
    said(TANUKI, "Tanuki")
    said(TANUKI, "Tanuki")
    said(TANUKI, "Tanuki Observability")
    said(TANUKI, "--forget")
    acts = Entry.objects.filter(about__startswith="counterparty:")
    told = [(each.kind, json.loads(each.body)["says"]["name"]) for each in acts]
    assert told == [
        ("counterparty-added", "Tanuki"),
        ("counterparty-changed", "Tanuki Observability"),
        ("counterparty-deleted", "Tanuki Observability"),
    ]


def test_it_refuses_what_is_no_account_id() -> None:
    with pytest.raises(CommandError, match="12 digits"):
        said("１２３４５６７８９０１２", "Full width")


def test_it_refuses_to_rename_our_own() -> None:
    rows.make_account()
    with pytest.raises(CommandError, match="our own payments-prod"):
        said(PAYMENTS, "Somebody")


def test_it_asks_for_a_name() -> None:
    with pytest.raises(CommandError, match="Give 338812907744 a name"):
        said(TANUKI)
