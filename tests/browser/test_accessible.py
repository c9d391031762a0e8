"""axe-core finds nothing on any page; what takes the focus shows a ring."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests import cast
from tests.browser.conftest import Opener
from tests.browser.pages import every_page

pytestmark = [pytest.mark.browser, pytest.mark.journey]
AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
# Each rule that is broken, with where and why.
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}"""
# Everything in sight that Tab stops at, and shows no ring of two points or more, nor
# does its row.
RINGLESS = """() => {
  const stops = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const seen = [...document.querySelectorAll(stops)].filter((each) =>
    each.tabIndex >= 0 && !each.disabled && each.type !== "hidden"
    && each.checkVisibility({ visibilityProperty: true }));
  const bare = seen.filter((each) => {
    each.focus({ focusVisible: true, preventScroll: true });
    if (document.activeElement !== each) return false;
    return ![each, each.closest("tr, li")].some((at) => {
      const { outlineStyle, outlineWidth } = at ? getComputedStyle(at) : {};
      return outlineStyle && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    });
  });
  return [seen.length, bare.map((each) => each.outerHTML.slice(0, 200))];
}"""
LARGE = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"}
SMALL = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def complaints(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN)
    count, bare = page.evaluate(RINGLESS)
    assert count
    return [*found, *(f"no ring: {each}" for each in bare)]


@pytest.mark.parametrize(("look", "language"), [(LARGE, "en"), (SMALL, "ja")])
def test_every_page_can_be_read_and_steered_by_everybody(
    sign_in: Opener, reviewed: None, look: dict[str, Any], language: str
) -> None:
    page = sign_in(cast.AIKO, locale=language, bypass_csp=True, **look).page
    found = {}
    for address in (*every_page(), "/reviews/open/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if said := complaints(page):
            found[address] = said
    assert not found, "\n".join(
        f"{at}: {each}" for at, said in found.items() for each in said
    )


def test_the_way_in_can_too(sign_in: Opener) -> None:
    page = sign_in(cast.AIKO, bypass_csp=True).page
    page.context.clear_cookies()
    page.goto("/sign-in/")
    assert complaints(page) == []
