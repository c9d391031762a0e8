"""What is in sight is counted and named as it is; Back closes what was opened."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.conftest import Opener
from tests.kitsune import settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CY = "document.getElementById('picture')._cyreg.cy"
HEADING, NONE, MARKS = "#edge-heading", "#none-left", "#marks"
TOWN = f"{CY}.getElementById('{cast.PAYMENTS}')"


@pytest.fixture
def page(people: None, sign_in: Opener) -> Page:
    settle()
    cache.clear()
    page = sign_in(cast.AIKO).page
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    return page


def deed(page: Page, name: str) -> None:
    page.click("#detail [data-more]")
    page.get_by_role("menuitem", name=name, exact=True).click()


def test_the_heading_counts_what_is_in_sight(page: Page) -> None:
    whole = page.locator(HEADING).inner_text()
    count = whole.split()[0]
    page.fill("#map-search", "tanuki")
    expect(page.locator(HEADING)).to_have_text(f"3 of {count} edges shown")
    expect(page.locator("#said")).to_have_text(f"3 of {count} edges shown")
    expect(page.locator("#of-all")).to_be_visible()
    with page.expect_response("**/reach/search*"):  # done before the database goes
        page.fill("#map-search", "nobody is called so")
    expect(page.locator(HEADING)).to_have_text(f"0 of {count} edges shown")
    page.locator(NONE).get_by_role("button").click()
    expect(page.locator(HEADING)).to_have_text(whole)
    expect(page.locator(NONE)).to_be_hidden()
    expect(page.locator("#of-all")).to_be_hidden()


def test_what_is_hidden_is_gone_and_the_banner_says_what_is_done(page: Page) -> None:
    page.evaluate(f"{TOWN}.emit('tap') && 0")
    deed(page, "Hide")
    page.wait_for_function(f"{TOWN}.empty()")
    expect(page.locator(MARKS)).to_contain_text("Hidden: 1")
    expect(page.locator(MARKS)).not_to_contain_text("Pinned", use_inner_text=True)
    page.locator(MARKS).get_by_role("button").click()
    page.wait_for_function(f"{TOWN}.nonempty()")
    deed(page, "Pin")
    expect(page.locator(MARKS)).to_contain_text("Pinned: 1")
    expect(page.locator(MARKS)).not_to_contain_text("Hidden", use_inner_text=True)
    deed(page, "Pin")
    deed(page, "Only this")
    expect(page.locator(MARKS)).to_contain_text("Alone: payments-prod")
    outside = f"{CY}.nodes('.party').map((each) => each.id()).sort()"
    page.wait_for_function(f"{outside}.join() === '{cast.TANUKI},{cast.HAYABUSA}'")


def test_back_closes_what_was_opened_and_forward_opens_it_again(page: Page) -> None:
    row = page.locator("#edges tr", has_text="Tanuki").first
    row.locator("a").click()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#detail")).to_be_visible()
    page.go_back()
    expect(page.locator("#detail")).to_be_hidden()
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    assert "#" not in page.url
    page.go_forward()
    expect(page.locator("#detail-content .ends")).to_be_visible()
    page.click("#detail [data-close]")
    expect(page.locator("#detail")).to_be_hidden()
    page.wait_for_function("!location.hash && !history.state.steps")
    page.evaluate(f"{TOWN}.emit('tap') && 0")
    page.locator("#detail-content [data-expand]").click()
    expect(page.locator("#unfolded")).to_be_visible()
    page.go_back()
    expect(page.locator("#unfolded")).to_be_hidden()
    page.wait_for_function(f"{CY}.nodes('.town').length > 20")
    expect(page.locator("#detail-content [data-expand]")).to_be_visible()
    page.go_back()
    expect(page.locator("#detail")).to_be_hidden()


def test_narrowing_leaves_what_was_hidden_and_says_nothing_empty(page: Page) -> None:
    page.evaluate(f"{TOWN}.emit('tap') && 0")
    deed(page, "Hide")
    page.wait_for_function(f"{TOWN}.empty()")
    page.click("#detail [data-close]")
    page.select_option(".panel.left [name=level]", "read")
    page.get_by_role("button", name="Narrow", exact=True).click()
    page.wait_for_url("**/?level=read**")
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    assert page.url.endswith(f"/?level=read#hide={cast.PAYMENTS}")
    expect(page.locator(MARKS)).to_contain_text("Hidden: 1")
    page.locator(".panel.left .chips a").first.click()
    page.wait_for_url(f"**/#hide={cast.PAYMENTS}")
    expect(page.locator(MARKS)).to_contain_text("Hidden: 1")
