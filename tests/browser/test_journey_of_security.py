"""An analyst's first hour: whom do we trust most widely, and what became of it?

First visit, the vendor with the widest reach, a way to a payments account, why, what
changed between two dates, and the map of that taken away.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.conftest import Opener, crawl
from tests.browser.test_the_whole_way import an_hour_passes
from tests.kitsune_aws import KitsuneAws

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.aws]

ROLE = "TanukiIntegration"
TEXT = "{http://www.w3.org/2000/svg}text"


def find_the_widest_vendor(page: Page) -> None:
    page.get_by_role("link", name="Questions").click()
    vendor = page.locator("tbody tr", has_text="Vendor").first
    expect(vendor).to_contain_text(cast.KUMO)
    vendor.get_by_role("link", name="What falls with it").click()
    expect(page.locator("h1")).to_contain_text("is taken")


def follow_it_to_payments(page: Page) -> None:
    page.locator("#ask-to").fill("payments-pr")
    page.locator(".found li").first.click()
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("h1")).to_contain_text(f"gets to payments-prod {cast.PAYMENTS}")


def read_why(page: Page) -> None:
    page.get_by_role("link", name="Read why").first.click()
    expect(page.locator(".sentence-block").first).to_contain_text("Kumo Backup")
    expect(page.locator("main")).to_contain_text(cast.KUMO)


def compare_two_dates(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="What changed").click()
    expect(page.locator("h1")).to_contain_text("0 added, 0 changed, 1 removed")
    expect(page.locator("#changes li").first).to_contain_text(ROLE)
    page.get_by_role("link", name="On the map").click()
    expect(page.locator("#main")).to_have_attribute("data-state", "drawn")


def take_the_map_away(page: Page) -> set[str]:
    page.get_by_text("Take it away").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="SVG").click()
    root = ElementTree.parse(Path(taken.value.path())).getroot()
    return {each.text or "" for each in root.iter(TEXT)}


def test_the_widest_vendor_is_understood_and_seen_to_lose_what_it_had(
    sign_in: Opener, kitsune: KitsuneAws
) -> None:
    page = sign_in(cast.AIKO).page
    expect(page.locator("#main")).to_have_attribute("data-state", "drawn")
    find_the_widest_vendor(page)
    follow_it_to_payments(page)
    read_why(page)

    kitsune.untrust(cast.PAYMENTS, ROLE, cast.TANUKI)
    crawl()
    an_hour_passes()

    compare_two_dates(page)
    written = take_the_map_away(page)
    assert {"payments-prod", cast.PAYMENTS, "−1", "Vendors"} <= written
    assert [each for each in written if re.match(r"Compared with .*crawl \d", each)]
