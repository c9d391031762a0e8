"""Five hundred attacks, in every string that AWS can carry, tried in a real browser.

No script runs, nothing is injected, and the policy of the pages has nothing to report:
a window that hears a complaint fails its test.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from accessmap.graph.ahead import draw_ahead
from accessmap.graph.export import FORMATS
from accessmap.models import Account
from reviews.models import Campaign
from reviews.operations.open_campaign import open_campaign
from tests import cast
from tests.browser.conftest import Opener, Window
from tests.browser.pages import every_page, pages_of_rows
from tests.browser.poison import ALL, FIVE_HUNDRED, poisoned
from tests.browser.test_nearer import CY, come_near
from tests.browser.test_poison import goes_unharmed, is_unharmed
from tests.reviews.story import FAR, aiko

pytestmark = [pytest.mark.browser, pytest.mark.journey]
DESK: ViewportSize = {"width": 1440, "height": 900}
LONGEST = 10  # pages of any list
LISTS = ("/grants/", "/coverage/", "/changes/", "/crawls/")
# What a browser would run of a file that somebody opens.
DOCUMENTS = {"svg": "svg", "graphml": "xml", "csv": "html", "json": "html"}


@pytest.fixture
def flooded(people: None) -> Campaign:
    """Each attack is name, tag, description, Sid, condition and more of somebody."""
    assert len(set(FIVE_HUNDRED)) == 500
    poisoned(FIVE_HUNDRED)
    draw_ahead()  # as a crawl does: five hundred units take a while
    return open_campaign(
        name=ALL[2], query="", due_on=FAR, opened_by=aiko(), limitation=ALL[3]
    )


def further_pages(window: Window) -> Iterator[str]:
    """Yield the pages of the long lists after their first."""
    for address in LISTS:
        window.page.goto(address)
        last = window.page.locator("a[href*='page=']")
        for number in range(2, LONGEST + 1 if last.count() else 2):
            yield f"{address}?page={number}"


def test_none_of_five_hundred_runs_on_any_page(
    sign_in: Opener, flooded: Campaign
) -> None:
    window = sign_in(cast.AIKO, viewport=DESK)
    for address in (*every_page(), *further_pages(window)):
        goes_unharmed(window, address)


# Every attack begins with each of what it may begin with: of all, some of each.
@pytest.mark.parametrize("step", [17, pytest.param(1, marks=pytest.mark.deep)])
def test_none_of_five_hundred_runs_on_the_page_of_its_own_row(
    sign_in: Opener, flooded: Campaign, step: int
) -> None:
    window = sign_in(cast.AIKO, viewport=DESK)
    for address in pages_of_rows(slice(None, None, step)):
        goes_unharmed(window, address)


def test_none_runs_on_the_map_from_near_or_where_one_types(
    sign_in: Opener, flooded: Campaign
) -> None:
    window = sign_in(cast.AIKO, viewport=DESK)
    page = window.page
    expect(page.locator("#picture[data-opens]")).to_be_visible()
    for typed in ("<script>", "onerror", "safe"):
        page.fill("#map-search", typed)
        assert page.evaluate(f"{CY}.nodes('.spot').length")
    page.locator("#ask").evaluate("(form) => { form.closest('details').open = true; }")
    page.locator("#ask [name=from]").press_sequentially("<img", delay=0)
    expect(page.locator("#ask .found li").first).to_contain_text("<img")
    page.fill("#map-search", "")
    unit = Account.objects.exclude(unit=None).values_list("unit__unit_id", flat=True)
    come_near(page, str(unit[0]))
    assert is_unharmed(page)


@pytest.mark.deep
@pytest.mark.parametrize("of", ["map", "reach"])
def test_none_runs_in_a_file_that_was_taken_away(
    sign_in: Opener, browser: Browser, flooded: Campaign, tmp_path: Path, of: str
) -> None:
    """Each is opened as the document that a careless browser would take it for."""
    window = sign_in(cast.AIKO, viewport=DESK)
    addresses = {
        "map": "/map/export/{}",
        "reach": f"/reach/?to={Account.objects.all()[1].account_id}&format={{}}",
    }
    for wanted in FORMATS:
        reply = window.page.request.get(addresses[of].format(wanted))
        assert reply.status == 200, wanted
        if wanted not in DOCUMENTS:
            continue  # a picture of points, and JSON again
        file = tmp_path / f"{of}.{DOCUMENTS[wanted]}"
        file.write_bytes(reply.body())
        if DOCUMENTS[wanted] != "html":
            opened = browser.new_page()
            opened.goto(file.as_uri())
            opened.wait_for_load_state("load")
            assert opened.evaluate("window.poisoned === undefined"), wanted
            opened.close()
        assert "attachment" in reply.headers["content-disposition"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "html" not in reply.headers["content-type"]
