"""An analyst asks who could get to payments, and reads why."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests import cast
from tests.browser.conftest import Opener
from tests.kitsune import settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_widest_vendor_is_followed_to_payments_and_taken_away(
    crawled: None, sign_in: Opener
) -> None:
    window = sign_in(cast.AIKO)
    page = window.page
    page.get_by_role("link", name="Questions").click()
    vendor = page.locator("tbody tr", has_text="Vendor").first
    vendor.get_by_role("link", name="What falls with it").click()
    expect(page.locator("h1")).to_contain_text("is taken")
    page.locator("#ask-to").fill("payments-pr")
    page.locator(".found li").first.click()
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("h1")).to_contain_text("gets to payments-prod 204411803391")
    assert window.is_as_wide_as_its_screen()
    with page.expect_download() as taken:
        page.get_by_role("link", name="GraphML").click()
    assert taken.value.suggested_filename.startswith("accessmap-reach-path-")
    page.get_by_role("link", name="Read why").first.click()
    expect(page.locator("main")).to_contain_text("payments-prod")


def test_an_edge_that_does_not_load_says_so_and_is_tried_again(
    crawled: None, sign_in: Opener
) -> None:
    window = sign_in(cast.AIKO)
    page = window.page
    page.route("**/map/edge*", lambda route: route.abort())
    page.locator("#edges a[data-choose]").first.click()
    failed = page.locator("#detail-content .error")
    expect(failed).to_contain_text("could not be loaded")
    page.unroute("**/map/edge*")
    failed.get_by_role("button").click()
    expect(failed).to_have_count(0)
    expect(page.locator("#detail-content")).to_contain_text("grant")
    window.complaints.clear()  # the browser notes the request that we cut


@pytest.fixture
def settled(sign_in: Opener) -> None:
    """The organization as rows: nothing here asks how it was read."""
    settle()
    cache.clear()


def test_a_way_is_asked_by_menu_and_drawn_on_the_map(
    settled: None, sign_in: Opener
) -> None:
    window = sign_in(cast.AIKO)
    page = window.page
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    row = page.locator("#edges tr", has_text="Tanuki Observability").first
    row.click(button="right")
    page.get_by_role("menuitem", name="Set as start").click()
    row.locator("a").focus()
    page.keyboard.press("m")  # by keys: the menu of the line that has the focus
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#detail-content")).to_contain_text("gets to")
    expect(page.locator("[data-way]:visible")).to_contain_text("Read why")
    way = page.get_by_role("button", name="Way 2")
    way.click()
    expect(way).to_have_attribute("aria-pressed", "true")
    assert "way=1" in page.url
    page.reload()
    expect(page.get_by_role("button", name="Way 2")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.keyboard.press("Escape")
    expect(page.locator("#edges")).to_be_visible()


def test_what_is_hidden_leaves_the_list_and_comes_back(
    settled: None, sign_in: Opener
) -> None:
    page = sign_in(cast.AIKO).page
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    rows = page.locator("#edges tbody tr:visible")
    all_of_them = rows.count()
    rows.first.click(button="right")
    page.get_by_role("menuitem", name="Hide").click()
    expect(rows).to_have_count(all_of_them - 1)
    page.reload()
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    expect(rows).to_have_count(all_of_them - 1)
    page.get_by_role("button", name="Show everything as before").click()
    expect(rows).to_have_count(all_of_them)


def test_an_answer_leads_to_the_map_where_a_name_of_several_is_chosen(
    settled: None, sign_in: Opener
) -> None:
    page = sign_in(cast.AIKO).page
    page.goto(f"/reach/?from={cast.TANUKI}")
    expect(page.locator("table.rounds")).to_contain_text("Can be read")
    page.get_by_role("link", name="Show it on the map").click()
    expect(page.locator("#detail-content .sentence")).to_contain_text("is taken")
    expect(page.locator("#detail-content table.rounds")).to_be_visible()
    page.locator(".asks summary").click()
    page.fill("#ask-from", "prod")
    page.keyboard.press("Enter")
    expect(page.locator("#detail-content")).to_contain_text("Which one?")
    page.locator("[data-side]", has_text="shop-prod").click()
    expect(page.locator("#detail-content .sentence")).to_contain_text("shop-prod")
