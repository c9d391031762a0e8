"""The auditor sees everything, decides nothing, and checks the bundle without us."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from reviews.evidence.bundle import ENVELOPE
from reviews.models import Decision
from tests import cast
from tests.browser.conftest import Opener
from tests.browser.pages import every_page
from tests.reviews.story import campaign, confirm, revoke

pytestmark = [pytest.mark.browser, pytest.mark.journey]

# Their own: how they read, and the views that they keep.
HARMLESS = ("/sign-out", "/profile/language", "/profile/", "/views/")


def changing_forms(page: Page) -> list[str]:
    """Where this page could send something that changes what we hold."""
    forms = page.locator("form[method=post]")
    return [
        address
        for address in forms.evaluate_all(
            "forms => forms.map(each => each.getAttribute('action') ??"
            " location.pathname)"
        )
        if address not in HARMLESS
    ]


def bundle(page: Page) -> zipfile.ZipFile:
    page.goto("/reviews/evidence/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Take the bundle").click()
    return zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))


def test_an_auditor_sees_everything_and_changes_nothing(sign_in: Opener) -> None:
    opened = campaign(2)
    page = sign_in(cast.MAKOTO).page
    forms = {
        reverse("reviews:schedules-new"),
        reverse("reviews:sign-off", args=[opened.pk]),
    }
    for address in (each for each in every_page() if each not in forms):
        reply = page.goto(address)
        assert reply is not None
        assert reply.status == 200, address
        assert changing_forms(page) == [], address
    for word in ("Confirm", "Revoke", "Close", "Open the review", "Read AWS now"):
        expect(page.get_by_role("button", name=word, exact=True)).to_have_count(0)
    assert not Decision.objects.exists()


def test_the_bundle_is_what_its_manifest_says(sign_in: Opener) -> None:
    first, second = campaign(2).items.all()
    confirm(first, reason="Still agreed with the vendor.")
    revoke(second)
    taken = bundle(sign_in(cast.MAKOTO).page)
    envelope = json.loads(taken.read(ENVELOPE))
    statement = json.loads(base64.b64decode(envelope["payload"]))
    told = {each["name"]: each["digest"]["sha256"] for each in statement["subject"]}
    found = {
        name: hashlib.sha256(taken.read(name)).hexdigest()
        for name in taken.namelist()
        if name != ENVELOPE and not name.startswith("openssl/")
    }
    assert told == found
    decisions = [
        json.loads(line) for line in taken.read("decisions.jsonl").splitlines()
    ]
    assert {each["verdict"] for each in decisions} == {"confirm", "revoke"}
