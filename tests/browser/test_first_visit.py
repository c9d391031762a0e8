"""An analyst comes for the first time, and later keeps what they look at often."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests import cast
from tests.browser.conftest import Opener
from tests.kitsune import settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_before_anything_is_read_each_page_says_what_to_do_next(
    sign_in: Opener,
) -> None:
    cache.clear()
    window = sign_in(cast.AIKO)
    page = window.page
    expect(page.locator(".picture .state.empty")).to_contain_text("no map")
    page.get_by_role("link", name="Start a crawl").click()
    expect(page.get_by_role("button", name="Read AWS now")).to_be_visible()
    page.goto("/grants/")
    expect(page.locator(".state.empty")).to_contain_text("Nothing has been read yet")
    assert window.is_as_wide_as_its_screen()


def test_a_view_is_kept_from_the_list_and_opened_on_the_map(sign_in: Opener) -> None:
    settle()
    cache.clear()
    page = sign_in(cast.AIKO).page
    page.goto("/grants/")
    page.locator(".browse input[value=public]").check()
    expect(page.locator(".chips")).to_contain_text("Public")
    page.get_by_text("Save this view").click()
    page.get_by_label("Name", exact=True).fill("Open to all")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".chips")).to_contain_text("Public")
    page.get_by_role("link", name="Map", exact=True).click()
    page.get_by_role("link", name="Open to all").click()
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    assert "verdict=public" in page.url
    expect(page.locator("#edges tbody tr:visible")).to_have_count(3)
