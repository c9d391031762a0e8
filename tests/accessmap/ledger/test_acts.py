"""Acts on the side of facts stand in the ledger."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from sesame.utils import get_token

from accessmap.crawl.finish import finish_crawl
from accessmap.models import Crawl, Entry, Role, User
from tests import rows
from tests.cast import AIKO, RIN

pytestmark = pytest.mark.django_db


def says(kind: str) -> dict[str, object]:
    return dict(json.loads(Entry.objects.get(kind=kind).body)["says"])


def test_signing_in_is_logged_by_either_door(client: Client) -> None:
    aiko = rows.make_user()
    client.post("/sign-in/", {"username": AIKO, "password": rows.PASSWORD})
    assert says("signed-in") == {"with": "password"}
    client.logout()
    aiko.refresh_from_db()  # a link is used up by any signing in
    client.post("/sign-in/link", {"sesame": get_token(aiko)})
    assert Entry.objects.filter(kind="signed-in", person=aiko).count() == 2


def test_a_wrong_password_is_no_coming_in(client: Client) -> None:
    rows.make_user()
    client.post("/sign-in/", {"username": AIKO, "password": "wrong"})
    assert not Entry.objects.exists()


def test_the_admin_has_no_door_of_its_own(client: Client) -> None:
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.headers["Location"] == "/sign-in/?next=/admin/"


def test_a_change_of_role_is_logged_and_no_password(client: Client) -> None:
    client.force_login(rows.make_user(is_staff=True, is_superuser=True))
    rin = rows.make_user(RIN, Role.REVIEWER)
    form = {"username": RIN, "role": "auditor", "is_active": "on", "full_name": "Rin"}
    answer = client.post(f"/admin/accessmap/user/{rin.pk}/change/", form)
    assert answer.status_code == 302
    assert User.objects.get(pk=rin.pk).role == "auditor"
    told = says("user-changed")
    assert (told["role"], told["username"]) == ("auditor", RIN)
    assert "password" not in told


def test_a_crawl_that_ends_is_logged_once() -> None:
    crawl = rows.make_crawl(Crawl.State.RUNNING)
    finish_crawl(crawl.pk)
    finish_crawl(crawl.pk)
    assert says("crawl-finished")["state"] == "failed"
