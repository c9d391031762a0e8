"""A revoke goes round to removed: page, kit, AWS, crawl, page again; both languages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accessmap.demo.accounts import SHOP
from accessmap.models import Grant
from reviews.models import ReviewItem
from reviews.operations.open_campaign import open_campaign
from reviews.operations.verify_removals import verify_removals
from tests import cast
from tests.browser.conftest import Opener, crawl_roles
from tests.browser.test_the_whole_way import ROLE, an_hour_passes
from tests.kitsune_aws import KitsuneAws
from tests.reviews.story import FAR, aiko

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.aws]

NOT_YET = {"en": "No crawl has looked yet", "ja": "確認待ち"}
REMOVED = {"en": "Removed", "ja": "削除確認済み"}


# One vendor's role in two accounts of Rin's, each removed by a page of its language.
PLACES = {"en": cast.PAYMENTS, "ja": SHOP}


def asked(account_id: str) -> ReviewItem:
    """Rin is asked about the vendor's role."""
    grant = Grant.objects.current().get(
        resource__name=ROLE,
        resource__account_id=account_id,
        principal_account=cast.TANUKI,
    )
    opened = open_campaign(
        name=f"Vendors of {account_id}",
        query=f"resource={grant.resource.arn}",
        due_on=FAR,
        opened_by=aiko(),
        limitation="old-pos is being closed down.",
    )
    return opened.items.get(grant=grant)


def kit(page: Page) -> dict[str, str]:
    """Take the files of how to remove it."""
    with page.expect_download() as download:
        page.locator("a[href$='/kit']").click()
    body = Path(download.value.path()).read_bytes()
    archive = zipfile.ZipFile(io.BytesIO(body))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def revoke(page: Page, item: ReviewItem, locale: str) -> dict[str, str]:
    """Rin revokes it and takes the kit."""
    page.goto(item.get_absolute_url())
    page.locator("#id_reason").fill("監視は社内に移りました。")
    page.locator("button[name=verdict][value=revoke]").click()
    page.goto(item.get_absolute_url())
    expect(page.locator(".decided").first).to_contain_text(NOT_YET[locale])
    page.goto(f"{item.get_absolute_url()}removing")
    return kit(page)


def test_a_revoke_goes_round_to_removed(sign_in: Opener, kitsune: KitsuneAws) -> None:
    items = {locale: asked(account) for locale, account in PLACES.items()}
    pages = {locale: sign_in(cast.RIN, locale=locale).page for locale in items}
    for locale, item in items.items():
        found = revoke(pages[locale], item, locale)
        # The owner applies what the kit says, with hands of their own.
        iam = kitsune.owner_of(PLACES[locale], "iam")
        iam.update_assume_role_policy(
            RoleName=ROLE, PolicyDocument=found["policy-new.json"]
        )

    for _ in range(2):
        crawl_roles(*PLACES.values())
    an_hour_passes()
    verify_removals()

    for locale, item in items.items():
        pages[locale].goto(item.get_absolute_url())
        standing = pages[locale].locator(".decided").first
        expect(standing).to_contain_text(REMOVED[locale])
        item.refresh_from_db()
        assert item.removal == "removed"
