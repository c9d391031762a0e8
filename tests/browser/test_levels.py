"""From units to accounts to roles, by coming nearer or by the switch."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests import cast
from tests.accessmap.graph.test_overview import crowd
from tests.browser.conftest import Opener
from tests.kitsune import settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CY = "document.getElementById('picture')._cyreg.cy"
AT = f"(id) => {CY}.getElementById(id).renderedPosition()"


def wheel(page: Page, by: int, until: str) -> None:
    """Turn the wheel over the map until something is so."""
    for _turn in range(60):
        if page.evaluate(until):
            return
        page.mouse.wheel(0, by)
        page.wait_for_function(f"() => {CY}.zoom() > 0")
    page.wait_for_function(f"() => {until}")


def test_who_comes_nearer_sees_what_is_in_an_account_and_leaves_it_by_going_back(
    sign_in: Opener,
) -> None:
    settle()
    cache.clear()
    page = sign_in(cast.AIKO).page
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    switch = page.locator("#levels")
    expect(switch.get_by_role("button", name="OUs")).to_be_hidden()
    at, box = page.evaluate(AT, cast.PAYMENTS), page.locator("#picture").bounding_box()
    assert box
    page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    wheel(page, -240, f"{CY}.zoom() >= 2.2")
    expect(page.locator("#unfolded")).to_contain_text(cast.PAYMENTS)
    expect(switch.locator("[aria-pressed=true]")).to_have_text("Roles")
    things = f"{CY}.nodes('.thing').map((each) => each.data('name'))"
    assert len(page.evaluate(things)) > 2
    # A turn of the wheel that still comes when one has left turns about the middle.
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    wheel(page, 240, "document.getElementById('unfolded').hidden")
    expect(switch.locator("[aria-pressed=true]")).to_have_text("Accounts")
    middle = page.evaluate(AT, cast.PAYMENTS)
    assert middle["x"] == pytest.approx(box["width"] / 2, abs=2)


def test_the_switch_goes_from_units_to_accounts_to_roles_and_back(
    sign_in: Opener,
) -> None:
    crowd(300)
    page = sign_in(cast.AIKO).page
    expect(page.locator("#picture[data-opens]")).to_be_visible()
    switch = page.locator("#levels")
    expect(switch.locator("[aria-pressed=true]")).to_have_text("OUs")
    switch.get_by_role("button", name="Accounts").click()
    page.wait_for_function(f"() => {CY}.nodes('.town').length > 0")
    expect(switch.locator("[aria-pressed=true]")).to_have_text("Accounts")
    switch.get_by_role("button", name="Roles").click()
    expect(page.locator("#unfolded")).to_be_visible()
    expect(switch.locator("[aria-pressed=true]")).to_have_text("Roles")
    switch.get_by_role("button", name="OUs").click()
    expect(page.locator("#unfolded")).to_be_hidden()
    page.wait_for_function(f"() => {CY}.nodes('.cell').length > 100")


def test_roles_are_those_of_the_account_that_is_chosen(sign_in: Opener) -> None:
    settle()
    cache.clear()
    page = sign_in(cast.AIKO).page
    page.goto(f"/#account={cast.DATA_LAKE}")
    expect(page.locator("#detail-content .whose")).to_contain_text(cast.DATA_LAKE)
    page.locator("#levels").get_by_role("button", name="Roles").click()
    expect(page.locator("#unfolded")).to_contain_text(cast.DATA_LAKE)
