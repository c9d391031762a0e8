"""A link that signs one person in, printed alone."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accessmap.models import User
from tests import cast


@pytest.fixture
def rin(db: None) -> User:
    return User.objects.create_user(cast.RIN)


def test_it_prints_a_link_that_opens_the_door_once(
    rin: User, client: Client, capsys: pytest.CaptureFixture[str]
):
    call_command("sign_in_link", cast.RIN)
    link = capsys.readouterr().out.strip()
    assert link.startswith("http://127.0.0.1:8000/sign-in/link?sesame=")
    path = link.removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200
    token = path.partition("sesame=")[2]
    door = path.partition("?")[0]
    assert client.post(door, {"sesame": token}).status_code == 302
    assert Client().get(path).status_code == 403


def test_it_knows_nobody_of_another_name(rin: User):
    with pytest.raises(CommandError, match=f"Nobody signs in as {cast.KEN}"):
        call_command("sign_in_link", cast.KEN)


def test_it_does_not_let_in_who_has_left(rin: User):
    rin.is_active = False
    rin.save()
    with pytest.raises(CommandError, match="may not sign in any more"):
        call_command("sign_in_link", cast.RIN)
