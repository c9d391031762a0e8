"""An administrator made at the terminal is in the ledger, as every analyst is."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accessmap.ledger.keys import CannotSign
from accessmap.models import Entry, User
from tests.cast import AIKO, EMAIL

pytestmark = pytest.mark.django_db


def make(name: str = AIKO) -> None:
    words = ("--username", name, "--email", EMAIL.format(name))
    call_command("createsuperuser", "--noinput", *words, verbosity=0)


def test_an_administrator_is_logged_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct-horse-battery-staple")
    make()
    assert User.objects.get().check_password("correct-horse-battery-staple")
    told = json.loads(Entry.objects.get(kind="user-added").body)
    assert (told["actor"], told["says"]["username"], told["says"]["is_superuser"]) == (
        "system:createsuperuser",
        AIKO,
        True,
    )


def test_without_the_ledger_there_is_no_administrator(settings: Settings) -> None:
    settings.SIGNING_KEY = "nonsense"
    with pytest.raises(CannotSign):
        make()
    assert not User.objects.exists()


def test_a_name_that_is_taken_is_logged_once() -> None:
    make()
    with pytest.raises(CommandError, match="taken"):
        make()
    assert Entry.objects.filter(kind="user-added").count() == 1
