"""An analyst opens accounts beside the map, by pointer and by keys, and unfolds one."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests import cast, rows
from tests.browser.conftest import Opener
from tests.kitsune import settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHERE_IT_IS = """id => window.document.getElementById("picture")._cyreg.cy
    .getElementById(id).renderedPosition()"""


@pytest.fixture
def settled(sign_in: Opener) -> None:
    """The organization as rows: nothing here asks how it was read."""
    settle()
    cache.clear()


def test_an_account_opens_beside_the_map_and_unfolds_on_it(
    settled: None, sign_in: Opener
) -> None:
    window = sign_in(cast.AIKO)
    page = window.page
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    at = page.evaluate(WHERE_IT_IS, cast.PAYMENTS)
    page.locator("#picture").click(position={"x": at["x"], "y": at["y"]})
    panel = page.locator("#detail-content")
    expect(panel.locator(".whose")).to_contain_text(cast.PAYMENTS)
    expect(panel).to_contain_text("Last review")
    assert f"account={cast.PAYMENTS}" in page.url
    panel.get_by_role("button", name="Unfold it on the map").click()
    bar = page.locator("#unfolded")
    expect(bar).to_contain_text(cast.PAYMENTS)
    page.reload()
    expect(bar).to_contain_text(cast.PAYMENTS)
    expect(panel.locator(".whose")).to_contain_text(cast.PAYMENTS)
    page.keyboard.press("Escape")  # the panel
    page.keyboard.press("Escape")  # what was unfolded
    expect(bar).to_be_hidden()
    assert "unfold" not in page.url
    assert window.is_as_wide_as_its_screen()


def test_an_account_opens_by_keys_alone_from_the_table(
    settled: None, sign_in: Opener
) -> None:
    page = sign_in(cast.AIKO).page
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    page.locator("#towns summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    chosen = page.evaluate("document.activeElement.dataset.account")
    page.keyboard.press("Enter")
    expect(page.locator("#detail-content .whose")).to_contain_text(chosen)


def test_more_than_the_budget_is_a_list_and_not_a_hairball(sign_in: Opener) -> None:
    rows.make_crawl()
    account = rows.make_account()
    for _each in range(301):
        rows.make_grant(rows.make_resource(account))
    cache.clear()
    page = sign_in(cast.AIKO).page
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    page.locator("#edges a[data-choose]").first.click()
    page.get_by_role("button", name="Unfold it on the map").click()
    expect(page.locator("#unfolded")).to_contain_text("More than 300")
    page.get_by_role("link", name="See them as a list").click()
    expect(page.locator("h1")).to_contain_text("301 grants")


def test_the_keys_are_listed_and_can_be_switched_off(
    settled: None, sign_in: Opener
) -> None:
    page = sign_in(cast.AIKO).page
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("worst first")
    page.keyboard.press("/")
    expect(page.locator("#map-search")).to_be_focused()
    page.get_by_label("Use keys on this device").uncheck()
    page.keyboard.press("/")
    expect(page.locator("#map-search")).not_to_be_focused()
    page.keyboard.press("ArrowDown")  # no sign that somebody might say or type
    expect(page.locator("#detail")).to_be_visible()
    page.reload()
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keys")).not_to_have_attribute("open", "")
