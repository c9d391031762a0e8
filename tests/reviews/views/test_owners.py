"""The list of owners, uploaded whole or refused whole."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accessmap.models import User
from reviews.models import Ownership
from tests.cast import PAYMENTS
from tests.reviews.story import aiko, makoto, rin
from tests.rows import make_account

pytestmark = pytest.mark.django_db
URL = "/reviews/owners/"


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def upload(content: bytes) -> str:
    sent = {"list": SimpleUploadedFile("owners.csv", content)}
    answer = client_of(aiko()).post(URL, sent, follow=True)
    return answer.content.decode()


def test_a_good_list_is_taken_and_shown() -> None:
    make_account()
    rin()
    shown = upload(f"what,owner\n{PAYMENTS},rin.takeda\n".encode())
    assert "Taken: 1 lines" in shown
    assert PAYMENTS in shown


def test_a_bad_list_is_refused_with_each_line() -> None:
    shown = upload(b"what,owner\n<b>,x\n")
    assert "Nothing was taken." in shown
    assert "Line 2: “&lt;b&gt;” is no ARN" in shown
    assert not Ownership.objects.exists()


def test_no_file_is_refused_too() -> None:
    answer = client_of(aiko()).post(URL)
    assert answer.status_code == 409


def test_it_is_not_for_reviewers() -> None:
    assert client_of(rin()).get(URL).status_code == 403


def test_an_auditor_reads_it_and_uploads_nothing() -> None:
    make_account()
    upload(f"what,owner\n{PAYMENTS},aiko.mori\n".encode())
    client = client_of(makoto())
    shown = client.get(URL).content.decode()
    assert PAYMENTS in shown
    assert "Upload" not in shown
    sent = {"list": SimpleUploadedFile("owners.csv", b"what,owner\n")}
    assert client.post(URL, sent).status_code == 403
    assert Ownership.objects.current().count() == 1
