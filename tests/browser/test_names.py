"""No name on the map covers another, from afar and from near, in both languages."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, ViewportSize, expect

from tests import cast
from tests.accessmap.graph.test_overview import crowd
from tests.browser.conftest import Opener
from tests.browser.test_nearer import CY, come_near
from tests.kitsune import settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
ROOM = 3  # that Cytoscape leaves around a label's letters
ALLOWED = 1  # letters may touch by so much
WRITTEN = """() => { const cy = document.getElementById("picture")._cyreg.cy;
  const only = { includeNodes: false, includeEdges: false, includeOverlays: false };
  return cy.nodes(`.town-name, .town-id, .town-note, .party-name, .party-id, .heading,
    .unit-name, .unit-size, .thing-name, .guest-name, .spot, .pill`)
    .filter((each) => each.style("label") && each.visible())
    .map((each) => ({ id: each.id(), text: each.style("label"),
      ...each.boundingBox(only) })); }"""


def written(page: Page) -> list[dict[str, Any]]:
    """Every label that is drawn, with its box."""
    found: list[dict[str, Any]] = page.evaluate(WRITTEN)
    return found


def covering(labels: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The labels of two places that lie on each other."""
    return [
        (one["text"], other["text"])
        for one, other in combinations(labels, 2)
        if place(one) != place(other) and overlap(one, other) > ALLOWED
    ]


def place(label: dict[str, Any]) -> str:
    """Name, id, note and tags of one place belong together."""
    return str(label["id"]).replace("tag:", "name:").partition(":")[2][:12]


def overlap(one: dict[str, Any], other: dict[str, Any]) -> float:
    """By how many points two boxes lie on each other, in both directions at least."""
    return min(
        min(one[f"{axis}2"], other[f"{axis}2"])
        - max(one[f"{axis}1"], other[f"{axis}1"])
        - 2 * ROOM
        for axis in "xy"
    )


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("screen", [DESK, PHONE])
def test_no_name_of_a_small_organization_covers_another(
    sign_in: Opener, screen: ViewportSize, language: str
) -> None:
    settle()
    cache.clear()
    page = sign_in(cast.AIKO, viewport=screen, locale=language).page
    page.goto("/")
    expect(page.locator("#main[data-state=drawn]")).to_be_attached()
    labels = written(page)
    names = {each["text"] for each in labels}
    assert {"network-hub", "shared-services", "payments-prod"} <= names
    assert covering(labels) == []


def test_no_name_of_a_large_organization_covers_another_at_any_zoom(
    sign_in: Opener,
) -> None:
    crowd(300)
    page = sign_in(cast.AIKO).page
    expect(page.locator("#picture[data-opens]")).to_be_visible()
    page.fill("#map-search", "crowd-29")
    page.wait_for_function(f"{CY}.nodes('.spot').length")
    assert covering(written(page)) == []
    page.fill("#map-search", "")
    come_near(page, "ou-k1t5-production")
    for _press in range(4):
        labels = written(page)
        assert labels
        assert covering(labels) == []
        page.click("[data-zoom='1.3']")
        # A search draws at once what otherwise comes when the map rests.
        page.fill("#map-search", "nobody")
        page.fill("#map-search", "")
