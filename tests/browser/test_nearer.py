"""A large organization opens up into its accounts as one comes nearer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.accessmap.graph.test_overview import crowd
from tests.browser.conftest import Opener

pytestmark = pytest.mark.django_db(transaction=True)
CY = "document.getElementById('picture')._cyreg.cy"


def come_near(page: Page, unit: str) -> None:
    expect(page.locator("#picture[data-opens]")).to_be_visible()
    chosen = f"{CY}.nodes('.land').filter((each) => each.data('unit') === '{unit}')"
    page.evaluate(f"{chosen}.emit('tap') && 0")
    page.wait_for_function(f"{CY}.nodes('.town').length > 0")


def test_a_unit_opens_into_its_accounts_and_an_account_into_its_trust(
    sign_in: Opener,
) -> None:
    crowd(300)
    page = sign_in(cast.AIKO).page
    assert page.evaluate(f"{CY}.nodes('.town').length") == 0
    come_near(page, "ou-k1t5-production")
    assert page.evaluate(f"{CY}.elements().length") <= 1000
    page.evaluate(f"{CY}.getElementById('{cast.PAYMENTS}').emit('tap') && 0")
    page.wait_for_function(f"{CY}.getElementById('guest:source:{cast.TANUKI}').length")
    edge = f"edge:{cast.TANUKI}>{cast.PAYMENTS}"
    page.evaluate(f"{CY}.getElementById('{edge}').emit('tap') && 0")
    expect(page.locator("#detail mark").first).to_be_visible()
    page.click("[data-zoom='0']")
    page.wait_for_function(f"{CY}.nodes('.cell').length > 100")


def test_a_search_lights_up_accounts_that_the_list_does_not_have(
    sign_in: Opener,
) -> None:
    crowd(300)
    page = sign_in(cast.AIKO).page
    expect(page.locator("#picture[data-opens]")).to_be_visible()
    page.fill("#map-search", "crowd-29")
    found = f"{CY}.nodes('.spot').map((each) => each.data('name'))"
    page.wait_for_function(f"{CY}.nodes('.spot').length")
    names = page.evaluate(found)
    assert sorted(names) == ["crowd-29", *(f"crowd-29{digit}" for digit in range(10))]


def test_who_drags_a_unit_drags_the_map(sign_in: Opener) -> None:
    crowd(300)
    page = sign_in(cast.AIKO).page
    expect(page.locator("#picture[data-opens]")).to_be_visible()
    area = page.locator("#picture").bounding_box()
    assert area
    x, y = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    before = page.evaluate(f"{CY}.pan()")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=5)
    page.mouse.up()
    after = page.evaluate(f"{CY}.pan()")
    assert after["x"] - before["x"] == pytest.approx(60, abs=2)
