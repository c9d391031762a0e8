"""No page scrolls sideways on a small phone: light or dark, in either language."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.browser.conftest import Opener
from tests.browser.pages import every_page

pytestmark = [pytest.mark.browser, pytest.mark.journey]

SMALL = {"width": 360, "height": 740}


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ja")])
def test_every_page_fits_a_phone(
    sign_in: Opener, reviewed: None, scheme: str, language: str
) -> None:
    window = sign_in(cast.AIKO, viewport=SMALL, color_scheme=scheme, locale=language)
    expect(window.page.locator("html")).to_have_attribute("lang", language)
    for address in (*every_page(), "/reviews/open/"):
        window.page.goto(address)
        assert window.is_as_wide_as_its_screen(), address


def test_ids_and_words_of_a_filter_stay_whole(sign_in: Opener, reviewed: None) -> None:
    page = sign_in(cast.AIKO).page
    page.goto(f"/?ou=Production&source={cast.TANUKI}&target={cast.PAYMENTS}")
    words = page.locator(".chips bdi")
    expect(words).to_have_count(3)
    # A text that is broken within has a box for each of its lines.
    is_whole = "all => all.every(each => each.getClientRects().length === 1)"
    assert words.evaluate_all(is_whole)
    page.goto(f"/accounts/{cast.PAYMENTS}/")
    heads = page.locator("aside thead th")
    one_line = "all => all.every(each => each.offsetHeight < 40)"
    assert heads.evaluate_all(one_line)
