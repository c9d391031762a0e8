"""The owner of a few grants: by keyboard, on a phone, in Japanese."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from accessmap.policy.kinds import Verdict, Zone
from reviews.models import Campaign, Decision, ReviewItem
from reviews.operations.open_campaign import open_campaign
from reviews.wording import plain
from tests import cast
from tests.browser.conftest import Opener
from tests.reviews.story import FAR, aiko, campaign, grants

pytestmark = [pytest.mark.browser, pytest.mark.journey]

KEPT = {"en": "Kept.", "ja": "記録しました"}
PHONE = {"width": 390, "height": 844}


def one_of_three_is_risky() -> Campaign:
    """Two grants inside the organization, and one to everybody."""
    grants(2, verdict=Verdict.IN_ORG, zone=Zone.ORGANIZATION)
    grants(verdict=Verdict.PUBLIC, zone=Zone.PUBLIC)
    return open_campaign(name="Fourth quarter", query="", due_on=FAR, opened_by=aiko())


def shown(page: Page) -> str:
    return page.locator(".item-sheet .sentence").inner_text()


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for its keys to work."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def test_an_owner_decides_everything_by_keyboard(sign_in: Opener) -> None:
    one_of_three_is_risky()
    page = sign_in(cast.RIN).page
    expect(page.locator(".inbox-list")).to_contain_text("0 of 3 decided")

    # The first is risky: either answer wants its reason first.
    page.keyboard.press("c")
    expect(page.locator("#id_reason")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator("#id_reason")).to_be_focused()
    page.keyboard.type("crj: nobody remembers why")
    expect(page.locator("#id_reason")).to_have_value("crj: nobody remembers why")
    page.keyboard.press("Escape")
    press(page, "r")

    # The others are not: look around, read the policy, confirm.
    second = shown(page)
    press(page, "j")
    assert shown(page) != second
    press(page, "k")
    assert shown(page) == second
    policy = page.locator("#policy")
    is_open = policy.evaluate("each => each.open")
    page.keyboard.press("p")
    assert policy.evaluate("each => each.open") is not is_open
    page.keyboard.press("?")
    expect(page.locator("#keys dl")).to_be_visible()
    press(page, "c")
    press(page, "c")

    expect(page.locator(".item-sheet")).to_contain_text("You are done.")
    assert sorted(each.verdict for each in Decision.objects.all()) == [
        "confirm",
        "confirm",
        "revoke",
    ]


def test_keys_can_be_turned_off_and_stay_off(sign_in: Opener) -> None:
    campaign(2)
    page = sign_in(cast.RIN).page
    page.keyboard.press("?")
    page.get_by_label("Use keys on this device").uncheck()
    page.reload()
    before = page.url
    for key in "cjkr?":
        page.keyboard.press(key)
    expect(page.locator("#keys dl")).to_be_hidden()
    expect(page.locator("#id_reason")).not_to_be_focused()
    assert page.url == before
    assert not Decision.objects.exists()


@pytest.mark.parametrize("locale", ["en", "ja"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_without_javascript_decides_by_the_plain_form(
    sign_in: Opener, scheme: str, locale: str
) -> None:
    campaign(2)
    window = sign_in(
        cast.RIN,
        viewport=PHONE,
        java_script_enabled=False,
        color_scheme=scheme,
        locale=locale,
    )
    page = window.page
    page.locator(".line-item").first.click()
    page.locator("#id_reason").fill("Still agreed with the vendor.")
    assert window.is_as_wide_as_its_screen()
    page.locator("button[name=verdict][value=confirm]").click()
    expect(page.locator(".messages")).to_contain_text(KEPT[locale])
    assert ReviewItem.objects.decided().count() == 1


def test_the_inbox_speaks_japanese(sign_in: Opener) -> None:
    asked = campaign().items.get()
    page = sign_in(cast.RIN, locale="ja").page
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    sentence = page.locator(".item-sheet .sentence")
    told = plain(asked.wording["ja"]["sentence"])
    expect(sentence).to_have_text(told)
    assert re.search(r"[ぁ-ん]", told)
    page.locator("#id_reason").fill("監視は続いています。")
    page.locator("button[name=verdict][value=confirm]").click()
    expect(page.locator("main")).to_contain_text(asked.campaign.name)
    decision = Decision.objects.get()
    assert decision.language == "ja"
    assert told in decision.shown
