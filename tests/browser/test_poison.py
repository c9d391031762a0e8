"""Names that attack the page are shown as what they are: text."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from accessmap.models import Account
from reviews.models import Campaign
from reviews.operations.open_campaign import open_campaign
from tests import cast
from tests.browser.conftest import Opener, Window
from tests.browser.pages import every_page, pages_of_rows
from tests.browser.poison import ALL, FORMULAS, SCRIPTS, poisoned
from tests.reviews.story import FAR, aiko

pytestmark = [pytest.mark.browser, pytest.mark.journey]

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# What no page of ours holds, or holds only as the payloads would not make it.
INJECTED = ", ".join(
    (
        "#injected",
        "iframe",
        "math",
        "base",
        "main meta",
        "main style",
        "main link",
        "main svg script",
        "a[href^='javascript:' i]",
        "[action*=elsewhere]",
        "[hx-get*=elsewhere]",
        "main [autofocus]",
        "main :is([onerror], [onload], [onfocus], [ontoggle], [onmouseover])",
        "main img",
    )
)
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.fixture
def reviewed(people: None) -> Campaign:
    """A poisoned organization, and a review of all of it with a poisoned name."""
    poisoned()
    return open_campaign(
        name=ALL[2],
        query="",
        due_on=FAR,
        opened_by=aiko(),
        limitation=ALL[3],
    )


def is_unharmed(page: Page) -> bool:
    """Nothing ran, nothing was injected, and we are still where we went."""
    expect(page.locator(INJECTED)).to_have_count(0)
    return page.evaluate("window.poisoned === undefined")


def goes_unharmed(window: Window, address: str) -> None:
    """The page opens, nothing of it is injected, and nothing scrolls sideways."""
    reply = window.page.goto(address)
    assert reply is not None
    assert reply.status == 200, address
    assert window.page.url.endswith(address)
    if address == "/":
        expect(window.page.locator("#main")).to_have_attribute("data-state", "drawn")
    assert is_unharmed(window.page), address
    assert window.is_as_wide_as_its_screen(), address


def test_the_trap_would_snap(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(f"<main>{''.join(SCRIPTS)}</main>")
    page.wait_for_load_state("load")
    assert page.locator(INJECTED).count() > 10
    page.close()


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_no_name_is_more_than_text(
    sign_in: Opener, reviewed: Campaign, viewport: ViewportSize
) -> None:
    window = sign_in(cast.AIKO, viewport=viewport)
    for address in (*every_page(), "/reviews/open/", "/grants/?page=2"):
        goes_unharmed(window, address)


def test_no_name_of_an_edge_harms(sign_in: Opener, reviewed: Campaign) -> None:
    window = sign_in(cast.AIKO, viewport=PHONE)
    edges = window.page.locator("#edges a[data-choose]")
    addresses = edges.evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert addresses
    for address in addresses:
        goes_unharmed(window, address)


def test_no_page_of_any_poisoned_row_harms(sign_in: Opener, reviewed: Campaign) -> None:
    window = sign_in(cast.AIKO, viewport=PHONE)
    addresses = list(pages_of_rows(slice(None)))
    assert len(addresses) > 6 * len(ALL)
    for address in addresses:
        goes_unharmed(window, address)


def test_no_name_in_an_item_or_grant_harms_its_owner(
    sign_in: Opener, reviewed: Campaign
) -> None:
    window = sign_in(cast.RIN, viewport=PHONE)
    for asked in reviewed.items.all():
        goes_unharmed(window, asked.get_absolute_url())
        goes_unharmed(window, asked.grant.get_absolute_url())


def test_every_account_is_named_with_its_number(
    sign_in: Opener, reviewed: Campaign
) -> None:
    page = sign_in(cast.AIKO).page
    page.goto("/accounts/")
    for account in Account.objects.all():
        row = page.locator(".party", has_text=account.account_id).first
        expect(row).to_contain_text(" ".join(account.name.split()))


def test_no_cell_of_the_table_is_a_formula(sign_in: Opener, reviewed: Campaign) -> None:
    page = sign_in(cast.AIKO).page
    page.goto("/grants/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(ALL)
    names = {row["name"] for row in rows}
    assert {f"'{each}" for each in FORMULAS} <= names
    assert not [
        cell for row in rows for cell in row.values() if cell.startswith(STARTS)
    ]
