"""A reviewer has an inbox; every other door says why it is closed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.browser.conftest import Opener, Window
from tests.reviews.story import campaign
from tests.rows import PAYMENTS, make_grant

pytestmark = [pytest.mark.browser, pytest.mark.journey]

CLOSED = (
    "/accounts/",
    f"/accounts/{PAYMENTS}/",
    "/coverage/",
    "/crawls/",
    "/grants/",
    "/charts/",
    "/reviews/",
    "/reviews/open/",
    "/reviews/evidence/",
)


def is_refused(window: Window, address: str, because: str) -> None:
    """The page is closed, and says so to a person."""
    window.expects_refusals = True
    reply = window.page.goto(address)
    assert reply is not None
    assert reply.status == 403, address
    main = window.page.locator("main")
    expect(main).to_contain_text("This page is not open to you.")
    expect(main).to_contain_text(because)


def test_a_reviewer_is_led_from_the_map_to_the_inbox(sign_in: Opener) -> None:
    campaign()
    page = sign_in(cast.RIN).page
    page.goto("/")
    expect(page.locator(".inbox-list")).to_contain_text("0 of 1 decided")


def test_a_reviewer_is_told_who_sees_the_organization(sign_in: Opener) -> None:
    campaign()
    window = sign_in(cast.RIN)
    for address in CLOSED:
        is_refused(window, address, "analyst")
    window.page.get_by_role("link", name="Go to your reviews").click()
    expect(window.page.locator(".inbox-list")).to_contain_text("0 of 1 decided")


def test_a_reviewer_is_told_whose_item_it_is(sign_in: Opener) -> None:
    asked = campaign().items.get()
    window = sign_in(cast.DAICHI)
    because = "Rin Takeda is asked about this, not you."
    is_refused(window, asked.get_absolute_url(), because)
    because = "This grant is not in a review of yours."
    is_refused(window, asked.grant.get_absolute_url(), because)


def test_a_grant_that_nobody_was_asked_about_is_closed(sign_in: Opener) -> None:
    campaign()
    beside = make_grant().get_absolute_url()
    is_refused(sign_in(cast.RIN), beside, "This grant is not in a review of yours.")
