"""On a phone the map begins with search and list, one tap from its picture."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.conftest import Opener
from tests.kitsune import settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CY = "document.getElementById('picture')._cyreg.cy"
PHONE = {"width": 390, "height": 844}
# From the top of the page to its end.
ORDER = ("#map-search", "#views", "#edges", ".legend", ".read")


@pytest.fixture
def page(people: None, sign_in: Opener) -> Page:
    settle()
    cache.clear()
    page = sign_in(cast.AIKO, viewport=PHONE, has_touch=True).page
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    return page


def top(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box, selector
    return box["y"]


def see(page: Page, view: str) -> None:
    page.locator("#views").get_by_role("button", name=view).tap()


def test_search_and_the_worst_edges_are_first(page: Page) -> None:
    tops = [top(page, each) for each in ORDER]
    assert tops == sorted(tops)
    assert tops[2] < PHONE["height"] / 2
    expect(page.locator("#picture")).to_be_hidden()


def test_the_picture_is_one_tap_away_and_whole(page: Page) -> None:
    see(page, "Picture")
    expect(page.locator("#picture")).to_be_in_viewport()
    expect(page.locator("#edges")).to_be_hidden()
    drawn = page.evaluate(f"{CY}.elements().renderedBoundingBox()")
    width = page.evaluate(f"{CY}.width()")
    assert drawn["x1"] >= -12
    assert drawn["x2"] <= width + 12
    for button in page.locator(".picture .tools button").all():
        size = button.bounding_box()
        assert size
        assert min(size["width"], size["height"]) >= 48
    see(page, "List")
    expect(page.locator("#edges")).to_be_visible()


def test_what_is_tapped_is_told_in_sight(page: Page) -> None:
    see(page, "Picture")
    page.evaluate(f"{CY}.getElementById('{cast.PAYMENTS}').emit('tap') && 0")
    name = page.locator("#detail-content .whose")
    expect(name).to_contain_text("payments-prod")
    expect(name).to_be_in_viewport()
    expect(page.locator("#picture")).to_be_in_viewport()
    page.locator("#detail [data-close]").click()
    expect(page.locator("#detail")).to_be_hidden()
