from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.cast import PAYMENTS, TANUKI
from tests.kitsune import settle

pytestmark = pytest.mark.django_db


def ask(*words: str) -> str:
    out = StringIO()
    call_command("reach", *words, stdout=out)
    return out.getvalue()


def test_it_tells_the_way_with_its_reason() -> None:
    settle()
    said = ask(TANUKI, PAYMENTS)
    assert "in 1 step" in said
    assert "1 of 24 accounts was not read completely" in said


def test_it_answers_as_json() -> None:
    settle()
    found = json.loads(ask(TANUKI, "payments-prod", "--json"))
    assert found["paths"][0][0]["from"]["account"] == TANUKI
    assert json.loads(ask("--to", PAYMENTS, "--json"))["kind"] == "who"
    assert json.loads(ask("--from", TANUKI, "--json"))["kind"] == "blast"
    assert json.loads(ask("--json"))["kind"] == "ranking"


def test_no_way_has_an_exit_status_of_its_own() -> None:
    settle()
    with pytest.raises(SystemExit, match="4"):
        ask("shop-prod", "payments-prod", "--without", "escalate")


def test_an_unknown_name_is_refused_with_what_is_near() -> None:
    settle()
    with pytest.raises(CommandError, match="payments-prod"):
        ask("paymnts-prod", TANUKI)


def test_rebuild_makes_the_index_anew() -> None:
    settle()
    assert "in 1 step" in ask(TANUKI, PAYMENTS, "--rebuild")
