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
