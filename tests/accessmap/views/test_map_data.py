from __future__ import annotations

import gzip
import json

import pytest
from django.test import Client

from accessmap.graph.kept import folder
from accessmap.models import Account, Role
from tests.accessmap.graph import columns_read
from tests.browser.poison import SCRIPTS, SPELLINGS
from tests.cast import PAYMENTS, TANUKI
from tests.kitsune import settle
from tests.rows import make_grant, make_user

pytestmark = pytest.mark.django_db
ELEMENTS, ACCOUNTS = "/map/elements", "/map/accounts"
BOTH = pytest.mark.parametrize("address", [ELEMENTS, ACCOUNTS])


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    return client


@BOTH
def test_it_is_for_who_sees_everything(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
    rin = make_user("rin.takeda", Role.REVIEWER)
    client.force_login(rin, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 403


@BOTH
def test_what_has_not_changed_is_not_sent_again(aiko: Client, address: str) -> None:
    settle()
    first = aiko.get(address)
    again = aiko.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert "private" in again["Cache-Control"]
    make_grant()
    later = aiko.get(address, headers={"if-none-match": first["ETag"]})
    assert later.status_code == 200


@BOTH
def test_it_is_compressed_once_for_all(aiko: Client, address: str) -> None:
    settle()
    zipped = aiko.get(address, headers={"accept-encoding": "gzip, br"})
    assert zipped["Content-Encoding"] == "gzip"
    assert zipped["Vary"].count("Accept-Encoding") == 1
    (file,) = folder().glob("*.gz")
    assert zipped.content == file.read_bytes()
    plain = aiko.get(address)
    assert "Content-Encoding" not in plain
    assert gzip.decompress(zipped.content) == plain.content


@BOTH
def test_a_filter_we_do_not_know_is_refused(aiko: Client, address: str) -> None:
    assert aiko.get(address, {"verdict": "publik"}).status_code == 400
    assert aiko.get(address, {"unit": "ou-nothing"}).status_code == 404


def test_the_accounts_are_narrowed_as_the_picture_is(aiko: Client) -> None:
    settle()
    graph = aiko.get(ACCOUNTS, {"verdict": "external", "search": TANUKI}).json()
    assert columns_read.edges(graph)
    assert {source for source, _target in columns_read.edges(graph)} == {TANUKI}


def test_what_others_wrote_stays_data(aiko: Client) -> None:
    settle()
    for payload in (*SCRIPTS, *SPELLINGS):
        Account.objects.filter(account_id=PAYMENTS).update(name=payload[:200])
        make_grant()  # a new generation
        found = aiko.get(ACCOUNTS)
        assert found["Content-Type"] == "application/json"
        assert found["X-Content-Type-Options"] == "nosniff"
        assert payload[:200] in json.loads(found.content)["accounts"]["name"]
