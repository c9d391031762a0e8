"""An analyst compares two dates, on the map and as a list, and takes the list away."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from accessmap.models import Crawl
from tests import cast, rows
from tests.browser.conftest import Opener

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def read(crawl: Crawl) -> Crawl:
    rows.make_coverage(crawl)
    return crawl


def by_kinds_of_change(page: Page, edge: Locator) -> None:
    page.uncheck("[data-change=removed]")
    page.wait_for_url("**change=added**")
    expect(page.locator("#main")).to_have_attribute("data-state", "drawn")
    expect(edge).not_to_contain_text("Removed")
    page.check("[data-change=removed]")
    expect(edge).to_contain_text("Removed")
    page.get_by_role("link", name="Only changes").click()
    expect(page.locator("[data-change=same]")).not_to_be_checked()


def test_two_dates_are_compared_on_the_map_and_as_a_list(sign_in: Opener) -> None:
    rows.make_counterparty()
    first, second = read(rows.make_crawl()), read(rows.make_crawl())
    rows.make_grant(rows.make_resource(name="opened"), crawl=second)
    rows.end_grant(
        rows.make_grant(rows.make_resource(name="closed"), crawl=first), second
    )
    page = sign_in(cast.AIKO).page
    page.get_by_role("link", name="What changed").click()
    expect(page.locator("h1")).to_contain_text("1 added, 0 changed, 1 removed")
    expect(page.locator("#changes li", has_text="opened").first).to_contain_text(
        "Added"
    )
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download CSV").click()
    text = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    found = {each["name"]: each["change"] for each in csv.DictReader(text.splitlines())}
    assert found == {"opened": "added", "closed": "removed"}
    page.get_by_role("link", name="On the map").click()
    expect(page.locator("#main")).to_have_attribute("data-state", "drawn")
    edge = page.locator("#edges tbody tr", has_text="Tanuki")
    expect(edge).to_contain_text("Added")
    expect(edge).to_contain_text("Removed")
    by_kinds_of_change(page, edge)
    edge.locator("a").click()
    expect(page.locator("#detail-content .tag.change")).to_have_text(
        ["Added", "Removed"]
    )
    page.keyboard.press("Escape")
    # Two crawls of one day are told apart by their hours, which do not run together.
    days = [each.bounding_box() for each in page.locator(".strip .day").all()]
    first, last = filter(None, days)
    assert first["x"] + first["width"] <= last["x"]
    page.locator(".strip li a").first.click()
    expect(page.locator(".strip")).to_contain_text("As it was on")
    page.locator(".strip").get_by_role("link", name="Now", exact=True).click()
    expect(page.locator(".strip")).to_contain_text("Read on")
