"""No page scrolls sideways on a small phone: light or dark, in either language."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from reviews.operations.open_campaign import open_campaign
from tests import cast, kitsune
from tests.browser.conftest import Opener
from tests.browser.pages import every_page
from tests.reviews.story import FAR, aiko

pytestmark = [pytest.mark.browser, pytest.mark.journey]

SMALL = {"width": 360, "height": 740}


@pytest.fixture
def reviewed(people: None) -> None:
    """Kitsune Foods, and a review of all that it grants."""
    kitsune.settle()
    open_campaign(
        name="Fourth quarter",
        query="",
        due_on=FAR,
        opened_by=aiko(),
        limitation="old-pos is being closed down.",
    )


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ja")])
def test_every_page_fits_a_phone(
    sign_in: Opener, reviewed: None, scheme: str, language: str
) -> None:
    window = sign_in(cast.AIKO, viewport=SMALL, color_scheme=scheme, locale=language)
    expect(window.page.locator("html")).to_have_attribute("lang", language)
    for address in (*every_page(), "/reviews/open/"):
        window.page.goto(address)
        assert window.is_as_wide_as_its_screen(), address
