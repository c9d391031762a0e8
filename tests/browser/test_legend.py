"""What one does with the legend is in the address, and goes with whatever leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accessmap.views import map as map_page
from tests import cast
from tests.browser.conftest import Opener
from tests.kitsune import settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CY = "document.getElementById('picture')._cyreg.cy"
PUBLIC = "[data-verdict=public]"


@pytest.fixture
def page(people: None, sign_in: Opener) -> Page:
    settle()
    cache.clear()
    page = sign_in(cast.AIKO).page
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    return page


def test_a_box_that_is_off_stays_off_in_files_views_and_links(page: Page) -> None:
    public = page.locator("#edges tr", has_text="Anyone")
    expect(public.first).to_be_visible()
    page.uncheck(PUBLIC)
    expect(page.locator("#edges tr:visible", has_text="Anyone")).to_have_count(0)
    assert "verdict=external" in page.url
    assert "verdict=public" not in page.url
    page.click(".take summary")
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    text = taken.value.path().read_text("utf-8")
    assert "external" in text
    assert "Anyone" not in text
    page.reload()
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    expect(page.locator(PUBLIC)).not_to_be_checked()
    expect(page.locator("#edges tr", has_text="Anyone")).to_have_count(0)
    page.click(".saved summary")
    page.fill("#id_view_name", "Without public")
    page.get_by_role("button", name="Save").click()
    page.goto("/")
    page.get_by_role("link", name="Without public").click()
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    expect(page.locator(PUBLIC)).not_to_be_checked()
    page.check(PUBLIC)  # was not drawn: the server draws it
    expect(page.locator("#edges tr", has_text="Anyone").first).to_be_visible()


def test_only_external_and_a_search_survive_the_address(page: Page) -> None:
    page.click("#only-external")
    page.fill("#map-search", "tanuki")
    expect(page.locator("#edges tbody tr:visible")).to_have_count(3)
    assert "verdict=external" in page.url
    assert "#search=tanuki" in page.url
    page.click(".take summary")
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    lines = Path(taken.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == 4
    page.reload()
    expect(page.locator("#edges tbody tr:visible")).to_have_count(3)
    expect(page.locator("#map-search")).to_have_value("tanuki")
    page.fill("#map-search", "")


def test_what_the_server_looked_for_is_not_looked_for_again(page: Page) -> None:
    page.fill("#map-search", "arn:aws:iam")  # no name has it, each resource does
    page.keyboard.press("Enter")
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    assert "search=arn" in page.url
    expect(page.locator("#edges tbody tr:visible").first).to_be_visible()


def test_an_edge_that_the_list_has_no_room_for_opens_and_is_searched(
    people: None, sign_in: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle()
    cache.clear()
    monkeypatch.setattr(map_page, "LISTED", 2)
    page = sign_in(cast.AIKO).page
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    edge = f"{cast.TANUKI}>{cast.PAYMENTS}"
    assert page.locator(f"tr[data-edge='{edge}']").count() == 0
    page.evaluate(f"{CY}.getElementById('edge:{edge}').emit('tap') && 0")
    expect(page.locator("#detail-content")).to_contain_text("Tanuki Observability")
    page.click("#detail [data-more]")
    page.get_by_role("menuitem", name="Hide").click()
    page.wait_for_function(f"{CY}.getElementById('edge:{edge}').empty()")
    page.keyboard.press("Escape")
    with page.expect_response("**/reach/search*"):  # done before the database goes
        page.fill("#map-search", "kumo")
    left = f"{CY}.edges().map((each) => each.data('edge'))"
    page.wait_for_function(f"{left}.length === 2")
    assert all(each.startswith(cast.KUMO) for each in page.evaluate(left))


def test_an_account_is_hidden_by_keys(page: Page) -> None:
    page.click("#towns summary")
    page.locator(f"#towns a[data-account='{cast.PAYMENTS}']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#detail-content")).to_contain_text("payments-prod")
    page.keyboard.press("m")
    expect(page.locator("#menu [data-title]")).to_contain_text("payments-prod")
    page.get_by_role("menuitem", name="Hide").press("Enter")
    edges = f"{CY}.getElementById('{cast.PAYMENTS}').connectedEdges().length"
    page.wait_for_function(f"{edges} === 0")
