"""From the first look at the map to the evidence that something is gone."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accessmap.models import Crawl
from reviews.evidence.bundle import ENVELOPE
from reviews.operations.verify_removals import verify_removals
from tests import cast
from tests.browser.conftest import Opener, crawl, crawl_roles
from tests.kitsune_aws import KitsuneAws

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.aws]

ROLE = "TanukiIntegration"


def find_the_vendor_on_the_map(page: Page) -> None:
    expect(page.locator("#main")).to_have_attribute("data-state", "drawn")
    page.keyboard.press("/")
    page.keyboard.type("Tanuki")
    edge = page.locator("#edges tbody tr:visible", has_text="payments-prod")
    edge.get_by_role("link").or_(edge.get_by_role("button")).first.click()
    panel = page.locator("#detail-content")
    expect(panel).to_contain_text(ROLE)
    panel.get_by_role("link", name="Open this grant").first.click()


def read_the_policy(page: Page) -> None:
    said = page.locator(".sentence-block").first
    expect(said).to_contain_text("Tanuki Observability")
    expect(said).to_contain_text(ROLE)
    expect(page.locator("main mark, main .marked").first).to_contain_text(
        "sts:AssumeRole"
    )
    expect(page.locator("main")).to_contain_text(cast.TANUKI)


def open_a_review(page: Page) -> None:
    page.goto("/reviews/open/")
    page.get_by_label("Name", exact=True).fill("Vendors, fourth quarter")
    due = timezone.localdate() + timedelta(days=14)
    page.locator("#id_due_on").fill(due.isoformat())
    page.get_by_label("External").check()
    page.locator("#id_limitation").fill("old-pos is being closed down.")
    page.get_by_role("button", name="Open the review").click()
    expect(page.locator("h1")).to_contain_text("0 of")


def decide(page: Page, resource: str, verdict: str, reason: str) -> None:
    page.goto("/reviews/inbox/")
    page.get_by_role("link").filter(has_text=resource).first.click()
    page.locator("#id_reason").fill(reason)
    page.locator(f"button[name=verdict][value={verdict}]").click()
    page.wait_for_load_state("networkidle")


def evidence(page: Page) -> zipfile.ZipFile:
    page.goto("/reviews/evidence/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Take the bundle").click()
    return zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))


def an_hour_passes() -> None:
    """Let the newest crawl have run an hour after the one before it."""
    newest = Crawl.objects.order_by("pk").last()
    assert newest
    assert newest.finished_at
    hour = timedelta(hours=1)
    Crawl.objects.filter(pk=newest.pk).update(
        started_at=newest.started_at + hour, finished_at=newest.finished_at + hour
    )


def test_a_vendor_is_found_revoked_and_seen_to_be_gone(
    sign_in: Opener, kitsune: KitsuneAws
) -> None:
    aiko = sign_in(cast.AIKO)
    find_the_vendor_on_the_map(aiko.page)
    read_the_policy(aiko.page)
    open_a_review(aiko.page)

    rin = sign_in(cast.RIN)
    decide(rin.page, ROLE, "revoke", "Monitoring moved in-house in May.")
    decide(rin.page, "pay-metrics", "confirm", "Still agreed with the vendor.")

    # The owner keeps the promise, in AWS and not in AccessMap.
    kitsune.untrust(cast.PAYMENTS, ROLE, cast.TANUKI)
    crawl()
    crawl_roles(cast.PAYMENTS)
    an_hour_passes()
    verify_removals()

    aiko.page.goto("/reviews/")
    aiko.page.get_by_role("link", name="Vendors, fourth quarter").first.click()
    expect(aiko.page.locator("main")).to_contain_text("removed")

    makoto = sign_in(cast.MAKOTO)
    bundle = evidence(makoto.page)
    assert json.loads(bundle.read(ENVELOPE))["signatures"]
    decisions = bundle.read("decisions.jsonl").decode()
    assert "Monitoring moved in-house in May." in decisions
    assert '"removed"' in bundle.read("verification.jsonl").decode()
