"""The map's search finds whatever was read as one types, and shows where it is."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accessmap.models import Account, OrganizationalUnit, Resource
from tests import cast
from tests.browser.conftest import Opener
from tests.kitsune import settle

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture
def page(sign_in: Opener) -> Page:
    settle()
    cache.clear()
    Account.objects.filter(account_id=cast.PAYMENTS).update(
        tags={"Owner": "rin.takeda", "costcenter": "cc-4711"}
    )
    role = Resource.objects.filter(account_id=cast.PAYMENTS).earliest("pk")
    role.name, role.arn = (
        "NightlyRunner",
        f"arn:aws:iam::{cast.PAYMENTS}:role/NightlyRunner",
    )
    role.save()
    page = sign_in(cast.AIKO).page
    expect(page.locator("#main[data-state=drawn]")).to_be_visible()
    return page


@pytest.mark.parametrize(
    "typed", ["payments-pr", cast.PAYMENTS, "NightlyR", "role/Night", "cc-4711"]
)
def test_whatever_is_known_of_an_account_finds_it(page: Page, typed: str) -> None:
    everything = page.locator("#edges tbody tr:visible").count()
    page.keyboard.press("/")
    page.keyboard.type(typed)
    expect(page.locator(".search .found li").first).to_contain_text(cast.PAYMENTS)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#detail-content h2")).to_contain_text("payments-prod")
    page.keyboard.press("Escape")
    expect(page.locator("#edges tbody tr:visible")).to_have_count(everything)


def test_a_vendor_is_sought_and_escape_closes_the_list_first(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("Tanuki")
    found = page.locator(".search .found li")
    found.first.click()
    expect(page.locator("#map-search")).to_have_value(
        f"Tanuki Observability {cast.TANUKI}"
    )
    rows = page.locator("#edges tbody tr:visible")
    expect(rows.first).to_contain_text("Tanuki")
    page.fill("#map-search", "Kumo")
    expect(found.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".search .found")).to_be_hidden()
    expect(rows.first).to_contain_text("Kumo")


def test_a_unit_is_found_by_its_name_and_opened(page: Page) -> None:
    OrganizationalUnit.objects.filter(name="Production").update(name="本番環境")
    page.keyboard.press("/")
    page.keyboard.type("本")
    found = page.locator(".search .found li").first
    expect(found).to_contain_text("本番環境")
    expect(found).to_contain_text("Organizational unit")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**unit=ou-**")
    expect(page.locator(".panel.left")).to_contain_text("本番環境")
